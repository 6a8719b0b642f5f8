"""A source proposed from one address: its family, feeds and maps found, asked, and one article read as a trial."""

import contextlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bs4 import BeautifulSoup

from crawler.articles.article import read_article
from crawler.checking.calling import Caller
from crawler.checking.checking import EntryCheck, SourceCheck, check_source
from crawler.checking.reasons import Reason, reason_of_failure, reason_of_status
from crawler.families.generic import RULES as GENERIC
from crawler.families.table import AUTO, detect_family
from crawler.fetching.urls import canonical_url, host_of, is_same_site, join_url
from crawler.pages.charset import decode_text
from crawler.pages.markup import attribute, clean_line, first, parse_html, text_of
from crawler.pages.published import VIETNAM
from crawler.records import Response
from crawler.sources.source import Source
from domain.errors import BadRecord, FetchFailed, SourceChanged, UserMistake
from domain.text import fold

_FEEDS: Final = 5
_MAPS: Final = 3
_HUB: Final = re.compile(r"/rss(?:[/.?]|$)|\.rss(?:$|\?)|/feed/?$", re.IGNORECASE)
# "Thi đua - Khen thưởng" is one name.
_SEPARATOR: Final = re.compile(r"(?<!thi đua)\s+[-|–—»]\s+|\s+[|»]\s+", re.IGNORECASE)
_HOME_WORDS: Final = {"trang chu", "home", "tin tuc", "tin moi", "danh muc", "trang nhat"}
_ENDINGS: Final = {"www", "vn", "gov", "com", "org", "net", "edu"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one address would be as a source; `dropped` are feeds and maps it names that bring nothing."""

    source: Source
    check: SourceCheck
    dropped: tuple[EntryCheck, ...]


def propose_source(url: str, caller: Caller, draft: Source, *, taken: Collection[str], now: float) -> Proposal:
    """Ask an address and what it names, and return the source they make; `now` is seconds since the epoch.

    `draft` has the address as its only start page, the delay and whether loopback is allowed; `taken` are names in
    use. `caller` should keep its answers. Raises UserMistake where the address does not answer or is no list.
    """
    response = _answer(url, caller, draft)
    found = _entries(url, response, caller, draft)
    check = check_source(found, caller, now)
    kept = _only_good(found, check)
    title = _title(response) or host_of(url)
    day = datetime.fromtimestamp(now, VIETNAM).date().isoformat()
    source = replace(
        kept,
        name=source_name(host_of(url), taken),
        title=title,
        kind=_kind(host_of(url), title),
        family=check.detected if check.detected not in ("", GENERIC.name) else AUTO,
        seen_in=url,
        verified=check.answered,
        verified_on=day if check.answered else "",
    )
    return Proposal(source, replace(check, source=source), tuple(one for one in check.entries if one.reason))


def _only_good(source: Source, check: SourceCheck) -> Source:
    """Leave out the entries that bring nothing, unless that is all of them."""
    good = {entry.url for entry in check.entries if entry.reason is None}
    if not good:
        return source
    start, feeds, sitemaps = (
        tuple(url for url in urls if url in good) for urls in (source.start, source.feeds, source.sitemaps)
    )
    return replace(source, start=start, feeds=feeds, sitemaps=sitemaps)


def draft_source(url: str, *, delay_seconds: float, allow_loopback: bool) -> Source:
    """Return an address as a source to be completed; raises UserMistake for what is no address."""
    try:
        return Source(
            "de-xuat", url, start=(url,), delay_seconds=delay_seconds, allow_loopback=allow_loopback
        )  # fmt: skip
    except BadRecord as error:
        raise UserMistake(f"{url}: không phải địa chỉ http(s)", remedy="viết đủ, ví dụ https://...") from error


def source_name(host: str, taken: Collection[str]) -> str:
    """Return a short id made of a host name ("sonoivu.laocai.gov.vn": "sonoivu-laocai") that nobody has yet."""
    labels = [label for label in re.split(r"[^a-z0-9]+", host.lower()) if label and label not in _ENDINGS]
    name = "-".join(labels) or "nguon"
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _answer(url: str, caller: Caller, draft: Source) -> Response:
    try:
        response = caller.ask(url, draft)
    except FetchFailed as error:
        raise _mistake(url, reason_of_failure(error)) from error
    if reason := reason_of_status(response.status):
        raise _mistake(url, reason)
    return response


def _mistake(url: str, reason: Reason) -> UserMistake:
    return UserMistake(f"{url}: {reason.told}", kept="chưa ghi gì", remedy=reason.remedy)


def _entries(url: str, response: Response, caller: Caller, draft: Source) -> Source:
    """Complete the draft by what the address is: a feed, a map, or a page that may name feeds."""
    head = response.body[:3000].lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
        return replace(draft, start=(), sitemaps=(url,))
    if any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")) and b"<html" not in head:
        return replace(draft, start=(), feeds=(url,))
    soup = _soup(response)
    if _is_article(response, soup):
        what = f"{url}: đây là một bài viết, không phải trang danh mục"
        raise UserMistake(what, kept="chưa ghi gì", remedy="đưa địa chỉ trang danh mục hoặc trang chủ có bài này")
    robots = caller.robots(url, draft)
    maps = _same_site(robots.sitemaps if robots else (), draft)[:_MAPS]
    return replace(draft, feeds=_feeds(soup, response.url, draft), sitemaps=tuple(maps))


def _is_article(response: Response, soup: BeautifulSoup) -> bool:
    """Only families with rules of their own, and the address itself, tell an article from a list that shows text."""
    rules = detect_family(soup)
    if rules is GENERIC or not rules.article_url.search(response.url):
        return False
    with contextlib.suppress(SourceChanged):
        return read_article(response.body, dict(response.headers), response.url) is not None
    return False


def _feeds(soup: BeautifulSoup, url: str, draft: Source) -> tuple[str, ...]:
    """The feeds a page names in its head; where there are none, the pages of feeds it links to."""
    declared = soup.select("link[rel~='alternate'][type*='rss'][href], link[rel~='alternate'][type*='atom'][href]")
    named = _same_site((join_url(url, attribute(link, "href")) for link in declared), draft)
    if not named:
        links = (join_url(url, attribute(link, "href")) for link in soup.select("a[href]"))
        named = _same_site((link for link in links if link and _HUB.search(link)), draft)
    return tuple(named[:_FEEDS])


def _same_site(targets: Iterable[str | None], draft: Source) -> list[str]:
    found = {canonical_url(target): target for target in targets if target and is_same_site(target, draft.all_hosts())}
    return list(found.values())


def _title(response: Response) -> str:
    """What a site calls itself: og:site_name, else the part of the title that is not of this page alone."""
    soup = _soup(response)
    declared = attribute(first(soup, "meta[property='og:site_name']"), "content")
    printed = clean_line(declared) or clean_line(text_of(first(soup, "title")))
    parts = [part for part in _SEPARATOR.split(printed) if part and fold(part) not in _HOME_WORDS]
    named = [part for part in parts if re.match(r"(?:bao|cong|trang|so|ban|ubnd|uy ban|dai)\b", fold(part))]
    return (named or parts[-1:] or [printed])[0][:120]


def _kind(host: str, title: str) -> str:
    plain = fold(title)
    if "thi dua" in plain or "thidua" in host:
        return "emulation"
    if re.match(r"bao\b", plain) or re.match(r"bao(?!ton|hiem)", host):
        return "newspaper"
    return "portal"


def _soup(response: Response) -> BeautifulSoup:
    return parse_html(decode_text(response.body, content_type=response.header("Content-Type"), name=response.url).text)
