"""What the collective classifier sees of one group: who gives what to whom around each mention, lists, the page."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from nlp.clauses import find_clauses
from nlp.collective_cues import LABEL, LEFT_PATTERNS, RIGHT_PATTERNS
from nlp.collective_names import GroupMention, NamedGroup
from nlp.document import Document, Sentence
from nlp.lowering import lowered
from nlp.phrases import compile_phrases, load_classes, phrase_pattern
from nlp.role_features import near_words
from nlp.wordlists import load_lines

VERSION: Final = "collectives-2"
_WINDOW: Final = 300  # characters on each side, other names masked
# "cán bộ, chiến sĩ Đồn Biên phòng X": all who serve there, no one person's place of work.
_STAFF: Final = re.compile(
    r"(?:cán bộ|tập thể|toàn thể|các|những|y|đội ngũ|công chức|giáo viên)(?:,| và|,? công chức,?) (?:\w+ ){1,2}$"
    r"|cán bộ chiến s[iĩỹ] $"
)
_ENOUGH: Final = 8  # mentions of one group that are looked at; the first ones tell
_REACH: Final = 1500  # characters looked at on the left: lists of honourees are long

_BULLET: Final = re.compile(r"\s*(?:[-–+*•]|\d{1,3}[.)])\s")
# A table printed in lines: "TT | Đơn vị | Thành tích", then "1 | Chi hội Nông dân thôn Hin | ...".
_ROW: Final = re.compile(r"\s*\|?\s*\d{1,3}\.? ?\| ")
_HEADER: Final = re.compile(r"(?:đơn vị|tập thể|tên)\b.*\b(?:thành tích|khen|danh hiệu|mức thưởng)")
_TABLE: Final = 80  # rows looked back for the first one
_LONG_TITLE: Final = 220
_HEAD: Final = 14  # "1. Tập thể " may stand before a name that opens a line


@dataclass(frozen=True, slots=True)
class GroupFeatures:
    """The features one mention contributes and the sentence they come from."""

    sentence: Sentence
    features: Mapping[str, float]


Mask = tuple[int, int, str]  # [start, end) of a name and the letter that stands for it


def read_masks(groups: Sequence[NamedGroup], people: Sequence[tuple[int, int]]) -> list[Mask]:
    """Return the names of a page in order: groups as "@", people as "#"."""
    masks = [(m.start, m.end, "@") for group in groups for m in group.mentions]
    return sorted([*masks, *((start, end, "#") for start, end in people)])


def kind_of(group: NamedGroup) -> str:
    """Return the kind of a group, told by the first word of its name: grass, office, place, clan ..."""
    return _kind_of_head().get(group.head, "body")


def read_homes(text: str, groups: Sequence[NamedGroup]) -> frozenset[int]:
    """Return where places begin that stand right behind another group: "Chi hội Nông dân bản Hin, xã Khun Há"."""
    ends = {m.end for group in groups if kind_of(group) != "place" for m in group.mentions}
    return frozenset(
        m.start
        for group in groups
        if kind_of(group) == "place"
        for m in group.mentions
        if text[max(0, m.start - 2) : m.start] in (", ", " (") and m.start - 2 in ends
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where names begin that stand apart: `homes` say where a group before them is at home, `listed` open an item
    of a list of honourees."""

    homes: frozenset[int] = frozenset()
    listed: frozenset[int] = frozenset()

    def of(self, start: int, mention: GroupFeatures) -> GroupFeatures:
        """Return the features of a mention at `start` with what its place says."""
        if start in self.homes:
            return GroupFeatures(mention.sentence, {"L.home": 1.0})
        if start in self.listed:
            return GroupFeatures(mention.sentence, {**mention.features, "listed": 1.0})
        return mention


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(phrase_pattern(load_lines("group_titles")) + r"(?: (?:thường trực|ban|phòng|bch))?,? $")


@cache
def _kind_of_head() -> Mapping[str, str]:
    return load_classes("group_kinds")


@cache
def _page_words() -> re.Pattern[str]:
    return compile_phrases(
        [
            "tập thể",
            "cờ thi đua",
            "tập thể lao động xuất sắc",
            "đơn vị quyết thắng",
            "dân vận khéo",
            "điển hình tiên tiến",
        ]
    )


