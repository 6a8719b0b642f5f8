"""Hostile servers, each with the outcome it must have."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any

import pytest

from crawler.fetching.fetch import Fetcher, Limits, Wanted, received_before, retry_after_seconds
from domain.errors import FetchFailed

LIMITS = Limits(connect_seconds=2, read_seconds=2, total_seconds=1.0, page_bytes=100_000)
PAGE = "<html><body><p>Xin chào.</p></body></html>"
Http = Callable[..., bytes]


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    one = Fetcher("Guong/test (+mailto:ban@example.vn)", LIMITS)
    yield one
    one.close()


def want(url: str, **fields: Any) -> Wanted:
    host = url.split("/")[2]
    settings: dict[str, Any] = {"hosts": frozenset({host}), "allow_loopback": True, "max_bytes": 100_000}
    return Wanted(url, **(settings | fields))


def drip(pieces: list[bytes], seconds: float) -> Callable[..., None]:
    def route(asked: Any, connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(seconds)

    return route


def test_a_page_comes_with_its_bytes_and_we_say_who_we_are(site: Any, fetcher: Fetcher, http: Http) -> None:
    wire = gzip.compress(PAGE.encode())
    site.routes["/a"] = http(wire, Content_Encoding="gzip")
    response = fetcher.fetch(want(site.url("/a")))
    assert (response.body, response.wire, response.status) == (PAGE.encode(), wire, 200)
    assert site.log[0].headers["user-agent"] == "Guong/test (+mailto:ban@example.vn)"
    assert site.log[0].headers["accept-encoding"] == "gzip, deflate"


def test_a_chunked_page_is_whole_and_a_cut_one_is_not(site: Any, fetcher: Fetcher, http: Http) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.routes["/whole"] = head + b"5\r\nhello\r\n0\r\n\r\n"
    site.routes["/cut"] = head + b"5\r\nhello\r\n400\r\nwor"
    assert fetcher.fetch(want(site.url("/whole"))).body == b"hello"
    with pytest.raises(FetchFailed, match="disconnect") as caught:
        fetcher.fetch(want(site.url("/cut")))
    assert received_before(caught.value)[0].body == b"hellowor"


def test_a_body_shorter_than_announced_is_kept_as_partial(site: Any, fetcher: Fetcher, http: Http) -> None:
    site.routes["/a"] = http(PAGE, Content_Length="9000")
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(want(site.url("/a")))
    (partial,) = received_before(caught.value)
    assert (caught.value.state, partial.truncated, partial.body) == ("failed", "disconnect", PAGE.encode())


@pytest.mark.parametrize("length", [None, "-"])
def test_a_gzip_body_cut_short_is_seen_even_without_a_length(
    site: Any, fetcher: Fetcher, http: Http, length: str | None
) -> None:
    wire = gzip.compress(PAGE.encode() * 50)[:-12]
    headers = {"Content_Encoding": "gzip"} | ({"Content_Length": length} if length else {})
    site.routes["/a"] = http(wire, **headers)
    with pytest.raises(FetchFailed, match="bị cắt"):
        fetcher.fetch(want(site.url("/a")))


def test_plain_text_that_claims_gzip_is_used_as_it_is(site: Any, fetcher: Fetcher, http: Http) -> None:
    site.routes["/a"] = http(PAGE, Content_Encoding="gzip")
    response = fetcher.fetch(want(site.url("/a")))
    assert response.body == PAGE.encode()
    assert response.warnings


def test_too_many_bytes_end_the_attempt_on_the_wire_and_unpacked(site: Any, fetcher: Fetcher, http: Http) -> None:
    site.routes["/wire"] = http(b"x" * 300_000)
    site.routes["/bomb"] = http(gzip.compress(bytes(30 * 2**20)), Content_Encoding="gzip")
    for path in ("/wire", "/bomb"):
        with pytest.raises(FetchFailed) as caught:
            fetcher.fetch(want(site.url(path)))
        assert caught.value.state == "too_big"
        assert len(received_before(caught.value)[0].body) <= 100_000


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"",  # not even the headers come at once
    ],
)
def test_a_slow_drip_cannot_hold_us_beyond_the_deadline(site: Any, fetcher: Fetcher, head: bytes) -> None:
    pieces = (
        [head] + [b"X-A: b\r\n" if not head else b"1"] * 60 if head else [b"HTTP/1.1 200 OK\r\n"] + [b"X: y\r\n"] * 60
    )
    over = threading.Event()

    def route(asked: Any, connection: socket.socket) -> None:
        drip(pieces, 0.3)(asked, connection)
        over.set()

    site.routes["/a"] = route
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(want(site.url("/a")))
    assert caught.value.state == "failed"
    assert not over.is_set()  # the drip goes on for 18 s, the deadline is 1 s


@pytest.mark.parametrize(
    "reply",
    [b"", b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 150],
)
def test_a_server_that_breaks_http_is_a_failed_attempt(site: Any, fetcher: Fetcher, reply: bytes) -> None:
    site.routes["/a"] = reply
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(want(site.url("/a")))
    assert caught.value.state == "failed"
    assert "0x" not in str(caught.value)


def test_a_host_that_does_not_answer_is_a_failed_attempt(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(want(f"http://127.0.0.1:{port}/"))
    assert caught.value.state == "failed"


def test_redirects_are_followed_by_hand_and_kept(site: Any, fetcher: Fetcher, http: Http, article: Any) -> None:
    site.routes["/1"] = http(status="301 Moved", Location="/2")
    site.routes["/2"] = http(status="302 Found", Location=site.url("/3"))
    site.routes["/3"] = http(PAGE)
    response = fetcher.fetch(want(site.url("/1")))
    assert response.url == site.url("/3")
    assert [hop.status for hop in response.hops] == [301, 302]


def test_endless_redirects_stop_after_ten(site: Any, fetcher: Fetcher, http: Http) -> None:
    site.routes["/loop"] = http(status="302 Found", Location="/loop")
    site.routes["*"] = lambda asked, _: http(status="302 Found", Location=asked.path + "x")
    for path in ("/loop", "/a"):
        with pytest.raises(FetchFailed, match="lòng vòng") as caught:
            fetcher.fetch(want(site.url(path)))
        assert received_before(caught.value)
    assert len(site.log) <= 1 + 11


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.8/",
        "http://2130706433/",
        "http://[::1]/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_an_inner_address_is_refused(site: Any, fetcher: Fetcher, http: Http, target: str) -> None:
    site.routes["/a"] = http(status="302 Found", Location=target)
    hosts = frozenset({site.url().split("/")[2], "169.254.169.254", "10.0.0.8", "2130706433", "[::1]"})
    with pytest.raises(FetchFailed) as caught:
        # Loopback is allowed for the first hop only because the site itself lives there.
        fetcher.fetch(want(site.url("/a"), hosts=hosts - {"2130706433", "[::1]"}))
    assert caught.value.state == "forbidden_address"
    assert received_before(caught.value)[0].status == 302


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://127.1:9/",
        "http://2130706433:9/",
        "http://[::ffff:127.0.0.1]:9/",
        "http://169.254.169.254/",
    ],
)
def test_inner_addresses_are_refused_at_connect_in_every_spelling(fetcher: Fetcher, url: str) -> None:
    wanted = want(url, allow_loopback=False)
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(Wanted(wanted.url, frozenset({url.split("/")[2], "0.0.0.127", "127.0.0.1:9"})))
    assert caught.value.state == "forbidden_address"


def test_robots_are_asked_before_each_hop(site: Any, fetcher: Fetcher, http: Http) -> None:
    site.routes["/a"] = http(status="302 Found", Location="/kin")
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(want(site.url("/a")), may_fetch=lambda url: "kin" not in url)
    assert caught.value.state == "refused_by_robots"
    assert site.paths() == ["/a"]


def test_validators_are_sent_back(site: Any, fetcher: Fetcher, http: Http) -> None:
    site.routes["/a"] = http(status="304 Not Modified")
    fetcher.fetch(want(site.url("/a"), etag='"e1"', last_modified="Fri, 03 Apr 2026 01:42:00 GMT"))
    sent = site.log[0].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"e1"', "Fri, 03 Apr 2026 01:42:00 GMT")


def test_retry_after_is_read_as_seconds_and_as_a_date(site: Any, fetcher: Fetcher, http: Http) -> None:
    for value, expected in (
        ("120", 120),
        (formatdate(time.time() + 300, usegmt=True), 300),
        ("soon", None),
        ("", None),
    ):
        site.routes["/a"] = http(status="503 Busy", Retry_After=value)
        seconds = retry_after_seconds(fetcher.fetch(want(site.url("/a"))))
        assert seconds == expected or (seconds is not None and expected and abs(seconds - expected) < 3)
