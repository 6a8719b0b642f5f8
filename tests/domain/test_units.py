from datetime import date

import pytest

from domain.units import Unit, name_key, split_kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khánh Hoà", "khánh hòa"),
        ("ĐĂK LĂK", "Đắk Lắk"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu"),
        ("Thừa Thiên  Huế", "Thừa Thiên Huế"),
        ("M’Drắk", "M'Drắk"),
        ("Qui Nhơn", "Quy Nhơn"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_marks_tell_names_apart() -> None:
    assert name_key("Hà Nam") != name_key("Hà Năm")


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("Thị xã Quảng Trị", "thị xã", "Quảng Trị"),
        ("THÀNH PHỐ HUẾ", "thành phố", "HUẾ"),
        ("Xã A Lưới 3", "xã", "A Lưới 3"),
        ("Sơn La", "", "Sơn La"),
    ],
)
def test_the_kind_is_split_from_the_short_name(name: str, kind: str, short: str) -> None:
    assert split_kind(name) == (kind, short)


def test_a_unit_ends_on_the_first_day_it_no_longer_exists() -> None:
    unit = Unit("1@..", "1", "xã", "commune", "Xã A", "A", None, None, date(2025, 7, 1))
    assert unit.is_valid(date(2025, 6, 30))
    assert not unit.is_valid(date(2025, 7, 1))
