"""What became of the URLs: how runs left them, counted or one by one."""

import json
from collections.abc import Iterable, Mapping

from crawler.fetching.urls import canonical_url
from crawler.queue.sqlite_file import SqliteFile
from crawler.records import TOO_DEEP, ArchiveRecord, Ended


class Tally:
    """Questions to the frontier's file about what was tried; none of them changes it."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

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

    def text_of(self, url: str) -> str:
        """Return the fingerprint of what an identity showed last, "" when it showed nothing yet."""
        return str(self._file.value("SELECT text_sha256 FROM urls WHERE url = ?", url) or "")

    def probe_of(self, url: str, run: int) -> tuple[str, ArchiveRecord | None] | None:
        """Return how a probe ended in a run, with its archived answer if it was a page; None while it is not asked."""
        row = self._file.row("SELECT * FROM urls WHERE url = ? AND done_run = ?", canonical_url(url), run)
        if row is None:
            return None
        archived = row["archive_file"] is not None
        return row["state"], ArchiveRecord(row["archive_file"], row["archive_offset"]) if archived else None

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

    def cut_lists(self, run: int) -> tuple[Ended, ...]:
        """Return the further list pages at which a run had to stop, each with the reason."""
        rows = self._file.rows(
            "SELECT u.url, u.source, a.state, a.note, max(a.id) FROM attempts AS a JOIN urls AS u ON u.url = a.url"
            " WHERE a.run = ? AND u.kind = 'list' AND (u.parent IS NOT NULL OR a.note = ?) GROUP BY u.url"
            " HAVING a.note = ? OR a.state NOT IN ('fetched', 'unchanged', 'gone') ORDER BY u.rowid",
            run, TOO_DEEP, TOO_DEEP,
        )  # fmt: skip
        return tuple(Ended(row["url"], row["source"], row["state"], row["note"]) for row in rows)

    def looked_at(self, run: int, note: str) -> tuple[Ended, ...]:
        """Return the pages that were asked for once more in a run: those whose note begins so."""
        rows = self._file.rows(
            "SELECT u.url, u.source, a.state, a.note FROM attempts AS a JOIN urls AS u ON u.url = a.url"
            " WHERE a.run = ? AND substr(a.note, 1, length(?)) = ? ORDER BY a.id",
            run, note, note,
        )  # fmt: skip
        return tuple(Ended(row["url"], row["source"], row["state"], row["note"]) for row in rows)

    def runs_noting(self, url: str, note: str) -> int:
        """Return in how many runs an identity was noted so since it was last as it should be."""
        return int(
            self._file.value(
                "SELECT count(DISTINCT run) FROM attempts WHERE url = ? AND note = ? AND id > coalesce("
                "(SELECT max(id) FROM attempts WHERE url = ? AND state IN ('fetched', 'unchanged')), 0)",
                url, note, url,
            )
        )  # fmt: skip

    def requests_in(self, run: int) -> int:
        """Return how many attempts a run has made."""
        return int(self._file.value("SELECT count(*) FROM attempts WHERE run = ?", run))

    def archived_count(self, source: str) -> int:
        """Return how many articles of a source have archived bytes."""
        return int(
            self._file.value(
                "SELECT count(*) FROM urls WHERE source = ? AND kind = 'article' AND body_sha256 <> ''"
                " AND state <> 'not_article'",
                source,
            )
        )
