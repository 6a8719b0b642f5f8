"""Small charts of counts as whole numbers a template can draw in SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 24
_STEP: Final = 9  # units of width for one bar, of which one is the gap
_MOST_BARS: Final = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One run: `x`, `y` and `height` in units of the chart; `now` marks the newest."""

    x: int
    y: int
    height: int
    count: int
    now: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """A chart of counts, oldest first; `line` is the height of what was expected, None where history is short."""

    bars: tuple[Bar, ...]
    width: int
    line: int | None
    label: str


def draw(counts: Sequence[int], expected: float | None) -> Spark | None:
    """Return the chart of the last counts, None without any; the tallest bar or the line fills the height."""
    shown = counts[-_MOST_BARS:]
    if not shown:
        return None
    top = max(*shown, expected or 0, 1)
    bars = tuple(_bar(at, count, top, at == len(shown) - 1) for at, count in enumerate(shown))
    line = None if expected is None else HEIGHT - round(HEIGHT * expected / top)
    said = ", ".join(str(count) for count in shown)
    return Spark(bars, _STEP * len(shown) - 1, line, f"Bài mới trong tuần ở mỗi lượt đọc, cũ đến mới: {said}")


def _bar(at: int, count: int, top: float, now: bool) -> Bar:
    # A run that found something is never drawn as nothing; one that found nothing keeps a line to stand on.
    height = max(2 if count else 1, round(HEIGHT * count / top))
    return Bar(at * _STEP, HEIGHT - height, height, count, now)
