"""Ranges of a page that bear the names of people without naming anyone: roads, schools, awards, bodies."""

import re
from collections.abc import Sequence
from typing import Final

from domain.extraction import OrganisationMention, UnitMention
from nlp.document import Document
from nlp.place_grammar import UPPER, WORD

_NAME: Final = rf"{WORD}(?: {WORD}){{0,3}}"
# Roads and public places: "đường Lê Hồng Phong", "phố Phan Đình Phùng", "công viên Lý Tự Trọng", "cầu Nguyễn Văn Trỗi".
# One-syllable words stand in small letters only: Hồ, Đoàn, Lăng are surnames too.
_PLACES: Final = (
    r"(?i:tuyến đường|con đường|phố đi bộ|đại lộ|công viên|quảng trường|nghĩa trang|tượng đài|nhà thi đấu|sân vận động"
    r"|bến xe|khu di tích|khu lưu niệm|nhà lưu niệm|thư viện|bảo tàng"
    r"|giáo phận|giáo xứ|giáo hạt|giáo họ|nhà thờ|thánh thất|tổ đình)"
    r"|[Đđ]ường|(?<!ành )(?<!ÀNH )[Pp]hố|[Nn]gõ|[Hh]ẻm|ngách|[Cc]ầu|hầm|rạp|chợ|ga|bến|cảng|đập|hồ|rạch|kênh|đền|lăng"
)
# What is given in someone's name: "Giải thưởng Lý Tự Trọng", "học bổng Vừ A Dính".
_HONOURS: Final = (
    r"(?i:giải thưởng|giải báo chí|học bổng|huân chương|huy chương|huy hiệu|hội thi|cuộc thi|chiến dịch|phong trào"
    r"|binh đoàn|sư đoàn|tiểu đoàn|câu lạc bộ|clb)|giải|quỹ|cúp|tàu|hạm"
)
_BLOCK: Final = re.compile(
    rf"(?<!\w)(?:{_PLACES}|{_HONOURS})(?i: (?:thưởng|mang tên|liệt sĩ|anh hùng|danh nhân|vua|mẹ|số \d+))* (?:{_NAME})"
)
# A person may follow these without a word between: "trao giải Nguyễn Văn A" is no award's name.
_GIVING: Final = re.compile(r"(?:trao|nhận|đoạt|đạt|giành|tặng|trưởng|phó) $", re.IGNORECASE)
_QUOTED_AWARD: Final = re.compile(rf'(?i:giải thưởng|học bổng|danh hiệu|quỹ|giải) "[{UPPER}][^"\n]{{1,60}}"')
_INSTITUTION: Final = re.compile(
    r"(?<!\w)(?:Học viện Chính trị [qQ]uốc gia|Đoàn (?:TNCS|Thanh niên Cộng sản|thanh niên cộng sản)"
    r"|Đội (?:TNTP|Thiếu niên Tiền phong)|Huân chương|Giải thưởng|Huy hiệu|TP\.?|Thành phố) ?Hồ Chí Minh"
)


def name_blocks(
    document: Document, units: Sequence[UnitMention], organisations: Sequence[OrganisationMention]
) -> tuple[tuple[int, int], ...]:
    """Return the ranges, in order, in which no name of a person may be found.

    A person who follows a body or a title ("Bí thư Tỉnh ủy Võ Đình Tuyến") is outside: names of bodies end before.
    """
    text = document.unified
    spans = {(unit.start, unit.end) for unit in units} | {(body.start, body.end) for body in organisations}
    for match in _BLOCK.finditer(text):
        if not match[0].startswith("giải ") or not _GIVING.search(text, max(0, match.start() - 8), match.start()):
            spans.add(match.span())
    spans.update(match.span() for pattern in (_QUOTED_AWARD, _INSTITUTION) for match in pattern.finditer(text))
    return tuple(sorted(spans))
