"""Harvests, findings and digests are remembered; each finding has one life."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.health import Digest, Entry, Finding, Harvest
from registry.health import (
    HarvestRow,
    count_new_articles,
    count_passing,
    last_answers,
    list_closed,
    list_findings,
    list_recovered,
    load_digest,
    load_histories,
    load_history,
    save_digest,
    save_harvests,
    update_findings,
)
from registry.runs import start_run
from registry.store import open_store

DAY = date(2026, 11, 9)


def row(desk: Any, source: str = "ninhbinh", *, state: str = "fetched", run: int | None = None) -> HarvestRow:
    number = run or start_run(desk.store, "week", now=desk.now)
    entries = (Entry("https://a.vn/", state, "ghi chú", 20, 120, None, ("kubet",)), Entry("https://a.vn/rss", state))
    harvest = Harvest(source, desk.now, None, 3, 2, 1, "2026-11-10", 40, {"mined": 2, "gone": 1}, entries)
    return HarvestRow(harvest, number, 7.5, 3)


def finding(source: str = "ninhbinh", kind: Any = "silent", since: date = DAY) -> Finding:
    return Finding(source, kind, "bad", since, "không có bài mới", "mở cổng xem")


def test_a_harvest_comes_back_as_it_was_saved(desk: Any) -> None:
    saved = row(desk)
    save_harvests(desk.store, [saved])
    save_harvests(desk.store, [saved])
    assert load_history(desk.store, "ninhbinh") == [saved]


def test_histories_are_bounded_and_oldest_first(desk: Any) -> None:
    for _ in range(5):
        save_harvests(desk.store, [row(desk), row(desk, "sonla")])
        desk.later(weeks=1)
    found = load_histories(desk.store, limit=3)
    assert set(found) == {"ninhbinh", "sonla"}
    for rows in found.values():
        times = [each.harvest.at for each in rows]
        assert len(times) == 3
        assert times == sorted(times)
    assert [each.harvest.at for each in load_history(desk.store, "sonla", limit=2)] == [desk.now - timedelta(weeks=n) for n in (2, 1)]  # fmt: skip  # noqa: E501


def test_a_clock_that_once_ran_ahead_does_not_make_its_run_the_newest_for_ever(desk: Any) -> None:
    ahead = row(desk)
    save_harvests(desk.store, [ahead])
    desk.store.run("UPDATE harvests SET at = '2099-01-01T00:00:00.000000+00:00'")
    desk.later(weeks=1)
    save_harvests(desk.store, [row(desk)])
    assert load_history(desk.store, "ninhbinh")[-1].harvest.at == desk.now
    assert load_histories(desk.store)["ninhbinh"][-1].harvest.at == desk.now


def test_the_last_answer_is_the_last_time_an_entry_page_was_read(desk: Any) -> None:
    good = row(desk)
    save_harvests(desk.store, [good])
    desk.later(weeks=1)
    save_harvests(desk.store, [row(desk, state="failed"), row(desk, "sonla", state="failed")])
    assert last_answers(desk.store) == {"ninhbinh": good.harvest.at}


def test_new_articles_are_counted_between_two_moments(desk: Any) -> None:
    before = desk.now
    desk.later(hours=1)
    desk.save("Một\nTin.", url="https://a.vn/1")
    desk.save("Hai\nTin.", url="https://a.vn/2", published=None)
    desk.save("Ba\nTin.", url="https://a.vn/3", published="2099-01-01")  # a misprint
    desk.save("Khác\nTin.", url="https://b.vn/1", source="sonla")
    new = count_new_articles(desk.store, "ninhbinh", since=before, until=desk.now)
    assert (new.saved, new.dated, new.newest) == (3, 2, "2026-11-10")
    assert count_new_articles(desk.store, "ninhbinh", since=desk.now, until=desk.later(days=1)).saved == 0
    assert count_new_articles(desk.store, "ninhbinh", since=None, until=desk.now).saved == 3


def test_a_finding_lives_once_from_its_first_day_to_its_last(desk: Any) -> None:
    update_findings(desk.store, [finding()], {"ninhbinh"}, (), desk.now)
    update_findings(desk.store, [finding(since=DAY + timedelta(days=7))], {"ninhbinh"}, (), desk.later(weeks=1))
    [only] = list_findings(desk.store)
    assert (only.finding.since, only.seen_at) == (DAY, desk.now)
    update_findings(desk.store, [], {"ninhbinh"}, (), desk.later(weeks=1))
    assert list_findings(desk.store) == []
    assert [gone.finding.kind for gone in list_closed(desk.store, "ninhbinh")] == ["silent"]
    update_findings(desk.store, [finding()], {"ninhbinh"}, (), desk.later(weeks=1))
    assert len(list_findings(desk.store, source="ninhbinh")) == 1


def test_what_was_not_looked_at_or_is_spoken_for_stays_open(desk: Any) -> None:
    update_findings(desk.store, [finding(), finding("sonla")], {"ninhbinh", "sonla"}, (), desk.now)
    update_findings(desk.store, [], {"ninhbinh"}, {("ninhbinh", "silent")}, desk.later(weeks=1))
    assert len(list_findings(desk.store)) == 2


def test_one_digest_a_week_tells_each_thing_once(desk: Any) -> None:
    run = start_run(desk.store, "week", now=desk.now)
    update_findings(desk.store, [finding()], {"ninhbinh"}, (), desk.now)
    first = Digest("2026-W47", new=("im lặng",), sources=3)
    assert save_digest(desk.store, first, run_id=run, now=desk.now)
    assert not save_digest(desk.store, Digest("2026-W47", new=("khác",)), run_id=run, now=desk.now)
    assert load_digest(desk.store) == (first, desk.now)
    assert [each.told_week for each in list_findings(desk.store)] == ["2026-W47"]

    update_findings(desk.store, [], {"ninhbinh"}, (), desk.later(days=1))
    assert [gone.finding.source for gone in list_recovered(desk.store)] == ["ninhbinh"]
    assert save_digest(desk.store, Digest("2026-W48"), run_id=run, now=desk.later(weeks=1))
    assert list_recovered(desk.store) == []
    assert load_digest(desk.store, "2026-W47") == (first, desk.now - timedelta(weeks=1, days=1))
    assert load_digest(desk.store, "2020-W01") is None


def test_trouble_that_no_digest_saw_is_counted(desk: Any) -> None:
    run = start_run(desk.store, "week", now=desk.now)
    update_findings(desk.store, [finding()], {"ninhbinh"}, (), desk.now)
    update_findings(desk.store, [], {"ninhbinh"}, (), desk.later(days=1))
    assert count_passing(desk.store) == 1
    assert list_recovered(desk.store) == []
    save_digest(desk.store, Digest("2026-W47"), run_id=run, now=desk.now)
    assert count_passing(desk.store) == 0


def test_an_older_registry_gets_the_tables_and_keeps_its_content(desk: Any, path: Path) -> None:
    desk.save("Một\nTin.")
    for table in ("harvests", "findings", "digests"):
        desk.store.run(f"DROP TABLE {table}")
    desk.store.run("DELETE FROM _sqlite_migrations WHERE name IN ('keep_health', 'unify_party_terms')")
    with pytest.raises(Exception, match="harvests"):
        load_history(desk.store, "ninhbinh")
    store = open_store(path)
    assert load_history(store, "ninhbinh") == []
    assert store.value("SELECT count(*) FROM articles") == 1
    store.close()
