"""Places printed with their kind word: "xã Phổng Lái", "TP. Huế", "tổ dân phố 5"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from domain.text import place_tones
from domain.unit_index import UnitIndex
from domain.units import Level
from nlp.place_grammar import CLOSED, KINDS, NOT_VILLAGES, NUMBERED, PlaceKind
from nlp.place_record import Place
from nlp.place_resolution import alias_key, candidates
from nlp.printed_words import MIDDLES, STARTERS, SURNAMES

_HEAD_OF: Final = re.compile(
    r"(?:trưởng|phó|già|chủ tịch|bí thư|cán bộ|công chức|y sĩ|y tế|giáo viên|đội|ông|bà) $", re.IGNORECASE
)
_IN_UNIT: Final = re.compile(r" ?\([^\W\d_]|, ?(?:huyện|thị xã|quận|tp|thành phố|tỉnh)(?!\w)", re.IGNORECASE)
_IN_COMMUNE: Final = re.compile(r", ?(?:phường|xã|thị trấn|p\.)(?!\w)", re.IGNORECASE)
_SMALL: Final = re.compile(r" [^\W\d_]{1,7}(?: \d{1,2})?(?!\w)")
_SMALL_REACH: Final = 12
_MOST_WORDS: Final = 10  # the longest names have six; a page in capitals is one run of thousands
_PART: Final = re.compile(r"[^\s–-]+")


class TypedPlaces:
    """Reads matches of `TYPED` in one text (unified)."""

    def __init__(self, text: str, units: UnitIndex) -> None:
        self._text = text
        self._units = units

    def read(self, match: re.Match[str]) -> Place | None:
        """Return the place that a match of `TYPED` means, or None where the words are something else."""
        if match["hcm"]:
            city = self._units.named("hồ chí minh", "province")
            return Place(match.start(), match.end(), match.start(), "hồ chí minh", "province", city, typed=True)
        printed = match["kind"].lower().replace(".", "")
        kind, kinds = KINDS[printed]
        if match["number"]:
            return self._numbered(match, printed)
        start, end = match.span("run")
        spans = list(_name_ends(self._text, start, end))
        near = [last for last in spans[:4] if " -" not in self._text[start:last] and " –" not in self._text[start:last]]
        if kind == "village":
            return self._village(match, printed, near)
        levels: tuple[Level, ...] = ("province", "district") if kinds == ("thành phố",) else (kind,)
        if end - start < 2 and len(printed) == 1:
            return None  # "P.V" is a reporter
        for last in reversed(spans[:_MOST_WORDS]):
            key = alias_key(self._text[start:last])
            found = candidates(self._units, key, levels, kinds)
            # A name of another kind is the same place (a town that was a district) only when it is the whole run.
            if found and (found[0].kind in kinds or last == spans[-1] or last in near[-1:] or printed in CLOSED):
                return Place(match.start(), last, start, key, found[0].level, found, typed=True, printed=kinds[0])
        return self._small_second(match, start, end, levels, kinds) or (
            None if printed in CLOSED else self._unknown(match, kind, near)
        )

    def _small_second(
        self, match: re.Match[str], start: int, end: int, levels: tuple[Level, ...], kinds: Sequence[str]
    ) -> Place | None:
        """Return the place whose later syllables are printed small: "xã Bàu hàm 2"."""
        for more in _SMALL.finditer(self._text, end, end + _SMALL_REACH):
            key = alias_key(self._text[start : more.end()].lower())
            found = candidates(self._units, key, levels, kinds)
            if found:
                return Place(match.start(), more.end(), start, key, found[0].level, found, typed=True, printed=kinds[0])
        return None

    def _numbered(self, match: re.Match[str], printed: str) -> Place | None:
        kind, kinds = KINDS[printed]
        if match["quality"] and match["quality"] != "số ":
            return None
        if kind == "village":
            # "dẫn đầu Khối 01" is a group of emulation.
            if printed in ("bản", "làng", "sóc", "t") or (printed == "khối" and match["number"].startswith("0")):
                return None
            return Place(match.start(), match.end(), match.start("number"), match["number"], kind, (), typed=True)
        if printed not in ("quận", "q", "phường", "p"):
            return None
        level: Level = "district" if kind == "district" else "commune"
        found = candidates(self._units, match["number"].lstrip("0"), (level,), kinds)
        return Place(match.start(), match.end(), match.start("number"), match["number"], kind, found, typed=True)

    def _village(self, match: re.Match[str], printed: str, spans: list[int]) -> Place | None:
        start = match.start("run")
        end = spans[-1]
        lower = [place_tones(word) for word in self._text[start:end].lower().split()]
        named = printed not in NUMBERED or _IN_COMMUNE.match(self._text, end)  # "khối Tân Thành, phường Vinh Phú"
        if not named or lower[0] in NOT_VILLAGES or self._is_person(match.start(), lower):
            return None
        if self._text[start:end].isupper() and len(spans) > 3:
            return None  # a heading in capitals shows no end of the name
        return Place(match.start(), end, start, alias_key(self._text[start:end]), "village", (), typed=True)

    def _unknown(self, match: re.Match[str], kind: PlaceKind, spans: list[int]) -> Place | None:
        start = match.start("run")
        end = spans[-1]
        lower = [place_tones(word) for word in self._text[start:end].lower().split()]
        if (self._text[start:end].isupper() and len(spans) > 2) or (
            self._is_person(match.start(), lower) and not _IN_UNIT.match(self._text, end)
        ):
            return None
        if lower[0] in STARTERS and len(lower) == 1:
            return None
        return Place(match.start(), end, start, alias_key(self._text[start:end]), kind, (), typed=True)

    def _is_person(self, at: int, lower: Sequence[str]) -> bool:
        """Whether "trưởng thôn Giàng A Páo" goes on with a person: a surname and more, after an office."""
        if lower[0] not in SURNAMES or len(lower) < 2:
            return False
        return bool(_HEAD_OF.search(self._text, max(0, at - 12), at)) or (len(lower) > 2 and lower[1] in MIDDLES)


def _name_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the end of the first word of a run, of the first two, ..."""
    for match in _PART.finditer(text, start, end):
        yield match.end()
