"""Which date of the page is the date of a document."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from domain.extraction import DateMention

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d$")
_REACH: Final = 110
# "661/KH-UBND ngày", "05-CT/TW, ngày", "130/KH-UBND, đề Thanh Hoá, ngày", "16-KH/TU của Tỉnh ủy ngày"
_BETWEEN: Final = re.compile(
    r"[\s,(|]{0,4}(?:(?:đề|ký|ra|lập|ban\shành|phát\shành)(?:\stại)?[\s,]{1,2})?"
    # "đã được UBND tỉnh ban hành ngày", ", do Chủ tịch UBND tỉnh ký ngày", "mà Tỉnh ủy thông qua hôm"
    r"(?:(?:đã\s)?(?:vừa\s)?(?:được|do|mà)\s(?:[^.;:,()\d]{2,70}?\s)??"
    r"(?:ký|ban\shành|phê\sduyệt|thông\squa|công\sbố|đưa\sra)(?:\sban\shành)?\s(?:vào\s)?(?:hôm\s)?)?"
    r"(?P<place>[^\W\d_]+(?:[\s-]{1,3}[^\W\d_]+){0,5}\s?,\s?)?(?:của\s[^.;:()\d]{2,70}?)?[\s,(]{0,3}(?:(?:ký|ban\shành)\s)?\s?"
    r"(?:ng[aáảãạ]y\s)?"  # "ngay", "ngảy": a lost or misread mark
)
_ISSUED_LABEL: Final = re.compile(r"(?:ban\shành|ngày\ský|văn\sbản|đề)\s?:?\s?$")
# The heads of the state and of the Party between the number and the date line of a letter.
_LETTERHEAD: Final = re.compile(
    r"(?:[\s|*_.-]|cộng\s+h[oòóaà]{2}\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam|đảng\s+cộng\s+sản\s+việt\s+nam"
    r"|độc\s+lập|tự\s+do|hạnh\s+phúc){0,60}(?P<place>(?:tp\.?\s?)?[^\W\d_]+(?:[\s-]{1,3}[^\W\d_]+){0,4})\s?,\s*(?:ngày\s+)?"
)
_LETTERHEAD_REACH: Final = 240
_CLAUSE: Final = re.compile(r"[\s,)]{1,3}[^.;:,()\d\n]{0,70}")
_OF_BODY: Final = re.compile(r"\s?,?\s?của\s(?:[uủ][yỷ]\s?ban|ubnd|hđnd|hội\sđồng|chính\sphủ|bộ|tỉnh|thủ\stướng)")
_PRINTED: Final = re.compile(r"(?<!\d)(\d{1,2})\s?(?:[/.-]|\s?tháng\s)\s?(\d{1,2})(?!\d)")


def date_after(text: str, lowered: str, end: int, dates: Sequence[DateMention], year: int | None) -> DateMention | None:
    """Return the day linked to a symbol that ends at `end`; `year` is the year inside a legal symbol."""
    at = bisect_left(dates, end, key=lambda mention: mention.start)
    if at == len(dates) or dates[at].start - end > _REACH:
        return None
    mention = dates[at]
    if mention.kind not in ("day", "document") or not _is_day(mention, year):
        return None
    gap = _BETWEEN.fullmatch(lowered, end, mention.start)
    if gap is None or (gap["place"] and not _is_place(text[gap.start("place") : gap.end("place")])):
        return None
    return mention


def _is_day(mention: DateMention, year: int | None) -> bool:
    if mention.value is None:
        return year is not None and _PRINTED.search(mention.surface) is not None
    return _DAY.match(mention.value) is not None


def _is_place(printed: str) -> bool:
    return all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", printed))


def date_before(sentence: int, start: int, dates: Sequence[DateMention]) -> DateMention | None:
    """Return the day that opens the sentence of an issued document: "Ngày 06/3/2023, UBND tỉnh ban hành ..."."""
    at = bisect_left(dates, sentence, key=lambda mention: mention.start)
    if at == len(dates) or dates[at].start - sentence > 24 or dates[at].end > start:
        return None
    return dates[at] if _is_fixed_day(dates[at]) else None


def date_of_clause(lowered: str, verb: int, dates: Sequence[DateMention]) -> DateMention | None:
    """Return the day right before the clause whose verb is at `verb`: "..., ngày 18/5, Chủ tịch UBND tỉnh ban hành"."""
    at = bisect_left(dates, verb, key=lambda mention: mention.start) - 1
    if at < 0 or dates[at].end > verb or not _CLAUSE.fullmatch(lowered, dates[at].end, verb):
        return None
    return dates[at] if _is_fixed_day(dates[at]) else None


def date_of_letterhead(lowered: str, end: int, dates: Sequence[DateMention]) -> DateMention | None:
    """Return the day of the date line below the number of a letter: "Quảng Ngãi, ngày 22 tháng 4 năm 2024"."""
    at = bisect_left(dates, end, key=lambda mention: mention.start)
    if at == len(dates) or dates[at].start - end > _LETTERHEAD_REACH:
        return None
    return dates[at] if _is_fixed_day(dates[at]) and _LETTERHEAD.fullmatch(lowered, end, dates[at].start) else None


def _is_fixed_day(mention: DateMention) -> bool:
    return mention.value is not None and mention.kind != "document" and _DAY.match(mention.value) is not None


def day_in_year(mention: DateMention, year: int | None) -> str | None:
    """Return the day of a mention; a legal symbol's own `year` overrules a year only inferred."""
    if year is None or not (mention.inferred or mention.value is None):
        return mention.value
    printed = _PRINTED.search(mention.surface)
    if printed is None:
        return mention.value
    return f"{year:04}-{int(printed[2]):02}-{int(printed[1]):02}"


def labelled_dates(lowered: str, dates: Sequence[DateMention]) -> dict[int, str]:
    """Return by year the one day that the page calls a date of issue: "Ngày ban hành: 26/10/2020"."""
    found: dict[int, set[str]] = {}
    for mention in dates:
        if mention.value is None or not _DAY.match(mention.value):
            continue
        before = lowered[max(0, mention.start - 24) : mention.start]
        if _ISSUED_LABEL.search(before) or _OF_BODY.match(lowered, mention.end):
            found.setdefault(int(mention.value[:4]), set()).add(mention.value)
    return {year: days.pop() for year, days in found.items() if len(days) == 1}
