"""RSS, Atom and sitemaps: the articles and further maps they name."""

import re
from typing import Final

import feedparser
from lxml import etree

from crawler.fetching.coding import decode_body
from crawler.fetching.urls import is_same_site, join_url
from crawler.lists.listing import is_article_url
from crawler.pages.markup import attribute, clean_line, parse_html
from crawler.records import Link
from crawler.sources.source import Source
from domain.errors import SourceChanged

_MAX_SITEMAP: Final = 60 * 2**20  # the protocol allows 50 MB
_FEED_LINK: Final = re.compile(r"rss|feed|\.xml(?:$|\?)", re.IGNORECASE)
_MAX_DEPTH: Final = 2


def read_feed(body: bytes, url: str, source: Source, depth: int = 0) -> tuple[Link, ...]:
    """Return the articles of a feed; an HTML hub that lists feeds gives those feeds instead."""
    if b"<html" in body[:2000].lower():
        return _hub(body, url, source, depth)
    feed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise SourceChanged(f"{url}: không phải RSS hay Atom")
    found = []
    for entry in feed.entries:
        target = join_url(url, entry.get("link", ""))
        if target and is_same_site(target, source.all_hosts()):
            found.append(Link(target, "article", clean_line(entry.get("title", ""))))
    return tuple(found)


def _hub(body: bytes, url: str, source: Source, depth: int) -> tuple[Link, ...]:
    if depth >= _MAX_DEPTH:
        return ()
    soup = parse_html(body.decode("utf-8", errors="replace"))
    targets = {
        target: None
        for link in soup.select("a[href], link[type='application/rss+xml'][href]")
        if (target := join_url(url, attribute(link, "href"))) and _FEED_LINK.search(target)
    }
    wanted = [target for target in targets if target != url and is_same_site(target, source.all_hosts())]
    if not wanted:
        raise SourceChanged(f"{url}: trang RSS không dẫn tới nguồn tin nào")
    return tuple(Link(target, "feed", depth=depth + 1) for target in wanted)


def read_sitemap(body: bytes, url: str, source: Source, depth: int = 0) -> tuple[Link, ...]:
    """Return the articles of a sitemap and the maps of an index, told by their addresses."""
    data = decode_body(body, "gzip", _MAX_SITEMAP).body if body.startswith(b"\x1f\x8b") else body
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceChanged(f"{url}: sơ đồ trang không phải XML ({error})") from error
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise SourceChanged(f"{url}: không phải sơ đồ trang")
    is_index = etree.QName(root).localname == "sitemapindex"
    if is_index and depth >= _MAX_DEPTH:
        return ()
    found = []
    for place in root.iterfind("{*}*/{*}loc"):
        target = join_url(url, place.text or "")
        if not target or not is_same_site(target, source.all_hosts()):
            continue
        if is_index:
            found.append(Link(target, "sitemap", depth=depth + 1))
        elif is_article_url(target, source):
            found.append(Link(target, "article"))
    return tuple(found)
