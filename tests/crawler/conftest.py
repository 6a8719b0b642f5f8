"""A small hostile web site on loopback: routes answer with raw bytes, or do what they like with the socket."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.crawl import crawl
from crawler.fetch import Limits
from crawler.frontier import Frontier
from crawler.options import Options
from crawler.outcomes import Retry
from crawler.records import CrawlReport
from crawler.sources import Source

FAST = Options(
    patience=3.0,
    retry=Retry(first_seconds=0.2),
    limits=Limits(connect_seconds=2, read_seconds=2, total_seconds=3, page_bytes=200_000, file_bytes=400_000),
)


def answer(body: str | bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """One HTTP response as bytes; header names are written with underscores."""
    raw = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(raw)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value != "-")
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + raw


@dataclass(frozen=True, slots=True)
class Asked:
    """One request the site received; `at` is monotonic seconds, `body` what was posted."""

    at: float
    path: str
    headers: Mapping[str, str]
    body: str = ""


Route = bytes | Callable[[Asked, socket.socket], bytes | None]


@dataclass
class Site:
    """Serves `routes`; a path nobody wrote is a 404, robots.txt allows everything unless it is written."""

    routes: dict[str, Route] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)

    def start(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.settimeout(0.05)
        self._stopping = False
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._thread.join()
        self._listener.close()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}{path}"

    def paths(self, *, robots: bool = False) -> list[str]:
        return [asked.path for asked in self.log if robots or asked.path != "/robots.txt"]

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            received = b""
            while b"\r\n\r\n" not in received:
                chunk = connection.recv(65536)
                if not chunk:
                    return
                received += chunk
            head, _, body = received.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:] if line)}
            while len(body) < int(headers.get("content-length", 0)):
                body += connection.recv(65536)
            asked = Asked(time.monotonic(), lines[0].split()[1], headers, body.decode())
            self.log.append(asked)
            default = answer(status="404 Not Found")
            route = self.routes.get(asked.path, self.routes.get("*", default))
            reply = route(asked, connection) if callable(route) else route
            if reply:
                connection.sendall(reply)


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def other_site() -> Iterator[Site]:
    one = Site()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path / "frontier.sqlite") as one:
        yield one


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as one:
        yield one


@pytest.fixture
def source_of() -> Callable[..., Source]:
    def make(site: Site, **fields: object) -> Source:
        settings: dict[str, object] = {
            "name": "thu",
            "title": "Thử",
            "start": (site.url("/tin/"),),
            "family": "nukeviet",
        }
        settings |= {"delay_seconds": 0.0, "allow_loopback": True}
        return Source(**(settings | fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def run(frontier: Frontier, archive: Archive, source_of: Callable[..., Source]) -> Callable[..., CrawlReport]:
    """Crawl a site; keywords that `Options` knows go there, the rest to the source."""

    def crawl_site(site: Site, options: Options = FAST, **fields: object) -> CrawlReport:
        return crawl([source_of(site, **fields)], frontier=frontier, archive=archive, options=options)

    return crawl_site


@pytest.fixture
def fast() -> Options:
    return FAST


@pytest.fixture
def http() -> Callable[..., bytes]:
    return answer


@pytest.fixture
def article() -> Callable[..., str]:
    """A page of the NukeViet family about an invented person."""

    def make(title: str, body: str = "Ông Lò Văn Tình đã hiến 200 m2 đất làm đường bản.", extra: str = "") -> str:
        return (
            f"<html><head><title>{title}</title></head><body>"
            f'<div class="news_column" itemtype="http://schema.org/NewsArticle">'
            f'<h1 class="title" itemprop="headline">{title}</h1><span class="h5">Thứ sáu - 03/04/2026 08:42</span>'
            f'<div class="hometext">Đây là lời dẫn của bài.</div>'
            f'<div id="news-bodyhtml" class="bodytext"><p>{body}</p></div>{extra}</div></body></html>'
        )

    return make


@pytest.fixture
def listing() -> Callable[..., str]:
    """A list page that leads to these addresses and these further pages."""

    def make(*links: str, pages: tuple[str, ...] = ()) -> str:
        items = "".join(f'<h3><a href="{link}">Bài {link}</a></h3>' for link in links)
        pager = "".join(f'<li><a href="{page}">{number}</a></li>' for number, page in enumerate(pages, 1))
        return f"<html><body>{items}<ul class='pagination'>{pager}</ul></body></html>"

    return make
