"""Links to further reading that editors set among the paragraphs of an article: no text of it."""

import re
from dataclasses import dataclass
from typing import Final

from bs4.element import NavigableString, PageElement, Tag

from crawler.attachments.linked_files import leads_to_file
from crawler.pages.markup import ancestor, clean_line, lines_of
from domain.text import fold

_BLOCKS: Final = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "td")
_WORDS: Final = (
    r"(?:moi (?:ban doc|quy vi|ban) )?(?:xem|doc) (?:them|tiep)|(?:cac )?(?:tin|bai)(?: viet| tuc)?"
    r" (?:co )?(?:lien quan|cung (?:chu de|chuyen muc))"
)
# "Xem thêm:", ">> Đọc tiếp", "TIN LIÊN QUAN"
_LABEL: Final = re.compile(rf"\W*(?:{_WORDS})(?: (?:tai|o) day)?\W*")
_ARROWS: Final = re.compile(r"\s*(?:>{2,}|»|›{1,2}|→|➤|►)[\s:>-]*")
# "Xem thêm: Tên bài khác" as one link
_LED_BY_LABEL: Final = re.compile(rf"\W*(?:{_WORDS})(?!\w)")
_START: Final = 60  # characters in which a label stands
_MOST: Final = 1000  # nodes of a list of titles
_TITLE: Final = 15  # characters: "tại đây" is a link of a sentence, not the title of another article


@dataclass(frozen=True, slots=True)
class _Content:
    """What a block shows: all of it, its links, the text beside them, and whether a link offers a file."""

    whole: str
    titles: tuple[str, ...]
    beside: str
    offers_file: bool

    @property
    def is_label(self) -> bool:
        """Nothing but "Tin liên quan:"."""
        return not self.titles and _LABEL.fullmatch(fold(self.whole)) is not None

    @property
    def is_only_titles(self) -> bool:
        """Titles of other articles, with a label or marks beside them at most."""
        if not self.titles or self.offers_file or max(map(len, self.titles)) < _TITLE:
            return False
        return not re.search(r"\w", self.beside) or _LABEL.fullmatch(fold(self.beside)) is not None

    @property
    def is_led(self) -> bool:
        """A label or arrows stand before the links, or at the start of the first one."""
        return bool(_ARROWS.match(self.beside) or _LABEL.fullmatch(fold(self.beside)) or _is_mark(self.whole))


def remove_further_reading(body: Tag) -> frozenset[str]:
    """Take out paragraphs that only lead to other articles ("Xem thêm: ...", ">> ...") and lists under such a label.

    A link to a file, a link that is part of a sentence and a short one ("tại đây") stay. Returns the lines taken out.
    """
    removed: set[str] = set()
    for marked in _marked(body):
        content = None if marked.decomposed else _read(marked)
        if content is None:
            continue
        under = _under(marked) if content.is_label else []
        if under or (content.is_only_titles and content.is_led):
            removed.add(content.whole)
            for block in (marked, *under):
                removed.update(lines_of(block))
                block.decompose()
    return frozenset(removed)


def _marked(body: Tag) -> list[Tag]:
    """The innermost blocks in which some text begins with a label or with arrows, in page order."""
    texts = (node for node in body.descendants if type(node) is NavigableString and _is_mark(node))
    blocks = {id(block): block for text in texts if (block := ancestor(text, _BLOCKS)) is not None}
    if not blocks:
        return []
    # Asked upwards: pages nest deeper than a look into every block could bear.
    holding = {id(ancestor(block, _BLOCKS)) for block in body.find_all(_BLOCKS)}
    return [block for key, block in blocks.items() if key not in holding]


def _is_mark(text: str) -> bool:
    start = text[:_START].strip()
    return bool(start and (_ARROWS.match(start) or _LED_BY_LABEL.match(fold(start))))


def _under(label: Tag) -> list[Tag]:
    """The elements right below a label that hold nothing but titles of other articles."""
    found = []
    for following in label.next_siblings:  # one by one: a page may hold thousands of labels
        if not isinstance(following, Tag):
            continue
        content = _read(following)
        if content is None or not content.is_only_titles:
            break
        found.append(following)
    return found


def _read(block: Tag) -> _Content | None:
    """Read a block, None for one that is too large to be a list of titles: labels may stand at every depth."""
    links: list[list[str]] = []
    whole: list[str] = []
    beside: list[str] = []
    offers_file = False
    stack: list[tuple[PageElement, list[str]]] = [(block, beside)]
    for _ in range(_MOST):
        if not stack:
            titles = tuple(clean_line("".join(pieces)) for pieces in links)
            return _Content(clean_line("".join(whole)), titles, clean_line("".join(beside)), offers_file)
        node, into = stack.pop()
        if isinstance(node, Tag):
            if node.name == "a" and node.has_attr("href"):
                links.append(into := [])
                offers_file = offers_file or leads_to_file(node)
            stack.extend((child, into) for child in reversed(node.contents))
        elif type(node) is NavigableString:
            whole.append(node)
            into.append(node)
    return None
