"""The main text of a page of no known family, by trafilatura."""

from typing import Any

from trafilatura import bare_extraction

from crawler.markup import CELL_SEPARATOR, clean_line

_LINES = frozenset({"p", "head", "item", "quote", "code", "fw"})


def main_lines(html: str, url: str) -> list[str]:
    """Return the lines of the main text, [] when none is found."""
    document = bare_extraction(html, url=url or None, include_comments=False, include_tables=True, with_metadata=False)
    if document is None or isinstance(document, dict):
        return []
    lines: list[str] = []
    _walk(document.body, lines)
    return lines


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
