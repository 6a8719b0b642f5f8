"""Reading a page of no family: its main text as two readers see it, its fields by what they are usually called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bs4 import BeautifulSoup

from crawler.articles.fields import author_of, printed_origin, signature_of
from crawler.articles.further_reading import remove_further_reading
from crawler.articles.labelled_days import labelled_day
from crawler.articles.loose_days import PrintedDay, day_among, find_days
from crawler.articles.main_block import MainBlock, combine, find_main_block
from crawler.articles.main_text import main_lines
from crawler.articles.origins import find_captions, origin_of_lines
from crawler.articles.parts import Parts
from crawler.articles.titles import find_titles
from crawler.attachments.linked_files import find_attachments
from crawler.families.generic import RULES as GENERIC
from crawler.pages.markup import first, text_of
from crawler.pages.published import read_published
from crawler.pages.structured import Structured
from domain.pages import Attachment
from domain.text import fold

# A page with less main text than this and no word of its own that it is an article, is none.
_MIN_GENERIC: Final = 400
_MIN_DATED: Final = 150
_LIST: Final = 0.3  # share of a block's text in links


def read_generic(soup: BeautifulSoup, html: str, structured: Structured, url: str) -> Parts | None:
    """Read a page of no family; `soup` is used up."""
    headings = len(list(find_titles(soup, GENERIC.title)))
    reading = read_loosely(soup, html, structured, url)
    block, lines = reading.block, reading.lines
    # A page that does not call itself an article must have the text of one; several headings speak for a list, a day
    # under its title for an article.
    is_short = block is not None and bool(block.dated and block.lines) and block.links < _LIST
    least = _MIN_DATED if is_short else _MIN_GENERIC
    enough = 1 if structured.is_article else least if headings <= 1 else 3 * _MIN_GENERIC
    if sum(len(line) for line in lines) < enough:
        return None
    return parts_of(reading, structured)


@dataclass(frozen=True, slots=True)
class Reading:
    """What two readers see on a page of no family: its fields, the main block, the block as both answer for it.

    `lines`: the lines chosen, not empty while the second reader gives any.
    """

    window: str
    author: str
    origin: str
    captions: frozenset[str]
    days: tuple[PrintedDay, ...]
    attachments: tuple[Attachment, ...]
    found: MainBlock | None
    block: MainBlock | None
    lines: tuple[str, ...]


def read_loosely(soup: BeautifulSoup, html: str, structured: Structured, url: str) -> Reading:
    """Read the fields of a page, then its main text, for which furniture is taken out of `soup`."""
    window = text_of(first(soup, "title"))
    author, days = author_of(soup, GENERIC, structured), find_days(soup, GENERIC.published)
    origin, captions = printed_origin(soup, GENERIC), find_captions(soup)
    attachments = find_attachments(soup, first(soup, "article, main") or soup, GENERIC.attachments, url)
    further = remove_further_reading(soup)
    headings = [text_of(heading) for heading in find_titles(soup, GENERIC.title)]
    named = [heading for heading in headings if fold(heading) in fold(f"{window} {structured.title}")]
    found = find_main_block(soup, (*named[:1], structured.title, window, *headings[:1]))
    fallback = [line for line in main_lines(html, url) if line not in further]
    block = combine(found, fallback)
    lines = block.lines if block else tuple(fallback)
    return Reading(window, author, origin, captions, days, attachments, found, block, lines)


def parts_of(reading: Reading, structured: Structured) -> Parts:
    """Return what was read as the parts of an article."""
    found = reading.found
    title = (found.title if found else "") or structured.title or reading.window
    lines = [line for line in reading.lines if line != title]
    lead = _visible_lead(lines, found.page if found else (), structured.lead, title)
    lead = lead or (reading.block.lead if reading.block else "")
    published = _day(reading, structured)
    author = reading.author or signature_of(lines) or structured.author
    origin = reading.origin or origin_of_lines(lines, reading.captions) or structured.origin
    if lead in lines[:2]:
        lines.remove(lead)
    return Parts(title, lead, tuple(lines), author, published, reading.attachments, origin=origin)


def _day(reading: Reading, structured: Structured) -> str | None:
    """The day below the title, else the machine's, else one in a line that says so, else one above it, else any."""
    found = reading.found
    return (
        day_among(reading.days, found.below if found else ())
        or read_published(structured.published)
        or next((one.day for one in reading.days if one.is_marked), None)
        or labelled_day(found.page if found else ())
        or day_among(reading.days, found.above if found else ())
        or (read_published(found.dated) if found else None)
        or next((one.day for one in reading.days), None)
    )


def _visible_lead(lines: Sequence[str], page: Sequence[str], claimed: str, title: str) -> str:
    """A description is the lead only when the page shows it: trafilatura loses leads that stand outside the body."""
    start = fold(claimed)[:60]
    if len(start) < 30 or fold(title).startswith(start):
        return ""
    for line in lines[:3]:
        if fold(line).startswith(start):
            return line if fold(line) == fold(claimed) else ""
    return next((line for line in page if fold(line).startswith(start) and len(line) < 3 * len(claimed)), "")
