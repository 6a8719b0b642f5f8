"""The newest day a list shows: how fresh a source is, before any article is read."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

import feedparser

from crawler.pages.charset import decode_text
from crawler.pages.markup import attribute, parse_html
from crawler.pages.published import read_published
from crawler.records import Response
from domain.errors import UnreadableInput

_LASTMOD: Final = re.compile(rb"<lastmod>\s*([^<]{10,40})</lastmod>", re.IGNORECASE)
_LONGEST: Final = 80  # a printed day stands in a short text; longer ones speak of other days
_DAY_IN_PATH: Final = re.compile(r"/(\d{4}-\d{1,2}-\d{1,2})/")


def newest_day(kind: str, response: Response, addresses: Iterable[str], today: date) -> date | None:
    """Return the newest day, today at most, that a list page, feed or sitemap prints; None when it prints none.

    `kind` is the kind of the entry; `addresses` are those of its articles, some of which carry a day.
    """
    if kind == "sitemap":
        printed: Iterable[str] = (one.decode("ascii", "replace") for one in _LASTMOD.findall(response.body))
    elif kind == "feed":
        printed = _of_feed(response.body)
    else:
        printed = _of_page(response)
    in_paths = (found[1] for address in addresses if (found := _DAY_IN_PATH.search(address)))
    days = (_day(text) for source in (printed, in_paths) for text in source)
    return max((day for day in days if day and day <= today + timedelta(days=1)), default=None)


def _of_feed(body: bytes) -> Iterator[str]:
    for entry in feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False).entries:
        yield str(entry.get("published") or entry.get("updated") or "")


def _of_page(response: Response) -> Iterator[str]:
    try:
        text = decode_text(response.body, content_type=response.header("Content-Type"), name=response.url).text
    except UnreadableInput:
        return
    soup = parse_html(text)
    for element in soup.select("time[datetime]"):
        yield attribute(element, "datetime")
    for words in soup.stripped_strings:
        if len(words) <= _LONGEST and any(letter.isdigit() for letter in words):
            yield words


def _day(text: str) -> date | None:
    found = read_published(text)
    return date.fromisoformat(found[:10]) if found else None
