"""Conferences, congresses and ceremonies of emulation, with ordinal and day."""

import re
from collections.abc import Sequence
from typing import Final

from domain.extraction import DateMention, Event
from nlp.document import Document
from nlp.lowering import lowered

BY: Final = "events@1"
_KIND: Final = (
    r"(?:hội nghị|đại hội|lễ (?:tuyên dương|biểu dương|tôn vinh|vinh danh|trao|đón nhận|phát động|ra quân|tổng kết|kỷ niệm)"
    r"|lễ|hội thi|liên hoan|gala|buổi gặp mặt|chương trình)"
)
_THEME: Final = re.compile(
    r"điển hình|thi đua|tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|gương|tổng kết|sơ kết|người tốt|bằng khen"
    r"|giải thưởng|huân chương|danh hiệu|dân vận khéo|học tập và làm theo"
)
# The name runs on to the first break; an ordinal may follow: "lần thứ V (2020 - 2025)".
_EVENT: Final = re.compile(rf"(?<!\w){_KIND}(?: [^\s.,;:()\n\"“”]+){{1,18}}")
_ORDINAL: Final = re.compile(r"lần thứ ([ivxl]+|\d{1,2}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?!\w)")
_STOP: Final = re.compile(r" (?:đã|được|do|với|nhằm|diễn ra|tại|vào|có|là|và trao|của chúng|cho|trong|để|sẽ|cùng) .*$")
_WORDS: Final = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
_DAYS: Final = frozenset({"day", "morning", "afternoon", "evening", "range"})


def find_events(document: Document, dates: Sequence[DateMention]) -> tuple[Event, ...]:
    """Return events in text order, each name once; `date` is that of a day named in the same sentence, else None."""
    text = lowered(document)
    found: dict[str, Event] = {}
    for match in _EVENT.finditer(text):
        end = match.start() + len(_cut(match[0]))
        name = text[match.start() : end]
        if len(name.split()) < 3 or not _THEME.search(name):
            continue
        key = " ".join(name.split())
        if key not in found:
            found[key] = Event(
                surface=document.text[match.start() : end],
                start=match.start(),
                end=end,
                name=" ".join(document.text[match.start() : end].split()),
                ordinal=_ordinal(text, match.start(), end),
                date=_day(document, match.start(), dates),
                by=BY,
            )
    return tuple(found.values())


def _cut(name: str) -> str:
    return _STOP.sub("", name).rstrip(" -–")


def _ordinal(text: str, start: int, end: int) -> int | None:
    match = _ORDINAL.search(text, start, min(len(text), end + 25))
    if match is None:
        return None
    printed = match[1]
    if printed.isdigit():
        return int(printed)
    return _WORDS.get(printed) or _roman(printed)


def _roman(printed: str) -> int:
    """Return a small Roman number: ix -> 9."""
    total = 0
    for letter, following in zip(printed, [*printed[1:], "i"], strict=True):
        value = _ROMAN[letter]
        total += -value if _ROMAN[following] > value else value
    return total


def _day(document: Document, at: int, dates: Sequence[DateMention]) -> str | None:
    sentence = document.sentence_at(at)
    if sentence is None:
        return None
    near = [d for d in dates if sentence.start <= d.start < sentence.end and d.kind in _DAYS and d.value]
    return min(near, key=lambda d: abs(d.start - at)).value if near else None
