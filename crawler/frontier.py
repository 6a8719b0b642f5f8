"""The frontier: which URLs are known, what became of them, and which are due; a durable queue in SQLite."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from crawler.frontier_tables import (
    APPLICATION,
    MIGRATIONS,
    PRIORITY,
    SCHEMA,
    VERSION,
    HostMemory,
    mineable_of,
    parameters_of,
    task_of,
)
from crawler.records import STALE, TOO_DEEP, ArchiveRecord, Ended, Link, Mineable, Outcome, Task
from crawler.sqlite_file import Layout, SqliteFile
from crawler.urls import canonical_url, fetchable_url, origin_of
from domain.errors import BadRecord
from domain.pages import LOST_STATES

# A list is walked until so many pages in a row show nothing new: an ignored page number would go on for ever.
_DRY_PAGES: Final = 2
_RESTARTS: Final = 2  # walks from page 1 again in one run, when the server has forgotten what a form refers to
_LONGEST_WAIT: Final = 400 * 86_400.0
_FIRST_RELEASE: Final = 1_767_225_600.0  # the year 2026
_LONGEST_PAUSE: Final = 8 * 86_400.0  # no host asks, or is given, more than a week


@dataclass(frozen=True, slots=True)
class Found:
    """How many articles a list page shows, and how many of them were new."""

    shown: int
    new: int


def identity_of(link: Link) -> str:
    """Return what a link is known by: its canonical URL, for a form also the page it asks for (never a real fragment).

    Raises BadRecord for what is no http(s) URL.
    """
    url = canonical_url(link.url)
    return f"{url}#{link.form.key}" if link.form else url


@dataclass(frozen=True, slots=True)
class Held:
    """What the queue holds at an address: its last good bytes lie at `record`; `tried_at` is the last attempt."""

    task: Task
    record: ArchiveRecord | None
    tried_at: float


class Frontier:
    """A SQLite file owned by one thread; every change is one immediate transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = SqliteFile(path, Layout(APPLICATION, VERSION, SCHEMA, MIGRATIONS))

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
                    self._add(source, link, now, again=True)
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
            return sum(self._add(source, link, now) for link in links)

    def _add(
        self, source: str, link: Link, now: float, *, parent: str | None = None, again: bool = False, dry: int = 0
    ) -> bool:
        """Add one link; a known one is made due now when `again` is set."""
        try:
            url = identity_of(link)
        except BadRecord:
            return False
        if self._file.row("SELECT 1 FROM aliases WHERE alias = ?", url):
            return False
        cursor = self._file.run(
            "INSERT INTO urls (url, fetch_url, source, origin, kind, parent, title, depth, priority, state, next_due,"
            " first_found, dry, form) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)"
            " ON CONFLICT (url) DO NOTHING",
            (
                url, fetchable_url(link.url), source, origin_of(url), link.kind, parent, link.title, link.depth,
                PRIORITY[link.kind], now, now, dry, link.form.body if link.form else "",
            ),
        )  # fmt: skip
        if cursor.rowcount == 0 and again:
            self._file.run(
                "UPDATE urls SET next_due = min(next_due, ?), dry = ?, form = ?, parent = coalesce(?, parent)"
                " WHERE url = ?",
                (now, dry, link.form.body if link.form else "", parent, url),
            )
        return cursor.rowcount > 0

    def is_known(self, url: str) -> bool:
        """Tell whether a URL, in any spelling, was found before."""
        key = canonical_url(url)
        row = self._file.row(
            "SELECT 1 FROM urls WHERE url = ? UNION ALL SELECT 1 FROM aliases WHERE alias = ?", key, key
        )
        return row is not None

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

    def settle(self, task: Task, outcome: Outcome, run: int, now: float) -> int:
        """Record how an attempt ended together with the links it showed; returns how many links were new."""
        with self._file.transaction():
            outcome = self._unless_known(task, outcome)
            self._file.run(
                "UPDATE urls SET note = :note,"
                " state = CASE WHEN :state <> 'unchanged' THEN :state"
                " WHEN mined_state <> '' AND mined_sha256 = body_sha256 THEN mined_state ELSE 'fetched' END,"
                " next_due = :next_due, status = :status,"
                " done_run = CASE WHEN :done THEN :run ELSE done_run END, attempts = attempts + 1,"
                " failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END,"
                " visits = visits + (:status BETWEEN 200 AND 399 AND NOT :failed), last_tried = :now,"
                " canonical = CASE WHEN :canonical <> '' THEN :canonical ELSE canonical END,"
                # What was sent has served its turn: the next walk brings its own hidden fields.
                " form = CASE WHEN :done AND NOT :failed THEN '' ELSE form END,"
                " etag = coalesce(:etag, etag), last_modified = coalesce(:last_modified, last_modified),"
                " text_sha256 = coalesce(:text, text_sha256), body_sha256 = coalesce(:body, body_sha256),"
                " archive_file = CASE WHEN :body IS NULL THEN archive_file ELSE :file END,"
                " archive_offset = CASE WHEN :body IS NULL THEN archive_offset ELSE :offset END,"
                " mined_sha256 = CASE WHEN :mined THEN coalesce(:body, body_sha256) ELSE mined_sha256 END,"
                " mined_state = CASE WHEN :mined THEN :state ELSE mined_state END"
                " WHERE url = :url",
                parameters_of(task, outcome, run, now),
            )
            self._log(task.url, outcome, run, now)
            if outcome.final_url:
                self._alias(outcome.final_url, task.url)
            if outcome.body_sha256 is not None and task.kind == "attachment":
                self._reopen_parents(task.url)
            if outcome.restart and task.parent:
                self._restart(task, run, now)
            return self._add_found(task, outcome, run, now)

    def _add_found(self, task: Task, outcome: Outcome, run: int, now: float) -> int:
        others = [link for link in outcome.links if link.kind != "list"]
        new = 0
        for link in others:
            parent = task.url if link.kind == "attachment" else None
            new += self._add(task.source, link, now, parent=parent, again=link.kind in ("feed", "sitemap", "probe"))
        if task.kind == "list" and outcome.done:
            following = [link for link in outcome.links if link.kind == "list"]
            self._walk_on(task, following, Found(len(others), new), run, now)
        return new

    def _walk_on(self, task: Task, following: list[Link], found: "Found", run: int, now: float) -> None:
        """Queue the next page of a list; at its end, look once more at the first page for what came meanwhile."""
        walked_before = self._answers(task.url, run) > 1
        dry = 0 if found.new and task.dry >= 0 else task.dry + 1
        # A second walk goes on until it meets what is known; a restarted one (negative) to where it broke off.
        overlaps = walked_before and task.dry >= 0 and found.new < found.shown
        wanted = following if dry < _DRY_PAGES and not overlaps else []
        for link in wanted:
            self._add(task.source, link, now, parent=task.parent or task.url, again=True, dry=dry)
            if walked_before:
                self._ask_again(identity_of(link), now, dry)
        if not wanted and task.parent and self._answers(task.parent, run) == 1 + self._restarts(task.parent, run):
            self._ask_again(task.parent, now, 0)

    def _answers(self, url: str, run: int) -> int:
        return int(
            self._file.value(
                "SELECT count(*) FROM attempts WHERE run = ? AND url = ? AND state IN ('fetched', 'unchanged')",
                run, url,
            )
        )  # fmt: skip

    def _restarts(self, first: str, run: int) -> int:
        return int(
            self._file.value(
                "SELECT count(*) FROM attempts AS a JOIN urls AS u ON u.url = a.url"
                " WHERE a.run = ? AND u.parent = ? AND a.note = ?",
                run, first, STALE,
            )
        )  # fmt: skip

    def _restart(self, task: Task, run: int, now: float) -> None:
        """Walk a list again from its first page, at most so often a run; known pages on the way do not end the walk."""
        if self._restarts(task.parent, run) <= _RESTARTS:
            self._ask_again(task.parent, now, -task.depth)

    def _ask_again(self, url: str, now: float, dry: int) -> None:
        self._file.run("UPDATE urls SET next_due = ?, done_run = 0, dry = ? WHERE url = ?", (now, dry, url))

    def _unless_known(self, task: Task, outcome: Outcome) -> Outcome:
        """An article whose own address is another's, with the same text, is that one: seen again, not a second one."""
        if task.kind != "article" or not outcome.canonical or not outcome.text_sha256:
            return outcome
        twin = self._file.value(
            "SELECT url FROM urls WHERE source = ? AND kind = 'article' AND url <> ? AND text_sha256 = ?"
            " AND (url = ? OR (canonical <> '' AND canonical = ?)) ORDER BY first_found, rowid LIMIT 1",
            task.source, task.url, outcome.text_sha256, outcome.canonical, outcome.canonical,
        )  # fmt: skip
        if twin is None:
            return outcome
        return replace(outcome, state="unchanged", note=f"cùng bài với {twin}", body_sha256=None, text_sha256=None)

    def held(self, url: str) -> "Held | None":
        """Return what is known at an address or its alias; None when nothing is."""
        key = canonical_url(url)
        row = self._file.row(
            "SELECT * FROM urls WHERE url = coalesce((SELECT url FROM aliases WHERE alias = ?), ?)", key, key
        )
        if row is None:
            return None
        record = ArchiveRecord(row["archive_file"], row["archive_offset"]) if row["archive_file"] else None
        return Held(task_of(row), record, row["last_tried"] or 0.0)

    @staticmethod
    def new_task(url: str, source: str) -> Task:
        """Return the task of an article that nobody has asked for yet."""
        return Task(canonical_url(url), fetchable_url(url), source, "article", 0, "waiting")

    def probe_of(self, url: str, run: int) -> tuple[str, ArchiveRecord | None] | None:
        """Return how a probe ended in a run, with its archived answer if it was a page; None while it is not asked."""
        row = self._file.row("SELECT * FROM urls WHERE url = ? AND done_run = ?", canonical_url(url), run)
        if row is None:
            return None
        archived = row["archive_file"] is not None
        return row["state"], ArchiveRecord(row["archive_file"], row["archive_offset"]) if archived else None

    def runs_noting(self, url: str, note: str) -> int:
        """Return in how many runs an identity was noted so since it was last as it should be."""
        return int(
            self._file.value(
                "SELECT count(DISTINCT run) FROM attempts WHERE url = ? AND note = ? AND id > coalesce("
                "(SELECT max(id) FROM attempts WHERE url = ? AND state IN ('fetched', 'unchanged')), 0)",
                url, note, url,
            )
        )  # fmt: skip

    def text_of(self, url: str) -> str:
        """Return the fingerprint of what an identity showed last, "" when it showed nothing yet."""
        return str(self._file.value("SELECT text_sha256 FROM urls WHERE url = ?", url) or "")

    def cut_lists(self, run: int) -> tuple[Ended, ...]:
        """Return the further list pages at which a run had to stop, each with the reason."""
        rows = self._file.rows(
            "SELECT u.url, u.source, a.state, a.note, max(a.id) FROM attempts AS a JOIN urls AS u ON u.url = a.url"
            " WHERE a.run = ? AND u.kind = 'list' AND (u.parent IS NOT NULL OR a.note = ?) GROUP BY u.url"
            " HAVING a.note = ? OR a.state NOT IN ('fetched', 'unchanged', 'gone') ORDER BY u.rowid",
            run, TOO_DEEP, TOO_DEEP,
        )  # fmt: skip
        return tuple(Ended(row["url"], row["source"], row["state"], row["note"]) for row in rows)

    def settle_look(self, url: str, outcome: Outcome, run: int, now: float) -> None:
        """Record that a page was asked for once more in another guise; a quarantine keeps it from being mined."""
        with self._file.transaction():
            if outcome.state == "quarantined":
                self._file.run(
                    "UPDATE urls SET state = :state, note = :note, mined_sha256 = body_sha256, mined_state = :state"
                    " WHERE url = :url",
                    {"state": outcome.state, "note": outcome.note, "url": url},
                )
            self._log(url, outcome, run, now)

    def looked_at(self, run: int, note: str) -> tuple[Ended, ...]:
        """Return the pages that were asked for once more in a run: those whose note begins so."""
        rows = self._file.rows(
            "SELECT u.url, u.source, a.state, a.note FROM attempts AS a JOIN urls AS u ON u.url = a.url"
            " WHERE a.run = ? AND substr(a.note, 1, length(?)) = ? ORDER BY a.id",
            run, note, note,
        )  # fmt: skip
        return tuple(Ended(row["url"], row["source"], row["state"], row["note"]) for row in rows)

    def _log(self, url: str, outcome: Outcome, run: int, now: float) -> None:
        record = outcome.record
        self._file.run(
            "INSERT INTO attempts (run, url, at, state, status, note, archive_file, archive_offset)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                run,
                url,
                now,
                outcome.state,
                outcome.status,
                outcome.note,
                record and record.file,
                record and record.offset,
            ),
        )

    def _alias(self, final: str, url: str) -> None:
        alias = canonical_url(final)
        if alias != url and not self._file.row("SELECT 1 FROM urls WHERE url = ?", alias):
            self._file.run("INSERT OR IGNORE INTO aliases (alias, url) VALUES (?, ?)", (alias, url))

    def _reopen_parents(self, url: str) -> None:
        """An article whose attachment came later is to be read again, with it."""
        self._file.run(
            "UPDATE urls SET mined_sha256 = '' WHERE url = (SELECT parent FROM urls WHERE url = ?)",
            (url,),
        )

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

    def unmined(self) -> tuple[Mineable, ...]:
        """Return archived articles whose present version is not mined and whose attachments the run has tried."""
        rows = self._file.rows(
            "SELECT * FROM urls AS u WHERE body_sha256 <> mined_sha256 AND kind = 'article' AND NOT EXISTS"
            " (SELECT 1 FROM urls AS a WHERE a.parent = u.url AND a.attempts = 0"
            "   AND EXISTS (SELECT 1 FROM runs WHERE finished IS NULL)) ORDER BY first_found, rowid"
        )
        return tuple(mineable_of(row) for row in rows)

    def reopen(self, sources: Iterable[str] | None = None) -> int:
        """Make every archived article, of these sources or of all, due for mining again; returns how many."""
        names = None if sources is None else json.dumps(list(sources))
        with self._file.transaction():
            cursor = self._file.run(
                "UPDATE urls SET mined_sha256 = '' WHERE body_sha256 <> '' AND kind = 'article'"
                " AND (:names IS NULL OR source IN (SELECT value FROM json_each(:names)))",
                {"names": names},
            )
            return cursor.rowcount

    def reopen_urls(self, fetch_urls: Iterable[str]) -> int:
        """Make the archived articles that are fetched at these addresses due for mining again; returns how many."""
        with self._file.transaction():
            cursor = self._file.run(
                "UPDATE urls SET mined_sha256 = '' WHERE body_sha256 <> '' AND kind = 'article'"
                " AND fetch_url IN (SELECT value FROM json_each(?))",
                (json.dumps(list(fetch_urls)),),
            )
            return cursor.rowcount

    def archived_sources(self) -> frozenset[str]:
        """Return the names of the sources that have archived articles."""
        rows = self._file.rows("SELECT DISTINCT source FROM urls WHERE body_sha256 <> '' AND kind = 'article'")
        return frozenset(row["source"] for row in rows)

    def archived(self) -> Iterator[Mineable]:
        """Yield every article that has archived bytes, mined or not."""
        rows = self._file.rows(
            "SELECT * FROM urls WHERE body_sha256 <> '' AND kind = 'article' ORDER BY first_found, rowid"
        )
        return (mineable_of(row) for row in rows)

    def records_of(self, urls: Iterable[str]) -> Mapping[str, ArchiveRecord]:
        """Return where the archived ones among these URLs lie, by their identity."""
        keys = json.dumps([canonical_url(url) for url in urls])
        rows = self._file.rows(
            "SELECT * FROM urls WHERE body_sha256 <> '' AND url IN (SELECT value FROM json_each(?))", keys
        )
        return {row["url"]: ArchiveRecord(row["archive_file"], row["archive_offset"]) for row in rows}

    def set_mined(self, url: str, sha256: str, state: str) -> bool:
        """Mark a version as mined; False when the page has changed meanwhile, so that it stays due for mining."""
        with self._file.transaction():
            cursor = self._file.run(
                "UPDATE urls SET mined_sha256 = :sha256, mined_state = :state, state = CASE"
                " WHEN state IN (SELECT value FROM json_each(:lost)) THEN state ELSE :state END"
                " WHERE url = :url AND body_sha256 = :sha256",
                {"sha256": sha256, "state": state, "url": url, "lost": json.dumps(sorted(LOST_STATES))},
            )
            return cursor.rowcount > 0

    def counts(self, run: int, sources: Iterable[str]) -> Mapping[tuple[str, str, str], int]:
        """Return (source, kind, state) -> number of URLs as they ended in a run; untouched ones count as waiting."""
        names = json.dumps(list(sources))
        rows = self._file.rows(
            "SELECT u.source, u.kind, a.state, count(*) AS n FROM urls AS u"
            " JOIN (SELECT url, state, max(id) FROM attempts WHERE run = ? GROUP BY url) AS a ON a.url = u.url"
            " WHERE u.source IN (SELECT value FROM json_each(?))"
            " GROUP BY 1, 2, 3 UNION ALL"
            " SELECT source, kind, 'waiting', count(*) FROM urls WHERE attempts = 0"
            " AND source IN (SELECT value FROM json_each(?)) GROUP BY 1, 2",
            run, names, names,
        )  # fmt: skip
        found: dict[tuple[str, str, str], int] = {}
        for row in rows:
            key = (row["source"], row["kind"], row["state"])
            found[key] = found.get(key, 0) + row["n"]
        return found

    def states(self) -> Mapping[str, int]:
        """Return the number of articles in each present state."""
        rows = self._file.rows(
            "SELECT state, count(*) AS n FROM urls WHERE kind = 'article' GROUP BY state ORDER BY state"
        )
        return {row["state"]: row["n"] for row in rows}

    def state_of(self, url: str) -> str | None:
        """Return the present state of one URL, None when it is unknown."""
        row = self._file.row("SELECT state FROM urls WHERE url = ?", canonical_url(url))
        return row["state"] if row else None

    def ended(self, run: int, url: str) -> tuple[str, str] | None:
        """Return state and note of the last attempt at a URL in a run; None when it was not tried."""
        row = self._file.row(
            "SELECT state, note FROM attempts WHERE run = ? AND url = ? ORDER BY id DESC LIMIT 1",
            run,
            canonical_url(url),
        )
        return (row["state"], row["note"]) if row else None

    def ended_articles(self, run: int) -> tuple[Ended, ...]:
        """Return every article URL a run has tried, in the order found, as its last attempt left it."""
        rows = self._file.rows(
            "SELECT u.url, u.source, a.state, a.note, max(a.id)"
            " FROM attempts AS a JOIN urls AS u ON u.url = a.url"
            " WHERE a.run = ? AND u.kind = 'article' GROUP BY u.url ORDER BY u.first_found, u.rowid",
            run,
        )
        return tuple(Ended(row["url"], row["source"], row["state"], row["note"]) for row in rows)

    def archived_count(self, source: str) -> int:
        """Return how many articles of a source have archived bytes."""
        return int(
            self._file.value(
                "SELECT count(*) FROM urls WHERE source = ? AND kind = 'article' AND body_sha256 <> ''"
                " AND state <> 'not_article'",
                source,
            )
        )

    def requests_in(self, run: int) -> int:
        """Return how many attempts a run has made."""
        return int(self._file.value("SELECT count(*) FROM attempts WHERE run = ?", run))

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
