"""The day of the week is a checksum of a printed date."""

import pytest

from domain.pages import Page
from nlp.date_checks import check_weekdays
from nlp.dates import find_dates
from nlp.document import read_document


def warnings(text: str, published: str | None = None) -> list[str]:
    document = read_document(Page("page", "0" * 64, text, published=published))
    return check_weekdays(document, find_dates(document))


@pytest.mark.parametrize(
    "text",
    [
        "Thứ Ba, 22/10/2019, 15:50",
        "Sáng thứ Sáu, ngày 3/4/2026, xã Nậm Mả tổ chức hội nghị.",
        "Chủ nhật, ngày 5 tháng 4 năm 2026, đoàn viên ra quân.",
        "Kỳ họp thứ năm, ngày 12/3/2026, thông qua nghị quyết.",
        "Lần thứ hai, ngày 12/3/2026, bà được khen.",
        "Tháng 10/2019, thứ Hai hằng tuần chào cờ.",
    ],
)
def test_a_weekday_that_fits_says_nothing(text: str) -> None:
    assert warnings(text) == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Thứ Hai, 22/10/2019, 15:50", "Thứ Hai", "Thứ Ba"),
        ("Sáng thứ 7, ngày 3/4/2026, xã Nậm Mả tổ chức hội nghị.", "Thứ Bảy", "Thứ Sáu"),
        ("Chủ nhật, ngày 6 tháng 4 năm 2026, đoàn viên ra quân.", "Chủ nhật", "Thứ Hai"),
    ],
)
def test_a_weekday_that_contradicts_its_date_is_said_and_the_date_kept(text: str, wrong: str, right: str) -> None:
    (line,) = warnings(text)
    assert f"ghi {wrong} " in line
    assert line.endswith(f"là {right}")


def test_a_careless_page_does_not_flood_the_list() -> None:
    assert len(warnings("\n".join(f"Thứ Hai, {day}/9/2026 họp." for day in (8, 9, 10, 11, 12, 13, 15, 16)))) == 5
