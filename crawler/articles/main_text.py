"""The main text of a page whoever made it: by trafilatura, and a quick count of what stands outside a body."""

import re
from typing import Any, Final

from bs4.element import Tag
from trafilatura import bare_extraction

from crawler.families.rules import Rules
from crawler.pages.markup import CELL_SEPARATOR, clean_line, first
from crawler.pages.selecting import iterate, select

# A line that counts visits changes with every visit and is no text of the article: "Lượt xem: 1.204", "12 lượt đọc".
_COUNTER: Final = re.compile(
    r"\W{0,9}(?:(?:tổng )?(?:số )?(?:lượt (?:xem|đọc|truy cập)|đã xem|truy cập|đang (?:xem|truy cập|trực tuyến)|hôm nay"
    r"|hôm qua)(?: trang| bài viết)?\W{0,9}[\d.,]{1,15}(?: lượt)?|[\d.,]{1,15} lượt (?:xem|đọc|truy cập))\W{0,9}",
    re.IGNORECASE,
)
_LINES = frozenset({"p", "head", "item", "quote", "code", "fw"})


def main_lines(html: str, url: str) -> list[str]:
    """Return the lines of the main text, [] when none is found."""
    document = bare_extraction(html, url=url or None, include_comments=False, include_tables=True, with_metadata=False)
    if document is None or isinstance(document, dict):
        return []
    lines: list[str] = []
    _walk(document.body, lines)
    return [line for line in lines if not _COUNTER.fullmatch(line)]


# A paragraph of prose; captions, menus and counters are shorter.
_PROSE: Final = 150
_ASIDE: Final = ("nav", "footer", "aside", "header", "noscript")


def long_text_outside(soup: Tag, rules: Rules) -> int:
    """Return how many characters of long paragraphs stand outside lead and body; markup is left as it is."""
    inside = {id(part) for part in select(soup, f"{rules.body}, {rules.lead}" if rules.lead else rules.body)}
    left_out = {id(part) for part in select(soup, rules.drop)} if rules.drop else set()
    total = 0
    for paragraph in iterate(soup, "p"):
        text = paragraph.get_text()
        size = len(clean_line(text)) if 3 * len(text) >= _PROSE else 0  # NFC makes three of one at most
        if size < _PROSE:
            continue
        link = first(paragraph, "a")
        if link and len(clean_line(link.get_text())) > size / 2:
            continue
        above = [paragraph, *paragraph.parents]
        if not any(id(part) in inside or id(part) in left_out or part.name in _ASIDE for part in above):
            total += size
    return total


def _walk(element: Any, lines: list[str]) -> None:
    for child in element:
        if child.tag == "row":
            cells = (clean_line(" ".join(cell.itertext())) for cell in child)
            _add(CELL_SEPARATOR.join(cell for cell in cells if cell), lines)
        elif child.tag in _LINES or not len(child):
            _add_broken(child, lines)
        else:
            _add(child.text or "", lines)
            _walk(child, lines)
        _add(child.tail or "", lines)


def _add_broken(element: Any, lines: list[str]) -> None:
    """Add the text of a paragraph, a new line at each line break."""
    text = element.text or ""
    for child in element:
        if child.tag == "lb":
            _add(text, lines)
            text = child.tail or ""
        elif child.tag in ("list", "table"):
            _add(text, lines)
            _walk(child, lines)
            text = child.tail or ""
        else:
            text += "".join(child.itertext()) + (child.tail or "")
    _add(text, lines)


def _add(text: str, lines: list[str]) -> None:
    if line := clean_line(text):
        lines.append(line)
