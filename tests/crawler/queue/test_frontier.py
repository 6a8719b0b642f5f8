import sqlite3
from pathlib import Path

import pytest

from crawler.queue.frontier import Frontier
from crawler.queue.tables import HostMemory
from crawler.records import ArchiveRecord, Ended, Form, Link, Outcome
from domain.errors import StoreProblem

BASE = "http://portal.vn"
RECORD = ArchiveRecord("guong-000001.warc.gz", 0)


def begin(frontier: Frontier, now: float = 0.0) -> int:
    return frontier.begin_run({"mau": [Link(f"{BASE}/tin", "list")]}, now, resume_within=1000)[0]


def settle(frontier: Frontier, run: int, outcome: Outcome, now: float = 1.0) -> str:
    task = frontier.next_task(BASE, run, ["mau"], now)
    assert task is not None
    frontier.settle(task, outcome, run, now)
    return task.url


def test_one_page_in_two_spellings_is_queued_once(frontier: Frontier) -> None:
    links = [Link(f"{BASE}/a?b=1&a=2", "article"), Link(f"{BASE}:80/a;jsessionid=9?a=2&b=1#x", "article")]
    assert frontier.add("mau", links, 0.0) == 1
    assert frontier.is_known("HTTP://PORTAL.vn/a?a=2&b=1")


def test_lists_come_before_attachments_before_articles(frontier: Frontier) -> None:
    run = begin(frontier)
    frontier.add("mau", [Link(f"{BASE}/bai", "article"), Link(f"{BASE}/tep.pdf", "attachment")], 0.0)
    done = Outcome("fetched", 99.0, done=True)
    assert [settle(frontier, run, done) for _ in range(3)] == [f"{BASE}/tin", f"{BASE}/tep.pdf", f"{BASE}/bai"]
    assert frontier.next_task(BASE, run, ["mau"], 1.0) is None


def test_an_interrupted_run_goes_on_and_a_finished_one_does_not(frontier: Frontier) -> None:
    run = begin(frontier)
    settle(frontier, run, Outcome("fetched", 0.0, done=True))
    assert frontier.begin_run({"mau": []}, 5.0, resume_within=1000) == (run, True)
    assert frontier.next_task(BASE, run, ["mau"], 5.0) is None  # settled in this run: not asked twice
    frontier.finish_run(run, 6.0)
    again = begin(frontier, 7.0)
    assert again != run
    assert frontier.next_task(BASE, again, ["mau"], 7.0) is not None


def test_an_old_interrupted_run_is_left_and_a_new_one_begins(frontier: Frontier) -> None:
    run = begin(frontier)
    assert begin(frontier, 5000.0) != run


def test_links_and_end_state_are_one_transaction(frontier: Frontier, tmp_path: Path) -> None:
    run = begin(frontier)
    task = frontier.next_task(BASE, run, ["mau"], 0.0)
    assert task is not None
    broken = Outcome("no_such_state", 0.0, done=True, links=(Link(f"{BASE}/bai", "article"),))
    with pytest.raises(StoreProblem):
        frontier.settle(task, broken, run, 0.0)
    assert not frontier.is_known(f"{BASE}/bai")
    assert frontier.tally.state_of(task.url) == "waiting"


def test_a_list_that_shows_nothing_new_twice_is_not_followed_further(frontier: Frontier) -> None:
    run = begin(frontier)
    pages = []
    for number in range(2, 9):
        links = (Link(f"{BASE}/bai-1", "article"), Link(f"{BASE}/tin?page={number}", "list", depth=number))
        task = frontier.next_task(BASE, run, ["mau"], 1.0)
        if task is None or task.kind != "list":
            break
        pages.append(task.url)
        frontier.settle(task, Outcome("fetched", 1e9, done=True, links=links), run, 1.0)
    # The first has something new, two have nothing; then the first is looked at once more.
    assert pages == [f"{BASE}/tin", f"{BASE}/tin?page=2", f"{BASE}/tin?page=3", f"{BASE}/tin"]


def test_mining_is_owed_until_the_very_version_is_mined(frontier: Frontier) -> None:
    run = begin(frontier)
    frontier.add("mau", [Link(f"{BASE}/bai", "article")], 0.0)
    settle(frontier, run, Outcome("fetched", 9e9, done=True))
    url = settle(frontier, run, Outcome("fetched", 50.0, done=True, record=RECORD, body_sha256="a1", text_sha256="t1"))
    (item,) = frontier.mining.unmined()
    assert (item.url, item.sha256, item.record) == (url, "a1", RECORD)
    assert not frontier.mining.set_mined(url, "other", "mined")
    assert frontier.mining.set_mined(url, "a1", "mined")
    assert frontier.mining.unmined() == ()
    frontier.finish_run(run, 2.0)
    second = begin(frontier, 60.0)
    settle(frontier, second, Outcome("fetched", 9e9, done=True), 60.0)
    settle(frontier, second, Outcome("unchanged", 100.0, done=True, status=304), 60.0)
    assert frontier.tally.state_of(url) == "mined"
    assert frontier.tally.counts(second, ["mau"])["mau", "article", "unchanged"] == 1
    assert frontier.tally.ended_articles(second) == (Ended(url, "mau", "unchanged", ""),)


