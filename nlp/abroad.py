"""Pages that tell of other countries only: no board of Vietnam can honour whom they praise."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from domain.extraction import UnitMention
from domain.text import place_tones
from nlp.phrases import compile_phrases
from nlp.wordlists import load_lines

if TYPE_CHECKING:
    import re

_ENOUGH: Final = 2  # different countries, or one named often
_OFTEN: Final = 3
_HOME: Final = (
    "việt nam",
    "chủ tịch nước",
    "thủ tướng chính phủ",
    "nước ta",
    "trong nước",
    "kiều bào",
    "tỉnh",
    "huyện",
    "xã ",
    "phường",
)


def is_abroad(lowered: str, units: Sequence[UnitMention]) -> bool:
    """Tell whether a page names other countries and nothing of Vietnam: no unit, no word for its land or levels.

    `lowered`: the page's text in lower case with tones placed the old way.
    """
    if any(unit.code is not None for unit in units) or any(word in lowered for word in _HOME):
        return False
    named = _countries().findall(lowered)
    return len(set(named)) >= _ENOUGH or len(named) >= _OFTEN


@cache
def _countries() -> "re.Pattern[str]":
    """Return the pattern of all countries but Vietnam; names that are common words in lower case are left out."""
    words = {place_tones(line).lower() for line in load_lines("countries")}
    return compile_phrases(sorted(words - {"việt nam", "anh", "mỹ", "nga", "ý", "đức", "pháp", "áo", "bỉ", "lào"}))
