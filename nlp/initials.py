"""Names written with initials: pen names such as M.Anh and anonymised people such as Hoàng Ngọc H."""

import re
from collections.abc import Iterator
from typing import Final

from domain.text import place_tones, unify
from nlp.wordlists import load_words

# "Ông H." is a man called H., not a family Ông.
_SURNAMES: Final = frozenset(place_tones(word) for word in load_words("surnames")) - {"Ông", "Hai", "Anh", "Ba"}
_CAPITAL: Final = "[A-ZĐÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ]"
# H.Vân, M. NƯƠNG; the place abbreviations H.Nam Đông, P.Bình Khánh, Q.1 are told apart by what follows.
_PEN_NAME: Final = re.compile(rf"(?<![\w.])([A-ZĐ]\. ?{_CAPITAL}[^\W\d_]+)(?= ?[\n.,;:)”\"]|\s*$)", re.MULTILINE)
_PLACE_INITIALS: Final = frozenset("PQHXTĐ")
# Nguyễn Thị Thanh T., Dương Đức Th.
_ANONYMOUS: Final = re.compile(rf"(?<!\w)((?:{_CAPITAL}[^\W\d_]+ ){{1,4}}(?:[A-ZĐ]|[CGKNPT]h|Tr|Ng|Qu)\.)(?!\w)")
# ông L.T.H., bé L.Tr
_LETTERS: Final = re.compile(
    r"(?i:\b(?:ông|bà|anh|chị|em|cháu|bé|cụ|cô))\s(?:tên\s|tên là\s)?"
    r"([A-ZĐ](?:\.[A-ZĐ][a-z]{0,2}){1,3}\.?)(?!\w)"
)
_CREDIT: Final = re.compile(r"(?:ảnh|tin|bài|theo|nguồn|tác giả|clip|pv|thực hiện)\s*[:\-–]?\s*$", re.IGNORECASE)


def find_initial_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of names with initials in text order; a span keeps the final stop of an anonymised name."""
    plain = unify(text)
    for match in _PEN_NAME.finditer(plain):
        if _is_pen_name(plain, match):
            yield match.span(1)
    for match in _ANONYMOUS.finditer(plain):
        if place_tones(match[1].split()[0]) in _SURNAMES:
            yield match.span(1)
    for match in _LETTERS.finditer(plain):
        yield match.span(1)


def _is_pen_name(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    at_line_start = not before.strip() or before.rstrip(" ").endswith("\n")
    ends_line = text[match.end() : match.end() + 2].strip(" .") in ("", "\n")
    if _CREDIT.search(before):
        return True
    if match[1][0] in _PLACE_INITIALS and not at_line_start and not ends_line:
        return False
    return ends_line and (at_line_start or before.rstrip()[-1:] in '.!?…”")')
