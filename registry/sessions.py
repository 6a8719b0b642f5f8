"""Week sessions: what the board looks at this week."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.clock import local_date, moment, stamp, week_name
from registry.store import Store


@dataclass(frozen=True, slots=True)
class Session:
    """One week's work; `added` candidates entered the queue in it, of which `decided` are done."""

    id: int
    week: str
    opened_on: date
    opened_at: datetime
    added: int
    decided: int


def open_session(store: Store, *, now: datetime, day: date | None = None, min_score: float = 0.0) -> Session:
    """Open the session of the week of `day` (default: today in Vietnam) and put every new candidate into it.

    Opening the same week again adds what was found since and changes nothing else. Candidates left over from
    earlier weeks stay in the queue with their own session.
    """
    day = day or local_date(now)
    with store.write():
        store.run(
            "INSERT INTO sessions (week, opened_on, opened_at) VALUES (?, ?, ?) ON CONFLICT(week) DO NOTHING",
            (week_name(day), day.isoformat(), stamp(now)),
        )
        session_id = store.value("SELECT id FROM sessions WHERE week = ?", (week_name(day),))
        store.run(
            "UPDATE candidates SET session_id = ? WHERE session_id IS NULL AND score >= ? "
            "AND state IN ('waiting', 'postponed')",
            (session_id, min_score),
        )
        return _sessions(store, "WHERE s.id = ?", session_id)[0]


def current_session(store: Store) -> Session | None:
    """Return the session opened last, or None before the first."""
    found = _sessions(store, "ORDER BY s.opened_on DESC LIMIT ?", 1)
    return found[0] if found else None


def list_sessions(store: Store, *, limit: int = 52) -> list[Session]:
    """Return sessions, newest first."""
    return _sessions(store, "ORDER BY s.opened_on DESC LIMIT ?", limit)


def _sessions(store: Store, rest: str, parameter: int) -> list[Session]:
    rows = store.rows(
        "SELECT s.id, s.week, s.opened_on, s.opened_at, "
        "(SELECT count(*) FROM candidates WHERE session_id = s.id AND state <> 'withdrawn') AS added, "
        "(SELECT count(*) FROM candidates WHERE session_id = s.id AND state IN ('decided', 'erased')) AS decided "
        f"FROM sessions AS s {rest}",
        (parameter,),
    )
    return [
        Session(**{**row, "opened_on": date.fromisoformat(row["opened_on"]), "opened_at": moment(row["opened_at"])})
        for row in rows
    ]
