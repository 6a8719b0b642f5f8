"""A list and three articles, the second of which misbehaves; and the question whether anything was lost."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crawler.intake.mining import load_page, pages_to_mine
from crawler.queue.frontier import Frontier
from crawler.records import CrawlReport, Response
from crawler.warc.archive import Archive, load_response, verify_archive

PATHS = tuple(f"/tin/a/bai-{number}.html" for number in (1, 2, 3))
BAD = PATHS[1]
CENTURY = 36_500 * 86_400.0


@pytest.fixture
def bad() -> str:
    """The path of the article that misbehaves."""
    return BAD


@pytest.fixture
def small(site: Any, http: Any, article: Any, listing: Any) -> Any:
    site.routes["/tin/"] = http(listing(*PATHS))
    for number, path in enumerate(PATHS, 1):
        site.routes[path] = http(article(f"Bài {number}"), ETag=f'"{number}"')
    site.routes["/robots.txt"] = http(status="404 Not Found")
    return site


@pytest.fixture
def visit(small: Any, run: Callable[..., CrawlReport], fast: Any) -> Callable[..., CrawlReport]:
    """Crawl the small site once, not waiting for what is put off; keywords of `Options` or of the source."""

    def once(patience: float = 0.1, look_every: int = 0, **fields: Any) -> CrawlReport:
        return run(small, replace(fast, patience=patience, look_every=look_every), **fields)

    return once


@pytest.fixture
def kept(frontier: Frontier, archive: Archive, small: Any) -> Callable[[CrawlReport], None]:
    """Assert that nothing was lost: every page has one counted state, stays in the queue, and its bytes are whole."""

    def check(report: CrawlReport) -> None:
        assert report.bugs == ()
        assert sum(report.counts["article"].values()) == len(PATHS)
        for path in PATHS:
            assert frontier.tally.state_of(small.url(path)) is not None
        assert frontier.waiting(-1, ["thu"], time.time() + CENTURY) >= 1 + len(PATHS)
        assert verify_archive(archive)[1] == ()
        for item in pages_to_mine(frontier):
            assert load_response(archive, item.record).status == 200

    return check


@pytest.fixture
def answers(frontier: Frontier, archive: Archive, small: Any) -> Callable[..., list[Response]]:
    """Return what was archived for a path, oldest first."""

    def of(path: str = BAD) -> list[Response]:
        from crawler.records import ArchiveRecord

        rows = frontier._file.rows(
            "SELECT archive_file, archive_offset FROM attempts WHERE url = ? AND archive_file IS NOT NULL ORDER BY id",
            small.url(path),
        )
        return [load_response(archive, ArchiveRecord(*row)) for row in rows]

    return of


@pytest.fixture
def titles(frontier: Frontier, archive: Archive) -> Callable[[], list[str]]:
    """Return the titles of the pages that wait to be read."""

    def read() -> list[str]:
        pages = (load_page(frontier, archive, item) for item in pages_to_mine(frontier))
        return sorted(page.title or "" for page in pages if page)

    return read


@pytest.fixture
def later(frontier: Frontier) -> Callable[[], None]:
    """Let a day pass: what was put off is due."""

    def make_due() -> None:
        frontier._file.run("UPDATE urls SET next_due = 0 WHERE kind IN ('article', 'attachment')")
        frontier._file.run("UPDATE hosts SET paused_until = 0")

    return make_due
