"""Whole crawls of a small site, most of them ill-behaved."""

import hashlib
import io
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from docx import Document

from crawler.crawling.crawl import crawl
from crawler.intake.mining import load_page, mark_mined, pages_to_mine
from crawler.queue.frontier import Frontier
from crawler.records import CrawlReport
from crawler.warc.archive import Archive, load_response, verify_archive
from domain.errors import StoreProblem, UserMistake

Run = Callable[..., CrawlReport]
Text = Callable[..., str]
Http = Callable[..., bytes]


Stores = tuple[Frontier, Archive]


@pytest.fixture
def stores(frontier: Frontier, archive: Archive) -> Stores:
    return frontier, archive


@pytest.fixture
def page_texts(http: Http, article: Text, listing: Text) -> tuple[Http, Text, Text]:
    return http, article, listing


@pytest.fixture
def three(site: Any, http: Http, article: Text, listing: Text) -> Any:
    """A site with one list and three articles."""
    names = ("mot", "hai", "ba")
    site.routes["/tin/"] = http(listing(*(f"/tin/a/bai-{name}-{n}.html" for n, name in enumerate(names, 1))))
    for n, name in enumerate(names, 1):
        site.routes[f"/tin/a/bai-{name}-{n}.html"] = http(article(f"Bài {name}"), ETag=f'"{n}"')
    return site


def test_every_article_is_archived_counted_and_ready_to_mine(
    three: Any, run: Run, frontier: Frontier, archive: Archive
) -> None:
    report = run(three)
    assert report.finished
    assert report.counts["article"] == {"fetched": 3}
    assert report.problems == ()
    pages = {item.url: load_page(frontier, archive, item) for item in pages_to_mine(frontier)}
    assert sorted(page.title or "" for page in pages.values() if page) == ["Bài ba", "Bài hai", "Bài mot"]
    for item in pages_to_mine(frontier):
        assert mark_mined(frontier, item.url, item.sha256, "mined")
    assert pages_to_mine(frontier) == ()
    assert verify_archive(archive)[1] == ()


def test_a_second_run_asks_conditionally_and_finds_nothing_changed(
    three: Any, run: Run, frontier: Frontier, http: Http
) -> None:
    run(three, revisit_days=0)
    for item in pages_to_mine(frontier):
        mark_mined(frontier, item.url, item.sha256, "mined")
    three.log.clear()
    original = dict(three.routes)
    for path in [path for path in original if path != "/tin/"]:
        three.routes[path] = lambda asked, _: (
            http(status="304 Not Modified") if "if-none-match" in asked.headers else original[asked.path]
        )
    report = run(three, revisit_days=0)
    assert report.counts["article"] == {"unchanged": 3}
    assert pages_to_mine(frontier) == ()
    assert frontier.tally.states() == {"mined": 3}


def test_a_change_of_the_counter_is_no_new_version_and_a_change_of_the_text_is(
    three: Any, run: Run, frontier: Frontier, archive: Archive, http: Http, article: Text
) -> None:
    run(three, revisit_days=0)
    for item in pages_to_mine(frontier):
        mark_mined(frontier, item.url, item.sha256, "mined")
    three.routes["/tin/a/bai-mot-1.html"] = http(article("Bài mot", extra="<p>Lượt xem: 7</p>"))
    three.routes["/tin/a/bai-hai-2.html"] = http(article("Bài hai", body="Bà Lý Thị Mẩy được tặng Bằng khen."))
    report = run(three, revisit_days=0)
    assert report.counts["article"] == {"unchanged": 2, "fetched": 1}
    (item,) = pages_to_mine(frontier)
    page = load_page(frontier, archive, item)
    assert page is not None
    assert "Lý Thị Mẩy" in page.text
    assert page.sha256 == item.sha256


def test_robots_are_obeyed_and_the_refusal_is_counted(three: Any, run: Run, http: Http) -> None:
    three.routes["/robots.txt"] = http("\ufeffUser-agent: *\nDisallow: /tin/a/bai-hai", Content_Type="text/plain")
    report = run(three)
    assert report.counts["article"] == {"fetched": 2, "refused_by_robots": 1}
    assert not [path for path in three.paths() if "hai" in path]


