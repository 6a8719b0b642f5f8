"""Dates told without a calendar point: vague spans, recurrences, lunar days, birth years, today."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.extraction import DateKind

_CYCLE: Final = (
    r"(?:giáp|ất|bính|đinh|mậu|k[ỷỉ]|canh|tân|nhâm|qu[ýí])\s"
    r"(?:t[ýí]|sửu|dần|mão|mẹo|thìn|t[ỵị]|ngọ|mùi|thân|dậu|tuất|hợi)"
)
_LUNAR: Final = re.compile(
    rf"(?<!\w)(?:(?:ngày\s)?(?:mùng|mồng)\s\d{{1,2}}(?:\stháng\s(?:giêng|chạp|\d{{1,2}}\sâm\slịch)|\s(?:âm\slịch|tết))"
    rf"|(?:(?:đêm\s|ngày\s)?(?:\d{{1,2}}(?:\s?-\s?\d{{1,2}})?|rằm)\s)?tháng\s(?:giêng|chạp)|rằm\stháng\s\w{{1,6}}|tháng\s\w{{1,5}}\s(?:âm\slịch|nhuận)"
    rf"|(?:\d{{1,2}}\s)?tết(?=\s\())(?:\snăm\s{_CYCLE})?(?!\w)"
)
_VAGUE: Final = re.compile(
    r"(?<!\w)(?:vừa\squa|mới\sđây|thời\sgian\s(?:qua|tới)|(?:trong\s)?(?:\d{1,2}|hai|ba|năm|mười|nhiều)\snăm\s(?:qua|trở\slại\sđây|gần\sđây)"
    r"|(?:trong\s)?những\snăm\s(?:qua|gần\sđây|tới)|trong\snhững\sngày\squa)(?!\w)"
)
_FROM_NOW: Final = re.compile(
    r"(?<!\w)từ\snay\s(?:cho\s)?đến\s(?:(?P<event>(?:hội\snghị|đại\shội|lễ|ngày\skỷ\sniệm)(?:[^.,;:()\n]{0,80}?lần\sthứ\s\w{1,5})?)|(?=năm\s\d{4}|ngày\s\d|cuối\snăm|hết\snăm))"
)
_REVIEWS: Final = r"(?:sơ\skết|tổng\skết|báo\scáo|đánh\sgiá|kiểm\stra|rà\ssoát)"
# "định kỳ 06 tháng, năm", "Định kỳ sơ kết, đánh giá", "trước ngày 06 hàng tháng", "hằng năm"
_RECURRING: Final = re.compile(
    r"(?<!\w)(?:định\sk[ỳì]\s(?:(?:hằng|hàng)\s(?:năm|tháng|quý|tuần)"
    r"|\d{1,2}\stháng(?:\s?,\s?(?:và\s)?(?:hằng\s|hàng\s)?(?:\d{1,2}\s)?(?:năm|tháng))?"
    rf"|{_REVIEWS}(?:\s?,?\s{_REVIEWS})*)"
    r"|(?:(?:trước|vào)\s)?ngày\s\d{1,2}\s(?:hằng|hàng)\s(?:tháng|quý|năm)"
    r"|\d{1,2}\s(?:năm|tháng)\smột\slần|(?:hằng|hàng)\s(?:năm|quý|tháng|tuần))(?!\w)"
)
_BIRTH: Final = re.compile(r"(?<!\w)(?:sn|sinh\snăm|s\.n\.?|năm\ssinh)\s?:?\s?(?P<y>1[89]\d\d|20[0-2]\d)(?![\d])")
_TODAY: Final = re.compile(
    r"(?<!\w)(?<!như\s)(?:(?P<part>rạng\ssáng|sáng|trưa|chiều|tối|đêm)\s(?:hôm\s)?(?P<when>nay|qua|mai)|hôm\s(?P<day>nay|qua|kia))(?!\w)(?!\s?[:\d]|\s20\d\d)"
)
_TODAY_WORDS: Final = (
    "hôm nay",
    "hôm qua",
    "hôm kia",
    "sáng nay",
    "sáng qua",
    "trưa nay",
    "chiều nay",
    "chiều qua",
    "tối nay",
    "tối qua",
    "đêm qua",
    "đêm nay",
    "sáng mai",
    "chiều mai",
    "tối mai",
    "trưa qua",
    "trưa mai",
    "đêm mai",
)
_LUNAR_WORDS: Final = ("giêng", "chạp", "mùng", "mồng", "âm lịch", "nhuận", "rằm", "tết (")
_VAGUE_WORDS: Final = ("vừa qua", "mới đây", "thời gian", "năm qua", "gần đây", "trở lại đây", "năm tới", "ngày qua")
_RECURRING_WORDS: Final = ("định k", "hằng ", "hàng ", "một lần")
_PARTS: Final[dict[str, DateKind]] = {
    "rạng sáng": "morning", "sáng": "morning", "trưa": "afternoon", "chiều": "afternoon", "tối": "evening",
    "đêm": "evening",
}  # fmt: skip
# Days between the publication and what is meant.
_OFFSETS: Final = {"nay": 0, "qua": -1, "kia": -2, "mai": 1}
_GENERIC_TODAY: Final = re.compile(r"(?:ngày|mới\snhất|đến|được|của|đêm|thế\shệ|trẻ|giá\s\w+)\s$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase; `offset` counts days from the publication, `until` marks "từ nay đến" before a point."""

    start: int
    end: int
    kind: DateKind
    value: str | None = None
    offset: int | None = None
    lunar: bool = False
    until: bool = False


def find_phrases(lowered: str) -> list[Phrase]:
    """Return the phrases of a lowered, unified text in order; the longer wins where two overlap."""
    found: list[Phrase] = []
    for words, finder in _FINDERS:
        # Most pages hold few of these words, and looking for them costs little.
        if any(word in lowered for word in words):
            found.extend(finder(lowered))
    kept: list[Phrase] = []
    for phrase in sorted(found, key=lambda p: (p.start, -p.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _recurring(text: str) -> Iterator[Phrase]:
    for match in _RECURRING.finditer(text):
        yield Phrase(match.start(), match.end(), "recurrence")


def _lunar(text: str) -> Iterator[Phrase]:
    for match in _LUNAR.finditer(text):
        yield Phrase(match.start(), match.end(), "day", lunar=True)


def _births(text: str) -> Iterator[Phrase]:
    for match in _BIRTH.finditer(text):
        yield Phrase(match.start(), match.end(), "birth", match["y"])


def _from_now(text: str) -> Iterator[Phrase]:
    for match in _FROM_NOW.finditer(text):
        event = match["event"] is not None
        yield Phrase(match.start(), match.end(), "vague" if event else "range", until=not event)


def _vague(text: str) -> Iterator[Phrase]:
    for match in _VAGUE.finditer(text):
        yield Phrase(match.start(), match.end(), "vague")


def _today(text: str) -> Iterator[Phrase]:
    for match in _TODAY.finditer(text):
        if _GENERIC_TODAY.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        kind = _PARTS[match["part"]] if match["part"] else "day"
        yield Phrase(match.start(), match.end(), kind, offset=_OFFSETS[match["when"] or match["day"]])


_FINDERS: Final[tuple[tuple[tuple[str, ...], Callable[[str], Iterator[Phrase]]], ...]] = (
    (_RECURRING_WORDS, _recurring),
    (_LUNAR_WORDS, _lunar),
    (("sn", "sinh năm", "s.n", "năm sinh"), _births),
    (("từ nay",), _from_now),
    (_VAGUE_WORDS, _vague),
    (_TODAY_WORDS, _today),
)
