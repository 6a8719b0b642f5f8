"""Reading an article: from the bytes of a page to the record that the reader receives."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from crawler.articles.bylines import author_of_label, author_of_last_line, author_of_own_element
from crawler.articles.further_reading import remove_further_reading
from crawler.articles.labelled_days import labelled_day
from crawler.articles.main_block import MainBlock, combine, find_main_block
from crawler.articles.main_text import long_text_outside, main_lines
from crawler.articles.origins import find_captions, origin_of_elements, origin_of_line, origin_of_lines
from crawler.articles.titles import find_title, find_titles
from crawler.attachments.linked_files import find_attachments
from crawler.families.generic import RULES as GENERIC
from crawler.families.rules import Rules
from crawler.families.table import AUTO, detect_family, rules_named
from crawler.pages.charset import decode_text
from crawler.pages.markup import FURNITURE, HIDDEN, attribute, clean_line, first, lines_of, remove, text_of
from crawler.pages.old_encodings import parse_mended, refuse_damaged
from crawler.pages.published import read_published
from crawler.pages.selecting import iterate, select
from crawler.pages.structured import Structured, read_structured
from domain.errors import SourceChanged
from domain.pages import Attachment, Page
from domain.text import fold, normalise

# A page with less main text than this and no word of its own that it is an article, is none.
_MIN_GENERIC: Final = 400
_MIN_DATED: Final = 150
_LIST: Final = 0.3  # share of a block's text in links
# A body is alarmingly short when a generic reader sees so many characters, and so many times the body's.
_ALARM: Final = 1000
_FAR: Final = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an article before they become one text."""

    title: str
    lead: str
    body: tuple[str, ...]
    author: str
    published: str | None
    attachments: tuple[Attachment, ...]
    warnings: tuple[str, ...] = ()
    origin: str = ""


def read_article(raw: bytes, headers: Mapping[str, str], url: str, family: str = AUTO) -> Page | None:
    """Read one HTML page as an article; None when it is something else (a list, a form, an error page).

    `raw` is the body without content coding, `family` a name of `crawler.families.table` or "auto". Raises
    SourceChanged when the page is an article but breaks what its family promises, UnreadableInput when its bytes
    are in no certain encoding or its letters are lost. Old Vietnamese encodings are converted, with a warning.
    """
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    decoded = decode_text(raw, content_type=content_type, name=url)
    markup = parse_mended(decoded.text)
    soup = markup.soup
    structured = read_structured(soup, url)
    rules = _rules_for(soup, decoded.text, family)
    if rules is GENERIC:
        parts = _generic_parts(soup, markup.html, structured, url)
    else:
        parts = _checked_parts(soup, markup.html, rules, structured, url)
    if parts is None:
        return None
    page = _page(parts, hashlib.sha256(raw).hexdigest(), url, rules.name)
    return refuse_damaged(replace(page, warnings=decoded.warnings + markup.warnings + page.warnings), url)


def _rules_for(soup: Tag, html: str, family: str) -> Rules:
    """The rules of a named family; else those the marks tell, if the page has the title and body they promise."""
    if family != AUTO:
        return rules_named(family)
    rules = detect_family(soup, html)
    # Thousands of themes share a mark such as WordPress's: only a family that was named must keep its promise.
    return rules if rules is not GENERIC and find_title(soup, rules.title) and first(soup, rules.body) else GENERIC


def _checked_parts(soup: BeautifulSoup, html: str, rules: Rules, structured: Structured, url: str) -> Parts | None:
    """Read by the rules of a family; raises SourceChanged when a generic reader sees far more than they do."""
    if not _is_article(soup, rules, structured):
        return None
    outside = long_text_outside(soup, rules)
    parts = _family_parts(soup, rules, structured, url)
    ours = sum(len(line) for line in (*parts.body, parts.lead))
    # The cheap count only raises the question: a second article's text, or comments, may stand beside the body.
    if outside > max(_ALARM, _FAR * ours):
        generic = sum(len(line) for line in main_lines(html, url))
        if generic > max(_ALARM, _FAR * ours):
            raise SourceChanged(f"họ {rules.name}: thân bài có {ours} chữ, cách đọc chung thấy {generic}")
    return parts


def _is_article(soup: Tag, rules: Rules, structured: Structured) -> bool:
    """A page with neither title nor body of its family is another kind of page, unless it says it is an article."""
    title, body = find_title(soup, rules.title), first(soup, rules.body)
    if title is not None and body is not None:
        return True
    if title is None and body is None and not structured.is_article:
        return False
    missing = rules.title if title is None else rules.body
    raise SourceChanged(f"họ {rules.name}: không thấy {missing}")


