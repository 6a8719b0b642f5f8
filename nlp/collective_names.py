"""Names of groups on a page that could be honoured: teams, branches, clubs, clans, firms, communes and their people."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from domain.extraction import OrganisationMention
from domain.text import place_tones, unify
from nlp.document import Document
from nlp.lowering import lowered
from nlp.phrases import compile_phrases, phrase_pattern
from nlp.wordlists import load_lines, load_words

_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ.&/-][^\W_]+)*|[&]")
_ABBREVIATION: Final = re.compile(r" ?\([A-ZĐ]{2,8}\)(?= )")
_LONGEST: Final = 16  # words in a name after its head
_TAIL: Final = 4  # small words after the last capital one, before a mark or a new clause
_CLOSED: Final = re.compile(r" ?(?:[,;.:()\n\"“”!?-]|$)")
_JOINED: Final = re.compile(r" - (?=[A-ZĐ])")
_TITLE: Final = compile_phrases(load_lines("group_titles"))
# Heads that are no part of the name: "tập thể Trường X".
_ALONE: Final = frozenset({"tập thể"})


@dataclass(frozen=True, slots=True)
class GroupMention:
    """One place where a group is named, [start, end); `head` is its first words in lower case."""

    start: int
    end: int
    head: str


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group of the page: the fullest name and all its mentions in text order."""

    name: str
    head: str
    mentions: tuple[GroupMention, ...]


@cache
def _heads() -> re.Pattern[str]:
    return compile_phrases([*load_lines("group_heads"), *load_lines("group_not_heads")])


@cache
def _not_heads() -> frozenset[str]:
    return frozenset(load_lines("group_not_heads"))


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(phrase_pattern(load_lines("group_phrases")))


@cache
def _stops() -> frozenset[str]:
    return load_words("group_stops")


def find_groups(
    document: Document,
    organisations: Sequence[OrganisationMention] = (),
    people: Sequence[tuple[int, int]] = (),
) -> tuple[NamedGroup, ...]:
    """Return the groups of a page, each once, in order of their first mention.

    `organisations` widen what is found here: where both overlap, the longer name stands. `people` are the spans of
    people's names: no group's name runs into them.
    """
    mentions = _without_people(document, _find_mentions(document), people)
    bodies = [_as_group(document, body) for body in organisations]
    return _link(document, _longest([*mentions, *(body for body in bodies if body is not None)]))


def _without_people(
    document: Document, mentions: Sequence[GroupMention], people: Sequence[tuple[int, int]]
) -> list[GroupMention]:
    """Cut names where a person's name begins: "Tỉnh đoàn Lê Văn Bảy"; drop what is a person: "Đoàn Văn Bảy"."""
    starts = sorted(people)
    kept: list[GroupMention] = []
    for mention in mentions:
        k = bisect_left(starts, (mention.start, 0))
        inside = k < len(starts) and starts[k][0] < mention.end
        if (k and starts[k - 1][1] > mention.start) or (inside and starts[k][0] == mention.start):
            continue
        if not inside:
            kept.append(mention)
            continue
        end = mention.start + len(document.text[mention.start : starts[k][0]].rstrip(" -–,"))
        if end > mention.start + len(mention.head):
            kept.append(replace(mention, end=end))
    return kept


def _as_group(document: Document, body: OrganisationMention) -> GroupMention | None:
    match = _heads().match(lowered(document), body.start, body.end)
    return GroupMention(body.start, body.end, match[0]) if match and match[0] not in _not_heads() else None


def _find_mentions(document: Document) -> list[GroupMention]:
    text, lower = document.text, lowered(document)
    found: list[GroupMention] = []
    at = 0
    while match := _heads().search(lower, at):
        at = match.end()
        if match[0] in _not_heads():
            continue
        end = _read_name(document, lower, match)
        if end is None or not _is_named(text, match, end):
            continue
        start = match.start()
        if match[0] in _ALONE:  # "tập thể Trường X": the name begins after the word
            start = match.end() + 1
        found.append(GroupMention(start, end, match[0]))
        at = end
    return found


def _is_named(text: str, head: re.Match[str], end: int) -> bool:
    """A name has a capital or a number beyond its first word: "Hội Nông dân", "đội 5", not "đội của tôi", "HTX"."""
    start = text.find(" ", head.start(), end)
    if head[0] == "lđlđ" and start > 0:  # "LĐLĐ tỉnh": its own capitals name it
        return True
    return start > 0 and any(c.isupper() or c.isdigit() for c in text[start:end])


@dataclass(slots=True)
class _Reading:
    """How far a name has been read: `sure` is the end of its last certain word, `small` counts the words after."""

    sure: int | None
    end: int
    small: int = 0
    first_small: int = 0


