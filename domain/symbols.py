"""The grammar of document symbols: "661/KH-UBND", "34-CT/TW", "98/2023/NĐ-CP" and their misprints.

legal     NUM / YEAR / TYPE - ORG (- SUB)*, or NUM / YEAR / QH15
state     NUM / TYPE - ORG (- SUB)*
party     NUM - TYPE / ORG (- SUB)*      the separators swap places
dispatch  NUM / ORG (- SUB)+             no type code: an official letter
bare      NUM / ORG                      the type is lost
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from domain.symbol_tokens import PARTY_BODIES, PARTY_TYPE_NAMES, TYPE_NAMES, is_agency, is_type, read_token
from domain.text import normalise, unify

Family = Literal["state_admin", "legal", "party", "cong_van", "bare", "irregular"]

_PREFIX: Final = re.compile(r"^[^\d/]*?\bs[ốô]\s*[:.]?\s*", re.IGNORECASE)
# Cyrillic letters that look like Latin ones come from text recognition and copied addresses.
_CYRILLIC: Final = str.maketrans("АВЕКМНОРСТХУІ", "ABEKMHOPCTXYI")
_AROUND: Final = re.compile(r"\s*([/-])\s*")
_SPACES: Final = re.compile(r"\s+")
# "1O43", "l8": letters read for digits, only inside the number.
_NUMBER: Final = re.compile(r"(?=[OoIl]{0,4}\d)([\dOoIl]{1,5})([a-hA-H]?)(?=[/ -]|[A-ZĐa-zđ]{2})")
_BLANK: Final = re.compile(r"[\s._…]*(?=/)")
_YEAR: Final = re.compile(r"/((?:19|20)\d\d)(?=/)")
_PART: Final = re.compile(r"([/ -]?)([^\W\d_]{1,12}(?:&[^\W\d_]{1,4})?\d{0,2})")
_MAX_LENGTH: Final = 80
_DIGITS: Final = str.maketrans("OoIl", "0011")
_CENTRAL_BODIES: Final = ("TW", "VPTW", "BTCTW", "UBKTTW")
# A term of the Central Committee begins on the day after its congress closed (congresses IX to XIV), a term of the
# local committees in the autumn before.
_CENTRAL_TERMS: Final = ("2001-04-23", "2006-04-26", "2011-01-20", "2016-01-29", "2021-02-02", "2026-01-24")
_LOCAL_TERMS: Final = ("2000-10-01", "2005-10-01", "2010-10-01", "2015-10-01", "2020-10-01", "2025-10-01")


@dataclass(frozen=True, slots=True)
class Symbol:
    """One document symbol in canonical form; `number` is None for a draft ("Số: /KH-UBND").

    `type_code` is None where the symbol prints no type; `year` is the year inside a legal symbol.
    """

    canonical: str
    family: Family
    number: str | None
    type_code: str | None
    organisation: str
    year: int | None = None

    @property
    def type_name(self) -> str | None:
        """The Vietnamese name of the type, None where only the noun before the symbol can tell."""
        if self.family == "cong_van":
            return "Công văn"
        if self.type_code is None:
            return None
        party = PARTY_TYPE_NAMES.get(self.type_code) if self.family == "party" else None
        return party or TYPE_NAMES[self.type_code]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Separators and canonical tokens after the number, and the year of a legal symbol."""

    number: str | None
    year: str | None
    separators: tuple[str, ...]
    tokens: tuple[str, ...]


def canonical(text: str) -> str | None:
    """Return the canonical form of a printed symbol, None when it is none: "60/NQ-TW" -> "60-NQ/TW"."""
    symbol = read_symbol(text)
    return None if symbol is None else symbol.canonical


def read_symbol(text: str) -> Symbol | None:
    """Read a whole printed symbol, misprints included; None when the text does not follow the grammar.

    An impossible year ("151/2028/TT-BQP") is kept as printed: a person decides.
    """
    if len(text) > _MAX_LENGTH:
        return None
    parts = _split(_clean(text))
    if parts is None:
        return None
    if parts.year is not None:
        return _legal(parts)
    if not parts.separators[0].strip():
        parts = _with_first_separator(parts)
    if parts.separators[0] == "/":
        return _after_slash(parts)
    return _after_dash(parts)


def _clean(text: str) -> str:
    unified = unify(normalise(text)).translate(_CYRILLIC).replace("_", "-")
    unified = unified.replace("T.Ư", "TƯ").replace("T.W", "TW").replace("TTg.", "TTg")
    unified = _PREFIX.sub("", unified, count=1)
    return _SPACES.sub(" ", _AROUND.sub(r"\1", unified)).strip(" .,;:()")


