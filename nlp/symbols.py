"""Document symbols in running text, told apart from measures, plates, scores and dates."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.symbol_tokens import AGENCIES, SUBJECTS, TYPE_NAMES, is_agency
from domain.symbols import Symbol, read_symbol
from nlp.document import Document

_LETTER: Final = "A-ZĐƯa-zđư"
_TOKEN: Final = rf"[A-ZĐƯ][{_LETTER}&]{{0,11}}\d{{0,2}}"
_TYPES: Final = "|".join(sorted(map(re.escape, TYPE_NAMES), key=len, reverse=True))
# "661/KH-UBND", "34 - CT/TW", "63/ 2008 / HYH- HD/TĐKT"
_CANDIDATE: Final = re.compile(
    rf"\d(?<![\w/.,-]\d)\d{{0,4}}[a-h]?\s?[-/_]\s?(?:(?:19|20)\d\d\s?/\s?)?{_TOKEN}(?:\s?[-/_]\s?{_TOKEN}){{0,4}}"
    rf"(?![\w]|[-/]\w)"
)
# The same after a word such as "số", where even "số18/KH-UBND" and letters read for digits are meant.
_NUMBERED: Final = re.compile(
    rf"[sS][ốỐoO]\s{{0,3}}[:.]?\s{{0,3}}(?P<symbol>(?:(?=[OoIl]{{0,4}}\d)[\dOoIl]{{1,5}}[a-h]?|[.…_]{{0,12}})"
    rf"\s?[-/_]\s?(?:(?:19|20)\d\d\s?/\s?)?{_TOKEN}(?:\s?[-/_]\s?{_TOKEN}){{0,4}})(?![\w]|[-/]\w)"
)
# "84 QĐ/TWĐTN", "661KH-UBND": the first separator is lost.
_UNSEPARATED: Final = re.compile(
    rf"\d(?<![\w/.,-]\d)\d{{0,4}} ?(?:{_TYPES})\s?[-/]\s?{_TOKEN}(?:-{_TOKEN})*(?![\w]|[-/]\w)"
)
# "661/kh-ubnd": small letters, so every token must be known.
_SMALL: Final = re.compile(
    r"\d(?<![\w/.,-]\d)\d{0,4}(?:/(?:19|20)\d\d)?[-/]?[a-zđ]{2,5}[-/][a-zđư]{2,9}\d{0,2}(?![\w/]|-\w)"
)
# "1043/KH-Dubai Palace", "2055/Dubai Palace-NC": words where only an agency can stand.
_DAMAGED: Final = re.compile(
    r"\d(?<![\w/.,-]\d)\d{0,4}/(?:(?:[A-ZĐ]{2,4}|QyĐ|TTr|CTr)-)?(?P<agency>[A-Z][a-z]{2,11}(?: [A-Z][a-z]{2,11}){0,3})"
    r"(?:-[A-ZĐ]{2,6})?(?![\w]|[-/]\w)"
)
# A cheap look before the patterns above are tried at a number.
_PROMISING: Final = re.compile(
    rf"\d{{1,5}}[a-h]?\s?(?:[-/_]\s?(?:\d{{4}}\s?/\s?)?[{_LETTER}]|(?:{_TYPES})\s?[-/]|[a-zđ]{{2,5}}[-/])"
)
_DIGITS: Final = re.compile(r"\d+")
_LOST_DASH: Final = re.compile(r" (?P<subject>[A-ZĐ]{2,6})(?!\w)")
_NOUN: Final = (
    r"nghị quyết|quyết định|chỉ thị|quy chế|quy định|thông cáo|thông báo|hướng dẫn|chương trình|kế hoạch|phương án"
    r"|đề án|dự án|báo cáo|biên bản|tờ trình|hợp đồng|công điện|công văn|văn bản|nghị định|thông tư(?: liên tịch)?"
    r"|luật|bộ luật|pháp lệnh|kết luận|thông tri|lệnh|giấy mời|sắc lệnh"
)
_CONTEXT: Final = re.compile(rf"(?:\b(?:{_NOUN})(?:\s+s[ốo])?|(?<!\w)s[ốo])\s*[:.]?\s*$", re.IGNORECASE)
# House numbers, plots, roads and lots look like bare symbols.
_PLACE: Final = re.compile(
    r"(?:\b(?:đường|phố|ngõ|hẻm|kiệt|số nhà|lô|thửa|tờ|km|khu|tổ|quốc lộ|ql|hạng)\s*)$", re.IGNORECASE
)
_REACH: Final = 40


@dataclass(frozen=True, slots=True)
class SymbolMention:
    """A symbol and where it stands; `foreign` is the word found in the place of an agency, if any."""

    start: int
    end: int
    symbol: Symbol
    foreign: str | None = None


def find_symbols(document: Document) -> tuple[SymbolMention, ...]:
    """Return the document symbols of a page in order; spans do not overlap."""
    return _find(document.unified)


# Dates and documents of a page both ask for its symbols: the last two pages stay.
@lru_cache(maxsize=2)
def _find(text: str) -> tuple[SymbolMention, ...]:
    if not ("/" in text or "-" in text or "_" in text):
        return ()
    found: dict[int, SymbolMention] = {}
    for match in _NUMBERED.finditer(text):
        _keep(found, _read(text, match.start("symbol"), match.end("symbol"), sure=True))
    for run in _DIGITS.finditer(text):
        if _PROMISING.match(text, run.start()):
            _read_at(text, run.start(), found)
    return _without_overlaps(found)


def _read_at(text: str, start: int, found: dict[int, SymbolMention]) -> None:
    for pattern in (_CANDIDATE, _UNSEPARATED, _SMALL):
        match = pattern.match(text, start)
        if match is not None:
            _keep(found, _read(text, start, match.end(), sure=False))
    damaged = _DAMAGED.match(text, start)
    if damaged is not None:
        _keep(found, _read_damaged(text, damaged))


def _keep(found: dict[int, SymbolMention], mention: SymbolMention | None) -> None:
    if mention is not None:
        held = found.get(mention.start)
        if held is None or (mention.end > held.end):
            found[mention.start] = mention


def _without_overlaps(found: dict[int, SymbolMention]) -> tuple[SymbolMention, ...]:
    kept: list[SymbolMention] = []
    for start in sorted(found):
        if not kept or start >= kept[-1].end:
            kept.append(found[start])
    return tuple(kept)


def _read(text: str, start: int, end: int, *, sure: bool) -> SymbolMention | None:
    symbol = read_symbol(text[start:end])
    if symbol is None:
        return None
    known = all(part.isupper() or part in AGENCIES or part in TYPE_NAMES for part in symbol.organisation.split("-"))
    if not known and symbol.family != "irregular":
        return None
    if symbol.family == "bare":
        lost = _LOST_DASH.match(text, end)
        if lost is not None and lost["subject"] in SUBJECTS and is_agency(symbol.organisation):
            return _read(text, start, lost.end(), sure=sure)
    sure = sure or _has_context(text, start)
    if not _is_likely(symbol, text[start:end], sure=sure):
        return None
    return SymbolMention(start, end, symbol)


def _is_likely(symbol: Symbol, printed: str, *, sure: bool) -> bool:
    """A typed symbol proves itself; one without a type needs a known agency or a noun before it."""
    lead = symbol.organisation.split("-")[0]
    if symbol.family == "irregular":
        return sure and symbol.type_code is not None and len(lead) > 1
    unseparated = printed[:1].isdigit() and not re.match(r"\w*\s?[-/_]", printed)
    if printed.islower() or "/" not in printed or (unseparated and not sure):
        return symbol.type_code is not None and is_agency(lead)
    if symbol.family in ("bare", "cong_van"):
        return len(lead) > 1 and (is_agency(lead) or sure)
    return len(lead) > 1


def _has_context(text: str, start: int) -> bool:
    before = text[max(0, start - _REACH) : start]
    return _CONTEXT.search(before) is not None and _PLACE.search(before) is None


def _read_damaged(text: str, match: re.Match[str]) -> SymbolMention | None:
    if not _has_context(text, match.start()):
        return None
    repaired = restore_symbol(match[0], "UBND")
    symbol = read_symbol(repaired)
    if symbol is None or symbol.family not in ("state_admin", "cong_van"):
        return None
    return SymbolMention(match.start(), match.end(), symbol, match["agency"])


def restore_symbol(surface: str, agency: str) -> str:
    """Put `agency` where a damaged symbol holds foreign words; other text comes back unchanged.

    "1043/KH-Dubai Palace" with "UBND" gives "1043/KH-UBND".
    """
    match = _DAMAGED.search(surface)
    if match is None:
        return surface
    return surface[: match.start("agency")] + agency + surface[match.end("agency") :]
