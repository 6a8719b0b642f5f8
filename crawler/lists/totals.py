"""What a list page says about its own length: "Tổng số 120 tin", "Hiển thị 1 - 20 trong 120"."""

import re
from dataclasses import dataclass
from typing import Final

from crawler.pages.markup import lines_of, parse_html
from domain.text import fold

_NUMBER: Final = r"(?P<{name}>\d{{1,3}}(?:[.,]\d{{3}})+|\d{{1,6}})"
_ITEMS: Final = r"(?:tin bai|tin|bai viet|bai|ban ghi|ket qua|muc tin|muc)\b"
_TOTAL: Final = _NUMBER.format(name="total")
# "Tổng số: 120 tin", "Tổng cộng 1.204 bài viết"; visitors are counted too, so the noun is obligatory
_TOTAL_FIRST: Final = re.compile(rf"\btong (?:so|cong)?\s*[:=]?\s*{_TOTAL}\s+{_ITEMS}")
# "Tổng số tin: 120", "Tổng số bài viết 85"
_NOUN_FIRST: Final = re.compile(rf"\btong (?:so|cong)\s+{_ITEMS}\s*[:=]?\s*{_TOTAL}")
# "Tìm thấy 85 bài viết", "Chuyên mục này có 120 tin"
_FOUND: Final = re.compile(rf"\b(?:tim thay|chuyen muc (?:nay )?co)\s+{_TOTAL}\s+{_ITEMS}")
# "Hiển thị 1 - 20 trong 120", "Hiển thị 1-20/120 tin", "Đang xem 1 đến 20 của 120"
_RANGE: Final = re.compile(
    rf"\b(?:hien thi|dang xem|xem)\s*(?:tu\s*)?(?:{_ITEMS}\s*)?(?P<first>\d{{1,6}})\s*(?:-|–|den)\s*(?P<last>\d{{1,6}})"
    rf"\s*(?:trong tong so|trong so|trong|cua|tren|/)\s*(?:tong so\s*)?{_TOTAL}"
)
_LONGEST_LINE: Final = 90  # a pager is short; a lead that tells of "120 bài dự thi" is not


@dataclass(frozen=True, slots=True)
class Totals:
    """How many items the whole list has and how many this page shows; None where it does not say."""

    announced: int | None = None
    shown: int | None = None


def read_totals(html: str) -> Totals:
    """Read what a list page says about its length; titles of news and counters of visitors are not mistaken for it."""
    soup = parse_html(html)
    for other in soup.select("script, style, a, h1, h2, h3, h4"):
        other.decompose()
    for line in lines_of(soup):
        if len(line) <= _LONGEST_LINE and (totals := _of_line(" ".join(fold(line).split()))).announced is not None:
            return totals
    return Totals()


def _of_line(line: str) -> Totals:
    shown = _RANGE.search(line)
    if shown and int(shown["first"]) <= int(shown["last"]) <= _count(shown["total"]):
        return Totals(_count(shown["total"]), int(shown["last"]) - int(shown["first"]) + 1)
    for pattern in (_TOTAL_FIRST, _NOUN_FIRST, _FOUND):
        if found := pattern.search(line):
            return Totals(_count(found["total"]))
    return Totals()


def _count(printed: str) -> int:
    return int(printed.replace(".", "").replace(",", ""))
