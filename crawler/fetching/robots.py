"""What robots.txt lets us do, from the answer of the server."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from protego import Protego

from crawler.records import Response

_MAX_BYTES: Final = 512_000  # RFC 9309: at least 500 kibibytes must be read
_HTML: Final = re.compile(r"^\s*(?:<!doctype html|<html|<head|<\?xml|<body|<script)", re.IGNORECASE)
Verdict = Literal["rules", "wait"]


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """The rules as text ("" allows everything), or "wait": the host must not be asked now."""

    verdict: Verdict
    rules: str = ""


def read_robots(response: Response) -> RobotsAnswer:
    """Judge the answer to a request for robots.txt (RFC 9309).

    Server errors and 429 mean wait; any other refusal, and a page of HTML, mean there are no rules.
    """
    if response.status >= 500 or response.status == 429:
        return RobotsAnswer("wait")
    if response.status != 200:
        return RobotsAnswer("rules")
    # A byte order mark would hide the first group from the parser: "Disallow: /" would become "allow".
    text = response.body[:_MAX_BYTES].decode("utf-8-sig", errors="replace")
    return RobotsAnswer("rules", "" if _HTML.match(text) else text)


class Robots:
    """The rules of one host for one user agent."""

    def __init__(self, rules: str, agent: str) -> None:
        self._rules = Protego.parse(rules)
        self._agent = agent

    def may_fetch(self, url: str) -> bool:
        """Tell whether a URL may be asked for."""
        return bool(self._rules.can_fetch(url, self._agent))

    @property
    def crawl_delay_seconds(self) -> float:
        """The delay asked for, 0 when none is."""
        delay = self._rules.crawl_delay(self._agent)
        rate = self._rules.request_rate(self._agent)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(delay or 0.0), float(by_rate))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps the file names."""
        return tuple(self._rules.sitemaps)
