"""Which document a file itself is: symbol, date, issuer and subject from its head."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.extraction import DateMention, DocumentReference
from domain.pages import Page
from nlp.dates import find_dates
from nlp.document import Document, read_document
from nlp.documents import find_documents
from nlp.symbols import find_symbols

BY: Final = "own-document@1"
# State letterhead, symbol and date line stand in the first lines; recognised scans may add a few of noise.
_HEAD_LINES: Final = 12
_HEAD_LENGTH: Final = 2500  # characters
_SUBJECT_LENGTH: Final = 260
_SUBJECT_LINES: Final = 4
_LABEL: Final = re.compile(r"so\s*[:.]?\s*(?=\d)")  # "Số: 96/KH-UBND"; OCR drops the colon
# "UBND TỈNH LÀO CAI", "ỦY BAN NHÂN DÂN CỘNG HÒA ..." / "TỈNH LÀO CAI Độc lập ..."
_ISSUER: Final = re.compile(
    r"(?:UBND|[ỦU][YỶ] BAN NHÂN DÂN)\s+(?:CỘNG.*\n)?((?:TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|HUYỆN|THỊ XÃ|QUẬN|THỊ TRẤN|ĐẶC KHU)"
    r"\s+[A-ZÀ-ỸĐ][A-ZÀ-ỸĐ' -]*[A-ZÀ-ỸĐ])(?![^\W\d_])"
)
_PLACE_AND: Final = re.compile(r"[^\n,;:]{2,40},\s*$")  # "Lào Cai, " before the date
_HEADING: Final = re.compile(
    r"(?:ke hoach|quyet dinh|chi thi|thong bao|huong dan|to trinh|bao cao|chuong trinh|de an)\W*"
)
_SUBJECT_END: Final = re.compile(
    r"(?:[^,]{2,40},\s*ngay|can cu|thuc hien|theo|ngay|i\.|1\.|dieu 1|kinh gui|-|chu tich|giam doc|bo truong)(?!\w)"
)


def find_own_document(text: str) -> DocumentReference | None:
    """Return the document that `text` (a whole file, NFC) is, offsets in it; None when its head bears no symbol.

    Role "issued"; only what the head prints is told.
    """
    head = text[:_HEAD_LENGTH]
    document = read_document(Page(source="", sha256="", text=head))
    dates = find_dates(document, find_symbols(document))
    references = find_documents(document, dates)
    own = next((each for each in references if each.symbol and each.number and _bears(document, each)), None)
    if own is None:
        return None
    date = own.date or _date(document, own, dates)
    return replace(
        own,
        role="issued",
        date=date,
        year=own.year or (int(date[:4]) if date else None),
        issuer=_issuer(head[: own.start], own.symbol or ""),
        subject=_subject(document, own) or own.subject,
        by=BY,
    )


def _bears(document: Document, reference: DocumentReference) -> bool:
    """Tell whether the symbol stands at the start of a line of the head, alone or behind "Số:"."""
    lines = document.lines[:_HEAD_LINES]
    line = next((each for each in lines if each[0] <= reference.start < each[1]), None)
    if line is None:
        return False
    before = document.folded[line[0] : reference.start].strip()
    said = document.folded[reference.start : reference.end]
    return not before and (_LABEL.match(said) is not None or said[0].isdigit())


def _date(document: Document, own: DocumentReference, dates: Sequence[DateMention]) -> str | None:
    """Return the day of the date line, "Lào Cai, ngày 30 tháng 9 năm 2025"."""
    for each in dates:
        line = max((span for span in document.lines if span[0] <= each.start), default=(0, 0))
        before = document.text[line[0] : each.start]
        if each.kind == "day" and _PLACE_AND.search(before) and own.year in (None, int((each.value or "0")[:4])):
            return each.value
    return None


def _issuer(letterhead: str, symbol: str) -> str | None:
    """Return the committee of the letterhead; other bodies are told by the symbol and the portal."""
    found = _ISSUER.search(letterhead) if "UBND" in symbol else None
    if found is None:
        return None
    level = next(each for each in _LEVELS if found[1].startswith(each))
    return f"UBND {level.lower()} {found[1][len(level) :].strip().title()}"


_LEVELS: Final = ("TỈNH", "THÀNH PHỐ", "THỊ XÃ", "THỊ TRẤN", "XÃ", "PHƯỜNG", "HUYỆN", "QUẬN", "ĐẶC KHU")


def _subject(document: Document, own: DocumentReference) -> str | None:
    """Return the lines between the heading ("KẾ HOẠCH") and the first paragraph, the symbol or the date line."""
    lines = [(document.folded[a:b].strip(), document.text[a:b].strip()) for a, b in document.lines]
    heading = next((at for at, (folded, _) in enumerate(lines) if _HEADING.fullmatch(folded)), None)
    if heading is None:
        return None
    kept: list[str] = []
    for folded, line in lines[heading + 1 : heading + 1 + _SUBJECT_LINES]:
        if _SUBJECT_END.match(folded) or own.surface in line:
            break
        kept.append(line)
    subject = " ".join(kept)[:_SUBJECT_LENGTH]
    return re.sub(r"^(?:về việc|v/v|về)\s+", "", subject, flags=re.IGNORECASE) or None
