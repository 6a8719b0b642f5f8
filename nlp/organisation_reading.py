"""Reading one body's name at an offset: its head, its own name or field, the place or body it belongs to."""

import re
from collections.abc import Sequence
from typing import Final

from domain.extraction import OrganisationKind, UnitMention
from domain.text import place_tones
from nlp.organisation_kinds import Rule, field_pattern, load_names, load_rules, name_syllables
from nlp.place_grammar import UPPER
from nlp.printed_words import small_letters
from nlp.wordlists import load_lines, load_words

Body = tuple[int, OrganisationKind]  # where it ends, and what it is
# Portals glue the name of a file to what follows: "KE HOACH.pdfphòng Thi đua".
_GLUED: Final = r"(?:pdf|docx?|xlsx?|rar|zip)"
_FIRST: Final = re.compile(
    rf"(?:(?<!\w)(?!(?<=\.){_GLUED}[^\W\d_])|(?<=\.(?:pdf|doc|xls|rar|zip))|(?<=\.(?:docx|xlsx)))[^\W\d_]+"
)
# Fields in short: "GD-ĐT", "GD&ĐT", "LĐ-TB&XH", "VH, TT & DL".
_SHORT: Final = re.compile(
    r"(?!(?:TP|UBND|HĐND|MTTQ)\b)[A-ZĐ]{2,}(?:(?: ?[-–&] ?|, ?(?=[A-ZĐ]{2,} ?&))[A-ZĐ]{1,6})*(?!\w)"
)
_CENTRE: Final = re.compile(
    r"(?:trung ương|t\. ?ư|tw|tư)(?: đảng| đoàn| hội)?(?!\w)|(?:việt nam|vn|nhà nước|chính phủ|quốc hội|quốc gia"
    r"|miền (?:bắc|trung|nam)|phía (?:bắc|nam)|cơ sở \d|khu vực [ivx\d]+|khối \w+|trung tâm(?! [a-zđ]))(?!\w)"
)
_LEVEL: Final = re.compile(
    r"(?:tỉnh|thành phố|tp|huyện|quận|thị xã|tx|xã|phường|thị trấn|đặc khu)(?!\w)(?! (?:hội|đoàn|ủy)(?!\w))"
)
_LEVEL_KINDS: Final = {
    "tỉnh": "province", "thành phố": "province", "tp": "province", "huyện": "district", "quận": "district",
    "thị xã": "district", "tx": "district", "xã": "commune", "phường": "commune", "thị trấn": "commune",
    "đặc khu": "commune",
}  # fmt: skip
_NUMBER: Final = re.compile(r" (?:số )?[\dIVX]+[A-ZĐ]?(?!\w)")
_QUOTED: Final = re.compile(r' ?"[^"\n]{2,40}"')
_TOKEN: Final = re.compile(
    rf" {{1,2}}(?:(?P<cap>[{UPPER}][\w']*(?:[.-][{UPPER}]\w*)*)|(?P<low>[^\W\d_]+)|(?P<num>\d{{1,3}}(?![\w/.,]\d|\w)))"
)
_JOIN: Final = re.compile(rf"(?: ?[-–&] ?| và )(?=[{UPPER}])| và (?=[^\W\d_])|/(?=[{UPPER}])")
_TITLE: Final = re.compile(
    r"(?:chủ tịch|bí thư|giám đốc|trưởng|hiệu phó|chánh|phó|chủ nhiệm|viên|tư lệnh|chính ủy|thủ trưởng|tgđ|gđ|cán bộ)"
    r"(?: [^\W\d_]+){0,3} $"
)
_KINH_SURNAMES: Final = frozenset(place_tones(w).lower() for line in load_lines("surnames")[:2] for w in line.split())
_COMMON_SURNAMES: Final = _KINH_SURNAMES - {"văn", "thân"}
_SURNAMES: Final = frozenset(place_tones(w).lower() for w in load_words("surnames"))
_MIDDLES: Final = frozenset("a văn thị thị y".split())
# Fields only from the list after these: "Bộ Luật", "phòng Lan" are no bodies.
_LISTED_FIELDS_ONLY: Final = frozenset({"bộ", "phòng", "sở", "ty", "công"})
_NOT_FIELDS: Final = frozenset(
    """chấp thường cán bí giám tổ liên mặt đêm ngày chủ đại đông hè mùa xuân án tai việc trưởng phó nhạc thu nữ bầu đón
    lễ vận""".split()
)
# "Báo Công an TP.HCM", "Chi nhánh Ngân hàng X": another body's name may follow.
_NAMED_AFTER_BODIES: Final = frozenset({"báo", "tạp", "chi", "ban"})
_NUMBERED: Final = frozenset("đội sở số vực khoa đoàn".split())
_PLURALS: Final = frozenset("các những mọi nhiều từng".split())
_SMALL_NAMES: Final = frozenset({"trung", "viện", "cung", "xí", "nhà", "ngân", "công", "tổng", "tập"})
# "Cục hải quan": the field may be printed small.
_SMALL_FIELDS: Final = frozenset({"cục", "chi", "tổng"})
# First syllables that are the end of another word: "cán bộ", "quốc phòng", "Hải Phòng", "nhà báo".
_INSIDE: Final = {
    "bộ": frozenset("cán đảng chi nội đội liên toàn tiến tuần đồng cục bách".split()),
    "phòng": frozenset("hải quốc biên văn tuyển phụ dự đề căn nhà phong".split()),
    "báo": frozenset("nhà thông cảnh tình tin khai họp quảng dự".split()),
    "sở": frozenset("cơ trụ công khổ".split()),
    "ban": frozenset("huy lạm".split()),
    "hội": frozenset("xã cơ quốc lễ đại dạ vũ ngày giáo chi vụ".split()),
    "vụ": frozenset("nhiệm dịch nghiệp nghĩa công tác nội phục thời".split()),
    "chi": frozenset("thu".split()),
    "đoàn": frozenset("tập".split()),
    "công": frozenset("thủ thành bất".split()),
    "thanh": frozenset("âm".split()),
    "đồn": frozenset("tin".split()),
    "thuế": frozenset("cục miễn nộp tiền chi".split()),
    "chính": frozenset("hành tài".split()),
    "trung": frozenset("tập".split()),
}
_MOST_TOKENS: Final = 14
_SCHOOL_TALK: Final = re.compile(r"(?:đại học|đh|đhqg|học viện|cao đẳng|cđ|cán bộ|trung cấp|dạy nghề|sĩ quan)")


