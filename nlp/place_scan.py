"""Where places are printed on a page, before anything is resolved."""

import re
from collections.abc import Sequence, Set
from typing import Final

from domain.unit_index import UnitIndex
from domain.units import Level, Unit
from nlp.bare_names import BareNames, districts_of, known_names
from nlp.place_grammar import (
    LOCATED,
    OPEN_LEFT,
    TYPED,
)
from nlp.place_record import RANK, Place
from nlp.place_resolution import today_of
from nlp.printed_words import KINH_SURNAMES, PrintedWords
from nlp.typed_places import TypedPlaces

# Between a place and its superior: "xã Hòa Nhơn, huyện Hòa Vang", "Sa Pa (Lào Cai)", "Kỳ Sơn - Nghệ An".
_SUPERIOR: Final = re.compile(r" ?[,(–-] ?\(?| ?| (?:thuộc|của) ")
_SCHOOL: Final = re.compile(r"(?:trường|tiểu học|trung học cơ sở|thcs\)?|thpt|mầm non|mẫu giáo) $")
_MOST_WORDS: Final = 10  # the longest names have six; a page in capitals is one run of thousands
_FEW_PROVINCES: Final = 4  # on a page that names more, a district's name is too often something else
_ITEM: Final = re.compile(r" ?[,;] ?| và | với ")
_PLURAL: Final = re.compile(r"(?:các|những|hai|ba|bốn|năm|sáu|giữa|(?<![\d/])\d{1,2}) $", re.IGNORECASE)


def scan_places(
    text: str, units: UnitIndex, near: frozenset[str], taken: Sequence[tuple[int, int]] = ()
) -> list[Place]:
    """Return the places printed in `text` (unified), in order; `near`: today's provinces of the page's host."""
    return _Scan(text, units, near, taken).run()


