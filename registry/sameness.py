"""Whether two articles are one text published twice.

A copy repeats the sentences of the other: it may be shorter, carry another title, another lead, a by-line. A text
that puts other names, numbers or dates into the same sentences (the ceremony of another year, an award list of
another commune) tells something else and is no copy.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from domain.text import fold
from registry.shingles import syllables

_RUN: Final = 5  # syllables of the runs that are compared
# Measured on the pairs of benchmarks/copies.py: see docs/quality.md.
_CONTAINED: Final = 0.7  # share of the shorter text's runs that stand in the longer one
_LENGTH: Final = 0.4  # shorter to longer: below it one text is a paragraph of the other
_SHORTENED: Final = 0.6  # below it the beginning is asked for: an item of a digest may stand anywhere
_PAIRED: Final = 0.5  # share of common words from which two sentences are two wordings of one
_LONGEST: Final = 200_000  # characters of a text that are compared, from its beginning
_WORDS: Final = 300  # a longer sentence is no sentence; aligning it would take quadratic time
_MOST: Final = 60  # sentences compared one by one: more differences than this and the texts are not copies
_BYLINE_WORDS: Final = 8

_SENTENCE: Final = re.compile(r"[^\n.!?;]+(?:[.,/-]\d[^\n.!?;]*|\.(?=\S)[^\n.!?;]*)*")
_NUMBER: Final = re.compile(r"\d+(?:[.,/-]\d+)*")
_CAPITAL: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Copyable:
    """A text to compare: `head` is title and lead, which copies change."""

    head: str
    body: str

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of _RUN syllables of the body."""
        words = syllables(self.body[:_LONGEST])
        return frozenset(zip(*(words[at:] for at in range(_RUN)), strict=False))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the body, by-lines left out."""
        found = [part.strip() for line in self.body[:_LONGEST].split("\n") for part in _sentences(line)]
        return tuple(part for part in found if part)

    @cached_property
    def names(self) -> frozenset[str]:
        """Pairs of capitalised words, folded, of head and body: parts of names of people and places."""
        return frozenset(_names(self.head)) | frozenset(_names(self.body[:_LONGEST]))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers and dates of head and body in one spelling."""
        return frozenset(_numbers(self.head)) | frozenset(_numbers(self.body[:_LONGEST]))


def is_copy(one: Copyable, other: Copyable) -> bool:
    """Tell whether the two are one text published twice, in whole or shortened. Symmetric."""
    short, long = sorted((one, other), key=lambda text: (len(text.runs), text.body))
    if not short.runs or len(short.runs) < _LENGTH * len(long.runs):
        return False
    if len(short.runs & long.runs) < _CONTAINED * len(short.runs):
        return False
    if len(short.runs) < _SHORTENED * len(long.runs) and not _begins_alike(short, long):
        return False
    return not _tells_otherwise(short, long)


def _tells_otherwise(short: Copyable, long: Copyable) -> bool:
    """Tell whether names or numbers were replaced, not only left out or added."""
    of_short, of_long = _only_in(short, long), _only_in(long, short)
    if len(of_short) > _MOST or _are_replaced(of_short, of_long, short, long):
        return True
    return any(_is_rewritten(sentence, of_long[: 5 * _MOST]) for sentence in of_short)


def _begins_alike(short: Copyable, long: Copyable) -> bool:
    """A shortened copy keeps the beginning; an item stands somewhere in a digest."""
    rest = _only_in(long, short)
    return any(sentence not in rest for sentence in long.sentences[:2])


def _only_in(one: Copyable, other: Copyable) -> list[str]:
    known = {" ".join(syllables(sentence)) for sentence in other.sentences}
    return [sentence for sentence in one.sentences if " ".join(syllables(sentence)) not in known]


def _are_replaced(of_short: list[str], of_long: list[str], short: Copyable, long: Copyable) -> bool:
    """Both texts name what the other does not: names beside names, or numbers beside numbers."""
    for find, in_short, in_long in (
        (_names, short.names, long.names),
        (_numbers, short.numbers, long.numbers),
    ):
        new_in_short = {each for sentence in of_short for each in find(sentence)} - in_long
        new_in_long = {each for sentence in of_long for each in find(sentence)} - in_short
        if new_in_short and new_in_long:
            return True
    return False


def _is_rewritten(sentence: str, others: Iterable[str]) -> bool:
    """The same sentence stands in the other text with another number or date."""
    words, numbers = syllables(sentence), frozenset(_numbers(sentence))
    for other in others:
        if numbers == frozenset(_numbers(other)):
            continue
        others_words = syllables(other)
        if max(len(words), len(others_words)) > _WORDS:
            continue
        matcher = difflib.SequenceMatcher(None, words, others_words, autojunk=False)
        is_near = matcher.real_quick_ratio() >= _PAIRED and matcher.quick_ratio() >= _PAIRED
        if is_near and matcher.ratio() >= _PAIRED and _swaps_numbers(words, others_words, matcher):
            return True
    return False


def _swaps_numbers(one: list[str], other: list[str], matcher: "difflib.SequenceMatcher[str]") -> bool:
    return any(
        tag == "replace" and any(map(str.isdigit, one[a:b])) and any(map(str.isdigit, other[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
    )


def _sentences(line: str) -> list[str]:
    if len(line.split()) <= _BYLINE_WORDS and not line.rstrip().endswith((".", ":", ";")):
        return []
    return _SENTENCE.findall(line)


def _names(text: str) -> Iterable[str]:
    for line in text.split("\n"):
        for sentence in _SENTENCE.findall(line):
            found = list(_CAPITAL.finditer(sentence))
            # The first word is a capital anyway; words in capitals throughout are abbreviations or headings.
            for left, right in pairwise(found[1:]):
                joined = sentence[left.end() : right.start()] == " "
                if joined and _is_name(left[0]) and _is_name(right[0]):
                    yield fold(f"{left[0]} {right[0]}")


def _is_name(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _numbers(text: str) -> Iterable[str]:
    for found in _NUMBER.findall(text):
        yield "/".join(part.lstrip("0") or "0" for part in re.split(r"[/-]", found))
