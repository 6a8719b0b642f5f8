from dataclasses import replace
from typing import Any

import pytest

from registry.units import UnitRow, find_province, province_family, resolve_unit, save_units


@pytest.mark.parametrize(
    ("text", "day", "province", "key"),
    [
        ("Xã Thanh Bình", "2026-01-01", None, "n371"),
        ("Thanh Bình", "2026-01-01", None, "n371"),
        ("xã thanh bình, tỉnh Ninh Bình", "2026-01-01", None, "n371"),
        ("Xã Thanh Bình", "2025-06-30", None, None),
        ("Xã Thanh Hà", "2025-06-30", None, "o351"),
        ("Xã Thanh Hà", "2025-07-01", None, None),
        ("Xã Thanh Hà", None, None, "o351"),
        ("Xã Tân Tiến", "2024-01-01", None, None),
        ("Xã Tân Tiến", "2024-01-01", "o36", "o361"),
        ("Xã Tân Tiến", "2026-01-01", None, "s142"),
        ("Xa Thanh Binh", "2026-01-01", None, None),  # without marks a name is no identity
        ("Hà Nam", "2024-01-01", None, "o35"),
        ("Hà Nam", "2026-01-01", None, "n373"),  # by then only a ward is called so
        ("n372", "2020-01-01", None, "n372"),
    ],
)
def test_a_name_is_resolved_on_a_day(desk: Any, text: str, day: Any, province: Any, key: Any) -> None:
    row = resolve_unit(desk.store, text, day=day, province_key=province)
    assert (row["key"] if row else None) == key


def test_a_province_is_found_by_either_name_and_has_a_family(desk: Any) -> None:
    assert find_province(desk.store, "Ninh Bình", "2026-01-01") == "n37"
    assert find_province(desk.store, "Tỉnh Hà Nam", "2026-01-01") is None
    assert province_family(desk.store, "n37") == {"n37", "o35", "o36"}
    assert province_family(desk.store, "s14") == {"s14"}


def test_units_may_be_loaded_again_with_better_facts(desk: Any) -> None:
    old = UnitRow("s14", "14", "Tỉnh Sơn La", "Sơn La", "tỉnh", "province", None, None, None, ())
    save_units(desk.store, [replace(old, kind="thành phố", name="Thành phố Sơn La")])
    assert find_province(desk.store, "Thành phố Sơn La", "2026-01-01") == "s14"
    assert resolve_unit(desk.store, "Xã Thuận Châu", day="2026-01-01", province_key=None)["province_key"] == "s14"  # type: ignore[index]
