"""Word lists built from knowledge of the language and its names."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """Return the entries of `<name>.txt`, one a line, without comments."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def load_words(name: str) -> frozenset[str]:
    """Return the words of `<name>.txt`, several a line."""
    return frozenset(word for line in load_lines(name) for word in line.split())
