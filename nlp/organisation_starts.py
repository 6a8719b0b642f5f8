"""The words of a page at which the name of a body may begin."""

import re
from collections.abc import Container, Iterator
from typing import Final

from nlp.place_grammar import UPPER

# Portals glue the name of a file to what follows: "KE HOACH.pdfphòng Thi đua".
_GLUED: Final = r"(?:pdf|docx?|xlsx?|rar|zip)"
FIRST: Final = re.compile(
    rf"(?:(?<!\w)(?!(?<=\.){_GLUED}[^\W\d_])|(?<=\.(?:pdf|doc|xls|rar|zip))|(?<=\.(?:docx|xlsx)))[^\W\d_]+"
)
# "TrưởngBan Tuyên giáo": a blank lost between a small letter and a capital.
_SEAM: Final = re.compile(rf"[{UPPER.lower()}](?=[{UPPER}][{UPPER.lower()}])")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORT_WORD: Final = re.compile(r"[^\W\d_]{1,12}(?![^\W\d_])")  # bounded: a glued page is one run of letters
_JOINED: Final = re.compile(r"\w")
_FILES: Final = (".pdf", ".doc", ".xls", ".rar", ".zip")


def first_words(text: str, lower: str, heads: Container[str]) -> Iterator[tuple[int, str]]:
    """Yield start and word, in small letters, of each word of `text` that is one of `heads`, in order.

    `lower` is the text in small letters, tones placed the old way.
    """
    words = FIRST if any(mark in lower for mark in _FILES) else _LETTERS
    found = [(match.start(), word) for match in words.finditer(lower) if (word := match[0]) in heads]
    if words is _LETTERS:
        found = [(start, word) for start, word in found if not start or not _JOINED.match(lower, start - 1)]
    glued = [match.end() for match in _SEAM.finditer(text)]
    for start in glued:
        letters = _SHORT_WORD.match(lower, start)
        if letters and letters[0] in heads:
            found.append((start, letters[0]))
    yield from sorted(found) if glued else found