@pytest.mark.parametrize("reply", [b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", b""])
def test_without_robots_the_host_waits_and_nothing_is_lost(three: Any, run: Run, http: Http, reply: bytes) -> None:
    three.routes["/robots.txt"] = reply
    report = run(three)
    assert three.paths() == []
    assert report.counts["list"] == {"waiting": 1}
    assert "robots.txt" in report.problems[0].message
    assert "vẫn trong hàng đợi" in report.problems[0].message


def test_a_page_of_html_instead_of_robots_allows_everything(three: Any, run: Run, http: Http) -> None:
    three.routes["/robots.txt"] = http("<html><body>User-agent: *\nDisallow: /</body></html>")
    assert run(three).counts["article"] == {"fetched": 3}


def test_an_unreachable_host_is_named_and_its_pages_are_kept(site: Any, run: Run, fast: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/tin/"
    report = run(site, replace(fast, patience=0.5), start=(url,))
    assert report.finished
    assert url.removesuffix("/tin/") in report.problems[0].message


def test_requests_to_a_host_keep_their_distance(three: Any, run: Run, http: Http) -> None:
    three.routes["/robots.txt"] = http("User-agent: *\nCrawl-delay: 0.3", Content_Type="text/plain")
    run(three, delay_seconds=0.1)
    times = [asked.at for asked in three.log]
    assert len(times) == 5
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.29


def test_an_absurd_crawl_delay_is_bounded_and_reported(three: Any, run: Run, http: Http, fast: Any) -> None:
    three.routes["/robots.txt"] = http("User-agent: *\nCrawl-delay: 1000", Content_Type="text/plain")
    report = run(three, replace(fast, crawl_delay_ceiling=0.1))
    assert report.counts["article"] == {"fetched": 3}
    assert "1000 giây" in report.problems[0].message


def test_retry_after_pauses_the_host_and_the_page_comes_later(three: Any, run: Run, http: Http) -> None:
    page = three.routes["/tin/a/bai-mot-1.html"]
    turns = iter([http(status="503 Busy", Retry_After="1"), page])
    three.routes["/tin/a/bai-mot-1.html"] = lambda asked, _: next(turns)
    report = run(three)
    assert report.counts["article"] == {"fetched": 3}
    busy, after = [asked.at for asked in three.log if "mot" in asked.path]
    assert after - busy >= 1.0
    assert not [asked for asked in three.log if busy < asked.at < busy + 1.0]  # the whole host was left alone


def test_a_long_retry_after_is_left_to_a_later_run(three: Any, run: Run, http: Http, frontier: Frontier) -> None:
    three.routes["/tin/a/bai-mot-1.html"] = http(status="429 Too Many", Retry_After="86400")
    report = run(three)  # which does not sleep through the day
    assert report.finished
    assert report.counts["article"]["waiting"] == 3 - report.counts["article"].get("fetched", 0)
    assert "sẽ thử lại sau" in report.problems[-1].message


def raw(body: str = "", status: str = "200 OK", length: int | None = None, location: str = "") -> bytes:
    """One response as bytes; `length` may lie."""
    content = body.encode()
    where = f"Location: {location}\r\n" if location else ""
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{where}Content-Length: {length or len(content)}\r\n\r\n"
    return head.encode() + content


CHALLENGE = "<html><script>document.cookie='a=1';location.reload(true)</script></html>"
HALF_AN_ARTICLE = "<html><div class=news_column><h1 itemprop=headline>Bài hai</h1></div></html>"
END_STATES = [
    ("gone", raw(status="410 Gone")),
    ("gone", raw(status="404 Not Found")),
    ("blocked", raw(status="403 Forbidden")),
    ("blocked", raw(CHALLENGE)),
    ("failed", raw(status="500 Oops")),
    ("failed", raw(status="418 Teapot")),
    ("failed", raw("<html><h1>Hệ thống đang bảo trì</h1></html>")),
    ("failed", raw("<html>", length=9999)),
    ("too_big", raw("x" * 300_000)),
    ("forbidden_address", raw(status="302 Found", location="http://169.254.169.254/latest")),
    ("forbidden_address", raw(status="302 Found", location="http://127.0.0.1:1/")),
    ("forbidden_address", raw(status="302 Found", location="file:///etc/passwd")),
    ("failed", raw(status="302 Found", location="/tin/a/bai-hai-2.html")),
    ("not_article", raw("<html><body><h1>Liên hệ</h1></body></html>")),
    ("unreadable", raw()),
    ("unreadable", raw(" \n ")),
    ("source_changed", raw(HALF_AN_ARTICLE)),
]


@pytest.mark.parametrize(("state", "reply"), END_STATES, ids=[f"{s}-{n}" for n, (s, _) in enumerate(END_STATES)])
def test_every_bad_answer_ends_in_its_counted_state_and_the_others_go_on(
    three: Any, run: Run, fast: Any, state: str, reply: bytes
) -> None:
    three.routes["/tin/a/bai-hai-2.html"] = reply
    report = run(three, replace(fast, patience=0.1))
    assert report.counts["article"] == {"fetched": 2, state: 1}
    assert report.bugs == ()


def test_a_good_version_is_not_overwritten_by_an_error_page(
    three: Any, run: Run, http: Http, frontier: Frontier, archive: Archive, fast: Any
) -> None:
    run(three, revisit_days=0)
    three.routes["/tin/a/bai-mot-1.html"] = http("<html><body><h1>Trang chủ</h1></body></html>")
    report = run(three, replace(fast, patience=0.0), revisit_days=0)
    assert report.counts["article"] == {"unchanged": 2, "failed": 1}
    pages = [load_page(frontier, archive, item) for item in pages_to_mine(frontier)]
    assert sorted(page.title or "" for page in pages if page) == ["Bài ba", "Bài hai", "Bài mot"]


def test_attachments_come_with_their_article(
    three: Any, run: Run, http: Http, article: Text, frontier: Frontier
) -> None:
    link = (
        '<div class="news-download-file"><p class="list-group-item"><a href="/tep.docx">Tập tin: tep.docx</a></p></div>'
    )
    three.routes["/tin/a/bai-mot-1.html"] = http(article("Bài mot", extra=link))
    three.routes["/tep.docx"] = http("<html>Không tìm thấy</html>")
    report = run(three)
    assert report.counts["attachment"] == {"not_article": 1}
    assert len(pages_to_mine(frontier)) == 3
    assert frontier.waiting(report.run, ["thu"], time.time() + 5) == 0


def test_a_file_beyond_the_bounds_is_counted_and_told_with_its_article(
    three: Any, run: Run, http: Http, article: Text, frontier: Frontier, archive: Archive
) -> None:
    link = '<div class="news-download-file"><p class="list-group-item"><a href="/to.pdf">to.pdf</a></p></div>'
    three.routes["/tin/a/bai-mot-1.html"] = http(article("Bài mot", extra=link))
    three.routes["/to.pdf"] = http(b"%PDF-1.7" + bytes(500_000), Content_Type="application/pdf")
    assert run(three).counts["attachment"] == {"too_big": 1}
    pages = [load_page(frontier, archive, item) for item in pages_to_mine(frontier)]
    [file] = [file for page in pages if page for file in page.attachments]
    assert (file.text, file.state, file.note) == (None, "waiting", "quá lớn")


def test_a_file_on_a_foreign_host_is_counted_and_not_asked_for(
    three: Any, other_site: Any, run: Run, http: Http, article: Text, frontier: Frontier
) -> None:
    link = f'<p class="news-download-file"><b class="list-group-item"><a href="{other_site.url("/a.pdf")}">a</a></b>'
    three.routes["/tin/a/bai-mot-1.html"] = http(article("Bài mot", extra=link))
    assert run(three).counts["attachment"] == {"forbidden_address": 1}
    assert other_site.log == []
    assert len(pages_to_mine(frontier)) == 3


def test_a_file_offered_by_two_articles_is_fetched_once_and_read_with_both(
    three: Any, run: Run, http: Http, article: Text, frontier: Frontier, archive: Archive
) -> None:
    link = '<div class="news-download-file"><p class="list-group-item"><a href="/a.docx">a.docx</a></p></div>'
    for name, number in (("mot", 1), ("hai", 2)):
        three.routes[f"/tin/a/bai-{name}-{number}.html"] = http(article(f"Bài {name}", extra=link))
    document, out = Document(), io.BytesIO()
    document.add_paragraph("Danh sách khen thưởng")
    document.save(out)
    three.routes["/a.docx"] = http(out.getvalue(), Content_Type="text/html")
    run(three)
    pages = [load_page(frontier, archive, item) for item in pages_to_mine(frontier)]
    assert three.paths().count("/a.docx") == 1
    assert [file.text for page in pages if page for file in page.attachments] == ["Danh sách khen thưởng"] * 2


def test_a_robots_file_that_leads_elsewhere_is_none(three: Any, run: Run, http: Http) -> None:
    three.routes["/robots.txt"] = http(status="302 Found", Location="http://khac.vn/robots.txt")
    assert run(three).counts["article"] == {"fetched": 3}


def test_a_host_that_only_fails_is_left_alone_after_five_times(site: Any, run: Run, http: Http, listing: Text) -> None:
    site.routes["/tin/"] = http(listing(*(f"/tin/a/bai-{number}.html" for number in range(40))))
    site.routes["*"] = http(status="502 Bad Gateway")
    site.routes["/robots.txt"] = http(status="404 Not Found")
    report = run(site)
    assert len(site.paths()) == 1 + 5
    assert report.finished
    assert report.counts["article"]["waiting"] >= 35
    assert "HTTP 502" in report.problems[0].message


def test_a_clock_that_once_ran_ahead_silences_nothing(
    three: Any, frontier: Frontier, archive: Archive, source_of: Any, fast: Any
) -> None:
    ahead = time.time() + 3000 * 86_400
    crawl([source_of(three)], frontier=frontier, archive=archive, clock=lambda: ahead, options=fast)
    three.log.clear()
    crawl([source_of(three)], frontier=frontier, archive=archive, options=fast)
    assert three.paths() == ["/tin/"]  # the articles keep their wait, a week from the clock that is right
    later = time.time() + 8 * 86_400
    report = crawl([source_of(three)], frontier=frontier, archive=archive, clock=lambda: later, options=fast)
    assert report.counts["article"] == {"unchanged": 3}
    assert len(three.paths()) == 1 + 4


def test_a_changed_list_is_reported(site: Any, run: Run, http: Http) -> None:
    site.routes["/tin/"] = http("<html><body>Giao diện mới</body></html>")
    report = run(site)
    assert report.counts["list"] == {"source_changed": 1}
    assert "danh mục" in report.problems[0].message


def test_fewer_articles_than_expected_are_reported(three: Any, run: Run) -> None:
    from crawler.sources.source import Expected

    (problem,) = run(three, expected=Expected(articles=4)).problems
    assert "chỉ có 3 bài" in problem.message


def test_pages_without_end_that_repeat_themselves_are_left(
    site: Any, run: Run, http: Http, article: Text, listing: Text
) -> None:
    site.routes["*"] = lambda asked, _: http(
        article("Bài")
        if asked.path.endswith(".html")
        else listing("/tin/a/bai-1.html", pages=("/tin/", *(f"/tin/page-{n}" for n in range(2, 99))))
    )
    site.routes["/robots.txt"] = http(status="404 Not Found")
    report = run(site)
    assert report.counts["article"] == {"fetched": 1}
    assert report.counts["list"] == {"fetched": 3}


def test_a_session_id_in_the_address_does_not_make_two_pages(
    site: Any, run: Run, http: Http, article: Text, listing: Text
) -> None:
    site.routes["/tin/"] = http(
        listing("/tin/a/bai-1.html;jsessionid=AA", "/tin/a/bai-1.html?PHPSESSID=BB", "/tin/a/bai-1.html")
    )
    site.routes["*"] = http(article("Bài"))
    site.routes["/robots.txt"] = http(status="404 Not Found")
    assert run(site).counts["article"] == {"fetched": 1}


def test_a_request_to_stop_is_heard_and_the_rest_waits(
    three: Any, frontier: Frontier, archive: Archive, source_of: Any, run: Run, fast: Any
) -> None:
    seen: list[str] = []
    report = crawl(
        [source_of(three)], frontier=frontier, archive=archive, options=fast,
        stop=lambda: len(seen) >= 2, on_progress=lambda progress: seen.append(progress.url),
    )  # fmt: skip
    assert not report.finished
    assert report.counts["article"] == {"fetched": 1, "waiting": 2}
    resumed = run(three)
    assert (resumed.run, resumed.finished) == (report.run, True)
    assert resumed.counts["article"] == {"fetched": 3}
    assert len(three.paths()) == 4  # one list, three articles: nothing twice


def test_two_hosts_are_walked_side_by_side(
    three: Any, other_site: Any, stores: Stores, source_of: Any, fast: Any, page_texts: tuple[Http, Text, Text]
) -> None:
    http, article, listing = page_texts
    frontier, archive = stores
    other_site.routes["/tin/"] = http(listing("/tin/b/bai-9.html"))
    other_site.routes["/tin/b/bai-9.html"] = http(article("Bài chín"))
    sources = [source_of(three, delay_seconds=0.3), source_of(other_site, name="khac", delay_seconds=0.3)]
    report = crawl(sources, frontier=frontier, archive=archive, options=fast)
    assert report.by_source == {"thu": {"fetched": 3}, "khac": {"fetched": 1}}
    first, second = ([asked.at for asked in site.log] for site in (three, other_site))
    assert first[0] < second[-1]
    assert second[0] < first[-1]


def test_a_full_disk_ends_the_run_and_nothing_is_marked_done(
    three: Any, run: Run, frontier: Frontier, archive: Archive, http: Http
) -> None:
    resource, signal = pytest.importorskip("resource"), pytest.importorskip("signal")
    limit, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (170_000, limit[1]))
    noise = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(6000))
    three.routes["/tin/a/bai-hai-2.html"] = http(noise)  # does not compress: larger than the room that is left
    try:
        with pytest.raises(StoreProblem):
            run(three)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)
    assert frontier.verify() == "ok"
    for item in pages_to_mine(frontier):
        assert load_response(archive, item.record).status == 200
    report = run(three)
    assert report.finished
    assert sum(report.counts["article"].values()) == 3


def test_no_source_at_all_is_the_users_mistake(frontier: Frontier, archive: Archive) -> None:
    with pytest.raises(UserMistake, match="nguồn"):
        crawl([], frontier=frontier, archive=archive)
