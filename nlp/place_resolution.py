"""Which dated unit a printed place name means, from its neighbours, the page's day and its address."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from domain.pages import Page
from domain.text import fold
from domain.unit_index import UnitIndex
from domain.units import REFORM, Level, Unit, name_key
from nlp.hosts import host_of
from nlp.place_grammar import ALIASES

_FULL_DATE: Final = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)(?!\d)")
_HOST_PART: Final = re.compile(r"[a-z0-9]+")
_MANY: Final = 12  # alternatives kept on a mention


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer for one mention: the unit, or the alternatives among which nothing decided."""

    unit: Unit | None
    alternatives: tuple[Unit, ...]
    inferred: bool


def page_day(page: Page, text: str) -> date | None:
    """Return the day the page speaks from: published, else the latest full date printed in it."""
    if page.published:
        try:
            return date.fromisoformat(page.published[:10])
        except ValueError:
            pass  # a damaged date of the page is no reason to lose its places
    days = [day for match in _FULL_DATE.finditer(text) if (day := _day(match)) is not None]
    return max(days, default=None)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def alias_key(name: str) -> str:
    """Return the key of a name with its known other spellings brought to the official one."""
    key = name_key(name)
    return ALIASES.get(key, key)


@dataclass(frozen=True, slots=True)
class Near:
    """The provinces a page speaks of: keys of all times by their names, and keys of today's provinces."""

    named: frozenset[str]
    today: frozenset[str]

    def joined(self, units: UnitIndex, provinces: Iterable[Unit]) -> "Near":
        """Return these and further provinces."""
        more = list(provinces)
        named = self.named.union(units.province_of(unit.key).key for unit in more)
        return Near(named, self.today.union(today_of(units, unit) for unit in more))


def host_provinces(page: Page, units: UnitIndex) -> Near:
    """Return the provinces whose name is part of the page's host ("baohatinh.vn")."""
    address = page.url or page.source
    return _host_provinces(host_of(address if "//" in address else "//" + address), units)


@lru_cache(maxsize=256)
def _host_provinces(host: str, units: UnitIndex) -> Near:
    parts = _HOST_PART.findall(fold(host))
    found: list[Unit] = []
    for name in units.province_names():
        plain = re.sub(r"[^a-z]", "", fold(name))
        # "hue" is inside other words: a short name must be a whole part, or follow "bao".
        if any(part in (plain, "bao" + plain) or (len(plain) >= 5 and plain in part) for part in parts):
            found += units.named(name, "province")
    return Near(frozenset(), frozenset()).joined(units, found)


def today_of(units: UnitIndex, unit: Unit) -> str:
    """Return the key of today's province in which a unit lies."""
    return _today_of(units, units.province_of(unit.key).key)


@lru_cache(maxsize=512)
def _today_of(units: UnitIndex, province: str) -> str:
    return units.roll_up(province)[0]


def candidates(units: UnitIndex, key: str, levels: Iterable[Level], kinds: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units of all times that a name may mean; other kinds of the level where none fits the printed one."""
    found = [unit for level in levels for unit in units.named(key, level)]
    fitting = [unit for unit in found if unit.kind in kinds] if kinds else found
    return tuple(fitting or found)


def choose(
    units: UnitIndex,
    found: Sequence[Unit],
    parents: Sequence[Unit],
    near: Near,
    day: date | None,
) -> Reading:
    """Return the one unit among `found` that fits best.

    `parents`: what the printed superior ("huyện Thuận Châu") may mean; `near`: provinces that the page or its host
    speaks of; `day`: units valid then come first, for a name of an abolished unit is rarer.
    """
    kept = list(found)
    inferred = False
    if parents:
        keys = {parent.key for parent in parents}
        exact = [unit for unit in kept if not keys.isdisjoint(_above(units, unit))]
        kept = exact or [unit for unit in kept if any(_is_below(units, unit, one) for one in parents)] or kept
    if len(kept) > 1 and day is not None:
        kept = [unit for unit in kept if unit.is_valid(day)] or kept
    if len(kept) > 1:
        fitting = [unit for unit in kept if units.province_of(unit.key).key in near.named]
        fitting = fitting or [unit for unit in kept if today_of(units, unit) in near.today] or kept
        inferred = len(fitting) < len(kept)
        kept = fitting
    if len(kept) > 1 and day is None:
        kept = _one_line(units, kept)
    if len(kept) == 1:
        return Reading(kept[0], (), inferred or (day is not None and not kept[0].is_valid(day)))
    return Reading(None, tuple(kept[:_MANY]), True)


def _above(units: UnitIndex, unit: Unit) -> list[str]:
    found = []
    above = unit.parent
    while above is not None:
        found.append(above)
        known = units.get(above)
        above = known.parent if known else None
    return found


def _is_below(units: UnitIndex, unit: Unit, parent: Unit) -> bool:
    if parent.level == "province":
        return today_of(units, unit) == today_of(units, parent)
    # "xã Thuận Châu (huyện Thuận Châu cũ)": the new commune lies where the old district lay.
    return unit.key in parent.successors


def _one_line(units: UnitIndex, kept: list[Unit]) -> list[Unit]:
    """Of one unit before and after the reform, such as the two Nghệ An or xã Bắc Lý, the open one speaks for both."""
    open_ones = [unit for unit in kept if unit.valid_to is None]
    if len(open_ones) != 1:
        return kept
    line = {open_ones[0].key, *units.predecessors(open_ones[0].key)}
    return open_ones if all(unit.key in line for unit in kept) else kept


def valid_on(unit: Unit, day: date | None) -> str:
    """Return an ISO day on which the unit's code holds: the page's, else its last or first day."""
    if day is not None and unit.is_valid(day):
        return day.isoformat()
    if unit.valid_to is not None:
        return (unit.valid_to - timedelta(days=1)).isoformat()
    return (unit.valid_from or REFORM).isoformat()
