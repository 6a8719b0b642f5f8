"""RSS feeds, sitemaps and robots files of the sample portals."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from samples.markup import Html, escape, join, tag

# NukeViet's feed never holds more than this, whatever was published since the last visit.
FEED_LIMIT: Final = 30
_XML: Final = '<?xml version="1.0" encoding="utf-8"?>\n'


def rss(
    title: str,
    base_url: str,
    items: Sequence[tuple[str, str, str, datetime]],
    *,
    show: Callable[[datetime], str] = format_datetime,
) -> str:
    """An RSS 2.0 feed of (title, address, summary, published) items, newest first, cut at `FEED_LIMIT`.

    `show` prints the time of an item.
    """
    shown = [
        tag(
            "item",
            join(
                (
                    tag("title", name),
                    Html(f"<link>{escape(address)}</link>"),
                    tag("guid", address, isPermaLink="true"),
                    tag("description", Html(f"<![CDATA[{escape(summary)}]]>")),
                    tag("pubDate", show(when)),
                )
            ),
        )
        for name, address, summary, when in items[:FEED_LIMIT]
    ]
    head = join((tag("title", title), tag("link", base_url), tag("language", "vi")))
    return f'{_XML}<rss version="2.0"><channel>\n{join([head, *shown])}\n</channel></rss>\n'


def sitemap(entries: Sequence[tuple[str, datetime | None]]) -> str:
    """A sitemap of (address, last change)."""
    urls = (
        tag(
            "url",
            join((tag("loc", address), tag("lastmod", when.isoformat())) if when else (tag("loc", address),), ""),
        )
        for address, when in entries
    )
    return f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{join(urls)}\n</urlset>\n'


def sitemap_index(addresses: Sequence[str]) -> str:
    """A sitemap that lists other sitemaps."""
    maps = join(tag("sitemap", tag("loc", address)) for address in addresses)
    return f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}\n</sitemapindex>\n'
