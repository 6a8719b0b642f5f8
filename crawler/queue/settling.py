"""Settling: how an attempt ended and the links it showed, kept as one change."""

from dataclasses import replace

from crawler.queue.links import Links
from crawler.queue.sqlite_file import SqliteFile
from crawler.queue.tables import parameters_of
from crawler.queue.walks import Found, Walks
from crawler.records import Outcome, Task


class Settling:
    """What attempts leave in the frontier's file; every settlement is one transaction."""

    def __init__(self, file: SqliteFile, links: Links) -> None:
        self._file = file
        self._links = links
        self._walks = Walks(file, links)

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
                self._links.add_alias(outcome.final_url, task.url)
            if outcome.body_sha256 is not None and task.kind == "attachment":
                self._reopen_parents(task.url)
            if outcome.restart and task.parent:
                self._walks.restart(task, run, now)
            return self._add_found(task, outcome, run, now)

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

    def _add_found(self, task: Task, outcome: Outcome, run: int, now: float) -> int:
        others = [link for link in outcome.links if link.kind != "list"]
        new = 0
        for link in others:
            parent = task.url if link.kind == "attachment" else None
            new += self._links.add(
                task.source, link, now, parent=parent, again=link.kind in ("feed", "sitemap", "probe")
            )
        if task.kind == "list" and outcome.done:
            following = [link for link in outcome.links if link.kind == "list"]
            self._walks.go_on(task, following, Found(len(others), new), run, now)
        return new

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

    def _reopen_parents(self, url: str) -> None:
        """An article whose attachment came later is to be read again, with it."""
        self._file.run(
            "UPDATE urls SET mined_sha256 = '' WHERE url = (SELECT parent FROM urls WHERE url = ?)",
            (url,),
        )