def _split(text: str) -> _Parts | None:
    number = _NUMBER.match(text)
    at = number.end() if number else 0
    if number is None:
        blank = _BLANK.match(text)
        if blank is None:
            return None
        at = blank.end()
    year = _YEAR.match(text, at)
    at = year.end() if year else at
    separators: list[str] = []
    tokens: list[str] = []
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return None
        separators.append(part[1])
        tokens.append(read_token(part[2]))
        at = part.end()
    # Only the first separator may be lost altogether ("661KH-UBND").
    if not tokens or "" in separators[1:]:
        return None
    return _Parts(_pad(number) if number else None, year[1] if year else None, tuple(separators), tuple(tokens))


def _pad(number: re.Match[str]) -> str:
    digits = number[1].translate(_DIGITS).lstrip("0") or "0"
    return digits.rjust(2, "0") + number[2].lower()


def _with_first_separator(parts: _Parts) -> _Parts:
    """Put back a lost first separator: "84 QĐ/TWĐTN" is in Party style, "661KH-UBND" in state style."""
    party = len(parts.separators) > 1 and parts.separators[1] == "/"
    return _Parts(parts.number, None, ("-" if party else "/", *parts.separators[1:]), parts.tokens)


def _legal(parts: _Parts) -> Symbol:
    tokens = parts.tokens
    year = int(parts.year or 0)
    lead = f"{parts.number or ''}/{parts.year}/"
    one_body = len(tokens) == 1 and is_agency(tokens[0]) and not is_type(tokens[0])
    typed = len(tokens) > 1 and is_type(tokens[0]) and "/" not in parts.separators[1:]
    if not (one_body or typed):
        code = next(filter(is_type, tokens), None)
        return Symbol(lead + _printed(parts)[1:], "irregular", parts.number, code, "-".join(tokens), year)
    code = tokens[0] if typed else None
    return Symbol(lead + "-".join(tokens), "legal", parts.number, code, "-".join(tokens[1:] or tokens), year)


def _after_slash(parts: _Parts) -> Symbol | None:
    tokens, number = parts.tokens, parts.number
    if "/" in parts.separators[1:] or (len(tokens) == 1 and is_type(tokens[0])):
        return _irregular(parts)
    if is_type(tokens[0]):
        if tokens[1] in PARTY_BODIES:
            return _party(parts)
        return Symbol(f"{number or ''}/" + "-".join(tokens), "state_admin", number, tokens[0], "-".join(tokens[1:]))
    if number is None:
        return None
    family: Family = "bare" if len(tokens) == 1 else "cong_van"
    return Symbol(f"{number}/" + "-".join(tokens), family, number, None, "-".join(tokens))


def _after_dash(parts: _Parts) -> Symbol | None:
    tokens = parts.tokens
    if parts.number is None or len(tokens) < 2 or not is_type(tokens[0]):
        return _irregular(parts) if len(tokens) > 1 else None
    if parts.separators[1] == "/" and "/" not in parts.separators[2:]:
        return _party(parts)
    if parts.separators[1] == "-" and tokens[1] in PARTY_BODIES:
        return _party(parts)
    if "/" not in parts.separators[1:]:
        slashed = _Parts(parts.number, None, ("/", *parts.separators[1:]), tokens)
        return _after_slash(slashed)
    return _irregular(parts)


def _party(parts: _Parts) -> Symbol:
    code, organisation = parts.tokens[0], "-".join(parts.tokens[1:])
    return Symbol(f"{parts.number or ''}-{code}/{organisation}", "party", parts.number, code, organisation)


def _irregular(parts: _Parts) -> Symbol | None:
    if parts.number is None:
        return None
    code = next(filter(is_type, parts.tokens), None)
    rest = "-".join(token for token in parts.tokens if token != code)
    return Symbol(parts.number + _printed(parts), "irregular", parts.number, code, rest)


def _printed(parts: _Parts) -> str:
    pairs = zip(parts.separators, parts.tokens, strict=True)
    return "".join((separator.strip() or "-") + token for separator, token in pairs)


def document_key(symbol: Symbol, issuer: str | None, date: str | None) -> tuple[str, str, str, str]:
    """Return what tells one real document from another: issuer, type, number, year or Party term.

    Numbers restart every year for the state and every five-year term for the Party: 34-CT/TW is one directive
    of 2014 and another of 2024. Unknown parts are "?".
    """
    kind = symbol.type_code or symbol.type_name or "?"
    if symbol.year is not None:
        period = str(symbol.year)
    elif date is None:
        period = "?"
    elif symbol.family == "party":
        period = party_term(date, central=symbol.organisation.split("-")[0].startswith(_CENTRAL_BODIES))
    else:
        period = date[:4]
    return (issuer or "?", kind, symbol.number or "?", period)


def party_term(date: str, *, central: bool) -> str:
    """Return the Party term an ISO date lies in, such as "term 2021"; the bare year before the first known term.

    `central` tells the Central Committee and its bodies from local committees.
    """
    starts = [start for start in (_CENTRAL_TERMS if central else _LOCAL_TERMS) if start <= date]
    return f"term {starts[-1][:4]}" if starts else date[:4]
