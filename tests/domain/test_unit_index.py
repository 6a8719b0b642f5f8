import json
import os
from datetime import date
from pathlib import Path

import pytest

from domain.errors import BadRecord
from domain.text import place_tones
from domain.unit_index import UnitIndex, load_units
from domain.units import Level

BEFORE, AFTER, CITY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 4, 30)


@pytest.fixture(scope="module")
def units() -> UnitIndex:
    return load_units()


@pytest.mark.parametrize(
    ("level", "on", "expected"),
    [
        ("province", BEFORE, 63),
        ("district", BEFORE, 696),
        ("commune", BEFORE, 10_035),
        ("province", AFTER, 34),
        ("district", AFTER, 0),
        ("commune", AFTER, 3_321),
        ("province", CITY, 34),
        ("commune", CITY, 3_321),
    ],
)
def test_each_day_has_the_units_of_its_law(units: UnitIndex, level: Level, on: date, expected: int) -> None:
    assert len(units.at(level, on)) == expected


def test_every_old_commune_and_district_reaches_units_of_today(units: UnitIndex) -> None:
    for unit in (*units.at("commune", BEFORE), *units.at("district", BEFORE)):
        today = [units.get(key) for key in units.roll_up(unit.key)]
        assert today, unit.name
        assert all(one is not None and one.level == "commune" and one.valid_to is None for one in today)


def test_every_commune_of_today_has_predecessors(units: UnitIndex) -> None:
    assert [unit.name for unit in units.at("commune", CITY) if not units.predecessors(unit.key)] == []


def test_every_parent_exists(units: UnitIndex) -> None:
    for unit in units:
        assert (unit.parent is None) == (unit.level == "province")
        assert units.province_of(unit.key).level == "province"


def test_gaps_of_the_sources_are_listed_with_a_reason(units: UnitIndex) -> None:
    gaps = units.gaps()
    assert len(gaps) == 12 + 5 + 2
    assert all(gap.reason and all(units.get(key) for key in gap.successor.split()) for gap in gaps)
    assert {gap.name for gap in gaps} >= {"Huyện Lý Sơn", "Xã Ba Chẽ", "Xã Ia Mơ"}


REUSED = [
    ("15", "Yên Bái", "Lào Cai"),
    ("24", "Bắc Giang", "Bắc Ninh"),
    ("44", "Quảng Bình", "Quảng Trị"),
    ("52", "Bình Định", "Gia Lai"),
    ("80", "Long An", "Tây Ninh"),
    ("82", "Tiền Giang", "Đồng Tháp"),
    ("91", "Kiên Giang", "An Giang"),
]


@pytest.mark.parametrize(("code", "old", "new"), REUSED)
def test_a_reused_province_code_names_two_provinces(units: UnitIndex, code: str, old: str, new: str) -> None:
    (before,) = units.named(old, "province", BEFORE)
    (after,) = units.named(new, "province", AFTER)
    assert (before.code, after.code) == (code, code)
    assert before.key != after.key
    assert units.roll_up(before.key) == (after.key,)


def test_codes_are_reused_only_in_the_seven_provinces(units: UnitIndex) -> None:
    names = {unit.code: unit.short_name for unit in units.at("province", BEFORE)}
    changed = {u.code for u in units.at("province", AFTER) if names[u.code] != u.short_name}
    assert changed == {code for code, _, _ in REUSED}


def test_thuan_chau_is_a_district_in_2023_and_a_commune_in_2026(units: UnitIndex) -> None:
    (district,) = units.named("Thuận Châu", "district", date(2023, 3, 1))
    (commune,) = units.named("xã thuận châu", on=date(2026, 3, 1))
    assert (district.name, commune.name) == ("Huyện Thuận Châu", "Xã Thuận Châu")
    assert commune.key in units.roll_up(district.key)
    assert units.named("Huyện Thuận Châu", on=date(2026, 3, 1)) == ()
    assert units.province_of(district.key) == units.province_of(commune.key)


def test_ha_nam_rolls_up_to_ninh_binh_which_knows_its_three_predecessors(units: UnitIndex) -> None:
    (old,) = units.named("Hà Nam", "province", BEFORE)
    (new,) = units.named("Ninh Bình", "province", AFTER)
    assert units.roll_up(old.key) == (new.key,)
    names = {units.province_of(key).short_name for key in units.predecessors(new.key)}
    assert names == {"Hà Nam", "Nam Định", "Ninh Bình"}


