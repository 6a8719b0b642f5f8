"""Entry pages once more from the archive: what they lead to, what they say of their length, what leads away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crawler.fetching.urls import is_same_site, join_url
from crawler.lists.listing import read_listing
from crawler.lists.totals import read_totals
from crawler.pages.charset import decode_text
from crawler.pages.markup import attribute, clean_line, parse_html
from crawler.queue.ledger import EntryEnd
from crawler.sources.source import Source
from crawler.warc.archive import Archive, load_response
from domain.errors import GuongError
from domain.health import Entry

_MOST_FOREIGN: Final = 400


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry page as health sees it; `foreign` are the words and addresses of links that leave the source."""

    entry: Entry
    foreign: tuple[str, ...] = ()


def read_entries(ends: Sequence[EntryEnd], source: Source, archive: Archive) -> tuple[EntryPage, ...]:
    """Return every entry page of a source with what its archived answer shows; nothing is fetched."""
    return tuple(_read_entry(end, source, archive) for end in ends)


def _read_entry(end: EntryEnd, source: Source, archive: Archive) -> EntryPage:
    plain = EntryPage(Entry(end.url, end.state, end.note))
    if end.record is None or end.url not in source.start or end.state not in ("fetched", "unchanged"):
        return plain
    try:
        response = load_response(archive, end.record)
        html = decode_text(response.body, content_type=response.header("Content-Type"), name=end.url).text
        links = [link for link in read_listing(html, response.url, source) if link.kind == "article"]
    except GuongError as error:  # the crawl could read it a moment ago: said, not lost
        return EntryPage(Entry(end.url, end.state, f"{end.note} đọc lại không được: {error}".strip()))
    totals = read_totals(html)
    entry = Entry(end.url, end.state, end.note, len(links), totals.announced, totals.shown)
    return EntryPage(entry, foreign_links(html, response.url, source))


def foreign_links(html: str, url: str, source: Source) -> tuple[str, ...]:
    """Return "words address" of links that leave the source, hidden ones too, at most some hundred."""
    found: dict[str, None] = {}
    for link in parse_html(html).select("a[href]"):
        target = join_url(url, attribute(link, "href").strip())
        if target is not None and not is_same_site(target, source.all_hosts()):
            found[clean_line(f"{link.get_text(' ')} {target}")] = None
    return tuple(found)[:_MOST_FOREIGN]
