"""Behaviours 16 to 24: pages that are not what they say, addresses without end, articles that change or go."""

from collections.abc import Callable
from typing import Any

import pytest

from crawler.intake.mining import load_page, mark_mined, pages_to_mine
from crawler.queue.frontier import Frontier
from crawler.records import CrawlReport

Kept = Callable[..., None]
ERRORS = [
    "<html><body><h1>Đã xảy ra lỗi</h1><p>Vui lòng quay lại sau.</p></body></html>",
    "<html><body><h1>Hệ thống đang bảo trì</h1></body></html>",
    "<html><body></body></html>",
    "<html><body><div id='app'></div></body></html>",
]


@pytest.mark.parametrize("page", ERRORS)
def test_d16_an_error_page_with_200_does_not_replace_the_last_good_version(
    small: Any, visit: Any, kept: Kept, titles: Any, http: Any, bad: str, later: Any, frontier: Frontier, article: Any,
    page: str,
) -> None:  # fmt: skip
    good = small.routes[bad]
    visit(revisit_days=0)
    before = frontier.mining.records_of([small.url(bad)])
    small.routes[bad] = http(page)
    small.routes["*"] = http(status="404 Not Found")
    later()
    report = visit(revisit_days=0)
    assert report.counts["article"] == {"unchanged": 2, "failed": 1}
    assert frontier.mining.records_of([small.url(bad)]) == before
    assert titles() == ["Bài 1", "Bài 2", "Bài 3"]
    kept(report)
    small.routes[bad] = good
    later()
    assert visit(revisit_days=0).counts["article"] == {"unchanged": 3}


@pytest.mark.parametrize("way", ["page", "redirect"])
def test_d17_a_soft_404_keeps_the_article_until_several_runs_have_seen_it(
    small: Any, visit: Any, kept: Kept, titles: Any, http: Any, bad: str, later: Any, frontier: Frontier, way: str
) -> None:
    visit(revisit_days=0)
    lost = http("<html><body><h1>Rất tiếc</h1><p>Không tìm thấy nội dung bạn cần trên cổng này.</p></body></html>")
    small.routes |= {"*": lost, "/": lost}
    small.routes[bad] = lost if way == "page" else http(status="302 Found", Location="/")
    states = []
    for _ in range(3):
        later()
        report = visit(patience=2.0, revisit_days=0)
        states.append(frontier.tally.state_of(small.url(bad)))
        kept(report)
    assert states == ["failed", "failed", "gone"]
    assert titles() == ["Bài 1", "Bài 2", "Bài 3"]  # the last good version is still there to read


def test_d18_session_ids_make_no_second_article(
    small: Any, visit: Any, kept: Kept, http: Any, listing: Any, bad: str
) -> None:
    links = (
        "/tin/a/bai-1.html",
        f"{bad};jsessionid=A1B2",
        f"{bad}?PHPSESSID=zz",
        f"/(S(abc123)){bad}",
        "/tin/a/bai-3.html",
    )
    small.routes["/tin/"] = http(listing(*links))
    report = visit()
    assert report.counts["article"] == {"fetched": 3}
    assert [path for path in small.paths() if "bai-2" in path] == [bad]
    kept(report)


def test_d19_pages_that_repeat_themselves_for_ever_are_left_and_told(
    small: Any, visit: Any, kept: Kept, http: Any, listing: Any
) -> None:
    first = small.routes["/tin/"]
    links = tuple(f"/tin/a/bai-{number}.html" for number in (1, 2, 3))
    small.routes["/tin/"] = http(listing(*links, pages=tuple(f"/tin/page-{n}" for n in range(2, 999))))
    small.routes["*"] = lambda asked, _: (
        http(listing(*links, pages=tuple(f"/tin/page-{n}" for n in range(2, 999)))) if "page-" in asked.path else first
    )
    report = visit()
    assert report.counts["article"] == {"fetched": 3}
    assert len([path for path in small.paths() if "page-" in path]) <= 3
    kept(report)


def test_d19_a_calendar_without_end_stops_at_the_depth_limit_and_says_so(
    small: Any, run: Any, fast: Any, http: Any, article: Any, listing: Any
) -> None:
    def month(asked: Any, _: Any) -> bytes:
        if asked.path.endswith(".html"):
            return http(article(f"Bài {asked.path}"))  # type: ignore[no-any-return]
        number = int(asked.path.rpartition("-")[2] or 1) if "page-" in asked.path else 1
        return http(listing(f"/tin/a/ngay-{number}.html", pages=(f"/tin/page-{number + 1}",)))  # type: ignore[no-any-return]

    small.routes = {"*": month, "/robots.txt": http(status="404 Not Found")}
    report: CrawlReport = run(small, fast, max_pages=5)
    assert 5 <= report.counts["article"]["fetched"] <= 6
    assert any("max_pages" in problem.message for problem in report.problems)


