"""Dates, periods and recurrences of one page, resolved where the page fixes them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.extraction import DateKind, DateMention
from nlp.date_frames import Frame, frame_points
from nlp.date_phrases import Phrase, find_phrases
from nlp.date_points import Point, blocked, find_points
from nlp.date_years import YearEvidence, collect_evidence, nearest_year
from nlp.document import Document
from nlp.lowering import lowered
from nlp.misread_digits import mend_digits
from nlp.symbols import SymbolMention, find_symbols

BY: Final = "dates@1"
_JOIN: Final = re.compile(
    r"\s?(?P<how>-|(?:cho\s)?đến(?:\shết)?|tới|và\shoàn\sthành\strước|(?:và\s)?kết\sthúc(?:\s(?:vào|trước))?)\s{0,2}"
    r"(?:(?:sáng|trưa|chiều|tối|hết)\s)?(?:(?:thứ\s\w{1,4}|chủ\snhật),?\s)?(?:ngày\s|tháng\s|quý\s|năm\s)?"
)
# "tháng 6, tháng 8, tháng 12 năm 2017", "12/5 và 13/5/2020": the last gives its year to all.
_LIST: Final = re.compile(r"\s?(?:,|và|;|hoặc|-|đến)\s{0,2}(?:ngày\s|sáng\s|chiều\s|tối\s)?")
_EQUAL: Final = re.compile(r"\s?[(,]?\s?(?:tức|nhằm)(?:\s(?:là\s)?(?:vào\s)?(?:ngày|đêm))?\s?|\s?\(\s?")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.])[\w.+-]{1,40}@[\w.-]{3,60}")
_PHONE: Final = re.compile(r"0\d{2,3}(?<!\d\d\d\d\d)[ .-]\d{3,4}[ .-]\d{3,4}(?!\d)")
# No page is older than the web: a publication year before it is a default of the portal.
_FIRST_YEAR: Final = 1990
# "từ nay đến hết năm 2025": a word may stand before the point.
_HOLDS: Final = 6
_EVENT_DAY: Final = re.compile(
    r"(?<!\w)(?:k[ỷỉ]\sniệm|ngày|truyền\sthống|thành\slập|ra\sđời|chào\smừng|mừng|giải\sphóng|lễ|năm)(?!\w)"
)
_EVENT_REACH: Final = 120
_UNTIL: Final = ("trước", "chậm", "muộn", "hạn", "đến", "cho")


@dataclass(frozen=True, slots=True)
class _Told:
    """A mention with what is needed to equate lunar days."""

    mention: DateMention
    lunar: bool = False


def find_dates(document: Document, symbols: Sequence[SymbolMention] | None = None) -> tuple[DateMention, ...]:
    """Return the date mentions of a page in order.

    A year is taken from the page's publication date, else from the page itself (`inferred`), else the value is
    None. Letters read for digits ("l0/3/2O26") are mended, which is `inferred` too. An anniversary told in words
    ("kỷ niệm 75 năm ... (11/6/1948 - 11/6/2023)") is no period: the founding and the present day are two mentions.
    No mention lies inside another. `symbols` saves finding the document symbols again.
    """
    printed = lowered(document)
    text = mend_digits(printed)
    known = find_symbols(document) if symbols is None else symbols
    spans = sorted([(m.start, m.end) for m in known] + _masked(text))
    frames = frame_points(text, blocked(find_points(text), spans), {m.end: m.symbol.year for m in known})
    frames = [frame for frame in _share_years(text, frames) if _exists(frame.point)]
    starts = [start for start, _ in document.lines]
    lines = [bisect_right(starts, frame.start) for frame in frames]
    published = _read_day(document.page.published)
    reader = _Reader(document, collect_evidence(text, frames, lines, published))
    told = list(reader.read(frames, lines))
    told = _with_phrases(reader, told, find_phrases(text))
    mentions = tuple(one.mention for one in _equate(text, told))
    return mentions if text == printed else tuple(_proposed(one, text, printed) for one in mentions)


def _proposed(mention: DateMention, text: str, printed: str) -> DateMention:
    """A day of which a digit was mended is inferred; its surface stays as printed."""
    span = slice(mention.start, mention.end)
    return mention if text[span] == printed[span] else replace(mention, inferred=True)


def _masked(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _PHONE.finditer(text)]
    if "@" in text or "http" in text or "www." in text:
        spans.extend(match.span() for match in _ADDRESS.finditer(text))
    return spans


def _read_day(printed: str | None) -> date | None:
    try:
        day = date.fromisoformat((printed or "")[:10])
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _exists(point: Point) -> bool:
    """There is no 31/2, and no 29/2/2023."""
    return point.value(point.year if point.year is not None else 2024) is not None


def _share_years(text: str, frames: list[Frame]) -> list[Frame]:
    """Give lists their last year ("tháng 6, tháng 8 và tháng 12 năm 2017") and "cùng năm" the year told before."""
    shared = list(frames)
    for index in range(len(shared) - 2, -1, -1):
        frame, after = shared[index], shared[index + 1]
        if after.point.year is None or not _is_listed(text, frame, after):
            continue
        later = (frame.point.month, frame.point.day) > (after.point.month, after.point.day)
        shared[index] = replace(frame, point=replace(frame.point, year=after.point.year - later))
    told: int | None = None
    for index, frame in enumerate(shared):
        if frame.point.same_year and told is not None:
            shared[index] = replace(frame, point=replace(frame.point, year=told))
        told = frame.point.year or told
    return shared


def _is_listed(text: str, frame: Frame, after: Frame) -> bool:
    same = frame.point.grain == after.point.grain or {frame.point.grain, after.point.grain} == {"day", "days"}
    open_year = frame.point.year is None and not frame.tail
    return open_year and same and _LIST.fullmatch(text, frame.point.end, after.point.start) is not None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns frames and phrases of one page into mentions."""

    document: Document
    evidence: YearEvidence

    def read(self, frames: Sequence[Frame], lines: Sequence[int]) -> Iterator[_Told]:
        """Yield the mentions of the frames in order, joining the two ends of a range."""
        index = 0
        while index < len(frames):
            pair = self._pair(frames, lines, index)
            if pair:
                yield from pair
                index += 2
                continue
            yield self._single(frames[index], lines[index])
            index += 1

    def _pair(self, frames: Sequence[Frame], lines: Sequence[int], index: int) -> tuple[_Told, ...]:
        if index + 1 == len(frames):
            return ()
        left, right = frames[index], frames[index + 1]
        link = _JOIN.fullmatch(lowered(self.document), left.point.end, right.point.start)
        if link is None or not _can_join(left, right):
            return ()
        if _is_anniversary(left.point, right.point) and self._names_event(left):
            # "kỷ niệm 75 năm ngày thành lập (11/6/1948 - 11/6/2023)": two days, no period.
            return tuple(
                self._single(replace(frame, kind="anniversary", limit=""), line)
                for frame, line in ((left, lines[index]), (right, lines[index + 1]))
            )
        if link["how"] != "-" and left.point.year is right.point.year is None and left.point.grain == "day":
            # Two days told one after the other; without a printed year each is resolved alone.
            return tuple(
                self._single(replace(frame, kind="range", limit=""), line)
                for frame, line in ((left, lines[index]), (right, lines[index + 1]))
            )
        whole = self._joined(left, right, lines[index + 1], link["how"])
        return () if whole is None else (whole,)

    def _names_event(self, frame: Frame) -> bool:
        """Whether the words before a day in its line say whose day it is."""
        text = lowered(self.document)
        line_start = text.rfind("\n", 0, frame.start) + 1
        return _EVENT_DAY.search(text, max(line_start, frame.start - _EVENT_REACH), frame.start) is not None

    def _joined(self, left: Frame, right: Frame, line: int, how: str) -> _Told | None:
        end_year, inferred = self._year(right, line)
        if end_year is None and left.point.year is not None:
            end_year = left.point.year
        kind: DateKind = "anniversary" if _is_anniversary(left.point, right.point) else "range"
        if end_year is None:
            return self._told(left.from_, right.end, None, kind)
        year = left.point.year
        if year is None:
            year = end_year - ((left.point.month, left.point.day) > (right.point.month, right.point.day))
        first, last = left.point.first(year), right.point.last(end_year)
        if how.endswith("trước") and (before := right.point.first(end_year)) is not None:
            last = _day_before(before)
        if first is None or last is None or first[:4] > last[:4] or (len(first) == len(last) and first > last):
            return None
        return self._told(left.from_ if left.limit else left.start, right.end, f"{first}/{last}", kind, inferred)

    def _single(self, frame: Frame, line: int) -> _Told:
        if frame.tail == "lunar":
            return self._told(frame.start, frame.end, None, "day", lunar=True)
        if frame.tail == "again":
            return self._told(frame.from_, frame.end, None, "recurrence")
        year, inferred = self._year(frame, line)
        value = None if year is None else frame.point.value(year)
        start, kind, value = _limited(frame, value)
        return self._told(start, frame.end, value, kind, inferred and value is not None)

    def _year(self, frame: Frame, line: int) -> tuple[int | None, bool]:
        point = frame.point
        if point.year is not None:
            return point.year, False
        reference = self.evidence.reference(frame.start)
        if frame.shift is not None:
            return (None if reference is None else reference.year + frame.shift), True
        if point.grain in ("day", "days"):
            return self.evidence.year_of(frame, line), True
        if reference is None and point.grain == "month":
            return self.evidence.year_of_month(frame), True
        return (None if reference is None else nearest_year(reference, point)), True

    def _told(
        self, start: int, end: int, value: str | None, kind: DateKind, inferred: bool = False, *, lunar: bool = False
    ) -> _Told:
        surface = self.document.text[start:end]
        return _Told(DateMention(surface, start, end, value, kind, inferred, BY), lunar)

    def phrase(self, phrase: Phrase) -> _Told:
        """Return a phrase as a mention, "hôm qua" counted from the publication."""
        value = phrase.value
        reference = self.evidence.reference(phrase.start)
        if phrase.offset is not None and reference is not None:
            value = (reference + timedelta(days=phrase.offset)).isoformat()
        inferred = phrase.offset is not None and value is not None
        return self._told(phrase.start, phrase.end, value, phrase.kind, inferred, lunar=phrase.lunar)

    def until(self, phrase: Phrase, mention: DateMention) -> _Told:
        """Return "từ nay đến" with the point that follows."""
        reference = self.evidence.reference(phrase.start)
        last = (mention.value or "").split("/")[-1] or None
        first = ".." if reference is None else reference.isoformat()
        value = None if last is None else f"{first}/{last}"
        return self._told(phrase.start, mention.end, value, "range", reference is not None)


