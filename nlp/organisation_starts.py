"""The words of a page at which the name of a body may begin."""

import re
from collections.abc import Iterator
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


def first_words(text: str, lower: str) -> Iterator[tuple[int, str]]:
    """Yield start and word, in small letters, of each word of `text` in order; `lower` is the text in small letters."""
    glued = [match.end() for match in _SEAM.finditer(text)]
    if not glued:
        yield from ((match.start(), match[0]) for match in FIRST.finditer(lower))
        return
    words = {match.start(): match[0] for match in FIRST.finditer(lower)}
    for start in glued:
        letters = _LETTERS.match(lower, start)
        if letters:
            words.setdefault(start, letters[0])
    yield from sorted(words.items())