def test_dong_nai_is_a_city_since_30_april_2026(units: UnitIndex) -> None:
    assert [u.name for u in units.named("Đồng Nai", "province", date(2026, 4, 29))] == ["Tỉnh Đồng Nai"]
    assert [u.name for u in units.named("Đồng Nai", "province", CITY)] == ["Thành phố Đồng Nai"]
    (ward,) = units.named("Phường Trảng Bom", on=CITY)
    assert [units.get(key).name for key in ward.predecessors] == ["Xã Trảng Bom"]  # type: ignore[union-attr]


def test_thua_thien_hue_becomes_hue_in_2025(units: UnitIndex) -> None:
    (province,) = units.named("Thừa Thiên Huế", "province", date(2024, 5, 1))
    assert units.province_of(units.roll_up(province.key)[0]).name == "Thành phố Huế"


def test_an_unchanged_province_keeps_its_key(units: UnitIndex) -> None:
    (before,) = units.named("Sơn La", "province", BEFORE)
    assert units.roll_up(before.key) == (before.key,)


def test_children_are_districts_before_and_communes_after(units: UnitIndex) -> None:
    (old,) = units.named("Bình Phước", "province", BEFORE)
    (new,) = units.named("Đồng Nai", "province", CITY)
    assert {unit.level for unit in units.children(old.key)} == {"district"}
    assert {unit.level for unit in units.children(new.key)} == {"commune"}


def test_places_are_lower_case_with_tones_placed(units: UnitIndex) -> None:
    assert {"thuận châu", "khánh hòa", "tiên tiến"} <= units.places()
    assert "1" not in units.places()
    assert "Hà Tĩnh" in units.province_names()


def test_a_district_that_ended_before_the_reform_is_known_on_its_days(units: UnitIndex) -> None:
    (old,) = units.named("Hoành Bồ", "district", date(2018, 5, 1))
    assert units.named("Hoành Bồ", "district", date(2021, 5, 1)) == ()
    (heir,) = [units.get(key) for key in old.successors]
    assert heir is not None
    assert heir.name == "Thành phố Hạ Long"
    assert set(units.roll_up(heir.key)) == set(units.roll_up(old.key))


def test_hue_was_a_city_below_its_province_until_2025(units: UnitIndex) -> None:
    assert [u.level for u in units.named("Thành phố Huế", on=date(2020, 5, 1))] == ["district"]
    assert [u.level for u in units.named("Thành phố Huế", on=date(2025, 5, 1))] == ["province"]


def test_every_former_district_has_heirs_that_exist(units: UnitIndex) -> None:
    former = [u for u in units if u.level == "district" and u.valid_to is not None and u.valid_to < BEFORE]
    assert len(former) == 25
    assert all(u.successors and all(units.get(key) for key in u.successors) for u in former)


def test_an_unknown_key_is_refused(units: UnitIndex) -> None:
    with pytest.raises(BadRecord, match="99999"):
        units.roll_up("99999@..")


def test_the_index_is_loaded_once_in_a_process() -> None:
    assert load_units() is load_units()


@pytest.mark.shared
def test_the_tables_agree_with_the_source_files(units: UnitIndex) -> None:
    shared = os.environ.get("GUONG_SHARED")
    if not shared:
        pytest.skip("set GUONG_SHARED to compare with the source files")
    folder = Path(shared) / "data" / "units"
    before = json.loads((folder / "units_before_2025-07-01.json").read_text(encoding="utf-8"))
    now = json.loads((folder / "units_2026-07-25.json").read_text(encoding="utf-8"))
    splits = json.loads((folder / "dvhcvn_splits.json").read_text(encoding="utf-8"))["data"]

    districts = [d for p in before for d in p["District"]]
    wards = [w for d in districts for w in d.get("Ward") or []]
    assert plain(units, "province", BEFORE) == source_names(before)
    assert plain(units, "district", BEFORE) == source_names(districts)
    assert plain(units, "commune", BEFORE) == source_names(wards)
    assert plain(units, "province", CITY) == source_names(now)
    assert plain(units, "commune", CITY) == source_names([w for p in now for w in p["Wards"]])
    other = {gap.code: gap.successor.split("@")[0] for gap in units.gaps()}
    listed = {ward["Code"] for ward in wards}
    for one in [c for p in splits for c in p["level3s"] if c["level3_id"] in listed]:
        expected = {other.get(s["new_id"], s["new_id"]) for s in one["splits"]}
        assert {key.split("@")[0] for key in units.roll_up(one["level3_id"] + "@..")} == expected, one


def plain(units: UnitIndex, level: Level, on: date) -> dict[str, str]:
    return {unit.code: unit.name.lower() for unit in units.at(level, on)}


def source_names(rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["Code"]: place_tones(" ".join(row["FullName"].split())).lower() for row in rows}
