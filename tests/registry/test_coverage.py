from datetime import date
from typing import Any

from registry.coverage import STATUS_LABELS, CoverageRow, find_silent_units, measure_coverage
from registry.runs import PageState, save_page_state, start_run

NOVEMBER = {"start": date(2026, 11, 1), "end": date(2026, 11, 30)}


def measure(desk: Any, **window: Any) -> dict[str, CoverageRow]:
    return {row.name: row for row in measure_coverage(desk.store, "n37", **{**NOVEMBER, **window})}


def tell(desk: Any, key: str, day: str, *, name: str | None = None, source: str = "ninhbinh") -> int | None:
    """An article of that day which mentions the unit, with a case when a name is given."""
    text = f"Tin ngày {day} {key} {name}\nÔng {name} hiến đất."
    cases = (desk.case(text, name, unit=key),) if name else ()
    units = (desk.mention(key, key),)
    desk.save(
        text, url=f"https://{source}.vn/{day}/{key}/{name}", published=day, cases=cases, units=units, source=source
    )
    return desk.id_of(name) if name else None


def test_rows_are_the_units_valid_on_the_last_day(desk: Any) -> None:
    assert set(measure(desk)) == {"Xã Thanh Bình", "Xã Liêm Hà", "Phường Hà Nam"}
    before = measure(desk, start=date(2025, 1, 1), end=date(2025, 6, 30))
    assert set(before) == {"Xã Thanh Hà", "Xã Thanh Phong", "Xã Tân Tiến"}
    districts = measure_coverage(desk.store, "n37", start=date(2024, 1, 1), end=date(2024, 2, 1), level="district")
    assert [row.name for row in districts] == ["Huyện Thanh Liêm"]


def test_without_any_source_read_silence_is_unknown(desk: Any) -> None:
    assert {row.status for row in measure(desk).values()} == {"unknown"}
    run = start_run(desk.store, "week", now=desk.now)
    refused = PageState("https://a.vn/", "ninhbinh", "refused_by_robots", "", desk.now, run)
    save_page_state(desk.store, refused)
    assert {row.status for row in measure(desk).values()} == {"unknown"}
    save_page_state(desk.store, PageState("https://a.vn/1", "ninhbinh", "fetched", "", desk.now, run))
    assert {row.status for row in measure(desk).values()} == {"never"}


def test_each_status_is_told_apart(desk: Any) -> None:
    confirmed = tell(desk, "n371", "2026-11-03", name="Người Được Khen")
    tell(desk, "n371", "2026-11-04", name="Người Chờ")
    rejected = tell(desk, "n372", "2026-11-05", name="Người Bị Loại")
    tell(desk, "n373", "2026-11-06")
    assert {name: row.status for name, row in measure(desk).items()} == {
        "Xã Thanh Bình": "waiting",
        "Xã Liêm Hà": "waiting",
        "Phường Hà Nam": "mentioned",
    }
    desk.decide(confirmed, "confirm")
    desk.decide(rejected, "reject", reason="official")
    rows = measure(desk)
    assert rows["Xã Thanh Bình"].status == "confirmed"
    assert (rows["Xã Thanh Bình"].articles, rows["Xã Thanh Bình"].candidates, rows["Xã Thanh Bình"].confirmed) == (
        2,
        2,
        1,
    )
    assert (rows["Xã Liêm Hà"].status, rows["Xã Liêm Hà"].candidates) == ("rejected", 1)
    december = measure(desk, start=date(2026, 12, 1), end=date(2026, 12, 31))
    assert december["Xã Thanh Bình"].status == "unknown"
    tell(desk, "n37", "2026-12-02")
    december = measure(desk, start=date(2026, 12, 1), end=date(2026, 12, 31))
    assert (december["Xã Thanh Bình"].status, december["Xã Thanh Bình"].last_seen) == ("silent", "2026-11-04")
    assert all(row.status in STATUS_LABELS for row in december.values())


def test_a_merged_unit_inherits_its_predecessors(desk: Any) -> None:
    tell(desk, "o351", "2025-03-01", name="Người Cũ", source="hanam")
    tell(desk, "n371", "2025-08-01", name="Người Mới")
    rows = measure(desk, start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert (rows["Xã Thanh Bình"].candidates, rows["Xã Thanh Bình"].articles) == (2, 2)
    assert rows["Xã Thanh Bình"].inherits == ("Xã Thanh Hà", "Xã Thanh Phong")
    assert rows["Xã Liêm Hà"].candidates == 0


def test_news_of_an_old_district_is_not_news_of_each_commune(desk: Any) -> None:
    tell(desk, "o350", "2025-03-01", source="hanam")
    rows = measure(desk, start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert {row.articles for row in rows.values()} == {0}
    districts = measure_coverage(desk.store, "n37", start=date(2025, 1, 1), end=date(2025, 6, 1), level="district")
    assert [row.articles for row in districts] == [1]
    provinces = measure_coverage(desk.store, "n37", start=date(2025, 1, 1), end=date(2025, 12, 31), level="province")
    assert [(row.name, row.articles) for row in provinces] == [("Tỉnh Ninh Bình", 1)]


def test_copies_and_undone_confirmations_do_not_count(desk: Any) -> None:
    body = "Ông Trần Văn Thành hiến đất. " + "Câu dài kể chuyện ở địa phương. " * 10
    for at in range(2):
        text = f"Tiêu đề {at}\n{body}"
        desk.save(text, "Trần Văn Thành", url=f"https://a{at}.vn/", units=(desk.mention("n371", "Xã Thanh Bình"),))
    assert measure(desk)["Xã Thanh Bình"].articles == 1
    assert measure(desk)["Xã Thanh Bình"].candidates == 1


def test_another_province_is_not_counted(desk: Any) -> None:
    tell(desk, "s141", "2026-11-03", name="Người Sơn La", source="sonla")
    assert sum(row.articles for row in measure(desk).values()) == 0


def test_a_unit_heard_of_last_month_and_not_since_went_silent(desk: Any) -> None:
    tell(desk, "n371", "2026-10-10")
    tell(desk, "n372", "2026-10-10")
    tell(desk, "n372", "2026-11-10")
    assert [row.name for row in find_silent_units(desk.store, "n37", day=date(2026, 11, 16))] == ["Xã Thanh Bình"]
    assert find_silent_units(desk.store, "n37", day=date(2027, 11, 16)) == []


def test_a_unit_merged_meanwhile_went_silent_under_its_new_name(desk: Any) -> None:
    tell(desk, "o351", "2025-06-20", source="hanam")
    assert [row.name for row in find_silent_units(desk.store, "n37", day=date(2025, 7, 20))] == ["Xã Thanh Bình"]
