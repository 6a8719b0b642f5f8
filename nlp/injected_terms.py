"""Gambling words of a page: names of betting sites, invitations to them, and topics that honest news has too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from nlp.document import Document
from nlp.lowering import lowered
from nlp.phrases import compile_phrases
from nlp.wordlists import load_lines

TermKind = Literal["brand", "advert", "topic"]

_LISTS: Final[tuple[tuple[TermKind, str], ...]] = (
    ("topic", "gambling_topics"),
    ("advert", "gambling_adverts"),
    ("brand", "gambling_brands"),  # last: a word of two lists counts as the stronger kind
)
# Made-up site codes: "kubet79", "888top", "win89". Only beside other gambling words: "F88" lends money.
_CODE: Final = re.compile(
    r"(?<![\w./-])(?:[a-z]{1,7}(?:bet|win|club|vip)?(?:88|888|789|68|86|79|99|777|666)|[a-z]{2,7}\d{0,3}bet\d{0,3}"
    r"|\d{2,3}(?:bet|win|club|vip|top))(?![\w/-])"
)
_HONEST_CODES: Final = frozenset({"f88", "alphabet", "tibet", "alfabet", "dtibet"})
# A capitalised foreign name with a word of the trade: "Dubai Palace", "Lucky Casino", "King Bet".
_NAMED: Final = re.compile(
    r"(?<!\w)(?:[A-Z][A-Za-z0-9]+ ){1,2}(?:Palace|Casino|Bet|Club|Vegas|Macau|Poker|Slot|Jackpot|Win|Game|Lotto)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One gambling word: [start, end) in the page's text."""

    start: int
    end: int
    kind: TermKind


@cache
def _kinds() -> dict[str, TermKind]:
    return {phrase: kind for kind, name in _LISTS for phrase in load_lines(name)}


@cache
def _pattern() -> re.Pattern[str]:
    return compile_phrases(_kinds())


@cache
def _list_words() -> re.Pattern[str]:
    return compile_phrases(load_lines("gambling_lists"))


@cache
def _reporting() -> re.Pattern[str]:
    return compile_phrases(load_lines("gambling_reporting"))


def find_terms(document: Document) -> list[Term]:
    """Return the gambling words of a page in text order, none overlapping."""
    text = lowered(document)
    kinds = _kinds()
    listed = [Term(m.start(), m.end(), kinds[m[0]]) for m in _pattern().finditer(text)]
    if not listed:
        return []
    codes = [Term(*m.span(), "brand") for m in _CODE.finditer(text) if m[0] not in _HONEST_CODES]
    return _without_overlaps([*listed, *codes])


def find_named_sites(document: Document) -> list[Term]:
    """Return capitalised foreign names that could be a betting site or an honest hotel; only position tells."""
    return [Term(*m.span(), "brand") for m in _NAMED.finditer(document.unified)]


def count_reporting(text: str) -> int:
    """Count the words of honest reporting about gambling, law or attacks in lower-cased text."""
    return sum(1 for _ in _reporting().finditer(text))


def count_list_words(text: str) -> int:
    """Count the search phrases that fill keyword lists in lower-cased text."""
    return sum(1 for _ in _list_words().finditer(text))


def _without_overlaps(terms: Sequence[Term]) -> list[Term]:
    kept: list[Term] = []
    for term in sorted(terms, key=lambda t: (t.start, -t.end)):
        if not kept or term.start >= kept[-1].end:
            kept.append(term)
    return kept
