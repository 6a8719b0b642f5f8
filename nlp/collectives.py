"""Exemplary groups of a page: praised, awarded or listed as honourees, with the sentence that proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from domain.extraction import Evidence, OrganisationMention, UnitMention
from domain.learning import Classifier
from nlp.collective_features import (
    HONOURED_AT,
    GroupFeatures,
    Standing,
    group_features,
    page_group_features,
    points_by_rules,
    read_homes,
    read_masks,
)
from nlp.collective_names import NamedGroup, find_groups
from nlp.document import Document
from nlp.honour_lists import find_honoured
from nlp.lowering import lowered

_HOPELESS: Final = 0.1  # a page so far from the board's concerns honours nobody; most pages of a crawl are
BY_RULES: Final = "collectives@1"
# With 250 groups to learn from the classifier beats the rules (F1 .75 against .70 held-out, a quarter fewer
# wrong); a quarter of the rules' say keeps clear sentences on pages without any other sign. .25-.5 tried.
LEARNED_AT: Final = 0.27
_RULES_SHARE: Final = 0.25
_CUES: Final = {
    "L.given_to": "được trao",
    "L.letter_to": "được gửi thư khen",
    "L.praised_here": "được biểu dương",
    "L.praised": "được biểu dương",
    "L.collectives_are": "tập thể được nêu tên",
    "L.collectives_list": "trong danh sách tập thể",
    "L.collective_here": "tập thể",
    "listed": "trong danh sách",
    "L.such_as": "tiêu biểu",
    "L.example": "lấy làm ví dụ",
    "L.model_of": "mô hình của",
    "model_by": "mô hình do tập thể thực hiện",
    "R.is_awarded": "nhận hình thức khen",
    "R.is_praised": "được khen",
    "R.is_model": "là điển hình",
    "R.acts": "việc làm có số liệu",
}


@dataclass(frozen=True, slots=True)
class Collective:
    """An exemplary group; `score` is the probability that it is one, `mentions` are [start, end) in text order."""

    name: str
    start: int
    end: int
    mentions: tuple[tuple[int, int], ...]
    score: float
    unit: str | None
    evidence: Evidence
    by: str


@dataclass(frozen=True, slots=True)
class GroupInput:
    """One candidate group with everything the decision needs; training uses the same `features`."""

    group: NamedGroup
    features: Mapping[str, float]
    best: GroupFeatures | None
    points: float


def read_group_inputs(
    document: Document,
    organisations: Sequence[OrganisationMention] = (),
    people: Sequence[tuple[int, int]] = (),
    relevance: float = 0.5,
) -> list[GroupInput]:
    """Return the candidate groups of a page with their features, in order of first mention.

    `people`: spans of people's names; `relevance`: that of the page, 0..1.
    """
    if relevance < _HOPELESS:
        return []
    groups = find_groups(document, organisations, people)
    page = page_group_features(document)
    masks = read_masks(groups, people)
    listed = find_honoured(document, lowered(document), [(start, end) for start, end, _ in masks])
    standing = Standing(read_homes(document.text, groups), listed)
    scene = _Scene(masks, page, relevance, standing)
    return [_input(document, group, groups, scene) for group in groups]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the groups of a page share."""

    masks: list[tuple[int, int, str]]
    page: Mapping[str, float]
    relevance: float
    standing: Standing


def _input(
    document: Document,
    group: NamedGroup,
    groups: Sequence[NamedGroup],
    scene: "_Scene",
) -> GroupInput:
    relevance = scene.relevance
    seen, joined = group_features(document, group, groups, scene.masks, scene.page, scene.standing)
    kind = next(name for name in joined if name.startswith("kind."))
    best, points = None, -9.0
    for mention in seen:
        # What one mention says counts with the kind of group, not with what another mention says.
        own = {name: value for name, value in joined.items() if name.startswith(kind.removeprefix("kind.") + "&")}
        own = {name: value for name, value in own.items() if name.partition("&")[2] in mention.features}
        found = points_by_rules({**mention.features, kind: 1.0, **own}, relevance)
        if found > points:
            best, points = mention, found
    joined |= {"rules": max(-1.0, min(1.0, points / 4)), "rules.yes": float(points >= HONOURED_AT)}
    joined["relevance"] = relevance
    return GroupInput(group, joined, best, points)


def find_collectives(
    document: Document,
    organisations: Sequence[OrganisationMention] = (),
    people: Sequence[tuple[int, int]] = (),
    *,
    units: Sequence[UnitMention] = (),
    relevance: float = 0.5,
    classifier: Classifier | None = None,
) -> tuple[Collective, ...]:
    """Return the exemplary groups of a page in order of first mention; without `classifier` rules decide.

    `classifier` has the classes "yes" and "no" over the features of `read_group_inputs`.
    """
    inputs = read_group_inputs(document, organisations, people, relevance)
    scores = [1.0 / (1.0 + exp(-1.5 * (item.points - HONOURED_AT))) for item in inputs]
    threshold, by = 0.5, BY_RULES
    if classifier is not None:
        yes = classifier.classes.index("yes")
        rows = classifier.probabilities([item.features for item in inputs])
        scores = [score + (1 - _RULES_SHARE) * (row[yes] - score) for score, row in zip(scores, rows, strict=True)]
        threshold, by = LEARNED_AT, classifier.version
    return tuple(
        _collective(document, item, item.best, (round(score, 4), by), units)
        for item, score in zip(inputs, scores, strict=True)
        if score >= threshold and item.best is not None
    )


def _collective(
    document: Document, item: GroupInput, best: GroupFeatures, made: tuple[float, str], units: Sequence[UnitMention]
) -> Collective:
    score, by = made
    sentence = best.sentence
    cue = next((words for name, words in _CUES.items() if name in best.features), "vị trí trên trang")
    first = item.group.mentions[0]
    return Collective(
        name=item.group.name,
        start=first.start,
        end=first.end,
        mentions=tuple((m.start, m.end) for m in item.group.mentions),
        score=score,
        unit=_unit_of(item.group, units),
        evidence=Evidence(sentence.start, sentence.end, document.text[sentence.start : sentence.end], cue),
        by=by,
    )


def _unit_of(group: NamedGroup, units: Sequence[UnitMention]) -> str | None:
    """Return the unit printed in the group's name or soon after it."""
    for mention in group.mentions:
        near = [u for u in units if mention.start <= u.start < mention.end + 60]
        if near:
            return min(near, key=lambda u: (u.start >= mention.end, abs(mention.end - u.end))).name
    return None
