"""Reading everything again from the archive, while no portal answers."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.queue.frontier import Frontier
from domain.actors import Actor
from guong.installation import create_installation, open_installation, open_job
from guong.rereading import mine_archive
from guong.sample import PROVINCE, sample_world
from registry.backup import verify_store
from registry.decisions import Verdict, decide
from registry.queue import QueueFilter, list_queue
from registry.runs import list_page_states, list_runs
from registry.store import Store, open_store

ALL = QueueFilter(scope="all")
KEPT = ("articles", "article_versions", "readings", "candidates", "decisions", "entries", "plans")


class NobodyTagger:
    """A person tagger that finds nobody: a reader that has become much worse."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept, name)

    def tag(self, features: Any) -> Any:
        return ["O"] * len(features)


@pytest.fixture
def data(mined_once: Path, tmp_path: Path) -> Path:
    """An installation after its first week, of its own for each test; its portals are shut."""
    return Path(shutil.copytree(mined_once, tmp_path / "board"))


@pytest.fixture(scope="module")
def mined_once(tmp_path_factory: pytest.TempPathFactory, guong: Any) -> Path:
    data: Path = tmp_path_factory.mktemp("mined")
    create_installation(data, PROVINCE)
    with sample_world(data):
        assert guong("week", "--data", data).exit_code == 0
    return data


def counts(data: Path) -> dict[str, int]:
    store = open_store(data / "registry.sqlite3", read_only=True)
    found = {table: int(store.value(f"SELECT count(*) FROM {table}")) for table in KEPT}  # noqa: S608
    found["live"] = int(store.value("SELECT count(*) FROM sightings WHERE superseded_at IS NULL"))
    store.close()
    return found


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    opened = open_store(data / "registry.sqlite3")
    yield opened
    opened.close()


def test_what_was_read_is_not_read_again_without_being_asked(data: Path, guong: Any) -> None:
    result = guong("mine", "--data", data)
    assert result.exit_code == 0, result.output
    assert "Đã đọc 0/0 trang" in result.output


def test_everything_is_read_again_and_nothing_is_doubled(data: Path, guong: Any) -> None:
    before = counts(data)
    result = guong("mine", "--again", "--data", data)
    assert result.exit_code == 0, result.output
    assert "0 trường hợp, 0 văn bản" in result.output
    assert counts(data) == before
    with Frontier(data / "frontier.sqlite3") as frontier:
        pages = sum(1 for _ in frontier.mining.archived())
        assert not frontier.mining.unmined()
    assert f"Đã đọc {pages}/{pages} trang" in result.output


def test_every_page_ends_in_one_counted_state_of_the_run(data: Path, store: Store, guong: Any) -> None:
    assert guong("mine", "--again", "--data", data).exit_code == 0
    run = list_runs(store, limit=1)[0]
    with Frontier(data / "frontier.sqlite3") as frontier:
        urls = {item.url for item in frontier.mining.archived()}
    assert {page.url for page in list_page_states(store, run.id, limit=1000)} == urls
    assert (run.kind, run.state) == ("reread", "done")


def test_one_source_is_read_again_alone_and_an_unknown_one_is_refused(data: Path, store: Store, guong: Any) -> None:
    with Frontier(data / "frontier.sqlite3") as frontier:
        items = list(frontier.mining.archived())
    name = items[0].source
    assert guong("mine", "--again", "--source", name, "--data", data).exit_code == 0
    run = list_runs(store, limit=1)[0]
    assert sum(run.counts.values()) == sum(item.source == name for item in items)
    refused = guong("mine", "--again", "--source", "khong-co", "--data", data)
    assert refused.exit_code == 2
    assert name in refused.output


def test_a_page_the_portal_took_down_stays_counted_as_gone(data: Path, store: Store, guong: Any) -> None:
    with Frontier(data / "frontier.sqlite3") as frontier:
        url = next(frontier.mining.archived()).url
        frontier._file.run("UPDATE urls SET state = 'gone' WHERE url = ?", (url,))
    assert guong("mine", "--again", "--data", data).exit_code == 0
    with Frontier(data / "frontier.sqlite3") as frontier:
        assert frontier.tally.state_of(url) == "gone"
    run = list_runs(store, limit=1)[0]
    [page] = [page for page in list_page_states(store, run.id, limit=1000) if page.url == url]
    assert (page.state, page.detail) == ("gone", "bản lưu: đã đọc")


def test_a_decision_outlives_readers_that_lose_the_person_and_find_it_again(data: Path, store: Store) -> None:
    now = datetime.now(UTC)
    reviewer = Actor("lan", "Lan", frozenset({"reviewer"}))
    before = {item.id: item.name for item in list_queue(store, ALL, now=now, limit=500)}
    chosen = next(item for item in list_queue(store, ALL, now=now, limit=500) if item.kind == "individual")
    decision = decide(store, reviewer, chosen.id, Verdict("confirm"), now=now)
    with open_job(open_installation(data), command="mine") as job:
        blind = replace(job, reader=replace(job.reader, tagger=NobodyTagger(job.reader.tagger)))
        lost = mine_archive(blind, again=True)
        assert lost.withdrawn > 10
        assert lost.mined.changed == 0
        left = {item.id for item in list_queue(store, ALL, now=now, limit=500)}
        assert len(left) < len(before) - 10
        found = mine_archive(job, again=True)
    assert found.mined.new_candidates == 0
    assert found.withdrawn == lost.mined.new_candidates - lost.withdrawn  # the blind reader's own finds go
    after = {item.id: item.name for item in list_queue(store, ALL, now=now, limit=500)}
    assert after | {chosen.id: chosen.name} == before
    row = store.row("SELECT state FROM candidates WHERE id = ?", (chosen.id,))
    assert row == {"state": "decided"}
    assert store.value("SELECT status FROM entries WHERE decision_id = ?", (decision.id,)) == "listed"
    assert verify_store(store).ok


KILLS = 5


def test_a_rereading_that_is_killed_goes_on_where_it_was(data: Path, store: Store, guong: Any) -> None:
    before = counts(data)
    moments = random.Random(20260701)
    killed = 0
    for _ in range(KILLS):
        command = [sys.executable, "-m", "guong", "mine", "--again", "--data", str(data)]
        job = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.8, 2.2))
        job.send_signal(signal.SIGKILL)
        killed += job.wait() == -signal.SIGKILL
    assert killed >= 2
    last = guong("mine", "--again", "--data", data)
    assert last.exit_code == 0, last.output
    assert counts(data) == before
    with Frontier(data / "frontier.sqlite3") as frontier:
        assert not frontier.mining.unmined()
        urls = {item.url for item in frontier.mining.archived()}
    runs = [run.id for run in list_runs(store) if run.kind == "reread"]
    read = [page.url for run in runs for page in list_page_states(store, run, limit=1000)]
    assert set(read) == urls
    # Only the page at hand when a kill came may be read by two runs.
    again = len(read) - len(set(read))
    assert again <= killed or "Tiếp tục" not in last.output
    assert verify_store(store).ok
