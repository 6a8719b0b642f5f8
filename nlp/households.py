"""Which exemplary people stand for their household: "hộ ông Lường Văn Panh", "các gia đình A, B và C"."""

import re
from collections.abc import Sequence
from typing import Final

from domain.extraction import Person
from nlp.document import Document
from nlp.lowering import lowered

_REACH: Final = 40  # characters before a name in which the word for household stands
_HEAD: Final = re.compile(
    r"(?<!\w)(?:hộ|hộ gia đình|gia đình|nhà|vợ chồng)"
    r"(?: (?:ông bà|anh chị|ông|bà|anh|chị|cụ|em|bác|cô|chú|má|già|mẹ|thầy|cựu chiến binh|thương binh))* $"
)
# What stands between two names of one list: a bracket, an amount, a comma, "và", or the dash of a couple.
_BETWEEN: Final = re.compile(
    r"(?: ?\([^)\n]{0,60}\))?(?:, \d[\w .,]{0,15})? ?(?:,|;|và|-|, và) ?(?:(?:ông|bà|anh|chị|cụ) )?"
)
_MANY: Final = re.compile(r"(?<!\w)(?:các|những|hai|ba|bốn|\d+) (?:hộ|gia đình|hộ gia đình)(?: (?:ông|bà|anh|chị))* $")


def find_households(document: Document, people: Sequence[Person]) -> frozenset[int]:
    """Return the indices of people who name a household: at least half of their mentions do.

    A list after "các hộ" or "hộ ông" shares its first word; so does a couple ("ông bà X - Y").
    """
    text = lowered(document)
    mentions = sorted((start, end, index) for index, person in enumerate(people) for start, end in person.mentions)
    hits: dict[int, int] = {}
    last_end, last_shared = -1, False
    for start, end, index in mentions:
        headed = _HEAD.search(text, max(0, start - _REACH), start) is not None
        between = text[last_end:start] if 0 <= last_end <= start <= last_end + 100 else None
        shared = last_shared and between is not None and _BETWEEN.fullmatch(between) is not None
        if headed or shared:
            hits[index] = hits.get(index, 0) + 1
        many = headed and _MANY.search(text, max(0, start - _REACH), start) is not None
        couple = headed and document.unified[end : end + 3] == " - "
        last_end, last_shared = end, shared or many or couple
    return frozenset(index for index, count in hits.items() if 2 * count >= len(people[index].mentions))
