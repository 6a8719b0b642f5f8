"""The hosts of a crawl: when each may be asked again, and what its robots.txt allows."""

from dataclasses import dataclass, field, replace
from typing import Final

from crawler.fetch import retry_after_seconds
from crawler.frontier_tables import HostMemory
from crawler.records import Response
from crawler.robots import Robots, read_robots

_BREAK_AFTER: Final = 5  # failures in a row
_BREAK_SECONDS: Final = 900.0
_LONGEST_PAUSE: Final = 86_400.0
_LONGEST_ASKED: Final = 7 * 86_400.0  # a Retry-After beyond a week is a mistake of the server


@dataclass(slots=True)
class Host:
    """The state of one origin while a crawl runs; `ready_at` is monotonic seconds, the rest lives in `memory`."""

    origin: str
    own_delay_seconds: float
    allow_loopback: bool
    memory: HostMemory
    ready_at: float = 0.0
    busy: bool = False
    robots: Robots | None = None
    requests: int = field(default=0)

    def delay_seconds(self, ceiling: float) -> float:
        """The gap between the end of one request and the next: ours or the host's, whichever is longer."""
        asked = self.robots.crawl_delay_seconds if self.robots else 0.0
        return max(self.own_delay_seconds, min(asked, ceiling))

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
        self.robots = Robots(answer.rules, agent)
        self.memory = HostMemory(robots=answer.rules, robots_at=response.fetched_at)

    def pause(self, note: str, now: float, first_seconds: float, after: float | None = None) -> None:
        """Leave the host alone: for what it asked, else a little at first and a quarter of an hour more each time."""
        failures = self.memory.failures + 1
        own = first_seconds * failures if failures < 3 else _BREAK_SECONDS * (failures - 2)
        wait = max(after or 0.0, min(own, _LONGEST_PAUSE))
        self.memory = replace(self.memory, paused_until=now + wait, failures=failures, note=note)

    def answered(self) -> None:
        """A usable answer came: earlier failures are forgotten."""
        if self.memory.failures or self.memory.note:
            self.memory = replace(self.memory, failures=0, paused_until=0.0, note="")

    def asked_to_wait(self, seconds: float, note: str, now: float) -> None:
        """429 or 503: nothing on this host is asked before the time it named."""
        until = now + min(seconds, _LONGEST_ASKED)
        self.memory = replace(self.memory, paused_until=max(self.memory.paused_until, until), note=note)

    def failed(self, note: str, now: float) -> None:
        """Count a failed connection; after several in a row the circuit opens."""
        failures = self.memory.failures + 1
        self.memory = replace(self.memory, failures=failures, note=note)
        if failures >= _BREAK_AFTER:
            wait = min(_BREAK_SECONDS * (failures - _BREAK_AFTER + 1), _LONGEST_PAUSE)
            self.memory = replace(self.memory, paused_until=max(self.memory.paused_until, now + wait))
