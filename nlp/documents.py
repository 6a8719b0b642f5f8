"""Document references of one page: symbol, type, date, issuer, subject; issued here or cited."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from domain.extraction import DateMention, DocumentReference, OrganisationMention
from domain.symbols import Symbol
from nlp.document import Document
from nlp.document_dates import date_after, date_before, date_of_clause, date_of_letterhead, day_in_year, labelled_dates
from nlp.document_names import Named, find_short, find_unnumbered
from nlp.document_words import Noun, body_before, is_cited, issuing_verb, read_body, read_law, read_noun
from nlp.lowering import lowered
from nlp.symbols import SymbolMention, find_symbols, restore_symbol

BY: Final = "documents@1"
__all__ = ["find_documents", "restore_symbol"]
_OF: Final = re.compile(r"[\s,(]{0,3}(?:ngày\s)?của\s{1,3}(?:đồng\schí\s)?")
# Where the subject begins: "về việc ...", "V/v ...", a quoted title, or a verb right after the reference.
_ABOUT: Final = re.compile(
    r"[\s,)]{0,3}(?:(?:về(?:\sviệc)?|v/v)[\s:]{1,3}|(?=[\"“])|(?=(?:quy\sđịnh|hướng\sdẫn|phê\sduyệt|xây\sdựng|triển\skhai|tổ\schức"
    r"|tuyên\struyền|sửa\sđổi|bổ\ssung|thực\shiện|trao\stặng|tặng|khen|công\sbố|bồi\sdưỡng|yêu\scầu|ban\shành|tiếp\stục|tăng\scường)\s))"
)
_SUBJECT_END: Final = re.compile(r"[;\n]|\.(?=\s|$)|(?<=[\"”])[\s,.]")
_HEADER_LINES: Final = 3
_SUBJECT_LENGTH: Final = 260
_LEVEL: Final = r"\s+(tỉnh|thành phố|huyện|thị xã|quận|xã|phường|TP)(?!\w)"
# Verbs whose day is the day of the document; a decision is "công bố" later.
_DATING_VERBS: Final = ("ban hành", "ký", "ra", "gửi", "có", "phát đi", "công bố")


_ByNumber = dict[tuple[str | None, str], list[DocumentReference]]


@dataclass(frozen=True, slots=True)
class _Scene:
    """One page with everything a reference is read from."""

    document: Document
    text: str
    lower: str
    dates: Sequence[DateMention]
    organisations: Sequence[OrganisationMention]


def find_documents(
    document: Document, dates: Sequence[DateMention], organisations: Sequence[OrganisationMention] = ()
) -> tuple[DocumentReference, ...]:
    """Return every mention of a document in order; repeated mentions share their date.

    `dates` and `organisations` are the page's own, in order. A short name ("Thông tư 02") carries the full symbol
    when the page prints it; otherwise its number alone, family "bare". Documents without number have symbol None.
    """
    scene = _Scene(document, document.unified, lowered(document), dates, organisations)
    symbols = find_symbols(document)
    found = [_from_symbol(scene, mention) for mention in symbols]
    full = _by_number(found)
    found.extend(_from_name(scene, named, full) for named in find_short(scene.text, scene.lower))
    found.extend(_from_name(scene, named, {}) for named in find_unnumbered(scene.text, organisations))
    return tuple(_share_dates(_with_labels(scene, _apart(found))))


def _apart(found: Sequence[DocumentReference]) -> list[DocumentReference]:
    """Order the references and drop those inside another; symbols come first."""
    kept: list[DocumentReference] = []
    for one in sorted(found, key=lambda one: (one.start, one.symbol is None, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _from_symbol(scene: _Scene, mention: SymbolMention) -> DocumentReference:
    symbol = mention.symbol
    noun = read_noun(scene.lower, mention.start)
    if noun.type is None and symbol.family == "legal" and symbol.type_name is None:
        noun = read_law(scene.lower, mention.start) or noun
    role, verb = _role(scene, noun.start)
    if verb is None and symbol.family in ("legal", "bare", "irregular"):
        role = "cited"
    dated = _date(scene, mention, noun, verb)
    body_at, issuer = _issuer(scene, mention, dated, verb, noun)
    subject_start, subject_end = _subject(scene, body_at)
    committee = _body_elsewhere(scene, mention.foreign)
    damaged = mention.foreign is not None and committee is None
    restored = committee is not None or (not damaged and _is_misread(scene.text[mention.start : mention.end], symbol))
    date = None if dated is None else day_in_year(dated, symbol.year)
    return DocumentReference(
        surface=scene.document.text[noun.start : mention.end],
        start=noun.start,
        end=mention.end,
        symbol=scene.document.text[mention.start : mention.end] if damaged else symbol.canonical,
        family="irregular" if damaged else symbol.family,
        type=symbol.type_name or noun.type,
        number=symbol.number,
        year=symbol.year or (int(date[:4]) if date else None),
        date=date,
        period=_period(scene, subject_start, subject_end),
        issuer=issuer or committee,
        role=role,
        subject=scene.document.text[subject_start:subject_end].strip(' "“”') or None,
        restored=restored,
        confidence=_confidence(mention, noun, restored=restored),
        by=BY,
    )


def _role(scene: _Scene, start: int) -> tuple[Literal["issued", "cited"], tuple[int, str] | None]:
    """Return the role, and start and form of the issuing verb."""
    verb = issuing_verb(scene.lower, start)
    if verb is not None:
        return "issued", verb
    return ("issued" if _is_header(scene, start) else "cited"), None


def _is_header(scene: _Scene, start: int) -> bool:
    """Tell whether a line near the top begins with the reference: the page is that document."""
    line = bisect_right(scene.document.lines, start, key=lambda span: span[0])
    if line > _HEADER_LINES or is_cited(scene.lower, start):
        return False
    return not scene.lower[scene.document.lines[line - 1][0] : start].strip() if line else False


def _date(scene: _Scene, mention: SymbolMention, noun: Noun, verb: tuple[int, str] | None) -> DateMention | None:
    after = date_after(scene.document.text, scene.lower, mention.end, scene.dates, mention.symbol.year)
    if after is None and noun.is_numbered and noun.type is None:
        after = date_of_letterhead(scene.lower, mention.end, scene.dates)
    if after is not None or verb is None or not verb[1].endswith(_DATING_VERBS):
        return after
    sentence = scene.document.sentence_at(noun.start)
    opening = None if sentence is None else date_before(sentence.start, noun.start, scene.dates)
    return opening or date_of_clause(scene.lower, verb[0], scene.dates)


def _issuer(
    scene: _Scene, mention: SymbolMention, dated: DateMention | None, verb: tuple[int, str] | None, noun: Noun
) -> tuple[int, str | None]:
    """Return the end of what names symbol, date and issuer, and the issuer as printed."""
    at, issuer = _issuer_after(scene, mention.end, mention.foreign)
    if issuer is not None:
        return _past(dated, at), issuer
    at = _past(dated, mention.end)
    if at > mention.end:
        at, issuer = _issuer_after(scene, at, mention.foreign)
    if issuer is not None or verb is None:
        return at, issuer
    sentence = scene.document.sentence_at(noun.start)
    return at, body_before(scene.text, sentence.start if sentence else 0, verb[0], scene.organisations)


def _issuer_after(scene: _Scene, at: int, foreign: str | None = None) -> tuple[int, str | None]:
    """Read "của <body>" at an offset; return its end and the body, or the offset and None."""
    of = _OF.match(scene.lower, at)
    if of is None:
        return at, None
    damaged = _foreign_body(scene, foreign, of.end())
    if damaged is not None:
        return damaged.end(), f"UBND {damaged[1]}"
    end = read_body(scene.text, of.end(), len(scene.text), scene.organisations)
    return (end, scene.document.text[of.end() : end]) if end > of.end() else (at, None)


def _past(dated: DateMention | None, at: int) -> int:
    return dated.end if dated is not None and at <= dated.start < at + 100 else at


def _subject(scene: _Scene, at: int) -> tuple[int, int]:
    about = _ABOUT.match(scene.lower, at)
    if about is None:
        return at, at
    limit = min(len(scene.text), about.end() + _SUBJECT_LENGTH)
    stop = _SUBJECT_END.search(scene.text, about.end() + 1, limit)
    return about.end(), stop.start() if stop else limit


def _period(scene: _Scene, start: int, end: int) -> str | None:
    at = bisect_left(scene.dates, start, key=lambda mention: mention.start)
    while at < len(scene.dates) and scene.dates[at].start < end:
        if scene.dates[at].kind in ("period", "term", "school_year") and scene.dates[at].value:
            return scene.dates[at].value
        at += 1
    return None


def _foreign_body(scene: _Scene, foreign: str | None, at: int) -> re.Match[str] | None:
    """Match the foreign words of a damaged symbol where they stand for "UBND": "<words> tỉnh"."""
    return None if foreign is None else re.compile(re.escape(foreign) + _LEVEL).match(scene.text, at)


def _body_elsewhere(scene: _Scene, foreign: str | None) -> str | None:
    """Return the body that the foreign words stand for on this page, if grammar shows it to be a committee."""
    return None if foreign is None else _committee(scene.text, foreign)


# A page is damaged with one word or two: the memory is small, the search of the whole text rare.
@lru_cache(maxsize=4)
def _committee(text: str, foreign: str) -> str | None:
    match = re.search(re.escape(foreign) + _LEVEL, text)
    return None if match is None else f"UBND {match[1]}"


def _is_misread(printed: str, symbol: Symbol) -> bool:
    """Tell whether a letter was read for a digit ("4l8/QĐ-UBND") or a mark added ("KH-UBNĐ"): a proposal to check."""
    number = re.match(r"[\dOoIl]+(?=\W|[A-ZĐ]{2})", printed)
    if number is not None and not number[0].isdigit():
        return True
    return printed.upper().count("Đ") > symbol.canonical.upper().count("Đ") or "ƯB" in printed.upper()


def _confidence(mention: SymbolMention, noun: Noun, *, restored: bool) -> float:
    """Named by what was seen: the noun may contradict the symbol, the symbol may be repaired or incomplete."""
    symbol = mention.symbol
    if mention.foreign is not None:
        return 0.6 if restored else 0.3
    if symbol.family == "irregular" or symbol.number is None:
        return 0.5
    if restored or (noun.type is not None and symbol.type_name is not None and noun.type != symbol.type_name):
        return 0.7
    return 0.97 if noun.type is not None or noun.is_numbered else 0.9


def _from_name(scene: _Scene, named: Named, full: _ByNumber) -> DocumentReference:
    role: Literal["issued", "cited"] = "cited" if issuing_verb(scene.lower, named.start) is None else "issued"
    same = None if named.number is None else _same_number(named, full)
    body_at, issuer = _issuer_after(scene, named.end)
    subject_start, subject_end = _subject(scene, body_at)
    number = None if named.number is None else named.number.rjust(2, "0")
    symbol = None if number is None else number if named.year is None else f"{number}/{named.year}"
    subject = named.title or scene.document.text[subject_start:subject_end].strip(' "“”') or None
    own = DocumentReference(
        surface=scene.document.text[named.start : named.end],
        start=named.start,
        end=named.end,
        symbol=symbol,
        family="none" if symbol is None else "bare",
        type=named.type,
        number=number,
        year=named.year,
        date=None,
        period=_period(scene, named.start if named.title else subject_start, subject_end or named.end),
        issuer=named.issuer or issuer,
        role=role,
        subject=subject,
        restored=False,
        confidence=0.5 if symbol is None else 0.7,
        by=BY,
    )
    if same is None:
        return own
    return replace(
        own,
        symbol=same.symbol,
        family=same.family,
        year=same.year,
        date=same.date,
        issuer=same.issuer or issuer,
        confidence=0.8,
    )


def _by_number(found: Sequence[DocumentReference]) -> _ByNumber:
    full: _ByNumber = {}
    for one in found:
        full.setdefault((one.type, (one.number or "").lstrip("0")), []).append(one)
    return full


def _same_number(named: Named, full: _ByNumber) -> DocumentReference | None:
    """Return the document a short name refers to: same type and number, the nearest before it, else the first."""
    same = full.get((named.type, (named.number or "").lstrip("0")), [])
    at = bisect_left(same, named.start, key=lambda one: one.start)
    nearest = same[max(0, at - 1)] if same else None
    return nearest if nearest is not None and named.year in (None, nearest.year) else None


def _with_labels(scene: _Scene, found: list[DocumentReference]) -> Iterator[DocumentReference]:
    """Date legal symbols from the page's "Ngày ban hành: ..." of their year, unless another document has that day."""
    days = labelled_dates(scene.lower, scene.dates)
    taken = {one.date for one in found}
    for one in found:
        date = days.get(one.year or 0)
        fitting = one.date is None and one.family == "legal" and date is not None and date not in taken
        yield replace(one, date=date) if fitting else one


def _share_dates(found: Iterator[DocumentReference]) -> Iterator[DocumentReference]:
    """Give undated mentions the one date printed for the same symbol elsewhere on the page."""
    references = list(found)
    dates: dict[str, set[str]] = {}
    for one in references:
        if one.symbol is not None and one.date is not None:
            dates.setdefault(one.symbol, set()).add(one.date)
    for one in references:
        known = dates.get(one.symbol or "", set())
        if one.date is None and len(known) == 1 and one.family != "bare":
            date = next(iter(known))
            yield replace(one, date=date, year=one.year or int(date[:4]))
        else:
            yield one
