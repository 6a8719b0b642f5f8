"""Trained models on disk: each in a folder of its own with a card that says how it was made and how well it does."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from domain.errors import UserMistake
from models.person_tagger import CrfTagger, load_tagger
from models.role_classifier import LinearClassifier, load_linear

FOLDER: Final = Path(__file__).parent / "artefacts"
PERSON_TAGGER: Final = "person-tagger"
ROLE_CLASSIFIER: Final = "role-classifier"
KIND_CLASSIFIER: Final = "page-kind"
RELEVANCE_CLASSIFIER: Final = "page-relevance"
COLLECTIVE_CLASSIFIER: Final = "collective-classifier"
TOPIC_CLASSIFIER: Final = "page-topic"
LINEAR_MODELS: Final = (
    TOPIC_CLASSIFIER,
    ROLE_CLASSIFIER,
    KIND_CLASSIFIER,
    RELEVANCE_CLASSIFIER,
    COLLECTIVE_CLASSIFIER,
)


@dataclass(frozen=True, slots=True)
class Card:
    """How a model was made: enough to tell whether it still fits corpus and features."""

    name: str
    version: str
    purpose: str
    corpus_sha256: str
    features_sha256: str
    articles: int
    items: int
    scores: Mapping[str, float]
    settings: Mapping[str, Any]
    limits: str


def corpus_sha256(folder: Path) -> str:
    """Return the digest of all corpus files, in name order."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def features_sha256(items: Iterable[Iterable[str]]) -> str:
    """Return the digest of the features a fixed set of items yields; another feature set gives another digest."""
    digest = hashlib.sha256()
    for item in items:
        digest.update("\x1f".join(item).encode() + b"\x1e")
    return digest.hexdigest()


def save_card(folder: Path, card: Card) -> None:
    """Write `card.json` into a model's folder."""
    text = json.dumps(asdict(card), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "card.json").write_text(text + "\n", encoding="utf-8")


def load_card(name: str, folder: Path = FOLDER) -> Card:
    """Return the card of one model; raises UserMistake where the model is missing."""
    path = folder / name / "card.json"
    if not path.is_file():
        raise UserMistake(f"thiếu mô hình {name}", remedy="chạy `guong train` hoặc cài lại Gương")
    return Card(**json.loads(path.read_text(encoding="utf-8")))


def load_person_tagger(folder: Path = FOLDER) -> CrfTagger:
    """Return the committed person tagger."""
    card = load_card(PERSON_TAGGER, folder)
    return load_tagger(folder / PERSON_TAGGER / "model.crf", card.version)


def load_linear_model(name: str, folder: Path = FOLDER) -> LinearClassifier:
    """Return one of the committed linear models."""
    load_card(name, folder)
    return load_linear(folder / name / "model.json")
