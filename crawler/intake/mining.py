"""From the archive to the reader: which pages to mine, and each as a record with the text of its attachments."""

import hashlib
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from crawler.articles.article import read_article
from crawler.attachments.file_kinds import HTML, sniff
from crawler.attachments.linked_files import disposition_name
from crawler.attachments.texts import read_attachment
from crawler.attachments.tools import Tools
from crawler.families.table import AUTO
from crawler.fetching.urls import canonical_url
from crawler.intake.files import read_file
from crawler.queue.frontier import Frontier
from crawler.records import Mineable, Response
from crawler.sources.source import Source
from crawler.warc.archive import Archive, load_response
from domain.errors import GuongError
from domain.pages import PAGE_STATES, Attachment, Page


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the archive.

    `sources` tell the family of a page by the source's name; without it the page itself does. `recognised` gives,
    by the SHA-256 of its bytes, a file that was read by recognising before, which takes seconds a page.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    recognised: Callable[[str], Attachment | None] = lambda sha256: None


def pages_to_mine(frontier: Frontier, sources: Container[str] | None = None) -> tuple[Mineable, ...]:
    """Return archived articles, of these sources or of all, whose present version is not mined, oldest find first.

    While a run goes on, an article waits until each of its attachments has been tried; one that arrives later
    brings its article back.
    """
    return tuple(item for item in frontier.mining.unmined() if sources is None or item.source in sources)


def reopen_pages(frontier: Frontier, sources: Iterable[str] | None = None) -> int:
    """Make every archived article due for mining again, as a new reader needs it; returns how many."""
    return frontier.mining.reopen(sources)


def reopen_urls(frontier: Frontier, urls: Iterable[str]) -> int:
    """Make the archived articles at these addresses due for mining again; returns how many."""
    return frontier.mining.reopen_urls(urls)


def mark_mined(frontier: Frontier, url: str, sha256: str, state: str) -> bool:
    """Record how mining one version of a page ended (a page state).

    False when the page has changed in the meantime: the new version stays to be mined.
    """
    if state not in PAGE_STATES:
        raise ValueError(f"not a page state: {state!r}")
    return frontier.mining.set_mined(url, sha256, state)


def load_page(
    frontier: Frontier,
    archive: Archive,
    item: Mineable,
    known: Known | None = None,
    tools: Tools | None = None,
) -> Page | None:
    """Read an archived page, its attachments with their text; None when it is no article.

    Nothing is fetched. `tools` read scans and old office files (None: those of this machine). Raises SourceChanged,
    UnreadableInput or StoreProblem.
    """
    known = known or Known()
    response = load_response(archive, item.record)
    source = known.sources.get(item.source)
    page = read_archived(response, source.family if source else AUTO, tools)
    if page is None:
        return None
    page = replace(page, url=item.fetch_url, source=item.fetch_url, sha256=item.sha256)
    return replace(page, attachments=tuple(_with_text(frontier, archive, page.attachments, known, tools)))


def read_archived(response: Response, family: str = AUTO, tools: Tools | None = None) -> Page | None:
    """Read an archived response as the article it holds: a page of HTML, or a file a list led to."""
    if sniff(response.body) not in ("", HTML):
        return read_file(response.body, response.url.rsplit("/", 1)[-1] or "tệp", url=response.url, tools=tools)
    return read_article(response.body, dict(response.headers), response.url, family)


def _with_text(
    frontier: Frontier, archive: Archive, attachments: tuple[Attachment, ...], known: Known, tools: Tools | None
) -> Iterable[Attachment]:
    stored = frontier.mining.records_of(attachment.url for attachment in attachments)
    for attachment in attachments:
        record = stored.get(canonical_url(attachment.url))
        if record is None:
            state = frontier.tally.state_of(attachment.url) or "waiting"
            yield replace(attachment, note=PAGE_STATES[state])
            continue
        try:
            response = load_response(archive, record)
        except GuongError as error:
            yield replace(attachment, note=str(error))  # its text stays None: known, not read
            continue
        name = disposition_name(response.header("Content-Disposition")) or attachment.name
        before = known.recognised(hashlib.sha256(response.body).hexdigest())
        if before is not None:
            yield replace(before, url=attachment.url, name=name)
        else:
            named = replace(attachment, name=name)
            yield read_attachment(named, response.body, response.header("Content-Type"), tools)
