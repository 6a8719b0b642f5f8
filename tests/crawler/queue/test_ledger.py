"""The ledger answers what became of pages, while and after a crawl."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawler.queue.ledger import Ledger
from domain.errors import StoreProblem


@pytest.fixture
def crawled(site: Any, http: Any, listing: Any, article: Any, run: Any, frontier: Any) -> Any:
    site.routes["/tin/"] = http(listing("/news/a-1.html", "/news/b-2.html", "/news/c-3.html", "/news/d-4.html"))
    site.routes["/news/a-1.html"] = http(article("Bài một"))
    site.routes["/news/b-2.html"] = http(status="301 Moved", Location=site.url("/news/e-5.html"))
    site.routes["/news/e-5.html"] = http(article("Bài năm"))
    site.routes["/news/c-3.html"] = http(status="410 Gone")
    site.routes["/robots.txt"] = http("User-agent: *\nDisallow: /news/d-4", Content_Type="text/plain")
    report = run(site)
    assert report.finished
    return site


def test_articles_are_counted_by_how_they_ended(crawled: Any, frontier: Any) -> None:
    with Ledger(frontier.path) as ledger:
        seen = ledger.activities({"thu": 0.0, "khac": 0.0}, 9e12)["thu"]
        assert (seen.found, seen.known) == (4, 4)
        assert seen.states == {"fetched": 2, "gone": 1, "refused_by_robots": 1}
        assert ledger.states("thu") == seen.states
        later = ledger.activities({"thu": 9e11}, 9e12)["thu"]
        assert (later.found, later.known, later.states) == (0, 4, {})
        assert ledger.activities({"khac": 0.0}, 9e12)["khac"].known == 0


def test_what_reading_decided_replaces_fetched(crawled: Any, frontier: Any) -> None:
    for item in frontier.mining.unmined():
        frontier.mining.set_mined(item.url, item.sha256, "quarantined")
    with Ledger(frontier.path) as ledger:
        assert ledger.activities({"thu": 0.0}, 9e12)["thu"].states["quarantined"] == 2


def test_a_page_tells_its_whole_trail_in_any_spelling(crawled: Any, frontier: Any) -> None:
    with Ledger(frontier.path) as ledger:
        refused = ledger.trail(crawled.url("/news/d-4.html#top"))
        assert refused is not None
        assert (refused.source, refused.state, refused.attempts[0].note) == ("thu", "refused_by_robots", "robots.txt")
        behind = ledger.trail(crawled.url("/news/e-5.html"))  # known by the address that led there
        assert behind is not None
        assert behind.url.endswith("/news/b-2.html")
        assert ledger.trail(crawled.url("/never.html")) is None


def test_pages_are_listed_by_state(crawled: Any, frontier: Any) -> None:
    with Ledger(frontier.path) as ledger:
        assert [page.url.rsplit("/", 1)[1] for page in ledger.pages("thu", "gone")] == ["c-3.html"]
        assert len(ledger.pages("thu")) == 4
        assert len(ledger.pages("thu", limit=2)) == 2


def test_the_file_cannot_be_changed_and_a_foreign_one_is_refused(crawled: Any, frontier: Any, tmp_path: Path) -> None:
    with Ledger(frontier.path) as ledger, pytest.raises(StoreProblem, match="không đọc được"):
        ledger._rows("DELETE FROM urls")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    for name in ("other.db", "nothing.db"):
        with pytest.raises(StoreProblem):
            Ledger(tmp_path / name)
