"""Measured benefits: Vietnamese numbers with their units, money in đồng."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from domain.extraction import Benefit
from nlp.document import Document
from nlp.lowering import lowered

_SCALES: Final = {"trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
# "3 đồng chí" is no money.
_NOT_MONEY: Final = (
    r"(?! (?:chí|bào|đội|hồ|bằng|nghiệp|hương|tháp|nai|văn|hới|xoài|thời|ý|lòng|hành|tính|phục|ruộng)(?!\w))"
)
# "9 triệu người" is no money either.
_NOT_COUNTED: Final = (
    r"(?! (?:người|lượt|hộ|con|cây|tấn|lít|m2|m3|bản|sản phẩm|khách|tài khoản|cổ phiếu|usd|đô|học sinh|suất|phần)"
    r"(?!\w))"
)
_COUNTED: Final = (
    "m2|m²|mét vuông|ha|héc ta|hecta|sào|lao động|hộ nghèo|hộ dân|hộ|suất quà|phần quà|suất cơm|phần cơm"
    "|suất học bổng|suất ăn|lượt người|lượt|đơn vị máu|lần hiến máu|học sinh|em nhỏ|trẻ em|người dân|người nghèo"
    "|tấn|kg|gốc|sáng kiến"
    "|căn nhà|ngôi nhà|ngày công|sao|km|mét|học bổng|bệnh nhân|hội viên|thành viên|tác phẩm|đầu sách|cuốn sách"
    "|sản phẩm"
    "|con bò|con trâu|con lợn|con heo|con gà|con vịt|con dê|con ngan|con thỏ|con cừu|đàn ong|cây xanh|cây"
    "|bao xi măng|tên tội phạm|vụ án|đối tượng"
).split("|")
_UNIT: Final = "|".join(sorted(_COUNTED, key=lambda unit: (-len(unit), unit)))
# The digit stands first so that the search skips to digits; no part of a date, a symbol, a year or a longer number.
# 1.200 is twelve hundred, 1,2 is one and a fifth.
_NUMBER: Final = re.compile(
    r"(?P<number>\d(?<![\w.,/]\d)(?<!năm \d)(?:\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d*(?:,\d+)?))(?!\d)"
    rf"(?: ?(?P<scale>{'|'.join(_SCALES)})(?!\w))?"
)
_PER: Final = r"(?:/\w+){0,2}"
_MONEY: Final = re.compile(rf"(?: ?đồng(?!\w){_NOT_MONEY}| ?đ(?!\w))(?P<per>{_PER})")
_THING: Final = re.compile(rf" (?P<unit>{_UNIT})(?!\w)| ?(?P<bare>m2|m²|ha|kg|km)(?!\w)")
_BARE_MONEY: Final = re.compile(rf"(?P<per>{_PER})(?!\w){_NOT_COUNTED}")
_LARGE: Final = frozenset({"triệu", "tỷ", "tỉ"})


def find_benefits(document: Document) -> tuple[Benefit, ...]:
    """Return amounts in text order; `value` in đồng for money (unit "đồng", "đồng/năm"), else in the printed unit."""
    text = lowered(document)
    found = (_read(document, text, match) for match in _NUMBER.finditer(text))
    return tuple(benefit for benefit in found if benefit is not None)


def benefits_in(benefits: Sequence[Benefit], ranges: Sequence[tuple[int, int]]) -> tuple[Benefit, ...]:
    """Return the benefits that stand inside one of the ranges; both are in text order."""
    found: list[Benefit] = []
    for start, end in ranges:
        first = bisect_left(benefits, start, key=lambda benefit: benefit.start)
        last = bisect_left(benefits, end, first, key=lambda benefit: benefit.start)
        found += benefits[first:last]
    return tuple(found)


def read_number(printed: str) -> float:
    """Return a Vietnamese number: 1.200 -> 1200, 1,2 -> 1.2, 1.250,5 -> 1250.5."""
    return float(printed.replace(".", "").replace(",", "."))


def _read(document: Document, text: str, match: re.Match[str]) -> Benefit | None:
    """Return the benefit whose number `match` is, None where nothing is measured."""
    scale, end = match["scale"], match.end()
    thing = _THING.match(text, end)
    money = None if thing else _MONEY.match(text, end)
    if money is None and thing is None and scale in _LARGE:
        money = _BARE_MONEY.match(text, end)
    found = thing or money
    if found is None:
        return None
    unit = (thing["unit"] or thing["bare"]) if thing else f"đồng{found['per']}"
    value = read_number(match["number"]) * _SCALES.get(scale or "", 1.0)
    return Benefit(document.text[match.start() : found.end()], match.start(), found.end(), value, unit)
