"""Normal forms of text: NFC once, and folds that keep the length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import fold, normalise, place_tones, strip_invisible, unify

PIECES = [
    "Nguyễn", "đường", "Đắk Lắk", "hoà", "uỷ ban", "Thuý", "quý", "H’Yim", "–", "“", "”", "\u00a0", "\u00ad",
    "a\u0302\u0301",
    "Ð", "İ", "ﬁ", "ß", "①", "😀", " ", "\n", "12/5", "TP.HCM", "ǆ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(TEXTS | st.text(max_size=40))
def test_folding_keeps_the_length(text: str) -> None:
    text = normalise(text)
    assert len(fold(text)) == len(unify(text)) == len(place_tones(text)) == len(text)


@given(TEXTS | st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(normalise(text))) == fold(normalise(text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điển hình tiên tiến", "dien hinh tien tien"),
        ("ĐẮK LẮK", "dak lak"),
        ("Ðắk", "dak"),  # Eth, as some old keyboards write it
        ("H’Yim – “Bà”", 'h\'yim - "ba"'),
        ("sản\u00a0xuất", "san xuat"),
    ],
)
def test_fold_gives_search_letters(text: str, folded: str) -> None:
    assert fold(normalise(text)) == folded


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("Uỷ ban", "Ủy ban"),
        ("Thuý", "Thúy"),
        ("HOÀ", "HÒA"),
        ("toàn", "toàn"),  # a closed syllable has one spelling
        ("quý", "quý"),  # the u belongs to the consonant
        ("khoẻ", "khỏe"),
    ],
)
def test_tones_move_to_their_old_place(new: str, old: str) -> None:
    assert place_tones(unicodedata.normalize("NFC", new)) == unicodedata.normalize("NFC", old)


def test_invisible_characters_are_removed_before_spans_are_measured() -> None:
    assert strip_invisible("thi\u00ad đua\u200b\ufeff") == "thi đua"
