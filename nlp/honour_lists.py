"""Lists of honourees: whoever opens an item below "5 cá nhân được khen:" is honoured, whatever office follows."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from nlp.document import Document, Sentence

_HONOUR: Final = (
    r"(?:bằng khen|giấy khen|thư khen|huân chương|huy chương|kỷ niệm chương|danh hiệu|giải thưởng|giải (?:nhất|nhì|ba)"
    r"|cờ thi đua|huy hiệu|tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|khen tặng|được khen|tặng thưởng"
    r"|phong tặng|suy tôn|ưu tú|tiêu biểu|điển hình|gương|lao động sáng tạo)"
)
_WHO: Final = (
    r"(?:cá nhân|tập thể|đơn vị|gương mặt|gương|điển hình|ông,? bà|ông \(bà\)|các ông|các bà|đồng chí|cán bộ|công dân"
    r"|nông dân|doanh nhân|nhà giáo|giáo viên|học sinh|sinh viên|hộ gia đình|hộ|gia đình|nghệ nhân|công nhân"
    r"|đoàn viên|hội viên|đảng viên|thanh niên|chiến sĩ)"
)
_COUNT: Final = r"(?:\d{1,4}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những)"
# What follows a quotation mark is speech.
_COLON: Final = re.compile(r":(?!\s?[\"“])")
_BREAK: Final = re.compile(r"[.;:\n]")
# "5 cá nhân", "Mười ông, bà có tên", "tỉnh có ba người", "Trong danh sách có" before a colon: honours are told before.
_HEADED: Final = re.compile(
    rf"^\s{{0,3}}(?:[ivx]{{1,3}}\) ?|\d\) ?|[-–+*•] ?)?(?:về |phía |khối )?(?:(?:{_COUNT} )?{_WHO}|{_COUNT} người)"
    rf"(?: [^.;:\n]{{0,50}})?$|\b(?:có|gồm|là) {_COUNT} (?:{_WHO}|người)\b[^.;:\n]{{0,40}}$"
    r"|\bdanh sách\b[^.;:\n]{0,60}$"
)
_SIDE: Final = re.compile(r"(?:phía|về) (?:cá nhân|tập thể),? (?:có|gồm|là)\b")
# Lists of guests, speakers, jurors, the dead and the accused.
_OTHERS: Final = re.compile(
    r"\b(?:tham dự|đến dự|tới dự|về dự|cùng dự|dự có|có mặt|hiện diện|chủ trì|chủ tọa|giám khảo|thành phần|nạn nhân"
    r"|tử vong|thiệt mạng|bị thương|mất tích|đối tượng|bị can|bị cáo|khởi tố|bắt giữ|nơi nhận|liên hệ|đầu mối"
    r"|phát biểu|cho biết|chia sẻ|nhấn mạnh|nói|kể|cho hay|khẳng định|lãnh đạo|bầu(?! chọn)|bổ nhiệm|ứng cử"
    r"|chưa đủ|không đủ|thu hồi|kỷ luật|hỗ trợ|khó khăn|hoàn cảnh|ủng hộ|tài trợ|ảnh"
    r"|người (?:tiếp nhận|ký|lập|viết|duyệt|nhận|trao|mất|đọc))\b"
)
_PLAIN_HONOUR: Final = re.compile(rf"\b{_HONOUR}\b")
_CLAUSE: Final = 200  # characters before the honour in which the header's sentence may name guests or speakers
_TOLD_BEFORE: Final = 600  # characters before a header in which the honour must stand
_HEADER: Final = 170  # characters of a header before its colon
_MOST: Final = 200  # items read below one header
_HEAD: Final = 70  # characters before the name that opens an item: number, titles, rank
_LONGEST_ITEM: Final = 400
_NUMBER: Final = re.compile(r"\s*(?:\d{1,3}\s?[.)/-]|[-–+*•])")
_MARKS: Final = re.compile(r";|(?:(?<=[;,.:])|(?<=^))\s?\d{1,3}\s?[.)]\s?(?=\D)")
_COMMAS: Final = re.compile(r",| và ")
# Words before the name that make the item somebody else's: "phần thưởng do ông", "mẹ em là bà".
_NOT_OPENING: Final = re.compile(
    r"\b(?:do|trao|mẹ|bố|cha|con|vợ|chồng|là|của|cùng|thay mặt|đại diện|trưởng đoàn|đọc|người|ký|theo)\b", re.IGNORECASE
)
_AFTER: Final = re.compile(r"\s*(?:[,(:;.–-]|$)")


def find_honoured(document: Document, text: str, names: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the starts of those names that open an item of a list of honourees.

    `text`: the page in lower case; `names`: the spans of names in text order.
    """
    if not names:
        return frozenset()
    items = (item for header in _headers(text) for item in islice(_items(document, header, names), _MOST))
    heads = (_head_of(text, start, end, names) for start, end in items)
    return frozenset(head[0] for head in heads if head is not None)


