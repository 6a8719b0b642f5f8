"""Behaviours 12 to 15: letters in disguise, servers that ask us to wait, robots files that are none or ask too much."""

import time
from collections.abc import Callable
from email.utils import formatdate
from itertools import pairwise
from typing import Any

import pytest

from crawler.queue.frontier import Frontier

Kept = Callable[..., None]
BODY = "Bà Lý Thị Mẩy được Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen."
WAYS = {
    "no-charset": ("utf-8", "text/html"),
    "wrong-header": ("utf-8", "text/html; charset=iso-8859-1"),
    "utf-8-bom": ("utf-8-sig", "text/html; charset=windows-1258"),
    "utf-16": ("utf-16", "text/html"),
}


@pytest.mark.parametrize("way", WAYS)
def test_d12_letters_survive_a_missing_or_wrong_charset(
    small: Any, visit: Any, kept: Kept, frontier: Frontier, archive: Any, http: Any, article: Any, bad: str, way: str
) -> None:
    from crawler.intake.mining import load_page, pages_to_mine

    encoding, header = WAYS[way]
    small.routes[bad] = http(article("Bài 2", body=BODY).encode(encoding), Content_Type=header)
    report = visit()
    assert report.counts["article"] == {"fetched": 3}
    pages = [load_page(frontier, archive, item) for item in pages_to_mine(frontier)]
    assert any(BODY in page.text for page in pages if page)
    kept(report)


def test_d12_a_few_bad_bytes_in_utf_8_leave_the_rest_as_it_is(
    small: Any, visit: Any, kept: Kept, frontier: Frontier, archive: Any, http: Any, article: Any, bad: str
) -> None:
    from crawler.intake.mining import load_page, pages_to_mine

    raw = article("Bài 2", body=BODY + " Hết.").encode().replace("Hết".encode(), b"H\xba\xbft")
    small.routes[bad] = http(raw, Content_Type="text/html")
    report = visit()
    pages = [load_page(frontier, archive, item) for item in pages_to_mine(frontier)]
    assert any(BODY in page.text for page in pages if page)
    kept(report)


@pytest.mark.parametrize("status", ["503 Busy", "429 Too Many"])
@pytest.mark.parametrize("value", ["86400", "date", "999999999"])
def test_d13_retry_after_moves_the_host_in_the_queue_and_the_worker_goes_on(
    small: Any,
    other_site: Any,
    visit: Any,
    kept: Kept,
    frontier: Frontier,
    http: Any,
    bad: str,
    status: str,
    value: str,
) -> None:
    asked_at = formatdate(time.time() + 86_400, usegmt=True) if value == "date" else value
    small.routes[bad] = http(status=status, Retry_After=asked_at)
    report = visit(patience=2.0)
    assert report.finished
    assert small.paths().count(bad) == 1
    assert report.total("waiting") >= 1
    left = frontier.host(small.url().rstrip("/")).paused_until - time.time()
    assert 86_000 < left <= 7 * 86_400  # beyond a week it is a mistake of the server
    assert any("sẽ thử lại sau" in problem.message for problem in report.problems)
    kept(report)
    assert visit().requests == 0  # the pause outlives the run


@pytest.mark.parametrize(
    "reply", [b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", b"", "slow"], ids=["503", "hangs-up", "slow"]
)
def test_d14_without_robots_the_host_waits_and_everything_comes_later(
    small: Any, visit: Any, frontier: Frontier, http: Any, later: Any, kept: Kept, reply: Any
) -> None:
    small.routes["/robots.txt"] = (lambda asked, _: time.sleep(4)) if reply == "slow" else reply
    report = visit()
    assert small.paths() == []
    assert report.counts["list"] == {"waiting": 1}
    assert any("robots.txt" in problem.message for problem in report.problems)
    small.routes["/robots.txt"] = http(status="404 Not Found")
    later()
    again = visit()
    assert again.counts["article"] == {"fetched": 3}
    kept(again)


def test_d14_html_is_no_robots_file_and_a_byte_order_mark_hides_nothing(
    small: Any, visit: Any, kept: Kept, http: Any, bad: str
) -> None:
    small.routes["/robots.txt"] = http("\ufeffUser-agent: *\nDisallow: /tin/a/bai-2", Content_Type="text/plain")
    report = visit()
    assert report.counts["article"] == {"fetched": 2, "refused_by_robots": 1}
    assert bad not in small.paths()
    kept(report)


def test_d14_a_page_of_html_in_place_of_robots_allows(small: Any, visit: Any, kept: Kept, http: Any) -> None:
    small.routes["/robots.txt"] = http("<!DOCTYPE html><html>User-agent: *\nDisallow: /</html>")
    report = visit()
    assert report.counts["article"] == {"fetched": 3}
    kept(report)


def test_d15_an_absurd_crawl_delay_is_kept_up_to_the_ceiling_and_told(
    small: Any, run: Any, fast: Any, kept: Kept, http: Any
) -> None:
    from dataclasses import replace

    small.routes["/robots.txt"] = http("User-agent: *\nCrawl-delay: 1000", Content_Type="text/plain")
    report = run(small, replace(fast, crawl_delay_ceiling=0.3))
    assert report.counts["article"] == {"fetched": 3}
    assert min(later.at - earlier.at for earlier, later in pairwise(small.log)) >= 0.3
    (problem,) = report.problems
    assert "1000 giây" in problem.message
    assert "mức trần 0.3 giây" in problem.message
    kept(report)
