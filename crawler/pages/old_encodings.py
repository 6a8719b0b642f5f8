"""Pages and texts in the encodings of old: converted before they are read, refused where letters are lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, Script, Tag

from crawler.pages.file_text import FileText, UnreadableFile
from crawler.pages.markup import attribute, parse_html
from crawler.pages.selecting import select
from domain.errors import UnreadableInput
from domain.legacy_text import repair_text
from domain.pages import Page

_REMEDY = "mở bản gốc, lưu lại bằng Unicode (UTF-8) rồi thử lại"


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page, its source, and what the reader has to be told of its conversion."""

    soup: BeautifulSoup
    html: str
    warnings: tuple[str, ...] = ()


def parse_mended(html: str) -> Markup:
    """Parse a page; all its visible text and descriptions together decide whether it is converted.

    Before anything else looks at it: TCVN3 writes ư as a soft hyphen, which every reader of lines drops.
    """
    soup = parse_html(html)
    places: list[NavigableString | Tag] = [*_texts(soup), *select(soup, "meta[content]")]
    texts = [attribute(place, "content") if isinstance(place, Tag) else str(place) for place in places]
    repair = repair_text("\n".join(texts))
    if not repair.converted:
        return Markup(soup, html)
    lines = iter(repair.text.split("\n"))
    for place, text in zip(places, texts, strict=True):
        mended = "\n".join(next(lines) for _ in range(text.count("\n") + 1))
        if isinstance(place, Tag):
            place["content"] = mended
        elif mended != text:
            place.replace_with(type(place)(mended))
    return Markup(soup, str(soup), (repair.warning,))


def _texts(soup: BeautifulSoup) -> Iterator[NavigableString]:
    for node in soup.descendants:
        if not isinstance(node, NavigableString):
            continue
        told = isinstance(node, Script) and attribute(node.parent, "type") == "application/ld+json"
        if told or type(node) in (NavigableString, CData):
            yield node


def refuse_damaged(page: Page, name: str) -> Page:
    """Return the page, warned of holes; raises UnreadableInput when title, lead and body have lost their letters."""
    _, warnings = mend_text(page.text, name)
    return replace(page, warnings=page.warnings + warnings)


def mend_text(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, in NFC, converted if need be, with its warnings; `name` stands in messages.

    Raises UnreadableInput when letters are lost beyond doubt.
    """
    repair = repair_text(text)
    if repair.unreadable:
        raise UnreadableInput(f"{name or 'Nội dung'}: {repair.warning}", remedy=_REMEDY)
    return repair.text, (repair.warning,) if repair.warning else ()


def mend_file(found: FileText, name: str) -> FileText:
    """Return the text of an attachment as `mend_text` gives it, its pages beginning at the same lines.

    Raises UnreadableFile with the state "broken" when letters are lost beyond doubt.
    """
    try:
        text, warnings = mend_text(found.text, name)
    except UnreadableInput as error:
        raise UnreadableFile("broken", error.what, remedy=_REMEDY) from error
    if text == found.text:
        return replace(found, notes=found.notes + warnings)
    before = f"{found.text}\n"  # an empty last page begins behind the end
    lengths = [len(line) + 1 for line in text.split("\n")]
    starts = tuple(sum(lengths[: before[:start].count("\n")]) for start in found.page_starts)
    return replace(found, text=text, page_starts=starts, notes=found.notes + warnings)