@lru_cache(maxsize=1)  # people and groups of a page are looked for one after the other
def _headers(text: str) -> tuple[int, ...]:
    """Return where each header of such a list ends."""
    if not _PLAIN_HONOUR.search(text):
        return ()
    titled = _PLAIN_HONOUR.search(text, 0, min(text.find("\n") + 1, _TOLD_BEFORE)) is not None
    found: list[int] = []
    for colon in _COLON.finditer(text):
        begin = _clause_start(text, colon.start())
        said = _PLAIN_HONOUR.search(text, begin, colon.start()) is not None
        headed = said or _HEADED.search(text[begin : colon.start()]) is not None
        if headed and (said or titled or _is_told(text, begin)) and not _names_others(text, begin, colon.start()):
            found.append(colon.end())
    for side in _SIDE.finditer(text):
        if (titled or _is_told(text, side.start())) and not _names_others(text, side.start(), side.end()):
            found.append(side.end())
    return tuple(found)


def _clause_start(text: str, end: int) -> int:
    """Return where the words that end at `end` begin after a stop, semicolon, colon or line, at most _HEADER back."""
    low = max(0, end - _HEADER)
    return low + max((mark.end() for mark in _BREAK.finditer(text[low:end])), default=0)


def _is_told(text: str, before: int) -> bool:
    return _PLAIN_HONOUR.search(text, max(0, before - _TOLD_BEFORE), before) is not None


def _names_others(text: str, start: int, end: int) -> bool:
    """Tell whether a header or its sentence before it speaks of guests, speakers or victims."""
    low = max(0, start - _CLAUSE)
    begin = max(low, text.rfind("\n", low, start) + 1, text.rfind(". ", low, start) + 1)
    return _OTHERS.search(text, begin, end) is not None


def _items(document: Document, header: int, names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a list's items: the rest of the header's sentence, or the lines below."""
    sentence = document.sentence_at(header - 1)
    if sentence is None:
        return
    if document.text[header : sentence.end].strip():
        yield from _inline(document, header, sentence)
        return
    if document.text[header : document.lines[sentence.line][1]].strip():
        yield from _numbered_on(document, sentence)
        return
    for start, end in document.lines[sentence.line + 1 :]:
        numbered = _NUMBER.match(document.text, start, end) is not None
        if end - start > _LONGEST_ITEM or not (numbered or _opens(document.text, start, end, names)):
            return
        yield start, end


def _inline(document: Document, start: int, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the pieces of one sentence: between semicolons or numbers, else between commas."""
    separator = _MARKS if _MARKS.search(document.text, start, sentence.end) else _COMMAS
    at = start
    for mark in separator.finditer(document.text, start, sentence.end):
        if mark.start() > at:
            yield at, mark.start()
        at = mark.end()
    yield at, sentence.end
    if separator is _MARKS:
        yield from _numbered_on(document, sentence)


def _numbered_on(document: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the numbered sentences that follow in the same line: "1. Ông A. 2. Bà B."."""
    following = bisect_left(document.sentences, sentence.end, key=lambda s: s.start)
    for after in document.sentences[following:]:
        if after.line != sentence.line or not _NUMBER.match(document.text, after.start, after.end):
            return
        yield after.start, after.end


def _opens(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a line without a number begins with a name, its titles before and a mark behind it."""
    head = _head_of(text, start, end, names)
    return head is not None and _AFTER.match(text, head[1], end) is not None


def _head_of(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    at = bisect_left(names, (start, 0))
    if at == len(names) or names[at][1] > end or names[at][0] - start > _HEAD:
        return None
    return None if _NOT_OPENING.search(text, start, names[at][0]) else names[at]
