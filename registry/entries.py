"""The registry itself: confirmed cases, listed by a confirm decision and removed by its undo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.errors import NotFound
from domain.text import fold
from registry.clock import moment, stamp
from registry.store import Row, Store
from registry.units import province_family


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries; `words` must all occur in name, unit or field, with or without marks."""

    province: str | None = None
    kind: str | None = None
    unit_key: str | None = None
    words: str = ""
    include_removed: bool = False


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the registry; `articles` counts the articles that tell of it."""

    id: int
    candidate_id: int
    status: str
    kind: str
    name: str
    unit_text: str | None
    unit_name: str | None
    province_name: str | None
    field: str | None
    stage: str
    minor: bool
    published: str | None
    articles: int
    confirmed_at: datetime
    confirmed_by: str
    quote: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class EntryStep:
    """One step in the life of an entry."""

    status: str
    decision_id: int
    at: datetime


def list_entry(store: Store, candidate_id: int, decision_id: int, *, now: datetime) -> None:
    """List the candidate because of a confirm decision; the database refuses any other. In `write()`."""
    at = stamp(now)
    store.run(
        "INSERT INTO entries (candidate_id, decision_id, status, created_at, updated_at) "
        "VALUES (:candidate, :decision, 'listed', :at, :at) ON CONFLICT(candidate_id) DO UPDATE SET "
        "decision_id = excluded.decision_id, status = 'listed', updated_at = excluded.updated_at",
        {"candidate": candidate_id, "decision": decision_id, "at": at},
    )
    _remember(store, candidate_id, "listed", decision_id, at)


def remove_entry(store: Store, candidate_id: int, decision_id: int, *, now: datetime) -> None:
    """Take the candidate's entry off the list, keeping its history. In `write()`."""
    at = stamp(now)
    store.run("UPDATE entries SET status = 'removed', updated_at = ? WHERE candidate_id = ?", (at, candidate_id))
    _remember(store, candidate_id, "removed", decision_id, at)


def _remember(store: Store, candidate_id: int, status: str, decision_id: int, at: str) -> None:
    store.run(
        "INSERT INTO entry_history (id, entry_id, status, decision_id, at) "
        "SELECT (SELECT coalesce(max(id), 0) + 1 FROM entry_history), id, ?, ?, ? FROM entries WHERE candidate_id = ?",
        (status, decision_id, at, candidate_id),
    )


_ENTRY: Final = """
SELECT e.id, e.candidate_id, e.status, c.kind, c.name, c.unit_text, u.name AS unit_name, p.name AS province_name,
    c.field, c.stage, c.minor, c.published, d.at AS confirmed_at,
    coalesce(json_extract(t.body, '$.actor'), d.actor_id) AS confirmed_by,
    json_extract(t.body, '$.evidence[0].quote') AS quote, a.url,
    (SELECT count(DISTINCT coalesce(x.copy_of, x.id)) FROM sightings AS s
        JOIN article_versions AS y ON y.id = s.version_id JOIN articles AS x ON x.id = y.article_id
        WHERE s.candidate_id = c.id) AS articles
FROM entries AS e JOIN candidates AS c ON c.id = e.candidate_id
JOIN decisions AS d ON d.id = e.decision_id JOIN decision_details AS t ON t.decision_id = d.id
LEFT JOIN article_versions AS v ON v.id = d.version_id LEFT JOIN articles AS a ON a.id = v.article_id
LEFT JOIN units AS u ON u.key = c.unit_key LEFT JOIN units AS p ON p.key = c.province_key
"""


def list_entries(store: Store, chosen: EntryFilter, *, limit: int = 50, offset: int = 0) -> list[EntryRow]:
    """Return entries, last confirmed first."""
    with store.read():
        where, values = _condition(store, chosen)
        rows = store.rows(
            f"{_ENTRY} WHERE {where} ORDER BY d.at DESC, e.id DESC LIMIT :limit OFFSET :offset",
            {**values, "limit": limit, "offset": offset},
        )
    return [_entry(row) for row in rows]


def count_entries(store: Store, chosen: EntryFilter) -> int:
    """Return how many entries the filter lets through."""
    where, values = _condition(store, chosen)
    return int(
        store.value(
            "SELECT count(*) FROM entries AS e JOIN candidates AS c ON c.id = e.candidate_id "
            f"LEFT JOIN units AS u ON u.key = c.unit_key WHERE {where}",
            values,
        )
    )


def load_entry(store: Store, entry_id: int) -> tuple[EntryRow, tuple[EntryStep, ...]]:
    """Return one entry with its history, oldest step first; NotFound for an unknown id."""
    row = store.row(f"{_ENTRY} WHERE e.id = ?", (entry_id,))
    if row is None:
        raise NotFound(f"không có mục số {entry_id} trong sổ", remedy="quay lại danh sách")
    steps = store.rows("SELECT status, decision_id, at FROM entry_history WHERE entry_id = ? ORDER BY id", (entry_id,))
    return _entry(row), tuple(EntryStep(**{**step, "at": moment(step["at"])}) for step in steps)


def _condition(store: Store, chosen: EntryFilter) -> tuple[str, dict[str, Any]]:
    parts, values = ["1"], dict[str, Any]()
    if not chosen.include_removed:
        parts.append("e.status = 'listed'")
    if chosen.province is not None:
        family = {f"province_{at}": key for at, key in enumerate(sorted(province_family(store, chosen.province)))}
        parts.append(f"c.province_key IN ({', '.join(':' + name for name in family)})")
        values |= family
    for column, value in (("kind", chosen.kind), ("unit_key", chosen.unit_key)):
        if value is not None:
            parts.append(f"c.{column} = :{column}")
            values[column] = value
    for at, word in enumerate(fold(chosen.words).split()):
        parts.append(f"instr(c.words || ' ' || coalesce(u.name_folded, ''), :word_{at}) > 0")
        values[f"word_{at}"] = word
    return " AND ".join(parts), values


def _entry(row: Row) -> EntryRow:
    return EntryRow(**{**row, "confirmed_at": moment(row["confirmed_at"]), "minor": bool(row["minor"])})
