"""Which unit a source speaks for, guessed from its host and title; a person confirms it."""

import re
from datetime import date
from typing import Final

from domain.errors import UserMistake
from domain.text import fold
from domain.unit_index import UnitIndex
from domain.units import Level, Unit

_LEVELS: Final[tuple[Level, ...]] = ("province", "commune")
_COMMUNE: Final = re.compile(r"(?:xã|phường|đặc khu)\s+[^,|–-]+", re.IGNORECASE)


def guess_unit(host: str, title: str, units: UnitIndex, on: date) -> Unit | None:
    """Return the unit of that day which the title (a commune or province) or the host (a province) names."""
    province = _province_of_host(host, units, on) or _named_province(title, units, on)
    for phrase in _COMMUNE.findall(title):
        found = _commune(phrase.split(), units, on)
        of_province = [unit for unit in found if province is None or unit.parent == province.key]
        if len(of_province) == 1:
            return of_province[0]
    return province


def unit_with_code(code: str, units: UnitIndex, on: date) -> Unit:
    """Return the province or commune that has this code on a day; raises UserMistake."""
    for level in _LEVELS:
        for unit in units.at(level, on):
            if unit.code == code:
                return unit
    raise UserMistake(f"Không có tỉnh, xã nào mang mã “{code}”", remedy="dùng mã đơn vị hành chính hiện nay, như 15")


def _commune(words: list[str], units: UnitIndex, on: date) -> tuple[Unit, ...]:
    """The longest name that begins the phrase: what follows it is no longer the name."""
    for end in range(min(len(words), 6), 1, -1):
        if found := units.named(" ".join(words[:end]), "commune", on):
            return found
    return ()


def _province_of_host(host: str, units: UnitIndex, on: date) -> Unit | None:
    labels = [*re.split(r"[.:-]", host.lower()), *re.split(r"[.:]", host.lower().replace("-", ""))]
    found = [unit for unit in units if unit.level == "province" and _is_in(_compact(unit.short_name), labels)]
    return _heir(max(found, key=lambda unit: len(unit.short_name), default=None), units, on)


def _is_in(name: str, labels: list[str]) -> bool:
    """Short names ("hue") must be a whole label, or one after "bao"; long ones may stand inside one."""
    return any(label in (name, f"bao{name}") or (len(name) >= 6 and name in label) for label in labels)


def _named_province(title: str, units: UnitIndex, on: date) -> Unit | None:
    plain = f" {fold(title)} "
    found = [unit for unit in units if unit.level == "province" and f" {fold(unit.short_name)} " in plain]
    return _heir(max(found, key=lambda unit: len(unit.short_name), default=None), units, on)


def _heir(unit: Unit | None, units: UnitIndex, on: date) -> Unit | None:
    """A province of before the merger stands for the one that took it over."""
    if unit is None or unit.is_valid(on):
        return unit
    keys = units.roll_up(unit.key)
    return units.get(keys[0]) if keys else None


def _compact(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))
