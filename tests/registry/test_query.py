from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import normalise
from registry.query import cut_snippet, find_matches, read_query

# query, text with every highlighted place in brackets
CASES = [
    ("điển hình", "Biểu dương [điển hình] tiên tiến"),
    ("dien hinh", "Biểu dương [điển] [hình] tiên tiến"),
    ("DIEN HINH", "[Điển hình] và [điện] thoại, mô [hình]"),
    ("đăk nông", "Tỉnh [Đắk Nông] cũ"),
    ("661/kh-ubnd", "Kế hoạch số [661/KH-UBND] và 1661/KH-UBND"),
    ("1043", "Công văn [1043]/KH-UBND, 21043"),
    ("34-CT/TW 2014", "Chỉ thị [34]–[CT]/[TW] năm [2014]"),
    ('"nhân rộng" gương', "[gương] tốt được [nhân rộng] và rộng"),
    ("h'yim", "chị [H’Yim] Kđoh"),
    ("hoà bình", "tỉnh [Hòa Bình]"),
    ("an", "xã An Bình, ban an ninh"),
]


@pytest.mark.parametrize(("query", "marked"), CASES[:-1], ids=[query for query, _ in CASES[:-1]])
def test_a_query_is_highlighted_where_it_stands(query: str, marked: str) -> None:
    text = normalise(marked.replace("[", "").replace("]", ""))
    places = find_matches(read_query(query), text).pieces
    covered = {at for start, end in places for at in range(start, end) if text[at].isalnum()}
    assert covered == _marked(normalise(marked))


def _marked(text: str) -> set[int]:
    out, at, inside = set(), 0, False
    for character in text:
        if character in "[]":
            inside = character == "["
            continue
        if inside and character.isalnum():
            out.add(at)
        at += 1
    return out


def test_words_are_matched_whole() -> None:
    text = "xã An Bình, ban an ninh"
    assert [text[a:b] for a, b in find_matches(read_query("an"), text).pieces] == ["An", "an"]


def test_the_same_marks_are_told_from_others() -> None:
    query = read_query("bản thân")
    assert query.has_marks
    assert find_matches(query, "vượt qua bản thân").exact_share == 1.0
    assert find_matches(query, "người bạn thân").exact_share == 0.5
    assert not read_query("ban than 12/2024").has_marks


@pytest.mark.parametrize("text", ["", "  ", "-/.,", '""', '"'])
def test_nothing_to_look_for_is_an_empty_query(text: str) -> None:
    assert read_query(text).pieces == ()
    assert read_query(text).expression == ""


PIECES = [
    "điển hình ",
    "Đắk ",
    '"',
    "661/KH-UBND ",
    "AND ",
    "NEAR(",
    "*",
    "^",
    ":",
    "İ",
    "ß ",
    "’",
    "\n",
    "OR",
    ")",
    "tien ",
]


@given(query=st.lists(st.sampled_from(PIECES)).map("".join), text=st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_query_gives_marks_inside_any_text(query: str, text: str) -> None:
    matches = find_matches(read_query(query), text)
    snippet = cut_snippet(text, matches, width=20)
    assert all(
        0 <= start < end <= len(text) for start, end in (*matches.pieces, *matches.phrase, *matches.exact_phrase)
    )
    assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)


def test_a_snippet_is_cut_at_spaces_around_the_best_match() -> None:
    text = "đầu " * 100 + "Bà Hoa hiến đất làm đường. " + "cuối " * 100
    snippet = cut_snippet(text, find_matches(read_query("hiến đất"), text), width=60)
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["hiến", "đất"]
    assert len(snippet.text) <= 61
    assert set(snippet.text.split()) <= set(text.split())


def test_a_query_keeps_a_bounded_number_of_words(desk: Any) -> None:
    assert len(read_query("từ " * 1000).pieces) == 24
