"""Articles that go on at another address, of which only the first page is read: /ten-bai/2/, ten-bai.html?page=2."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from bs4.element import Tag

from crawler.fetching.urls import join_url
from crawler.pages.markup import attribute, base_of, clean_line
from crawler.pages.selecting import iterate

# What stands behind the address of the article: "/2/", "/page/2", "/trang-2"
_SECOND: Final = re.compile(r"/?(?:/|/page[/-]|/trang[/-])2/?", re.IGNORECASE)
_PAGE_KEYS: Final = frozenset(("page", "trang", "p", "paged"))
_SHOWN: Final = re.compile(r"\W*(?:trang\s*)?2\W*|\W*(?:trang (?:sau|tiếp|tiếp theo)|đọc tiếp|tiếp theo|next)\W*", re.I)


def second_page(page: Tag, url: str) -> str | None:
    """Return the address of the second page of an article, as its own pager links it; None for an article of one page.

    `url` is the address of the page itself.
    """
    root = base_of(page, url)
    for link in iterate(page, "a[href]"):
        if _SHOWN.fullmatch(clean_line(link.get_text())):
            target = join_url(root, attribute(link, "href").strip())
            if target is not None and _goes_on(urlsplit(url), urlsplit(target)):
                return target
    return None


def _goes_on(here: tuple[str, ...], there: tuple[str, ...]) -> bool:
    (_, host, path, query, *_), (_, other_host, other_path, other_query, *_) = here, there
    if host != other_host:
        return False
    if _SECOND.fullmatch(other_path.removeprefix(path.rstrip("/"))) and other_path.startswith(path.rstrip("/")):
        return path.rstrip("/") != ""
    said, known = parse_qsl(other_query), parse_qsl(query)
    added = [(key.lower(), value) for key, value in said if (key, value) not in known]
    return path == other_path and len(added) == 1 and added[0][0] in _PAGE_KEYS and added[0][1] == "2"
