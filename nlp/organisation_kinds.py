"""The kinds of bodies: which words begin their names, and what must follow."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast, get_args

from domain.errors import BadRecord
from domain.extraction import OrganisationKind
from domain.text import place_tones
from nlp.wordlists import load_lines, load_words

Tail = Literal["free", "tie", "field", "name", "number"]

_MACROS: Final = {
    "{AND}": r"(?: ?[-–&,] ?(?:và )?| và | )",
    "{CENTRE}": r"(?:trung ương|t\. ?ư|tư|tw)",
    "{ASSOCIATION}": (
        r"(?:liên hiệp phụ nữ|lhpn|phụ nữ|nông dân|cựu chiến binh|ccb|chữ thập đỏ|ctđ|khuyến học|người cao tuổi|nct"
        r"|luật gia|nhà báo|nhà văn|sinh viên|liên hiệp thanh niên|lhtn|cựu thanh niên xung phong|cựu tnxp"
        r"|doanh nhân trẻ|đông y|cựu giáo chức|làm vườn|sinh vật cảnh|nạn nhân chất độc da cam(?:/ ?dioxin)?"
        r"|nnc[đd]dc(?:/ ?dioxin)?|văn học(?: ?[-–&,] ?| và | )nghệ thuật|liên hiệp văn học nghệ thuật|vhnt|vh-nt"
        r"|liên hiệp các hội khoa học(?: ?[-–&,] ?| và | )kỹ thuật|người mù|bảo vệ quyền trẻ em|kế hoạch hóa gia đình"
        r"|bảo trợ người khuyết tật(?: và trẻ mồ côi)?|thầy thuốc trẻ|doanh nghiệp nhỏ và vừa|tù yêu nước"
        r"|nữ trí thức|nữ doanh nhân|doanh nghiệp trẻ|doanh nghiệp|doanh nhân|người khuyết tật|thanh niên khuyết tật"
        r"|cựu quân nhân|cựu công an nhân dân|di sản văn hóa|khoa học lịch sử|nghệ sĩ sân khấu|mỹ thuật|y học|từ thiện"
        r"|đồng hương|hưu trí|thanh niên|bảo trợ (?:bệnh nhân nghèo|trẻ em|người nghèo)|bảo trợ"
        r"|văn nghệ dân gian)(?!\w)"
    ),
    "{LEVEL}": (
        r"(?:trung học phổ thông|trung học cơ sở(?: \(thcs\))?|phổ thông dân tộc (?:nội|bán) trú|ptdt ?(?:nội|bán) trú"
        r"|ptdtnt|ptdtbt|dân tộc nội trú|tiểu học|thpt|thcs|ptcs|ptth|th|mầm non|mẫu giáo|mn|mg|đại học|đh|cao đẳng"
        r"|cđ|trung cấp|chính trị|quốc học|sĩ quan|quân sự|dạy nghề|giáo dưỡng|cán bộ|phổ thông)(?!\w)"
    ),
    "{FORM}": (
        r"(?:trách nhiệm hữu hạn|tnhh|cổ phần|cp|hợp danh|một thành viên|mtv|hai thành viên|tm|đt|sx|xnk|tập đoàn"
        r"|liên doanh|tư vấn|đầu tư|thương mại|dịch vụ|sản xuất|xây dựng|phát triển|và|&|-)(?!\w)"
    ),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which names begin; `head` is matched on the lower-cased text with tones placed the old way.

    `capital`: the head must begin with a capital letter; otherwise a small letter is enough where a proper name or
    a named place follows ("công an huyện Mộc Châu", "trường Tiểu học Phà Đánh").
    """

    first: str
    head: re.Pattern[str]
    kind: OrganisationKind
    tail: Tail
    capital: bool


@cache
def load_rules() -> dict[str, tuple[Rule, ...]]:
    """Return the rules by the first word of their heads, in the order of the list."""
    rules: dict[str, list[Rule]] = {}
    for line in load_lines("organisation_heads"):
        front, _, rest = line.partition(" ::")
        kind, tail, letter, *words = front.split()
        if kind not in get_args(OrganisationKind) or tail not in get_args(Tail) or not words:
            raise BadRecord(f"organisation_heads: {line!r}")
        for name, pattern in _MACROS.items():
            rest = rest.replace(name, pattern)
        for word in words:
            head = re.compile(rf"{re.escape(word)}(?!\w){rest.strip(' ')}(?!\w)" if rest.strip() else re.escape(word))
            rule = Rule(word, head, cast(OrganisationKind, kind), cast(Tail, tail), letter == "Cap")
            rules.setdefault(word.split(".")[0], []).append(rule)
    return {word: tuple(group) for word, group in rules.items()}


@cache
def load_names() -> dict[str, tuple[tuple[re.Pattern[str], OrganisationKind], ...]]:
    """Return the bodies known by a bare name, by its first word in lower case."""
    names: dict[str, list[tuple[re.Pattern[str], OrganisationKind]]] = {}
    for line in load_lines("organisation_names"):
        kind, _, name = line.partition(" ")
        pattern = re.compile(re.escape(name) + r"(?!\w)")
        first = re.findall(r"[^\W\d_]+", name.lower())[0]
        names.setdefault(first, []).append((pattern, cast(OrganisationKind, kind)))
    return {first: tuple(sorted(group, key=lambda p: -len(p[0].pattern))) for first, group in names.items()}


@cache
def field_pattern() -> re.Pattern[str]:
    """Return the pattern of all fields of work, the longest first."""
    joined = [_MACROS["{AND}"].join(line.split(" + ")) for line in load_lines("organisation_sectors")]
    ordered = sorted(map(place_tones, joined), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(ordered)})(?!\w)")


@cache
def name_syllables() -> frozenset[str]:
    """Return the small-letter syllables that occur inside names of bodies."""
    return frozenset(place_tones(word) for word in load_words("organisation_words"))
