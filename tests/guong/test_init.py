"""`guong init`: the folder of a board, with the sources that come with the software."""

from pathlib import Path
from typing import Any

import pytest

from crawler.sources.shipped import missing_for, sources_for_province
from crawler.sources.source import Source, load_sources
from domain.unit_index import load_units
from guong.installation import todays_unit


def test_the_sources_of_the_province_and_of_those_merged_into_it_are_copied(guong: Any, tmp_path: Path) -> None:
    result = guong("init", "--province", "tỉnh Lào Cai", "--data", tmp_path / "d")
    assert result.exit_code == 0, result.output
    copied = load_sources(tmp_path / "d" / "sources")
    assert set(copied) == set(sources_for_province("15"))
    assert {one.until for one in copied} == {"", "2025-06-30"}  # Yên Bái among them
    assert not any(one.verified for one in copied)
    assert f"Đã chép {len(copied)} nguồn" in result.output
    assert result.output.count("Còn thiếu: ") == len(missing_for("15"))
    assert "guong sources check" in result.output


def test_a_second_init_keeps_what_the_officer_changed(guong: Any, tmp_path: Path) -> None:
    guong("init", "--province", "tỉnh Lào Cai", "--data", tmp_path / "d")
    path = next((tmp_path / "d" / "sources").glob("*.toml"))
    path.write_text(path.read_text(encoding="utf-8") + "# của ta\n", encoding="utf-8")
    before = path.read_bytes()
    again = guong("init", "--province", "tỉnh Lào Cai", "--data", tmp_path / "d")
    assert again.exit_code == 0, again.output
    assert "Đã chép 0 nguồn" in again.output
    assert path.read_bytes() == before


@pytest.mark.parametrize(("province", "code"), [("tỉnh Đồng Tháp", "82"), ("thành phố Hồ Chí Minh", "79")])
def test_another_province_gets_its_own(province: str, code: str, guong: Any, tmp_path: Path) -> None:
    result = guong("init", "--province", province, "--data", tmp_path / "d")
    assert result.exit_code == 0, result.output
    assert set(load_sources(tmp_path / "d" / "sources")) == set(sources_for_province(code)) != set()


def test_an_old_code_means_the_province_it_meant_then() -> None:
    units = load_units()
    for source in sources_for_province("15"):
        key = todays_unit(source)
        assert key is not None
        assert units.get(key) == units.named("tỉnh Lào Cai", "province")[-1]
    strange = Source(name="x", title="X", start=("https://x.example/",), unit="999", until="2025-06-30")
    assert todays_unit(strange) is None


def test_every_shipped_source_of_a_merged_province_rolls_up_to_its_heir() -> None:
    units = load_units()
    for province in (unit for unit in units if unit.level == "province" and not unit.valid_to):
        assert {todays_unit(source) for source in sources_for_province(province.code)} <= {province.key}