def _can_join(left: Frame, right: Frame) -> bool:
    if left.is_published or right.is_published or left.is_birth or right.is_birth or left.tail:
        return False
    if left.point.grain in ("days", "years") or right.point.grain in ("days", "years"):
        return False
    days = {left.point.grain, right.point.grain} & {"day"}
    same = left.point.grain == right.point.grain
    return same or (left.limit in ("từ", "kể từ") and not (days and "year" in (left.point.grain, right.point.grain)))


def _is_anniversary(left: Point, right: Point) -> bool:
    same_day = left.grain == right.grain == "day" and (left.month, left.day) == (right.month, right.day)
    return same_day and left.year is not None and right.year is not None and left.year < right.year


def _day_before(iso: str) -> str:
    return (date.fromisoformat(iso if len(iso) == 10 else f"{iso}-01") - timedelta(days=1)).isoformat()


def _limited(frame: Frame, value: str | None) -> tuple[int, DateKind, str | None]:
    """Return start, kind and value of a lone frame with its "trước", "tính đến", "từ ... trở đi"."""
    kind = frame.kind
    if frame.point.grain in ("day", "days") and not frame.is_published:
        if frame.limit.startswith("tính"):
            return frame.from_, "status", None if value is None else f"../{value.split('/')[-1]}"
        if frame.limit.startswith(_UNTIL):
            return frame.from_, "deadline", None if value is None else f"../{value.split('/')[-1]}"
    if frame.tail == "open" and frame.limit in ("từ", "kể từ"):
        return frame.from_, "range", None if value is None else f"{value.split('/')[0]}/.."
    if frame.tail == "recent" and frame.point.grain == "month":
        return frame.start, "vague", value
    if frame.point.grain == "days":
        return frame.from_ if frame.limit in ("từ", "kể từ") else frame.start, "range", value
    return frame.start, kind, value


