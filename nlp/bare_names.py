"""Names of places that need no kind word: provinces, well-known cities, and what the page makes plain."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.unit_index import UnitIndex
from domain.units import Level
from nlp.place_grammar import ALIASES, CITIES
from nlp.place_resolution import alias_key, today_of


@dataclass(frozen=True, slots=True)
class BareNames:
    """Names to look for without kind word: key -> level, first syllables, and the most syllables of a name."""

    levels: dict[str, Level]
    first: frozenset[str]
    longest: int

    @classmethod
    def of(cls, levels: dict[str, Level]) -> "BareNames":
        """Return the names with what speeds up the search for them."""
        first = frozenset(key.split(" ")[0].split("-")[0] for key in levels)
        return cls(levels, first, max(len(re.findall(r"[^\s-]+", key)) for key in levels))


@lru_cache(maxsize=4)
def known_names(units: UnitIndex) -> BareNames:
    """Return provinces of all times and well-known cities."""
    levels: dict[str, Level] = {alias_key(name): "province" for name in units.province_names()}
    levels.update(dict.fromkeys(sorted(CITIES), "district"))
    names = BareNames.of(levels)
    # Printed forms that lead here by an alias begin with other syllables. "Hồ Chí Minh" alone is the person;
    # the city is found by its kind word or as "Sài Gòn".
    aliases = {alias.split(" ")[0].split("-")[0] for alias, key in ALIASES.items() if key in levels}
    return BareNames(levels, (names.first | aliases | {"đăk"}) - {"hồ", "hcm"}, names.longest)


@lru_cache(maxsize=64)
def districts_of(units: UnitIndex, provinces: frozenset[str]) -> BareNames | None:
    """Return the districts of all times that lay in today's `provinces` (keys); None where there are none."""
    levels: dict[str, Level] = {
        alias_key(unit.short_name): "district"
        for unit in units
        if unit.level == "district" and " " in unit.short_name and today_of(units, unit) in provinces
    }
    return BareNames.of(levels) if levels else None
