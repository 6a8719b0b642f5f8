"""Fingerprints by which texts that share a passage find each other (winnowing: Schleimer, Wilkerson, Aiken 2003)."""

import re
import zlib
from typing import Final

from domain.text import fold

# Any shared run of _SYLLABLES + _WINDOW - 1 = 31 syllables, about a sentence and a half, shares a fingerprint.
_SYLLABLES: Final = 8
_WINDOW: Final = 24
_MOST_SYLLABLES: Final = 20_000  # a longer text (a scanned book, an attack) is compared by its beginning
_WORD: Final = re.compile(r"[^\W_]+")
_BASE: Final = 1_000_003
_PRIME: Final = 2**61 - 1
_MIX: Final = 0x9E3779B97F4A7C15


def fingerprints(text: str) -> tuple[int, ...]:
    """Return the fingerprints of a text, ascending, each in 0..2**62: one for about twelve syllables.

    Marks, case, punctuation and line breaks do not count. Equal in every process and version of Python; a text of
    fewer than eight syllables has none.
    """
    hashes = _hashes(syllables(text)[:_MOST_SYLLABLES])
    if not hashes:
        return ()
    last = max(1, len(hashes) - _WINDOW + 1)
    return tuple(sorted({min(hashes[at : at + _WINDOW]) for at in range(last)}))


def syllables(text: str) -> list[str]:
    """Return the syllables and numbers of a text, folded."""
    return _WORD.findall(fold(text))


def _hashes(words: list[str]) -> list[int]:
    """Hash every run of _SYLLABLES words, rolling along the text."""
    codes = [zlib.crc32(word.encode()) + 1 for word in words]
    first = pow(_BASE, _SYLLABLES - 1, _PRIME)
    value = 0
    out = []
    for at, code in enumerate(codes):
        if at >= _SYLLABLES:
            value -= codes[at - _SYLLABLES] * first
        value = (value * _BASE + code) % _PRIME
        if at >= _SYLLABLES - 1:
            # Mixed, so that the smallest of a window is a fair choice among texts.
            out.append((value * _MIX & (2**64 - 1)) >> 2)
    return out
