"""Syllable tokens with offsets."""

import re
from dataclasses import dataclass
from typing import Final

# A word keeps its apostrophes (H'Yim, K’Hiếu); a number its separators (1.200, 12/5); the rest stands alone.
_TOKEN: Final = re.compile(
    r"[^\W\d_]+(?:['’ʼ‘´`][^\W\d_]+)*"
    r"|\d+(?:[.,/]\d+)*"
    r"|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Token:
    """Half-open range of one token and its text."""

    start: int
    end: int
    text: str


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens inside text[start:end] in order."""
    stop = len(text) if end is None else end
    return [Token(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text, start, stop)]
