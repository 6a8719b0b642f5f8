"""The sample portals as real HTTP servers on loopback."""

import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from domain.errors import UserMistake
from samples import fck, liferay, newspaper, nukeviet, ownportal, paper, pbody, tandan, webforms, webpart, wordpress
from samples.portals import PORTALS, Portal, SampleSource
from samples.records import Family, SamplePage
from samples.site import HTML, Answer, Handler, PortalFamily, Request
from samples.world import load_pages

HOST: Final = "127.0.0.1"
_FAMILIES: Final[Mapping[Family, PortalFamily]] = {
    "sharepoint_tandan": tandan,
    "nukeviet": nukeviet,
    "newspaper_jsonld": newspaper,
    "liferay": liferay,
    "webforms": webforms,
    "own_portal": ownportal,
    "paper_table": paper,
    "wordpress": wordpress,
    "paper_pbody": pbody,
    "paper_fck": fck,
    "sharepoint_webpart": webpart,
}
_IDLE_SECONDS: Final = 30.0
_LONGEST_FORM: Final = 2**20
_MISSING: Final = Answer("<html><body><h1>404 - Không tìm thấy trang</h1></body></html>".encode(), HTML, 404)


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the access log; `at` is `time.monotonic()` seconds when the request had been read."""

    portal: str
    at: float
    method: str
    path: str
    status: int
    user_agent: str
    conditional: bool


class World:
    """The running sample world: addresses, revision and access log of its portals."""

    def __init__(self, portals: Sequence[Portal]) -> None:
        self._portals = {portal.key: portal for portal in portals}
        self._servers: dict[str, _PortalServer] = {}
        self._log: list[Access] = []
        self._lock = threading.Lock()
        self._visits: Counter[tuple[str, str]] = Counter()
        self._revision = 1

    @property
    def revision(self) -> int:
        """Which edition of the world is being served, from 1."""
        return self._revision

    @property
    def log(self) -> tuple[Access, ...]:
        """All requests so far, in the order they were answered."""
        with self._lock:
            return tuple(self._log)

    @property
    def pages(self) -> tuple[SamplePage, ...]:
        """The pages served now, newest first."""
        return tuple(page for page in load_pages(self._revision) if page.portal in self._portals)

    def advance(self) -> int:
        """Move on to the next revision (edited, new and withdrawn pages) and return its number."""
        self._revision += 1
        for server in self._servers.values():
            server.routes = self._routes(server.portal)
        return self._revision

    def base_url(self, portal: str) -> str:
        """Address of a portal without a slash at its end, such as http://127.0.0.1:8801."""
        return f"http://{HOST}:{self._servers[portal].server_port}"

    def address(self, page: SamplePage) -> str:
        """Absolute URL of an article."""
        return self.base_url(page.portal) + _article_path(page)

    def attachment_address(self, page: SamplePage, name: str) -> str:
        """Absolute URL of a file attached to an article."""
        family = _FAMILIES[self._portals[page.portal].family]
        return self.base_url(page.portal) + family.file_path(page, name)

    def sources(self) -> tuple[SampleSource, ...]:
        """The portals described as crawler sources, with the ports they really have."""
        return tuple(self._source(portal) for portal in self._portals.values())

    def open_portal(self, portal: Portal, port: int) -> "_PortalServer":
        """Bind a portal to a port (0: any free one); raises `UserMistake` when the port is taken."""
        try:
            server = _PortalServer(portal, port, self)
        except OSError as error:
            raise UserMistake(
                f"Cổng {port} của trang mẫu “{portal.name}” không mở được ({error.strerror})",
                remedy="chọn cổng khác hoặc dừng chương trình đang dùng cổng này",
            ) from error
        self._servers[portal.key] = server
        server.routes = self._routes(portal)
        return server

    def answer(self, portal: Portal, routes: Mapping[str, Handler], asked: Request) -> Answer:
        """What the portal says to one request, before conditions are weighed."""
        with self._lock:
            self._visits[portal.key, asked.path] += 1
            visit = self._visits[portal.key, asked.path]
        handler = routes.get(asked.path)
        return handler(replace(asked, visit=visit)) if handler else _MISSING

    def note(self, access: Access) -> None:
        """Append to the access log."""
        with self._lock:
            self._log.append(access)

    def _routes(self, portal: Portal) -> Mapping[str, Handler]:
        pages = tuple(page for page in self.pages if page.portal == portal.key)
        return _FAMILIES[portal.family].handlers(portal, pages, self.base_url(portal.key))

    def _source(self, portal: Portal) -> SampleSource:
        base = self.base_url(portal.key)
        family = _FAMILIES[portal.family]
        return SampleSource(
            key=portal.key,
            name=portal.name,
            base_url=base,
            family=portal.family,
            lists=tuple(base + path for path in family.list_paths(portal)),
            feeds=tuple(base + path for path in family.FEEDS),
            sitemaps=tuple(base + path for path in family.SITEMAPS),
            expected=sum(page.portal == portal.key for page in self.pages),
            owner=portal.owner,
            province=portal.province,
        )


