"""The capitalised words of a page, and whether a group of them stands alone or in a longer name."""

import re
from bisect import bisect_left
from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from domain.text import place_tones
from nlp.lowering import lower_unified
from nlp.place_grammar import NOT_BEFORE, WORD
from nlp.place_resolution import alias_key
from nlp.wordlists import load_lines, load_words

_WORD: Final = re.compile(rf"(?<![\w'’]){WORD}")
_JOINED: Final = re.compile(r" {1,2}| ?[-–] ?")
_MANY: Final = re.compile(r"(?:các|những|cán bộ, )(?: ?chiến) sĩ $")
SURNAMES: Final = frozenset(place_tones(word).lower() for word in load_words("surnames"))
# The surnames of most people; the rest are also beginnings of places: Cam Thủy, Sín Thầu.
KINH_SURNAMES: Final = frozenset(place_tones(w).lower() for line in load_lines("surnames")[:2] for w in line.split())
MIDDLES: Final = frozenset("văn thị a ngọc hữu đức xuân đình quang minh thanh".split())
DIRECTIONS: Final = frozenset({"bắc", "nam", "đông", "tây"})
# "Mới", "Nam", "Bắc" open sentences, but after a name they belong to it: "Hà Nội Mới".
STARTERS: Final = frozenset(place_tones(w).lower() for w in load_words("sentence_words")) - {"mới", "nam", "bắc"}


@dataclass(frozen=True, slots=True)
class Word:
    """One capitalised word; `lower` has its tone placed the old way, `upper`: all letters are capitals."""

    start: int
    end: int
    lower: str
    upper: bool


class PrintedWords:
    """The capitalised words of one text (unified), in order, with the text in small letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = lower_unified(text)
        self.words = [self._word(match) for match in _WORD.finditer(text)]
        self._starts = [word.start for word in self.words]
        self._at: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            self._at.setdefault(word.lower, []).append(index)

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, index: int) -> Word:
        return self.words[index]

    def index_at(self, offset: int) -> int:
        """Return the index of the first word that begins at `offset` or later."""
        return bisect_left(self._starts, offset)

    def beginning(self, firsts: Set[str]) -> list[int]:
        """Return in order the indices of the words that are one of `firsts` (small letters)."""
        return sorted(index for word in self._at.keys() & firsts for index in self._at[word])

    def key(self, index: int, size: int) -> str | None:
        """Return the name key of `size` words that are printed together, or None."""
        for at in range(index, index + size - 1):
            if not _JOINED.fullmatch(self.text, self.words[at].end, self.words[at + 1].start):
                return None
        return alias_key(self.lower[self.words[index].start : self.words[index + size - 1].end])

    def stands_alone(self, index: int, size: int) -> bool:
        """Whether the words are no part of a longer name, such as a person's or a road's."""
        return self.open_before(index) and self._open_after(index + size)

    def open_before(self, index: int) -> bool:
        """Whether a name may begin at this word."""
        first = self.words[index]
        if index and self.adjacent(self.words[index - 1].end, first.start):
            before = self.words[index - 1]
            if before.lower in DIRECTIONS or before.lower in NOT_BEFORE:
                return False
            if before.lower in STARTERS or (before.upper and not first.upper):
                return True
            return before.lower not in SURNAMES and before.lower not in MIDDLES
        before_word = self.word_before(first.start)
        # "các chiến sĩ Trường Sa": many of a place, not one of that name.
        many = before_word == "sĩ" and _MANY.search(self.lower, max(0, first.start - 20), first.start)
        return before_word not in NOT_BEFORE or bool(many)

    def _open_after(self, index: int) -> bool:
        last = self.words[index - 1]
        if self.text[last.end : last.end + 1] in ("'", "’"):
            return False
        if index >= len(self.words) or not self.adjacent(last.end, self.words[index].start):
            return True
        after = self.words[index]
        if after.lower in STARTERS or after.upper != last.upper:
            return True
        # "Tỉnh ủy Quảng Trị Nguyễn Văn Hùng": a person of two syllables or more follows.
        return (
            after.lower in SURNAMES
            and index + 1 < len(self.words)
            and self.adjacent(after.end, self.words[index + 1].start)
        )

    def adjacent(self, end: int, start: int) -> bool:
        """Whether only a blank or two lie between two offsets."""
        return 0 < start - end <= 2 and self.text[end:start].strip(" ") == ""

    def word_before(self, at: int) -> str:
        """Return the word in small letters that ends a blank before `at`, or ""."""
        if at < 2 or self.lower[at - 1] != " ":
            return ""
        start = at - 1
        while start and self.lower[start - 1].isalnum():
            start -= 1
        return self.lower[start : at - 1]

    def _word(self, match: re.Match[str]) -> Word:
        start, end = match.span()
        return Word(start, end, self.lower[start:end], end - start > 1 and match[0].isupper())
