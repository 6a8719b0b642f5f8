"""Winners that are counted but not named: "34 tập thể và 98 cá nhân"."""

import re
from typing import Final, Literal

from domain.extraction import Count
from nlp.document import Document
from nlp.lowering import lowered

BY: Final = "counts@1"
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
    r"(?<![\d.,/-])(\d{1,3}(?:\.\d{3})+|\d{1,5}) (?:lượt )?("
    + "|".join(sorted(map(re.escape, _WHAT), key=len, reverse=True))
    + r")(?!\w)"
)
# A count is one of winners only where its sentence speaks of commending or choosing.
_COMMENDED: Final = re.compile(
    r"tuyên dương|biểu dương|tôn vinh|vinh danh|khen|tặng|điển hình|gương|tiêu biểu|công nhận|phong tặng|xuất sắc|đề nghị"
    r"|giới thiệu|trao|bình chọn|ghi nhận"
)


def find_counts(document: Document) -> tuple[Count, ...]:
    """Return counted winners in text order, one for each number."""
    text = lowered(document)
    found: list[Count] = []
    for match in _COUNT.finditer(text):
        sentence = document.sentence_at(match.start())
        if sentence is None or not _COMMENDED.search(text, sentence.start, sentence.end):
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
