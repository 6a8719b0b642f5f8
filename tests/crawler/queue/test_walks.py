"""Walks over lists: pages shown by POST, items that move while a list is read, pages that are gone in silence."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.crawling.vanished import SOFT_GONE
from crawler.intake.mining import pages_to_mine
from crawler.queue.frontier import Frontier
from crawler.records import STALE, CrawlReport
from crawler.warc.archive import Archive

Run = Callable[..., CrawlReport]
LAST = 5


class Portal:
    """A WebForms list of LAST pages with three articles each; `forget` refuses that many states of page 3."""

    def __init__(self, site: Any, http: Any, article: Any) -> None:
        self.site, self.http, self.article = site, http, article
        self.forget = 0
        self.issued = 0
        self.posted: list[str] = []
        site.routes["/tin.aspx"] = self.list
        site.routes["/robots.txt"] = http(status="404 Not Found")
        site.routes["*"] = http(article("Bài"))

    def list(self, asked: Any, _: Any) -> bytes:
        sent = dict(parse_qsl(asked.body, keep_blank_values=True))
        page = int(sent.get("__EVENTARGUMENT", "Page$1").removeprefix("Page$"))
        if sent:
            self.posted.append(f"{sent['__VIEWSTATE']}>{page}")
        if page == 3 and self.forget > 0:
            self.forget -= 1
            error = "<html><h2>Validation of viewstate MAC failed.</h2></html>"
            return self.http(error, status="500 Internal Server Error")  # type: ignore[no-any-return]
        self.issued += 1
        items = "".join(f'<h3><a href="/tin/a/bai-{3 * page + n}.html">Bài {n}</a></h3>' for n in range(3))
        pager = "".join(f"<a href=\"javascript:__doPostBack('g','Page${n}')\">{n}</a>" for n in range(1, LAST + 1))
        state = f'<input type="hidden" name="__VIEWSTATE" value="{self.issued}">'
        body = f'<html><body><form method="post" action="/tin.aspx">{state}{items}{pager}</form></body></html>'
        return self.http(body)  # type: ignore[no-any-return]


@pytest.fixture
def portal(site: Any, http: Any, article: Any) -> Portal:
    return Portal(site, http, article)


def crawl_portal(run: Run, portal: Portal, **fields: Any) -> CrawlReport:
    return run(portal.site, start=(portal.site.url("/tin.aspx"),), **fields)


def test_a_list_is_walked_by_postback_to_its_end(portal: Portal, run: Run, frontier: Frontier) -> None:
    report = crawl_portal(run, portal)
    assert report.counts["article"] == {"fetched": 3 * LAST}
    assert report.counts["list"] == {"fetched": LAST}
    assert portal.posted == ["1>2", "2>3", "3>4", "4>5"]  # each page with the state of the one before
    assert report.problems == ()


def test_the_next_run_posts_new_state_to_the_same_identities(portal: Portal, run: Run, frontier: Frontier) -> None:
    crawl_portal(run, portal)
    portal.posted.clear()
    report = crawl_portal(run, portal)
    assert len(portal.posted) == 1  # two pages without anything new end the walk
    assert report.counts["list"] == {"fetched": 2}


def test_a_forgotten_state_is_walked_again_from_page_one(portal: Portal, run: Run) -> None:
    portal.forget = 1
    report = crawl_portal(run, portal)
    assert report.counts["article"] == {"fetched": 3 * LAST}
    assert report.counts["list"] == {"fetched": LAST}
    assert [one.partition(">")[2] for one in portal.posted] == ["2", "3", "2", "3", "4", "5"]


def test_a_state_that_is_always_forgotten_ends_and_is_reported(portal: Portal, run: Run) -> None:
    portal.forget = 999
    report = crawl_portal(run, portal)
    assert report.finished
    assert report.counts["article"] == {"fetched": 6}
    assert [one.partition(">")[2] for one in portal.posted].count("3") == 3
    assert [problem.message for problem in report.problems if STALE in problem.message]


def test_a_server_that_ignores_what_is_posted_is_reported(portal: Portal, run: Run) -> None:
    answer = portal.list
    portal.site.routes["/tin.aspx"] = lambda asked, connection: answer(replace(asked, body=""), connection)
    report = crawl_portal(run, portal)
    assert report.finished
    assert report.counts["article"] == {"fetched": 3}
    assert [problem.message for problem in report.problems if STALE in problem.message]


def test_what_was_posted_stands_in_the_archive(portal: Portal, run: Run, archive: Archive) -> None:
    crawl_portal(run, portal)
    asked = []
    for path in archive.files():
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "request" and record.http_headers.protocol == "POST":
                    asked.append((record.http_headers.get_header("Content-Type"), record.content_stream().read()))
    assert len(asked) == LAST - 1
    assert asked[0] == (
        "application/x-www-form-urlencoded",
        b"__VIEWSTATE=1&__EVENTTARGET=g&__EVENTARGUMENT=Page%242",
    )


def test_a_walk_killed_between_two_posts_goes_on_where_it_was(portal: Portal, run: Run, frontier: Frontier) -> None:
    seen: list[str] = []
    from crawler.crawling.crawl import crawl
    from crawler.sources.source import Source

    source = Source(
        "thu", "Thử", (portal.site.url("/tin.aspx"),), family="nukeviet", delay_seconds=0.0, allow_loopback=True
    )
    folder = frontier.path.parent / "kho"
    with Archive(folder) as store:
        crawl([source], frontier=frontier, archive=store, stop=lambda: len(seen) >= 3,
              on_progress=lambda progress: seen.append(progress.url))  # fmt: skip
    assert len(portal.posted) < LAST - 1
    with Frontier(frontier.path) as again, Archive(folder) as store:
        report = crawl([source], frontier=again, archive=store)
    assert report.counts["article"] == {"fetched": 3 * LAST}
    assert len(portal.posted) == LAST - 1


def paged(http: Any, article: Any, listing: Any, rows: list[str]) -> Callable[[Any, Any], bytes]:
    """Answers a list of two rows a page, and articles."""

    def answer(asked: Any, _: Any) -> bytes:
        if asked.path.endswith(".html"):
            return http(article(f"Bài {asked.path}"))  # type: ignore[no-any-return]
        number = int((re.search(r"page-(\d+)", asked.path) or [0, 1])[1])
        pages = tuple(f"/tin/page-{n}/" if n > 1 else "/tin/" for n in range(1, -(-len(rows) // 2) + 1))
        return http(listing(*rows[2 * number - 2 : 2 * number], pages=pages))  # type: ignore[no-any-return]

    return answer


def test_articles_published_while_a_list_is_walked_are_found_at_once(
    site: Any, run: Run, http: Any, article: Any, listing: Any
) -> None:
    rows = [f"/tin/a/cu-{n}.html" for n in range(10, 20)]
    answer = paged(http, article, listing, rows)

    def moving(asked: Any, connection: Any) -> bytes:
        if asked.path == "/tin/page-3/":
            rows[:0] = [f"/tin/a/moi-{n}.html" for n in range(50, 55)]  # more than two pages of new ones
        return answer(asked, connection)

    site.routes |= {"*": moving, "/robots.txt": http(status="404 Not Found")}
    report = run(site)
    assert report.counts["article"] == {"fetched": 15}


def test_the_depth_limit_is_reported(site: Any, run: Run, http: Any, article: Any, listing: Any) -> None:
    rows = [f"/tin/a/bai-{n}.html" for n in range(10, 20)]
    site.routes |= {"*": paged(http, article, listing, rows), "/robots.txt": http(status="404 Not Found")}
    report = run(site, max_pages=3)
    assert report.counts["article"] == {"fetched": 6}
    assert [problem.message for problem in report.problems if "max_pages" in problem.message]


MISSING = "<html><body><h1>Rất tiếc</h1><p>Không tìm thấy nội dung bạn cần, lúc {}:{} ngày hôm nay.</p></body></html>"


def test_a_soft_404_is_believed_after_three_runs_and_keeps_the_last_good_version(
    site: Any, run: Run, http: Any, article: Any, listing: Any, frontier: Frontier
) -> None:
    site.routes["/tin/"] = http(listing("/tin/a/bai-1.html", "/tin/a/bai-2.html"))
    site.routes["/tin/a/bai-1.html"] = site.routes["/tin/a/bai-2.html"] = http(article("Bài"))
    site.routes["/robots.txt"] = http(status="404 Not Found")
    run(site, revisit_days=0)
    kept = {item.url: item.sha256 for item in pages_to_mine(frontier)}
    del site.routes["/tin/a/bai-1.html"]
    turn = iter(range(10, 60))
    site.routes["*"] = lambda asked, _: http(MISSING.format(next(turn), next(turn)))
    gone = site.url("/tin/a/bai-1.html")
    states = []
    for _ in range(3):
        run(site, revisit_days=0)
        states.append((frontier.tally.state_of(gone), probes(site)))
        make_due(frontier)
    assert states == [("failed", 1), ("failed", 2), ("gone", 3)]  # one probe a run
    assert {item.url: item.sha256 for item in pages_to_mine(frontier)} == kept


def probes(site: Any) -> int:
    return sum("trang-khong-co" in path for path in site.paths())


def make_due(frontier: Frontier) -> None:
    """Let a day pass."""
    frontier._file.run("UPDATE urls SET next_due = 0 WHERE kind = 'article'")


def test_an_article_that_leads_to_the_front_page_is_not_overwritten(
    site: Any, run: Run, http: Any, article: Any, listing: Any, frontier: Frontier
) -> None:
    site.routes |= {"/tin/": http(listing("/tin/a/bai-1.html")), "/tin/a/bai-1.html": http(article("Bài"))}
    site.routes["/"] = http(article("Bài nổi bật của trang chủ"))
    run(site, revisit_days=0)
    (before,) = pages_to_mine(frontier)
    site.routes["/tin/a/bai-1.html"] = http(status="302 Found", Location="/")
    report = run(site, revisit_days=0)
    assert report.counts["article"] == {"failed": 1}
    assert frontier.tally.ended(report.run, before.url) == ("failed", SOFT_GONE)
    (after,) = pages_to_mine(frontier)
    assert (after.sha256, after.record) == (before.sha256, before.record)
    assert probes(site) == 0


def with_canonical(http: Any, article: Any, path: str, body: str = "Ông Lò Văn Tình hiến đất.") -> bytes:
    head = f'<link href="{path}" rel="canonical"></head>'
    return http(article("Bài", body=body).replace("</head>", head))  # type: ignore[no-any-return]


@pytest.fixture
def two_addresses(site: Any, http: Any, article: Any) -> Any:
    site.routes |= {"/robots.txt": http(status="404 Not Found")}
    site.routes["*"] = with_canonical(http, article, "/a/mot-1.html")
    return site


@pytest.mark.parametrize("order", [("/a/mot-1.html", "/b/mot-1.html"), ("/b/mot-1.html", "/a/mot-1.html")])
def test_one_article_at_two_addresses_is_one_article(
    two_addresses: Any, run: Run, http: Any, listing: Any, frontier: Frontier, order: tuple[str, str]
) -> None:
    site = two_addresses
    site.routes["/tin/"] = http(listing(*order))
    report = run(site)
    assert report.counts["article"] == {"fetched": 1, "unchanged": 1}
    assert [item.fetch_url for item in pages_to_mine(frontier)] == [site.url(order[0])]
    assert frontier.tally.ended(report.run, site.url(order[1])) == ("unchanged", f"cùng bài với {site.url(order[0])}")


def test_a_wrong_canonical_address_merges_nothing(
    site: Any, run: Run, http: Any, article: Any, listing: Any, frontier: Frontier
) -> None:
    site.routes |= {"/tin/": http(listing("/a/mot-1.html", "/a/hai-2.html"))}
    for name in ("mot-1", "hai-2"):
        site.routes[f"/a/{name}.html"] = with_canonical(http, article, "/", body=f"Bà Lý Thị Mẩy, {name}.")
    assert run(site).counts["article"] == {"fetched": 2}