def _read_name(document: Document, lower: str, head: re.Match[str]) -> int | None:
    """Return the end of the name that begins with `head`, None without one."""
    text = document.unified
    inside = text.find(" ", head.start(), head.end())
    capital = inside > 0 and any(c.isupper() for c in text[inside : head.end()])
    reading = _Reading(head.end() if capital or head[0] == "lđlđ" else None, head.end())
    for _ in range(_LONGEST):
        word = _next_word(text, lower, reading)
        if word is None or _stops_at(text, lower, word):
            break
        _take(text, lower, word, head, reading)
    if reading.sure is None or reading.small == 0:
        return reading.sure
    if reading.small <= _TAIL and _CLOSED.match(text, reading.end):
        return reading.end
    # "Sở Xây dựng cứ ...": the first word after the head is half of a compound.
    return reading.first_small if " " not in text[head.end() + 1 : reading.sure] else reading.sure


def _next_word(text: str, lower: str, reading: _Reading) -> re.Match[str] | None:
    """Return the next word of a name after one blank, an abbreviation in brackets or a dash."""
    at = reading.end
    abbreviation = _ABBREVIATION.match(text, at)
    if abbreviation:
        at = abbreviation.end()
    dash = _JOINED.match(text, at)
    if dash and reading.sure is not None and _goes_on(text, lower, dash.end() - 1):
        at = dash.end() - 1
    if at >= len(text) or text[at] != " ":
        return None
    return _phrases().match(lower, at + 1) or _WORD.match(text, at + 1)


def _stops_at(text: str, lower: str, word: re.Match[str]) -> bool:
    low = lower[word.start() : word.end()]
    if low not in _stops() or not text[word.start()].islower():
        return False
    return low != "và" or not _goes_on(text, lower, word.end())


def _take(text: str, lower: str, word: re.Match[str], head: re.Match[str], reading: _Reading) -> None:
    level = reading.sure is not None and lower[word.start() : word.end()] in _LEVELS
    if text[word.start()].isupper() or level or _is_number(lower, word, head, reading.sure):
        reading.sure, reading.small = word.end(), 0
    else:
        reading.small += 1
        if reading.small == 1:
            reading.first_small = word.end()
    reading.end = word.end()


_LEVELS: Final = frozenset(
    "xã phường thị trấn huyện quận tỉnh thành phố tp thôn bản ấp khu phố xóm buôn làng số khóm".split()
)


def _is_number(lower: str, word: re.Match[str], head: re.Match[str], sure: int | None) -> bool:
    """Tell the number of a name ("Đội 5", "trạm số 9", "ấp 3") from a count ("đoàn 12 đại biểu")."""
    if not word[0][0].isdigit() or _COUNTED.match(lower, word.end()):
        return False
    if head[0] in _TEAMS and _NUMBER_ENDS.match(lower, word.end()):
        return True  # "tổ tài xế 115"
    before = lower[head.start() : word.start()].rstrip().rpartition(" ")[2]
    return sure is not None or before in _NUMBERED or (word.start() == head.end() + 1 and head[0] in _NUMBERED_HEADS)


# What a number counts: "Tổ Tuần tra 12 người".
_COUNTED: Final = re.compile(
    r" (?:người|hộ|em|bạn|học sinh|thành viên|cán bộ|hội viên|đoàn viên|đảng viên|chiến sĩ"
    r"|lượt|triệu|tỷ|tỉ|năm|tuổi|ha|km|%)(?!\w)"
)
_NUMBER_ENDS: Final = re.compile(r" ?(?:[,;.:()\n]|$)| (?:và|được|đã|vừa|của|tại|do) ")
_TEAMS: Final = frozenset(
    ["tổ", "đội", "nhóm", "phân xưởng", "tổ công tác", "đội công tác", "tổ tự quản", "tổ tuần tra"]
)
_NUMBERED: Final = frozenset("số vực phố ấp thôn bản xóm khu khóm tổ đội động".split())
_NUMBERED_HEADS: Final = frozenset(
    "tiểu đoàn|trung đoàn|sư đoàn|lữ đoàn|binh đoàn|quân khu|hải đội|hải đoàn|đại đội|trung đội".split("|")
)


def _goes_on(text: str, lower: str, at: int) -> bool:
    """After "và" a name goes on with a capital word that is no head of its own: "Du lịch và Giáo dục"."""
    if at + 1 >= len(text) or text[at] != " " or not text[at + 1].isupper():
        return False
    return _heads().match(lower, at + 1) is None and _TITLE.match(lower, at + 1) is None


def _longest(mentions: Sequence[GroupMention]) -> list[GroupMention]:
    kept: list[GroupMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def group_key(name: str) -> str:
    """Return the form under which two spellings of one group's name are equal."""
    return re.sub(r"\s+", " ", place_tones(unify(name)).lower()).strip()


def _link(document: Document, mentions: Sequence[GroupMention]) -> tuple[NamedGroup, ...]:
    groups: dict[str, list[GroupMention]] = {}
    for mention in mentions:
        groups.setdefault(group_key(document.text[mention.start : mention.end]), []).append(mention)
    named = []
    for group in groups.values():
        first = group[0]
        name = re.sub(r"\s+", " ", document.text[first.start : first.end])
        named.append(NamedGroup(name, first.head, tuple(group)))
    return tuple(named)
