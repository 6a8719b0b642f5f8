"""The year of a day printed without one: from the publication date, else from the page itself."""

import re
from bisect import bisect_left, bisect_right
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
_BARE_YEAR: Final = re.compile(
    r"(20[0-4]\d)(?:(?<![\w/.,-]....)|(?<=\s\d[-/]....)|(?<=\s\d\d[-/]....))(?![\w/]|[.,-]\d)"
)
# "đến năm 2030", "tầm nhìn 2045": plans, not the present.
_FUTURE: Final = re.compile(r"(?:đến|tầm\s+nhìn|tới|hướng\s+tới|trước|nhiệm\s+k[ỳì]|giai\s+đoạn)\s+(?:năm\s+)?$")
# Prizes and reviews held in January are for the year before.
_LOOKS_BACK: Final = re.compile(r"tổng\s+kết|tôn\s+vinh|tuyên\s+dương|vinh\s+danh|trao\s+giải|bình\s+chọn")
_ENROLMENT: Final = re.compile(r"tuyển\s+sinh|nhập\s+học|khai\s+giảng")
_BEFORE_MARCH: Final = 2
_WEEKS_AFTER: Final = 90
_WEEKS_AROUND: Final = 120
_FIRST_YEAR: Final = 1995
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
class BareYears:
    """The latest year named on its own that is no plan for later, and how often; `school` is a school year."""

    latest: int
    count: int
    school: tuple[int, int] | None
    enrolment: bool
    looks_back: bool

    def year_of(self, month: int) -> int | None:
        """Return the year in which a day of `month` most plausibly falls."""
        if self.school is not None and self.school[0] >= self.latest:
            return self.school[0 if month >= (_MAY if self.enrolment else _SEPTEMBER) else 1]
        if not self.latest:
            return None
        if month == 1 and self.looks_back:
            return self.latest + 1
        # A year named in January may be the one just over; later in the year it is the running one.
        return self.latest if month > _BEFORE_MARCH or self.count > 2 else None


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """What a page says about years; the tuples are in text order.

    `notices` are the portal's own lines of publication, `recent` the anchors of the latest year, `paper` the newest
    document date, `present` the year that an anniversary puts the page in, `lunar` the year of a "Tết Mậu Tuất".
    """

    published: date | None
    notices: tuple[Anchor, ...]
    anchors: tuple[Anchor, ...]
    recent: tuple[Anchor, ...]
    paper: Anchor | None
    present: int | None
    lunar: int | None
    bare: BareYears

    def year_of(self, frame: Frame, line: int) -> int | None:
        """Return the year of a day without one, or None when nothing on the page fixes it."""
        reference = self.reference(frame.start)
        near = self._told_before(frame, line, reference)
        if near is not None:
            return near
        if reference is not None:
            return nearest_year(reference, frame.point, frame.weekday)
        return self.present or self._from_page(frame)

    def year_of_month(self, frame: Frame) -> int | None:
        """Return the year of a month alone: that of the page's latest days and months, all of one year, else None."""
        if not self.recent or self.recent[0].year < max(self.bare.latest, _FIRST_YEAR):
            return None
        return self._near(self.recent[0], frame)

    def reference(self, offset: int) -> date | None:
        """Return the publication date that holds at `offset`."""
        if self.published is not None or not self.notices:
            return self.published
        notice = self.notices[max(0, bisect_right(self.notices, offset, key=_start_of) - 1)]
        return date(notice.year, notice.month, notice.day or 15)

    def _told_before(self, frame: Frame, line: int, reference: date | None) -> int | None:
        """The year of a full date told just before in the same line, when it is another time than today's."""
        at = bisect_left(self.anchors, frame.start, key=_start_of)
        if not at or self.anchors[at - 1].line != line:
            return None
        anchor = self.anchors[at - 1]
        if frame.start - anchor.start > _NARRATIVE and anchor.year < self.recent[0].year - 1:
            return None
        if reference is not None and (abs(anchor.year - reference.year) <= 1 or frame.relative):
            return None
        return anchor.year

    def _from_page(self, frame: Frame) -> int | None:
        if self.recent and self.recent[0].year >= self.bare.latest:
            at = bisect_left(self.recent, frame.start, key=_start_of)
            closest = min(self.recent[max(0, at - 1) : at + 1], key=lambda anchor: abs(anchor.start - frame.start))
            near = self._near(closest, frame)
            if near is not None or closest.year > self.bare.latest:
                return near
        told_by_paper = None if self.recent else self._soon_after_paper(frame.point)
        return told_by_paper or self.lunar or self.bare.year_of(frame.point.month)

    def _near(self, anchor: Anchor, frame: Frame) -> int | None:
        """News tells of days close to each other, and none is older than the web."""
        day = date(anchor.year, anchor.month, anchor.day or 15)
        year = nearest_year(day, frame.point, frame.weekday)
        other = None if year is None else _as_day(year, frame.point)
        if anchor.year < _FIRST_YEAR or other is None or abs((other - day).days) > _WEEKS_AROUND:
            return None
        return year

    def _soon_after_paper(self, point: Point) -> int | None:
        """News follows the newest document it cites: the year holds for a day in the weeks after that document."""
        paper = self.paper
        day = None if paper is None else _as_day(paper.year, point)
        if paper is None or day is None or paper.year < self.bare.latest:
            return None
        weeks = (day - date(paper.year, paper.month, paper.day or 1)).days
        return paper.year if 0 <= weeks <= _WEEKS_AFTER else None


def _start_of(anchor: Anchor) -> int:
    return anchor.start


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
    latest = max((anchor.year for anchor in anchors), default=0)
    newest = max(papers, key=lambda paper: (paper.year, paper.month, paper.day), default=None)
    return YearEvidence(
        published,
        tuple(notices),
        tuple(anchors),
        tuple(anchor for anchor in anchors if anchor.year == latest),
        newest,
        _present(text, anchors),
        _lunar_year(text),
        _bare_years(text, frames),
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


def _bare_years(text: str, frames: Sequence[Frame]) -> BareYears:
    years: Counter[int] = Counter()
    # The end of a term or plan, "2021 - 2026", lies ahead of the page, unless the next one begins in that year.
    spans = [frame.point for frame in frames if frame.point.grain == "years"]
    begins = {point.year for point in spans}
    ends = {point.end - 4 for point in spans if point.last_year not in begins}
    for match in _BARE_YEAR.finditer(text):
        if match.start() not in ends and not _FUTURE.search(text[max(0, match.start() - 24) : match.start()]):
            years[int(match[1])] += 1
    latest = max(years, default=0)
    return BareYears(
        latest,
        years[latest],
        school=max(((f.point.year or 0, f.point.last_year) for f in frames if f.kind == "school_year"), default=None),
        enrolment=_ENROLMENT.search(text) is not None,
        looks_back=_LOOKS_BACK.search(text) is not None,
    )
