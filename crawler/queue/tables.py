"""The tables of the frontier, their version, and how their rows become records."""

import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from crawler.records import ArchiveRecord, Mineable, Outcome, Task
from domain.pages import PAGE_STATES

APPLICATION: Final = 0x47754672  # "GuFr"
VERSION: Final = 2
# Lower is asked first: lists show what is new, attachments complete the article just read.
PRIORITY: Final = {"probe": 0, "sitemap": 0, "feed": 1, "list": 2, "attachment": 3, "article": 4}
_STATES: Final = ", ".join(f"'{state}'" for state in PAGE_STATES)
SCHEMA: Final = f"""
CREATE TABLE runs (id INTEGER PRIMARY KEY, sources TEXT NOT NULL, started REAL NOT NULL, finished REAL) STRICT;
CREATE TABLE urls (
  url TEXT PRIMARY KEY, fetch_url TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL,
  kind TEXT NOT NULL, parent TEXT, title TEXT NOT NULL DEFAULT '', depth INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ({_STATES})), note TEXT NOT NULL DEFAULT '',
  next_due REAL NOT NULL, done_run INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0, visits INTEGER NOT NULL DEFAULT 0, status INTEGER NOT NULL DEFAULT 0,
  etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '', body_sha256 TEXT NOT NULL DEFAULT '',
  text_sha256 TEXT NOT NULL DEFAULT '', mined_sha256 TEXT NOT NULL DEFAULT '', mined_state TEXT NOT NULL DEFAULT '',
  archive_file TEXT, archive_offset INTEGER, dry INTEGER NOT NULL DEFAULT 0, first_found REAL NOT NULL, last_tried REAL,
  form TEXT NOT NULL DEFAULT '', canonical TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX urls_due ON urls (origin, priority, next_due);
CREATE INDEX urls_parent ON urls (parent) WHERE parent IS NOT NULL;
CREATE INDEX urls_unmined ON urls (url) WHERE body_sha256 <> mined_sha256;
CREATE INDEX urls_canonical ON urls (canonical) WHERE canonical <> '';
CREATE TABLE aliases (alias TEXT PRIMARY KEY, url TEXT NOT NULL) STRICT;
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL, url TEXT NOT NULL, at REAL NOT NULL, state TEXT NOT NULL,
  status INTEGER NOT NULL, note TEXT NOT NULL, archive_file TEXT, archive_offset INTEGER
) STRICT;
CREATE INDEX attempts_run ON attempts (run, url);
CREATE INDEX attempts_url ON attempts (url);
CREATE TABLE hosts (
  origin TEXT PRIMARY KEY, paused_until REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '', robots TEXT, robots_at REAL
) STRICT;
"""
# Version 2: list pages asked by POST, and the address an article gives as its own.
_FORMS: Final = """
ALTER TABLE urls ADD COLUMN form TEXT NOT NULL DEFAULT '';
ALTER TABLE urls ADD COLUMN canonical TEXT NOT NULL DEFAULT '';
CREATE INDEX urls_canonical ON urls (canonical) WHERE canonical <> '';
CREATE INDEX attempts_url ON attempts (url)
"""
MIGRATIONS: Final = (_FORMS,)


@dataclass(frozen=True, slots=True)
class HostMemory:
    """What is remembered of an origin between runs; `robots` is None when its rules are not known."""

    paused_until: float = 0.0
    failures: int = 0
    note: str = ""
    robots: str | None = None
    robots_at: float = 0.0


def task_of(row: sqlite3.Row) -> Task:
    """Return a row of `urls` as a task."""
    return Task(
        url=row["url"],
        fetch_url=row["fetch_url"],
        source=row["source"],
        kind=row["kind"],
        depth=row["depth"],
        state=row["state"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_sha256=row["body_sha256"],
        text_sha256=row["text_sha256"],
        failures=row["failures"],
        visits=row["visits"],
        dry=row["dry"],
        first_found=row["first_found"],
        form=row["form"],
        parent=row["parent"] or "",
    )


def mineable_of(row: sqlite3.Row) -> Mineable:
    """Return a row of `urls` that has archived bytes as a page to mine."""
    record = ArchiveRecord(row["archive_file"], row["archive_offset"])
    return Mineable(row["url"], row["fetch_url"], row["source"], row["body_sha256"], record, row["state"])


def parameters_of(task: Task, outcome: Outcome, run: int, now: float) -> dict[str, Any]:
    """Return the named parameters that settle a task."""
    record = outcome.record
    return {
        "url": task.url, "state": outcome.state, "note": outcome.note, "next_due": outcome.next_due,
        "status": outcome.status, "done": outcome.done, "run": run, "failed": outcome.failed, "now": now,
        "etag": outcome.etag, "last_modified": outcome.last_modified, "body": outcome.body_sha256,
        "text": outcome.text_sha256, "file": record and record.file, "offset": record and record.offset,
        "mined": outcome.mined, "canonical": outcome.canonical,
    }  # fmt: skip