class BodyReader:
    """One page's text with its places, ready to be read at any offset."""

    def __init__(self, text: str, units: Sequence[UnitMention]) -> None:
        self.text = text
        self.lower = small_letters(text)
        self._unit_at = {unit.start: unit for unit in units}
        self._rules = load_rules()
        self._names = load_names()
        self._field_pattern = field_pattern()
        self._syllables = name_syllables()

    def bodies(self) -> list[tuple[int, int, OrganisationKind]]:
        """Return start, end and kind of every body in text order, none inside another."""
        found: list[tuple[int, int, OrganisationKind]] = []
        at = 0
        for match in _FIRST.finditer(self.lower):
            start, word = match.start(), match[0]
            if start < at or (word not in self._rules and word not in self._names):
                continue
            body = self._body_at(start, word)
            if body is not None:
                at = body[0]
                found.append((start, *body))
        return found

    def _body_at(self, start: int, word: str, depth: int = 0) -> Body | None:
        before = _previous_word(self.lower, start) if depth == 0 else ""
        if before in _INSIDE.get(word, ()):
            return None
        named = before in _KINH_SURNAMES and self.text[start - len(before) - 1].isupper()
        for rule in self._rules.get(word, ()):
            head = rule.head.match(self.lower, start)
            if head is None or (named and head.end() == start + len(word)):
                continue  # "Thân Quỹ Mùi" is a person
            if end := self._complete(rule, start, head.end(), depth):
                return end, rule.kind
        for pattern, kind in self._names.get(word, ()):
            name = pattern.match(self.text, start)
            if name:
                return self._tie(name.end(), depth)[0], kind
        return None

    def _complete(self, rule: Rule, start: int, end: int, depth: int) -> int | None:
        """Return where the name ends, or None where what must follow does not."""
        capital = self.text[start].isupper()
        if rule.capital and not capital:
            return None
        own = self._own_end(rule, start, end, depth)
        if own is None:
            return None
        last, proper = self._tie(own, depth)
        if rule.tail == "tie" and last == own:
            return None
        if not capital and not proper and _previous_word(self.lower, start) in _PLURALS:
            return None
        if not capital and not proper and not _has_capital(self.text, start, own):
            return None
        return last

    def _own_end(self, rule: Rule, start: int, end: int, depth: int) -> int | None:
        if rule.tail == "name":
            return self._own_name(rule, start, end, depth)
        if rule.tail == "field":
            return self._field(rule, start, end, depth)
        if rule.tail == "number":
            number = _NUMBER.match(self.text, end)
            return number.end() if number else None
        return end

    # -- what a body belongs to ----------------------------------------------------------------------------------

    def _tie(self, end: int, depth: int) -> tuple[int, bool]:
        """Return the end after places, levels and superior bodies that follow, and whether one of them is a name."""
        proper = False
        for _ in range(4):
            at = self._gap(end)
            if at is None:
                break
            unit = self._unit_at.get(at)
            if unit is not None:
                return unit.end, True
            centre = _CENTRE.match(self.lower, at)
            if centre and (self.text[at].isupper() or centre[0][0] in "tmpck"):
                end = centre.end()
                proper = proper or self.text[at].isupper()
                continue
            superior = self._superior(at, depth)
            if superior is not None:
                return superior, True
            level = _LEVEL.match(self.lower, at)
            if level is None or self.lower.endswith(" ủy", 0, end):
                break
            end = level.end()
            break
        return end, proper

    def _superior(self, at: int, depth: int) -> int | None:
        if depth >= 3:
            return None
        word = _FIRST.match(self.lower, at)
        body = self._body_at(at, word[0], depth + 1) if word and word[0] in self._rules else None
        return body[0] if body else None

    def _gap(self, end: int) -> int | None:
        """Return where the next word begins after a blank or two, or None."""
        at = end
        while at < len(self.text) and at - end < 3 and self.text[at] == " ":
            at += 1
        return at if end < at < len(self.text) and self.text[at].isalnum() else None

    # -- fields of work ------------------------------------------------------------------------------------------

    def _field(self, rule: Rule, start: int, end: int, depth: int) -> int | None:
        at = self._gap(end)
        if at is None or at in self._unit_at:
            return None
        if self.text[at].isupper():
            short = _SHORT.match(self.text, at)
            if short:
                return short.end()
        field = self._field_pattern.match(self.lower, at)
        if field and (self.text[at].isupper() or (self.text[start].isupper() and rule.first in _SMALL_FIELDS)):
            return field.end()
        listed = rule.first in _LISTED_FIELDS_ONLY or not self.text[start].isupper()
        word = _FIRST.match(self.lower, at)
        if listed or word is None or word[0] in _NOT_FIELDS:
            return None
        return self._own_name(rule, start, end, depth)

    # -- names of their own --------------------------------------------------------------------------------------

    def _own_name(self, rule: Rule, start: int, end: int, depth: int) -> int | None:
        """Return the end of the capitals and known small syllables that follow; None where no name follows."""
        quoted = _QUOTED.match(self.text, end)
        if quoted:
            return quoted.end()
        at = self._gap(end)
        if rule.first in _NAMED_AFTER_BODIES and at is not None and (superior := self._superior(at, depth)):
            return superior
        capital = self.text[start].isupper()
        titled = bool(_TITLE.search(self.lower, max(0, start - 40), start))
        words = rule.kind != "school" or bool(_SCHOOL_TALK.search(self.lower, start, end))
        taken: list[str] = []
        field = self._field_pattern.match(self.lower, at) if words and at is not None and capital else None
        if field and self.text[field.end() : field.end() + 1] != "/":
            taken = self.text[at : field.end()].split()
            end = field.end()
        while len(taken) < _MOST_TOKENS:
            unit = self._unit_at.get(self._gap(end) or -1)
            if unit is not None and (unit.end - unit.start > 1):
                return unit.end
            joined = self._joined(end, words) if taken else None
            if joined is not None:
                end = joined
                continue
            token = _TOKEN.match(self.text, end)
            if (
                token is None
                or (taken and _CENTRE.match(self.lower, token.end() - len(token[0].lstrip())))
                or not self._takes(token, taken, words=words, titled=titled)
            ):
                break
            taken.append(token[0].strip())
            end = token.end()
        return end if self._is_name(taken, rule, capital) else None

    def _takes(self, token: re.Match[str], taken: list[str], *, words: bool, titled: bool) -> bool:
        """Whether the token goes on with the name."""
        if token["low"]:
            return words and place_tones(token["low"]) in self._syllables
        if token["num"]:
            return bool(taken) and (taken[-1][0].isupper() or taken[-1] in _NUMBERED)
        begins_person = self._begins_person(token)
        after_word = bool(taken) and taken[-1][0].islower()
        return not (begins_person and taken and titled and (after_word or len(taken) >= 2))

    def _begins_person(self, token: re.Match[str]) -> bool:
        """Whether a surname stands here and a given name, or a middle syllable, behind it."""
        follows = _TOKEN.match(self.text, token.end())
        if not follows or not follows["cap"]:
            return False
        surname = place_tones(token["cap"].lower())
        return surname in _COMMON_SURNAMES or (surname in _SURNAMES and follows["cap"].lower() in _MIDDLES)

    def _joined(self, end: int, words: bool) -> int | None:
        """Return where the token after "và", "-" or "&" ends when the name goes on there, else None."""
        join = _JOIN.match(self.text, end)
        if join is None or (join[0] == " và " and not words):
            return None
        at = join.end()
        word = _FIRST.match(self.lower, at)
        if word is None or at in self._unit_at:
            return None
        if self.text[at].islower() and (not words or word[0] not in self._syllables):
            return None
        if join[0] == " và " and word[0] in self._rules and self._body_at(at, word[0], 2):
            return None
        return word.end()

    def _is_name(self, taken: Sequence[str], rule: Rule, capital: bool) -> bool:
        if not taken:
            return False
        if any(word[0].isupper() for word in taken):
            return capital or taken[0][0].isupper()
        return capital and len(taken) >= 2 and rule.first in _SMALL_NAMES


def _previous_word(lower: str, at: int) -> str:
    match = re.search(r"([^\W\d_]+) $", lower[max(0, at - 10) : at])
    return match[1] if match else ""


def _has_capital(text: str, start: int, end: int) -> bool:
    return any(character.isupper() for character in text[start:end])
