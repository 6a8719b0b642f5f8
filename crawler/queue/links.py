"""The links of the queue: which URLs are known, each under one identity, and when each is due."""

from dataclasses import dataclass

from crawler.fetching.urls import canonical_url, fetchable_url, origin_of
from crawler.queue.sqlite_file import SqliteFile
from crawler.queue.tables import PRIORITY, task_of
from crawler.records import ArchiveRecord, Link, Task
from domain.errors import BadRecord


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


class Links:
    """The known URLs in the frontier's file; changes belong into a transaction of the caller."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def add(
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

    def held(self, url: str) -> Held | None:
        """Return what is known at an address or its alias; None when nothing is."""
        key = canonical_url(url)
        row = self._file.row(
            "SELECT * FROM urls WHERE url = coalesce((SELECT url FROM aliases WHERE alias = ?), ?)", key, key
        )
        if row is None:
            return None
        record = ArchiveRecord(row["archive_file"], row["archive_offset"]) if row["archive_file"] else None
        return Held(task_of(row), record, row["last_tried"] or 0.0)

    def add_alias(self, final: str, url: str) -> None:
        """Remember that a known URL was found to lie at another address, unless that one is known for itself."""
        alias = canonical_url(final)
        if alias != url and not self._file.row("SELECT 1 FROM urls WHERE url = ?", alias):
            self._file.run("INSERT OR IGNORE INTO aliases (alias, url) VALUES (?, ?)", (alias, url))

    def ask_again(self, url: str, now: float, dry: int) -> None:
        """Make a known URL due now, even if the run has settled it.

        `dry` is how many list pages in a row have shown nothing new; below 0 in a walk that begins again.
        """
        self._file.run("UPDATE urls SET next_due = ?, done_run = 0, dry = ? WHERE url = ?", (now, dry, url))
