"""Runs of the weekly job, and the one state in which each address ended."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.errors import BadRecord
from domain.pages import PAGE_STATES
from registry.clock import moment, stamp
from registry.store import Row, Store

RunState = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run; `counts` are its pages by end state, `summary` whatever the job wants to tell."""

    id: int
    kind: str
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    counts: dict[str, int]
    summary: dict[str, object]


@dataclass(frozen=True, slots=True)
class PageState:
    """How one address ended; `detail` explains a failure."""

    url: str
    source: str
    state: str
    detail: str
    at: datetime
    run_id: int


def start_run(store: Store, kind: str, *, now: datetime) -> int:
    """Begin a run such as "week" or "import"; return its id.

    Runs of that kind which never ended (the process was killed) become "stopped".
    """
    with store.write():
        store.run(
            "UPDATE runs SET state = 'stopped', finished_at = ? WHERE kind = ? AND state = 'running'",
            (stamp(now), kind),
        )
        return store.insert("runs", {"kind": kind, "started_at": stamp(now), "state": "running", "summary": "{}"})


def finish_run(
    store: Store, run_id: int, *, now: datetime, state: RunState = "done", summary: dict[str, object] | None = None
) -> RunRow:
    """End a run and return it with its counts."""
    with store.write():
        store.run(
            "UPDATE runs SET state = ?, finished_at = ?, summary = ? WHERE id = ?",
            (state, stamp(now), json.dumps(summary or {}, ensure_ascii=False), run_id),
        )
    return next(run for run in list_runs(store, limit=None) if run.id == run_id)


def state_of_last_run(store: Store, kind: str) -> RunState | None:
    """Return how the newest run of a kind stands; "running" also when its process was killed. None without any."""
    state: RunState | None = store.value("SELECT state FROM runs WHERE kind = ? ORDER BY id DESC LIMIT 1", (kind,))
    return state


def save_page_state(store: Store, page: PageState) -> None:
    """Record the end state of an address in a run; a later state replaces an earlier one. BadRecord if unknown."""
    if page.state not in PAGE_STATES:
        raise BadRecord(f"{page.url}: unknown page state {page.state!r}")
    with store.write():
        store.run(
            "INSERT INTO page_states (url, run_id, source, state, detail, at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT(url, run_id) DO UPDATE SET source = excluded.source, state = excluded.state, "
            "detail = excluded.detail, at = excluded.at",
            (page.url, page.run_id, page.source, page.state, page.detail, stamp(page.at)),
        )


def count_states(store: Store, *, run_id: int | None = None, source: str | None = None) -> dict[str, int]:
    """Return pages by state, in one run, or by the newest state of each address over all runs."""
    if run_id is not None:
        sql = "SELECT state, count(*) AS n FROM page_states WHERE run_id = :run"
    else:
        # With max(), SQLite takes the other columns from the row that holds the maximum.
        newest = "SELECT url, source, state, max(run_id) FROM page_states GROUP BY url"
        sql = f"SELECT state, count(*) AS n FROM ({newest}) WHERE 1"
    rows = store.rows(
        f"{sql} AND (:source IS NULL OR source = :source) GROUP BY state ORDER BY state",
        {"run": run_id, "source": source},
    )
    return {row["state"]: row["n"] for row in rows}


def list_page_states(
    store: Store, run_id: int, *, state: str | None = None, limit: int = 100, offset: int = 0
) -> list[PageState]:
    """Return the addresses of a run, by state and address."""
    rows = store.rows(
        "SELECT url, source, state, detail, at, run_id FROM page_states WHERE run_id = :run "
        "AND (:state IS NULL OR state = :state) ORDER BY state, url LIMIT :limit OFFSET :offset",
        {"run": run_id, "state": state, "limit": limit, "offset": offset},
    )
    return [PageState(**{**row, "at": moment(row["at"])}) for row in rows]


def list_source_pages(
    store: Store, source: str, *, state: str | None = None, limit: int = 100, offset: int = 0
) -> list[PageState]:
    """Return the newest state of each address of a source, the latest first."""
    rows = store.rows(
        # With max(), SQLite takes the other columns from the row that holds the maximum.
        "SELECT url, source, state, detail, at, run_id FROM (SELECT *, max(run_id) FROM page_states "
        "WHERE source = :source GROUP BY url) "
        "WHERE :state IS NULL OR state = :state ORDER BY run_id DESC, url LIMIT :limit OFFSET :offset",
        {"source": source, "state": state, "limit": limit, "offset": offset},
    )
    return [PageState(**{**row, "at": moment(row["at"])}) for row in rows]


def list_runs(store: Store, *, limit: int | None = 20) -> list[RunRow]:
    """Return runs, newest first."""
    rows = store.rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (-1 if limit is None else limit,))
    counts: dict[int, Counter[str]] = {row["id"]: Counter() for row in rows}
    for row in store.rows("SELECT run_id, state, count(*) AS n FROM page_states GROUP BY run_id, state"):
        if row["run_id"] in counts:
            counts[row["run_id"]][row["state"]] = row["n"]
    return [_run(row, dict(counts[row["id"]])) for row in rows]


def _run(row: Row, counts: dict[str, int]) -> RunRow:
    return RunRow(
        id=row["id"],
        kind=row["kind"],
        started_at=moment(row["started_at"]),
        finished_at=moment(row["finished_at"]) if row["finished_at"] else None,
        state=row["state"],
        counts=counts,
        summary=json.loads(row["summary"]),
    )
