"""Reading one body's name at an offset: its head, its own name or field, the place or body it belongs to."""

import re
from collections.abc import Sequence
from typing import Final

from domain.extraction import OrganisationKind, UnitMention
from domain.text import place_tones
from nlp.lowering import lower_unified
from nlp.organisation_kinds import Rule, field_pattern, load_names, load_rules, name_syllables
from nlp.organisation_lexicon import (
    COMMITTEES,
    COMMON_SURNAMES,
    INSIDE,
    LISTED_FIELDS_ONLY,
    MIDDLES,
    NAMED_AFTER_BODIES,
    NOT_FIELDS,
    NUMBERED,
    OFFICE_BEFORE_COMMITTEE,
    PLURALS,
    SMALL_NAMES,
    SURNAMES,
    countries,
    takes_small,
)
from nlp.organisation_starts import FIRST, first_words
from nlp.place_grammar import UPPER
from nlp.press import press_end
from nlp.printed_words import KINH_SURNAMES

Body = tuple[int, OrganisationKind]  # where it ends, and what it is
# Fields in short: "GD-ĐT", "GD&ĐT", "LĐ-TB&XH", "VH, TT & DL".
_SHORT: Final = re.compile(
    r"(?!(?:TP|UBND|HĐND|MTTQ)\b)[A-ZĐ]{2,}(?:(?: ?[-–&] ?|, ?(?=[A-ZĐ]{2,} ?&))[A-ZĐ]{1,6})*(?!\w)"
)
_CENTRE: Final = re.compile(
    r"(?:trung ương|t\. ?ư|tw|tư)(?: đảng| đoàn| hội)?(?!\w)|(?:việt nam|vn|nhà nước|chính phủ|quốc hội|quốc gia"
    r"|miền (?:bắc|trung|nam)|phía (?:bắc|nam)|cơ sở \d|khu vực [ivx\d]+|khối \w+|trung tâm(?! [a-zđ]))(?!\w)"
)
_IN_SHORT: Final = re.compile(r" \([A-ZĐƯ][A-ZĐƯ&.-]{1,12}\)(?= )")  # "Hội Liên hiệp Phụ nữ (LHPN) xã"
_LEVEL: Final = re.compile(
    r"(?:tỉnh|thành phố|tp|huyện|quận|thị xã|tx|xã|phường|thị trấn|đặc khu)(?!\w)(?! (?:hội|đoàn|ủy)(?!\w))"
)
_NUMBER: Final = re.compile(r" (?:số )?[\dIVX]+[A-ZĐ]?(?!\w)")
_QUOTED: Final = re.compile(r' ?"[^"\n]{2,40}"')
_TOKEN: Final = re.compile(
    rf" {{1,2}}(?:(?P<cap>[{UPPER}][\w']*(?:[.-][{UPPER}]\w*)*)|(?P<low>[^\W\d_]+)|(?P<num>\d{{1,3}}(?![\w/.,]\d|\w)))"
)
_JOIN: Final = re.compile(rf"(?: ?[-–&] ?| và )(?=[{UPPER}])| và (?=[^\W\d_])|/(?=[{UPPER}])")
_CAMPUS: Final = re.compile(r" \d(?=[,.;:)\n]|$)")  # "Trường Đại học Sư phạm Hà Nội 2"
_AND: Final = re.compile(r" (?:và|&) ")
# "Tổng Công ty Việt Thắng - Công ty cổ phần", "Công ty May Hoa Ban - CTCP"
_FORM_BEHIND: Final = re.compile(r" ?- ?(?:ctcp|công ty (?:cổ phần|cp|tnhh(?: mtv| một thành viên)?))(?!\w)")
_TITLE: Final = re.compile(
    r"(?:chủ tịch|bí thư|giám đốc|trưởng|hiệu phó|chánh|phó|chủ nhiệm|viên|tư lệnh|chính ủy|thủ trưởng|tgđ|gđ|cán bộ)"
    r"(?: [^\W\d_]+){0,3} $"
)
_MOST_TOKENS: Final = 14
_TALK_REACH: Final = 10  # into the name: "Trường Văn hóa I", "Trường Đào tạo cán bộ"
_SCHOOL_TALK: Final = re.compile(
    r"(?:văn hóa|đào tạo|bồi dưỡng|nghiệp vụ|kỹ thuật|công nhân|nuôi dạy|đại học|đh|đhqg|học viện|cao đẳng|cđ|cán bộ"
    r"|trung cấp|dạy nghề|sĩ quan)"
)


