"""Small portals on loopback whose life goes on week by week; what goes wrong with each is one function."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

START = date(2026, 3, 2)
NAMES = ("Lò Văn Tình", "Hà Thị Mến", "Vàng A Sử", "Nông Văn Bách", "Lường Thị Nhài", "Giàng A Chớ", "Bế Thị Lụa")


@dataclass(frozen=True)
class Reply:
    """What a portal says to one request."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Trouble = Callable[["Portal", str, Reply], Reply]


@dataclass
class Portal:
    """One portal: `per_week` new articles each week, ordinary until week `ill_from`, then changed by `trouble`."""

    name: str
    per_week: int = 7
    trouble: Trouble | None = None
    ill_from: int = 5
    ill_until: int = 99
    week: int = 0
    origin: str = ""
    log: list[str] = field(default_factory=list)

    @property
    def ill(self) -> bool:
        return self.trouble is not None and self.ill_from <= self.week < self.ill_until

    def answer(self, path: str) -> Reply:
        self.log.append(path)
        plain = self._ordinary(path)
        return self.trouble(self, path, plain) if self.trouble is not None and self.ill else plain

    def _ordinary(self, path: str) -> Reply:
        if path == "/robots.txt":
            return Reply("User-agent: *\nDisallow:\n", headers={"Content-Type": "text/plain"})
        if path == "/tin/":
            return Reply(self.list_page(self.links()))
        week, _, number = path.removeprefix("/tin/bai-").removesuffix(".html").partition("-")
        if week.isdigit() and number.isdigit() and int(week) <= self.week and int(number) < self.per_week:
            return Reply(self.article(int(week), int(number)))
        return Reply(status=404)

    def links(self, last: int | None = None) -> list[str]:
        """Addresses of articles, newest first, up to a week."""
        weeks = range(self.week if last is None else last, -1, -1)
        return [f"/tin/bai-{week}-{number}.html" for week in weeks for number in range(self.per_week)][:20]

    def list_page(self, links: list[str], extra: str = "") -> str:
        items = "".join(f'<h3><a href="{link}">Tin số {link}</a></h3>' for link in links)
        return f"<html><body><h1>Tin tức</h1>{items}{extra}</body></html>"

    def article(self, week: int, number: int, body: str = "", dated: bool = True) -> str:
        person, day = NAMES[(week + number) % len(NAMES)], START + timedelta(weeks=week, days=-(number % 5) - 1)
        title = f"{self.name} tuần {week}: chuyện của {person} số {number}"
        text = body or (
            f"{person} ở bản số {week * 31 + number} đã hiến {200 + number * 10 + week} m2 đất làm đường"
            f" liên bản và vận động {5 + number} hộ cùng làm theo."
        )
        printed = f'<span class="h5">Thứ hai - {day:%d/%m/%Y} 08:42</span>' if dated else ""
        return (
            f'<html><head><title>{title}</title></head><body><div class="news_column" '
            f'itemtype="http://schema.org/NewsArticle"><h1 class="title" itemprop="headline">{title}</h1>{printed}'
            f'<div class="hometext">Tin của {self.name}.</div><div id="news-bodyhtml" class="bodytext"><p>{text}</p>'
            f"</div></div></body></html>"
        )


def new_layout(portal: Portal, path: str, plain: Reply) -> Reply:
    """The list is drawn by a script now."""
    return Reply('<html><body><div id="app"></div><a href="/gioi-thieu">Giới thiệu</a></body></html>') if path == "/tin/" else plain  # fmt: skip  # noqa: E501


def goes_silent(portal: Portal, path: str, plain: Reply) -> Reply:
    return Reply(portal.list_page(portal.links(portal.ill_from - 1))) if path == "/tin/" else plain


def redirects(portal: Portal, path: str, plain: Reply) -> Reply:
    return Reply(status=301, headers={"Location": f"http://cong-moi.example{path}"}) if path != "/robots.txt" else plain


def is_hijacked(portal: Portal, path: str, plain: Reply) -> Reply:
    """New articles carry betting text; the list hides links."""
    if path == "/tin/":
        hidden = '<div style="display:none"><a href="https://kubet79.example/">Link vào Kubet trang chủ</a></div>'
        return Reply(portal.list_page(portal.links(), hidden))
    if path.startswith(f"/tin/bai-{portal.week}-"):
        text = f"Sáng nay Kubet tỉnh đã ban hành Kế hoạch số {len(path)}/KH-Kubet. Link vào Kubet mới nhất. {path}"
        return Reply(portal.article(portal.week, int(path[-6]), text))
    return plain


def fails_often(portal: Portal, path: str, plain: Reply) -> Reply:
    return Reply(status=500) if path.startswith(f"/tin/bai-{portal.week}-") else plain


def is_down(portal: Portal, path: str, plain: Reply) -> Reply:
    return Reply(status=502) if path != "/robots.txt" else plain


def forbids(portal: Portal, path: str, plain: Reply) -> Reply:
    return Reply("User-agent: *\nDisallow: /\n", headers={"Content-Type": "text/plain"}) if path == "/robots.txt" else plain  # fmt: skip  # noqa: E501


def loses_dates(portal: Portal, path: str, plain: Reply) -> Reply:
    if path.startswith(f"/tin/bai-{portal.week}-"):
        return Reply(portal.article(portal.week, int(path[-6]), dated=False))
    return plain


def announces_more(portal: Portal, path: str, plain: Reply) -> Reply:
    total = "<div>Tổng số: 940 tin bài</div>"
    return Reply(portal.list_page(portal.links(), total)) if path == "/tin/" else plain


class _Handler(BaseHTTPRequestHandler):
    portal: Portal
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        reply = self.portal.answer(self.path)
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep the test's output clean."""


@contextmanager
def served(portals: list[Portal]) -> Iterator[None]:
    """Serve each portal on its own port under the name `<name>.example`."""
    servers = []
    for portal in portals:
        handler = type("Handler", (_Handler,), {"portal": portal})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        portal.origin = f"http://{portal.name}.example:{server.server_port}"
        servers.append(server)
    try:
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def resolver(gone: Callable[[str], bool]) -> Callable[..., Any]:
    """A stand-in for `socket.getaddrinfo`: names under .example lie on loopback, unless they are gone."""
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if not name.endswith(".example"):
            return real(host, port, *rest, **more)
        if gone(name.removesuffix(".example")):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real("127.0.0.1", port, *rest, **more)

    return look_up
