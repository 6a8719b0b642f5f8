"""What the frontier calls done is on disk before: in what order bytes are synced, and what a failing disk leaves."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.crawling.crawl import crawl
from crawler.queue.frontier import Frontier
from crawler.queue.ledger import Ledger
from crawler.records import ArchiveRecord, Link, Outcome, Response
from crawler.warc.archive import Archive, load_response
from domain.errors import StoreProblem

BASE = "http://portal.vn"


def response(number: int) -> Response:
    body = f"<p>Trang {number}</p>".encode()
    return Response(f"{BASE}/{number}", 200, "OK", (("Content-Type", "text/html"),), body, body, 1_775_000_000.0)


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every sync of an archive file, as its name and its size at that moment."""
    calls: list[tuple[str, int]] = []
    real = os.fsync

    def note(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if ".warc.gz" in path.name:
            calls.append((path.name.removesuffix(".open"), os.fstat(handle).st_size))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    return calls


def test_what_is_appended_together_is_synced_once_at_the_end(tmp_path: Path, synced: list[tuple[str, int]]) -> None:
    with Archive(tmp_path) as archive:
        with archive.synced_together():
            records = [archive.append(response(number)) for number in range(3)]
            assert synced == []
        assert len(synced) == 1
        assert synced[0][1] > records[-1].offset
        archive.append(response(4))
        assert len(synced) == 2


def test_a_file_that_turns_over_within_a_group_is_synced_before_it_is_closed(
    tmp_path: Path, synced: list[tuple[str, int]]
) -> None:
    with Archive(tmp_path, max_file_bytes=1000) as archive, archive.synced_together():
        records = [archive.append(response(number)) for number in range(4)]
        finished = {record.file for record in records} - {records[-1].file}
        assert finished
        assert finished <= {name for name, _ in synced}


def test_no_page_is_done_before_its_bytes_are_synced(
    site: Any,
    tmp_path: Path,
    synced: list[tuple[str, int]],
    source_of: Any,
    http: Callable[..., bytes],
    article: Callable[..., str],
    listing: Callable[..., str],
    fast: Any,
) -> None:
    site.routes["/tin/"] = http(listing(*(f"/tin/a/bai-{number}.html" for number in range(12))))
    for number in range(12):
        site.routes[f"/tin/a/bai-{number}.html"] = http(article(f"Bài số {number}"))
    path, looked = tmp_path / "frontier.sqlite", 0

    def look(*_: object) -> None:
        nonlocal looked
        looked += 1
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as other:
            rows = other.execute("SELECT archive_file, archive_offset FROM urls WHERE archive_file IS NOT NULL")
            for file, offset in rows.fetchall():
                assert any(name == file and size > offset for name, size in synced)
        other.close()

    with Frontier(path) as frontier, Archive(tmp_path / "archive") as archive:
        report = crawl([source_of(site)], frontier=frontier, archive=archive, options=fast, on_progress=look)
    look()
    assert report.counts["article"] == {"fetched": 12}
    assert looked > 12


def test_a_group_that_fails_leaves_no_page_done(frontier: Frontier) -> None:
    run, _ = frontier.begin_run({"mau": [Link(f"{BASE}/tin", "list")]}, 0.0, resume_within=1000)
    task = frontier.next_task(BASE, run, ["mau"], 1.0)
    assert task is not None
    found = Outcome("fetched", 9e9, done=True, links=(Link(f"{BASE}/bai", "article"),))
    broken = Outcome("no_such_state", 0.0, done=True)
    with pytest.raises(StoreProblem), frontier.together():
        assert [frontier.settle(task, outcome, run, 1.0) for outcome in (found, broken)]
    assert frontier.tally.state_of(task.url) == "waiting"
    assert not frontier.is_known(f"{BASE}/bai")


def test_the_queue_is_synced_at_every_commit(tmp_path: Path) -> None:
    with Frontier(tmp_path / "f.sqlite") as frontier:
        assert frontier._file.value("PRAGMA synchronous") == 2  # FULL
        assert frontier._file.value("PRAGMA journal_mode") == "wal"


def test_another_process_reads_whole_changes_while_a_crawl_writes(frontier: Frontier) -> None:
    run, _ = frontier.begin_run({"mau": [Link(f"{BASE}/tin", "list")]}, 0.0, resume_within=1000)
    task = frontier.next_task(BASE, run, ["mau"], 1.0)
    assert task is not None
    with Ledger(frontier.path) as reader, Frontier(frontier.path) as second:
        with frontier.together():
            links = tuple(Link(f"{BASE}/bai-{number}", "article") for number in range(5))
            frontier.settle(task, Outcome("fetched", 9e9, done=True, links=links), run, 1.0)
            record = ArchiveRecord("guong-000001.warc.gz", 0)
            article = frontier.next_task(BASE, run, ["mau"], 1.0)
            assert article is not None
            frontier.settle(article, Outcome("fetched", 9e9, done=True, record=record, body_sha256="a"), run, 1.0)
            assert reader.states("mau") == {}  # nothing half-way: not one link of the list
            assert second.waiting(run, ["mau"], 1.0) == 1
        assert reader.states("mau") == {"fetched": 1, "waiting": 4}
        assert second.waiting(run, ["mau"], 1.0) == 4
        assert second.verify() == "ok"


def test_an_archive_whose_disk_turned_read_only_says_so_and_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    archive = Archive(folder)
    kept = archive.append(response(1))
    away = folder.rename(tmp_path / "elsewhere")  # the folder is not there to be written to
    with pytest.raises(StoreProblem, match="Không ghi được vào kho lưu trữ"):
        archive.close()
    away.rename(folder)
    with Archive(folder) as again:
        assert load_response(again, kept).body == response(1).body
