"""A small hostile web site on loopback: routes answer with raw bytes, or do what they like with the socket."""

import base64
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawler.crawling.crawl import crawl
from crawler.crawling.options import Options
from crawler.crawling.outcomes import Retry
from crawler.fetching.fetch import Limits
from crawler.queue.frontier import Frontier
from crawler.records import CrawlReport
from crawler.sources.source import Source
from crawler.warc.archive import Archive

FAST = Options(
    patience=3.0,
    look_every=0,  # requests are counted
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
    tls: ssl.SSLContext | None = None
    open_now: int = 0
    most_open: int = 0

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
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}{path}"

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def paths(self, *, robots: bool = False) -> list[str]:
        return [asked.path for asked in self.log if robots or asked.path != "/robots.txt"]

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            plain.settimeout(5)
            with plain, suppress(OSError):
                self._answer(self.tls.wrap_socket(plain, server_side=True) if self.tls else plain)
        finally:
            self.open_now -= 1

    def _answer(self, connection: socket.socket) -> None:
        with connection:
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


@dataclass
class Proxy:
    """An outbound proxy: answers CONNECT and absolute GET, and alone knows where `names` ("host:port") lie."""

    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    user: str = ""
    log: list[str] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)  # a raw answer instead of a tunnel

    def start(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self._listener.settimeout(0.05)
        self._stopping = False
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._thread.join()
        self._listener.close()

    def url(self, user: str = "") -> str:
        return f"http://{user + '@' if user else ''}127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while not self._stopping:
            with suppress(TimeoutError):
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(5)
            head = b""
            while b"\r\n\r\n" not in head:
                chunk = client.recv(65536)
                if not chunk:
                    return
                head += chunk
            lines = head.decode("latin-1").split("\r\n")
            self.log.append(lines[0])
            sent = next((line.partition(": ")[2] for line in lines if line.lower().startswith("proxy-auth")), "")
            if self.user and sent != "Basic " + base64.b64encode(self.user.encode()).decode():
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                return
            self._pass_on(client, lines)

    def _pass_on(self, client: socket.socket, lines: list[str]) -> None:
        method, target, version = lines[0].split()
        place = target if method == "CONNECT" else target.split("/")[2]
        place = place if ":" in place else f"{place}:80"
        if place in self.answers or place not in self.names:
            client.sendall(self.answers.get(place, b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"))
            return
        with socket.create_connection(self.names[place], timeout=5) as server:
            if method == "CONNECT":
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = "/" + target.split("/", 3)[3]
                kept = [line for line in lines[1:] if not line.lower().startswith("proxy-")]
                server.sendall("\r\n".join([f"{method} {path} {version}", *kept]).encode("latin-1"))
            back = threading.Thread(target=_pump, args=[server, client], daemon=True)
            back.start()
            _pump(client, server)
            back.join(5)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            target.sendall(chunk)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    one = Proxy()
    one.start()
    yield one
    one.stop()


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
def secure_site() -> Iterator[Callable[[ssl.SSLContext], Site]]:
    """Start sites that speak TLS with the given context."""
    made: list[Site] = []

    def make(context: ssl.SSLContext) -> Site:
        made.append(Site(tls=context))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
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