def _family_parts(soup: BeautifulSoup, rules: Rules, structured: Structured, url: str) -> Parts:
    body = _longest(select(soup, rules.body))
    attachments = find_attachments(soup, body, rules.attachments, url)
    published, author = _published(soup, rules, structured), _author(soup, rules, structured)
    origin = _printed_origin(soup, rules)
    title, lead = text_of(find_title(soup, rules.title)), text_of(_lead(soup, body, rules))
    hidden = remove(body, HIDDEN)
    remove(body, FURNITURE)
    remove(body, rules.drop)
    remove_further_reading(body)
    for part in (first(body, rules.title), _lead(body, body, rules)):  # some themes nest head and body
        if part is not None:
            part.decompose()
    lines = lines_of(body)
    if not title or not (lines or attachments):
        raise SourceChanged(f"họ {rules.name}: tiêu đề hoặc nội dung trống")
    if not author and rules.signed_at_end and lines:
        author = _signature(lines)
    origin = origin or origin_of_lines(lines, find_captions(body)) or structured.origin
    return Parts(title, lead, tuple(lines), author, published, attachments, _hidden_warning(hidden), origin)


def _lead(root: Tag, body: Tag, rules: Rules) -> Tag | None:
    """The element of the lead; where the theme has none, a first paragraph that is bold from end to end."""
    if marked := first(root, rules.lead):
        return marked
    opening = next((p for p in iterate(body, "p") if clean_line(p.get_text())), None) if rules.strong_lead else None
    if opening is None or opening.find_parent("table") is not None:
        return None
    bold = "".join(part.get_text() for part in opening.select(":is(b, strong):not(:is(b, strong) *)"))
    return opening if clean_line(bold) == clean_line(opening.get_text()) else None


def _longest(bodies: list[Tag]) -> Tag:
    return max(bodies, key=lambda body: len(body.get_text()))


def _hidden_warning(hidden: str) -> tuple[str, ...]:
    return (f"chữ bị ẩn trong bài: {hidden[:200]}",) if hidden else ()


def _published(soup: Tag, rules: Rules, structured: Structured) -> str | None:
    """The printed date has the reader's eye on it; the machine's is preferred only where the family is known for it."""
    printed = None
    for element in iterate(soup, rules.published) if rules.published else ():
        printed = read_published(attribute(element, "datetime") or attribute(element, "content") or text_of(element))
        if printed:
            break
    machine = read_published(structured.published)
    return ((machine or printed) if rules.trusts_structured else (printed or machine)) or labelled_day(soup)


def _author(soup: Tag, rules: Rules, structured: Structured) -> str:
    for element in iterate(soup, rules.bylines) if rules.bylines else ():
        text = text_of(element)
        if named := author_of_label(text):
            return named
        read = author_of_own_element if rules.bare_bylines else author_of_last_line
        if (rules.trusts_structured or rules.bare_bylines) and (named := read(text)):
            return named
    return structured.author if rules.trusts_structured else ""


def _printed_origin(soup: Tag, rules: Rules) -> str:
    return origin_of_elements(soup, rules.origins, rules.bylines, bare=rules.bare_origins)


def _signature(lines: Sequence[str]) -> str:
    """The author a body ends with, above the line of its source if there is one."""
    signed = lines[-2:-1] if len(lines) > 1 and origin_of_line(lines[-1]) else lines[-1:]
    return (author_of_last_line(signed[0]) if signed else None) or ""


