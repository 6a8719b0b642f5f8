"""Where a unit of the past lies today."""

from typing import Any

import pytest

from registry.lineage import load_lineage

CASES = [
    # key, day, units of today, direct predecessors
    ("o351", "2026-11-16", ["Xã Thanh Bình"], []),
    ("n371", "2026-11-16", ["Xã Thanh Bình"], ["Huyện Thanh Liêm", "Xã Thanh Hà", "Xã Thanh Phong"]),
    ("o35", "2026-11-16", ["Tỉnh Ninh Bình"], []),
    ("o351", "2024-01-01", ["Xã Thanh Hà"], []),
    ("o350", "2026-11-16", ["Xã Liêm Hà", "Xã Thanh Bình"], []),
]


@pytest.mark.parametrize(("key", "day", "today", "before"), CASES)
def test_a_unit_is_followed_to_today(desk: Any, key: str, day: str, today: list[str], before: list[str]) -> None:
    lineage = load_lineage(desk.store, key, day=day)
    assert lineage is not None
    assert [place.name for place in lineage.today] == today
    assert sorted(place.name for place in lineage.before) == before


def test_a_predecessor_of_the_same_level_comes_first(desk: Any) -> None:
    lineage = load_lineage(desk.store, "n371", day="2026-11-16")
    assert lineage is not None
    assert [place.name for place in lineage.before] == ["Xã Thanh Hà", "Xã Thanh Phong", "Huyện Thanh Liêm"]


def test_a_place_names_what_contains_it(desk: Any) -> None:
    lineage = load_lineage(desk.store, "o351", day="2026-11-16")
    assert lineage is not None
    assert (lineage.unit.parent_name, lineage.unit.province_name) == ("Huyện Thanh Liêm", "Tỉnh Hà Nam")
    assert lineage.today[0].province_name == "Tỉnh Ninh Bình"


def test_an_unknown_unit_has_no_lineage(desk: Any) -> None:
    assert load_lineage(desk.store, "x", day="2026-11-16") is None
