"""The text of a page as cue phrases are matched in it: lower case, tones placed the old way, equal length."""

import re
from functools import lru_cache
from typing import Final

from nlp.document import Document

# hoà, thuý -> hòa, thúy; only an open syllable moves its tone ("toàn" stays), "quý" stays.
_OPEN: Final = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])")
_MOVED: Final = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip


def lowered(document: Document) -> str:
    """Return the page's unified text in lower case, tones placed the old way; same length as the text."""
    return lower_unified(document.unified)


# Every finder of a page asks for the same text: the last two stay, so that it is made once a page.
@lru_cache(maxsize=2)
def lower_unified(unified: str) -> str:
    """Return `unified` in lower case with tones placed the old way; keeps the length."""
    lower = unified.lower()
    if len(lower) != len(unified):  # a letter such as İ grows when lower-cased
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in unified)
    return _OPEN.sub(lambda match: _MOVED[match[0]], lower)
