"""Which units are heard of, which never, and where silence only means that nobody listened.

The rows are the units valid on the last day of the window; what was said about a predecessor counts for them, so
that a merger loses nobody. Copies of an article count once.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from registry.store import Row, Store
from registry.units import province_family

CoverageStatus = Literal["confirmed", "waiting", "rejected", "mentioned", "silent", "never", "unknown"]

# confirmed: a case in the registry; waiting: cases, undecided; rejected: cases, all rejected; mentioned: in articles
# without a case; silent: heard of before the window only; never: heard of at no time; unknown: no source read.
STATUS_LABELS: Final[dict[CoverageStatus, str]] = {
    "confirmed": "có điển hình đã xác nhận",
    "waiting": "có trường hợp chờ thẩm định",
    "rejected": "có trường hợp, đều bị loại",
    "mentioned": "có tin bài, chưa có trường hợp",
    "silent": "trước có tin, kỳ này im lặng",
    "never": "chưa từng có tin",
    "unknown": "chưa rõ: không có nguồn tin được đọc",
}
_READ: Final = ("fetched", "unchanged", "mined", "not_article")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One unit in the window: distinct articles, candidates and registry entries; `last_seen` is an ISO day.

    `inherits` names the predecessors whose news count for this unit.
    """

    unit_key: str
    name: str
    level: str
    articles: int
    candidates: int
    confirmed: int
    last_seen: str | None
    status: CoverageStatus
    inherits: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    articles: set[int] = field(default_factory=set)
    candidates: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    confirmed: set[int] = field(default_factory=set)
    last_seen: str | None = None
    inherits: set[str] = field(default_factory=set)
    covered: bool = False


def measure_coverage(
    store: Store, province: str, *, start: date, end: date, level: str = "commune"
) -> list[CoverageRow]:
    """Return one row per unit of `level` in the province, by name; `start` and `end` are both in the window."""
    window = (start.isoformat(), end.isoformat())
    with store.read():
        units = _units(store, province)
        rows = {key: _Tally() for key, unit in units.items() if unit["level"] == level and _is_valid(unit, window[1])}
        homes = {key: _homes(key, units, rows.keys()) for key in units}
        for key, targets in homes.items():
            for target in targets - {key}:
                if units[key]["level"] == level:
                    rows[target].inherits.add(units[key]["name"])
        _count_articles(_mentions(store, units), rows, homes, window)
        _count_candidates(_sightings(store, units), rows, homes, window)
        _mark_covered(store, rows, units, homes, window)
    found = [_row(units[key], tally) for key, tally in rows.items()]
    return sorted(found, key=lambda row: (row.name, row.unit_key))


def find_silent_units(store: Store, province: str, *, day: date, days: int = 28) -> list[CoverageRow]:
    """Return communes heard of in the `days` before the last `days`, but not in these (up to and including `day`)."""
    start = day - timedelta(days=days - 1)
    before = measure_coverage(
        store, province, start=start - timedelta(days=days), end=start - timedelta(days=1), level="commune"
    )
    heard = {row.unit_key for row in before if row.articles} | {
        name for row in before if row.articles for name in _successors(store, row.unit_key)
    }
    now = measure_coverage(store, province, start=start, end=day)
    return [row for row in now if row.unit_key in heard and not row.articles]


def _successors(store: Store, key: str) -> list[str]:
    rows = store.rows("SELECT successor_key FROM unit_successors WHERE unit_key = ?", (key,))
    return [row["successor_key"] for row in rows]


def _units(store: Store, province: str) -> dict[str, Row]:
    family = sorted(province_family(store, province))
    rows = store.rows(f"SELECT * FROM units WHERE province_key IN ({', '.join('?' * len(family))})", family)
    units: dict[str, Row] = {row["key"]: {**row, "successors": []} for row in rows}
    for link in store.rows("SELECT unit_key, successor_key FROM unit_successors"):
        if link["unit_key"] in units and link["successor_key"] in units:
            units[link["unit_key"]]["successors"].append(link["successor_key"])
    return units


def _is_valid(unit: Row, day: str) -> bool:
    return (unit["valid_from"] or "") <= day and (unit["valid_to"] is None or unit["valid_to"] > day)


def _homes(key: str, units: dict[str, Row], rows: Iterable[str]) -> set[str]:
    """Return the rows for which news about the unit counts: itself, what it became, what contains it."""
    wanted, homes, seen, todo = set(rows), set[str](), {key}, [key]
    while todo:
        unit = units[todo.pop()]
        if unit["key"] in wanted:
            homes.add(unit["key"])
            continue
        # An old district has communes among its successors: news of the district is not news of each of them.
        onward = [each for each in unit["successors"] if units[each]["level"] == unit["level"]]
        onward += [unit["parent_key"]] if unit["parent_key"] in units else []
        todo += [each for each in onward if each not in seen]
        seen.update(onward)
    return homes


