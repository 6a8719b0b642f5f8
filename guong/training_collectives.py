"""Train the classifier that tells exemplary groups from givers, workplaces and other groups of a page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.learning import NamedFeatures
from domain.unit_index import UnitIndex
from guong.training_articles import FOLDS, LIMITS, PROBE, SEED, read_training_document
from models.annotations import AnnotatedArticle
from models.artefacts import COLLECTIVE_CLASSIFIER, Card, features_sha256
from models.evaluation import Score, folds_by_group
from models.role_classifier import LinearClassifier, fit_linear, save_linear
from nlp.collective_features import VERSION
from nlp.collective_names import NamedGroup
from nlp.collectives import LEARNED_AT, read_group_inputs
from nlp.organisations import find_organisations
from nlp.places import find_units

COLLECTIVE_C: Final = 0.3  # 0.1 and 0.3 tried on held-out articles
_AT_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class GroupItem:
    """One group named in an article: features, whether it is an exemplary one, and the article's event."""

    features: NamedFeatures
    exemplary: str
    event: str


def train_collective_classifier(
    articles: Sequence[AnnotatedArticle],
    relevance: Mapping[str, float],
    units: UnitIndex,
    digest: str,
    out: Path,
    *,
    say: Callable[[str], None],
) -> Card:
    """Fit the classifier on articles as written; `relevance`: the held-out relevance of each by its id.

    Shorter and glued versions are left out: with them precision on long pages fell by .1.
    """
    items = [item for article in articles for item in group_items(article, relevance[article.id], units)]
    say(f"{COLLECTIVE_CLASSIFIER}: {len(items)} groups of {len(articles)} articles")
    score = _cross_validate(items)
    model = _fit(items)
    folder = out / COLLECTIVE_CLASSIFIER
    folder.mkdir(parents=True, exist_ok=True)
    save_linear(model, folder / "model.json")
    say(f"{COLLECTIVE_CLASSIFIER}: on held-out articles P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
    return Card(
        name=COLLECTIVE_CLASSIFIER,
        version=model.version,
        purpose="tells exemplary groups from all others that a page names",
        corpus_sha256=digest,
        features_sha256=collectives_fingerprint(articles),
        articles=len(articles),
        items=len(items),
        scores={"precision": score.precision, "recall": score.recall, "f1": score.f1},
        settings={"folds": FOLDS, "c": COLLECTIVE_C, "threshold": LEARNED_AT, "seed": SEED},
        limits=LIMITS,
    )


def group_items(article: AnnotatedArticle, relevance: float, units: UnitIndex | None) -> Iterator[GroupItem]:
    """Yield the groups that the finder sees in an article; `relevance`: that of the page, 0..1.

    Without `units` no bodies are looked up beside the names that the finder itself reads.
    """
    document = read_training_document(article)
    bodies = find_organisations(document, find_units(document, units)) if units else ()
    people = [(mention.start, mention.end) for mention in article.people]
    honoured = [(group.start, group.end) for group in article.groups if group.kind == "collective"]
    for item in read_group_inputs(document, bodies, people, relevance):
        yield GroupItem(item.features, "yes" if _is_one_of(item.group, honoured) else "no", article.event)


def collectives_fingerprint(articles: Sequence[AnnotatedArticle]) -> str:
    """Return the digest of the features on the first articles that honour groups, at equal relevance.

    What the finders of units and bodies read is left out: a better gazetteer makes no model stale.
    """
    honouring = [article for article in articles if any(group.kind == "collective" for group in article.groups)]
    return features_sha256(
        [f"{name}={value:.4f}" for name, value in sorted(item.features.items())]
        for article in honouring[:PROBE]
        for item in group_items(article, 0.5, None)
    )


def _is_one_of(group: NamedGroup, honoured: Sequence[tuple[int, int]]) -> bool:
    """One of the group's mentions shares at least half of what both cover with a marked one."""
    return any(
        2 * (min(mention.end, end) - max(mention.start, start)) >= max(mention.end, end) - min(mention.start, start)
        for mention in group.mentions
        for start, end in honoured
    )


def _fit(items: Sequence[GroupItem]) -> LinearClassifier:
    classes, intercepts, weights = fit_linear(
        [item.features for item in items],
        [item.exemplary for item in items],
        c=COLLECTIVE_C,
        at_least=_AT_LEAST,
        seed=SEED,
    )
    return LinearClassifier(f"{COLLECTIVE_CLASSIFIER}@{VERSION}", classes, tuple(intercepts), weights, 1.0)


def _cross_validate(items: Sequence[GroupItem]) -> Score:
    """Return the scores of groups the finder sees, on folds split by event."""
    hits = extra = missed = 0
    for fold in folds_by_group([item.event for item in items], FOLDS):
        events = {items[i].event for i in fold}
        model = _fit([item for item in items if item.event not in events])
        yes = model.classes.index("yes")
        for i, row in zip(fold, model.probabilities([items[i].features for i in fold]), strict=True):
            claimed, true = row[yes] >= LEARNED_AT, items[i].exemplary == "yes"
            hits, extra, missed = hits + (claimed and true), extra + (claimed and not true), missed + (true > claimed)
    return Score(hits, extra, missed)
