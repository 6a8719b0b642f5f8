"""Calendar points as printed: days, months, quarters, half-years, years; not yet resolved."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from nlp.date_cues import has_day_cue, has_unit, is_place_or_measure

Grain = Literal["day", "days", "month", "months", "year", "years"]

_MONTH_WORDS: Final = {
    "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_Y: Final = r"(?:1\d|20)\d\d"
_M: Final = r"(?:1[0-2]|0?[1-9])"
_D: Final = r"(?:3[01]|[12]\d|0?[1-9])"
# A dash before is the dash of a range only after a digit: "21/6/1925-21/6/2017", not "Covid-19/5".
_LEFT: Final = r"(?<![\w/.:+%])(?<!\D-)(?<!\d,)(?<!thứ\s)"
_LINK: Final = r"(?:-|,|và|đến\s+hết\s+ngày|đến\s+ngày|đến|tới)"
# Days that share the month of the last: the "7-" of "7-12/2", the "5 đến ngày" of "5 đến ngày 25-2".
_LEAD: Final = rf"(?P<lead>(?:{_D}\s?,\s?){{0,3}}{_D}\s?{_LINK}\s?(?:ngày\s)?)?"
# "12/5/2024", "14.5.2011", "17 - 05 - 2024", "7-12/2", "2 - 9 năm 2025"
_NUMERIC: Final = re.compile(
    rf"{_LEFT}{_LEAD}(?P<d>{_D})(?P<space>\s?)(?P<sep>[/.-])\s?(?P<m>{_M})(?!\d)"
    rf"(?:\s?(?P=sep)\s?(?P<y>{_Y}|\d\d)(?!\d)|[\s,-]{{1,3}}năm\s+(?P<y2>{_Y})(?!\d)|-(?P<y3>20\d\d)(?!\d))?(?![^\W\d_])"
)
# "ngày 07 tháng 4 năm 2023", "03 tháng bốn", "19 Tháng 2 2022"
_WORDED: Final = re.compile(
    rf"{_LEFT}{_LEAD}(?P<d>{_D})\s{{1,3}}tháng\s{{1,3}}(?P<m>{_M}|mười(?:\s(?:một|hai))?|[a-zảáíơ]{{2,4}}|bốn|năm)(?!\w)"
    rf"(?:\s?(?:,\s?|trong\s|của\s)?năm\s{{1,3}}(?P<y>{_Y})(?!\d)|\s?[/.,-]?\s?(?P<y2>{_Y})(?![\d-]))?"
)
_FULL: Final = re.compile(rf"(?<![\w/.-])(?P<d>{_D})\s?(?P<sep>[/.-])\s?(?P<m>{_M})\s?(?P=sep)\s?20\d\d(?!\d)")
_ISO: Final = re.compile(rf"(?<![\w/.-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>{_D}))?(?![\w-])")
# "tháng 2/2017", "tháng 12 trong năm 2017", "tháng 6", "tháng Mười năm 2020"
_MONTH: Final = re.compile(
    rf"tháng\s{{1,3}}(?:(?P<m>{_M})(?![\d%]|[.,]\d{{1,3}}(?!\d))|(?P<word>mười(?:\s(?:một|hai))?|[a-zảáíơăố]{{2,4}})(?=\snăm\s\d))"
    rf"(?:\s?[/.-]\s?(?P<y>{_Y})(?!\d)|,?\s{{1,3}}(?:(?:trong|của)\s)?năm\s{{1,3}}(?P<y2>{_Y})(?!\d))?"
    rf"(?!\w|\s?[/-]\s?\d{{1,2}}(?!\d))"
)
# "12/2015" without its "tháng", "T7/2017", "T.7/2017"
_BARE_MONTH: Final = re.compile(rf"(?:{_LEFT}|(?<=(?<!\w)t)|(?<=(?<!\w)t\.))(?P<m>{_M})/(?P<y>(?:19|20)\d\d)(?![\w/-])")
_QUARTER: Final = re.compile(
    rf"(?:qu[ýí]\s{{1,3}}|q)(?P<q>i{{1,3}}|iv|[1-4])(?!\w)(?:\s?-\s?(?P<q2>i{{1,3}}|iv|[1-4])(?!\w))?"
    rf"(?:\s?[/.-]\s?|\s?,?\s?(?:năm\s{{1,3}})?)?(?P<y>(?<=[\s/.-]){_Y})?(?![\d])"
)
# "6 tháng đầu năm 2025", "9 tháng năm 2026"
_HALF: Final = re.compile(
    rf"(?<![\w,.])(?P<n>\d{{1,2}}|sáu|chín|ba)\s{{1,3}}tháng\s{{1,3}}(?P<side>đầu\s|cuối\s)?năm(?:\s{{1,3}}(?P<y>{_Y})(?!\d))?(?!\w)"
)
# "2021 - 2025", "năm 2017 - 2019", "2015 đến 2020"
_YEARS: Final = re.compile(
    r"(?<![\w/.,-])(?P<y>(?:1[89]|20)\d\d)\s{0,3}(?:-|đến(?:\s+năm)?|tới(?:\s+năm)?)\s{0,3}"
    r"(?P<y2>(?:19|20|21)\d\d)(?![\w/]|[.,-]\d)"
)
_YEAR: Final = re.compile(rf"năm\s{{1,3}}(?P<y>{_Y})(?![\w/]|[.,]\d|\s?(?:-|đến(?:\s+năm)?|tới)\s?{_Y})")
_YEAR_WORD: Final = re.compile(r"\s{1,3}(?:cùng\s+năm|(?:của\s+)?năm\s+(?:đó|ấy|này))(?!\w)")
_NUMBER: Final = re.compile(r"\d+")
_MORE: Final = re.compile(r"[/.,-]\d")
_LINKED: Final = re.compile(r"\s?(?:-|,|và|đến|tới|;)\s?")
# "29/4-1/5/2024": the year behind makes a day of both.
_TO_FULL: Final = re.compile(r"\s?-\s?\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d(?!\d)")
_DURATION: Final = re.compile(r"\s+(?:ngày|tuần)(?!\w)")
_MONEY: Final = re.compile(r"[^\S\n]?(?:đồng|người|con|cây|tấn|kg|lượt|suất|m|ha|hộ)(?!\w)")


@dataclass(frozen=True, slots=True)
class Point:
    """A printed calendar point; `last_day`, `last_month`, `last_year` close "days", "months", "years".

    `same_year` is set for "Tháng 5 cùng năm"; `separator` is the sign of a numeric day.
    """

    start: int
    end: int
    grain: Grain
    year: int | None
    month: int = 0
    day: int = 0
    last_month: int = 0
    last_day: int = 0
    last_year: int = 0
    same_year: bool = False
    separator: str = ""

    def first(self, year: int) -> str | None:
        """The point, or its beginning, in ISO form; None when there is no such day."""
        if self.grain in ("day", "days"):
            return _iso_day(year, self.month, self.day)
        if self.grain == "months":
            return f"{year:04}-{self.month:02}-01"
        return f"{year:04}-{self.month:02}" if self.grain == "month" else f"{year:04}"

    def last(self, year: int) -> str | None:
        """The point, or its end, in ISO form; None when there is no such day."""
        if self.grain == "days":
            return _iso_day(year, self.month, self.last_day)
        if self.grain == "months":
            return f"{year:04}-{self.last_month:02}-{monthrange(year, self.last_month)[1]}"
        if self.grain == "years":
            return f"{self.last_year:04}"
        return self.first(year)

    def value(self, year: int) -> str | None:
        """The value of the contract: YYYY-MM-DD, YYYY-MM, YYYY or a/b."""
        first, last = self.first(year), self.last(year)
        if first is None or last is None or first == last:
            return first if last is not None else None
        return f"{first}/{last}"


def _iso_day(year: int, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def find_points(lowered: str) -> list[Point]:
    """Return the calendar points of a lowered, unified text in order; they do not overlap."""
    numbers = [match.start() for match in _NUMBER.finditer(lowered)]
    found: list[Point] = []
    for at_number in (_worded, _numeric, _iso, _years, _bare_months):
        found.extend(at_number(lowered, numbers))
    for finder in (_halves, _quarters, _months, _single_years):
        found.extend(finder(lowered))
    kept: list[Point] = []
    for point in sorted(found, key=lambda p: (p.start, -p.end)):
        if not kept or point.start >= kept[-1].end:
            kept.append(point)
    return kept


def _matches(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """Match `pattern` at each start that no earlier match covers: far quicker than a search of the whole text."""
    stop = 0
    for start in starts:
        match = pattern.match(text, start) if start >= stop else None
        if match is not None:
            stop = match.end()
            yield match


def _stands_alone(text: str, start: int) -> bool:
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")


def _worded(text: str, numbers: Sequence[int]) -> Iterator[Point]:
    if "tháng" not in text:
        return
    for match in _matches(_WORDED, text, numbers):
        month = int(match["m"]) if match["m"].isdigit() else _MONTH_WORDS.get(match["m"], 0)
        year = match["y"] or match["y2"]
        if not month or (not year and _DURATION.match(text, match.end())):
            continue
        # "9 tháng năm 2026" are nine months; the fifth month is told with its "ngày".
        of_may = match["m"] == "năm" and not text.endswith(("ngày ", "mùng ", "mồng "), 0, match.start())
        if of_may or is_place_or_measure(text, match.start()):
            continue
        yield from _days(match, int(match["d"]), month, int(year) if year else None, "")


def _numeric(text: str, numbers: Sequence[int]) -> Iterator[Point]:
    last = 0
    for match in _matches(_NUMERIC, text, numbers):
        end, printed = match.end(), match["y"] or match["y2"] or match["y3"]
        separator = match["sep"]
        # "29/4-1/5" goes on to another day; "1.2.3.4" and "3-1-2" are no dates.
        goes_on = text[end : end + 1] == "-" and (printed is not None or separator != "-")
        if (_MORE.match(text, end) and not goes_on) or not _is_well_spaced(match, printed):
            continue
        if len(printed or "") < 4 and not _is_day(text, match, last):
            continue
        last = end
        yield from _days(match, int(match["d"]), int(match["m"]), _year_of(printed) if printed else None, separator)


def _is_day(text: str, match: re.Match[str], last: int) -> bool:
    """Tell whether "d/m" is a day: by its words, told in full elsewhere, or next to the day that ends at `last`."""
    start, end = match.span()
    if is_place_or_measure(text, start):
        return False
    day = (int(match["d"]), int(match["m"]))
    if has_day_cue(text, start, match["sep"], day, end) or (not has_unit(text, end) and day in _full_days(text)):
        return True
    return (last > 0 and _LINKED.fullmatch(text, last, start) is not None) or _TO_FULL.match(text, end) is not None


@lru_cache(maxsize=1)
def _full_days(text: str) -> frozenset[tuple[int, int]]:
    """Return day and month of the days printed with their year."""
    return frozenset((int(match["d"]), int(match["m"])) for match in _FULL.finditer(text))


def _is_well_spaced(match: re.Match[str], printed: str | None) -> bool:
    inner = match[0][len(match["lead"] or "") :]
    spaced = bool(match["space"]) or bool(re.match(r"\d+.\s", inner))
    return not spaced or (printed is not None and len(printed) == 4 and match["sep"] != ".")


def _year_of(printed: str) -> int:
    # Two digits are this century up to the twenties, the last one above.
    number = int(printed)
    return number if number > 99 else number + (2000 if number < 40 else 1900)


def _days(match: re.Match[str], day: int, month: int, year: int | None, separator: str) -> Iterator[Point]:
    text_start, lead = match.start(), match["lead"] or ""
    start, end = text_start + len(lead), match.end()
    point = Point(start, end, "day", year, month, day, separator=separator)
    earlier = [int(number) for number in re.findall(r"\d+", lead)]
    rising = all(a < b for a, b in pairwise([*earlier, day]))
    if not earlier or not rising:
        yield point
        return
    as_range = re.search(r"-|đến|tới", lead) is not None and len(earlier) == 1
    if as_range or [*earlier, day] == list(range(earlier[0], day + 1)):
        yield replace(point, start=text_start, grain="days", day=earlier[0], last_day=day)
        return
    for number in re.finditer(r"\d+", lead):
        yield replace(point, start=text_start + number.start(), end=text_start + number.end(), day=int(number[0]))
    yield point


def _iso(text: str, numbers: Sequence[int]) -> Iterator[Point]:
    for match in _matches(_ISO, text, numbers):
        year, month = int(match["y"]), int(match["m"])
        if match["d"]:
            yield Point(match.start(), match.end(), "day", year, month, int(match["d"]), separator="-")
        else:
            yield Point(match.start(), match.end(), "month", year, month)


def _months(text: str) -> Iterator[Point]:
    if "tháng" not in text:
        return
    for match in _MONTH.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()].rstrip()
        if (
            not _stands_alone(text, match.start())
            or before[-1:].isdigit()
            or before.endswith(("mỗi", "hàng", "hằng", "một", "vài", "mấy"))
        ):
            continue
        month = int(match["m"]) if match["m"] else _MONTH_WORDS.get(match["word"], 0)
        if not month:
            continue
        year = match["y"] or match["y2"]
        word = None if year else _YEAR_WORD.match(text, match.end())
        end = word.end() if word else match.end()
        yield Point(match.start(), end, "month", int(year) if year else None, month, same_year=word is not None)


def _bare_months(text: str, numbers: Sequence[int]) -> Iterator[Point]:
    for match in _matches(_BARE_MONTH, text, numbers):
        if is_place_or_measure(text, match.start()):
            continue
        yield Point(match.start(), match.end(), "month", int(match["y"]), int(match["m"]))


def _quarters(text: str) -> Iterator[Point]:
    for match in _QUARTER.finditer(text):
        if not _stands_alone(text, match.start()) or (text[match.start() + 1] not in "uú" and not match["y"]):
            continue
        first, last = _quarter(match["q"]), _quarter(match["q2"] or match["q"])
        end = match.end("y") if match["y"] else match.end("q2") if match["q2"] else match.end("q")
        year = int(match["y"]) if match["y"] else None
        yield Point(match.start(), end, "months", year, 3 * first - 2, 1, last_month=3 * last)


def _quarter(printed: str) -> int:
    return _ROMAN.get(printed) or int(printed)


def _halves(text: str) -> Iterator[Point]:
    if "năm" not in text or ("tháng đầu" not in text and "tháng cuối" not in text and "tháng năm" not in text):
        return
    for match in _HALF.finditer(text):
        count = int(match["n"]) if match["n"].isdigit() else {"ba": 3, "sáu": 6, "chín": 9}[match["n"]]
        side = (match["side"] or "").strip()
        if not 1 < count < 12 or (not side and not match["y"]):
            continue
        first = 13 - count if side == "cuối" else 1
        year = int(match["y"]) if match["y"] else None
        yield Point(match.start(), match.end(), "months", year, first, 1, last_month=first + count - 1)


def _years(text: str, numbers: Sequence[int]) -> Iterator[Point]:
    for match in _matches(_YEARS, text, numbers):
        first, last = int(match["y"]), int(match["y2"])
        if first < last <= first + 100 and not _MONEY.match(text, match.end()):
            yield Point(match.start(), match.end(), "years", first, last_year=last)


def _single_years(text: str) -> Iterator[Point]:
    if "năm" not in text:
        return
    for match in _YEAR.finditer(text):
        if _stands_alone(text, match.start()):
            yield Point(match.start(), match.end(), "year", int(match["y"]))


def blocked(points: Sequence[Point], spans: Sequence[tuple[int, int]]) -> list[Point]:
    """Return the points that touch none of the sorted `spans` (document symbols, addresses)."""
    kept: list[Point] = []
    at = 0
    for point in points:
        while at < len(spans) and spans[at][1] <= point.start:
            at += 1
        if at == len(spans) or spans[at][0] >= point.end:
            kept.append(point)
    return kept
