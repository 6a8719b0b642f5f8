"""The text of one page with its folded twin, lines and sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from domain.pages import Page
from domain.text import fold, unify

# A full stop after one of these (folded, without the stop) does not end a sentence: "TP. Huế", "ThS. Lan".
_ABBREVIATIONS: Final = frozenset(
    """tp tt tx q p h x t ts ths pgs gs bs ks cn gv ubnd mr mrs dr st co ltd jsc no vs tr tnhh hcm tw nxb sn
    dc d/c cv th.s pgs.ts gs.ts ts.bs ths.bs bs.ckii bs.cki cki ckii nsnd nsut ngut nnut ttut ls kts tm kt tl tuq
    vv v.v stt dt""".split()
)
_STOP: Final = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|[.!?][\"”’')\]]*(?=[\"“]?[A-ZĐÀ-Ỵ][a-zà-ỹ])")
_LAST_WORD: Final = re.compile(r"(\S+)$")
# No sentence of real pages is half as long; without a bound, one endless line costs time with its square.
_LONGEST: Final = 2000
# The number of an item inside a line: "5 tập thể: 1. Xã A; 2.Xã B"; "từ 1 đến 5. Ngày" ends a sentence.
_ITEM_NUMBER: Final = re.compile(r"[;:,(]\s?\d{1,2}$")
_INITIAL: Final = re.compile(r"^[(\"“]?[A-ZĐ](?:\.[A-ZĐ])*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Half-open range of one sentence; `line` counts the text's lines from 0 (line 0 holds the title)."""

    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Document:
    """One page ready for reading; `text`, `unified` and `folded` have equal length."""

    page: Page
    text: str
    lines: tuple[tuple[int, int], ...]
    sentences: tuple[Sentence, ...]

    @cached_property
    def unified(self) -> str:
        """The text with dashes, quotes, apostrophes and spaces of one form."""
        return unify(self.text)

    @cached_property
    def folded(self) -> str:
        """The text in lower case without marks."""
        return fold(self.text)

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence holding `offset`, or None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= offset:
            return self.sentences[low]
        return None


def read_document(page: Page) -> Document:
    """Split the page's text into lines and sentences; blank lines carry no sentence."""
    text = page.text
    lines: list[tuple[int, int]] = []
    sentences: list[Sentence] = []
    start = 0
    for raw in text.split("\n"):
        end = start + len(raw)
        if raw.strip():
            number = len(lines)
            lines.append((start, end))
            sentences.extend(Sentence(a, b, number) for a, b in split_sentences(text, start, end))
        start = end + 1
    return Document(page, text, tuple(lines), tuple(sentences))


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the trimmed sentence ranges inside text[start:end], a single line."""
    found: list[tuple[int, int]] = []
    at = start
    for stop in _STOP.finditer(text, start, end):
        if not _ends_sentence(text, at, stop, end):
            continue
        found.append((at, stop.end()))
        at = stop.end()
    found.append((at, end))
    bounded = [piece for a, b in found for piece in _bounded(text, a, b)]
    return [trimmed for a, b in bounded if (trimmed := _trim(text, a, b))[0] < trimmed[1]]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the range in pieces of at most _LONGEST characters, cut after a semicolon, else a comma, else a space."""
    while end - start > _LONGEST:
        cuts = (text.rfind(sign, start + _LONGEST // 2, start + _LONGEST) for sign in ("; ", ", ", " "))
        cut = next((at + 1 for at in cuts if at > 0), start + _LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if not stop[0].startswith("."):
        return True
    if stop[0].startswith(".."):
        return _next_is_start(text, stop.end(), end)
    before = _LAST_WORD.search(text, max(start, stop.start() - 24), stop.start())
    word = before[1] if before else ""
    folded = fold(word).lstrip("(\"'")
    if folded in _ABBREVIATIONS or _INITIAL.match(word):
        return False
    # "1. Ông Trịnh Xuân Bách": the number of a list item stays with its item.
    if word.isdigit() and len(word) <= 2 and _is_item_number(text, start, stop.start()):
        return False
    return _next_is_start(text, stop.end(), end)


def _is_item_number(text: str, start: int, end: int) -> bool:
    """Tell whether the number that ends at `end` opens the sentence or, after a mark, an item in it."""
    opens = text[start:end].strip().isdigit()
    return opens or _ITEM_NUMBER.search(text, max(start, end - 4), end) is not None


def _next_is_start(text: str, at: int, end: int) -> bool:
    while at < end and text[at] in " \u00a0\t\"“‘'(-–•*":
        at += 1
    return at >= end or not text[at].islower()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
