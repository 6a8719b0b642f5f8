"""Typical slips of text recognition in symbols and days are read; what was mended is a proposal, surface kept."""

import pytest

from domain.pages import Page
from nlp.dates import find_dates
from nlp.document import read_document
from nlp.documents import find_documents
from nlp.misread_digits import mend_digits

# Printed reference, symbol, day, whether a letter or mark of the symbol was mended, whether one of the day was.
SLIPS = [
    ("Quyết định số 418/QĐ-UBND ngày 15/01/2021", "418/QĐ-UBND", False, False),
    ("Kế hoạch số 18/KH - UBND ngày 15/01/2021", "18/KH-UBND", False, False),
    ("Kế hoạch số 18 / KH-UBND ngày 15 / 01 / 2021", "18/KH-UBND", False, False),
    ("Kế hoạch số 18/KH-UBNĐ ngày 15/01/2021", "18/KH-UBND", True, False),
    ("Kế hoạch số 18/KH-ƯBND ngày 15/01/2021", "18/KH-UBND", True, False),
    ("Quyết định số 418/QĐ-UBNĐ ngày 15/01/2021", "418/QĐ-UBND", True, False),
    ("Quyết định Sô 418/QĐ-UBND ngày 15/01/2021", "418/QĐ-UBND", False, False),
    ("Quyết định số : 418/QD-UBND , ngày 15.01.2021", "418/QĐ-UBND", False, False),
    ("Quyết định số\n418/QĐ-\nUBND ngày\n15/01/2021", "418/QĐ-UBND", False, False),
    ("Quyết định số 418/ QĐ -UBND ngay 15/01/2021", "418/QĐ-UBND", False, False),
    ("Quyết định số 418/QĐ-UBND ngảy 15-01-2021", "418/QĐ-UBND", False, False),
    ("Quyết định số 4l8/QĐ-UBND ngày 15 tháng 0l năm 2021", "418/QĐ-UBND", True, True),
    ("Quyết định số 418/QĐ-UBND, ngày l5/01/2021", "418/QĐ-UBND", False, True),
    ("Quyết định số 418/QĐ-UBND ngày 15/O1/2021", "418/QĐ-UBND", False, True),
    ("Quyết định số 418/QĐ-UBND ngày I5/01/202l", "418/QĐ-UBND", False, True),
    ("Quyết định số 418/QĐ-UBND ngày l5 tháng 01 năm 2O21", "418/QĐ-UBND", False, True),
]
# Mended wrongly these would be days or other symbols.
PLAIN = ["ngày lo việc bản", "xe 30l-051.23", "vitamin b12i/3", "10l nước/ngày, 5o độ", "điểm 3i.4.2o", "năm lo việc"]


@pytest.mark.parametrize(("printed", "symbol", "restored", "inferred"), SLIPS)
def test_a_slip_of_recognition_does_not_hide_a_document_or_its_day(
    printed: str, symbol: str, restored: bool, inferred: bool
) -> None:
    page = Page(source="x", sha256="0" * 64, text=f"Bà con thực hiện {printed} của UBND tỉnh Sơn La .")
    document = read_document(page)
    dates = find_dates(document)
    (found,) = find_documents(document, dates)
    assert (found.symbol, found.date, found.restored) == (symbol, "2021-01-15", restored)
    assert found.surface == page.text[found.start : found.end]
    assert [(mention.value, mention.inferred) for mention in dates] == [("2021-01-15", inferred)]
    assert page.text[dates[0].start : dates[0].end] == dates[0].surface


@pytest.mark.parametrize("text", PLAIN)
def test_letters_beside_digits_elsewhere_stay_letters(text: str) -> None:
    assert mend_digits(text) == text


def test_mending_keeps_the_length() -> None:
    assert mend_digits("ngày l0/3/2o26 và 3i tháng 1o năm 2o2l") == "ngày 10/3/2026 và 3i tháng 10 năm 2021"
