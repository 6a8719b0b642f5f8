"""The nouns, verbs and issuing bodies that surround a document reference."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.extraction import OrganisationMention

_REACH: Final = 64
TYPES: Final = {
    name.lower(): name
    for name in (
        "Nghị quyết liên tịch", "Thông tư liên tịch", "Chương trình hành động", "Nghị quyết", "Quyết định", "Chỉ thị",
        "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án",
        "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công điện", "Công văn", "Nghị định",
        "Thông tư", "Bộ luật", "Luật", "Pháp lệnh", "Kết luận", "Thông tri", "Lệnh", "Giấy mời", "Sắc lệnh",
    )
} | {"văn bản": None}  # fmt: skip
_NOUN: Final = "|".join(re.escape(name) for name in TYPES)
# "Kế hoạch số ", "CHỈ THỊ SỐ ", "văn bản ", "Số: "
_NOUN_LEFT: Final = re.compile(
    rf"(?<!\w)(?:(?P<noun>{_NOUN})\s{{1,3}})?(?:s[ốo](?:(?:\s?,)?(?:\svà)?(?:\ský)?\shiệu)?\s{{0,3}}[:.]?\s{{0,3}})?$"
)
# Where a body's name stops though its words go on: "Bộ Chính trị và Kế hoạch số", "UBND tỉnh ban hành".
_STOPS: Final = re.compile(rf"(?:{_NOUN}|ban\shành)(?!\w)")
# "Luật Thi đua, khen thưởng số": the name of a law stands between its noun and its number.
_LAW: Final = re.compile(r"(?<!\w)(?:bộ\sluật|luật|pháp\slệnh)(?=\s)")
_LAW_NAME: Final = re.compile(r"\s[^.;:\n\d()]{2,90}\(?(?:số\s{0,2}:?\s{0,2})?$")
_ISSUING: Final = (
    r"(?:đã\s|vừa\s|mới\s|cũng\s|sẽ\s|chính\sthức\s)*"
    r"(?P<verb>(?:ký\s|xây\sdựng\s|tham\smưu\s)?ban\shành|ký|ra|gửi|có|phát\sđi|công\sbố)\s"
)
# Directly before the noun: "UBND tỉnh đã ban hành Kế hoạch số ...".
_VERB_LEFT: Final = re.compile(rf"(?<!\w){_ISSUING}(?:một\s|các\s)?$")
_CITING_LEFT: Final = re.compile(
    r"(?<!\w)(?:thực\shiện|căn\scứ|theo|triển\skhai|tinh\sthần|quy\sđịnh\stại|tại|kèm|kèm\stheo|hướng\sdẫn|cùng|và|như|là)\s(?:các\s)?$"
)
# Bodies whose whole name is known, so that a person's name after them stays out.
_FIXED: Final = (
    r"Bộ\s[Cc]hính\strị|Ban\sBí\sthư(?:\sTrung\sương(?:\sĐảng)?)?|Ban\s[Cc]hấp\shành\sTrung\sương(?:\sĐảng)?|Chủ\stịch\snước"
    r"|Thủ\stướng(?:\sChính\sphủ)?|Chính\sphủ|Ủy\sban\s[Tt]hường\svụ\sQuốc\shội|Quốc\shội|Trung\sương(?:\sĐảng)?"
)
_HEADS: Final = re.compile(
    rf"(?:(?P<fixed>{_FIXED})(?!\w)(?:\s(?:[Kk]hóa|[Kk]hoá)\s[IVX]+)?|Ban\s[TC]hường\svụ|Ban\sChấp\shành|(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng)\s[uủỦU][ỷyýỷ]?"
    r"|[ỦU][yỷ]\s[Bb]an|UBND|HĐND|Hội\s[Đđ]ồng|Bộ\s(?:trưởng\s)?|Sở\s|Ban\s|Chủ\stịch\s|Tổng\s|Liên\sđoàn|Trung\sương|BTV|Hội\s|Công\san|Cục|Viện)"
)
_WORD: Final = re.compile(r"\s?([^\s,;.:()\"“”|/]+)")
_CONNECTING: Final = frozenset(
    """nhân dân tỉnh thành phố huyện quận thị xã phường trấn và ủy uỷ thường vụ trung ương chính phủ trị bí thư
    trưởng các - & khóa khoá ban chấp hành đảng bộ nước tịch quốc hội đồng thi đua khen thưởng tướng liên hiệp
    lao động""".split()
)
_NEVER_SECOND: Final = frozenset(
    """về ngày đã vừa mới ban ký do tại cho có và trong được theo quy hướng yêu gửi ra trình đến để nhằm với cùng tổ
    trên phê cũng sẽ công triển thực xây sửa bổ tăng tiếp khen trao từ là năm khi sau trước đề chỉ phối phát""".split()
)
_LONGEST_BODY: Final = 90
_LOOSE_END: Final = frozenset("và các - & ban".split())


@dataclass(frozen=True, slots=True)
class Noun:
    """The words before a symbol: their start, and the type they name (None for "văn bản" or "Số:")."""

    start: int
    type: str | None
    is_numbered: bool


def read_noun(lowered: str, start: int) -> Noun:
    """Return the noun right before a symbol that starts at `start`."""
    before = lowered[max(0, start - _REACH) : start]
    match = _NOUN_LEFT.search(before)
    if match is None or not match[0]:
        return Noun(start, None, False)
    numbered = not match[0].rstrip(" :.\n").endswith(tuple(TYPES))
    return Noun(start - len(match[0]), TYPES[match["noun"]] if match["noun"] else None, numbered)


def read_law(lowered: str, start: int) -> Noun | None:
    """Return the noun of a law whose name stands before its number: "Luật Thi đua, khen thưởng số ..."."""
    before = lowered[max(0, start - 2 * _REACH) : start]
    laws = [match for match in _LAW.finditer(before) if _LAW_NAME.match(before, match.end())]
    if not laws:
        return None
    return Noun(start - len(before) + laws[-1].start(), TYPES[" ".join(laws[-1][0].split())], True)


def issuing_verb(lowered: str, start: int) -> tuple[int, str] | None:
    """Return start and form of the verb that issues the document whose noun starts at `start`, else None."""
    before = lowered[max(0, start - _REACH) : start]
    match = _VERB_LEFT.search(before)
    return None if match is None else (start - len(match[0]), match["verb"])


def is_cited(lowered: str, start: int) -> bool:
    """Tell whether the words before the noun refer to a document that exists already."""
    return _CITING_LEFT.search(lowered[max(0, start - _REACH) : start]) is not None


def read_body(text: str, start: int, stop: int, organisations: Sequence[OrganisationMention]) -> int:
    """Return the end, at most `stop`, of the issuing body that begins at `start`; `start` when none does."""
    head = _HEADS.match(text, start, stop)
    known = bisect_left(organisations, start, key=lambda mention: mention.start)
    if known < len(organisations) and organisations[known].start == start and (head is None or not head["fixed"]):
        return min(stop, organisations[known].end)
    if head is None:
        return start
    return head.end() if head["fixed"] else _walk(text, start, stop)


def _walk(text: str, start: int, stop: int) -> int:
    end = at = start
    stop = min(stop, start + _LONGEST_BODY)
    after_capital = False
    while (word := _WORD.match(text, at, stop)) is not None:
        lower = word[1].lower()
        capital = word[1][0].isupper()
        # The second syllable of a name is small: "Bộ Y tế", "Sở Nội vụ".
        second = after_capital and lower not in _NEVER_SECOND
        if not (capital or lower in _CONNECTING or second):
            break
        after_capital = capital and (len(word[1]) == 1 or not word[1].isupper())
        if at > start and _STOPS.match(text[word.start(1) : word.start(1) + 24].lower()):
            break
        at = word.end()
        if lower not in _LOOSE_END:
            end = at
    return end


def body_before(text: str, sentence: int, end: int, organisations: Sequence[OrganisationMention]) -> str | None:
    """Return the body that ends right before `end` (the start of its verb), looking back to `sentence`."""
    stop = end
    while stop > sentence and text[stop - 1] in " \u00a0":
        stop -= 1
    for head in _HEADS.finditer(text, max(sentence, end - _LONGEST_BODY), stop):
        if read_body(text, head.start(), stop, organisations) == stop:
            return text[head.start() : stop]
    return None