def group_features(
    document: Document,
    group: NamedGroup,
    groups: Sequence[NamedGroup],
    masks: Sequence[Mask],
    page: Mapping[str, float],
    standing: Standing,
) -> tuple[list[GroupFeatures], dict[str, float]]:
    """Return the features of each mention and those of the group, all mentions joined; `masks` from `read_masks`."""
    seen = [f for m in group.mentions[:_ENOUGH] if (f := mention_features(document, m, masks)) is not None]
    seen = [standing.of(m.start, f) for f, m in zip(seen, group.mentions, strict=False)]
    joined: dict[str, float] = dict(page)
    for mention in seen:
        joined.update(mention.features)
    kind = kind_of(group)
    joined[f"kind.{kind}"] = 1.0
    # A giver's cue means another thing for an office than for a team: kinds meet the decisive cues.
    joined |= {f"{kind}&{name}": 1.0 for name in _DECISIVE if name in joined}
    joined["mentions"] = min(1.0, len(group.mentions) / 4)
    joined["alone"] = 1.0 if len(groups) == 1 else 0.0
    joined["groups"] = min(1.0, len(groups) / 20)
    return seen, joined


_DECISIVE: Final = (
    "L.given_to", "L.praised", "L.collectives_are", "L.collectives_list", "L.such_as", "L.list_of", "R.is_awarded",
    "R.is_praised", "R.is_model", "R.gives", "R.acts", "title.me", "L.model_of", "listed", "L.of", "L.start", "L.by",
    "R.numbers",
)  # fmt: skip


def mention_features(document: Document, mention: GroupMention, masks: Sequence[Mask]) -> GroupFeatures | None:
    """Return the features of one mention."""
    sentence = document.sentence_at(mention.start)
    if sentence is None:
        return None
    text = lowered(document)
    start, end = max(sentence.start, mention.start - _REACH), min(sentence.end, mention.end + _WINDOW)
    left = _masked(text, start, mention.start, masks)[-_WINDOW:]
    right = _masked(text, mention.end, end, masks)
    if _title_before().search(left) and not _STAFF.search(
        left
    ):  # "Giám đốc Công ty X": where a person works, whatever else is said
        return GroupFeatures(sentence, {"L.title": 1.0})
    features = {f"L.{name}": 1.0 for name, pattern in LEFT_PATTERNS.items() if pattern.search(left)}
    features |= {f"R.{name}": 1.0 for name, pattern in RIGHT_PATTERNS.items() if pattern.search(right)}
    if left.count('"') % 2:
        features["L.quote"] = 1.0
    if "L.model_by" in features and "R.carries_out" in features:
        features["model_by"] = 1.0
    features |= _place_features(document, mention, sentence)
    others = [(a, b) for a, b, _ in _masks_within(masks, sentence) if a != mention.start]
    clauses = find_clauses(text, mention.start, mention.end, others, (sentence.start, sentence.end))
    features |= dict.fromkeys((f"D.{name}" for name in clauses), 1.0)
    features |= dict.fromkeys((f"w.{word}" for word in near_words(left, right)), 1.0)
    return GroupFeatures(sentence, features)


def _masks_within(masks: Sequence[Mask], sentence: Sentence) -> Sequence[Mask]:
    return masks[bisect_left(masks, (sentence.start, 0, "")) : bisect_left(masks, (sentence.end, 0, ""))]


def page_group_features(document: Document) -> dict[str, float]:
    """Return the features of a page that its groups share."""
    text = lowered(document)
    return {f"page.{match}": 1.0 for match in set(_page_words().findall(text))}


def _place_features(document: Document, mention: GroupMention, sentence: Sentence) -> dict[str, float]:
    start, end = document.lines[sentence.line]
    features: dict[str, float] = {}
    if sentence.line == 0 and len(document.lines) > 1 and end - start < _LONG_TITLE:
        features["title.me"] = 1.0
    head = mention.start - start < _HEAD
    if head and sentence.line and _BULLET.match(document.text, start) and _label_above(document, sentence.line):
        features["listed"] = 1.0
    if head and _ROW.match(document.text, start, end) and _is_honour_table(document, sentence.line):
        features["listed"] = 1.0
    if head:
        features["line.head"] = 1.0
    return features


