"""HTML as elements, elements as lines of visible text."""

from collections.abc import Container
from typing import Final

from bs4.element import CData, NavigableString, PageElement, Tag

from crawler.fetching.urls import join_url
from crawler.pages.selecting import iterate, select
from crawler.pages.trees import Document, parse_tree
from domain.errors import SourceChanged
from domain.text import normalise, strip_invisible

_BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
# Never part of what a reader reads, in any family.
FURNITURE: Final = (
    "script, style, noscript, template, iframe, form, button, input, select, textarea, nav, svg, video, audio, object,"
    " embed, map, dialog, .sr-only, .visually-hidden, .noindex"
)
HIDDEN: Final = "[hidden], [style*='display:none' i], [style*='display: none' i], [style*='visibility:hidden' i]"
CELL_SEPARATOR: Final = " | "


def parse_html(text: str) -> Document:
    """Parse a page as browsers forgive it."""
    return parse_tree(text.replace("\x00", ""))


def only(root: Tag, css: str) -> Tag:
    """Return the one element `css` selects; zero or several mean the page has changed."""
    found = root.select(css)
    if len(found) != 1:
        raise SourceChanged(f"{css!r}: cần đúng 1 phần tử, thấy {len(found)}")
    return found[0]


def first(root: Tag, css: str) -> Tag | None:
    """Return the first element `css` selects, if any; an empty selector selects nothing."""
    return next(iterate(root, css), None) if css else None


def base_of(page: Tag, url: str) -> str:
    """Return the address that the links of a page are relative to: that of its `base` element, else its own."""
    base = attribute(first(page, "base[href]"), "href")
    return (join_url(url, base) if base else None) or url


def text_of(element: Tag | None) -> str:
    """Return the visible text of an element on one line, "" for None."""
    return " ".join(lines_of(element)) if element is not None else ""


def attribute(element: Tag | None, name: str) -> str:
    """Return an attribute as text, "" when it is missing."""
    value = element.get(name) if element is not None else None
    return " ".join(value) if isinstance(value, list) else value or ""


def ancestor(node: PageElement, names: Container[str]) -> Tag | None:
    """Return the nearest element above a node that has one of the names."""
    above = node.parent
    while above is not None and above.name not in names:
        above = above.parent
    return above


def clean_line(text: str) -> str:
    """Return text on one line in NFC, without invisible characters, spaces of any kind folded to one."""
    return " ".join(normalise(strip_invisible(text)).split())


def remove(root: Tag, css: str) -> str:
    """Take the selected elements out of the tree; returns the text they held."""
    held = []
    for element in select(root, css) if css else ():
        if element.decomposed:
            continue
        held.append(element.get_text(" "))
        element.decompose()
    return clean_line(" ".join(held))


def lines_of(root: Tag) -> list[str]:
    """Return the text of an element as a browser breaks it: a line for each block, line break or table row."""
    collector = _Lines()
    collector.walk(root)
    collector.end_line()
    return collector.lines


class _Lines:
    """Gathers inline text until a block ends."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._inline: list[str] = []

    def walk(self, root: Tag) -> None:
        """Go through the tree with a stack of our own: pages nest deeper than Python calls may. None ends a line."""
        stack: list[PageElement | None] = list(reversed(root.contents))
        while stack:
            node = stack.pop()
            if node is None:
                self.end_line()
            elif isinstance(node, Tag):
                stack.extend(self._opened(node))
            elif type(node) in (NavigableString, CData):  # not comments, doctypes or scripts
                self._inline.append(str(node))

    def _opened(self, tag: Tag) -> list[PageElement | None]:
        """Begin an element; returns what is to be visited, last first."""
        if tag.name != "br" and tag.name not in _BLOCKS:
            return list(reversed(tag.contents))
        self.end_line()
        if tag.name == "br":
            return []
        if tag.name == "tr" and (row := _plain_row(tag)) is not None:
            self.lines.append(row)
            return []
        return [None, *reversed(tag.contents)]

    def end_line(self) -> None:
        line = clean_line("".join(self._inline))
        self._inline.clear()
        if line:
            self.lines.append(line)


def _plain_row(row: Tag) -> str | None:
    """Return the cells of a data row on one line; None for a row that only lays out blocks."""
    if row.find("table"):
        return None
    cells = row.find_all(["td", "th"], recursive=False)
    texts = [lines_of(cell) for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(len(text) > 1 for text in filled):
        return None
    return CELL_SEPARATOR.join(text[0] for text in filled)
