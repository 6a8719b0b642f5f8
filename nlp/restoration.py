"""What a hijacked page may have said before: proposals for a person to judge, never applied."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from domain.extraction import Restoration
from domain.text import fold
from domain.unit_index import load_units
from nlp.document import Document
from nlp.injected_terms import Term
from nlp.lowering import lowered

_SYMBOL_BEFORE: Final = re.compile(r"(\d{1,6}[a-z]?/(?:\d{4}/)?(?:[A-ZĐ]{1,8}-)?|\d{1,6}-(?:[A-ZĐ]{1,8}/)?)$")
_SYMBOL_AFTER: Final = re.compile(r"(?:[-/][A-ZĐ][A-ZĐa-z]{0,7})*(?!\w)")
# The word of level that follows an agency: "<UBND> tỉnh".
LEVEL_AFTER: Final = re.compile(r" (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|các cấp)(?!\w)")
# An agency acts: "<UBND> tỉnh đã ban hành", "về <UBND> tỉnh".
AFTER_AGENCY: Final = re.compile(
    r" (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?: vừa| đã| cũng)?"
    r"(?: (?:ban hành|yêu cầu|chỉ đạo|giao|đề nghị|có văn bản|có công văn|phê duyệt|tổ chức|quyết định|về|và)(?!\w)"
    r"|[./;]|$)"
)
# What a province's name follows: "trên địa bàn tỉnh <Gia Lai>", "Báo <Gia Lai>".
BEFORE_PLACE: Final = re.compile(
    r"(?:(?<!\w)(?:tỉnh|Tỉnh|thành phố|Báo|báo)|Truyền hình|PT-TH|PTTH|Phát thanh|Phát thanh - Truyền hình) $"
)
# The second half of "tăng cường", "tăng thời lượng", left behind by a replaced "tăng".
REST_OF_WORD: Final = re.compile(
    r" (?:cường(?! [A-ZĐ])|trưởng kinh tế|thời lượng|thu nhập|năng suất|tốc độ|thêm|mức|số lượng)(?!\w)"
)
_INVITATION: Final = re.compile(r"(?:link|đăng ký|đăng nhập|tải)(?: \w+){0,2} $")
_NEWSPAPER: Final = re.compile(r"(?<!\w)bao([a-z]{4,20})\.(?:com|vn|org)|(?<![\w.])([a-z]{4,20})\.gov\.vn")
_WHY_SYMBOL: Final = "ký hiệu văn bản: chỗ này chỉ có thể là cơ quan ban hành"
_WHY_AGENCY: Final = "đứng trước tên cấp hành chính như một cơ quan: có thể là UBND"
_WHY_WORD: Final = "phần còn lại của từ ghép cho thấy chữ bị thay là “tăng”"
_WHY_STATE: Final = "phần còn lại của từ ghép cho thấy chữ bị thay là “nước”"


def propose_restorations(document: Document, terms: Sequence[Term], host: str) -> tuple[Restoration, ...]:
    """Return proposals for the injected words of a suspected page, in text order, none overlapping.

    A province is proposed only where the host, a newspaper's address or the text itself names one.
    """
    found: list[Restoration] = []
    agencies = _agency_words(document, terms)
    provinces = _find_province(document, host)
    for index, term in enumerate(terms):
        proposal = (
            _restore_symbol(document, term)
            or _restore_torn(document, terms, index)
            or _restore_place(document, term, provinces)
            or _restore_agency(document, term, agencies)
        )
        if proposal and (not found or proposal.start >= found[-1].end):
            found.append(proposal)
    return tuple(found)


def inside_symbol(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of the document symbol that the word [start, end) stands in, or None."""
    before = _SYMBOL_BEFORE.search(text[max(0, start - 24) : start])
    if not before:
        return None
    after = _SYMBOL_AFTER.match(text, end)
    stop = after.end() if after else end
    if before[1].endswith("/") and stop == end and not before[1][:-1].isdigit():
        return None
    return start - len(before[1]), stop


def _agency_words(document: Document, terms: Sequence[Term]) -> frozenset[str]:
    """Return the injected words that stand for an agency somewhere on the page, as printed."""
    lower, text = lowered(document), document.unified
    return frozenset(
        text[t.start : t.end]
        for t in terms
        if inside_symbol(text, t.start, t.end) or (text[t.start].isupper() and AFTER_AGENCY.match(lower, t.end))
    )


def _restore_symbol(document: Document, term: Term) -> Restoration | None:
    span = inside_symbol(document.unified, term.start, term.end)
    if span is None:
        return None
    start, end = span
    text = document.text
    return _make(document, (start, end), text[start : term.start] + "UBND" + text[term.end : end], _WHY_SYMBOL)


def _restore_torn(document: Document, terms: Sequence[Term], index: int) -> Restoration | None:
    """Restore "tăng" for "Link vào <site>" before "cường", "nước" after "Nhà"."""
    term, text, lower = terms[index], document.unified, lowered(document)
    start = term.start
    if index and terms[index - 1].kind == "advert" and text[terms[index - 1].end : start] == " ":
        start = terms[index - 1].start
    if REST_OF_WORD.match(lower, term.end):
        return _make(document, (start, term.end), "tăng", _WHY_WORD)
    before = text[max(0, start - 20) : start]
    if text[start].islower() and re.search(r"(?<!\w)(?:Nhà|Chủ tịch) $", before):
        return _make(document, (start, term.end), "nước", _WHY_STATE)
    return None


def _restore_place(document: Document, term: Term, province: tuple[str, str] | None) -> Restoration | None:
    before = document.unified[max(0, term.start - 40) : term.start]
    if province is None or not document.text[term.start].isupper() or not BEFORE_PLACE.search(before):
        return None
    return _make(document, (term.start, term.end), province[0], f"vị trí của tên tỉnh; {province[1]}")


def _restore_agency(document: Document, term: Term, agencies: frozenset[str]) -> Restoration | None:
    surface = document.unified[term.start : term.end]
    invited = _INVITATION.search(lowered(document)[max(0, term.start - 24) : term.start])
    if surface not in agencies or invited or not LEVEL_AFTER.match(lowered(document), term.end):
        return None
    return _make(document, (term.start, term.end), "UBND", _WHY_AGENCY)


def _make(document: Document, span: tuple[int, int], restored: str, why: str) -> Restoration:
    start, end = span
    return Restoration(document.text[start:end], restored, start, end, why)


def _find_province(document: Document, host: str) -> tuple[str, str] | None:
    """Return the one province that evidence names, with the evidence in words, or None."""
    slugs = {fold(name).replace(" ", "").replace("-", ""): name for name in load_units().province_names()}
    for label in host.split("."):
        name = slugs.get(label.removeprefix("bao"))
        if name:
            return name, f"tên miền {host} thuộc {name}"
    printed: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for match in _NEWSPAPER.finditer(document.folded):
        name = slugs.get(match[1] or match[2])
        if name:
            printed[name] += 1
            shown.setdefault(name, match[0])
    if not printed:
        return _mentioned(document, slugs.values())
    if len(printed) > 1:
        return None
    name = next(iter(printed))
    return name, f"trang dẫn nguồn “{shown[name]}”"


def _mentioned(document: Document, names: Iterable[str]) -> tuple[str, str] | None:
    """Return the province when the text names exactly one after "tỉnh"."""
    found = {name for name in names if f"tỉnh {name}" in document.text}
    if len(found) != 1:
        return None
    name = next(iter(found))
    return name, f"chỗ khác trên trang viết “tỉnh {name}”"