_DAY: Final = "coalesce(substr(a.published, 1, 10), substr(a.first_seen, 1, 10)) AS day"
_WITHIN: Final = "SELECT key FROM units WHERE province_key IN (SELECT value FROM json_each(?))"


def _provinces(units: dict[str, Row]) -> str:
    return json.dumps(sorted({unit["province_key"] for unit in units.values()}))


def _mentions(store: Store, units: dict[str, Row]) -> list[Row]:
    return store.rows(
        f"SELECT DISTINCT m.unit_key, coalesce(a.copy_of, a.id) AS first, {_DAY} FROM unit_mentions AS m "
        f"JOIN articles AS a ON a.current_version_id = m.version_id WHERE m.unit_key IN ({_WITHIN})",
        (_provinces(units),),
    )


def _sightings(store: Store, units: dict[str, Row]) -> list[Row]:
    return store.rows(
        f"SELECT c.id, c.unit_key, c.state, e.status, coalesce(a.copy_of, a.id) AS first, {_DAY} "
        "FROM candidates AS c JOIN sightings AS s ON s.candidate_id = c.id "
        "JOIN article_versions AS v ON v.id = s.version_id JOIN articles AS a ON a.id = v.article_id "
        "LEFT JOIN entries AS e ON e.candidate_id = c.id "
        f"WHERE c.unit_key IN ({_WITHIN}) AND (s.superseded_at IS NULL OR c.state IN ('decided', 'erased')) "
        "AND c.state <> 'withdrawn'",
        (_provinces(units),),
    )


def _count_articles(
    mentions: list[Row], rows: dict[str, _Tally], homes: dict[str, set[str]], window: tuple[str, str]
) -> None:
    for mention in mentions:
        for key in homes[mention["unit_key"]]:
            tally = rows[key]
            if mention["day"] <= window[1]:
                tally.last_seen = max(tally.last_seen or "", mention["day"])
            if window[0] <= mention["day"] <= window[1]:
                tally.articles.add(mention["first"])


def _count_candidates(
    sightings: list[Row], rows: dict[str, _Tally], homes: dict[str, set[str]], window: tuple[str, str]
) -> None:
    _count_articles(sightings, rows, homes, window)
    for sighting in sightings:
        if not window[0] <= sighting["day"] <= window[1]:
            continue
        for key in homes[sighting["unit_key"]]:
            rows[key].candidates.add(sighting["id"])
            if sighting["status"] == "listed":
                rows[key].confirmed.add(sighting["id"])
            elif sighting["state"] in ("waiting", "postponed"):
                rows[key].waiting.add(sighting["id"])


def _mark_covered(
    store: Store, rows: dict[str, _Tally], units: dict[str, Row], homes: dict[str, set[str]], window: tuple[str, str]
) -> None:
    """A unit is covered when a source of it, or of what contains it, was read in the window."""
    read = {row["unit_key"] for row in _read_sources(store, window)}
    below: dict[str, list[str]] = defaultdict(list)
    for key, unit in units.items():
        below[unit["parent_key"] or ""].append(key)
    todo = [key for key in read if key in units]
    seen = set(todo)
    while todo:
        at = todo.pop()
        for key in homes[at]:
            rows[key].covered = True
        onward = [each for each in (*below[at], *units[at]["successors"]) if each not in seen]
        seen.update(onward)
        todo += onward


def _read_sources(store: Store, window: tuple[str, str]) -> list[Row]:
    states = ", ".join(f"'{state}'" for state in _READ)
    return store.rows(
        "SELECT DISTINCT s.unit_key FROM sources AS s WHERE s.unit_key IS NOT NULL AND (EXISTS (SELECT 1 "
        f"FROM page_states AS p WHERE p.source = s.key AND p.state IN ({states}) "
        "AND substr(p.at, 1, 10) BETWEEN :start AND :end) "
        "OR EXISTS (SELECT 1 FROM articles AS a WHERE a.source = s.key "
        "AND coalesce(substr(a.published, 1, 10), substr(a.first_seen, 1, 10)) BETWEEN :start AND :end))",
        {"start": window[0], "end": window[1]},
    )


def _row(unit: Row, tally: _Tally) -> CoverageRow:
    return CoverageRow(
        unit_key=unit["key"],
        name=unit["name"],
        level=unit["level"],
        articles=len(tally.articles),
        candidates=len(tally.candidates),
        confirmed=len(tally.confirmed),
        last_seen=tally.last_seen,
        status=_status(tally),
        inherits=tuple(sorted(tally.inherits)),
    )


def _status(tally: _Tally) -> CoverageStatus:
    found: list[tuple[bool, CoverageStatus]] = [
        (bool(tally.confirmed), "confirmed"),
        (bool(tally.waiting), "waiting"),
        (bool(tally.candidates), "rejected"),
        (bool(tally.articles), "mentioned"),
        (not tally.covered, "unknown"),
        (tally.last_seen is not None, "silent"),
    ]
    return next((status for holds, status in found if holds), "never")
