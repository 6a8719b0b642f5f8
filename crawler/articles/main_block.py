"""Where the main text of an unknown page stands: the element that gathers most prose, and what leads up to it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from crawler.pages.markup import FURNITURE, HIDDEN, attribute, lines_of, remove
from crawler.pages.published import read_published
from crawler.pages.selecting import select

# Parts of class names and ids of what surrounds an article: class="tin-lien-quan", id="box_comment"
_AROUND: Final = re.compile(
    r"(?:^|[-_ ])(?:comments?|binh-?luan|ykien|relate[ds]?|lien-?quan|tinlienquan|other\w*|sidebar|footer|menu|navbar?|"
    r"breadcrumbs?|tags?|keywords?|share|social\w*|rating|danh-?gia|banner|adverts?|ads|copyright|visit\w*|counter|"
    r"thong-?ke(?!-ngay)|pager|pagination|tin-?khac|tin-?moi|suggest\w*|relation|luotxem|ribbon|skip\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)
_TEXT_BLOCKS: Final = frozenset("p li td th h2 h3 h4 h5 h6 blockquote figcaption pre dd".split())
_LISTED: Final = "li, table, dl, h2, h3, h4, h5, h6"
_SHORTEST: Final = 25  # characters; counters and buttons are shorter
_SHARES: Final = (1.0, 0.5, 0.25)  # what a text block gives to the elements above it
_LINKED: Final = 0.5  # a block with more of its text in links is a menu
_BOXES: Final = frozenset("table ul ol div section".split())
_MENU: Final = 0.7  # a box with so much of its text in links leads to other articles, wherever it stands
_LEAD_WORDS: Final = 8
_LEAD: Final = range(60, 600)  # characters
_PROSE: Final = 80
# Tried .3 to .7 on real pages in English and on the sample portals: less keeps lists, more keeps odd layouts.
_COMMON: Final = 0.4
# Of the second reader's text in common: so much of ours beside it, outside lists, and it has lost part of the article.
_LOST: Final = 0.1
_SHORT: Final = 60
_DATE_LINE: Final = 120
_TITLE_CUT: Final = re.compile(r"\s+[-|–—:]+\s+")


@dataclass(frozen=True, slots=True)
class MainBlock:
    """What was found: title ("" where none is certain), lead, lines of the body, the line that prints the day.

    `links` is the share of the body's characters that stand in links, 0..1: lists of articles have much. `page`: all
    lines of the page but those of furniture; `listed`: lines of the body in lists, tables and headings; `below` and
    `above`: lines on both sides of the title, nearest first.
    """

    title: str
    lead: str
    lines: tuple[str, ...]
    dated: str
    links: float
    page: tuple[str, ...] = ()
    listed: frozenset[str] = frozenset()
    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


def find_main_block(soup: BeautifulSoup, titles: Sequence[str]) -> MainBlock | None:
    """Find the main text of a page; `titles` are what the page may be called, most trusted first. None: no prose.

    Furniture is taken out of `soup` for good: whatever else is to be read of it is read before.
    """
    root = soup.body or soup
    _clear(root)
    sizes = _sizes(root)
    best = _best(root, sizes)
    if best is None:
        return None
    lines, everything = tuple(lines_of(best)), lines_of(root)
    title = choose_title(titles, everything)
    start = everything.index(lines[0]) if lines and lines[0] in everything else 0
    named = everything.index(title) if title in everything[: start + len(lines)] else -1
    if title in lines:  # the block holds the head too
        head = lines.index(title)
        lines, start = lines[head + 1 :], named + 1
    between = everything[named + 1 : start] if 0 <= named < start else []
    below, above = (*between, *lines[:3]), tuple(reversed(everything[max(0, named - 3) : max(0, named)]))
    dated = next(filter(_is_dated, (*below, *above)), "")
    body = tuple(line for line in lines if line != dated)
    lead = max((line for line in between if _is_prose(line)), key=len, default="")
    listed = frozenset(line for part in select(best, _LISTED) for line in lines_of(part))
    return MainBlock(title, lead, body, dated, sizes[id(best)].link_share, tuple(everything), listed, below, above)


def combine(block: MainBlock | None, fallback: Sequence[str]) -> MainBlock | None:
    """Return the block with the lines both readers answer for; None where only the second can be trusted.

    `fallback`: the lines of a second reader, which knows where an article begins and ends, but drops list items, and so
    the names of award lists. Of its lines, those that the block lacks stay when they are prose outside furniture: the
    article has a second part. Of the block's, those that it lacks are added when they are listed, or short, or so much
    that it must have lost a part of the article.
    """
    if block is None or not block.lines:
        return None
    others = [line for line in fallback if line != block.title]
    # On a short page it gives the whole page as one line, which then holds our first one.
    is_blob = any(len(line) >= _PROSE and block.lines[0] in line and line not in block.lines for line in others)
    if is_blob or not others:
        return block
    at = {line: number for number, line in reversed(list(enumerate(block.lines)))}
    common = [line for line in others if line in at]
    if _size(common) < _COMMON * _size(others):
        return None
    kept = set(at) | {line for line in block.page if len(line) >= _PROSE}
    places = [at[line] for line in common]
    within = block.lines[min(places) : max(places) + 1]
    added = _additions(within, set(others), block.listed, _LOST * _size(common))
    return replace(block, lines=_merge([line for line in others if line in kept], within, added))


def _additions(within: Sequence[str], others: set[str], listed: frozenset[str], lost: float) -> set[str]:
    """Return which lines are added to those of the second reader; it dropped their long ones with some reason."""
    missing = [line for line in within if line not in others]
    is_gap = _size(line for line in missing if line not in listed) > lost
    return {line for line in missing if is_gap or line in listed or len(line) < _SHORT}


def _merge(others: Sequence[str], within: Sequence[str], added: set[str]) -> tuple[str, ...]:
    """Return the lines of the second reader, each addition before the line that follows it in the block."""
    at = {line: number for number, line in reversed(list(enumerate(within)))}
    merged: list[str] = []
    start = 0
    for line in others:
        if at.get(line, -1) >= start:
            merged += (gap for gap in within[start : at[line]] if gap in added)
            start = at[line] + 1
        merged.append(line)
    return tuple(merged)


def choose_title(titles: Iterable[str], lines: Sequence[str]) -> str:
    """Return the longest beginning of a claimed title that stands on the page as a line: portals add their own name."""
    shown = set(lines)
    claimed = [title for title in titles if title]
    for title in claimed:
        cuts = [len(title), *(match.start() for match in reversed(list(_TITLE_CUT.finditer(title))))]
        for cut in cuts:
            if title[:cut] in shown:
                return title[:cut]
    return claimed[0] if claimed else ""


def _clear(root: Tag) -> None:
    """Take away what no article consists of; what holds most of the page is a frame, whatever it is called."""
    sizes = _sizes(root)
    size = sizes[id(root)].text
    for form in select(root, "form"):
        if 2 * sizes[id(form)].text > size:
            form.unwrap()  # ASP.NET wraps the whole page
    remove(root, HIDDEN)
    remove(root, FURNITURE + ", footer, aside")
    # Chosen first, taken away after: `decomposed` searches the whole tree below an element.
    around = [part for part in _elements(root) if 3 * sizes[id(part)].text < size and _is_around(part, sizes[id(part)])]
    for element in around:
        if not element.decomposed:
            element.decompose()


def _is_around(element: Tag, size: "_Size") -> bool:
    if element.name in _BOXES and size.linked >= _SHORTEST and size.link_share >= _MENU:
        return True
    if element.name in ("ul", "ol") and _is_of_titles(element):
        return True
    named = f"{attribute(element, 'class')} {attribute(element, 'id')}" if element.attrs else " "
    return named != " " and _AROUND.search(named) is not None


def _is_of_titles(listed: Tag) -> bool:
    """Whether each item of a list begins with the title of another article as a link, whatever teaser follows."""
    items = listed.find_all("li", recursive=False)
    return len(items) > 1 and all(map(_begins_with_title, items))


def _begins_with_title(item: Tag) -> bool:
    link = item.find("a", href=True)
    if link is None or (isinstance(link.next_sibling, NavigableString) and link.next_sibling.strip()):
        return False  # a sentence that begins with a link
    shown = link.get_text(strip=True)
    return len(shown) >= _SHORTEST and item.get_text(strip=True).startswith(shown)


def _elements(root: Tag) -> list[Tag]:
    return [element for element in root.descendants if isinstance(element, Tag)]


@dataclass(slots=True)
class _Size:
    """Characters of an element's text in all, in links, and of its own, between its child elements."""

    text: int = 0
    linked: int = 0
    own: int = 0

    @property
    def link_share(self) -> float:
        return self.linked / self.text if self.text else 0.0


