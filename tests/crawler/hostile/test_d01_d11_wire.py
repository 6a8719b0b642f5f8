"""Behaviours 1 to 11: redirects that go nowhere, bodies that end too early or never, servers that break HTTP."""

import gzip
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from crawler.queue.frontier import Frontier

HTML = "<html><body><p>Xin chào.</p></body></html>"
Kept = Callable[..., None]


def note_of(frontier: Frontier, report: Any, site: Any, path: str) -> str:
    ended = frontier.tally.ended(report.run, site.url(path))
    assert ended is not None
    return ended[1]


@pytest.mark.parametrize("target", ["/tin/a/bai-2.html", "/x", "endless"])
def test_d01_a_redirect_loop_is_cut_recorded_and_tried_again(
    small: Any, visit: Any, kept: Kept, answers: Any, frontier: Frontier, http: Any, bad: str, later: Any, article: Any,
    target: str,
) -> None:  # fmt: skip
    small.routes["/x"] = http(status="302 Found", Location=bad)
    small.routes["*"] = lambda asked, _: http(status="302 Found", Location=asked.path + "x")
    small.routes[bad] = http(status="302 Found", Location="/vong/" if target == "endless" else target)
    report = visit()
    assert report.counts["article"] == {"fetched": 2, "failed": 1}
    assert "lòng vòng" in note_of(frontier, report, small, bad)
    assert len([path for path in small.paths() if path == bad or "x" in path or "vong" in path]) <= 11
    assert [one.status for one in answers()] == [302]  # the chain is archived, its last step is what the URL points to
    kept(report)
    small.routes[bad] = http(article("Bài 2"))
    later()
    again = visit(revisit_days=0)
    assert again.counts["article"]["fetched"] == 1  # the next run has it
    kept(again)


INNER = [
    "http://127.0.0.1:9/",
    "http://10.0.0.8/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://2130706433/",
    "file:///etc/passwd",
    "gopher://khac.example/",
    "http://khac.example/",
]


@pytest.mark.parametrize("target", INNER)
def test_d02_a_redirect_inside_or_elsewhere_is_refused_and_recorded(
    small: Any, visit: Any, kept: Kept, answers: Any, http: Any, bad: str, target: str
) -> None:
    small.routes[bad] = http(status="302 Found", Location=target)
    report = visit()
    assert report.counts["article"] == {"fetched": 2, "forbidden_address": 1}
    (record,) = answers()
    assert (record.status, record.header("Location")) == (302, target)
    kept(report)


def test_d02_a_host_of_the_source_that_resolves_inside_is_refused_at_connect(
    small: Any, visit: Any, kept: Kept, http: Any, bad: str
) -> None:
    small.routes[bad] = http(status="302 Found", Location="http://169.254.169.254/latest/meta-data/")
    report = visit(hosts=("169.254.169.254",))
    assert report.counts["article"] == {"fetched": 2, "forbidden_address": 1}
    kept(report)


def test_d03_a_body_shorter_than_announced_is_kept_as_partial_and_asked_again(
    small: Any, visit: Any, kept: Kept, answers: Any, titles: Any, http: Any, article: Any, bad: str
) -> None:
    turns = iter([http(article("Bài 2")[:300], Content_Length="9000")])
    small.routes[bad] = lambda asked, _: next(turns, http(article("Bài 2")))
    report = visit(patience=3.0)
    assert report.counts["article"] == {"fetched": 3}
    partial, whole = answers()
    assert (partial.truncated, whole.truncated) == ("disconnect", "")
    assert partial.body == article("Bài 2")[:300].encode()
    assert titles() == ["Bài 1", "Bài 2", "Bài 3"]
    kept(report)


