"""Questions about what became of pages, asked of the frontier's file without changing it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crawler.fetching.urls import canonical_url, origin_of
from crawler.queue.tables import APPLICATION
from crawler.records import ArchiveRecord
from domain.errors import StoreProblem


@dataclass(frozen=True, slots=True)
class Activity:
    """The articles of one source in a stretch of time: addresses first found, and those tried by how they ended."""

    found: int
    known: int
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EntryEnd:
    """How an entry page ended; `record` is its newest archived answer in the time asked for."""

    url: str
    state: str
    note: str
    record: ArchiveRecord | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request for a page; `at` is seconds since the epoch."""

    at: float
    state: str
    status: int
    note: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Everything the frontier knows of one page; times are seconds since the epoch. Attempts are newest first.

    `url` is its identity, `fetch_url` what is asked of the server.
    """

    url: str
    fetch_url: str
    source: str
    kind: str
    state: str
    note: str
    title: str
    first_found: float
    next_due: float
    attempts: tuple[Attempt, ...]


class Ledger:
    """The frontier's file, opened for reading; a crawl may go on meanwhile. Raises StoreProblem."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
            self._db.row_factory = sqlite3.Row
            application = self._db.execute("PRAGMA application_id").fetchone()[0]
        except sqlite3.Error as error:
            raise self._problem(error) from error
        if application != APPLICATION:
            self.close()
            raise StoreProblem(f"{path} không phải là hàng đợi thu thập của Gương", remedy="chọn tệp khác")

    def finished_at(self, run: int) -> float:
        """Return when a crawl ended by its own clock (seconds), 0.0 while it goes on."""
        rows = self._rows("SELECT coalesce(finished, 0.0) AS at FROM runs WHERE id = ?", run)
        return float(rows[0]["at"]) if rows else 0.0

    def activities(self, since: Mapping[str, float], until: float) -> Mapping[str, Activity]:
        """Return what happened to the articles of each source after its time in `since` and up to `until` (seconds)."""
        # Materialised and joined crosswise: SQLite then walks the addresses once and looks each source up by an index
        # (360,000 addresses of 180 sources: 32 s the plain way).
        times = json.dumps(dict(since))
        counts = self._rows(
            "WITH s AS MATERIALIZED (SELECT key AS source, value AS since FROM json_each(?))"
            " SELECT u.source, count(*) AS known, sum(u.first_found > s.since AND u.first_found <= ?) AS found"
            " FROM urls AS u CROSS JOIN s ON s.source = u.source WHERE u.kind = 'article' GROUP BY u.source",
            times, until,
        )  # fmt: skip
        # A page fetched and then read has the reader's verdict in `urls`; any other end is the attempt's own.
        ends = self._rows(
            "WITH s AS MATERIALIZED (SELECT key AS source, value AS since FROM json_each(?))"
            " SELECT source, CASE WHEN ended = 'fetched' THEN state ELSE ended END AS state, count(*) AS n FROM"
            " (SELECT u.source, u.state, (SELECT a.state FROM attempts AS a WHERE a.url = u.url"
            "   AND a.at > s.since AND a.at <= ? ORDER BY a.id DESC LIMIT 1) AS ended"
            "  FROM urls AS u CROSS JOIN s ON s.source = u.source WHERE u.kind = 'article' AND u.last_tried > s.since)"
            " WHERE ended IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
            times, until,
        )  # fmt: skip
        states: dict[str, dict[str, int]] = {name: {} for name in since}
        for row in ends:
            states[row["source"]][row["state"]] = row["n"]
        found = {row["source"]: (row["found"], row["known"]) for row in counts}
        return {name: Activity(*found.get(name, (0, 0)), states[name]) for name in since}

    def entry_ends(self, urls: Iterable[str], since: float, until: float) -> tuple[EntryEnd, ...]:
        """Return how each entry page ended in that time; one that was not asked tells why its host waits."""
        return tuple(self._entry_end(url, since, until) for url in urls)

    def _entry_end(self, url: str, since: float, until: float) -> EntryEnd:
        rows = self._rows(
            "SELECT * FROM attempts WHERE url = ? AND at > ? AND at <= ? ORDER BY id DESC LIMIT 1",
            canonical_url(url), since, until,
        )  # fmt: skip
        if rows:
            row = rows[0]
            file = row["archive_file"]
            record = ArchiveRecord(file, row["archive_offset"]) if file is not None else None
            return EntryEnd(url, row["state"], row["note"], record)
        hosts = self._rows("SELECT note FROM hosts WHERE origin = ?", origin_of(canonical_url(url)))
        return EntryEnd(url, "waiting", hosts[0]["note"] if hosts else "", None)

    def trail(self, url: str) -> Trail | None:
        """Return what is known of a page, in any spelling of its address; None when it was never found."""
        key = canonical_url(url)
        rows = self._rows(
            "SELECT * FROM urls WHERE url = ? OR url = (SELECT url FROM aliases WHERE alias = ?) LIMIT 1", key, key
        )
        if not rows:
            return None
        row = rows[0]
        attempts = self._rows("SELECT * FROM attempts WHERE url = ? ORDER BY id DESC LIMIT 20", row["url"])
        tried = tuple(Attempt(each["at"], each["state"], each["status"], each["note"]) for each in attempts)
        return _trail(row, tried)

    def pages(self, source: str, state: str | None = None, *, limit: int = 100) -> tuple[Trail, ...]:
        """Return articles of a source by present state (all when None), newest find first, without attempts."""
        rows = self._rows(
            "SELECT url, fetch_url, source, kind, state, note, title, first_found, next_due FROM urls"
            " WHERE source = ?1 AND kind = 'article' AND (?2 IS NULL OR state = ?2)"
            " ORDER BY first_found DESC, rowid DESC LIMIT ?3",
            source, state, limit,
        )  # fmt: skip
        return tuple(_trail(row, ()) for row in rows)

    def states(self, source: str) -> Mapping[str, int]:
        """Return the number of articles of a source in each present state."""
        rows = self._rows(
            "SELECT state, count(*) AS n FROM urls WHERE source = ? AND kind = 'article' GROUP BY state ORDER BY state",
            source,
        )
        return {row["state"]: row["n"] for row in rows}

    def _rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def _problem(self, error: Exception) -> StoreProblem:
        return StoreProblem(
            f"Hàng đợi {self.path} không đọc được ({error})", remedy="kiểm tra đường dẫn, chạy `guong week` một lần"
        )

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._db.close()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _trail(row: sqlite3.Row, attempts: tuple[Attempt, ...]) -> Trail:
    return Trail(
        row["url"],
        row["fetch_url"],
        row["source"],
        row["kind"],
        row["state"],
        row["note"],
        row["title"],
        row["first_found"],
        row["next_due"],
        attempts,
    )
