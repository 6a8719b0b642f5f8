"""What the screens count and list."""

from typing import Any

import pytest

from registry.overview import (
    count_shelves,
    list_article_cases,
    list_shelf,
    load_minor_entries,
    load_minor_names,
    load_source_figures,
)
from registry.queue import QueueFilter
from registry.runs import PageState, save_page_state, start_run
from registry.sessions import open_session

TEXT = "Bài\nAn được khen. Em Bình được khen. Đội Ba được khen."
ALL = QueueFilter(scope="all")


@pytest.fixture
def filled(desk: Any) -> Any:
    cases = (
        desk.case(TEXT, "An", score=0.9),
        desk.case(TEXT, "Bình", minor=True, score=0.7),
        desk.case(TEXT, "Đội Ba", kind="collective"),
    )
    desk.save(TEXT, cases=cases)
    open_session(desk.store, now=desk.now)
    return desk


def names(desk: Any, shelf: Any, chosen: QueueFilter = ALL) -> list[str]:
    return [item.name for item in list_shelf(desk.store, chosen, shelf, now=desk.now)]


def test_shelves_count_by_kind_and_follow_the_decisions(filled: Any) -> None:
    everything = {("open", "individual"): 2, ("open", "collective"): 1}
    assert count_shelves(filled.store, ALL, now=filled.now) == everything
    filled.decide(filled.id_of("An"), "confirm")
    until = filled.now.date().replace(day=23)
    filled.decide(filled.id_of("Đội Ba"), "postpone", reason="unsure", until=until)
    counts = {("decided", "individual"): 1, ("open", "individual"): 1, ("postponed", "collective"): 1}
    assert count_shelves(filled.store, ALL, now=filled.now) == counts
    assert (names(filled, "decided"), names(filled, "postponed")) == (["An"], ["Đội Ba"])
    filled.later(days=8)  # its day has come: it is to be looked at again
    assert names(filled, "open") == ["Đội Ba", "Bình"]


def test_shelves_keep_to_the_province(filled: Any) -> None:
    assert count_shelves(filled.store, QueueFilter("s14"), now=filled.now) == {}
    assert names(filled, "open", QueueFilter("n37")) == ["An", "Đội Ba", "Bình"]


def test_cases_of_an_article_come_in_reading_order(filled: Any) -> None:
    found = list_article_cases(filled.store, 1, now=filled.now)
    assert [item.name for item in found] == ["An", "Bình", "Đội Ba"]
    assert list_article_cases(filled.store, 2, now=filled.now) == []


def test_only_children_are_named_as_children(filled: Any) -> None:
    assert load_minor_names(filled.store, [1, 2]) == {1: frozenset({"Bình"})}
    assert load_minor_names(filled.store, []) == {}
    filled.decide(filled.id_of("An"), "confirm")
    filled.decide(filled.id_of("Bình"), "confirm")
    assert load_minor_entries(filled.store, [1, 2]) == {2: frozenset({"Bình"})}


def test_a_source_counts_each_address_once_at_its_newest_state(filled: Any) -> None:
    for state in ("failed", "mined"):
        now = filled.later(minutes=5)
        run = start_run(filled.store, "week", now=now)
        save_page_state(filled.store, PageState("https://example.vn/1", "ninhbinh", state, "", now, run))
    figures = load_source_figures(filled.store)["ninhbinh"]
    assert (figures.counts, figures.articles, figures.last_at) == ({"mined": 1}, 1, filled.now)
