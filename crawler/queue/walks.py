"""Walks through lists: how far from page to page, when once more from the first page, and when it is enough."""

from dataclasses import dataclass
from typing import Final

from crawler.queue.links import Links, identity_of
from crawler.queue.sqlite_file import SqliteFile
from crawler.records import STALE, Link, Task

# A list is walked until so many pages in a row show nothing new: an ignored page number would go on for ever.
_DRY_PAGES: Final = 2
_RESTARTS: Final = 2  # walks from page 1 again in one run, when the server has forgotten what a form refers to


@dataclass(frozen=True, slots=True)
class Found:
    """How many articles a list page shows, and how many of them were new."""

    shown: int
    new: int


class Walks:
    """The walks of a run, read from its attempts; changes belong into a transaction of the caller."""

    def __init__(self, file: SqliteFile, links: Links) -> None:
        self._file = file
        self._links = links

    def go_on(self, task: Task, following: list[Link], found: Found, run: int, now: float) -> None:
        """Queue the next page of a list; at its end, look once more at the first page for what came meanwhile."""
        walked_before = self._answers(task.url, run) > 1
        dry = 0 if found.new and task.dry >= 0 else task.dry + 1
        # A second walk goes on until it meets what is known; a restarted one (negative) to where it broke off.
        overlaps = walked_before and task.dry >= 0 and found.new < found.shown
        wanted = following if dry < _DRY_PAGES and not overlaps else []
        for link in wanted:
            self._links.add(task.source, link, now, parent=task.parent or task.url, again=True, dry=dry)
            if walked_before:
                self._links.ask_again(identity_of(link), now, dry)
        if not wanted and task.parent and self._answers(task.parent, run) == 1 + self._restarts(task.parent, run):
            self._links.ask_again(task.parent, now, 0)

    def restart(self, task: Task, run: int, now: float) -> None:
        """Walk a list again from its first page, at most so often a run; known pages on the way do not end the walk."""
        if self._restarts(task.parent, run) <= _RESTARTS:
            self._links.ask_again(task.parent, now, -task.depth)

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
