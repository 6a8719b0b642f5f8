"""The year of a day printed without one: from the publication date, else from the page itself."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nlp.date_frames import Frame
from nlp.date_points import Point

# An explicit date this far back in the same line still speaks for a day without year.
_NARRATIVE: Final = 400
_STEMS: Final = "giáp ất bính đinh mậu kỷ canh tân nhâm quý".split()
_BRANCHES: Final = "tý sửu dần mão thìn tỵ ngọ mùi thân dậu tuất hợi".split()
_SPELLINGS: Final = {"kỉ": "kỷ", "quí": "quý", "tí": "tý", "tị": "tỵ", "mẹo": "mão"}
# "Tết Mậu Tuất", "đầu xuân Đinh Dậu"
_SEXAGENARY: Final = re.compile(
    r"(?:năm|tết|xuân|nguyên\s+đán)\s+(giáp|ất|bính|đinh|mậu|kỷ|kỉ|canh|tân|nhâm|quý|quí)\s+"
    r"(tý|tí|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)(?!\w)"
)
_SINCE: Final = re.compile(r"k[ỷỉ]\s+niệm\s+(?:lần\s+thứ\s+)?(\d{1,3})\s+năm")
_FOUNDED: Final = re.compile(
    r"(?:thành\s+lập|ra\s+đời|khai\s+sinh|ngày\s+sinh|truyền\s+thống|giải\s+phóng)[^.\n]{0,40}$"
)
# "đợt 4-2024" tells the year though 4 may be no month.
_BARE_YEAR: Final = re.compile(r"(?:(?<![\w/.,-])|(?<=\s\d[-/])|(?<=\s\d\d[-/]))(20[0-4]\d)(?![\w/]|[.,-]\d)")
# "đến năm 2030", "tầm nhìn 2045": plans, not the present.
_FUTURE: Final = re.compile(r"(?:đến|tầm\s+nhìn|tới|hướng\s+tới|trước|nhiệm\s+k[ỳì]|giai\s+đoạn)\s+(?:năm\s+)?$")
# Prizes and reviews held in January are for the year before.
_LOOKS_BACK: Final = re.compile(r"tổng\s+kết|tôn\s+vinh|tuyên\s+dương|vinh\s+danh|trao\s+giải|bình\s+chọn")
_ENROLMENT: Final = re.compile(r"tuyển\s+sinh|nhập\s+học|khai\s+giảng")
_BEFORE_MARCH: Final = 2
_WEEKS_AFTER: Final = 90
_MAY: Final = 5
_SEPTEMBER: Final = 9


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day or month printed with its year, at `start` in line `line`."""

    start: int
    line: int
    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """What a page says about years; `present` is the year it was plainly written in, if it shows that."""

    published: date | None
    notices: tuple[Anchor, ...]
    anchors: tuple[Anchor, ...]
    papers: tuple[Anchor, ...]
    present: int | None
    lunar: int | None
    bare: int | None
    bare_count: int
    school: tuple[int, int] | None
    school_starts: int
    looks_back: bool

    def year_of(self, frame: Frame, line: int) -> int | None:
        """Return the year of a day without one, or None when nothing on the page fixes it."""
        reference = self._reference(frame.start)
        near = self._told_before(frame, line, reference)
        if near is not None:
            return near
        if reference is not None:
            return nearest_year(reference, frame.point, frame.weekday)
        if self.present is not None:
            return self.present
        return self._from_page(frame)

    def reference(self, offset: int) -> date | None:
        """Return the publication date that holds at `offset`."""
        return self._reference(offset)

    def _reference(self, offset: int) -> date | None:
        if self.published is not None:
            return self.published
        earlier = [notice for notice in self.notices if notice.start <= offset]
        notice = earlier[-1] if earlier else self.notices[0] if self.notices else None
        return None if notice is None else date(notice.year, notice.month, notice.day or 15)

    def _told_before(self, frame: Frame, line: int, reference: date | None) -> int | None:
        """The year of a full date told just before in the same line, when it is another time than today's."""
        for anchor in reversed(self.anchors):
            if anchor.start >= frame.start:
                continue
            if anchor.line != line:
                return None
            if frame.start - anchor.start > _NARRATIVE and abs(anchor.year - self._latest()) > 1:
                return None
            if reference is not None and (abs(anchor.year - reference.year) <= 1 or frame.relative):
                return None
            return anchor.year
        return None

    def _latest(self) -> int:
        return max((anchor.year for anchor in self.anchors), default=0)

    def _from_page(self, frame: Frame) -> int | None:
        latest = self._latest()
        if latest and latest >= (self.bare or 0):
            recent = [anchor for anchor in self.anchors if anchor.year == latest]
            closest = min(recent, key=lambda anchor: abs(anchor.start - frame.start))
            return nearest_year(date(latest, closest.month, closest.day or 15), frame.point, frame.weekday)
        told_by_paper = self._soon_after_paper(frame.point) if not latest else None
        if told_by_paper is not None:
            return told_by_paper
        if self.lunar is not None:
            return self.lunar
        if self.school is not None and self.school[0] >= (self.bare or 0):
            return self.school[0 if frame.point.month >= self.school_starts else 1]
        if self.bare is None or latest > self.bare:
            return None
        if frame.point.month == 1 and self.looks_back:
            return self.bare + 1
        # A year named in January may be the one just over; later in the year it is the running one.
        return self.bare if frame.point.month > _BEFORE_MARCH or self.bare_count > 2 else None

    def _soon_after_paper(self, point: Point) -> int | None:
        """News follows the newest document it cites: the year holds for a day in the weeks after that document."""
        newest = max(self.papers, key=lambda paper: (paper.year, paper.month, paper.day), default=None)
        if newest is None or newest.year < (self.bare or 0):
            return None
        day = _as_day(newest.year, point)
        if day is None or not 0 <= (day - date(newest.year, newest.month, newest.day or 1)).days <= _WEEKS_AFTER:
            return None
        return newest.year