@contextmanager
def serve(portals: Sequence[Portal] = PORTALS, *, ports: Mapping[str, int] | None = None) -> Iterator[World]:
    """Serve the portals on loopback until the block ends; `ports` maps portal keys to fixed ports.

    Addresses contain the port, so a run that continues with earlier data needs the same `ports` again.
    Raises `UserMistake` when a fixed port is taken.
    """
    world = World(portals)
    with ExitStack() as running:
        for portal in portals:
            server = world.open_portal(portal, (ports or {}).get(portal.key, 0))
            running.callback(server.stop)
            server.start()
        yield world


class _PortalServer(ThreadingHTTPServer):
    """One portal on one port; remembers open connections so that stopping leaves none behind."""

    daemon_threads = False  # joined by server_close
    request_queue_size = 64

    def __init__(self, portal: Portal, port: int, world: World) -> None:
        self.portal = portal
        self.world = world
        self.routes: Mapping[str, Handler] = {}
        self._open: set[socket.socket] = set()
        super().__init__((HOST, port), _Visitor)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    def start(self) -> None:
        """Begin to answer in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering, cut idle connections and wait for the threads."""
        self.shutdown()
        self._thread.join()
        for connection in tuple(self._open):
            _cut(connection)
        self.server_close()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], address: object) -> None:
        """Remember the connection, then serve it in a thread."""
        if isinstance(request, socket.socket):
            self._open.add(request)
        super().process_request(request, address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Forget the connection and close it."""
        if isinstance(request, socket.socket):
            self._open.discard(request)
        super().shutdown_request(request)


class _Visitor(BaseHTTPRequestHandler):
    """Answers GET, HEAD and POST on one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-IIS/10.0"
    sys_version = ""
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True  # headers and body are two writes; each answer would wait 40 ms otherwise
    server: _PortalServer

    def do_GET(self) -> None:
        """Send the answer with its body."""
        self._respond(send_body=True)

    def do_HEAD(self) -> None:
        """Send the headers of the answer."""
        self._respond(send_body=False)

    def do_POST(self) -> None:
        """Read the form, then send the answer with its body."""
        length = min(int(self.headers.get("Content-Length", "0")), _LONGEST_FORM)
        form = dict(parse_qsl(self.rfile.read(length).decode("ascii", errors="replace"), keep_blank_values=True))
        self._respond(send_body=True, form=form)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal quiet; the access log is in `World.log`."""

    def _respond(self, *, send_body: bool, form: Mapping[str, str] | None = None) -> None:
        at = time.monotonic()
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Request(unquote(parts.path), dict(parse_qsl(parts.query)), headers, form=form or {})
        answer = self.server.world.answer(self.server.portal, self.server.routes, asked)
        status = 304 if answer.status == 200 and answer.is_known_to(asked) else answer.status
        conditional = bool(headers.keys() & {"if-none-match", "if-modified-since"})
        agent = headers.get("user-agent", "")
        # Noted before the bytes leave: who has read the answer finds it in the log.
        self.server.world.note(Access(self.server.portal.key, at, self.command, self.path, status, agent, conditional))
        self._send(answer, status, send_body=send_body)

    def _send(self, answer: Answer, status: int, *, send_body: bool) -> None:
        body = b"" if status == 304 else answer.body
        fields = answer.headers()
        if body and self._wants_gzip(answer):
            body = gzip.compress(body, mtime=0)
            fields |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if send_body:
            self.wfile.write(body)

    def _wants_gzip(self, answer: Answer) -> bool:
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        return accepted and _FAMILIES[self.server.portal.family].COMPRESSED and answer.media_type == HTML


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client was faster


def _article_path(page: SamplePage) -> str:
    family = next(portal.family for portal in PORTALS if portal.key == page.portal)
    return _FAMILIES[family].article_path(page)