def test_an_article_waits_for_its_attachments_and_comes_again_when_one_arrives_late(frontier: Frontier) -> None:
    run = begin(frontier)
    frontier.add("mau", [Link(f"{BASE}/bai", "article")], 0.0)
    settle(frontier, run, Outcome("fetched", 9e9, done=True))
    files = (Link(f"{BASE}/tep.pdf", "attachment"),)
    article = Outcome("fetched", 9e9, done=True, record=RECORD, body_sha256="a1", text_sha256="t1", links=files)
    url = settle(frontier, run, article)
    assert frontier.mining.unmined() == ()
    settle(frontier, run, Outcome("failed", 5.0, done=False, failed=True))
    assert [item.url for item in frontier.mining.unmined()] == [url]
    frontier.mining.set_mined(url, "a1", "mined")
    settle(frontier, run, Outcome("fetched", 9e9, done=True, record=RECORD, body_sha256="p1", mined=True), 6.0)
    assert [item.url for item in frontier.mining.unmined()] == [url]
    assert frontier.mining.records_of([f"{BASE}/tep.pdf", f"{BASE}/khac.pdf"]) == {f"{BASE}/tep.pdf": RECORD}


def test_what_was_queued_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    with Frontier(path) as first:
        run = begin(first)
        first.add("mau", [Link(f"{BASE}/bai", "article")], 0.0)
    with Frontier(path) as second:
        assert second.waiting(run, ["mau"], 1.0) == 2
        assert second.verify() == "ok"


def test_a_foreign_a_newer_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    foreign, newer, broken = tmp_path / "foreign.db", tmp_path / "newer.db", tmp_path / "broken.db"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    Frontier(newer).close()
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    broken.write_bytes(b"not a database, but long enough to look like something" * 100)
    for path, why in ((foreign, "không phải"), (newer, "mới hơn"), (broken, "không dùng được")):
        with pytest.raises(StoreProblem, match=why) as caught:
            Frontier(path)
        assert str(path) in str(caught.value)


def test_a_queue_of_the_first_version_is_brought_up_to_date_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    Frontier(path).close()
    with sqlite3.connect(path) as db:  # as version 1 left it
        db.executescript(
            "DROP INDEX urls_canonical; DROP INDEX attempts_url; ALTER TABLE urls DROP COLUMN form;"
            "ALTER TABLE urls DROP COLUMN canonical; PRAGMA user_version = 1;"
            "INSERT INTO urls (url, fetch_url, source, origin, kind, priority, state, next_due, first_found)"
            " VALUES ('http://portal.vn/bai', 'http://portal.vn/bai', 'mau', 'http://portal.vn', 'article', 4,"
            " 'waiting', 0, 0)"
        )
    db.close()
    with Frontier(path) as frontier:
        run = begin(frontier)
        task = frontier.next_task(BASE, run, ["mau"], 1.0)
        assert task is not None
        assert frontier.waiting(run, ["mau"], 1.0) == 2
        form = Form("trang=2", "pageNo=2")
        page = Link(f"{BASE}/tin", "list", depth=1, form=form)
        links = (Link(f"{BASE}/bai-2", "article"), page)
        frontier.settle(task, Outcome("fetched", 9e9, done=True, links=links), run, 1.0)
        following = frontier.next_task(BASE, run, ["mau"], 1.0)
        assert following is not None
        assert (following.url, following.fetch_url) == (f"{BASE}/tin#trang=2", f"{BASE}/tin")
        assert (following.form, following.parent) == ("pageNo=2", f"{BASE}/tin")
    Frontier(path).close()  # a second opening changes nothing


TODAY = 1_790_000_000.0
DAY = 86_400.0


def test_pages_found_under_a_clock_that_ran_ahead_are_asked_when_it_is_right_again(frontier: Frontier) -> None:
    run = begin(frontier, TODAY)
    frontier.add("mau", [Link(f"{BASE}/bai", "article")], TODAY + 300 * DAY)
    assert frontier.waiting(run, ["mau"], TODAY) == 1
    assert begin(frontier, TODAY) == run  # a continued run mends dates too
    assert frontier.waiting(run, ["mau"], TODAY) == 2


def test_what_was_tried_in_the_future_keeps_its_wait_and_no_more(frontier: Frontier) -> None:
    run = begin(frontier, TODAY + 300 * DAY)
    settle(frontier, run, Outcome("failed", TODAY + 301 * DAY, done=True, failed=True), TODAY + 300 * DAY)
    frontier.add("mau", [Link(f"{BASE}/bai", "article")], TODAY)
    run = begin(frontier, TODAY)
    frontier.remember_host(BASE, HostMemory(paused_until=TODAY + 300 * DAY))
    settle(frontier, run, Outcome("fetched", TODAY + 7 * DAY, done=True), TODAY)
    assert frontier.due_origins(begin(frontier, TODAY), ["mau"], TODAY + 0.9 * DAY) == {BASE: TODAY}
    assert frontier.host(BASE).paused_until == 0.0


def test_a_clock_with_a_flat_battery_changes_no_date(frontier: Frontier) -> None:
    run = begin(frontier, TODAY)
    settle(frontier, run, Outcome("fetched", TODAY + 7 * DAY, done=True), TODAY)
    begin(frontier, 0.0)
    frontier.finish_run(begin(frontier, 0.0), 1.0)
    assert frontier.waiting(0, ["mau"], TODAY - DAY) == 1  # the list alone, which a new run makes due