def nearest_year(reference: date, point: Point, weekday: int | None = None) -> int | None:
    """Return the year that puts "d/m" closest to `reference`; a printed weekday may choose among neighbours."""
    ranked: list[tuple[bool, int, int]] = []
    for year in (reference.year, reference.year - 1, reference.year + 1):
        day = _as_day(year, point)
        if day is not None:
            wrong = weekday is not None and day.weekday() != weekday
            distance = abs((day - reference).days)
            ranked.append((wrong and distance < 400, distance, year))
    if not ranked:
        return None
    closest = min(ranked, key=lambda row: row[1])
    fitting = min(ranked)
    # The weekday decides only between years that are both possible, never for a day a year away.
    return fitting[2] if fitting[1] <= 200 else closest[2]


def _as_day(year: int, point: Point) -> date | None:
    try:
        return date(year, point.month, point.day or 15)
    except ValueError:
        return None


def collect_evidence(text: str, frames: Sequence[Frame], lines: Sequence[int], published: date | None) -> YearEvidence:
    """Gather the years of a page; `lines` gives the line of each frame, `text` is lowered and unified."""
    anchors: list[Anchor] = []
    papers: list[Anchor] = []
    notices: list[Anchor] = []
    for frame, line in zip(frames, lines, strict=True):
        point = frame.point
        if point.year is None or point.grain in ("year", "years") or frame.is_birth:
            continue
        month, day = (point.last_month, 28) if point.grain == "months" else (point.month, point.day)
        anchor = Anchor(frame.start, line, point.year, month, day)
        chosen = notices if frame.is_published else papers if frame.kind == "document" else anchors
        if _as_day(point.year, point) is not None:
            chosen.append(anchor)
    bare, count = _bare_year(text)
    return YearEvidence(
        published,
        tuple(notices),
        tuple(anchors),
        tuple(papers),
        _present(text, anchors),
        _lunar_year(text),
        bare,
        count,
        school=_school_year(frames),
        school_starts=_MAY if _ENROLMENT.search(text) else _SEPTEMBER,
        looks_back=_LOOKS_BACK.search(text) is not None,
    )


def _present(text: str, anchors: Sequence[Anchor]) -> int | None:
    """The year in which "kỷ niệm N năm" of a dated founding falls."""
    found = {int(match[1]) for match in _SINCE.finditer(text)}
    if not found:
        return None
    years = {
        anchor.year + count
        for anchor in anchors
        for count in found
        if 1990 <= anchor.year + count <= 2100 and _FOUNDED.search(text[max(0, anchor.start - 60) : anchor.start + 4])
    }
    return years.pop() if len(years) == 1 else None


def _lunar_year(text: str) -> int | None:
    years: Counter[int] = Counter()
    for match in _SEXAGENARY.finditer(text):
        stem = _STEMS.index(_SPELLINGS.get(match[1], match[1]))
        branch = _BRANCHES.index(_SPELLINGS.get(match[2], match[2]))
        # 1984 is Giáp Tý, the first of sixty.
        cycle = next((n for n in range(60) if n % 10 == stem and n % 12 == branch), None)
        if cycle is not None:
            years[1984 + cycle] += 1
    return years.most_common(1)[0][0] if years else None


def _bare_year(text: str) -> tuple[int | None, int]:
    years: Counter[int] = Counter()
    for match in _BARE_YEAR.finditer(text):
        if not _FUTURE.search(text[max(0, match.start() - 24) : match.start()]):
            years[int(match[1])] += 1
    if not years:
        return None, 0
    latest = max(years)
    return latest, years[latest]


def _school_year(frames: Sequence[Frame]) -> tuple[int, int] | None:
    years = [(f.point.year or 0, f.point.last_year) for f in frames if f.kind == "school_year"]
    return max(years) if years else None
