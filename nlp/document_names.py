"""Documents named without their full symbol: "Nghị quyết 29", "Chỉ thị của Tỉnh ủy", Đề án “...”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.extraction import OrganisationMention
from nlp.document_words import TYPES, read_body

_FIRM: Final = ("nghị quyết", "nghị định", "thông tư", "chỉ thị")
_OTHER: Final = (
    "quyết định", "kết luận", "công văn", "công điện", "hướng dẫn", "quy định", "kế hoạch", "thông báo", "luật",
    "pháp lệnh", "thông tri", "thông tư liên tịch",
)  # fmt: skip
# "Nghị quyết 29", "Thông tư 02", "Nghị định 98/2023", "Công văn số 59"
_NOUN: Final = "|".join(sorted(_FIRM + _OTHER, key=len, reverse=True))
_SHORT: Final = re.compile(
    rf"(?P<noun>{_NOUN})\s{{1,3}}(?P<so>s[ốo]\s{{0,3}}:?\s{{0,3}})?"
    r"(?P<number>\d{1,4}[a-h]?)(?:/(?P<year>(?:19|20)\d\d))?(?![\w/%]|\s?[-/]\s?\w|[.,]\d)"
)
# What may follow a number that is a name, where the noun alone does not show it.
_GOES_ON: Final = re.compile(
    r"\s?(?:$|[\n.,;:)(\]\"“”'?!|-]|(?:về|của|ngày\s\d|và|với|được|đã|do|kh[óo][aá]|quy|ban|là|cũng|cho|trong|tại|sẽ|vào"
    r"|đến|theo|hướng|sửa|để|nhằm|có|mới|này|trên|thay|đi|gồm|bổ|đối|thì|từ|ra|nêu|năm\s\d{4}|trung\sương|bộ|phải|đang"
    r"|không|bằng|qua)(?!\w))"
)
# "Nghị quyết 5 điểm", "Chỉ thị 10 ngày"
_COUNTED: Final = re.compile(
    r"\s?(?:%|(?:năm(?!\s\d)|tháng|tuần|ngày(?!\s\d)|giờ|người|đồng|nội|vấn|điểm|điều|nhiệm|giải|chỉ|mục|cá|tập|triệu|tỷ|lần|đề|dự"
    r"|văn|trường|cán|xã|phường|huyện|tỉnh|đơn|hộ|nhóm|bước|trang)(?!\w))"
)
_OF_BODY: Final = re.compile(
    r"(?P<noun>Chỉ thị|Nghị quyết|Kế hoạch|Đề án|Quyết định|Kết luận|Hướng dẫn|Chương trình hành động"
    r"|Công điện|Thông tri)\scủa\s(?=[A-ZĐỦ])"
)
_TITLED: Final = re.compile(
    r"(?P<noun>Đề án|Kế hoạch|Phương án|Chỉ thị|Nghị quyết)\s[\"“](?P<title>[^\"“”\n]{10,200})[\"”]"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A document told by name; `number` is None for one without number, `issuer` and `title` as printed."""

    start: int
    end: int
    type: str
    number: str | None = None
    year: int | None = None
    issuer: str | None = None
    title: str | None = None


def find_short(text: str, lowered: str) -> Iterator[Named]:
    """Yield legal and Party documents called by type and number alone."""
    for match in _SHORT.finditer(lowered):
        number, noun = match["number"], match["noun"]
        plain_year = match["so"] is None and len(number) == 4 and number[:2] in ("19", "20")
        named = text[match.start()].isupper() or number.startswith("0") or match["year"] is not None
        sure = match["so"] is not None or (noun in _FIRM and named)
        if plain_year or not sure or int(re.sub(r"\D", "", number)) == 0:
            continue
        known = noun in _FIRM and named and not _COUNTED.match(lowered, match.end())
        if known or _GOES_ON.match(lowered, match.end()):
            year = int(match["year"]) if match["year"] else None
            yield Named(match.start(), match.end(), TYPES[noun] or noun, number, year)


def find_unnumbered(text: str, organisations: Sequence[OrganisationMention]) -> Iterator[Named]:
    """Yield documents announced without number: by their issuer, or by a quoted title."""
    for match in _OF_BODY.finditer(text):
        end = read_body(text, match.end(), len(text), organisations)
        if end > match.end():
            yield Named(match.start(), end, match["noun"], issuer=text[match.end() : end])
    for match in _TITLED.finditer(text):
        yield Named(match.start(), match.end(), match["noun"], title=match["title"])