def test_d20_an_ignored_page_number_does_not_feed_page_one_for_ever(
    small: Any, visit: Any, kept: Kept, http: Any, listing: Any
) -> None:
    links = tuple(f"/tin/a/bai-{number}.html" for number in (1, 2, 3))
    page = http(listing(*links, pages=tuple(f"/tin/?PageIndex={number}" for number in range(2, 500))))
    small.routes["/tin/"] = page
    small.routes["*"] = page
    report = visit()
    assert report.counts["article"] == {"fetched": 3}
    assert len([path for path in small.paths() if "PageIndex" in path]) <= 3
    kept(report)


def test_d21_what_is_published_while_the_list_is_walked_is_found_in_the_same_run(
    small: Any, visit: Any, http: Any, article: Any, listing: Any
) -> None:
    rows = [f"/tin/a/cu-{number}.html" for number in range(6)]

    def answer(asked: Any, _: Any) -> bytes:
        if asked.path.endswith(".html"):
            return http(article(f"Bài {asked.path}"))  # type: ignore[no-any-return]
        number = int(asked.path.rpartition("-")[2].strip("/")) if "page-" in asked.path else 1
        if number == 3:
            rows[:0] = ["/tin/a/moi-1.html", "/tin/a/moi-2.html"]
        pages = tuple(f"/tin/page-{n}/" for n in range(2, -(-len(rows) // 2) + 1))
        return http(listing(*rows[2 * number - 2 : 2 * number], pages=pages))  # type: ignore[no-any-return]

    small.routes = {"*": answer, "/robots.txt": http(status="404 Not Found")}
    report: CrawlReport = visit()
    assert report.counts["article"] == {"fetched": 8}


def test_d22_one_article_at_two_addresses_is_one_article_seen_twice(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, bad: str, frontier: Frontier
) -> None:
    page = article("Bài 1").replace("</head>", '<link rel="canonical" href="/tin/a/bai-1.html"></head>')
    small.routes["/tin/a/bai-1.html"] = small.routes[bad] = http(page)
    report = visit()
    assert report.counts["article"] == {"fetched": 2, "unchanged": 1}
    assert len(pages_to_mine(frontier)) == 2
    ended = frontier.tally.ended(report.run, small.url(bad))
    assert ended is not None
    assert "cùng bài với" in ended[1]
    kept(report)


def test_d23_a_counter_is_no_new_version_and_a_changed_sentence_is_whatever_the_etag_says(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, bad: str, later: Any, frontier: Frontier, archive: Any
) -> None:
    visit(revisit_days=0)
    for item in pages_to_mine(frontier):
        mark_mined(frontier, item.url, item.sha256, "mined")
    small.routes["/tin/a/bai-1.html"] = http(article("Bài 1", extra="<p>Lượt xem: 77</p>"), ETag='"new"')
    small.routes[bad] = http(article("Bài 2", body="Bà Lý Thị Mẩy được tặng Huy hiệu."), ETag='"2"')
    later()
    report = visit(revisit_days=0)
    assert report.counts["article"] == {"unchanged": 2, "fetched": 1}
    (item,) = pages_to_mine(frontier)
    page = load_page(frontier, archive, item)
    assert page is not None
    assert "Huy hiệu" in page.text
    kept(report)


def test_d23_a_server_that_keeps_its_etag_for_ever_is_not_believed_for_ever(
    small: Any, visit: Any, http: Any, article: Any, bad: str, later: Any
) -> None:
    new = http(article("Bài 2", body="Bà Lý Thị Mẩy được tặng Huy hiệu."), ETag='"2"')
    visit(revisit_days=0)
    small.routes[bad] = lambda asked, _: http(status="304 Not Modified") if "if-none-match" in asked.headers else new
    found = []
    for _ in range(4):
        later()
        found.append(visit(revisit_days=0).total("fetched"))
    assert sum(found) == 1  # every fourth visit asks for the whole page


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_d24_a_deleted_article_leaves_its_versions_and_a_state(
    small: Any, visit: Any, kept: Kept, titles: Any, http: Any, bad: str, later: Any, frontier: Frontier, status: str
) -> None:
    visit(revisit_days=0)
    small.routes[bad] = http(status=status)
    later()
    report = visit(revisit_days=0)
    assert report.counts["article"] == {"unchanged": 2, "gone": 1}
    assert frontier.tally.state_of(small.url(bad)) == "gone"
    assert titles() == ["Bài 1", "Bài 2", "Bài 3"]
    kept(report)


def test_d24_a_portal_that_yields_nothing_any_more_is_told(
    small: Any, visit: Any, kept: Kept, http: Any, later: Any
) -> None:
    visit(revisit_days=0)
    small.routes = {"*": http(status="301 Moved", Location="http://tinh-moi.example/"), "/robots.txt": http("")}
    later()
    report = visit(revisit_days=0)
    assert report.counts["article"] == {"forbidden_address": 3}
    assert any(small.url("/tin/") in problem.message for problem in report.problems)
    kept(report)
