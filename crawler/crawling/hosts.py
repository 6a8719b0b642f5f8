"""The hosts of a crawl: when each may be asked again, and what its robots.txt allows."""

from dataclasses import dataclass, field, replace
from typing import Final

from crawler.fetching.fetch import retry_after_seconds
from crawler.fetching.robots import Robots, read_robots
from crawler.queue.tables import HostMemory
from crawler.records import Response

_BREAK_AFTER: Final = 5  # failures in a row
_BREAK_SECONDS: Final = 900.0
_BLOCKED_SECONDS: Final = 3600.0
_LONGEST_PAUSE: Final = 86_400.0
_LONGEST_ASKED: Final = 7 * 86_400.0  # a Retry-After beyond a week is a mistake of the server


@dataclass(slots=True)
class Lane:
    """One server, whatever scheme or "www." it is called by: one request at a time, `ready_at` in monotonic seconds.

    `paused_until` (seconds since the epoch) is what the server asked for, `blocks` counts refusals in a row: each
    doubles the gap, at most sixteen times.
    """

    ready_at: float = 0.0
    paused_until: float = 0.0
    busy: bool = False
    blocks: int = 0

    def slowdown(self) -> float:
        """Return the factor by which refusals lengthen the gap."""
        return float(2 ** min(self.blocks, 4))


@dataclass(slots=True)
class Host:
    """The state of one origin while a crawl runs; what outlives the run lies in `memory`.

    `away` while an attempt that began here follows a redirect: until it ends no other attempt begins here.
    """

    origin: str
    own_delay_seconds: float
    allow_loopback: bool
    memory: HostMemory
    lane: Lane = field(default_factory=Lane)
    robots: Robots | None = None
    requests: int = field(default=0)
    blocked: int = field(default=0)
    away: bool = False

    def delay_seconds(self, ceiling: float) -> float:
        """The gap between the end of one request and the next: ours or the host's, whichever is longer."""
        asked = self.robots.crawl_delay_seconds if self.robots else 0.0
        return max(self.own_delay_seconds, min(asked, ceiling)) * self.lane.slowdown()

    def resting_until(self) -> float:
        """Return until when, in seconds since the epoch, nothing may be asked of this origin."""
        return max(self.memory.paused_until, self.lane.paused_until)

    def remember_gap(self, agent: str, now: float, ceiling: float) -> None:
        """Keep the gap to a request of an earlier process, whose moment is not known; `now` is monotonic."""
        if self.memory.robots is not None:
            self.robots = Robots(self.memory.robots, agent)
        self.lane.ready_at = max(self.lane.ready_at, now + self.delay_seconds(ceiling))

    def load_robots(self, agent: str, now: float, ttl_seconds: float) -> bool:
        """Take the remembered rules when they are fresh; False when robots.txt must be asked for."""
        fresh = self.memory.robots is not None and 0 <= now - self.memory.robots_at < ttl_seconds
        if not fresh:
            return False
        if self.robots is None:
            self.robots = Robots(self.memory.robots or "", agent)
        return True

    def may_fetch(self, url: str) -> bool:
        """Tell whether robots.txt, where it is known, lets a URL be asked for."""
        return self.robots is None or self.robots.may_fetch(url)

    def learn_robots(self, response: Response, agent: str, first_pause: float) -> None:
        """Keep the rules an answer gave, or pause the host when it gave none."""
        answer = read_robots(response)
        if answer.verdict == "wait":
            wait = retry_after_seconds(response)
            self.pause(f"robots.txt: HTTP {response.status}", response.fetched_at, first_pause, wait)
            return
        self.know_robots(answer.rules, agent, response.fetched_at)

    def know_robots(self, rules: str, agent: str, now: float) -> None:
        """Keep rules as those of this host; "" allows everything."""
        self.robots = Robots(rules, agent)
        self.memory = HostMemory(robots=rules, robots_at=now)

    def pause(self, note: str, now: float, first_seconds: float, after: float | None = None) -> None:
        """Leave the host alone: for what it asked, else a little at first and a quarter of an hour more each time."""
        failures = self.memory.failures + 1
        own = first_seconds * failures if failures < 3 else _BREAK_SECONDS * (failures - 2)
        wait = max(after or 0.0, min(own, _LONGEST_PAUSE))
        self.memory = replace(self.memory, paused_until=now + wait, failures=failures, note=note)

    def answered(self) -> None:
        """A usable answer came: earlier failures are forgotten."""
        self.lane.blocks = 0
        if self.memory.failures or self.memory.note:
            self.memory = replace(self.memory, failures=0, paused_until=0.0, note="")

    def asked_to_wait(self, seconds: float, note: str, now: float) -> None:
        """429 or 503: nothing on this host is asked before the time it named."""
        until = now + min(seconds, _LONGEST_ASKED)
        self.lane.paused_until = max(self.lane.paused_until, until)  # the same server by another scheme rests too
        self.memory = replace(self.memory, paused_until=max(self.memory.paused_until, until), note=note)

    def was_blocked(self, note: str, now: float) -> None:
        """A refusal or a browser challenge: slower at once, and after several in a row the host rests an hour."""
        self.lane.blocks += 1
        self.blocked += 1
        if self.lane.blocks >= _BREAK_AFTER:
            self.memory = replace(
                self.memory, paused_until=max(self.memory.paused_until, now + _BLOCKED_SECONDS), note=note
            )

    def failed(self, note: str, now: float) -> None:
        """Count a failed connection; after several in a row the circuit opens."""
        failures = self.memory.failures + 1
        self.memory = replace(self.memory, failures=failures, note=note)
        if failures >= _BREAK_AFTER:
            wait = min(_BREAK_SECONDS * (failures - _BREAK_AFTER + 1), _LONGEST_PAUSE)
            self.memory = replace(self.memory, paused_until=max(self.memory.paused_until, now + wait))
