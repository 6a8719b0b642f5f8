"""Train what tells the topic of a page from its words; what else is trained sees its held-out judgement."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from domain.learning import NamedFeatures
from guong.training_articles import FOLDS, LIMITS, PROBE, SEED, read_training_document, variants_of
from models.annotations import AnnotatedArticle
from models.artefacts import TOPIC_CLASSIFIER, Card, features_sha256
from models.evaluation import folds_by_group
from models.role_classifier import LinearClassifier, fit_linear, save_linear
from nlp.page_words import VERSION, page_words

TOPIC_C: Final = 3.0  # 1, 3, 10 and 30 tried on held-out articles
WORD_EVENTS: Final = 3  # a word must stand in so many events of the corpus, or it would know single stories


def train_topic_classifier(
    articles: Sequence[AnnotatedArticle], digest: str, out: Path, *, say: Callable[[str], None]
) -> tuple[Card, dict[str, float]]:
    """Fit the topic classifier; also returns the held-out topic of every version of the articles, by its id."""
    versions = [version for article in articles for version in variants_of(article)]
    events = [version.event for version in versions]
    truths = ["yes" if version.relevant else "no" for version in versions]
    items = _with_known_words(list(map(_words, versions)), events)
    topics: dict[str, float] = {}
    for fold in folds_by_group(events, FOLDS):
        held = {events[i] for i in fold}
        seen = [i for i in range(len(items)) if events[i] not in held]
        model = _fit([items[i] for i in seen], [truths[i] for i in seen])
        yes = model.classes.index("yes")
        rows = model.probabilities([items[i] for i in fold])
        topics |= {versions[i].id: row[yes] for i, row in zip(fold, rows, strict=True)}
    accuracy = sum((topics[v.id] >= 0.5) == v.relevant for v in versions) / max(len(versions), 1)
    say(f"{TOPIC_CLASSIFIER}: accuracy on held-out articles {accuracy:.3f}")
    (out / TOPIC_CLASSIFIER).mkdir(parents=True, exist_ok=True)
    save_linear(_fit(items, truths), out / TOPIC_CLASSIFIER / "model.json")
    card = Card(
        name=TOPIC_CLASSIFIER,
        version=f"{TOPIC_CLASSIFIER}@{VERSION}",
        purpose="tells from its words alone whether a page concerns the board",
        corpus_sha256=digest,
        features_sha256=topic_fingerprint(articles),
        articles=len(articles),
        items=len(items),
        scores={"accuracy": accuracy},
        settings={"folds": FOLDS, "c": TOPIC_C, "word_events": WORD_EVENTS, "seed": SEED},
        limits=LIMITS,
    )
    return card, topics


def topic_fingerprint(articles: Sequence[AnnotatedArticle]) -> str:
    """Return the digest of the words of the first articles."""
    return features_sha256(
        [f"{name}={value:.4f}" for name, value in sorted(_words(article).items())] for article in articles[:PROBE]
    )


def _words(article: AnnotatedArticle) -> NamedFeatures:
    return page_words(read_training_document(article), sorted((m.start, m.end) for m in article.people))


def _fit(items: Sequence[NamedFeatures], truths: Sequence[str]) -> LinearClassifier:
    classes, intercepts, weights = fit_linear(items, truths, c=TOPIC_C, at_least=1, seed=SEED)
    return LinearClassifier(f"{TOPIC_CLASSIFIER}@{VERSION}", classes, tuple(intercepts), weights, 1.0)


def _with_known_words(items: Sequence[NamedFeatures], events: Sequence[str]) -> list[NamedFeatures]:
    where: dict[str, set[str]] = {}
    for item, event in zip(items, events, strict=True):
        for word in item:
            where.setdefault(word, set()).add(event)
    known = {word for word, seen in where.items() if len(seen) >= WORD_EVENTS}
    return [{word: value for word, value in item.items() if word in known} for item in items]
