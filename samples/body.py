"""The body of an article as HTML, the same for all families but for how pictures and links stand in it."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from samples.markup import Html, escape, join, tag
from samples.records import Block, SamplePage
from samples.world import split_links

_WRAPPED: Final = {"item": "ul", "row": "table"}
Figure = Callable[[Block], Html]
FileUrl = Callable[[str], str]


def body_html(page: SamplePage, figure: Figure, file_url: FileUrl) -> list[Html]:
    """The blocks of a page as elements; list items and table rows are gathered into one element."""
    elements: list[Html] = []
    for kind, group in groupby(page.blocks, key=lambda block: block.kind):
        inner = [_block_html(block, figure, file_url) for block in group]
        elements += [_wrap(kind, inner)] if kind in _WRAPPED else inner
    return elements


def sign(page: SamplePage, elements: list[Html], attribute: str) -> list[Html]:
    """Set the paragraph that is the by-line of the body apart by an attribute, such as style="text-align:right".

    It is the last one that ends with the author's name; a source may stand below it. Elements without one stay.
    """
    ending = f"{escape(page.expected.author or '')}</p>"
    at = next((n for n in reversed(range(len(elements))) if elements[n].endswith(ending)), None)
    if not page.expected.author or at is None:
        return elements
    return [*elements[:at], Html(elements[at].replace("<p>", f"<p {attribute}>", 1)), *elements[at + 1 :]]


def flaw(page: SamplePage, markup: str) -> Html:
    """Put the faults of real portals into body HTML: decomposed letters, numeric entities, no-break spaces."""
    if "nfd" in page.quirks:
        markup = unicodedata.normalize("NFD", markup)
    if "nbsp" in page.quirks:
        markup = markup.replace(" và ", "&nbsp;và ").replace(", ", ",&nbsp; ")
    if "entities" in page.quirks:
        markup = "".join(c if ord(c) < 0xC0 else f"&#{ord(c)};" for c in markup)
    return Html(markup)


def _block_html(block: Block, figure: Figure, file_url: FileUrl) -> Html:
    if block.kind == "caption":
        return figure(block)
    if block.kind == "row":
        cells = [tag("td", tag("p", cell.strip())) for cell in block.source.strip("|").split("|")]
        return tag("tr", join(cells, ""))
    inline = _inline(block.source, file_url)
    return tag({"paragraph": "p", "item": "li", "heading": "h3"}[block.kind], inline)


def _inline(source: str, file_url: FileUrl) -> Html:
    pieces = (
        escape(text) if file is None else tag("a", text, href=file_url(file)) for text, file in split_links(source)
    )
    return Html("".join(pieces))


def _wrap(kind: str, inner: Iterable[Html]) -> Html:
    content = join(inner, "")
    return tag("ul", content) if kind == "item" else tag("table", tag("tbody", content), border="1")
