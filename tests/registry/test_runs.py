from dataclasses import replace
from typing import Any

import pytest

from domain.errors import BadRecord
from registry.runs import (
    PageState,
    count_states,
    finish_run,
    list_page_states,
    list_runs,
    list_source_pages,
    save_page_state,
    start_run,
)


def test_each_address_ends_in_one_counted_state(desk: Any) -> None:
    run = start_run(desk.store, "week", now=desk.now)
    page = PageState("https://a.vn/1", "ninhbinh", "waiting", "", desk.now, run)
    for state in ("waiting", "fetched", "mined"):
        save_page_state(desk.store, replace(page, state=state))
    save_page_state(desk.store, replace(page, url="https://a.vn/2", state="failed", detail="hết giờ"))
    done = finish_run(desk.store, run, now=desk.later(minutes=5), summary={"candidates": 3})
    assert done.counts == count_states(desk.store, run_id=run) == {"mined": 1, "failed": 1}
    assert (done.state, done.finished_at, done.summary) == ("done", desk.now, {"candidates": 3})
    [failed] = list_page_states(desk.store, run, state="failed")
    assert (failed.url, failed.detail) == ("https://a.vn/2", "hết giờ")


def test_over_all_runs_the_newest_state_of_an_address_counts(desk: Any) -> None:
    for state in ("failed", "mined"):
        run = start_run(desk.store, "week", now=desk.now)
        save_page_state(desk.store, PageState("https://a.vn/1", "ninhbinh", state, "", desk.now, run))
    assert count_states(desk.store) == {"mined": 1}
    assert count_states(desk.store, source="sonla") == {}


def test_a_run_that_was_killed_becomes_stopped_when_the_next_begins(desk: Any) -> None:
    first = start_run(desk.store, "week", now=desk.now)
    other = start_run(desk.store, "import", now=desk.now)
    start_run(desk.store, "week", now=desk.later(hours=1))
    states = {run.id: run.state for run in list_runs(desk.store)}
    assert (states[first], states[other]) == ("stopped", "running")


def test_an_unknown_state_is_refused(desk: Any) -> None:
    run = start_run(desk.store, "week", now=desk.now)
    with pytest.raises(BadRecord, match="unknown page state"):
        save_page_state(desk.store, PageState("https://a.vn/1", "ninhbinh", "lost", "", desk.now, run))


def test_the_pages_of_a_source_are_listed_by_their_newest_state(desk: Any) -> None:
    for state in ("failed", "mined"):
        run = start_run(desk.store, "week", now=desk.later(days=7))
        for number in (1, 2):
            page = PageState(f"https://a.vn/{number}", "ninhbinh", state, state, desk.now, run)
            save_page_state(desk.store, replace(page, state="blocked") if number == 2 else page)
    save_page_state(desk.store, PageState("https://b.vn/1", "sonla", "mined", "", desk.now, run))
    assert [page.state for page in list_source_pages(desk.store, "ninhbinh")] == ["mined", "blocked"]
    [blocked] = list_source_pages(desk.store, "ninhbinh", state="blocked")
    assert (blocked.url, blocked.run_id) == ("https://a.vn/2", run)
    assert list_source_pages(desk.store, "ninhbinh", state="failed") == []
    assert len(list_source_pages(desk.store, "ninhbinh", limit=1, offset=1)) == 1
