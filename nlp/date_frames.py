"""The words around a calendar point that belong to its expression, and the kind they give it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.extraction import DateKind
from nlp.date_points import Point

_REACH: Final = 56
_WEEKDAYS: Final = {
    "hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5,
}  # fmt: skip
WEEKDAY: Final = r"(?:thứ\s{1,3}(?P<weekday>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ\s{1,3}nhật))"
_LIMIT: Final = (
    r"(?:(?P<limit>kể\s+từ|từ|trước|chậm\s+nhất(?:\s+là)?|muộn\s+nhất(?:\s+là)?|hạn\s+(?:cuối|chót)(?:\s+là)?"
    r"|(?:tính\s+)?(?:cho\s+)?đến\s+hết|tính\s+đến)\s+)?"
)
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:am|pm|sa|ch)(?!\w))?"
# Right before a day, read from the left: "tính đến hết ngày", "Thứ Ba,", "Hôm qua", "Sáng ngày (".
_DAY_LEFT: Final = re.compile(
    rf"(?<!\w){_LIMIT}"
    r"(?P<first_part>(?P<part>rạng\s+sáng|sáng\s+sớm|chiều\s+tối|đêm|sáng|trưa|chiều|tối|khuya)\s?,?\s?)?"
    rf"(?:{WEEKDAY}\s?[,(-]?\s?)?"
    r"(?:(?P<relative>hôm\s+(?:nay|qua|kia|sau|trước)|nay|qua|mai)\s?)?"
    r"[,(]?\s?(?:(?P<word>ngày|mùng|mồng)\s{1,3}(?:(?:mùng|mồng)\s)?)?[(]?$"
)
_PERIOD_WORDS: Final = (
    r"giai\s+đoạn|thời\s+k[ỳì]|nhiệm\s+k[ỳì]|niên\s+kh[óo][aá]|kh[óo][aá]|năm\s+học|mùa\s+giải"
    r"|những\s+năm|các\s+năm|năm"
)
_YEARS_LEFT: Final = re.compile(rf"(?<!\w)(?:từ\s+)?(?:(?P<word>{_PERIOD_WORDS})\s?)?(?:từ\s)?(?:năm\s)?:?\s?[(]?$")
_MONTH_LEFT: Final = re.compile(rf"(?<!\w){_LIMIT}(?:(?P<edge>đầu|giữa|cuối)\s+)?$")
_TAIL: Final = re.compile(
    r"\)?\s?\(?(?P<lunar>âm\s+lịch|al(?!\w)|năm\s(?:giáp|ất|bính|đinh|mậu|k[ỷỉ]|canh|tân|nhâm|qu[ýí])\s\w{2,4}"
    r"|(?:giáp|ất|bính|đinh|mậu|k[ỷỉ]|canh|tân|nhâm|qu[ýí])\s(?:t[ýí]|sửu|dần|mão|mẹo|thìn|t[ỵị]|ngọ|mùi|thân|dậu|tuất|hợi)(?!\w))\)?|\)?\s+(?P<again>(?:hằng|hàng)\s+(?:năm|tháng|quý))(?!\w)"
    r"|\s+(?P<recent>vừa\s+(?:qua|rồi))(?!\w)|\s+(?P<open>trở\s+đi|(?:cho\s+)?đến\s+nay)(?!\w)"
    r"|,?\s+(?P<shift>năm\s+(?:nay|ngoái|sau|tới))(?!\w)"
)
_SHIFTS: Final = {"nay": 0, "ngoái": -1, "sau": 1, "tới": 1}
_CLOCK_BEFORE: Final = re.compile(rf"(?<![\d:,.])(?P<clock>{_CLOCK})\s?[,|∣-]?\s?(?:ngày\s)?$")
_CLOCK_AFTER: Final = re.compile(rf"\s?[,|∣-]?\s?(?:lúc\s)?{_CLOCK}(?:\s?[\[(]?gmt\s?[+-]?\d{{0,2}}(?::\d\d)?[\])]?)?")
_LABEL: Final = re.compile(
    r"(?:ngày\s+(?:đăng|cập\s+nhật|xuất\s+bản|tạo|gửi)|đăng\s+(?:lúc|ngày|bởi[^\n]{0,20})|đăng\s+tải|cập\s+nhật(?:\s+lúc)?|xuất\s+bản|bài\s+đăng|posted"
    r"|date|published|thời\s+gian\s+đăng|ngày\s+đăng\s+tin)\s?:?\s?$"
)
_NOT_BORN: Final = r"(?<!hy )(?<!hi )(?<!học )(?<!phát )(?<!tuyển )(?<!thí )"  # "hy sinh ngày 12/2/1972"
_AS_BIRTH: Final = re.compile(rf"(?<!\w){_NOT_BORN}(?:sinh|sn)\s?(?:ngày\s)?[:(]?\s?$")
_AS_BIRTH_YEAR: Final = re.compile(rf"(?<!\w){_NOT_BORN}sinh\s{{1,3}}$")
_AS_FEAST: Final = re.compile(r"(?<!\w)(?:dịp|quốc\s+khánh|k[ỷỉ]\s+niệm|truyền\s+thống)\s+(?:ngày\s+)?\(?$")
_BY_PART: Final[dict[str, DateKind]] = {
    "rạng sáng": "morning", "sáng": "morning", "sáng sớm": "morning", "trưa": "afternoon", "chiều": "afternoon",
    "chiều tối": "evening", "tối": "evening", "đêm": "evening", "khuya": "evening",
}  # fmt: skip
_ALONE: Final = re.compile(r"\s?(?:[.|∣]|$|\n)")
_PUNCTUATION: Final = " ,(:"


@dataclass(frozen=True, slots=True)
class Frame:
    """A point in its expression; `from_` is the start with its "từ", "trước"; `weekday` 0 is Monday.

    `tail` is lunar, again, recent, open or empty; `shift` counts years from the publication ("năm ngoái": -1).
    """

    point: Point
    start: int
    end: int
    from_: int
    kind: DateKind
    limit: str = ""
    weekday: int | None = None
    relative: str = ""
    tail: str = ""
    shift: int | None = None
    is_published: bool = False
    is_birth: bool = False


def frame_points(lowered: str, points: Sequence[Point], symbol_years: Mapping[int, int | None]) -> list[Frame]:
    """Return each point with the words around it; `symbol_years` maps ends of document symbols to their year."""
    frames: list[Frame] = []
    stop = 0
    for point in points:
        before = lowered[max(stop, point.start - _REACH) : point.start]
        if point.grain in ("day", "days"):
            frame = _frame_day(lowered, point, before, symbol_years)
        elif point.grain == "years":
            frame = _frame_years(lowered, point, before)
        else:
            frame = _frame_month(lowered, point, before)
        frames.append(frame)
        stop = frame.end
    return frames


def _frame_day(text: str, point: Point, before: str, symbol_years: Mapping[int, int | None]) -> Frame:
    match = _left(_DAY_LEFT, before)
    words = match[0].lstrip(_PUNCTUATION) if match[0].strip(_PUNCTUATION) else ""
    limit = match["limit"] or ""
    start = point.start - len(words[len(limit) :].lstrip())
    end, tail, shift = _tail(text, point.end, opened="(" in text[start : point.start])
    frame = Frame(
        point,
        start,
        end,
        point.start - len(words),
        _day_kind(text, start, before, match),
        limit,
        weekday=weekday_of(match),
        relative=match["relative"] or "",
        tail=tail,
        shift=shift,
        is_birth=_AS_BIRTH.search(before) is not None,
    )
    symbol = _symbol_before(text, start, symbol_years) if frame.kind == "day" else None
    if symbol is not None:
        # "69/2017/NĐ-CP ngày 25/5" is of 2017.
        dated = point if point.year is not None else replace(point, year=symbol_years[symbol])
        return replace(frame, kind="document", point=dated)
    return _as_published(text, frame) if point.year is not None and point.grain == "day" else frame


def _left(pattern: re.Pattern[str], before: str) -> re.Match[str]:
    match = pattern.search(before) or pattern.search("")
    if match is None:
        raise ValueError("every part of a left pattern must be optional")
    return match


def weekday_of(match: re.Match[str]) -> int | None:
    """Return the weekday that `WEEKDAY` matched, 0 for Monday, or None."""
    return 6 if match["sunday"] else _WEEKDAYS.get(match["weekday"] or "")


def _day_kind(text: str, start: int, before: str, match: re.Match[str]) -> DateKind:
    part = " ".join((match["part"] or "").split())
    if part:
        return _BY_PART[part]
    if _AS_BIRTH.search(before):
        return "birth"
    return "anniversary" if _AS_FEAST.search(text[max(0, start - _REACH) : start]) else "day"


def _symbol_before(text: str, start: int, symbol_years: Mapping[int, int | None]) -> int | None:
    at = start
    while at > 0 and start - at < 4 and text[at - 1] in " ,(|":
        at -= 1
    return at if at in symbol_years else None


def _tail(text: str, end: int, *, opened: bool) -> tuple[int, str, int | None]:
    """Return the end with the words that follow, their sense, and the shift of years."""
    match = _TAIL.match(text, end)
    if match is not None:
        shift = _SHIFTS[match["shift"].split()[-1]] if match["shift"] else None
        stop = match.end("open") if match["open"] else match.end()
        return stop, "" if match["shift"] else str(match.lastgroup), shift
    if opened and text[end : end + 1] == ")":
        return end + 1, "", None
    return end, "", None


def _as_published(text: str, frame: Frame) -> Frame:
    """Mark the line of a portal that says when the article was put up: a day with a clock, a label or a weekday."""
    before = text[max(0, frame.start - _REACH) : frame.start]
    after = _CLOCK_AFTER.match(text, frame.end)
    clock = _CLOCK_BEFORE.search(before)
    lone = frame.weekday is not None and (not before or before[-1] in "\n.|") and _ALONE.match(text, frame.end)
    if after is None and clock is None and not lone and _LABEL.search(before) is None:
        return frame
    start = frame.start - len(before) + clock.start() if clock else frame.start
    end = after.end() if after else frame.end
    return replace(frame, start=start, end=end, from_=start, kind="published", limit="", is_published=True)


def _frame_years(text: str, point: Point, before: str) -> Frame:
    match = _left(_YEARS_LEFT, before)
    words = match[0]
    closed = text[point.end : point.end + 1] == ")"
    if "(" in words and not closed:
        words = words[words.index("(") + 1 :]
    if not words.strip(_PUNCTUATION) and not ("(" in words and closed):
        words = ""
    start = point.start - len(words.lstrip(" ,:"))
    end = point.end + ("(" in words and closed)
    return Frame(point, start, end, start, _years_kind(point, " ".join((match["word"] or "").split()), before))


def _years_kind(point: Point, word: str, before: str) -> DateKind:
    if word.startswith(("nhiệm", "kh")):
        return "term"
    if word in ("năm học", "niên khóa", "niên khoá"):
        return "school_year"
    # Congresses sit in years ending in 0 and 5, plans run from 1 to 5: "(2020 - 2025)" is a term.
    first, last = point.year or 0, point.last_year
    five_years = last - first == 5 and first % 5 == 0
    return "term" if five_years and not word and not before.rstrip("( ").endswith("năm") else "period"


def _frame_month(text: str, point: Point, before: str) -> Frame:
    if point.grain == "year":
        born = _AS_BIRTH_YEAR.search(before)
        start = point.start - (len(born[0]) if born else 0)
        return Frame(point, start, point.end, start, "birth" if born else "period", is_birth=born is not None)
    match = _left(_MONTH_LEFT, before)
    limit = match["limit"] or ""
    start = point.start - len(match[0][len(limit) :].lstrip())
    end, tail, shift = _tail(text, point.end, opened=False)
    kind: DateKind = "period"
    if point.grain == "months" and (point.last_month - point.month) == 2 and text[point.start] == "q":
        kind = "quarter"
    return Frame(point, start, end, point.start - len(match[0]), kind, limit, tail=tail, shift=shift)
