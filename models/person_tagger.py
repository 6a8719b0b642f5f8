"""A conditional random field that marks the names of people in token sequences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pycrfsuite

from domain.learning import TokenFeatures

LABELS: Final = ("B", "I", "O")
# c1 0.01-1 and c2 0.001-1 tried on the validation split; see the model card for its scores.
PARAMETERS: Final = {"c1": 0.05, "c2": 0.02, "max_iterations": 120, "feature.possible_transitions": True}


@dataclass(frozen=True, slots=True)
class CrfTagger:
    """A loaded tagger; `tag` returns B, I or O for each token."""

    model: Any  # pycrfsuite has no types
    version: str

    def tag(self, sentence: Sequence[TokenFeatures]) -> Sequence[str]:
        """Return one label a token; the shape is that of `sentence`."""
        labels: list[str] = self.model.tag(sentence)
        return labels


def fit_tagger(sentences: Iterable[tuple[Sequence[TokenFeatures], Sequence[str]]], path: Path) -> None:
    """Train on (features, labels) sentences and write the model to `path`; same order, same model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, labels in sentences:
        trainer.append(features, labels)
    trainer.set_params(dict(PARAMETERS))
    trainer.train(str(path))


def load_tagger(path: Path, version: str) -> CrfTagger:
    """Load a tagger written by `fit_tagger`."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return CrfTagger(tagger, version)
