"""Causes are told from what real failures leave behind, so that a change of words elsewhere is noticed here."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.crawling.crawl import crawl
from crawler.health.causes import cause_of
from crawler.queue.ledger import Ledger
from domain.health import Entry


@pytest.fixture
def cause(frontier: Any, archive: Any, source_of: Any, fast: Any) -> Callable[..., str | None]:
    """Crawl a source whose only list is `url` and tell why it could not be read."""

    def ask(site: Any, url: str) -> str | None:
        from dataclasses import replace

        source = source_of(site, start=(url,))
        crawl([source], frontier=frontier, archive=archive, options=replace(fast, patience=0.0))
        with Ledger(frontier.path) as ledger:
            [end] = ledger.entry_ends(source.entry_urls(), 0.0, 9e12)
        return cause_of(Entry(end.url, end.state, end.note))

    return ask


def test_a_list_that_can_be_read_has_no_cause(site: Any, http: Any, listing: Any, cause: Any) -> None:
    site.routes["/tin/"] = http(listing("/news/a-1.html"))
    assert cause(site, site.url("/tin/")) is None


def test_a_name_without_address_is_a_host_that_is_gone(site: Any, cause: Any, monkeypatch: Any) -> None:
    def unknown(*arguments: Any, **more: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert cause(site, "http://khong-con.example:8080/tin/") == "host_gone"


def test_a_redirect_to_a_stranger_is_a_move(site: Any, http: Any, cause: Any) -> None:
    site.routes["/tin/"] = http(status="301 Moved Permanently", Location="http://moi.example/tin/")
    assert cause(site, site.url("/tin/")) == "host_moved"


def test_robots_that_forbid_are_told(site: Any, http: Any, cause: Any) -> None:
    site.routes["/robots.txt"] = http("User-agent: *\nDisallow: /\n", Content_Type="text/plain")
    assert cause(site, site.url("/tin/")) == "robots"


@pytest.mark.parametrize(
    ("status", "kind"), [("403 Forbidden", "blocked"), ("502 Bad Gateway", "unreachable"), ("404 No", "unreachable")]
)
def test_status_codes_have_their_kind(site: Any, http: Any, cause: Any, status: str, kind: str) -> None:
    site.routes["/tin/"] = http(status=status)
    assert cause(site, site.url("/tin/")) == kind


def test_a_list_without_articles_is_a_new_layout(site: Any, http: Any, cause: Any) -> None:
    site.routes["/tin/"] = http("<html><body><p>Trang chủ mới</p></body></html>")
    assert cause(site, site.url("/tin/")) == "layout"


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[str]:
    """The address of a TLS server nobody vouches for."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        (
            "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=127.0.0.1"
            " -addext subjectAltName=IP:127.0.0.1"
        ).split(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl is not installed")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    stopping = threading.Event()
    listener.settimeout(0.05)

    def serve() -> None:
        while not stopping.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            with plain:
                plain.settimeout(3)
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"https://127.0.0.1:{listener.getsockname()[1]}/tin/"
    stopping.set()
    thread.join()
    listener.close()


def test_a_certificate_nobody_vouches_for_is_told(site: Any, cause: Any, self_signed: str) -> None:
    assert cause(site, self_signed) == "certificate"
