"""Awards and titles named on a page: form, level and giver (Law 06/2022/QH15 and everyday prizes)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from domain.extraction import Award
from nlp.document import Document
from nlp.lowering import lowered
from nlp.phrases import compile_phrases

_RANK: Final = r"(?: hạng (?:nhất|nhì|ba|i{1,3}))?"
_QUOTED: Final = r"(?: [\"“][^\"”\n]{2,80}[\"”])?"
# Each form with the words it is printed in; longer ones first. "giải nhất", "huân chương lao động hạng ba".
_FORMS: Final = {
    "Huân chương": rf"huân chương(?: (?:lao động|độc lập|sao vàng|hồ chí minh|quân công|chiến công"
    rf"|bảo vệ tổ quốc|dũng cảm"
    rf"|hữu nghị|đại đoàn kết dân tộc|kháng chiến))?{_RANK}",
    "Huy chương": r"huy chương (?:vàng|bạc|đồng|quân kỳ quyết thắng|chiến sĩ vẻ vang|vì an ninh tổ quốc|hữu nghị)",
    "Danh hiệu vinh dự nhà nước": r"(?:anh hùng lao động|anh hùng lực lượng vũ trang nhân dân|anh hùng llvt(?:nd"
    r"| nhân dân)"
    r"|bà mẹ việt nam anh hùng|mẹ việt nam anh hùng|(?:nhà giáo|thầy thuốc|nghệ sĩ|nghệ nhân) (?:nhân dân|ưu tú))",
    "Cờ thi đua": r"cờ thi đua(?: của (?:chính phủ|bộ [^,.;]{2,30}|ubnd tỉnh|tỉnh))?",
    "Chiến sĩ thi đua": r"chiến s[ĩỹ] thi đua (?:toàn quốc|cấp tỉnh|cấp bộ|cơ sở|tỉnh|bộ)",
    "Lao động tiên tiến": r"(?:lao động|chiến sĩ|chiến sỹ) tiên tiến",
    "Tập thể lao động xuất sắc": r"tập thể lao động (?:xuất sắc|tiên tiến)",
    "Bằng khen": r"bằng khen",
    "Giấy khen": r"giấy khen",
    "Kỷ niệm chương": rf"kỷ niệm chương{_QUOTED}",
    "Huy hiệu": r"huy hiệu (?:\d+ năm tuổi đảng|tuổi trẻ dũng cảm|lao động sáng tạo|[\"“][^\"”\n]{2,60}[\"”])",
    "Giải thưởng": rf"(?:giải thưởng [^,.;:()\n]{{2,50}}|giải (?:nhất|nhì|ba|khuyến khích|đặc biệt|vàng|bạc"
    rf"|đồng)){_QUOTED}",
    "Danh hiệu": r"danh hiệu (?:[\"“][^\"”\n]{2,80}[\"”]|(?:công dân|nông dân|doanh nhân|thanh niên|gia đình|phụ nữ"
    r"|học sinh|sinh viên|đảng viên|giáo viên|đơn vị|bác sĩ|nhà khoa học)(?: [^\s,.;:()]+){1,5}?"
    r"(?= (?:năm|của|do|vì|cho|và|cấp|tại|từ|lần|nhiều|\d)|[,.;:()\n]|$))",
    "Thư khen": r"thư khen",
    "Sổ vàng": r"sổ vàng sáng tạo",
    "Bằng ghi nhận": r"(?:bằng ghi nhận|bằng ghi công|bằng lao động sáng tạo)",
}  # fmt: skip
_ANY: Final = re.compile("|".join(f"(?P<f{k}>{pattern})" for k, pattern in enumerate(_FORMS.values())))
_NAMES: Final = tuple(_FORMS)
_GIVER: Final = (
    r"(?:thủ tướng(?: chính phủ)?|chủ tịch nước|chính phủ|chủ tịch ubnd (?:tỉnh|thành phố|tp|huyện|quận|thị xã"
    r"|xã|phường)"
    r"(?: [^,.;:()\s]+){0,4}|ubnd (?:tỉnh|thành phố|tp|huyện|quận|thị xã|xã|phường)(?: [^,.;:()\s]+){0,4}"
    r"|bộ trưởng(?: [^,.;:()\s]+){1,6}|bộ(?: [^,.;:()\s]+){1,6}|trung ương(?: [^,.;:()\s]+){1,6}"
    r"|(?:tỉnh|thành|huyện|quận|thị) (?:ủy|đoàn)|hội(?: [^,.;:()\s]+){1,6}|công an(?: [^,.;:()\s]+){1,6}"
    r"|sở(?: [^,.;:()\s]+){1,6}|tổng liên đoàn lao động(?: việt nam)?|liên đoàn lao động(?: [^,.;:()\s]+){0,4})"
)
_OF_GIVER: Final = re.compile(rf" (?:của|do) ({_GIVER})")
_BY_GIVER: Final = re.compile(
    rf"(?:được|do) ({_GIVER})[^.;]{{0,30}}?\b(?:trao tặng|tặng thưởng|tặng|trao|khen)[^.;]{{0,20}}$"
)
_LEVELS: Final = (
    ("Chủ tịch nước", re.compile(r"chủ tịch nước")),
    ("Thủ tướng Chính phủ", re.compile(r"thủ tướng|chính phủ")),
    ("bộ, ngành trung ương", re.compile(r"^bộ (?!đội|chỉ huy)|bộ trưởng|trung ương|tổng liên đoàn")),
    ("tỉnh, thành phố", re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp|sở|thành đoàn|thành ủy|bộ chỉ huy|bộ đội)(?!\w)")),
    ("huyện", re.compile(r"(?<!\w)(?:huyện|quận|thị xã|thị ủy|thị đoàn)(?!\w)")),
    ("xã, phường", re.compile(r"(?<!\w)(?:xã|phường|thị trấn)(?!\w)")),
)
_LEVEL_OF_FORM: Final = {
    "Huân chương": "Chủ tịch nước",
    "Danh hiệu vinh dự nhà nước": "Chủ tịch nước",
    "Giấy khen": "cơ sở",
    "Lao động tiên tiến": "cơ sở",
}


def find_awards(document: Document) -> tuple[Award, ...]:
    """Return the awards named on a page in text order; `level` and `giver` are None where nothing tells them."""
    text = lowered(document)
    found: list[Award] = []
    for match in _matches(text):
        form = _NAMES[int((match.lastgroup or "f0")[1:])]
        giver = _giver(document, text, match.start(), match.end())
        found.append(
            Award(
                surface=document.text[match.start() : match.end()],
                start=match.start(),
                end=match.end(),
                form=form,
                level=_level(form, match[0], (giver or "").lower()),
                giver=giver,
            )
        )
    return tuple(found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the awards of a text; the first words are looked for in one pass, the forms only where they stand."""
    at = 0
    while head := _HEAD.search(text, at):
        match = _ANY.match(text, head.start())
        if match:
            yield match
        at = match.end() if match else head.end()


