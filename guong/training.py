"""Train every model from the corpus: features from nlp, fitting from models, with scores by cross-validation."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.learning import NamedFeatures, SequenceTagger
from domain.unit_index import UnitIndex, load_units
from guong.training_articles import (
    FOLDS,
    LIMITS,
    PROBE,
    SEED,
    annotated_people,
    glue_lines,
    read_training_document,
    variants_of,
)
from guong.training_collectives import train_collective_classifier
from guong.training_pages import train_page_classifiers
from guong.training_topic import train_topic_classifier
from models.annotations import CORPUS, AnnotatedArticle, load_corpus
from models.artefacts import (
    FOLDER,
    PERSON_TAGGER,
    ROLE_CLASSIFIER,
    Card,
    corpus_sha256,
    features_sha256,
    save_card,
)
from models.evaluation import Score, calibration_error, folds_by_group, log_loss, score_labels
from models.person_tagger import PARAMETERS, fit_tagger, load_tagger
from models.role_classifier import LinearClassifier, fit_linear, save_linear
from nlp.name_features import VERSION as NAMES_VERSION
from nlp.name_features import line_features, page_hints, read_rows, sentence_features
from nlp.people import find_people, label_tokens, name_key
from nlp.role_features import VERSION as ROLES_VERSION
from nlp.roles import EXEMPLARY_AT, read_role_inputs

TaggedSentence = tuple[Sequence[Sequence[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class RoleItem:
    """One person of the corpus: features, the true role and the event the article belongs to."""

    features: NamedFeatures
    role: str
    event: str
    article: str


def tagged_sentences(article: AnnotatedArticle, units: UnitIndex) -> Iterator[TaggedSentence]:
    """Yield (features, labels) of each sentence of an article."""
    document = read_training_document(article)
    rows = read_rows(document)
    hints = page_hints(rows, units.places())
    spans = [(mention.start, mention.end) for mention in article.people]
    for row in rows:
        features = sentence_features(row, hints, line_features(document, row.sentence))
        yield features, label_tokens(row.tokens, spans)


def role_items(article: AnnotatedArticle, topic: float) -> Iterator[RoleItem]:
    """Yield the people of an article as training items; `topic`: that of the page, 0..1."""
    document = read_training_document(article)
    people = annotated_people(article, document)
    inputs = read_role_inputs(document, [person for person, _ in people], topic)
    for item, (_, role) in zip(inputs, people, strict=True):
        yield RoleItem(item.features, role, article.event, article.id)


def train_all(corpus: Path = CORPUS, out: Path = FOLDER, *, say: Callable[[str], None]) -> list[Card]:
    """Train every model, write artefacts and cards below `out`, and return the cards; the seed is fixed."""
    articles = load_corpus(corpus)
    units = load_units()
    digest = corpus_sha256(corpus)
    tagger = train_person_tagger(articles, units, digest, out, say=say)
    topic, topics = train_topic_classifier(articles, digest, out, say=say)
    roles, chances = train_role_classifier(articles, topics, digest, out, say=say)
    pages, relevance = train_page_classifiers(articles, chances, topics, digest, out, say=say)
    groups = train_collective_classifier(articles, relevance, units, digest, out, say=say)
    cards = [tagger, topic, roles, *pages, groups]
    for card in cards:
        save_card(out / card.name, card)
    return cards


def train_person_tagger(
    articles: Sequence[AnnotatedArticle], units: UnitIndex, digest: str, out: Path, *, say: Callable[[str], None]
) -> Card:
    """Fit the tagger on all articles, as written and glued; score it on five folds split by event."""
    per_article = [
        [*tagged_sentences(article, units), *tagged_sentences(glue_lines(article), units)] for article in articles
    ]
    say(f"{PERSON_TAGGER}: {sum(map(len, per_article))} sentences of {len(articles)} articles")
    score = _cross_validate_tagger(articles, per_article, units)
    folder = out / PERSON_TAGGER
    folder.mkdir(parents=True, exist_ok=True)
    fit_tagger([sentence for sentences in per_article for sentence in sentences], folder / "model.crf")
    say(f"{PERSON_TAGGER}: names on held-out articles P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
    return Card(
        name=PERSON_TAGGER,
        version=f"{PERSON_TAGGER}@{NAMES_VERSION}",
        purpose="marks the names of people in sentences",
        corpus_sha256=digest,
        features_sha256=tagger_fingerprint(articles, units),
        articles=len(articles),
        items=sum(map(len, per_article)),
        scores={"precision": score.precision, "recall": score.recall, "f1": score.f1},
        settings={"folds": FOLDS, "augmentation": "glued lines", **PARAMETERS},
        limits="trained on articles written for the project; foreign names and pen names are its weak spots",
    )


def train_role_classifier(
    articles: Sequence[AnnotatedArticle],
    topics: Mapping[str, float],
    digest: str,
    out: Path,
    *,
    say: Callable[[str], None],
) -> tuple[Card, dict[str, list[float]]]:
    """Fit the role classifier; its temperature is set on held-out probabilities.

    `topics`: by article id, its held-out topic.

    Also returns, by article id, the held-out exemplary probabilities of its people: what the page classifiers see.
    """
    variants = [variant for article in articles for variant in variants_of(article)]
    items = [item for variant in variants for item in role_items(variant, topics[variant.id])]
    say(f"{ROLE_CLASSIFIER}: {len(items)} people of {len(variants)} versions of {len(articles)} articles")
    held_out = _held_out(items)
    truths = [item.role for item in items]
    temperature = _best_temperature(held_out, truths)
    model = _fit_roles(items, temperature)
    folder = out / ROLE_CLASSIFIER
    folder.mkdir(parents=True, exist_ok=True)
    save_linear(model, folder / "model.json")
    written = {article.id for article in articles}
    plain = [i for i, item in enumerate(items) if item.article in written]
    scores = _role_scores([held_out[i] for i in plain], [truths[i] for i in plain], temperature)
    say(f"{ROLE_CLASSIFIER}: " + " ".join(f"{name} {value:.3f}" for name, value in scores.items()))
    chances: dict[str, list[float]] = {variant.id: [] for variant in variants}
    for item, row in zip(items, held_out, strict=True):
        chances[item.article].append(_cooled(row, temperature)["exemplary"])
    card = Card(
        name=ROLE_CLASSIFIER,
        version=model.version,
        purpose="tells exemplary people from officials, authors, victims and others",
        corpus_sha256=digest,
        features_sha256=roles_fingerprint(articles),
        articles=len(articles),
        items=len(items),
        scores=scores,
        settings={"folds": FOLDS, "c": ROLE_C, "temperature": temperature, "threshold": EXEMPLARY_AT, "seed": SEED},
        limits=LIMITS,
    )
    return card, chances


ROLE_C: Final = 0.1  # 0.05, 0.1, 0.2, 0.5 and 2 tried on held-out articles


def tagger_fingerprint(articles: Sequence[AnnotatedArticle], units: UnitIndex) -> str:
    """Return the digest of the tagger's features on the first articles."""
    return features_sha256(
        features
        for article in articles[:PROBE]
        for sentence, _ in tagged_sentences(article, units)
        for features in sentence
    )