def _generic_parts(soup: BeautifulSoup, html: str, structured: Structured, url: str) -> Parts | None:
    """Read a page of no family; `soup` is used up."""
    headings = len(list(find_titles(soup, GENERIC.title)))
    reading = _read_loosely(soup, html, structured, url)
    block, lines = reading.block, reading.lines
    # A page that does not call itself an article must have the text of one; several headings speak for a list, a day
    # under its title for an article.
    is_short = block is not None and bool(block.dated and block.lines) and block.links < _LIST
    least = _MIN_DATED if is_short else _MIN_GENERIC
    enough = 1 if structured.is_article else least if headings <= 1 else 3 * _MIN_GENERIC
    if sum(len(line) for line in lines) < enough:
        return None
    return _loose_parts(reading, structured)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What two readers see on a page of no family: its fields, the main block, the block as both answer for it.

    `lines`: the lines chosen, not empty while the second reader gives any.
    """

    window: str
    author: str
    origin: str
    captions: frozenset[str]
    published: str | None
    attachments: tuple[Attachment, ...]
    found: MainBlock | None
    block: MainBlock | None
    lines: tuple[str, ...]


def _read_loosely(soup: BeautifulSoup, html: str, structured: Structured, url: str) -> _Reading:
    """Read the fields of a page, then its main text, for which furniture is taken out of `soup`."""
    window = text_of(first(soup, "title"))
    author, published = _author(soup, GENERIC, structured), _published(soup, GENERIC, structured)
    origin, captions = _printed_origin(soup, GENERIC), find_captions(soup)
    attachments = find_attachments(soup, first(soup, "article, main") or soup, GENERIC.attachments, url)
    headings = [text_of(heading) for heading in find_titles(soup, GENERIC.title)]
    named = [heading for heading in headings if fold(heading) in fold(f"{window} {structured.title}")]
    found = find_main_block(soup, (*named[:1], structured.title, window, *headings[:1]))
    fallback = main_lines(html, url)
    block = combine(found, fallback)
    lines = block.lines if block else tuple(fallback)
    return _Reading(window, author, origin, captions, published, attachments, found, block, lines)


def _loose_parts(reading: _Reading, structured: Structured) -> Parts:
    found = reading.found
    title = (found.title if found else "") or structured.title or reading.window
    lines = [line for line in reading.lines if line != title]
    lead = _visible_lead(lines, found.page if found else (), structured.lead, title)
    lead = lead or (reading.block.lead if reading.block else "")
    published = reading.published or (read_published(found.dated) if found else None)
    author = reading.author or _signature(lines) or structured.author
    origin = reading.origin or origin_of_lines(lines, reading.captions) or structured.origin
    if lead in lines[:2]:
        lines.remove(lead)
    return Parts(title, lead, tuple(lines), author, published, reading.attachments, origin=origin)


def _visible_lead(lines: Sequence[str], page: Sequence[str], claimed: str, title: str) -> str:
    """A description is the lead only when the page shows it: trafilatura loses leads that stand outside the body."""
    start = fold(claimed)[:60]
    if len(start) < 30 or fold(title).startswith(start):
        return ""
    for line in lines[:3]:
        if fold(line).startswith(start):
            return line if fold(line) == fold(claimed) else ""
    return next((line for line in page if fold(line).startswith(start) and len(line) < 3 * len(claimed)), "")


def _page(parts: Parts, sha256: str, url: str, family: str) -> Page:
    title, lead = normalise(parts.title), normalise(parts.lead)
    body = list(parts.body)
    while body and body[0] in (title, lead):  # the body repeats its head
        body.pop(0)
    head = [line for line in (title, lead) if line]
    text = "\n".join((*head, *body))
    return Page(
        source=url,
        sha256=sha256,
        text=text,
        title=title or None,
        lead=lead or None,
        author=parts.author or None,
        published=parts.published,
        url=url,
        body_start=min(len(text), sum(len(line) + 1 for line in head)),
        family=family,
        attachments=parts.attachments,
        warnings=parts.warnings,
        origin=parts.origin or None,
    )


def page_of(title: str, lines: tuple[str, ...], sha256: str, name: str) -> Page:
    """Make a page of lines that have no markup, such as those of a PDF."""
    return _page(Parts(title, "", lines, "", None, ()), sha256, name, GENERIC.name)


def read_any_html(raw: bytes, name: str, url: str | None) -> Page:
    """Read an HTML file a person hands over: as an article if it is one, else whatever text it shows."""
    page = read_article(raw, {}, url or "")
    if page is not None:
        return page
    markup = parse_mended(decode_text(raw, name=name).text)
    soup, structured = markup.soup, read_structured(markup.soup, url or "")
    reading = _read_loosely(soup, markup.html, structured, url or "")
    if not reading.lines:
        remove(soup, FURNITURE)
        remove(soup, HIDDEN)
        reading = replace(reading, lines=tuple(lines_of(soup.body or soup)))
    page = _page(_loose_parts(reading, structured), hashlib.sha256(raw).hexdigest(), url or "", GENERIC.name)
    warnings = ("trang này không giống một bài viết", *markup.warnings, *page.warnings)
    return refuse_damaged(replace(page, warnings=warnings), name)
