"""Winners that are counted but not named: "34 tập thể và 98 cá nhân"."""

import re
from typing import Final, Literal

from domain.extraction import Count
from nlp.document import Document
from nlp.lowering import lowered

BY: Final = "counts@1"
_REACH: Final = 400  # characters on each side in which a sentence is looked at
Kind = Literal["individual", "household", "collective", "model", "mixed"]
_WHAT: Final[dict[str, Kind]] = {
    "tập thể, cá nhân": "mixed",
    "tập thể và cá nhân": "mixed",
    "tập thể, hộ gia đình, cá nhân": "mixed",
    "lượt tập thể, cá nhân": "mixed",
    "gương điển hình tiên tiến": "individual",
    "điển hình tiên tiến": "individual",
    "gương người tốt, việc tốt": "individual",
    "gương điển hình": "individual",
    "gương tiêu biểu": "individual",
    "gương": "individual",
    "điển hình": "individual",
    "cá nhân": "individual",
    "nhà giáo": "individual",
    "giáo viên": "individual",
    "học sinh": "individual",
    "sinh viên": "individual",
    "công nhân": "individual",
    "nông dân": "individual",
    "đoàn viên": "individual",
    "thanh niên": "individual",
    "đảng viên": "individual",
    "hội viên": "individual",
    "người có uy tín": "individual",
    "nghệ nhân": "individual",
    "đại biểu điển hình": "individual",
    "chiến sĩ": "individual",
    "thủ khoa": "individual",
    "gương mặt": "individual",
    "tấm gương": "individual",
    "người thợ": "individual",
    "người có công": "individual",
    "người hiến máu": "individual",
    "người": "individual",
    "lao động": "individual",
    "doanh nhân": "individual",
    "phụ nữ": "individual",
    "cán bộ": "individual",
    "bác sĩ": "individual",
    "phóng viên": "individual",
    "tập thể": "collective",
    "đơn vị": "collective",
    "chi bộ": "collective",
    "doanh nghiệp": "collective",
    "hợp tác xã": "collective",
    "hộ gia đình": "household",
    "gia đình": "household",
    "hộ": "household",
    "mô hình": "model",
}
_COUNT: Final = re.compile(
    # The digit stands first so that the search skips to digits; none of a date or a longer number.
    r"(\d(?<![\d.,/-]\d)(?:\d{0,2}(?:\.\d{3})+|\d{0,4})) (?:lượt )?("
    + "|".join(sorted(map(re.escape, _WHAT), key=len, reverse=True))
    + r")(?!\w)"
)
# A count is one of winners only where its sentence speaks of commending or choosing.
_COMMENDED: Final = re.compile(
    r"tuyên dương|biểu dương|tôn vinh|vinh danh|khen|tặng|điển hình|gương|tiêu biểu|công nhận|phong tặng"
    r"|xuất sắc|đề nghị"
    r"|giới thiệu|trao|bình chọn|ghi nhận"
)
# Pupils, households and people in general are also counted where they get gifts: there the praise must stand close.
_SURE: Final = frozenset(
    "tập thể, cá nhân|tập thể và cá nhân|tập thể, hộ gia đình, cá nhân|lượt tập thể, cá nhân"
    "|gương điển hình tiên tiến"
    "|điển hình tiên tiến|gương người tốt, việc tốt|gương điển hình|gương tiêu biểu|gương|điển hình|cá nhân|tập thể"
    "|gương mặt|tấm gương|đại biểu điển hình|thủ khoa|người có uy tín".split("|")
)
_PRAISED_BEFORE: Final = re.compile(
    r"(?:tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|khen|nêu gương|công nhận|phong tặng|bình chọn"
    r"|(?:bằng khen|giấy khen|danh hiệu|kỷ niệm chương|cờ thi đua)[^.;\n]{0,40} cho)[^.;\n]{0,60}$"
)
_PRAISED_AFTER: Final = re.compile(
    r"[^.;\n]{0,40}?(?:tiêu biểu|xuất sắc|điển hình|được (?:[^.;\n]{0,30})?(?:tuyên dương|biểu dương|tôn vinh"
    r"|vinh danh|khen))"
)


def _is_of_winners(text: str, match: re.Match[str], start: int, end: int) -> bool:
    if match[2] in _SURE:
        near = max(start, match.start() - _REACH), min(end, match.end() + _REACH)
        return _COMMENDED.search(text, *near) is not None
    before = _PRAISED_BEFORE.search(text, max(start, match.start() - 120), match.start())
    return before is not None or _PRAISED_AFTER.match(text, match.end(), min(end, match.end() + 100)) is not None


def find_counts(document: Document) -> tuple[Count, ...]:
    """Return counted winners in text order, one for each number."""
    text = lowered(document)
    found: list[Count] = []
    for match in _COUNT.finditer(text):
        sentence = document.sentence_at(match.start())
        if sentence is None or not _is_of_winners(text, match, sentence.start, sentence.end):
            continue
        found.append(
            Count(
                surface=document.text[match.start() : match.end()],
                start=match.start(),
                end=match.end(),
                kind=_WHAT[match[2]],
                n=int(match[1].replace(".", "")),
                what=match[2],
                by=BY,
            )
        )
    return tuple(found)