class _Scan:
    """One page being scanned; places are added round by round, each round leaning on the ones before."""

    def __init__(self, text: str, units: UnitIndex, near: frozenset[str], taken: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.units = units
        self.near = near
        self.covered = bytearray(len(text) + 1)
        for start, end in taken:
            self._cover(start, end)
        self.words = PrintedWords(text)
        self.places: list[Place] = []

    def run(self) -> list[Place]:
        """Scan: typed names, bare provinces and cities, neighbours of both, then repeated names."""
        typed = TypedPlaces(self.text, self.units)
        for match in TYPED.finditer(self.text):
            self._add(typed.read(match))
        self._bare(known_names(self.units))
        for place in sorted(self.places, key=lambda p: p.start):
            self._before(place)
            self._after(place)
        self._repeated()
        near = self._provinces()
        self._located(near)
        self._in_province(near)
        self.places.sort(key=lambda place: place.start)
        self._link()
        return self.places

    # -- bare ----------------------------------------------------------------------------------------------------

    def _bare(self, names: BareNames, *, signs: bool = False) -> None:
        """Add every name of `names` that stands alone; with `signs`, only behind a sign or a joining word."""
        for index in self.words.beginning(names.first):
            if self.covered[self.words[index].start]:
                continue
            for size in range(min(names.longest, len(self.words) - index), 0, -1):
                key = self.words.key(index, size)
                if key in names.levels:
                    place = self._named(index, size, key, names.levels[key])
                    if self._stands(index, size, signs=signs) and not (
                        place.kind == "commune" and self._is_school(place.start)
                    ):
                        self._add(place)
                    break

    def _stands(self, index: int, size: int, *, signs: bool) -> bool:
        start = self.words[index].start
        if signs and not OPEN_LEFT.search(self.text[max(0, start - 7) : start]):
            return False
        return self.words.stands_alone(index, size)

    def _is_school(self, start: int) -> bool:
        return _SCHOOL.search(self.words.lower, max(0, start - 16), start) is not None

    def _named(self, index: int, size: int, key: str, level: Level) -> Place:
        start, end = self.words[index].start, self.words[index + size - 1].end
        return Place(start, end, start, key, level, self.units.named(key, level), typed=False)

    # -- neighbours ----------------------------------------------------------------------------------------------

    def _before(self, place: Place) -> None:
        """Add the bare name right before its superior: "Sa Pa (Lào Cai)", "Hòa Vang, TP Đà Nẵng"."""
        index = self.words.index_at(place.start)
        while place.kind in ("province", "district") and index:
            end = self.words[index - 1].end
            if end >= place.start or not _between(self.text, end, place.start) or self.covered[end - 1]:
                return
            first = index - 1
            while (
                first > index - _MOST_WORDS
                and first
                and self.words.adjacent(self.words[first - 1].end, self.words[first].start)
            ):
                first -= 1
            lower_place = self._inferior(first, index, place)
            if lower_place is None:
                return
            self._add(lower_place)
            place = lower_place
            index = self.words.index_at(place.start)

    def _inferior(self, first: int, index: int, place: Place) -> Place | None:
        for at in range(first, index):
            key = self.words.key(at, index - at)
            if key is None or not self.words.open_before(at):
                continue
            levels: tuple[Level, ...] = ("district", "commune") if place.kind == "province" else ("commune",)
            for level in levels:
                found = tuple(u for u in self.units.named(key, level) if self._is_within(u, place))
                if found:
                    start, end = self.words[at].start, self.words[index - 1].end
                    return Place(start, end, start, key, level, found, typed=False, parent=place)
        return None

    def _after(self, place: Place) -> None:
        """Add the bare names after a place: its superior, or the rest of a list "các huyện A, B và C"."""
        listed = place.typed and bool(_PLURAL.search(self.text, max(0, place.start - 8), place.start))
        if place.typed and not listed and place.kind != "province":
            self._sibling(place)
        while True:
            index = self.words.index_at(place.end)
            if index >= len(self.words) or self.covered[self.words[index].start]:
                return
            start = self.words[index].start
            item = listed and _ITEM.fullmatch(self.text, place.end, start)
            if not item and (place.kind == "province" or not _between(self.text, place.end, start)):
                return
            following = self._item(index, place) if item else self._superior(index, place)
            if following is None:
                return
            self._add(following)
            place = following

    def _sibling(self, place: Place) -> None:
        """Add the second of "xã Tân Đức và Dương Thành", where both lie in one unit."""
        index = self.words.index_at(place.end)
        if index < len(self.words) and self.text[place.end : self.words[index].start] == " và ":
            second = self._item(index, place)
            above = {unit.parent for unit in place.units}
            if second is not None and any(unit.parent in above for unit in second.units):
                self._add(second)

    def _item(self, index: int, place: Place) -> Place | None:
        level: Level = "commune" if place.kind == "village" else place.kind
        for size in range(min(4, len(self.words) - index), 0, -1):
            key = self.words.key(index, size)
            if key and self.words.stands_alone(index, size):
                found = self.units.named(key, level) if place.kind != "village" else ()
                if found or place.kind == "village":
                    start, end = self.words[index].start, self.words[index + size - 1].end
                    return Place(start, end, start, key, place.kind, found, typed=False)
        return None

    def _superior(self, index: int, place: Place) -> Place | None:
        all_levels: tuple[Level, ...] = ("district", "commune")
        levels = [level for level in all_levels if RANK[level] > RANK[place.kind]]
        for size in range(min(4, len(self.words) - index), 0, -1):
            key = self.words.key(index, size)
            if key is None or not self.words.stands_alone(index, size):
                continue
            for level in levels:
                found = self.units.named(key, level)
                if any(self._is_parent(place, unit) for unit in found):
                    start, end = self.words[index].start, self.words[index + size - 1].end
                    return Place(start, end, start, key, level, found, typed=False)
        return None

    def _is_within(self, unit: Unit, place: Place) -> bool:
        if place.kind == "province":
            return any(today_of(self.units, unit) == today_of(self.units, one) for one in place.units)
        return any(unit.parent == one.key for one in place.units)

    def _is_parent(self, place: Place, unit: Unit) -> bool:
        if not place.units:
            # A village or a commune that no table knows: its superior must lie in the page's own province.
            return today_of(self.units, unit) in self.near
        return any(one.parent == unit.key for one in place.units)

    # -- repeated ------------------------------------------------------------------------------------------------

    def _repeated(self) -> None:
        """Add further mentions without kind word of districts and communes already found on the page."""
        levels: dict[str, Level] = {}
        for place in self.places:
            if place.kind in ("district", "commune") and place.units and not place.key.isdigit():
                surname = place.key.split()[0] in KINH_SURNAMES and place.kind == "commune"
                if " " in place.key and not surname:
                    levels.setdefault(place.key, place.kind)
        if levels:
            self._bare(BareNames.of(levels))

    def _provinces(self) -> frozenset[str]:
        """Return the keys of today's provinces that the page or its host speaks of."""
        named = [unit for place in self.places if place.kind == "province" for unit in place.units]
        return self.near.union(today_of(self.units, unit) for unit in named)

    def _in_province(self, near: frozenset[str]) -> None:
        """Add bare districts of the page's province where a sign stands before them: "Trường X (Bến Lức)"."""
        names = districts_of(self.units, near) if near and len(near) <= _FEW_PROVINCES else None
        if names is not None:
            self._bare(names, signs=True)

    def _located(self, near: Set[str]) -> None:
        """Add bare districts after "ở", "tại" ... in a province of the page, and after the heads of their bodies."""
        for match in LOCATED.finditer(self.text):
            if (near or match["body"]) and not self.covered[match.end()]:
                self._locate(self.words.index_at(match.end()), near)

    def _locate(self, index: int, near: Set[str]) -> None:
        for size in range(min(4, len(self.words) - index), 1, -1):
            key = self.words.key(index, size)
            found = self.units.named(key, "district") if key else ()
            fitting = not near or any(today_of(self.units, unit) in near for unit in found)
            if key and found and fitting and self.words.stands_alone(index, size):
                self._add(self._named(index, size, key, "district"))
                return

    # -- the whole -----------------------------------------------------------------------------------------------

    def _link(self) -> None:
        """Give each place the superior printed right after it."""
        for place, after in zip(self.places, self.places[1:], strict=False):
            if RANK[after.kind] > RANK[place.kind] and _between(self.text, place.end, after.start):
                place.parent = place.parent or after

    def _add(self, place: Place | None) -> None:
        if place is not None and not any(self.covered[place.start : place.end]):
            self.places.append(place)
            self._cover(place.start, place.end)

    def _cover(self, start: int, end: int) -> None:
        self.covered[start:end] = b"\1" * (end - start)


def _between(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= 7 and bool(_SUPERIOR.fullmatch(text, end, start))
