"""Pages of lists stay inside bounds."""

import pytest

from review_app.paging import LAST_PAGE, PAGE_SIZE, make_page, page_number

NUMBERS = [(None, 1), ("", 1), ("3", 3), ("0", 1), ("-4", 1), ("x", 1), ("1e9", 1), ("999999", LAST_PAGE)]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_a_page_number_is_bounded(text: str | None, expected: int) -> None:
    assert page_number(text) == expected


def test_a_page_tells_whether_others_follow() -> None:
    full = list(range(PAGE_SIZE))
    assert make_page(1, full, total=PAGE_SIZE + 1).has_next
    assert not make_page(2, [1], total=PAGE_SIZE + 1).has_next
    assert make_page(1, [*full, 1]).has_next  # uncounted: one more was fetched than fits
    assert not make_page(1, full).has_next
    assert not make_page(LAST_PAGE, full, total=10**9).has_next


def test_a_page_knows_its_place() -> None:
    page = make_page(3, [1, 2], total=52)
    assert (page.first, page.last, page.before, page.after) == (51, 52, 2, 4)
    assert make_page(2, [1]).before is None  # the address of the first page stays plain
