"""Train the classifiers of page kind and relevance on articles in all the forms portals print."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.learning import NamedFeatures
from guong.training_articles import FOLDS, LIMITS, PROBE, SEED, read_training_document, variants_of
from models.annotations import AnnotatedArticle
from models.artefacts import KIND_CLASSIFIER, RELEVANCE_CLASSIFIER, Card, features_sha256
from models.evaluation import folds_by_group
from models.role_classifier import LinearClassifier, fit_linear, save_linear
from nlp.page_kind import VERSION, is_trained, join_relevance, page_signals, people_signals, relevance_by_rules

PAGE_C: Final = 0.3  # 0.03, 0.1, 0.3 and 1 tried on held-out articles
_PURPOSES: Final = {
    KIND_CLASSIFIER: "tells the kind of a page",
    RELEVANCE_CLASSIFIER: "tells whether a page concerns the board",
}


@dataclass(frozen=True, slots=True)
class _Pages:
    """Versions of articles with all signals, those that are trained on, and their events."""

    articles: Sequence[AnnotatedArticle]
    signals: Sequence[NamedFeatures]
    trained: Sequence[NamedFeatures]

    def truths(self, of: str) -> list[str]:
        """Return the true classes for one of the two classifiers."""
        if of == KIND_CLASSIFIER:
            return [article.kind for article in self.articles]
        return ["yes" if article.relevant else "no" for article in self.articles]


def train_page_classifiers(
    articles: Sequence[AnnotatedArticle],
    chances: Mapping[str, Sequence[float]],
    topics: Mapping[str, float],
    digest: str,
    out: Path,
    *,
    say: Callable[[str], None],
) -> tuple[list[Card], dict[str, float]]:
    """Fit page kind and relevance; `chances`: by article id, the held-out exemplary probabilities of its people.

    `topics`: by article id, its held-out topic.

    Also returns the held-out relevance of every version by its id: what the collective classifier sees.
    """
    wholes = [variant for article in articles for variant in variants_of(article)]
    signals = [_signals(article, chances[article.id]) for article in wholes]
    pages = _Pages(wholes, signals, [_trained(found) for found in signals])
    held_out = {name: _held_out(pages, name) for name in _PURPOSES}
    cards = [_train(pages, name, held_out[name], out, say) for name in _PURPOSES]
    fingerprint = page_fingerprint(articles)
    made = [
        Card(
            name=name,
            version=version,
            purpose=_PURPOSES[name],
            corpus_sha256=digest,
            features_sha256=fingerprint,
            articles=len(articles),
            items=len(wholes),
            scores={"accuracy": accuracy},
            settings={"folds": FOLDS, "c": PAGE_C, "seed": SEED},
            limits=LIMITS,
        )
        for name, version, accuracy in cards
    ]
    learned = [chance.get("yes", 0.0) for chance in held_out[RELEVANCE_CLASSIFIER]]
    relevance = {
        article.id: join_relevance(relevance_by_rules(found), chance, topics[article.id])
        for article, found, chance in zip(wholes, signals, learned, strict=True)
    }
    return made, relevance


def page_fingerprint(articles: Sequence[AnnotatedArticle]) -> str:
    """Return the digest of the page features on the first articles (without what is said of their people)."""
    return features_sha256(
        [f"{name}={value:.4f}" for name, value in sorted(_trained(_signals(article, ())).items())]
        for article in articles[:PROBE]
    )


def _signals(article: AnnotatedArticle, chances: Sequence[float]) -> NamedFeatures:
    return page_signals(read_training_document(article), people_signals(chances))


def _trained(signals: NamedFeatures) -> NamedFeatures:
    return {name: value for name, value in signals.items() if is_trained(name)}


def _train(
    pages: _Pages, name: str, held_out: Sequence[Mapping[str, float]], out: Path, say: Callable[[str], None]
) -> tuple[str, str, float]:
    """Fit one of the two classifiers and return its name, version and accuracy on held-out articles."""
    truths = pages.truths(name)
    right = sum(max(row, key=lambda k: row[k]) == truth for row, truth in zip(held_out, truths, strict=True))
    accuracy = right / max(len(truths), 1)
    classes, intercepts, weights = fit_linear(pages.trained, truths, c=PAGE_C, at_least=6, seed=SEED)
    model = LinearClassifier(f"{name}@{VERSION}", classes, tuple(intercepts), weights, 1.0)
    (out / name).mkdir(parents=True, exist_ok=True)
    save_linear(model, out / name / "model.json")
    say(f"{name}: accuracy on held-out articles {accuracy:.3f}")
    return name, model.version, accuracy


def _held_out(pages: _Pages, name: str) -> list[dict[str, float]]:
    """Return the probabilities of each page by a model that has not seen its event."""
    truths, events = pages.truths(name), [article.event for article in pages.articles]
    rows: list[dict[str, float]] = [{} for _ in truths]
    for fold in folds_by_group(events, FOLDS):
        held = {events[i] for i in fold}
        seen = [i for i in range(len(truths)) if events[i] not in held]
        classes, intercepts, weights = fit_linear(
            [pages.trained[i] for i in seen], [truths[i] for i in seen], c=PAGE_C, at_least=6, seed=SEED
        )
        model = LinearClassifier("held-out", classes, tuple(intercepts), weights, 1.0)
        for i, row in zip(fold, model.probabilities([pages.trained[i] for i in fold]), strict=True):
            rows[i] = dict(zip(classes, row, strict=True))
    return rows
