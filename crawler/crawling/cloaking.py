"""Pages that show something else to those who come from a search engine: links and words that only then appear.

Seen on hijacked portals: betting links are hidden from the office's own visitors and from crawlers, and shown, or
redirected to, when the Referer is a search engine's. Now and then one page of a host is therefore asked once more with
such a Referer, under our own name.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from crawler.fetching.urls import is_same_site, join_url
from crawler.pages.charset import decode_text
from crawler.records import Outcome, Response, Task
from domain.errors import UnreadableInput
from domain.text import fold

REFERER: Final = "https://www.google.com/"
LOOKED: Final = "soi lại như người đến từ máy tìm kiếm"
_ENOUGH: Final = 3  # points that make a page suspect
# Advertisements of betting houses, without diacritics: in an article about a raid they stand in both answers.
_TERMS: Final = re.compile(
    r"\b(?:ca cuoc|nha cai|keo nha|tai xiu|game bai|danh bai|doi thuong|no hu|song bac|casino|slot game|slot online"
    r"|xo so online|lo de|soi keo|ban ca doi|da ga|baccarat|poker|jackpot|link vao|khuyen mai nap"
    r"|[a-z]{1,8}(?:88|68|8xbet|bet)\b)"
)
_HREF: Final = re.compile(r"""(?:href|src)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
# location.href = "https://..."; location.replace('...'); <meta http-equiv=refresh content="0;url=...">
_SCRIPTED: Final = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(|http-equiv=["']?refresh[^>]*url=)\s*["']?(https?://[^"'\s>)]+)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What only the visitor from a search engine is shown: hosts linked to, words of betting, where he is sent."""

    hosts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    sent_to: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """Points: 3 for being sent elsewhere, 2 for a word, 1 for a foreign host (at most 2: advertisements rotate)."""
        return 3 * bool(self.sent_to) + 2 * len(self.terms) + min(len(self.hosts), 2)

    @property
    def suspected(self) -> bool:
        """Tell whether the page is to be kept from readers until a person has looked."""
        return self.score >= _ENOUGH

    def told(self) -> str:
        """Return the difference in words, bounded."""
        parts = [
            f"{title}: {', '.join(values[:5])}"
            for title, values in (("chuyển sang", self.sent_to), ("thêm từ", self.terms), ("thêm liên kết", self.hosts))
            if values
        ]
        return "; ".join(parts) or "không khác"


def is_turn(run: int, origin: str, every: int) -> bool:
    """Tell whether a host has its turn in a run: one run in `every`, spread over the hosts; never in the first one."""
    name = urlsplit(origin).hostname or ""
    return every > 0 and run > 1 and (run + zlib.crc32(name.encode())) % every == 0


def is_worth_a_look(task: Task, outcome: Outcome, response: Response) -> bool:
    """Tell whether an answer is a whole article in HTML that can be compared."""
    whole = task.kind == "article" and response.status == 200 and outcome.state in ("fetched", "unchanged")
    return whole and b"<html" in response.body[:2000].lower()


def compare(first: Response, second: Response, hosts: frozenset[str]) -> Difference:
    """Return what the second answer shows beyond the first; `hosts` are the source's own."""
    before, after = _text(first), _text(second)
    return Difference(
        hosts=_beyond(_foreign(before, first.url, hosts, _HREF), _foreign(after, second.url, hosts, _HREF)),
        terms=_beyond(_TERMS.findall(fold(before)), _TERMS.findall(fold(after))),
        sent_to=_beyond(_foreign(before, first.url, hosts, _SCRIPTED), _foreign(after, second.url, hosts, _SCRIPTED)),
    )


def _text(response: Response) -> str:
    try:
        return decode_text(response.body, content_type=response.header("Content-Type"), name=response.url).text
    except UnreadableInput:
        return response.body.decode("utf-8", errors="replace")


def _foreign(html: str, base: str, hosts: frozenset[str], pattern: re.Pattern[str]) -> list[str]:
    urls = (join_url(base, found) for found in pattern.findall(html))
    return [urlsplit(url).netloc.lower() for url in urls if url and not is_same_site(url, hosts)]


def _beyond(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(after) - set(before)))
