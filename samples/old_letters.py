"""Text as bytes of windows-1258, the Vietnamese code page in which tones stand behind their letters."""

import unicodedata
from collections.abc import Iterator
from typing import Final

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


def to_cp1258(text: str) -> bytes:
    """Return HTML in windows-1258; what the code page lacks becomes a numeric entity."""
    return "".join(_parted(text)).encode("cp1258", errors="xmlcharrefreplace")


def _parted(text: str) -> Iterator[str]:
    """Letter and tone apart, but the letter with its circumflex, breve or horn."""
    for character in unicodedata.normalize("NFC", text):
        letters = unicodedata.normalize("NFD", character)
        tones = "".join(mark for mark in letters if mark in _TONES)
        rest = "".join(mark for mark in letters if mark not in _TONES)
        yield unicodedata.normalize("NFC", rest) + tones
