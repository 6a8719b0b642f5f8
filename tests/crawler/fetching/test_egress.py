"""The way out of a closed network: a proxy that is asked by name, a CA of its own, and a guard that still holds."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from requests_hardened.ip_filter import InvalidIPAddress

from crawler.crawling.crawl import crawl
from crawler.fetching.egress import Egress, NameUnknown, check_behind_proxy, check_egress, is_literal
from crawler.fetching.fetch import Fetcher, Limits, Wanted, received_before
from crawler.queue.frontier import Frontier
from crawler.warc.archive import Archive
from domain.errors import FetchFailed, UserMistake

# No resolver knows these names (RFC 2606): only the proxy of the test does.
HOST, OTHER = "cong.example", "khac.example"
LIMITS = Limits(connect_seconds=2, read_seconds=2, total_seconds=2.0, page_bytes=100_000)
PAGE = "<html><body>Xin chào</body></html>"
Make = Callable[..., Fetcher]


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_bytes(authority.cert_pem.bytes())
    return path


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return context


@pytest.fixture
def fetcher_of() -> Iterator[Make]:
    made: list[Fetcher] = []

    def make(egress: Egress) -> Fetcher:
        made.append(Fetcher("Guong/test", LIMITS, egress=egress))
        return made[-1]

    yield make
    for one in made:
        one.close()


def want(url: str, *hosts: str) -> Wanted:
    return Wanted(url, frozenset({url.split("/")[2], *hosts}), max_bytes=100_000)


@pytest.mark.parametrize("user", ["", "ban:m%E1%BA%ADt%40kh%C3%A9u"])
def test_https_goes_through_connect_with_the_name_and_the_networks_own_ca(
    proxy: Any, secure_site: Any, authority: trustme.CA, ca_file: Path, fetcher_of: Make, http: Any, user: str
) -> None:
    site = secure_site(server_context(authority, HOST))
    site.routes["/a"] = http(PAGE)
    proxy.names[f"{HOST}:443"] = ("127.0.0.1", site.port)
    proxy.user = "ban:mật@khéu" if user else ""
    fetcher = fetcher_of(Egress(proxy.url(user), proxy_resolves=True, ca_bundle=ca_file))
    response = fetcher.fetch(want(f"https://{HOST}/a"))
    assert response.body == PAGE.encode()
    assert proxy.log[-1].split()[:2] == ["CONNECT", f"{HOST}:443"]
    assert site.log[0].headers["host"] == HOST
    assert "proxy-authorization" not in site.log[0].headers  # the password stays with the proxy
    assert "authorization" not in str(response.request_headers).lower()


def test_plain_http_is_asked_of_the_proxy_with_the_whole_address(
    proxy: Any, site: Any, fetcher_of: Make, http: Any
) -> None:
    site.routes["/a?b=1"] = http(PAGE)
    proxy.names[f"{HOST}:80"] = ("127.0.0.1", site.port)
    proxy.user = "ban:khau"
    fetcher = fetcher_of(Egress(proxy.url("ban:khau"), proxy_resolves=True))
    response = fetcher.fetch(want(f"http://{HOST}/a?b=1"))
    assert (response.body, response.url) == (PAGE.encode(), f"http://{HOST}/a?b=1")
    assert proxy.log == [f"GET http://{HOST}/a?b=1 HTTP/1.1"]
    assert "authorization" not in str(response.request_headers).lower()


def test_a_certificate_no_ca_of_ours_signed_or_of_another_name_is_refused_behind_a_proxy(
    proxy: Any, secure_site: Any, authority: trustme.CA, ca_file: Path, fetcher_of: Make
) -> None:
    foreign, misnamed = trustme.CA(), secure_site(server_context(authority, OTHER))
    proxy.names[f"{HOST}:443"] = ("127.0.0.1", secure_site(server_context(foreign, HOST)).port)
    proxy.names["ten.example:443"] = ("127.0.0.1", misnamed.port)
    fetcher = fetcher_of(Egress(proxy.url(), proxy_resolves=True, ca_bundle=ca_file))
    for url, why in ((f"https://{HOST}/", "chứng chỉ TLS"), ("https://ten.example/", "không phải của máy chủ này")):
        with pytest.raises(FetchFailed, match=why) as caught:
            fetcher.fetch(want(url))
        assert caught.value.state == "failed"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.8/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://203.0.113.7/",
        "http://localhost/",
        "http://metadata.google.internal/",
        "http://may-in.local/",
        "http://noi-bo/",
    ],
)
def test_each_hop_is_guarded_behind_a_proxy_and_the_proxy_never_hears_of_it(
    proxy: Any, site: Any, fetcher_of: Make, http: Any, target: str
) -> None:
    site.routes["/a"] = http(status="302 Found", Location=target)
    proxy.names[f"{HOST}:80"] = ("127.0.0.1", site.port)
    fetcher = fetcher_of(Egress(proxy.url(), proxy_resolves=True))
    hosts = (target.split("/")[2], "0.0.0.127", "0x7f.1", "2130706433")
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(want(f"http://{HOST}/a", *hosts))
    assert caught.value.state == "forbidden_address"
    assert [response.status for response in received_before(caught.value)] == [302]
    assert proxy.log == [f"GET http://{HOST}/a HTTP/1.1"]


def test_a_name_unknown_here_needs_the_explicit_setting(proxy: Any, fetcher_of: Make) -> None:
    with pytest.raises(FetchFailed, match="proxy_resolves = true") as caught:
        fetcher_of(Egress(proxy.url())).fetch(want(f"https://{HOST}/"))
    assert caught.value.state == "failed"
    assert proxy.log == []


def test_a_name_that_is_private_here_is_refused_even_where_the_proxy_resolves() -> None:
    def private(name: str, port: int) -> str:
        raise InvalidIPAddress("10.1.2.3")

    def public(name: str, port: int) -> str:
        return "203.0.113.7"

    def unknown(name: str, port: int) -> str:
        raise OSError(name)

    with pytest.raises(InvalidIPAddress):
        check_behind_proxy("noi-bo.tinh.example", 443, proxy_resolves=True, look_up=private)
    assert check_behind_proxy("cong.tinh.example", 443, proxy_resolves=False, look_up=public)
    assert not check_behind_proxy("cong.tinh.example", 443, proxy_resolves=True, look_up=unknown)
    with pytest.raises(NameUnknown):
        check_behind_proxy("cong.tinh.example", 443, proxy_resolves=False, look_up=unknown)


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f000001", "017700000001", "2130706433", "::1", "fe80::1%eth0", "1.2.3.4"]
)
def test_an_address_is_a_literal_in_every_spelling(host: str) -> None:
    assert is_literal(host)
    assert not is_literal("laocai.example")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_refused_password_is_explained_and_never_shown(proxy: Any, fetcher_of: Make, scheme: str) -> None:
    proxy.user = "ban:dung"
    egress = Egress(proxy.url("ban:BiMat123"), proxy_resolves=True)
    with pytest.raises(FetchFailed, match="407") as caught:
        fetcher_of(egress).fetch(want(f"{scheme}://{HOST}/"))
    assert caught.value.state == "failed"
    assert "BiMat123" not in f"{caught.value} {caught.value.__cause__!r} {egress!r}"


def test_a_dead_proxy_is_named_without_its_password(proxy: Any, fetcher_of: Make) -> None:
    address = proxy.url("ban:BiMat123")
    proxy.stop()
    proxy.start()  # the fixture stops it again; the old port is closed
    with pytest.raises(FetchFailed, match=r"không nối được tới proxy 127\.0\.0\.1") as caught:
        fetcher_of(Egress(address, proxy_resolves=True)).fetch(want(f"https://{HOST}/"))
    assert "BiMat123" not in str(caught.value)


def test_a_proxy_that_drips_its_answer_cannot_hold_us(proxy: Any, fetcher_of: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n")
                    for _ in range(100):
                        connection.sendall(b"X: y\r\n")
                        time.sleep(0.1)
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        egress = Egress(f"http://127.0.0.1:{listener.getsockname()[1]}", proxy_resolves=True)
        with pytest.raises(FetchFailed):
            fetcher_of(egress).fetch(want(f"https://{HOST}/"))
        thread.join(5)
        assert not thread.is_alive()  # our side hung up long before the hundredth header


def test_a_whole_crawl_goes_through_the_proxy(
    proxy: Any, secure_site: Any, authority: trustme.CA, ca_file: Path, source_of: Any, fast: Any, http: Any,
    article: Any, listing: Any, frontier: Frontier, archive: Archive,
) -> None:  # fmt: skip
    site = secure_site(server_context(authority, HOST))
    site.routes["/tin/"] = http(listing("/tin/a/bai-1.html"))
    site.routes["/tin/a/bai-1.html"] = http(article("Bài một"))
    proxy.names[f"{HOST}:443"] = ("127.0.0.1", site.port)
    source = source_of(site, start=(f"https://{HOST}/tin/",), allow_loopback=False)
    options = replace(fast, egress=Egress(proxy.url(), proxy_resolves=True, ca_bundle=ca_file))
    report = crawl([source], frontier=frontier, archive=archive, options=options)
    assert report.counts["article"] == {"fetched": 1}
    assert [asked.path for asked in site.log] == ["/robots.txt", "/tin/", "/tin/a/bai-1.html"]


def test_the_sample_world_on_loopback_is_never_asked_through_a_proxy(
    proxy: Any, site: Any, fetcher_of: Make, http: Any
) -> None:
    site.routes["/a"] = http(PAGE)
    wanted = replace(want(site.url("/a")), allow_loopback=True)
    assert fetcher_of(Egress(proxy.url())).fetch(wanted).status == 200
    assert proxy.log == []


@pytest.mark.parametrize(
    "address",
    ["proxy:3128", "socks5://p:1080", "http://p", "http://:3128", "http://p:cong", "http://p:1/x", "http://[p:1"],
)
def test_a_malformed_proxy_address_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(UserMistake, match="proxy") as caught:
        check_egress(Egress(address))
    assert address not in str(caught.value)


def test_a_ca_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    junk = tmp_path / "rac.pem"
    junk.write_text("không phải chứng chỉ", encoding="utf-8")
    for path in (junk, tmp_path / "khong-co.pem"):
        with pytest.raises(UserMistake, match=path.name):
            check_egress(Egress(ca_bundle=path))
    with pytest.raises(UserMistake, match="proxy_resolves"):
        check_egress(Egress(proxy_resolves=True))
