"""Second names of one person: "Út Linh (tức chị Phạm Thị Tường Linh)", "ông Sáu Léo" beside "Ngô Văn Léo"."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nlp.people import Mention

# Children are called by their order of birth, in the South before the given name: Hai is the eldest.
_BIRTH_ORDER: Final = frozenset("hai ba tư năm sáu bảy bẩy tám chín mười út cả".split())
_ALSO: Final = re.compile(
    r"\s?[(,–-]\s?(?:tức(?: là)?|bí danh(?: là)?|tên thật(?: là)?|tên khai sinh(?: là)?|tên thường gọi(?: là)?"
    r"|(?:hay |còn |thường )+(?:được )?gọi là|biệt danh(?: là)?|nghệ danh(?: là)?|pháp danh(?: là)?"
    r"|thế danh(?: là)?|bút danh(?: là)?)\s?:?\s(?:ông |bà |anh |chị |cụ |cô |dì |bác )?",
    re.IGNORECASE,
)


def join_aliases(full: Mapping[str, Sequence["Mention"]], text: str) -> dict[str, list["Mention"]]:
    """Join the groups of mentions that name one person twice; `full`: mentions by name key, `text`: the page.

    The group under the longer name takes the other in; of equal ones the first.
    """
    joined = {key: list(group) for key, group in full.items()}
    for left, right in _pairs_said(joined, text):
        _merge(joined, left, right)
    given: dict[str, list[str]] = {}
    for key in joined:
        given.setdefault(key.split(" ")[-1], []).append(key)
    for key in [key for key in joined if _is_birth_name(key)]:
        owners = [one for one in given[key.split(" ")[-1]] if one in joined and len(one.split(" ")) >= 3]
        if len(owners) == 1:
            _merge(joined, owners[0], key)
    return joined


def _is_birth_name(key: str) -> bool:
    words = key.split(" ")
    return len(words) == 2 and words[0] in _BIRTH_ORDER


def _pairs_said(full: Mapping[str, Sequence["Mention"]], text: str) -> list[tuple[str, str]]:
    """Return the pairs of names with "tức", "bí danh" between them."""
    ordered = sorted((mention.start, mention.end, key) for key, group in full.items() for mention in group)
    return [
        (key, other)
        for (_, end, key), (start, _, other) in pairwise(ordered)
        if key != other and start - end < 40 and _ALSO.fullmatch(text, end, start)
    ]


def _merge(joined: dict[str, list["Mention"]], left: str, right: str) -> None:
    if left not in joined or right not in joined:
        return
    keep, drop = (right, left) if right.count(" ") > left.count(" ") else (left, right)
    joined[keep] += joined.pop(drop)