def test_d04_a_gzip_stream_that_ends_early_is_seen_without_any_length(
    small: Any, visit: Any, kept: Kept, answers: Any, titles: Any, http: Any, article: Any, bad: str
) -> None:
    packed = gzip.compress(article("Bài 2", body="Bà Lý Thị Mẩy được tặng Bằng khen. " * 400).encode())
    turns = iter([http(packed[: len(packed) // 2], Content_Encoding="gzip", Content_Length="-")])
    small.routes[bad] = lambda asked, _: next(turns, http(packed, Content_Encoding="gzip", Content_Length="-"))
    report = visit(patience=3.0)
    assert report.counts["article"] == {"fetched": 3}
    assert [one.truncated for one in answers()] == ["disconnect", ""]
    assert "Bài 2" in titles()
    kept(report)


LONG = "Bà Lý Thị Mẩy được tặng Bằng khen. " * 200


def test_d05_a_page_that_breaks_off_and_is_shorter_than_last_time_is_asked_again(
    small: Any, visit: Any, kept: Kept, titles: Any, http: Any, article: Any, bad: str, frontier: Frontier, later: Any,
    archive: Any,
) -> None:  # fmt: skip
    from crawler.intake.mining import load_page, pages_to_mine

    whole = article("Bài 2", body=LONG)
    small.routes[bad] = http(whole, Content_Length="-")
    first = visit(revisit_days=0)
    later()
    cut = iter([http(whole[:3000], Content_Length="-"), http(whole[:5000], Content_Length="-")])
    small.routes[bad] = lambda asked, _: next(cut, http(whole, Content_Length="-"))
    report = visit(patience=5.0, revisit_days=0)
    assert first.counts["article"] == {"fetched": 3}
    assert report.counts["article"] == {"unchanged": 3}  # the whole one came at last, and is the same
    (page,) = [
        page
        for item in pages_to_mine(frontier)
        if (page := load_page(frontier, archive, item)) and page.title == "Bài 2"
    ]
    assert LONG.strip() in page.text
    kept(report)


def test_d05_a_cut_page_never_replaces_the_whole_one_even_if_it_stays_cut(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, bad: str, frontier: Frontier, later: Any
) -> None:
    whole = article("Bài 2", body=LONG)
    small.routes[bad] = http(whole, Content_Length="-")
    visit(revisit_days=0)
    before = frontier.mining.records_of([small.url(bad)])
    small.routes[bad] = http(whole[:3000], Content_Length="-")
    later()
    report = visit(patience=5.0, revisit_days=0)
    assert report.counts["article"] == {"unchanged": 2, "failed": 1}
    assert "cắt" in note_of(frontier, report, small, bad)
    assert frontier.mining.records_of([small.url(bad)]) == before
    kept(report)


def test_d05_a_portal_that_never_closes_its_html_is_believed_after_one_look_more(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, bad: str, later: Any
) -> None:
    small.routes[bad] = http(article("Bài 2").removesuffix("</body></html>"), Content_Length="-")
    report = visit(patience=3.0, revisit_days=0)
    assert report.counts["article"] == {"fetched": 3}
    assert small.paths().count(bad) == 2
    later()
    report = visit(patience=3.0, revisit_days=0)
    assert small.paths().count(bad) == 3  # as long as last time: no doubt
    kept(report)


def test_d06_a_page_that_says_gzip_and_is_plain_is_used(
    small: Any, visit: Any, kept: Kept, answers: Any, titles: Any, http: Any, article: Any, bad: str
) -> None:
    small.routes[bad] = http(article("Bài 2"), Content_Encoding="gzip")
    report = visit()
    assert report.counts["article"] == {"fetched": 3}
    assert answers()[0].wire == article("Bài 2").encode()
    assert titles() == ["Bài 1", "Bài 2", "Bài 3"]
    kept(report)


@pytest.mark.parametrize("bomb", [True, False])
def test_d07_a_bomb_or_an_endless_body_is_cut_at_the_limit_and_counted(
    small: Any, visit: Any, kept: Kept, answers: Any, http: Any, bad: str, bomb: bool
) -> None:
    packed = gzip.compress(bytes(60 * 2**20))
    small.routes[bad] = http(packed, Content_Encoding="gzip") if bomb else http(b"x" * 3_000_000, Content_Length="-")
    report = visit()
    assert report.counts["article"] == {"fetched": 2, "too_big": 1}
    (partial,) = answers()
    assert partial.truncated == "length"
    assert len(partial.wire) <= 200_000
    kept(report)


def drip(pieces: list[bytes], seconds: float) -> Callable[..., None]:
    def route(asked: Any, connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(seconds)

    return route


DRIPS = {
    "d08-body": drip([b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", *[b"x"] * 300], 0.1),
    "d08-no-length": drip([b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", *[b"x"] * 300], 0.1),
    "d09-head": drip([b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 99], 0.1),
}


@pytest.mark.parametrize("name", DRIPS)
def test_d08_d09_a_drip_of_body_or_head_ends_at_the_deadline(
    small: Any, visit: Any, kept: Kept, bad: str, name: str, http: Any, article: Any, later: Any
) -> None:
    noticed = threading.Event()

    def route(asked: Any, connection: socket.socket) -> None:
        try:
            DRIPS[name](asked, connection)
        except OSError:
            noticed.set()
            raise

    small.routes[bad] = route
    report = visit()
    assert report.counts["article"] == {"fetched": 2, "failed": 1}
    kept(report)
    small.routes[bad] = http(article("Bài 2"))
    later()
    assert visit().counts["article"]["fetched"] == 1
    # We hung up at the deadline of 3 s: the 30 s of the drip (or its 100th header) were never sent.
    assert noticed.wait(30)


def reset(asked: Any, connection: socket.socket) -> None:
    import struct

    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@pytest.mark.parametrize("how", [b"", reset])
def test_d10_a_host_that_hangs_up_is_left_alone_and_its_pages_stay_due(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, later: Any, how: Any
) -> None:
    pages = {path: small.routes[path] for path in small.routes if path.endswith(".html")}
    small.routes |= dict.fromkeys(pages, how)
    report = visit(patience=3.0)
    assert len(small.paths()) == 1 + 5  # the circuit opened after five
    assert report.counts["article"] == {"failed": 3} or report.total("waiting") > 0
    assert any("không phục vụ được" in problem.message for problem in report.problems)
    kept(report)
    small.routes |= pages
    later()
    again = visit()
    assert again.counts["article"]["fetched"] == 3
    kept(again)


BROKEN = [
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 150 + b"\r\n" + HTML.encode(),
    b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n" + HTML.encode(),
]


@pytest.mark.parametrize("reply", BROKEN, ids=["150-headers", "70-kB-line"])
def test_d11_a_head_beyond_the_limits_is_told_and_tried_again_in_a_week(
    small: Any, visit: Any, kept: Kept, frontier: Frontier, bad: str, reply: bytes
) -> None:
    small.routes[bad] = reply
    report = visit(patience=3.0)
    assert report.counts["article"] == {"fetched": 2, "failed": 1}
    assert small.paths().count(bad) == 1
    assert "quá dài" in note_of(frontier, report, small, bad)
    due = frontier._file.value("SELECT next_due FROM urls WHERE url = ?", small.url(bad)) - time.time()
    assert 6.9 * 86_400 < due <= 7 * 86_400
    assert frontier.host(small.url().rstrip("/")).failures == 0  # the host as such is well
    kept(report)