_HEAD: Final = compile_phrases(
    "huân chương|huy chương|anh hùng|bà mẹ|mẹ việt nam|nhà giáo|thầy thuốc|nghệ sĩ|nghệ nhân|cờ thi đua|chiến sĩ|chiến sỹ"
    "|lao động|tập thể lao động|bằng khen|giấy khen|kỷ niệm chương|huy hiệu|giải thưởng|giải|danh hiệu|thư khen|sổ vàng"
    "|bằng ghi nhận|bằng ghi công|bằng lao động".split("|")
)


def awards_in(awards: Sequence[Award], ranges: Sequence[tuple[int, int]]) -> tuple[Award, ...]:
    """Return the awards that stand inside one of the ranges; both are in text order."""
    found: list[Award] = []
    for start, end in ranges:
        first = bisect_left(awards, start, key=lambda award: award.start)
        last = bisect_left(awards, end, first, key=lambda award: award.start)
        found += awards[first:last]
    return tuple(found)


def _giver(document: Document, text: str, start: int, end: int) -> str | None:
    found = _OF_GIVER.match(text, end, min(len(text), end + 90)) or _BY_GIVER.search(text, max(0, start - 130), start)
    if found is None:
        return None
    name = _AFTER_GIVER.split(text[found.start(1) : found.end(1)], maxsplit=1)[0]
    return document.text[found.start(1) : found.start(1) + len(name)]


# The words of a giver's name are counted, not known: it ends where the sentence goes on.
_AFTER_GIVER: Final = re.compile(
    r" (?:vì|cho|về|do|đã|trong|tại|ngày|năm|và|tặng|trao|khen|truy|thưởng|nhân|lần|ký|để|có|cùng|với|từ"
    r"|giai đoạn|hồi)(?!\w)"
)


def _level(form: str, surface: str, giver: str) -> str | None:
    if form == "Chiến sĩ thi đua":
        for word, level in (("toàn quốc", "Thủ tướng Chính phủ"), ("tỉnh", "tỉnh, thành phố"), ("cơ sở", "cơ sở")):
            if word in surface:
                return level
    for level, pattern in _LEVELS:
        if pattern.search(giver):
            return level
    return _LEVEL_OF_FORM.get(form)
