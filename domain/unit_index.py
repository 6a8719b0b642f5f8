"""All administrative units before and after 1/7/2025, found by key, name and lineage."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from domain.errors import BadRecord
from domain.text import place_tones
from domain.units import Level, LineageGap, Unit, name_key, split_kind

_DATA: Final = Path(__file__).parent / "data"
_LEVELS: Final[tuple[tuple[str, Level], ...]] = (
    ("provinces.csv", "province"),
    ("districts.csv", "district"),
    ("communes.csv", "commune"),
)


class UnitIndex:
    """The units of all times; every method returns units or keys in the order of the tables (by code)."""

    def __init__(self, units: Iterable[Unit], gaps: Iterable[LineageGap] = ()) -> None:
        self._units = {unit.key: unit for unit in units}
        self._gaps = tuple(gaps)
        self._named: dict[str, list[Unit]] = {}
        self._children: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            self._named.setdefault(name_key(unit.short_name), []).append(unit)
            if unit.parent is not None:
                self._children.setdefault(unit.parent, []).append(unit)
        self._places = frozenset(
            place_tones(unit.short_name.lower()) for unit in self._units.values() if not unit.short_name.isdigit()
        )

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def get(self, key: str) -> Unit | None:
        """Return the unit with this key, or None."""
        return self._units.get(key)

    def at(self, level: Level, on: date) -> tuple[Unit, ...]:
        """Return all units of a level that exist on a day."""
        return tuple(unit for unit in self if unit.level == level and unit.is_valid(on))

    def named(self, name: str, level: Level | None = None, on: date | None = None) -> tuple[Unit, ...]:
        """Return the units with this short or full name, whatever its case and tone placement.

        `level` and `on` narrow the answer; a full name ("Huyện Thuận Châu") narrows it to its kind.
        """
        found = self._named.get(name_key(name))
        if found is None:
            kind, short = split_kind(name)
            found = [unit for unit in self._named.get(name_key(short), ()) if unit.kind == kind] if kind else []
        return tuple(
            unit for unit in found if (level is None or unit.level == level) and (on is None or unit.is_valid(on))
        )

    def roll_up(self, key: str) -> tuple[str, ...]:
        """Return the keys of today's units that hold what `key` held: province to province, the rest to communes.

        A unit that still exists answers itself. Raises BadRecord for an unknown key.
        """
        today: dict[str, None] = {}
        waiting = [key]
        seen = {key}
        while waiting:
            unit = self._only(waiting.pop(0))
            if unit.valid_to is None:
                today[unit.key] = None
            for successor in unit.successors:
                if successor not in seen:
                    seen.add(successor)
                    waiting.append(successor)
        return tuple(sorted(today))

    def predecessors(self, key: str) -> tuple[str, ...]:
        """Return the keys of all units at any time that went into `key`, sorted (communes for a commune).

        Raises BadRecord for an unknown key.
        """
        seen: set[str] = set()
        waiting = [key]
        while waiting:
            new = [one for one in self._only(waiting.pop()).predecessors if one not in seen]
            seen.update(new)
            waiting += new
        return tuple(sorted(seen))

    def province_of(self, key: str) -> Unit:
        """Return the province of a unit in the unit's own time (a province is its own). BadRecord if unknown."""
        unit = self._only(key)
        while unit.parent is not None:
            unit = self._only(unit.parent)
        return unit

    def children(self, key: str) -> tuple[Unit, ...]:
        """Return the units directly below `key`: districts of an old province, communes of a new one."""
        return tuple(self._children.get(key, ()))

    def places(self) -> frozenset[str]:
        """Return all names of all times without kind, lower-cased, tones placed the old way ("thuận châu")."""
        return self._places

    def province_names(self) -> tuple[str, ...]:
        """Return the short names of all provinces of all times, each once."""
        return tuple(dict.fromkeys(unit.short_name for unit in self if unit.level == "province"))

    def gaps(self) -> tuple[LineageGap, ...]:
        """Return the places where the source tables disagree, each with its reason."""
        return self._gaps

    def _only(self, key: str) -> Unit:
        unit = self._units.get(key)
        if unit is None:
            raise BadRecord(f"no administrative unit has the key {key!r}")
        return unit


@cache
def load_units() -> UnitIndex:
    """Load the tables of `domain/data`; the one index is shared by all callers."""
    successors, predecessors = _load_lineage()
    units: list[Unit] = list(_former_districts())
    for file, level in _LEVELS:
        for code, name, parent, first, last in _rows(file):
            key = unit_key(code, first)
            kind, short = split_kind(name)
            units.append(
                Unit(
                    key,
                    code,
                    kind,
                    level,
                    name,
                    short,
                    parent or None,
                    _day(first),
                    _day(last),
                    tuple(successors.get(key, ())),
                    tuple(predecessors.get(key, ())),
                )
            )
    return UnitIndex(units, (LineageGap(*row) for row in _rows("gaps.csv")))


def _former_districts() -> Iterator[Unit]:
    """Yield the districts that ended between 2018 and the reform; their codes went on to others."""
    for code, name, parent, last, heirs in _rows("former_districts.csv"):
        kind, short = split_kind(name)
        yield Unit(
            f"{unit_key(code, '')}{last}",
            code,
            kind,
            "district",
            name,
            short,
            parent,
            None,
            _day(last),
            tuple(heirs.split()),
        )


def unit_key(code: str, valid_from: str) -> str:
    """Return the key of a unit; `valid_from` is an ISO date, or "" where the first day is not known."""
    return f"{code}@{valid_from or '..'}"


def _load_lineage() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the successors and predecessors of each key.

    A district leads to all successors of its communes, but the predecessors of a commune are communes.
    """
    successors: dict[str, list[str]] = {}
    predecessors: dict[str, list[str]] = {}
    for old, new, _ in _rows("lineage.csv"):
        successors.setdefault(old, []).append(new)
        predecessors.setdefault(new, []).append(old)
    heirs: dict[str, set[str]] = {}
    for code, _, district, first, last in _rows("communes.csv"):
        if not first and last:
            heirs.setdefault(district, set()).update(successors[unit_key(code, first)])
    successors.update((district, sorted(keys)) for district, keys in heirs.items())
    return successors, predecessors


def _rows(file: str) -> Iterator[list[str]]:
    with (_DATA / file).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        yield from rows


@cache
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