def roles_fingerprint(articles: Sequence[AnnotatedArticle]) -> str:
    """Return the digest of the role features on the first articles."""
    return features_sha256(
        [f"{name}={value:.4f}" for name, value in sorted(item.features.items())]
        for article in articles[:PROBE]
        for item in role_items(article, 0.5)
    )


def _cross_validate_tagger(
    articles: Sequence[AnnotatedArticle], per_article: Sequence[list[TaggedSentence]], units: UnitIndex
) -> Score:
    """Return name scores (full names per page) on folds split by event."""
    hits = extra = missed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number, fold in enumerate(folds_by_group([article.event for article in articles], FOLDS)):
            held = set(fold)
            path = Path(scratch) / f"{number}.crf"
            fit_tagger([s for i, part in enumerate(per_article) if i not in held for s in part], path)
            tagger = load_tagger(path, "held-out")
            for i in fold:
                expected, found = _names_of(articles[i], tagger, units)
                hits += len(expected & found)
                extra += len(found - expected)
                missed += len(expected - found)
    return Score(hits, extra, missed)


def _names_of(article: AnnotatedArticle, tagger: SequenceTagger, units: UnitIndex) -> tuple[set[str], set[str]]:
    document = read_training_document(article)
    expected = {name_key(mention.full_name) for mention in article.people}
    found = {name_key(person.name) for person in find_people(document, tagger, units.places())}
    return expected, found


def _fit_roles(items: Sequence[RoleItem], temperature: float) -> LinearClassifier:
    classes, intercepts, weights = fit_linear(
        [item.features for item in items], [item.role for item in items], c=ROLE_C, at_least=8, seed=SEED
    )
    return LinearClassifier(f"{ROLE_CLASSIFIER}@{ROLES_VERSION}", classes, tuple(intercepts), weights, temperature)


def _held_out(items: Sequence[RoleItem]) -> list[dict[str, float]]:
    """Return the probabilities (temperature 1) of each item by a model that has not seen its event."""
    rows: list[dict[str, float]] = [{} for _ in items]
    for fold in folds_by_group([item.event for item in items], FOLDS):
        events = {items[i].event for i in fold}
        model = _fit_roles([item for item in items if item.event not in events], 1.0)
        for i, chances in zip(fold, model.probabilities([items[i].features for i in fold]), strict=True):
            rows[i] = dict(zip(model.classes, chances, strict=True))
    return rows


def _best_temperature(rows: Sequence[Mapping[str, float]], truths: Sequence[str]) -> float:
    """Return the temperature of least log loss on held-out rows (Guo et al. 2017)."""
    candidates = [round(0.6 + 0.1 * k, 1) for k in range(25)]

    def loss(temperature: float) -> float:
        return log_loss([_cooled(row, temperature)[truth] for row, truth in zip(rows, truths, strict=True)])

    return min(candidates, key=loss)


def _cooled(row: Mapping[str, float], temperature: float) -> dict[str, float]:
    powers = {name: max(chance, 1e-12) ** (1 / temperature) for name, chance in row.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}


def _role_scores(rows: Sequence[Mapping[str, float]], truths: Sequence[str], temperature: float) -> dict[str, float]:
    cooled = [_cooled(row, temperature) for row in rows]
    found = [max(row, key=lambda role: row[role]) for row in cooled]
    score = score_labels(truths, found, "exemplary")
    right = sum(1 for truth, role in zip(truths, found, strict=True) if truth == role)
    chances = [row["exemplary"] for row in cooled]
    return {
        "exemplary_precision": score.precision,
        "exemplary_recall": score.recall,
        "exemplary_f1": score.f1,
        "accuracy": right / max(len(truths), 1),
        "calibration_error": calibration_error(chances, [truth == "exemplary" for truth in truths]),
    }
