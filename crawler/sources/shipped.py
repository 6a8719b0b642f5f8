"""The sources that come with the software, by province and lineage."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from crawler.sources.source import SHIPPED, Source, load_sources
from domain.errors import BadRecord, UserMistake
from domain.unit_index import load_units
from domain.units import Unit

# What a province should be watched through: its portal, its emulation or home-affairs board, its newspaper.
KINDS: Final = ("portal", "emulation", "newspaper")
_KEYS: Final = {"unit", "kind", "until", "reason"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind of source that one province should have and the shipped files do not, with the reason in Vietnamese.

    `unit` is a province code; `until` (ISO, last day) tells a province of before the merger from today's.
    """

    unit: str
    kind: str
    reason: str
    until: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not self.reason:
            raise BadRecord(f"missing source of {self.unit!r}: needs a reason and a kind of {', '.join(KINDS)}")


def sources_for_province(province_code: str) -> tuple[Source, ...]:
    """Return the shipped sources of today's province with this code and of all provinces that went into it.

    In the order of the files. Raises UserMistake where no province has this code today.
    """
    keys = _lineage(province_code)
    return tuple(source for source in shipped_sources() if source.unit and province_of(source).key in keys)


def missing_for(province_code: str) -> tuple[Missing, ...]:
    """Return what is known to be missing for the province and its predecessors; raises UserMistake like its sources."""
    keys = _lineage(province_code)
    return tuple(one for one in _shipped_missing() if province_of(one).key in keys)


def central_sources() -> tuple[Source, ...]:
    """Return the shipped sources that belong to no province."""
    return tuple(source for source in shipped_sources() if not source.unit)


@cache
def shipped_sources() -> tuple[Source, ...]:
    """Load every shipped source; a source's province must exist."""
    sources = load_sources(SHIPPED)
    for source in sources:
        if source.unit:
            province_of(source)
    return sources


def province_of(one: Source | Missing) -> Unit:
    """Return the province that a source belonged to on its last day, or belongs to today; likewise of a missing one.

    Raises BadRecord where no province had the code then, or `until` is no ISO day.
    """
    last = _day(one.until) if one.until else None
    for unit in _provinces(one.unit):
        if unit.valid_to is None if last is None else unit.is_valid(last):
            return unit
    raise BadRecord(f"no province has the code {one.unit!r} {'on ' + one.until if one.until else 'today'}")


def _day(until: str) -> date:
    try:
        return date.fromisoformat(until)
    except ValueError as error:
        raise BadRecord(f"until {until!r} is no day such as 2025-06-30") from error


def read_missing(text: str) -> tuple[Missing, ...]:
    """Read the `[[missing]]` tables of a source file; raises BadRecord for keys that are unknown or absent."""
    return tuple(_missing(table) for table in tomllib.loads(text).get("missing", ()))


def _missing(table: Mapping[str, Any]) -> Missing:
    strange = sorted(set(table) - _KEYS)
    if strange or not all(isinstance(value, str) for value in table.values()):
        raise BadRecord(f"[[missing]]: texts under {', '.join(sorted(_KEYS))} only, found {dict(table)!r}")
    try:
        return Missing(**table)
    except TypeError as error:
        raise BadRecord(f"[[missing]]: {error}") from error


@cache
def _shipped_missing() -> tuple[Missing, ...]:
    return tuple(one for file in _files() for one in read_missing(file.read_text(encoding="utf-8")))


def _files() -> list[Path]:
    return sorted(SHIPPED.glob("*.toml"))


def _provinces(code: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in load_units() if unit.level == "province" and unit.code == code)


def _lineage(province_code: str) -> frozenset[str]:
    """Return the keys of today's province and of every province that went into it."""
    known = _provinces(province_code)
    today = next((unit for unit in known if unit.valid_to is None), None)
    if today is not None:
        return frozenset((today.key, *load_units().predecessors(today.key)))
    heirs = [load_units().get(key) for unit in known for key in load_units().roll_up(unit.key)]
    named = ", ".join(f"{unit.code} ({unit.name})" for unit in heirs if unit is not None)
    raise UserMistake(
        f"Hiện không có tỉnh, thành phố nào mang mã “{province_code}”",
        remedy=f"nay dùng mã {named}" if named else "xem mã của 34 tỉnh, thành phố trong domain/data/provinces.csv",
    )
