"""The order of what must be on disk: first the record, then the URL marked as done."""

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

from crawler.queue.frontier import Frontier
from crawler.warc.archive import Archive, load_response
from domain.errors import StoreProblem


@pytest.fixture
def one_page(site: Any, http: Callable[..., bytes], article: Callable[..., str], listing: Callable[..., str]) -> Any:
    """A site of one list and one article."""
    site.routes["/tin/"] = http(listing("/tin/a/bai-mot-1.html"))
    site.routes["/tin/a/bai-mot-1.html"] = http(article("Bài một"))
    return site


def test_no_url_is_settled_before_its_record_is_synced(
    one_page: Any, run: Callable[..., Any], frontier: Frontier, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync
    synced: dict[int, int] = {}  # inode -> bytes that were there at the last sync
    changed: list[str] = []  # what settles URLs in the present transaction
    settled: list[tuple[int, int]] = []  # end of the archive as synced, as written, when that took effect

    def fsync(handle: int) -> None:
        real(handle)
        synced[os.fstat(handle).st_ino] = os.fstat(handle).st_size

    def watch(sql: str) -> None:
        if sql.startswith("UPDATE urls SET note"):
            changed.append(sql)
        elif sql == "COMMIT" and changed:
            changed.clear()
            found = [path.stat() for path in archive.files()]
            settled.append((sum(synced.get(each.st_ino, 0) for each in found), sum(each.st_size for each in found)))

    monkeypatch.setattr(os, "fsync", fsync)
    frontier._file._db.set_trace_callback(watch)
    assert run(one_page).finished
    assert len(settled) >= 2
    assert settled[-1][1] > 0
    assert all(on_disk == written for on_disk, written in settled)


def test_a_page_whose_record_could_not_be_synced_is_asked_again(
    one_page: Any, run: Callable[..., Any], frontier: Frontier, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, url = os.fsync, one_page.url("/tin/a/bai-mot-1.html")

    def broken(handle: int) -> None:
        if "/tin/a/bai-mot-1.html" in one_page.paths():
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(StoreProblem, match="Không ghi được"):
        run(one_page)
    assert frontier.tally.state_of(url) == "waiting"
    assert not frontier.mining.unmined()
    monkeypatch.setattr(os, "fsync", real)
    assert run(one_page).counts["article"] == {"fetched": 1}
    [item] = frontier.mining.unmined()
    assert "Bài một".encode() in load_response(archive, item.record).body
