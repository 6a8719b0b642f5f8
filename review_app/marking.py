"""Marks in plain text: ranges become the pieces a template prints, each escaped by the template."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
LineKind = Literal["title", "lead", "body"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside one line; `anchor` is the 1-based number of the evidence that begins here, or 0."""

    text: str
    evidence: bool
    name: bool
    anchor: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article."""

    kind: LineKind
    pieces: tuple[Piece, ...]


def mark_lines(
    text: str, evidence: Sequence[Span], names: Iterable[Span] = (), *, body_start: int = 0
) -> tuple[Line, ...]:
    """Return the non-empty lines of `text` in pieces; ranges outside the text are ignored, overlaps are allowed.

    Joined, the pieces of all lines are the text without its line breaks and without blank lines.
    """
    proofs = [span for span in evidence if _is_inside(span, text)]
    mentions = _merged(span for span in names if _is_inside(span, text))
    anchors: dict[int, int] = {}
    for number, (start, _) in enumerate(proofs, start=1):
        anchors.setdefault(start, number)
    whole = _merged(proofs)
    cuts = sorted({at for span in (*whole, *mentions) for at in span} | anchors.keys())
    lines: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        end = start + len(raw)
        if raw.strip():
            kind: LineKind = "body" if start >= body_start else "lead" if lines else "title"
            lines.append(Line(kind, tuple(_pieces(text, (start, end), cuts, (whole, mentions), anchors))))
        start = end + 1
    return tuple(lines)


def mark_text(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Return one short text in pieces; marked ones carry `evidence`."""
    whole = _merged(span for span in spans if _is_inside(span, text))
    cuts = sorted({at for span in whole for at in span})
    return tuple(_pieces(text, (0, len(text)), cuts, (whole, []), {}))


def _pieces(
    text: str, line: Span, cuts: list[int], spans: tuple[list[Span], list[Span]], anchors: dict[int, int]
) -> Iterable[Piece]:
    at = line[0]
    for cut in (*_between(cuts, line), line[1]):
        if cut > at:
            yield Piece(text[at:cut], _covers(spans[0], at), _covers(spans[1], at), anchors.get(at, 0))
            at = cut


def _between(cuts: list[int], line: Span) -> list[int]:
    return cuts[bisect_right(cuts, line[0]) : bisect_left(cuts, line[1])]


def _covers(spans: list[Span], at: int) -> bool:
    found = bisect_right(spans, (at, 1 << 62)) - 1
    return found >= 0 and spans[found][0] <= at < spans[found][1]


def _is_inside(span: Span, text: str) -> bool:
    return 0 <= span[0] < span[1] <= len(text)


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
