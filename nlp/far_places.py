"""Named places that are no administrative unit of Vietnam: regions such as Tây Nguyên, and places abroad."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, cast, get_args

from domain.errors import BadRecord
from domain.extraction import UnitKind, UnitMention
from domain.text import place_tones
from nlp.document import Document
from nlp.place_grammar import UPPER
from nlp.printed_words import STARTERS
from nlp.wordlists import load_lines

BY: Final = "far_places@1"
_FIRST: Final = re.compile(rf"(?<![\w'’-])(?:[{UPPER}]|miền|đồng)[\w-]*")
# A longer name goes on: "Manchester United", "Washington Post", "Paris Hilton".
_GOES_ON: Final = re.compile(rf" ?[-–]? ?[{UPPER}][\w]|['’]")
# A longer name, or a person's or a club's, began before: "Đại học Harvard Boston", "CLB Chelsea London".
_BEGAN: Final = re.compile(rf"([{UPPER}]\w*)[ -]$")
_REACH: Final = 20


def find_far_places(document: Document, taken: Sequence[tuple[int, int]]) -> tuple[UnitMention, ...]:
    """Return the regions and places abroad named on a page, in text order, none inside a `taken` range.

    They have no code and no key: they say where a story plays, and no unit of Vietnam is meant.
    """
    text, patterns = document.unified, _names()
    inside: bytearray | None = None  # most pages name no such place
    found: list[UnitMention] = []
    at = 0
    for first in _FIRST.finditer(text):
        names = patterns.get(first[0])
        if names is None or (start := first.start()) < at:
            continue
        match = names.match(text, start)
        if match is None or not _is_whole(text, start, match.end()):
            continue
        inside = inside or _covered(len(text), taken)
        if inside[start]:
            continue
        at = match.end()
        found.append(_mention(document, start, at, _kinds()[match[0]]))
    return tuple(found)


def _covered(length: int, taken: Sequence[tuple[int, int]]) -> bytearray:
    covered = bytearray(length + 1)
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _is_whole(text: str, start: int, end: int) -> bool:
    before = _BEGAN.search(text[max(0, start - _REACH) : start])
    return not _GOES_ON.match(text, end) and (before is None or place_tones(before[1].lower()) in STARTERS)


def _mention(document: Document, start: int, end: int, kind: UnitKind) -> UnitMention:
    surface = document.text[start:end]
    return UnitMention(surface, start, end, kind, surface, code=None, valid_on=None, inferred=False, by=BY)


@cache
def _kinds() -> dict[str, UnitKind]:
    """Return the kind of each name as printed."""
    kinds: dict[str, UnitKind] = {}
    for line in load_lines("far_places"):
        kind, _, names = line.partition(" ")
        if kind not in get_args(UnitKind):
            raise BadRecord(f"far_places: {line!r}")
        kinds.update(dict.fromkeys(names.split("; "), cast(UnitKind, kind)))
    return kinds


@cache
def _names() -> dict[str, re.Pattern[str]]:
    """Return the pattern of the names that begin with each first word as printed."""
    groups: dict[str, list[str]] = {}
    for name in _kinds():
        first = _FIRST.match(name)
        if first is None:
            raise BadRecord(f"far_places: {name!r}")
        groups.setdefault(first[0], []).append(name)
    return {
        first: re.compile(rf"(?:{'|'.join(map(re.escape, sorted(group, key=len, reverse=True)))})(?!\w)")
        for first, group in groups.items()
    }
