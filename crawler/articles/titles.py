"""The heading of an article among the headings of its page."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from bs4.element import Tag

from crawler.pages.markup import attribute, text_of
from crawler.pages.selecting import iterate, select

# Paths of a home page; a heading that links there is the banner of the site.
_HOME: Final = frozenset(("", "vi", "vn", "home", "trang-chu", "index.html", "index.htm", "index.php", "default.aspx"))


def find_title(root: Tag, css: str) -> Tag | None:
    """Return the first of `find_titles`, if any."""
    return next(find_titles(root, css), None)


def find_titles(root: Tag, css: str) -> Iterator[Tag]:
    """Yield the elements `css` selects that have words and are no banner, in document order."""
    return (heading for heading in iterate(root, css) if text_of(heading) and not _is_banner(heading))


def _is_banner(heading: Tag) -> bool:
    return any(_leads_home(attribute(link, "href").strip()) for link in select(heading, "a[href]"))


def _leads_home(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    is_address = bool(parts.netloc) or parts.path.startswith("/")
    return is_address and not parts.query and parts.path.strip("/").lower() in _HOME
