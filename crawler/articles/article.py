"""Reading an article: from the bytes of a page to the record that the reader receives."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from crawler.articles.fields import author_of, printed_origin, published_of, signature_of
from crawler.articles.further_pages import second_page
from crawler.articles.further_reading import remove_further_reading
from crawler.articles.loose import parts_of, read_generic, read_loosely
from crawler.articles.main_text import long_text_outside, main_lines
from crawler.articles.origins import find_captions, origin_of_lines
from crawler.articles.parts import Parts
from crawler.articles.titles import find_title
from crawler.attachments.linked_files import find_attachments
from crawler.families.generic import RULES as GENERIC
from crawler.families.rules import Rules
from crawler.families.table import AUTO, detect_family, rules_named
from crawler.pages.charset import decode_text
from crawler.pages.markup import FURNITURE, HIDDEN, ancestor, clean_line, first, lines_of, remove, text_of
from crawler.pages.old_encodings import parse_mended, refuse_damaged
from crawler.pages.selecting import iterate, select
from crawler.pages.structured import Structured, read_structured
from domain.errors import SourceChanged
from domain.pages import Page
from domain.text import normalise

# A body is alarmingly short when a generic reader sees so many characters, and so many times the body's.
_ALARM: Final = 1000
_FAR: Final = 3


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
    later = second_page(soup, url)
    if rules is GENERIC:
        parts = read_generic(soup, markup.html, structured, url)
    else:
        parts = _checked_parts(soup, markup.html, rules, structured, url)
    if parts is None:
        return None
    page = _page(parts, hashlib.sha256(raw).hexdigest(), url, rules.name)
    more = (f"bài có nhiều trang, mới đọc trang đầu; trang sau: {later}",) if later else ()
    return refuse_damaged(replace(page, warnings=decoded.warnings + markup.warnings + page.warnings + more), url)


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
    published, author = published_of(soup, rules, structured), author_of(soup, rules, structured)
    origin = printed_origin(soup, rules)
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
        author = signature_of(lines)
    origin = origin or origin_of_lines(lines, find_captions(body)) or structured.origin
    return Parts(title, lead, tuple(lines), author, published, attachments, _hidden_warning(hidden), origin)


def _lead(root: Tag, body: Tag, rules: Rules) -> Tag | None:
    """The element of the lead; where the theme has none, a first paragraph that is bold from end to end."""
    if marked := first(root, rules.lead):
        return marked
    opening = next((p for p in iterate(body, "p") if clean_line(p.get_text())), None) if rules.strong_lead else None
    if opening is None or ancestor(opening, ("table",)) is not None:
        return None
    bold = "".join(part.get_text() for part in opening.select(":is(b, strong):not(:is(b, strong) *)"))
    return opening if clean_line(bold) == clean_line(opening.get_text()) else None


def _longest(bodies: list[Tag]) -> Tag:
    return max(bodies, key=lambda body: len(body.get_text()))


def _hidden_warning(hidden: str) -> tuple[str, ...]:
    return (f"chữ bị ẩn trong bài: {hidden[:200]}",) if hidden else ()


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
    reading = read_loosely(soup, markup.html, structured, url or "")
    if not reading.lines:
        remove(soup, FURNITURE)
        remove(soup, HIDDEN)
        reading = replace(reading, lines=tuple(lines_of(soup.body or soup)))
    page = _page(parts_of(reading, structured), hashlib.sha256(raw).hexdigest(), url or "", GENERIC.name)
    warnings = ("trang này không giống một bài viết", *markup.warnings, *page.warnings)
    return refuse_damaged(replace(page, warnings=warnings), name)
