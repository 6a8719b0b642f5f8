"""List pages: which articles they lead to, and where they go on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bs4.element import Tag

from crawler.families.generic import RULES as GENERIC
from crawler.families.rules import Rules
from crawler.families.table import AUTO, FAMILIES, detect_family, rules_named
from crawler.fetching.urls import canonical_url, is_same_site, join_url
from crawler.lists.postback import NEXT_WORDS, next_form
from crawler.pages.markup import attribute, base_of, clean_line, parse_html
from crawler.pages.selecting import select
from crawler.records import Link
from crawler.sources.source import Source
from domain.errors import SourceChanged
from domain.text import fold

_NEXT: Final = {*NEXT_WORDS, "xem them"}
# /page-2, /page-2/, /trang-2, /page/2, -p2.html at the end of a path
_PAGE_IN_PATH: Final = re.compile(
    r"(?P<head>/(?:page|trang|p)[-/]|-(?:page|trang|p)-?)(?P<n>\d{1,4})(?P<tail>/?(?:\.html?)?)$", re.IGNORECASE
)
# /xa-hoi.htm goes on at /xa-hoi/trang-2.htm
_EXTENSION: Final = re.compile(r"\.(?:html?|aspx|php|chn)$", re.IGNORECASE)
# What a pager of Liferay sends along: ?p_p_id=101_INSTANCE_x&p_p_lifecycle=0&_101_INSTANCE_x_delta=20&..._cur=2
_PAGER_PARAMETER: Final = re.compile(
    r"^(?:pageindex|page|trang|p|pageno|paged|cur|p_[pr]_\w+)$|_(?:cur|delta|resetcur|keywords|\w+search|andoperator)$",
    re.IGNORECASE,
)
_PAGE_PARAMETERS: Final = ("pageindex", "page", "trang", "p", "pageno", "paged", "cur")


def read_listing(text: str, url: str, source: Source, depth: int = 0) -> tuple[Link, ...]:
    """Return the articles of a list page and its next page (kind "list", perhaps a form), in page order.

    Raises SourceChanged when a first page shows no article at all.
    """
    soup = parse_html(text)
    rules = detect_family(soup, text) if source.family == AUTO else rules_named(source.family)
    articles = _articles(soup, url, source, rules)
    if not articles and depth == 0:
        raise SourceChanged(f"{url}: trang danh mục không có liên kết bài nào (họ {rules.name})")
    following = _following(soup, url, source, rules, depth + 1) if articles else None
    return (*articles, *((following,) if following else ()))


def _following(soup: Tag, url: str, source: Source, rules: Rules, depth: int) -> Link | None:
    """The next page as a link, else as a form to be sent, else by the family's own parameter."""
    if linked := _next_page(soup, url):
        return Link(linked, "list", depth=depth)
    # A page that was posted for has the address of the first one: only the depth tells its number.
    if sent := next_form(soup, url, depth + 1, source.all_hosts()):
        return replace(sent, depth=depth)
    if rules.page_parameter:
        return Link(_with_parameter(url, rules.page_parameter, _page_number(url) + 1), "list", depth=depth)
    return None


def _articles(soup: Tag, url: str, source: Source, rules: Rules) -> tuple[Link, ...]:
    pattern = re.compile(source.article_pattern) if source.article_pattern else rules.article_url
    listed = source.list_links or rules.list_links
    chosen = {id(link) for link in select(soup, listed)} if listed else set()
    found: dict[str, Link] = {}
    for link, target in _links(soup, url):
        wanted = id(link) in chosen or pattern.search(target)
        if not wanted or rules.skip_url.search(target) or not is_same_site(target, source.all_hosts()):
            continue
        address = without_passing(target, rules)
        key = canonical_url(address)
        title = clean_line(attribute(link, "title") or link.get_text(" "))
        if key not in found or (title and not found[key].title):
            found[key] = Link(address, "article", title)
    if rules is GENERIC and not source.article_pattern:
        found.pop(canonical_url(url), None)
    return tuple(found.values())


def without_passing(url: str, rules: Rules) -> str:
    """Return an article's address without the parameters that only say from where it was reached."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in query if not rules.passing_parameters.search(key)]
    # Only where the path alone names the article: elsewhere the same parameters say which one it is.
    if kept == query or not rules.article_url.search(parts.path):
        return url
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def is_article_url(url: str, source: Source) -> bool:
    """Tell whether an address of a sitemap is one of an article; "auto" asks every family."""
    if source.article_pattern:
        return bool(re.search(source.article_pattern, url))
    asked = FAMILIES.values() if source.family == AUTO else [rules_named(source.family)]
    return any(rules.article_url.search(url) and not rules.skip_url.search(url) for rules in asked)


def _links(soup: Tag, url: str) -> Iterator[tuple[Tag, str]]:
    root = base_of(soup, url)
    for link in select(soup, "a[href]"):
        href = attribute(link, "href").strip()
        target = join_url(root, href) if href and not href.startswith(("#", "javascript:")) else None
        if target is not None:
            yield link, target


def _next_page(soup: Tag, url: str) -> str | None:
    """A link that says so, else a link to this list with the next number; else one that names the list more fully."""
    wanted = _page_number(url) + 1
    numbered = fuller = None
    for link, target in _links(soup, url):
        number = _page_number(target)
        if number < wanted:
            continue
        is_next = number == wanted
        if _without_page(target) != _without_page(url):
            if is_next and _shows(link, wanted) and _says_more(target, url):
                fuller = target
        elif is_next:
            numbered = target
        elif _says_next(link):
            return target
    return numbered or fuller


def _shows(link: Tag, number: int) -> bool:
    return clean_line(link.get_text()) == str(number) or _says_next(link)


def _says_more(target: str, url: str) -> bool:
    """The pager of /tin.aspx may lead to /tin.aspx?date=&EventID=0&page=2: what was left out before is told there."""
    there, here = urlsplit(_without_page(target)), urlsplit(_without_page(url))
    said, known = parse_qsl(there.query), parse_qsl(here.query)
    return there[:3] == here[:3] and all(one in said for one in known)


def _says_next(link: Tag) -> bool:
    return attribute(link, "rel") == "next" or fold(link.get_text(" ", strip=True)) in _NEXT


def _page_number(url: str) -> int:
    parts = urlsplit(url)
    if in_path := _PAGE_IN_PATH.search(parts.path):
        return int(in_path["n"])
    numbers = [value for key, value in parse_qsl(parts.query) if _is_page_parameter(key) and value.isdigit()]
    return int(numbers[0]) if numbers else 1


def _without_page(url: str) -> str:
    parts = urlsplit(canonical_url(url))
    query = [(key, value) for key, value in parse_qsl(parts.query) if not _PAGER_PARAMETER.search(key)]
    path = _EXTENSION.sub("", _PAGE_IN_PATH.sub("", parts.path).rstrip("/"))
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))


def _is_page_parameter(key: str) -> bool:
    return key.lower() in _PAGE_PARAMETERS or key.lower().endswith("_cur")  # Liferay: _101_INSTANCE_x_cur


def _with_parameter(url: str, name: str, value: int) -> str:
    parts = urlsplit(url)
    query = [(key, old) for key, old in parse_qsl(parts.query, keep_blank_values=True) if key.lower() != name.lower()]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*query, (name, str(value))]), ""))
