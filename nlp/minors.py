"""Which people are under age: their cases are shown restricted, so doubt counts as under age for children's words."""

import re
from typing import Final

from domain.extraction import Person
from nlp.document import Document
from nlp.lowering import lowered

_AGE_OF_MAJORITY: Final = 18
_REACH: Final = 60  # characters around a name
_BREAK: Final = re.compile(r"[\n;]")  # what stands beyond belongs to another person of a list
_CHILD: Final = re.compile(r"(?<!\w)(?:em|cháu|bé|cô bé|cậu bé|em nhỏ|học trò|hai em|các em)(?!\w)")
# A class, not "giáo viên lớp 4A": the word for teacher nearby takes it away.
_PUPIL: Final = re.compile(
    r"(?<!\w)(?:học sinh|nữ sinh lớp|nam sinh lớp|thiếu nhi|đội viên|lớp (?:1[0-2]|[1-9])(?:[a-zđ]?\d{0,2})?)(?!\w)"
)
_TEACHER: Final = re.compile(
    r"giáo viên|cô giáo|thầy|hiệu trưởng|hiệu phó|phụ huynh|chủ nhiệm|dạy|giảng"
    r"|cựu học sinh"
)
_GROWN: Final = re.compile(
    r"(?<!\w)(?:sinh viên|đại học|cao đẳng|kỹ sư|công nhân|vợ|chồng|bộ đội|chiến sĩ"
    r"|thủ khoa)(?!\w)"
)
_AGE: Final = re.compile(r"(?<!\d)(\d{1,2}) tuổi(?! (?:đảng|nghề|quân))")
_BORN: Final = re.compile(r"(?:sinh năm|sn|sinh ngày [\d/.-]{3,8}) ?:?((?:19|20)\d\d)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YOUNG: Final = frozenset({"em", "cháu", "bé"})


def is_minor(document: Document, person: Person) -> bool:
    """Tell whether the page speaks of a person under 18, by age, year of birth, class or the words for children."""
    text = lowered(document)
    young = (person.honorific or "").lower() in _YOUNG
    for start, end in person.mentions:
        left = _BREAK.split(text[max(0, start - _REACH) : start])[-1]
        right = _BREAK.split(text[end : end + _REACH], maxsplit=1)[0]
        known = _known_age(document, right)
        if known is not None:
            return known < _AGE_OF_MAJORITY
        if _PUPIL.search(right) or _PUPIL.search(left):
            grown = _TEACHER.search(left) or _TEACHER.search(right)
            if not grown and (young or person.honorific is None or _CHILD.search(left)):
                return True
    return young and not _is_grown(text, person)


def _known_age(document: Document, right: str) -> int | None:
    """Return the age printed right after a name, or that on the day of publication."""
    age = _AGE.search(right)
    if age and age.start() < _REACH // 2:
        return int(age[1])
    born = _BORN.search(right)
    published = _YEAR.match(document.page.published or "")
    if born and born.start() < _REACH // 2 and published:
        return int(published[0]) - int(born[1])
    return None


def _is_grown(text: str, person: Person) -> bool:
    return any(
        _GROWN.search(text, max(0, start - _REACH), min(len(text), end + _REACH)) is not None
        for start, end in person.mentions
    )
