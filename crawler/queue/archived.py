"""The queue's other end: archived articles, which of them are due for mining, and where their bytes lie."""

import json
from collections.abc import Iterable, Iterator, Mapping

from crawler.fetching.urls import canonical_url
from crawler.queue.sqlite_file import SqliteFile
from crawler.queue.tables import mineable_of
from crawler.records import ArchiveRecord, Mineable
from domain.pages import LOST_STATES


class MiningQueue:
    """The archived pages in the frontier's file; an article is due until its very version is mined."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def unmined(self) -> tuple[Mineable, ...]:
        """Return archived articles whose present version is not mined and whose attachments the run has tried."""
        rows = self._file.rows(
            "SELECT * FROM urls AS u WHERE body_sha256 <> mined_sha256 AND kind = 'article' AND NOT EXISTS"
            " (SELECT 1 FROM urls AS a WHERE a.parent = u.url AND a.attempts = 0"
            "   AND EXISTS (SELECT 1 FROM runs WHERE finished IS NULL)) ORDER BY first_found, rowid"
        )
        return tuple(mineable_of(row) for row in rows)

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
