"""Dated administrative units as the registry knows them, with lineage."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.text import fold, place_tones
from registry.store import Row, Store


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in one period of validity; `key` is unique over time, a code is not.

    `level` is province, district or commune; `kind` is what it is called (tỉnh, xã, đặc khu ...).
    `valid_from` and `valid_to` are ISO dates or None for open ends; `valid_to` is the first day it no longer is.
    """

    key: str
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent_key: str | None
    valid_from: str | None
    valid_to: str | None
    successor_keys: tuple[str, ...] = ()


def save_units(store: Store, units: Iterable[UnitRow]) -> int:
    """Insert or update all `units` in one transaction; return how many there are. Nothing is deleted."""
    rows = list(units)
    parents = {unit.key: unit for unit in rows}
    with store.write():
        for unit in rows:
            _save_unit(store, unit, _province_of(unit, parents))
            store.run("DELETE FROM unit_successors WHERE unit_key = ?", (unit.key,))
            for successor in unit.successor_keys:
                store.insert("unit_successors", {"unit_key": unit.key, "successor_key": successor})
    return len(rows)


def _province_of(unit: UnitRow, units: dict[str, UnitRow]) -> str | None:
    at: UnitRow | None = unit
    for _ in range(4):  # village, commune, district, province: a longer chain is a loop
        if at is None or at.level == "province":
            break
        at = units.get(at.parent_key) if at.parent_key else None
    return at.key if at is not None and at.level == "province" else None


def _save_unit(store: Store, unit: UnitRow, province_key: str | None) -> None:
    store.run(
        "INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET "
        "code = excluded.code, name = excluded.name, short_name = excluded.short_name, kind = excluded.kind, "
        "level = excluded.level, parent_key = excluded.parent_key, province_key = excluded.province_key, "
        "valid_from = excluded.valid_from, valid_to = excluded.valid_to, "
        "name_folded = excluded.name_folded, short_folded = excluded.short_folded",
        (
            unit.key, unit.code, unit.name, unit.short_name, unit.kind, unit.level, unit.parent_key, province_key,
            unit.valid_from, unit.valid_to, fold(unit.name), fold(unit.short_name),
        ),
    )  # fmt: skip


def province_family(store: Store, province_key: str) -> frozenset[str]:
    """Return the province and all its predecessors, such as Ninh Bình with Hà Nam and Nam Định."""
    rows = store.rows(
        "WITH RECURSIVE family(key) AS (VALUES (?) UNION SELECT s.unit_key FROM unit_successors AS s "
        "JOIN family ON s.successor_key = family.key) SELECT key FROM family",
        (province_key,),
    )
    return frozenset(row["key"] for row in rows)


def unit_names(store: Store) -> dict[str, str]:
    """Return what the units that own a source are called, by key."""
    rows = store.rows("SELECT key, name FROM units WHERE key IN (SELECT unit_key FROM sources)")
    return {row["key"]: row["name"] for row in rows}


def find_province(store: Store, name: str, day: str) -> str | None:
    """Return the key of the province called `name` (full or short, marks needed) on `day`."""
    found = _named(store, name, day, ("province",))
    return found[0]["key"] if len(found) == 1 else None


def resolve_unit(store: Store, text: str, *, day: str | None, province_key: str | None) -> Row | None:
    """Return the units row that `text` names: a key, or a name valid on `day` (ISO; None: at any time).

    Several units of that name: the one in `province_key` if that settles it, otherwise None.
    """
    row = store.row("SELECT * FROM units WHERE key = ?", (text,))
    if row is not None:
        return row
    # "xã Thanh Liêm, huyện Thanh Liêm": the first part names the unit, the rest only places it.
    first = text.split(",", maxsplit=1)[0].strip()
    found = _named(store, first, day, ("commune", "district", "province"))
    if len(found) > 1 and province_key is not None:
        found = [row for row in found if row["province_key"] == province_key]
    return found[0] if len(found) == 1 else None


def _named(store: Store, name: str, day: str | None, levels: tuple[str, ...]) -> list[Row]:
    found = store.rows(
        "SELECT * FROM units WHERE (name_folded = :folded OR short_folded = :folded) "
        "AND (:day IS NULL OR ((valid_from IS NULL OR valid_from <= :day) AND (valid_to IS NULL OR valid_to > :day)))",
        {"folded": fold(" ".join(name.split())), "day": day},
    )
    exact = spoken(name)
    return [
        row for row in found if row["level"] in levels and exact in (spoken(row["name"]), spoken(row["short_name"]))
    ]


def spoken(name: str) -> str:
    """Return `name` in the form two spellings share: lower case, old tone placement, single spaces, marks kept."""
    return " ".join(place_tones(name).casefold().split())