def _sizes(root: Tag) -> dict[int, _Size]:
    """Measure every element in one pass: each text is added to all elements above it, once."""
    sizes = {id(element): _Size() for element in (root, *_elements(root))}
    for piece in root.descendants:
        if type(piece) is not NavigableString or not (length := len(piece.strip())):
            continue
        above = piece.parent
        if above is not None and id(above) in sizes:
            sizes[id(above)].own += length
        is_linked = False
        while above is not None and id(above) in sizes:
            is_linked = is_linked or above.name == "a"
            sizes[id(above)].text += length
            sizes[id(above)].linked += length if is_linked else 0
            above = above.parent
    return sizes


def _best(root: Tag, sizes: Mapping[int, _Size]) -> Tag | None:
    scores: dict[int, float] = defaultdict(float)
    elements: dict[int, Tag] = {}
    for block, size in _blocks(root, sizes):
        above = block if block.name not in _TEXT_BLOCKS else block.parent
        for share in _SHARES:
            if above is None or above is root.parent:
                break
            elements[id(above)] = above
            scores[id(above)] += share * size
            above = above.parent
    if not scores:
        return None
    return elements[max(scores, key=lambda key: scores[key] * (1 - sizes[key].link_share))]


def _blocks(root: Tag, sizes: Mapping[int, _Size]) -> Iterable[tuple[Tag, int]]:
    """Yield the elements that hold prose themselves, with its length."""
    for element in _elements(root):
        measured = sizes[id(element)]
        size = measured.text if element.name in _TEXT_BLOCKS else measured.own
        if size >= _SHORTEST and measured.link_share <= _LINKED:
            yield element, size


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines)


def _is_dated(line: str) -> bool:
    return len(line) <= _DATE_LINE and not _is_prose(line) and read_published(line) is not None


def _is_prose(line: str) -> bool:
    return len(line) in _LEAD and len(line.split()) >= _LEAD_WORDS and line[-1] in '.!?…”»"'