class BodyReader:
    """One page's text with its places, ready to be read at any offset."""

    def __init__(self, text: str, units: Sequence[UnitMention]) -> None:
        self.text = text
        self.lower = lower_unified(text)
        self._unit_at = {unit.start: unit for unit in units}
        self._rules = load_rules()
        self._names = load_names()
        self._field_pattern = field_pattern()
        self._syllables = name_syllables()

    def bodies(self) -> list[tuple[int, int, OrganisationKind]]:
        """Return start, end and kind of every body in text order, none inside another."""
        found: list[tuple[int, int, OrganisationKind]] = []
        at = 0
        for start, word in first_words(self.text, self.lower, self._rules.keys() | self._names.keys()):
            if start < at:
                continue
            body = self._body_at(start, word)
            if body is not None:
                at = body[0]
                found.append((start, *body))
        return found

    def _body_at(self, start: int, word: str, depth: int = 0) -> Body | None:
        if self._is_office(start):
            return None
        before = _previous_word(self.lower, start) if depth == 0 else ""
        if before in INSIDE.get(word, ()):
            return None
        named = before in KINH_SURNAMES and self.text[start - len(before) - 1].isupper()
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

    def _is_office(self, start: int) -> bool:
        before = OFFICE_BEFORE_COMMITTEE
        return self.lower.startswith(COMMITTEES, start) and self.lower.endswith(before, 0, start)

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
        if not capital and not proper and _previous_word(self.lower, start) in PLURALS:
            return None
        if not capital and not proper and not _has_capital(self.text, start, own):
            return None
        return last

    def _own_end(self, rule: Rule, start: int, end: int, depth: int) -> int | None:
        if rule.first == "báo" and (at := self._gap(end)) is not None:
            paper = press_end(self.text, self.lower, at)
            if paper is not None:
                return paper
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
        short = _IN_SHORT.match(self.text, end)
        if short and self._tie(short.end(), depth)[0] > short.end():
            end = short.end()
        for _ in range(4):
            at = self._gap(end)
            if at is None:
                break
            unit = self._unit_at.get(at)
            if unit is not None:
                return unit.end, True
            centre = self._centre(at)
            if centre and (self.text[at].isupper() or centre[0][0] in "tmpck"):
                end = centre.end()
                proper = proper or self.text[at].isupper()
                continue
            superior = self._superior(at, depth)
            if superior is not None:
                return superior, True
            level = _LEVEL.match(self.lower, at)
            if level is None or (self.lower.endswith(" ủy", 0, end) and not self.lower.endswith("đảng ủy", 0, end)):
                break
            end = level.end()
            break
        return end, proper

    def _centre(self, at: int) -> re.Match[str] | None:
        """Match the centre, Vietnam or another country at `at`; the "tư" of "đầu tư" is none."""
        centre = _CENTRE.match(self.lower, at)
        if centre and centre[0] in ("tư", "tw", "vn") and self.text[at].islower():
            return None
        return centre or countries().match(self.text, at)

    def _superior(self, at: int, depth: int) -> int | None:
        if depth >= 3:
            return None
        if self.lower.startswith("cơ quan ", at):
            at += len("cơ quan ")  # "Hội Cựu chiến binh cơ quan BHXH Việt Nam"
        word = FIRST.match(self.lower, at)
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
        if field and (self.text[at].isupper() or (self.text[start].isupper() and takes_small(rule.first, field[0]))):
            also = _AND.match(self.lower, field.end())
            more = self._field_pattern.match(self.lower, also.end()) if also else None
            return (more or field).end()
        listed = rule.first in LISTED_FIELDS_ONLY or not self.text[start].isupper()
        word = FIRST.match(self.lower, at)
        if listed or word is None or word[0] in NOT_FIELDS:
            return None
        return self._own_name(rule, start, end, depth)

    # -- names of their own --------------------------------------------------------------------------------------

    def _own_name(self, rule: Rule, start: int, end: int, depth: int) -> int | None:
        """Return the end of the capitals and known small syllables that follow; None where no name follows."""
        quoted = _QUOTED.match(self.text, end)
        if quoted:
            return quoted.end()
        at = self._gap(end)
        if rule.first in NAMED_AFTER_BODIES and at is not None and (superior := self._superior(at, depth)):
            return superior
        capital = self.text[start].isupper()
        titled = bool(_TITLE.search(self.lower, max(0, start - 40), start))
        words = rule.kind != "school" or bool(_SCHOOL_TALK.search(self.lower, start, end + _TALK_REACH))
        end, taken = self._field_first(end, at if words and capital else None)
        while len(taken) < _MOST_TOKENS:
            unit = self._unit_at.get(self._gap(end) or -1)
            if unit is not None and (unit.end - unit.start > 1):
                number = _CAMPUS.match(self.text, unit.end)
                return number.end() if number else unit.end
            joined = self._joined(end, words) if taken else None
            if joined is not None:
                end = joined
                continue
            token = _TOKEN.match(self.text, end)
            if (
                token is None
                or (taken and self._centre(token.end() - len(token[0].lstrip())))
                or not self._takes(token, taken, words=words, titled=titled)
            ):
                break
            taken.append(token[0].strip())
            end = token.end()
        form = _FORM_BEHIND.match(self.lower, end) if rule.kind == "enterprise" else None
        return (form.end() if form else end) if self._is_name(taken, rule, capital) else None

    def _field_first(self, end: int, at: int | None) -> tuple[int, list[str]]:
        """Return the end of the field of work that begins a name, with its words; `end` and none without one."""
        field = self._field_pattern.match(self.lower, at) if at is not None else None
        if field is None or self.text[field.end() : field.end() + 1] == "/":
            return end, []
        return field.end(), self.text[at : field.end()].split()

    def _takes(self, token: re.Match[str], taken: list[str], *, words: bool, titled: bool) -> bool:
        """Whether the token goes on with the name."""
        if token["low"]:
            return words and place_tones(token["low"]) in self._syllables
        if token["num"]:
            closed = self.text[token.end() : token.end() + 1] in ("", ",", ";", ".", ")", "\n")
            return bool(taken) and (closed or taken[-1][0].isupper() or taken[-1] in NUMBERED)
        begins_person = self._begins_person(token)
        after_word = bool(taken) and taken[-1][0].islower()
        return not (begins_person and taken and titled and (after_word or len(taken) >= 2))

    def _begins_person(self, token: re.Match[str]) -> bool:
        """Whether a surname stands here and a given name, or a middle syllable, behind it."""
        follows = _TOKEN.match(self.text, token.end())
        if not follows or not follows["cap"]:
            return False
        surname = place_tones(token["cap"].lower())
        return surname in COMMON_SURNAMES or (surname in SURNAMES and follows["cap"].lower() in MIDDLES)

    def _joined(self, end: int, words: bool) -> int | None:
        """Return where the token after "và", "-" or "&" ends when the name goes on there, else None."""
        join = _JOIN.match(self.text, end)
        if join is None or (join[0] == " và " and not words) or _FORM_BEHIND.match(self.lower, end):
            return None
        at = join.end()
        word = FIRST.match(self.lower, at)
        if word is None or at in self._unit_at:
            return None
        if self.text[at].islower() and (not words or word[0] not in self._syllables):
            return None
        if ("và" in join[0] or "-" in join[0]) and word[0] in self._rules and self._body_at(at, word[0], 2):
            return None
        return word.end()

    def _is_name(self, taken: Sequence[str], rule: Rule, capital: bool) -> bool:
        if not taken:
            return False
        if any(word[0].isupper() for word in taken):
            return capital or taken[0][0].isupper()
        return capital and len(taken) >= 2 and rule.first in SMALL_NAMES


def _previous_word(lower: str, at: int) -> str:
    match = re.search(r"([^\W\d_]+) $", lower[max(0, at - 10) : at])
    return match[1] if match else ""


def _has_capital(text: str, start: int, end: int) -> bool:
    return any(character.isupper() for character in text[start:end])
