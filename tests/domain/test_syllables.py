"""Syllables are told by the rules of the spelling, not by a list of words."""

import unicodedata
from pathlib import Path

import pytest

from domain.syllables import has_vowel, is_syllable, syllables

SYLLABLES = (
    "nghiêng nguyễn khuỷu huýt quýnh quẩn giặt giếng gì gìn già ghế kẻ cả quốc quyết quyền thuở khuya xoong ước yếu "
    "ỷ ý kỷ mỹ tỷ quý quí hòa hoà thúy thuý khỏe khoẻ toàn loắt ngoằn ươn hươu rượu chuếch bươu oằn ạ đoạt"
).split()
NONE = (
    # Rules broken one by one: c, g, ng before e i; gh, ngh before a; q alone; a stop with huyền, hỏi, ngã or no tone.
    "cế gế ngề ghả nghà qả qoà tàc tảch tãp mât bêc ươ iê uôê ăn̉g ơu êo âo hóà hoaì nguyêñ zdv ưà tôạ đâ̂ xx ưê"
).split()
UPLAND = "Đắk Lắk Đăk Krông Blơ Kđoh Kpă Niê Byă Mlô Ksơr Plei Đơk Y Bhăm Kbuôr Knul Ayŭn Ñai Čư Rơ Kạn Kon".split()


@pytest.mark.parametrize("word", [*SYLLABLES, *(word.upper() for word in SYLLABLES)])
def test_a_word_of_the_language_is_a_syllable(word: str) -> None:
    assert is_syllable(unicodedata.normalize("NFC", word))


@pytest.mark.parametrize("word", [*NONE, "", "thì là", "18", "vieät", "tr-êng"])
def test_a_word_against_the_rules_is_none(word: str) -> None:
    assert not is_syllable(unicodedata.normalize("NFC", word))


@pytest.mark.parametrize("word", UPLAND)
def test_names_of_the_highlands_in_the_spelling_of_the_press_count(word: str) -> None:
    assert is_syllable(unicodedata.normalize("NFC", word))


def test_each_syllable_is_lower_case_nfc_with_one_tone_at_most() -> None:
    tones = set("\u0300\u0301\u0303\u0309\u0323")
    for word in syllables():
        assert word == unicodedata.normalize("NFC", word.lower())
        assert sum(character in tones for character in unicodedata.normalize("NFD", word)) <= 1
    assert 15_000 < len(syllables()) < 25_000


def test_nearly_every_marked_word_of_the_corpus_is_a_syllable() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in Path("models/corpus").glob("*.txt"))
    words = [word for word in text.split() if word.isalpha() and not word.isascii() and has_vowel(word)]
    assert len(words) > 50_000
    assert sum(map(is_syllable, words)) > 0.995 * len(words)


def test_abbreviations_have_no_vowel() -> None:
    assert [word for word in ("HĐND", "", "Ủy", "ĐU") if has_vowel(word)] == ["Ủy", "ĐU"]
