"""Single requests outside a crawl, as polite as one: robots.txt first, one at a time to a host, its delay kept."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from crawler.crawling.hosts import Host
from crawler.crawling.options import AGENT, Options
from crawler.fetching.fetch import Fetcher, Wanted, failed, received_before, retry_after_seconds
from crawler.fetching.robots import Robots
from crawler.fetching.urls import host_of, origin_of
from crawler.pages.published import VIETNAM
from crawler.queue.tables import HostMemory
from crawler.records import Response
from crawler.sources.source import Source
from domain.errors import FetchFailed

_ROBOTS_BYTES: Final = 1_000_000
_TICK: Final = 0.5  # the longest sleep, so that a request to stop is heard


@dataclass(slots=True)
class _Line:
    """One host name, whatever its scheme: held by one thread at a time; `ready_at` is monotonic seconds."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    hosts: dict[str, Host] = field(default_factory=dict)
    ready_at: float = 0.0


class Caller:
    """Asks for single pages of sources; may be used from several threads.

    `memories` is what the frontier remembers of origins (pauses, robots.txt); `learned()` gives back what changed.
    With `keep` a page that is asked for again is not fetched again.
    """

    def __init__(
        self,
        options: Options,
        memories: Mapping[str, HostMemory] | None = None,
        *,
        clock: Callable[[], float] = time.time,
        stop: Callable[[], bool] = lambda: False,
        keep: bool = False,
    ) -> None:
        self._options = options
        self._kept: dict[str, Response] | None = {} if keep else None
        self._memories = memories or {}
        self._clock = clock
        self._stop = stop
        self._fetcher = Fetcher(options.user_agent(), options.limits, egress=options.egress, clock=clock, stop=stop)
        self._lines: dict[str, _Line] = {}
        self._guard = threading.Lock()

    def ask(self, url: str, source: Source) -> Response:
        """Return the answer to a GET; raises FetchFailed where there is none or the host may not be asked now."""
        line = self._line(url)
        with line.lock:
            if self._kept and url in self._kept:
                return self._kept[url]
            host = self._host(line, url, source)
            self._load_robots(line, host, source)
            if not host.may_fetch(url):
                raise failed(url, "refused_by_robots")
            limits = self._options.limits
            wanted = Wanted(url, source.all_hosts(), source.allow_loopback, limits.page_bytes, tls=source.tls)
            response = self._send(line, host, wanted, lambda url: self._may_follow(line, host, url, source))
            if response.status in (429, 503):
                host.asked_to_wait(retry_after_seconds(response) or 0.0, f"HTTP {response.status}", self._clock())
            if self._kept is not None:
                self._kept[url] = response
            return response

    def robots(self, url: str, source: Source) -> Robots | None:
        """Return the rules of a URL's host, None while it does not tell them; raises FetchFailed."""
        line = self._line(url)
        with line.lock:
            host = self._host(line, url, source)
            self._load_robots(line, host, source)
            return host.robots

    def learned(self) -> Mapping[str, HostMemory]:
        """Return what is now known of each origin that was asked."""
        return {origin: host.memory for line in self._lines.values() for origin, host in line.hosts.items()}

    def close(self) -> None:
        """Close every connection."""
        self._fetcher.close()

    def _line(self, url: str) -> _Line:
        with self._guard:
            return self._lines.setdefault(host_of(url), _Line())

    def _host(self, line: _Line, url: str, source: Source) -> Host:
        origin = origin_of(url)
        if origin not in line.hosts:
            memory = self._memories.get(origin, HostMemory())
            line.hosts[origin] = Host(origin, source.delay_seconds, source.allow_loopback, memory)
        return line.hosts[origin]

    def _load_robots(self, line: _Line, host: Host, source: Source) -> None:
        if host.load_robots(AGENT, self._clock(), self._options.robots_ttl):
            return
        first = self._options.retry.first_seconds
        wanted = Wanted(
            f"{host.origin}/robots.txt", source.all_hosts(), source.allow_loopback, _ROBOTS_BYTES, tls=source.tls
        )
        try:
            answer = self._send(line, host, wanted, lambda url: True)
        except FetchFailed as error:
            received = received_before(error)
            if not received or error.state == "failed":
                raise
            answer = received[-1]  # too long, or a redirect elsewhere: read what there is
        host.learn_robots(answer, AGENT, first)
        if host.robots is None:
            raise failed(self._pause_note(host), "waiting")

    def _send(self, line: _Line, host: Host, wanted: Wanted, may_fetch: Callable[[str], bool]) -> Response:
        """Follow redirects, each step as polite as the first."""
        step = self._fetcher.begin(wanted)
        while True:
            self._await_turn(line, host)
            started = time.monotonic()
            try:
                response = self._fetcher.take(wanted, step)
            finally:
                line.ready_at = time.monotonic() + host.delay_seconds(self._options.crawl_delay_ceiling)
            following = self._fetcher.after(wanted, step, response, time.monotonic() - started)
            if following is None:
                return response
            if not may_fetch(following.url):
                raise failed(f"robots.txt không cho phép {following.url}", "refused_by_robots", hops=following.hops)
            step = following

    def _await_turn(self, line: _Line, host: Host) -> None:
        if host.memory.paused_until > self._clock():
            raise failed(self._pause_note(host), "waiting")
        while (left := line.ready_at - time.monotonic()) > 0 and not self._stop():
            time.sleep(min(_TICK, left))
        if self._stop():
            raise failed("đã dừng theo yêu cầu", "failed")

    def _may_follow(self, line: _Line, host: Host, url: str, source: Source) -> bool:
        """Ask the robots.txt of the origin a redirect leads to; of another server it is left to the crawl."""
        if host_of(url) == host_of(host.origin):
            host = self._host(line, url, source)
            self._load_robots(line, host, source)
        return host.may_fetch(url)

    def _pause_note(self, host: Host) -> str:
        until = datetime.fromtimestamp(host.memory.paused_until, VIETNAM)
        return f"{host.origin} đang tạm nghỉ đến {until:%H:%M %d/%m/%Y} ({host.memory.note})"
