"""Mend the edges of tagged names: glued words, places run into names, saints' names, names said twice."""

import re
from collections.abc import Sequence
from typing import Final

from domain.text import fold, place_tones
from nlp.tokens import Token
from nlp.wordlists import load_lines, load_words

_COUNTRIES: Final = frozenset(place_tones(line) for line in load_lines("countries"))
_NOT_PEOPLE: Final = frozenset(place_tones(line) for line in load_lines("not_people"))
_SAINTS: Final = frozenset(load_words("saints"))
_DOUBLE: Final = frozenset(place_tones(line) for line in load_lines("double_surnames"))
# These open a sentence or a credit and never end or begin a name next to other capitals.
_NEVER_LAST: Final = frozenset(
    """ông bà các theo trước sau tại trong với và những khi để cùng tuy nhưng chưa người nhiều cũng không đây đó này mỗi
    nghe nói như thì là ở vì nếu hơn gần khoảng ảnh nguồn clip video hôm nơi về""".split()
)
# These may be given names; glued only where the next word makes them a common phrase: "Công an", "Thông tin".
_GLUED_WITH: Final = {
    "công": "an ty tác bố trình",
    "thông": "tin qua báo tư",
    "đại": "diện biểu tá úy hội",
    "chi": "tiết hội bộ đoàn cục",
    "chủ": "tịch trì nhiệm đề",
    "phó": "chủ bí giám trưởng ban",
    "hội": "nghị đồng trường viên",
    "đồng": "chí thời bào",
    "nhân": "dịp viên dân vật",
    "thời": "gian điểm",
    "quyết": "định tâm",
    "chiến": "sĩ sỹ thắng",
    "kế": "hoạch tục",
    "bí": "thư",
    "giám": "đốc",
    "trưởng": "ban phòng công thôn bản",
    "anh": "em cũng chị",
    "gia": "đình",
    "vừa": "qua rồi",
    "mới": "đây",
    "sinh": "viên ra năm",
    "học": "sinh viên",
    "thầy": "cô giáo",
    "cô": "giáo",
    "lễ": "trao tuyên kỷ",
    "tổng": "số biên giám bí",
    "giải": "thưởng nhất",
    "bằng": "khen",
    "vợ": "chồng",
    "cán": "bộ",
    "sáng": "nay ngày cùng",
    "chiều": "nay ngày cùng",
    "tối": "nay ngày cùng",
    "hiện": "nay tại có đang là",
    "sở": "y nội giáo tài văn nông công khoa tư xây",
    "được": "biết sự",
    "trao": "đổi tặng",
    "đang": "là",
    "ngay": "sau khi",
    "qua": "đó",
    "đến": "nay",
    "từ": "đó",
    "cho": "biết",
}
_GLUED_PHRASES: Final = frozenset(f"{word} {after}" for word, rest in _GLUED_WITH.items() for after in rest.split())
_NEVER_FIRST: Final = frozenset(
    "theo ảnh như với tại và cùng nguồn bài tin ông bà anh chị các những còn riêng đến từ do tp nhóm".split()
)
_STEMS: Final = "giáp ất bính đinh mậu kỷ canh tân nhâm quý".split()
_BRANCHES: Final = "tý tí sửu dần mão thìn tỵ tị ngọ mùi thân dậu tuất hợi".split()
_YEARS: Final = frozenset(f"{stem} {branch}" for stem in _STEMS for branch in _BRANCHES)
# Names of media and of sites: "Ảnh: Reuters VnExpress", "Cà Mau Online".
_MEDIA: Final = frozenset(
    "vnexpress reuters online portal express ttxvn zing vnplus infonet vietnamplus afp xinhua".split()
)
_VOWEL: Final = re.compile(r"[aeiouy]")


def repair_name(tokens: Sequence[Token], lower: Sequence[str], first: int, last: int) -> tuple[int, int] | None:
    """Return the mended token range of a name tagged at tokens[first:last], or None when it names nobody.

    `lower`: the tokens' texts in lower case with tones placed.
    """
    first, last = _without_repeat(lower, first, last)
    first = _without_lead(lower, first, last)
    last = _without_tail(tokens, lower, first, last)
    first = _with_opening(tokens, lower, first, last)
    if first >= last or not tokens[first].text[0].isalpha():
        return None
    return None if _names_nobody(tokens, lower, first, last) else (first, last)


def _without_repeat(lower: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Cut a name printed twice without a break: "Quỳnh AnhQuỳnh Anh"."""
    half, odd = divmod(last - first, 2)
    if not odd and half >= 1 and list(lower[first : first + half]) == list(lower[first + half : last]):
        return first, first + half
    return first, last


def _without_lead(lower: Sequence[str], first: int, last: int) -> int:
    """Cut a country or an opening word before a name: "Mỹ John Kerry", "Ảnh Tự Trung"."""
    for size in (3, 2, 1):
        if last - first - size >= 2 and " ".join(lower[first : first + size]) in _COUNTRIES:
            return first + size
    # "nhà du hành Việt Nam Phạm Tuân": the tagger took the second half of the country in.
    if first > 0 and last - first >= 3 and f"{lower[first - 1]} {lower[first]}" in _COUNTRIES:
        first += 1
    while last - first >= 3 and lower[first] in _NEVER_FIRST:
        first += 1
    return first


def _without_tail(tokens: Sequence[Token], lower: Sequence[str], first: int, last: int) -> int:
    """Cut the first word of a sentence glued to a name: "Lan Anh Trao đổi", "Lê Thoa Ông Tất ..."."""
    while last - first >= 3 and _is_glued(tokens, lower, last):
        last -= 1
    return last


def _is_glued(tokens: Sequence[Token], lower: Sequence[str], last: int) -> bool:
    word = lower[last - 1]
    if tokens[last - 1].text.isupper() and len(word) > 1 and not tokens[last - 2].text.isupper():
        return True
    if word in _NEVER_LAST:
        return True
    return last < len(tokens) and f"{word} {lower[last]}" in _GLUED_PHRASES and tokens[last].text.islower()


def _with_opening(tokens: Sequence[Token], lower: Sequence[str], first: int, last: int) -> int:
    """Take in what belongs before: saints' names and the first half of a double surname."""
    while first > 0 and tokens[first - 1].text in _SAINTS:
        first -= 1
    if first > 0 and tokens[first - 1].text[0].isupper() and " ".join(lower[first - 1 : first + 1]) in _DOUBLE:
        first -= 1
    return first


def _names_nobody(tokens: Sequence[Token], lower: Sequence[str], first: int, last: int) -> bool:
    text = " ".join(lower[first:last])
    if text in _NOT_PEOPLE or text in _YEARS or text in _COUNTRIES:
        return True
    if not _MEDIA.isdisjoint(lower[first:last]):
        return True
    if text.endswith(" việt nam"):
        return True
    if any(_is_abbreviation(token.text) for token in tokens[first:last]) and not tokens[first].text.isupper():
        return True
    if last - first == 1 and not _VOWEL.search(fold(tokens[first].text)):
        return True
    return text == "hồ" and first > 0 and lower[first - 1] == "bác"


def _is_abbreviation(word: str) -> bool:
    """Tell TP, THPT, HCM from the syllables of a name."""
    return len(word) > 1 and word.isupper() and not _VOWEL.search(fold(word))
