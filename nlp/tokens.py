"""Syllable tokens with offsets."""

import re
from dataclasses import dataclass
from typing import Final

_UPPER: Final = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# A word keeps its apostrophes (H'Yim, K’Hiếu); a number its separators (1.200, 12/5); the rest stands alone.
# Words glued by lost spaces come apart where a capital follows a small letter: "AnhQuỳnh" is "Anh" and "Quỳnh".
_TOKEN: Final = re.compile(
    rf"[{_UPPER}](?:['’ʼ‘´`]?(?![{_UPPER}])[^\W\d_])+(?:['’ʼ‘´`][^\W\d_]+)*"
    r"|[^\W\d_]+(?:['’ʼ‘´`][^\W\d_]+)*"
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
