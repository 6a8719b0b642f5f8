"""One administrative unit of Vietnam in one period of validity."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from domain.text import place_tones, unify

Level = Literal["province", "district", "commune"]

# The two-level system of Resolution 202/2025/QH15: districts end and communes are drawn anew on this day.
REFORM: Final = date(2025, 7, 1)
# What each level is called; a name as printed is the kind followed by the short name.
KINDS: Final[dict[Level, tuple[str, ...]]] = {
    "province": ("tỉnh", "thành phố"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
}
_ALL_KINDS: Final = tuple(sorted({kind for kinds in KINDS.values() for kind in kinds}, key=len, reverse=True))
_DASH: Final = re.compile(r"\s*-\s*")
_SPACES: Final = re.compile(r"\s+")
# Spellings that the press mixes freely inside names: Đăk Lăk, Dak Lak; Bắc Cạn; Qui Nhơn; Pleiku, Plei Ku.
_SPELLINGS: Final = (
    (re.compile(r"\bđăk\b"), "đắk"),
    (re.compile(r"\blăk\b"), "lắk"),
    (re.compile(r"\bbắc cạn\b"), "bắc kạn"),
    (re.compile(r"\bqui\b"), "quy"),
    (re.compile(r"\bplei ku\b"), "pleiku"),
    (re.compile(r"\bia ?h'?drai\b"), "ia h'drai"),
)
_MIXED: Final = re.compile("ăk|ạn|qui|plei ku|drai")


@dataclass(frozen=True, slots=True)
class Unit:
    """A province, district or commune; `key` is unique over time, a code is not (1,795 were reused in 2025).

    `key`: code and first day, "04003@2025-07-01", or "14@.." where the first day is not known; a district that ended
    before the reform has its last day too, "204@..2020-01-01", for its code went on to another. `name` is the full
    name ("Huyện Thuận Châu"), `short_name` the name without its kind. `valid_to` is the first day on which the unit no
    longer exists; None: it still does. `successors` and `predecessors` are keys one step away.
    """

    key: str
    code: str
    kind: str
    level: Level
    name: str
    short_name: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()

    def is_valid(self, on: date) -> bool:
        """Whether the unit exists on this day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class LineageGap:
    """A place where the published tables disagree, and how it was settled."""

    code: str
    name: str
    province: str
    successor: str
    reason: str


def name_key(name: str) -> str:
    """Return the form under which spellings of one unit's name are equal: case, tone placement, dashes, Đăk/Đắk."""
    key = place_tones(_SPACES.sub(" ", unify(name)).strip().lower())
    if "-" in key:
        key = _DASH.sub("-", key)
    if _MIXED.search(key):
        for pattern, replacement in _SPELLINGS:
            key = pattern.sub(replacement, key)
    return key


def split_kind(name: str) -> tuple[str, str]:
    """Split "Thị xã Quảng Trị" into kind "thị xã" and short name; the kind is "" when none is printed."""
    lower = name.lower()
    for kind in _ALL_KINDS:
        if lower.startswith(kind + " "):
            return kind, name[len(kind) + 1 :].strip()
    return "", name
