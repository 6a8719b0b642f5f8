"""Where a unit of the past lies today: its successors, what contains it, and what it was made of."""

from dataclasses import dataclass

from registry.store import Row, Store


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """One unit with the names of what contains it; `valid_to` is the first day it no longer is, None while it lasts."""

    key: str
    name: str
    level: str
    parent_name: str | None
    province_name: str | None
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class UnitLineage:
    """A unit, the units of today it became (itself while it lasts), and the direct predecessors it was made of."""

    unit: UnitPlace
    today: tuple[UnitPlace, ...]
    before: tuple[UnitPlace, ...]


# A district of the past has up to some thirty communes among its successors; nobody reads more on one screen.
_MOST = 40
_PLACE = (
    "SELECT u.key, u.name, u.level, p.name AS parent_name, w.name AS province_name, u.valid_from, u.valid_to "
    "FROM units AS u LEFT JOIN units AS p ON p.key = u.parent_key LEFT JOIN units AS w ON w.key = u.province_key "
)


def load_lineage(store: Store, unit_key: str, *, day: str) -> UnitLineage | None:
    """Return the lineage of a unit with the successors valid on `day` (ISO); None for an unknown key."""
    unit = store.row(f"{_PLACE} WHERE u.key = ?", (unit_key,))
    if unit is None:
        return None
    today = store.rows(
        "WITH RECURSIVE line(key) AS (VALUES (:key) UNION SELECT s.successor_key FROM unit_successors AS s "
        f"JOIN line ON s.unit_key = line.key) {_PLACE} JOIN line ON line.key = u.key "
        "WHERE (u.valid_from IS NULL OR u.valid_from <= :day) AND (u.valid_to IS NULL OR u.valid_to > :day) "
        "ORDER BY u.level = :level DESC, u.name LIMIT :most",
        {"key": unit_key, "day": day, "level": unit["level"], "most": _MOST},
    )
    before = store.rows(
        f"{_PLACE} JOIN unit_successors AS s ON s.unit_key = u.key WHERE s.successor_key = ? AND u.key <> ? "
        "ORDER BY u.level = ? DESC, u.name LIMIT ?",
        (unit_key, unit_key, unit["level"], _MOST),
    )
    return UnitLineage(_place(unit), tuple(map(_place, today)), tuple(map(_place, before)))


def unit_of_candidate(store: Store, candidate_id: int) -> str | None:
    """Return the key of the unit the candidate was resolved to."""
    key: str | None = store.value("SELECT unit_key FROM candidates WHERE id = ?", (candidate_id,))
    return key


def _place(row: Row) -> UnitPlace:
    return UnitPlace(**row)
