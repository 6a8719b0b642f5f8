"""What a person typed into the search box, and where it occurs in a text.

Everything is matched folded (without marks, đ as d), so that "dien hinh" finds "điển hình"; places where the marks
agree as well are told apart, because folding makes bản thân, bạn thân and bán thân one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.text import fold, normalise, place_tones, unify

Mark = tuple[int, int]

_MAX_WORDS: Final = 24
_PIECE: Final = re.compile(r'"([^"]+)"|(\S+)')
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Query:
    """A search in words; each piece is a word, a symbol such as 661/KH-UBND, or a quoted phrase.

    `has_marks`: the person typed Vietnamese letters, so matches with the same marks come first.
    """

    pieces: tuple[str, ...]
    has_marks: bool

    @property
    def expression(self) -> str:
        """The FTS5 expression: all pieces must occur; empty when there is nothing to look for."""
        return " AND ".join('"' + " ".join(_WORD.findall(fold(piece))) + '"' for piece in self.pieces)

    @property
    def folded(self) -> str:
        """The pieces without marks, joined by single spaces."""
        return " ".join(fold(piece) for piece in self.pieces)


def read_query(text: str) -> Query:
    """Return the query; punctuation alone is ignored, words beyond the first 24 are dropped."""
    plain = unify(normalise(text))
    found = [quoted or word for quoted, word in _PIECE.findall(plain)]
    pieces = tuple(piece for piece in found if _WORD.search(piece))[:_MAX_WORDS]
    joined = " ".join(pieces)
    return Query(pieces, has_marks=fold(joined) != joined.lower())


@dataclass(frozen=True, slots=True)
class Matches:
    """Where a query occurs in one text: each piece, the pieces in a row, and the latter with the same marks."""

    pieces: tuple[Mark, ...]
    phrase: tuple[Mark, ...]
    exact_phrase: tuple[Mark, ...]
    exact_share: float  # of the pieces, 0..1, that occur with the same marks

    @property
    def best(self) -> Mark | None:
        """The place to show first."""
        for places in (self.exact_phrase, self.phrase, self.pieces):
            if places:
                return places[0]
        return None


def find_matches(query: Query, text: str) -> Matches:
    """Return the places where `query` occurs in `text`, as code-point ranges in reading order."""
    if not query.pieces:
        return Matches((), (), (), 0.0)
    folded = fold(text)
    patterns = _patterns(tuple(map(fold, query.pieces)))
    pieces = _merged([match.span() for pattern in patterns.pieces for match in pattern.finditer(folded)])
    phrase = tuple(match.span() for match in patterns.phrase.finditer(folded))
    if not query.has_marks:
        share = sum(pattern.search(folded) is not None for pattern in patterns.pieces) / len(query.pieces)
        return Matches(pieces, phrase, phrase, share)
    exact = unify(text).lower() if pieces else ""
    if len(exact) != len(text):  # a few foreign letters grow in lower case (İ); offsets matter more than their case
        exact = unify(text)
    exact_patterns = _patterns(query.pieces, exact=True)
    return Matches(
        pieces=pieces,
        phrase=phrase,
        exact_phrase=tuple(match.span() for match in exact_patterns.phrase.finditer(exact)),
        exact_share=sum(each.search(exact) is not None for each in exact_patterns.pieces) / len(query.pieces),
    )


@dataclass(frozen=True, slots=True)
class _Patterns:
    pieces: tuple[re.Pattern[str], ...]
    phrase: re.Pattern[str]


@lru_cache(maxsize=64)
def _patterns(pieces: tuple[str, ...], *, exact: bool = False) -> _Patterns:
    sources = [name_pattern(piece) if exact else _source(piece) for piece in pieces]
    return _Patterns(tuple(map(re.compile, sources)), re.compile(r"\W+".join(sources)))


def name_pattern(name: str) -> str:
    """Return a regular expression for `name` in unified lower-case text, with its tones in either place."""
    lower = place_tones(unify(name).lower())
    return _TONE.sub(lambda match: f"(?:{match[0]}|{_OTHER_PLACE[match[0]]})", _source(lower))


def _source(piece: str) -> str:
    return r"(?<!\w)" + r"\W+".join(map(re.escape, _WORD.findall(piece))) + r"(?!\w)"


# Old place of the tone -> new place; found by asking `place_tones`, which knows them.
_NEW_PLACE: Final = [first + second for first in "ou" for second in "àáảãạèéẻẽẹỳýỷỹỵ"]
_OTHER_PLACE: Final = {place_tones(pair): pair for pair in _NEW_PLACE if place_tones(pair) != pair}
_TONE: Final = re.compile("|".join(_OTHER_PLACE))


def _merged(marks: list[Mark]) -> tuple[Mark, ...]:
    out: list[Mark] = []
    for start, end in sorted(marks):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text with the ranges in it to highlight."""

    text: str
    marks: tuple[Mark, ...]


def cut_snippet(text: str, matches: Matches, *, width: int = 240) -> Snippet:
    """Return about `width` characters around the best match, cut at spaces, with its marks."""
    best = matches.best or (0, 0)
    start = max(0, best[0] - width // 3)
    end = min(len(text), max(best[1], start + width))
    if start > 0:
        start = next((at + 1 for at in range(start, best[0]) if text[at].isspace()), start)
    if end < len(text):
        end = next((at for at in range(end - 1, best[1], -1) if text[at].isspace()), end)
    marks = tuple((max(a, start) - start, min(b, end) - start) for a, b in matches.pieces if b > start and a < end)
    return Snippet(text[start:end].replace("\n", " "), marks)