def _is_honour_table(document: Document, line: int) -> bool:
    """The first row of the table tells of names and what they are honoured for."""
    text = lowered(document)
    header = ""
    for start, end in reversed(document.lines[max(0, line - _TABLE) : line]):
        if " | " not in text[start:end]:
            break
        header = text[start : min(end, start + 200)]
    return _HEADER.search(header) is not None


def _label_above(document: Document, line: int) -> bool:
    """A bulleted line stands below a label such as "Tập thể được khen:"; bullets between are skipped."""
    text = lowered(document)
    for start, end in reversed(document.lines[max(0, line - 30) : line]):
        if not _BULLET.match(document.text, start):
            return LABEL.search(text[max(start, end - 200) : end]) is not None
    return False


def _masked(text: str, start: int, end: int, masks: Sequence[Mask]) -> str:
    pieces: list[str] = []
    at = start
    for a, b, letter in masks[bisect_left(masks, (start, 0, "")) :]:
        if a >= end:
            break
        if a >= at:
            pieces += [text[at:a], letter]
            at = min(b, end)
    pieces.append(text[at:end])
    return "".join(pieces)


# Points of the rule reading. Of the cues on one side the strongest counts; what speaks against is added up.
_LEFT_POINTS: Final = {
    "L.given_to": 2.2, "L.praised_here": 2.0, "L.praised": 1.3, "L.collectives_are": 2.2,
    "L.awarded_are": 2.0, "L.collectives_list": 2.6, "L.letter_to": 2.2,
    "L.such_as": 1.7, "listed": 2.5, "L.example": 1.5, "L.model_of": 2.1, "L.collective_here": 1.3, "L.list_of": 0.4,
}  # fmt: skip
_RIGHT_POINTS: Final = {"R.is_awarded": 2.0, "R.is_praised": 1.8, "R.is_model": 1.6, "R.acts": 0.3, "R.numbers": 0.6}
_OTHER_POINTS: Final = {
    "R.gives": -2.5, "R.praises": -2.0, "R.organises": -1.5, "L.by": -1.5, "L.of": -1.0, "L.at": -2.0, "L.title": -3.5,
    "L.home": -3.5,
    "L.source": -3.0, "L.bracket": -1.5, "L.person": -2.5, "L.number": -2.0, "L.quote": -0.8, "title.me": 0.3,
    "L.start": 0.3,
    "kind.grass": 0.5, "kind.clan": 1.1, "kind.cooperative": 0.6, "kind.people": 0.9, "kind.office": -0.7,
    "kind.place": -1.2, "kind.media": -0.5, "kind.union": -0.2, "grass&R.acts": 0.6,
    "cooperative&R.acts": 0.6, "grass&R.numbers": 0.6, "cooperative&R.numbers": 0.4,
    "clan&R.acts": 0.3, "model_by": 3.0,
}  # fmt: skip
_NO_CUE: Final = -1.0  # a page about exemplars names many groups; without any cue a group is background
_RELEVANCE: Final = 1.6  # points between a page that surely concerns the board and one that surely does not


def points_by_rules(features: Mapping[str, float], relevance: float = 0.5) -> float:
    """Return the points of one mention with its group's features, without a trained model; see `HONOURED_AT`."""
    left = max((points for name, points in _LEFT_POINTS.items() if name in features), default=0.0)
    right = max((points for name, points in _RIGHT_POINTS.items() if name in features), default=0.0)
    if features.get("kind.place"):  # "ông Tư, xã Hòa An, được tặng": the person is
        right = 0.0
    if not (left or right or features.get("model_by") or features.get("kind.clan")):
        left = _NO_CUE
    other = sum(points for name, points in _OTHER_POINTS.items() if features.get(name))
    return left + right + other + _RELEVANCE * (relevance - 0.5)


HONOURED_AT: Final = 1.3
