"""Stacked bars as whole numbers a template can draw in SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar: `x` and `width` in thousandths of the bar."""

    code: str
    label: str
    n: int
    x: int
    width: int


def stack(parts: Sequence[tuple[str, str, int]]) -> list[Segment]:
    """Return (code, label, count) parts side by side; the widths add up to WIDTH unless all counts are 0."""
    total = sum(n for _, _, n in parts)
    segments: list[Segment] = []
    before = 0
    for code, label, n in parts:
        x = WIDTH * before // total if total else 0
        before += n
        end = WIDTH * before // total if total else 0
        segments.append(Segment(code, label, n, x, end - x))
    return segments
