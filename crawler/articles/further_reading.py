"""Links to further reading that editors set among the paragraphs of an article: no text of it."""

import re
from typing import Final

from bs4.element import NavigableString, Tag

from crawler.attachments.linked_files import leads_to_file
from crawler.pages.markup import ancestor, clean_line, first, lines_of
from crawler.pages.selecting import select
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
_TITLE: Final = 15  # characters: "tại đây" is a link of a sentence, not the title of another article


def remove_further_reading(body: Tag) -> frozenset[str]:
    """Take out paragraphs that only lead to other articles ("Xem thêm: ...", ">> ...") and lists under such a label.

    A link to a file, a link that is part of a sentence and a short one ("tại đây") stay. Returns the lines taken out.
    """
    removed: set[str] = set()
    for marked in _marked(body):
        if marked.decomposed:
            continue
        under = _under(marked) if _is_label(marked) else []
        if under or (_is_only_titles(marked) and _is_led(marked)):
            for block in (marked, *under):
                removed.update((*lines_of(block), _text(block)))
                block.decompose()
    return frozenset(removed)


def _marked(body: Tag) -> list[Tag]:
    """The innermost blocks in which some text begins with a label or with arrows, in page order."""
    texts = (node for node in body.descendants if type(node) is NavigableString and _is_mark(node))
    blocks = {id(block): block for text in texts if (block := ancestor(text, _BLOCKS)) is not None}
    return [block for block in blocks.values() if first(block, ", ".join(_BLOCKS)) is None]


def _is_mark(text: str) -> bool:
    start = text[:_START].strip()
    return bool(start and (_ARROWS.match(start) or _LED_BY_LABEL.match(fold(start))))


def _leaves(body: Tag) -> list[Tag]:
    """The innermost blocks, those without a block of their own inside."""
    blocks = select(body, ", ".join(_BLOCKS))
    # Asked upwards: pages nest deeper than a look into every block could bear.
    holding = {id(ancestor(block, _BLOCKS)) for block in blocks}
    return [block for block in blocks if id(block) not in holding]


def _is_label(block: Tag) -> bool:
    return first(block, "a") is None and _LABEL.fullmatch(fold(_text(block))) is not None


def _under(label: Tag) -> list[Tag]:
    """The blocks right below a label that hold nothing but titles of other articles."""
    found = []
    for following in label.find_next_siblings():
        inside = _leaves(following) or [following]
        if not all(map(_is_only_titles, inside)):
            break
        found.append(following)
    return found


def _is_only_titles(block: Tag) -> bool:
    links = select(block, "a[href]")
    titles = [_text(link) for link in links]
    if not links or any(leads_to_file(link) for link in links) or max(map(len, titles)) < _TITLE:
        return False
    rest = _beside(block)
    return not re.search(r"\w", rest) or _LABEL.fullmatch(fold(rest)) is not None


def _is_led(block: Tag) -> bool:
    """Whether a label or arrows stand before the links, or at the start of the first one."""
    rest, whole = _beside(block), _text(block)
    return bool(_ARROWS.match(rest) or _LABEL.fullmatch(fold(rest)) or _is_mark(whole))


def _beside(block: Tag) -> str:
    """The text of a block that stands in no link."""
    texts = [node for node in block.descendants if isinstance(node, NavigableString)]
    return clean_line("".join(text for text in texts if ancestor(text, ("a",)) is None))


def _text(element: Tag) -> str:
    return clean_line(element.get_text())
