"""Ranges become pieces: nothing is lost, nothing is printed twice, everything marked is inside its range."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.marking import mark_lines, mark_text

# In the expected text {n:...} is evidence with its anchor, {...} evidence, <...> a name, {<...>} both.
CASES = [
    ("Ông An hiến đất.", [(0, 6)], [], "{1:Ông An} hiến đất."),
    ("Ông An hiến đất.", [(0, 16)], [(4, 6)], "{1:Ông }{<An>}{ hiến đất.}"),
    ("An và Bình", [], [(0, 2), (6, 10)], "<An> và <Bình>"),
    ("một hai ba", [(0, 7), (4, 10)], [], "{1:một }{2:hai ba}"),
    ("một\nhai", [(0, 7)], [], "{1:một}|{hai}"),
    ("một\n\nhai\n", [], [], "một|hai"),
    ("ngắn", [(2, 99), (-1, 2), (3, 3)], [(9, 12)], "ngắn"),
    ("", [], [], ""),
]


@pytest.mark.parametrize(("text", "evidence", "names", "expected"), CASES)
def test_pieces_follow_the_ranges(
    text: str, evidence: list[tuple[int, int]], names: list[tuple[int, int]], expected: str
) -> None:
    lines = mark_lines(text, evidence, names)
    shown = []
    for line in lines:
        for piece in line.pieces:
            inner = f"<{piece.text}>" if piece.name else piece.text
            anchor = f"{piece.anchor}:" if piece.anchor else ""
            shown.append(f"{{{anchor}{inner}}}" if piece.evidence else inner)
        shown.append("|")
    assert "".join(shown).rstrip("|") == expected


def test_title_and_lead_are_told_from_the_body() -> None:
    lines = mark_lines("Tiêu đề\nSa-pô\nThân bài\n", [], body_start=14)
    assert [line.kind for line in lines] == ["title", "lead", "body"]


def test_an_article_without_title_is_all_body() -> None:
    assert {line.kind for line in mark_lines("Một dòng\nHai dòng", [])} == {"body"}


spans = st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40)), max_size=6)


@given(st.lists(st.sampled_from(["An", " ", "\n", "Ông ", "đất", ".", "<b>"]), max_size=20), spans, spans)
def test_no_letter_is_lost_or_doubled(
    parts: list[str], evidence: list[tuple[int, int]], names: list[tuple[int, int]]
) -> None:
    text = "".join(parts)
    printed = "\n".join("".join(piece.text for piece in line.pieces) for line in mark_lines(text, evidence, names))
    assert printed == "\n".join(line for line in text.split("\n") if line.strip())
    assert "".join(piece.text for piece in mark_text(text, evidence)) == text


@given(st.text("ab \n", max_size=30), spans)
def test_marked_letters_are_the_letters_in_the_ranges(text: str, marked: list[tuple[int, int]]) -> None:
    inside = [(start, end) for start, end in marked if 0 <= start < end <= len(text)]
    wanted = sum(any(start <= at < end for start, end in inside) for at in range(len(text)))
    assert sum(len(piece.text) for piece in mark_text(text, marked) if piece.evidence) == wanted


def test_a_long_article_is_marked_in_linear_time() -> None:
    text = "một hai ba\n" * 20_000
    names = [match.span() for match in re.finditer("hai", text)]
    assert sum(piece.name for line in mark_lines(text, [(0, 3)], names) for piece in line.pieces) == 20_000
