"""How far a case has come, by the words of its evidence (domain: detected -> nominated -> ... -> commended)."""

import re
from typing import Final

from domain.extraction import Stage

# In order of strength: what is proposed is not yet commended, even where an award is named.
_CUES: Final[tuple[tuple[Stage, str], ...]] = (
    (
        "proposed",
        r"đề nghị (?:\S+ ){0,6}?(?:tặng|truy tặng|công nhận|phong tặng|khen)|xét tặng|lấy ý kiến|hồ sơ đề nghị|trình \S+"
        r" (?:\S+ ){0,4}(?:tặng|khen)|đang làm hồ sơ",
    ),
    ("nominated", r"đề cử|được giới thiệu|giới thiệu (?:\S+ ){0,4}(?:điển hình|gương)|suy tôn"),
    (
        "commended",
        r"được (?:[^.;]{0,80} )?(?:tặng|khen|tuyên dương|biểu dương|tôn vinh|vinh danh|phong tặng|truy tặng|trao)"
        r"|đạt danh hiệu|đón nhận|nhận (?:bằng khen|giấy khen|huân chương|giải|kỷ niệm chương|phần thưởng)|trao (?:tặng )?"
        r"(?:bằng khen|giấy khen|huân chương|thưởng|giải)|tặng (?:bằng khen|giấy khen|huân chương|kỷ niệm chương)"
        r"|tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|công nhận|đoạt giải|giành giải",
    ),
    ("replicated", r"nhân rộng"),
    ("selected", r"xét chọn|lựa chọn|được chọn|bình chọn"),
    ("nurtured", r"bồi dưỡng"),
)
_PATTERNS: Final = tuple((stage, re.compile(cue)) for stage, cue in _CUES)


def stage_of(lowered_text: str) -> Stage:
    """Return the stage the lower-cased sentences of a case speak of; "detected" where nothing more is said."""
    for stage, pattern in _PATTERNS:
        if pattern.search(lowered_text):
            return stage
    return "detected"
