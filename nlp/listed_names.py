"""Names that their place on the page gives away: items of a numbered list, photo credits in capitals."""

import re
from collections.abc import Iterator
from typing import Final

from domain.text import fold, place_tones, unify
from nlp.wordlists import load_words

_SURNAMES: Final = frozenset(place_tones(word) for word in load_words("surnames"))
_UPPER: Final = "A-ZĐÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ"
# "3. Trương Sỹ, Sở ..."; the number tells a list of people from a row of places less surely than the surname does.
_ITEM: Final = re.compile(
    rf"^\s*\d{{1,3}}\s?[.)]\s{{0,2}}((?:[{_UPPER}][^\W\d_A-Z]*[ ]){{1,4}}[{_UPPER}][^\W\d_A-Z]*)(?=\s?[,(:–-]|\s*$)",
    re.MULTILINE,
)
# "Ảnh NGÔ QUANG.", "11:33 GMT+7. NGỌC DƯƠNG. TTO -"
_CAPITALS: Final = rf"[{_UPPER}]{{2,7}}"
_CREDIT: Final = re.compile(
    rf"(?:\b[Ảả]nh|\bẢNH|GMT\+7)\s?[:.-]?\s((?:{_CAPITALS} ){{1,3}}{_CAPITALS})(?=\s?[.,)\n–-]|\s*$)"
)
_VOWEL: Final = re.compile(r"[aeiouy]")


def find_listed_names(text: str, places: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of such names in text order; `places`: names of units in lower case, which are no people."""
    plain = unify(text)
    spans = [match.span(1) for match in _ITEM.finditer(plain) if _is_person(match[1], places)]
    spans += [match.span(1) for match in _CREDIT.finditer(plain) if _is_written_out(match[1])]
    yield from sorted(spans)


def _is_person(name: str, places: frozenset[str]) -> bool:
    words = place_tones(name).split()
    return words[0] in _SURNAMES and _is_written_out(name) and " ".join(words).lower() not in places


def _is_written_out(name: str) -> bool:
    """Every word has a vowel and Vietnamese letters: no "TTXVN", no "AFP"."""
    return all(_VOWEL.search(fold(word)) for word in name.split())