def _with_phrases(reader: _Reader, told: list[_Told], phrases: Sequence[Phrase]) -> list[_Told]:
    """Add the phrases that lie outside the mentions; "từ nay đến" swallows the mention it ends in."""
    added: list[_Told] = []
    swallowed: set[int] = set()
    at = 0
    for phrase in phrases:
        while at < len(told) and told[at].mention.end <= phrase.start:
            at += 1
        nearby = told[at].mention if at < len(told) else None
        if nearby is None or nearby.start >= phrase.end + _HOLDS * phrase.until:
            if not phrase.until:
                added.append(reader.phrase(phrase))
        elif phrase.until and nearby.end > phrase.end:
            swallowed.add(at)
            added.append(reader.until(phrase, nearby))
    kept = [one for index, one in enumerate(told) if index not in swallowed]
    return sorted(kept + added, key=lambda one: (one.mention.start, -one.mention.end))


def _equate(text: str, told: list[_Told]) -> list[_Told]:
    """Give a lunar day the value of the solar day printed beside it: "7-12/2 (tức 11-16 tháng Giêng)"."""
    equated = list(told)
    for index in range(len(told) - 1):
        left, right = equated[index], equated[index + 1]
        if left.lunar == right.lunar or not _EQUAL.fullmatch(text, left.mention.end, right.mention.start):
            continue
        lunar, solar, at = (left, right, index) if left.lunar else (right, left, index + 1)
        if solar.mention.value is not None:
            mention = replace(lunar.mention, value=solar.mention.value, kind=solar.mention.kind, inferred=True)
            equated[at] = replace(lunar, mention=mention)
    return equated
