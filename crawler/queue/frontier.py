"""The frontier: which URLs are due, and the runs that ask for them; a durable queue in SQLite."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crawler.fetching.urls import canonical_url, fetchable_url
from crawler.queue.archived import MiningQueue
from crawler.queue.links import Held, Links
from crawler.queue.settling import Settling
from crawler.queue.sqlite_file import Layout, SqliteFile
from crawler.queue.tables import APPLICATION, MIGRATIONS, PRIORITY, SCHEMA, VERSION, HostMemory, task_of
from crawler.queue.tally import Tally
from crawler.records import Link, Outcome, Task

_LONGEST_WAIT: Final = 400 * 86_400.0
_FIRST_RELEASE: Final = 1_767_225_600.0  # the year 2026
_LONGEST_PAUSE: Final = 8 * 86_400.0  # no host asks, or is given, more than a week


class Frontier:
    """A SQLite file owned by one thread; every change is one immediate transaction.

    `mining` is the queue of what is archived and waits for the reader, `tally` tells what became of each URL.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = SqliteFile(path, Layout(APPLICATION, VERSION, SCHEMA, MIGRATIONS))
        self._links = Links(self._file)
        self._settling = Settling(self._file, self._links)
        self.mining = MiningQueue(self._file)
        self.tally = Tally(self._file)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all changes within the block one transaction: one sync instead of one for each page."""
        with self._file.transaction():
            yield

    def begin_run(self, entries: Mapping[str, Iterable[Link]], now: float, *, resume_within: float) -> tuple[int, bool]:
        """Continue the run that was interrupted less than `resume_within` seconds ago, or begin one.

        `entries` are the entry links of each source: a new run makes them due. Returns the run number and whether
        it is continued.
        """
        names = "\n".join(sorted(entries))
        with self._file.transaction():
            self._forget_impossible_dates(now)
            row = self._file.row("SELECT * FROM runs ORDER BY id DESC LIMIT 1")
            if (
                row
                and row["finished"] is None
                and row["sources"] == names
                and abs(now - row["started"]) < resume_within
            ):
                return int(row["id"]), True
            self._file.run("UPDATE runs SET finished = ? WHERE finished IS NULL", (now,))  # abandoned ones
            cursor = self._file.run("INSERT INTO runs (sources, started) VALUES (?, ?)", (names, now))
            for source, links in entries.items():
                for link in links:
                    self._links.add(source, link, now, again=True)
            return int(cursor.lastrowid or 0), False

    def _forget_impossible_dates(self, now: float) -> None:
        """A clock that once ran ahead must not silence pages: what lies in the future is counted from now on."""
        if now < _FIRST_RELEASE:
            return  # it is this clock that is wrong, as after a flat battery: nothing is to be learned from it
        self._file.run("UPDATE urls SET next_due = ?1 WHERE attempts = 0 AND next_due > ?1", (now,))
        self._file.run(
            "UPDATE urls SET next_due = ?1 + max(next_due - last_tried, 0), last_tried = ?1 WHERE last_tried > ?1",
            (now,),
        )
        self._file.run(
            "UPDATE urls SET next_due = ? WHERE next_due > ? AND kind IN ('article', 'attachment')",
            (now, now + _LONGEST_WAIT),
        )
        self._file.run("UPDATE hosts SET paused_until = 0 WHERE paused_until > ?", (now + _LONGEST_PAUSE,))

    def finish_run(self, run: int, now: float) -> None:
        """Mark a run as complete: the next crawl begins a new one."""
        with self._file.transaction():
            self._file.run("UPDATE runs SET finished = ? WHERE id = ?", (now, run))

    def add(self, source: str, links: Iterable[Link], now: float) -> int:
        """Add links to the queue; returns how many were new."""
        with self._file.transaction():
            return sum(self._links.add(source, link, now) for link in links)

    def is_known(self, url: str) -> bool:
        """Tell whether a URL, in any spelling, was found before."""
        return self._links.is_known(url)

    def held(self, url: str) -> Held | None:
        """Return what is known at an address or its alias; None when nothing is."""
        return self._links.held(url)

    @staticmethod
    def new_task(url: str, source: str) -> Task:
        """Return the task of an article that nobody has asked for yet."""
        return Task(canonical_url(url), fetchable_url(url), source, "article", 0, "waiting")

    def next_task(self, origin: str, run: int, sources: Iterable[str], now: float) -> Task | None:
        """Return the URL of an origin to ask next: due, of these sources, and not settled in this run."""
        names = json.dumps(list(sources))
        for priority in sorted(set(PRIORITY.values())):  # one index range each, however long the queue is
            row = self._file.row(
                "SELECT * FROM urls WHERE origin = ? AND priority = ? AND next_due <= ? AND done_run <> ?"
                " AND source IN (SELECT value FROM json_each(?)) ORDER BY next_due, rowid LIMIT 1",
                origin, priority, now, run, names,
            )  # fmt: skip
            if row:
                return task_of(row)
        return None

    def due_origins(self, run: int, sources: Iterable[str], until: float) -> Mapping[str, float]:
        """Return the origins that have something due before `until`, each with its earliest due time."""
        # Leaps from origin to origin and from priority to priority in the index: the queue's length does not matter.
        rows = self._file.rows(
            "WITH RECURSIVE origins (origin) AS (SELECT min(origin) FROM urls UNION ALL"
            " SELECT (SELECT min(origin) FROM urls WHERE origin > o.origin) FROM origins AS o WHERE origin IS NOT NULL)"
            " SELECT origin, min(first) AS due FROM (SELECT o.origin AS origin, (SELECT next_due FROM urls AS u"
            "  WHERE u.origin = o.origin AND u.priority = p.value AND u.next_due <= ? AND u.done_run <> ?"
            "  AND u.source IN (SELECT value FROM json_each(?)) ORDER BY u.next_due LIMIT 1) AS first"
            "  FROM origins AS o, json_each(?) AS p) WHERE first IS NOT NULL GROUP BY origin ORDER BY origin",
            until, run, json.dumps(list(sources)), json.dumps(sorted(set(PRIORITY.values()))),
        )  # fmt: skip
        return {row["origin"]: row["due"] for row in rows}

    def waiting(self, run: int, sources: Iterable[str], until: float) -> int:
        """Return how many URLs of these sources this run still has to ask before `until`."""
        names = json.dumps(list(sources))
        return int(
            self._file.value(
                "SELECT count(*) FROM urls WHERE source IN (SELECT value FROM json_each(?))"
                " AND next_due <= ? AND done_run <> ?",
                names, until, run,
            )
        )  # fmt: skip

    def settle(self, task: Task, outcome: Outcome, run: int, now: float) -> int:
        """Record how an attempt ended together with the links it showed; returns how many links were new."""
        return self._settling.settle(task, outcome, run, now)

    def settle_look(self, url: str, outcome: Outcome, run: int, now: float) -> None:
        """Record that a page was asked for once more in another guise; a quarantine keeps it from being mined."""
        self._settling.settle_look(url, outcome, run, now)

    def host(self, origin: str) -> HostMemory:
        """Return what is remembered of an origin."""
        row = self._file.row("SELECT * FROM hosts WHERE origin = ?", origin)
        if row is None:
            return HostMemory()
        return HostMemory(row["paused_until"], row["failures"], row["note"], row["robots"], row["robots_at"] or 0.0)

    def remember_host(self, origin: str, memory: HostMemory) -> None:
        """Keep what was learned about an origin, if it is news."""
        if self.host(origin) == memory:
            return
        with self._file.transaction():
            self._file.run(
                "INSERT OR REPLACE INTO hosts (origin, paused_until, failures, note, robots, robots_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (origin, memory.paused_until, memory.failures, memory.note, memory.robots, memory.robots_at),
            )

    def verify(self) -> str:
        """Return "ok" or what SQLite finds wrong with the file."""
        return str(self._file.value("PRAGMA quick_check"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> "Frontier":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
