"""Sentences end where people end them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.document import read_document
from nlp.tokens import find_tokens


def sentences(text: str) -> list[str]:
    document = read_document(Page("t", "", normalise(text)))
    return [document.text[s.start : s.end] for s in document.sentences]


@pytest.mark.parametrize(
    "marked",
    [
        "Ông đến TP. Huế hôm qua.|Trời mưa.",
        "ThS. Lan và PGS.TS. Minh phát biểu.|Hội nghị kết thúc.",
        "Lễ trao diễn ra ngày 20.4 tại xã.|Có 30 người dự.",
        "Bà nói: “Tôi vui lắm!”|Rồi bà đi.",
        "1. Ông Bách, nông dân;",
        "Tặng 2 tập thể: 1.Xã Nậm Cắt; 2. Đội 3; 3. Ông Tư.|Lễ trao kết thúc.",
        "Năm 2021 có 12 hộ, năm 2022 còn 5.|Người dân phấn khởi.",
        "Anh Nguyễn Văn H. bị bắt.|Vụ việc được điều tra.",
        "Tiêu đề không có dấu chấm\nDòng sau.",
        "Việc xong.Theo đó, xã họp.",
        "Họ gồm ông A, bà B... và nhiều người khác.",
    ],
)
def test_sentences_end_only_at_their_end(marked: str) -> None:
    text = marked.replace("|", " ")
    expected = [part for line in marked.split("\n") for part in line.split("|")]
    if "xong.Theo" in marked:
        expected = ["Việc xong.", "Theo đó, xã họp."]
    assert sentences(text) == expected


PIECES = ["Ông A", "TP.", " ", ". ", "\n", "...", "“", "”", "20.4", "!", "?", "ThS.", "xã", "1.", ";", "\u00a0"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_sentences_are_ordered_ranges_that_hold_every_word(text: str) -> None:
    text = normalise(text)
    document = read_document(Page("t", "", text))
    at = 0
    for sentence in document.sentences:
        assert at <= sentence.start < sentence.end <= len(text)
        at = sentence.end
    inside = "".join(text[s.start : s.end] for s in document.sentences)
    assert "".join(inside.split()) == "".join(text.split())


def test_a_sentence_is_found_by_offset() -> None:
    document = read_document(Page("t", "", "Một câu. Hai câu."))
    first, second = document.sentences
    assert document.sentence_at(3) == first
    assert document.sentence_at(10) == second
    assert document.sentence_at(8) is None


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("H'Yim Kđoh", ["H'Yim", "Kđoh"]),
        ("bà K’Hiếu", ["bà", "K’Hiếu"]),
        ("Quỳnh AnhQuỳnh Anh", ["Quỳnh", "Anh", "Quỳnh", "Anh"]),
        ("1.200 m2, 12/5", ["1.200", "m", "2", ",", "12/5"]),
        ("TP.HCM", ["TP", ".", "HCM"]),
        ("NGUYỄN VĂN A", ["NGUYỄN", "VĂN", "A"]),
    ],
)
def test_tokens_keep_names_whole(text: str, tokens: list[str]) -> None:
    assert [token.text for token in find_tokens(text)] == tokens
