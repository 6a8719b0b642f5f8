"""Where the text of an article was taken from, as the page prints it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bs4.element import CData, NavigableString, PageElement, Tag

from crawler.pages.markup import ancestor, attribute, clean_line, lines_of, text_of
from crawler.pages.selecting import iterate
from domain.text import fold

# Nguồn tin: Báo A; Nguồn: baoa.vn; (Nguồn bài viết: TTXVN); Nguồn tin, ảnh: Báo A; but not "Nguồn ảnh: Nam"
_SURE: Final = r"nguon (?:tin bai|bai viet|trich dan|tin|bai)(?:(?:\s*[,/&]\s*| va )anh)?"
_LABEL: Final = re.compile(rf"[\W_]*(?P<label>{_SURE}|nguon)\s*:")
_OWN_LABEL: Final = re.compile(rf"[\W_]*(?:(?:{_SURE}|nguon)\b\s*:?|theo\b\s*:?)(?=\s)")
_ACCORDING: Final = re.compile(r"[\W_]*theo\b\s*:?\s")
# Hà Anh (Theo Báo A)
_IN_BRACKETS: Final = re.compile(r"(?P<before>[^()]{0,40})\((?:theo|nguon(?: tin)?)\b\s*:?\s(?P<value>[^()]+)\)\W*")
_PHOTO: Final = re.compile(r"ảnh\b|video\b|clip\b")
_HOST: Final = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info)\b", re.ASCII | re.IGNORECASE)
# "Theo báo cáo của UBND tỉnh" names no newspaper.
_PRESS: Final = re.compile(
    r"(?:báo(?! cáo| động)|tạp chí|đài (?:phát thanh|truyền hình|ptth|pt-th|tnvn)|cổng (?:thông tin|tt)|bản tin"
    r"|trang (?:thông tin|tin|web|ttđt)|thông tấn xã|ttxvn|tttxvn|vov|vtv|vietnam\+|vietnamplus|vietnamnet|vnexpress)"
    r"(?!\w)"
)
_PAPERS: Final = frozenset(
    "nhân dân|lao động|người lao động|tiền phong|thanh niên|tuổi trẻ|dân trí|dân việt|đại đoàn kết|quân đội nhân dân"
    "|công an nhân dân|vgp".split("|")
)
# Nguồn: Ngân sách tỉnh; (Theo Quyết định số 12)
_OTHER: Final = re.compile(
    r"(?:ngân sách|vốn|kinh phí|quỹ|xã hội h[oó][áa]|đóng góp|quyết định|nghị|luật|kế hoạch|thông tư|chỉ thị|công văn"
    r"|hướng dẫn|điều|khoản)(?!\w)"
)
_NO_NAME: Final = frozenset(("tại đây", "xem tại đây", "tại", "link gốc", "xem link gốc", "bài gốc", "đang cập nhật"))
_TAIL: Final = 4  # a source stands among the last lines, before a signature or a note
_LONGEST: Final = 120
_SMALL: Final = 30  # nodes in an element that holds a source or a caption
_LONGEST_LINE: Final = 80
_NOT_THE_TEXT: Final = ("figure", "figcaption", "aside", "footer", "nav")
_CAPTION: Final = re.compile(r"caption|image_desc|img-desc", re.IGNORECASE)  # in a class


def origin_of_elements(root: Tag, origins: str, bylines: str, *, bare: bool) -> str:
    """Return the source printed in an element of its own, "" for none or for several that differ.

    `origins` select elements of a source: with `bare` their text may be the name alone; `bylines` those of by-lines,
    where only a label ("Nguồn tin:", "Theo Báo X") tells a source from an author.
    """
    found = {value: None for value in _of_elements(root, origins, bare)} or {
        value: None for value in _of_elements(root, bylines, False)
    }
    return next(iter(found)) if len(found) == 1 else ""


def origin_of_line(line: str) -> str:
    """Return the source when a line of the text is nothing else ("Nguồn: X", "(Theo Báo X)"), "" otherwise."""
    if len(line) > _LONGEST_LINE:
        return ""
    folded = fold(line)
    if label := _LABEL.match(folded):
        value = _name(line[label.end() :])
        return value if _looks_named(value) else ""
    if bracketed := _IN_BRACKETS.fullmatch(folded):
        value = _name(line[bracketed.start("value") : bracketed.end("value")])
        return value if _looks_named(value) and not _PHOTO.search(line[: bracketed.end("before")].lower()) else ""
    if label := _ACCORDING.match(folded):
        value = _name(line[label.end() :])
        return value if _is_press(value) and not re.search(r"[,.:]\s", value) else ""
    return ""


def origin_of_lines(lines: Sequence[str], captions: Iterable[str] = ()) -> str:
    """Return the source that one of the last lines of a body gives; a line below a picture credits the picture."""
    under = tuple(captions)
    for line in reversed(lines[-_TAIL:]):
        label = _LABEL.match(fold(line))
        is_sure = label is not None and label["label"] != "nguon"
        if (is_sure or not line.startswith(under)) and (named := origin_of_line(line)):
            return named
    return ""


def find_captions(root: Tag) -> frozenset[str]:
    """Return how the lines begin that belong to a picture: its caption, or what stands right below it."""
    return frozenset(_captions(root))


def _captions(root: Tag) -> Iterator[str]:
    is_below = False
    for node in root.descendants:  # one walk, for selectors that look into every class are slow
        if isinstance(node, Tag):
            is_below = is_below or node.name == "img"
            if _is_caption(node) and _is_small(node):
                yield from lines_of(node)
        elif is_below and type(node) in (NavigableString, CData) and (text := clean_line(str(node))):
            is_below = False
            if not _is_at_the_right(node):  # captions are centred, signatures and sources are not
                yield text


def _is_caption(element: Tag) -> bool:
    return element.name == "figcaption" or _CAPTION.search(attribute(element, "class")) is not None


def _is_at_the_right(node: PageElement) -> bool:
    block = ancestor(node, ("p", "div", "td"))
    said = f"{block.get('style', '')} {block.get('align', '')} {block.get('class', '')}" if block else ""
    return "right" in said.lower()


def _of_elements(root: Tag, css: str, bare: bool) -> Iterator[str]:
    for element in iterate(root, css) if css else ():
        if not _is_small(element) or ancestor(element, _NOT_THE_TEXT) is not None:
            continue
        lines = lines_of(element)
        values = [value for line in lines if (value := _labelled(line))]
        if not values and len(lines) <= 2:
            value = _labelled(text_of(element)) or (_bare(text_of(element)) if bare else "")
            values = [value] if value else []
        yield from values


def _is_small(element: Tag) -> bool:
    """Tell whether an element holds a few nodes only: a class such as "resource" may stand on one that holds all."""
    waiting: list[PageElement] = [element]  # bs4's `descendants` looks for its end first, as deep as the page nests
    for _ in range(_SMALL):
        if not waiting:
            return True
        node = waiting.pop()
        waiting.extend(node.contents if isinstance(node, Tag) else ())
    return not waiting


def _labelled(text: str) -> str:
    label = _LABEL.match(fold(text))
    return _name(text[label.end() :]) if label else origin_of_line(text)


def _bare(text: str) -> str:
    label = _OWN_LABEL.match(fold(text))
    value = _name(text[label.end() :] if label else text)
    return "" if ":" in value and not _HOST.match(value) else value


def _name(text: str) -> str:
    """The name in what follows a label; "" when it credits a picture or names nothing."""
    name = re.split(r"[;,.]?\s*(?=Ảnh\s*:|;\s*ảnh\s*:|Tác giả\s*:)", text)[0].strip(" .;,:()[]\"“”'*-–—")
    lowered = name.lower()
    is_name = any(letter.isalpha() for letter in name) and len(name) <= _LONGEST
    return name if is_name and lowered not in _NO_NAME and not _PHOTO.match(lowered) else ""


def _looks_named(name: str) -> bool:
    return _is_press(name) or (name[:1].isupper() and not _OTHER.match(name.lower()))


def _is_press(name: str) -> bool:
    """Tell whether a name is that of a newspaper, station, agency or site, or of a person with it ("Hà Anh/TTXVN")."""
    parts = re.split(r"\s*/\s*|\s+[-–]\s+", name)
    return _HOST.match(name) is not None or any(
        _PRESS.match(part.lower()) or (part.lower() in _PAPERS and part[:1].isupper()) for part in parts
    )
