"""How days, numbers and addresses are written."""

from datetime import UTC, datetime

import pytest

from review_app.templatetags import vietnamese as written

DAYS = [
    (None, ""),
    ("2026-11-10", "10/11/2026"),
    ("2026-11-10T07:30:00+07:00", "10/11/2026"),
    ("2026-11", "11/2026"),
    ("2026", "2026"),
    ("2021/2025", "2021–2025"),
    ("../2025-06-30", "…–30/06/2025"),
    ("term 2021", "term 2021"),
]
NUMBERS = [(0, "0"), (1200, "1.200"), (1234567.0, "1.234.567"), (1.5, "1,5"), (None, "")]
PERCENTS = [(0.0, "1"), (0.004, "1"), (0.5, "50"), (0.94, "94"), (1.0, "99"), (None, "")]
LINKS = [
    ("https://bao.example.vn/bai", "https://bao.example.vn/bai"),
    ("http://bao.example.vn", "http://bao.example.vn"),
    ("javascript:alert(1)", ""),
    ("JaVaScRiPt://x%0aalert(1)", ""),
    ("data:text/html,x", ""),
    ("//evil.example", ""),
    ("/bai", ""),
    ("http://[broken", ""),
    (None, ""),
]


@pytest.mark.parametrize(("value", "expected"), DAYS)
def test_days_are_written_day_first(value: str | None, expected: str) -> None:
    assert written.day(value) == expected


@pytest.mark.parametrize(("value", "expected"), NUMBERS)
def test_numbers_have_points_for_thousands(value: float | None, expected: str) -> None:
    assert written.number(value) == expected


@pytest.mark.parametrize(("value", "expected"), PERCENTS)
def test_a_machine_is_never_certain(value: float | None, expected: str) -> None:
    assert written.percent(value) == expected


@pytest.mark.parametrize(("url", "expected"), LINKS)
def test_only_web_addresses_become_links(url: str | None, expected: str) -> None:
    assert written.link(url) == expected


def test_moments_are_told_in_vietnam_time() -> None:
    assert written.clock(datetime(2026, 11, 10, 20, 15, tzinfo=UTC)) == "03:15, 11/11/2026"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert written.label("brand_new", "kind") == "brand_new"
