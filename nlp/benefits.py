"""Measured benefits: Vietnamese numbers with their units, money in đồng."""

import re
from collections.abc import Sequence
from typing import Final

from domain.extraction import Benefit
from nlp.document import Document
from nlp.lowering import lowered

# 1.200 is twelve hundred, 1,2 is one and a fifth.
NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALES: Final = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_UNITS: Final = (
    "m2", "m²", "mét vuông", "ha", "héc ta", "hecta", "sào", "lao động", "hộ nghèo", "hộ", "suất quà", "phần quà",
    "lượt người", "lượt", "đơn vị máu", "lần hiến máu", "học sinh", "em nhỏ", "cháu", "người", "tấn", "kg", "gốc",
    "con", "sáng kiến", "căn nhà", "ngôi nhà", "ngày công", "sao", "km", "mét", "học bổng",
)  # fmt: skip
_MONEY: Final = re.compile(
    rf"(?<![\d.,/])(?P<number>{NUMBER}) ?(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)?(?: ?đồng| ?đ\b)(?P<per>/\w+(?:/\w+)?)?"
    rf"|(?<![\d.,/])(?P<number2>{NUMBER}) ?(?P<scale2>triệu|tỷ|tỉ)(?P<per2>/\w+)?\b"
)
_OTHER: Final = re.compile(
    rf"(?<![\d.,/])(?P<number>{NUMBER}) ?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)"
)


def find_benefits(document: Document) -> tuple[Benefit, ...]:
    """Return amounts in text order; `value` in đồng for money, else in the printed unit."""
    text = lowered(document)
    found = [_money(document, match) for match in _MONEY.finditer(text)]
    taken = [(benefit.start, benefit.end) for benefit in found]
    for match in _OTHER.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        surface = document.text[match.start() : match.end()]
        found.append(Benefit(surface, match.start(), match.end(), read_number(match["number"]), match["unit"]))
    return tuple(sorted(found, key=lambda benefit: benefit.start))


def benefits_in(benefits: Sequence[Benefit], ranges: Sequence[tuple[int, int]]) -> tuple[Benefit, ...]:
    """Return the benefits that stand inside one of the ranges."""
    return tuple(benefit for benefit in benefits if any(a <= benefit.start < b for a, b in ranges))


def read_number(printed: str) -> float:
    """Return a Vietnamese number: 1.200 -> 1200, 1,2 -> 1.2, 1.250,5 -> 1250.5."""
    return float(printed.replace(".", "").replace(",", "."))


def _money(document: Document, match: re.Match[str]) -> Benefit:
    number = match["number"] or match["number2"]
    scale = match["scale"] or match["scale2"]
    per = match["per"] or match["per2"] or ""
    value = read_number(number) * _SCALES.get(scale or "", 1.0)
    surface = document.text[match.start() : match.end()]
    return Benefit(surface, match.start(), match.end(), value, f"đồng{per}")
