"""Named models and practices: mô hình “Tiếng kẻng an ninh”."""

import re
from dataclasses import dataclass
from typing import Final

from nlp.document import Document

_MODEL: Final = re.compile(
    r"(?i:(?<!\w)(mô hình|cách làm(?: hay)?|phong trào|công trình(?: thanh niên)?|phần việc|câu lạc bộ|clb|chương trình)"
    r"(?: (?:dân vận khéo|điểm|hay|mới|như|là))*:? )[\"“]([^\"”\n]{3,90})[\"”]"
)
# What stands near the name must praise or spread it; a quoted subject of a directive is no model.
_PRAISED: Final = re.compile(
    r"(?i:hiệu quả|nhân rộng|điển hình|tiêu biểu|thiết thực|sáng tạo|lan tỏa|được (?:\S+ ){0,6}(?:khen|tuyên dương|biểu dương"
    r"|ghi nhận|đánh giá cao|giới thiệu)|thành công|ra mắt|duy trì|triển khai)"
)
_EXEMPLARY_KINDS: Final = frozenset(
    {"mô hình", "cách làm", "cách làm hay", "phần việc", "công trình", "công trình thanh niên"}
)


@dataclass(frozen=True, slots=True)
class NamedModel:
    """One named model: [start, end) is the name without quotation marks; `sentence` bounds its evidence."""

    name: str
    start: int
    end: int
    sentence: tuple[int, int]
    cue: str


def find_models(document: Document) -> tuple[NamedModel, ...]:
    """Return each praised model once, where it is named first."""
    found: dict[str, NamedModel] = {}
    if '"' not in document.unified:
        return ()
    for match in _MODEL.finditer(document.unified):
        kind = " ".join(match[1].lower().split())
        sentence = document.sentence_at(match.start())
        if sentence is None or kind not in _EXEMPLARY_KINDS:
            continue
        cue = _PRAISED.search(document.unified, sentence.start, sentence.end)
        name = document.text[match.start(2) : match.end(2)]
        if cue and name.lower() not in found:
            found[name.lower()] = NamedModel(
                name,
                match.start(2),
                match.end(2),
                (sentence.start, sentence.end),
                document.text[cue.start() : cue.end()],
            )
    return tuple(found.values())
