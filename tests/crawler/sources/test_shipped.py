import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.fetching.urls import is_same_site
from crawler.sources.shipped import (
    KINDS,
    central_sources,
    missing_for,
    province_of,
    read_missing,
    shipped_sources,
    sources_for_province,
)
from crawler.sources.source import SHIPPED, Source, read_sources
from domain.errors import BadRecord, UserMistake
from domain.unit_index import load_units
from domain.units import Unit

PROVINCES = tuple(unit for unit in load_units() if unit.level == "province")
TODAY = tuple(unit for unit in PROVINCES if unit.valid_to is None)
# A page's address, or a file of a public repository with the commit where it stands.
CITED = re.compile(r"https?://[^\s/]+\S*|github:[\w.-]+/[\w.-]+ \S.*")


def merged_away() -> tuple[Unit, ...]:
    """The provinces whose name no longer exists."""
    alive = {unit.short_name for unit in TODAY}
    return tuple(unit for unit in PROVINCES if unit.short_name not in alive)


def test_every_file_names_sources_that_load() -> None:
    assert shipped_sources()
    for file in sorted(SHIPPED.glob("*.toml")):
        read_sources(file.read_text(encoding="utf-8"), file.name)
        read_missing(file.read_text(encoding="utf-8"))


def test_there_are_34_provinces_today_and_30_names_of_before() -> None:
    assert len(TODAY) == 34
    assert len(merged_away()) == 30  # 29 merged away in July 2025, and Thừa Thiên Huế


@pytest.mark.parametrize("province", TODAY, ids=lambda unit: unit.name)
def test_every_kind_of_a_province_is_shipped_or_listed_missing(province: Unit) -> None:
    shipped = {(province_of(one).short_name, one.kind) for one in sources_for_province(province.code)}
    missing = {(province_of(one).short_name, one.kind) for one in missing_for(province.code)}
    keys = load_units().predecessors(province.key)
    names = {province.short_name} | {unit.short_name for unit in merged_away() if unit.key in keys}
    wanted = {(name, kind) for name in names for kind in KINDS}
    assert wanted <= shipped | missing
    assert not wanted & shipped & missing
    assert missing <= wanted


def test_provinces_and_their_predecessors_share_out_all_sources() -> None:
    shared_out = [one.name for unit in TODAY for one in sources_for_province(unit.code)]
    central = [one.name for one in central_sources()]
    assert sorted(shared_out + central) == sorted(one.name for one in shipped_sources())


def test_the_sources_of_lao_cai_hold_those_of_yen_bai_that_ended_with_it() -> None:
    found = {one.name: one for one in sources_for_province("15")}
    assert found["lao-cai-bao"].unit == found["yen-bai-bao"].unit == "15"
    assert province_of(found["lao-cai-bao"]).name == "Tỉnh Lào Cai"
    assert province_of(found["yen-bai-bao"]).name == "Tỉnh Yên Bái"
    assert found["yen-bai-bao"].until == "2025-06-30"
    assert not any(name.startswith("cao-bang") for name in found)


def test_a_code_of_before_the_merger_is_answered_with_the_code_of_today() -> None:
    with pytest.raises(UserMistake, match=r"15 \(Tỉnh Lào Cai"):
        sources_for_province("10")
    with pytest.raises(UserMistake, match="34 tỉnh"):
        missing_for("00")


def test_a_source_of_a_province_that_ended_carries_its_last_day_and_others_none() -> None:
    for source in shipped_sources():
        if source.unit:
            end = province_of(source).valid_to
            assert source.until == ("" if end is None else (end - timedelta(days=1)).isoformat()), source.name


def test_central_sources_name_the_central_board_and_papers_with_pages_of_good_people() -> None:
    central = {one.name: one for one in central_sources()}
    assert central["trung-uong-ban-thi-dua"].kind == "emulation"
    assert "https://nhandan.vn/rss/nguoi-tot-viec-tot-1319.rss" in central["trung-uong-nhan-dan"].feeds
    assert {one.kind for one in central.values()} == set(KINDS)


@pytest.mark.parametrize("source", shipped_sources(), ids=lambda one: one.name)
def test_a_shipped_source_is_cited_unverified_and_polite(source: Source) -> None:
    assert CITED.fullmatch(source.seen_in)
    assert source.seen_in.startswith("github:") or is_same_site(source.seen_in, source.all_hosts())
    assert not source.verified
    assert source.delay_seconds >= 2
    assert source.kind in KINDS
    assert not source.allow_loopback
    assert source.expected.articles == source.expected.per_week == 0


def test_no_host_is_listed_twice() -> None:
    hosts = Counter(host for source in shipped_sources() for host in source.all_hosts())
    assert {host for host, times in hosts.items() if times > 1} == set()


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ('unit = "10"', "10"),  # Lào Cai until the merger; nobody's code today
        ('unit = "10"\nuntil = "2025-07-01"', "2025-07-01"),  # the first day without it
        ('unit = "10"\nuntil = "30/6/2025"', "30/6/2025"),
    ],
)
def test_a_source_of_a_code_nobody_had_on_its_last_day_is_refused(keys: str, named: str) -> None:
    (strange,) = read_sources(f'[[source]]\nname = "x"\ntitle = "X"\nstart = ["https://x.vn/"]\n{keys}', "x")
    with pytest.raises(BadRecord, match=named):
        province_of(strange)


@pytest.mark.parametrize(
    "table",
    [
        'unit = "15"\nkind = "portal"',
        'unit = "15"\nkind = "blog"\nreason = "r"',
        'unit = "15"\nkind = "portal"\nreason = "r"\nwhy = "w"',
        'unit = 15\nkind = "portal"\nreason = "r"',
    ],
)
def test_a_missing_table_with_a_mistake_is_refused(table: str) -> None:
    with pytest.raises(BadRecord, match="missing"):
        read_missing(f"[[missing]]\n{table}")


def test_the_readme_counts_are_those_of_the_files() -> None:
    text = (Path(SHIPPED) / "README.md").read_text(encoding="utf-8")
    for kind in (*KINDS, "missing"):
        count = (
            sum(len(missing_for(unit.code)) for unit in TODAY)
            if kind == "missing"
            else sum(one.kind == kind for one in shipped_sources())
        )
        assert f"| {kind} | {count} |" in text, (kind, count)
