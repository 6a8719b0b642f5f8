"""How a crawl behaves, and what it needs from outside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from crawler.crawling.outcomes import Retry
from crawler.fetching.egress import Egress
from crawler.fetching.fetch import Limits
from crawler.records import Progress

AGENT: Final = "Guong"


@dataclass(frozen=True, slots=True)
class Options:
    """How a crawl behaves; times in seconds.

    `contact` (a page or mailbox) is named in the user agent. `workers` threads fetch, `readers` processes read; with 0
    the crawl reads by itself. `patience` is how far ahead a URL may be due and still be waited for.
    `crawl_delay_ceiling` bounds what robots.txt may ask; more is reported. An interrupted run is continued when it
    began less than `resume_within` ago. One run in `look_every` asks one article of a host again as a visitor from a
    search engine would (`crawling/cloaking.py`); 0 never does.
    """

    contact: str = ""
    workers: int = 16
    readers: int = 0
    patience: float = 60.0
    robots_ttl: float = 6 * 3600.0
    crawl_delay_ceiling: float = 60.0
    resume_within: float = 6 * 86_400.0
    look_every: int = 4
    retry: Retry = field(default=Retry())
    limits: Limits = field(default=Limits())
    egress: Egress = field(default=Egress())

    def user_agent(self) -> str:
        """The name we give: product, version, and where to complain."""
        return f"{AGENT}/0.1 (+{self.contact})" if self.contact else f"{AGENT}/0.1"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a crawl needs from outside, so that a test can stand in for it."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    stop: Callable[[], bool]
    on_progress: Callable[[Progress], None]
