"""A WARC file that wget wrote while it walked the sample portals, imported after the portals are gone."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.queue.frontier import Frontier
from crawler.warc.archive import Archive, verify_archive
from guong.installation import create_installation
from guong.sample import PROVINCE, sample_world
from registry.runs import count_states, list_runs
from registry.store import Store, open_store

needs_wget = pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, frozenset[str]]:
    """What wget archived of a portal, and the titles of the articles it serves."""
    folder = tmp_path_factory.mktemp("wget")
    create_installation(folder / "other", PROVINCE)
    with sample_world(folder / "other") as world:
        portal = world.sources()[0]
        command = (
            "wget", "--recursive", "--level=4", "--no-parent", "--delete-after", "--no-verbose", "--execute=robots=off",
            "--tries=1", "--timeout=20", f"--warc-file={folder / 'cong'}", *portal.lists,
        )  # fmt: skip
        # 8: some link of the portal leads nowhere, as on real ones.
        assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode in (0, 8)
        titles = frozenset(page.expected.title for page in world.pages if page.portal == portal.key)
    assert len(titles) >= 5
    return folder / "cong.warc.gz", titles


@pytest.fixture
def data(tmp_path: Path) -> Path:
    create_installation(tmp_path / "board", PROVINCE)
    return tmp_path / "board"


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    opened = open_store(data / "registry.sqlite3")
    yield opened
    opened.close()


@needs_wget
def test_what_wget_archived_is_read_like_a_crawl(walked: Any, data: Path, store: Store, guong: Any) -> None:
    path, titles = walked
    result = guong("import", path, "--data", data)
    assert result.exit_code == 0, result.output
    assert "bản ghi kỹ thuật" in result.output
    saved = {row["title"] for row in store.rows("SELECT title FROM article_versions")}
    assert saved >= titles
    run = list_runs(store, limit=1)[0]
    assert (run.kind, run.state) == ("import", "done")
    assert run.counts["mined"] + run.counts.get("quarantined", 0) >= len(titles)
    good, damages = verify_archive(Archive(data / "archive", writable=False))
    assert good >= len(titles)  # what wget sent is not ours to tell: responses only
    assert damages == ()
    assert guong("verify", "--data", data).exit_code == 0
    assert store.value("SELECT count(*) FROM candidates") > 0


@needs_wget
def test_a_second_import_and_a_rereading_add_nothing(walked: Any, data: Path, store: Store, guong: Any) -> None:
    path, _ = walked
    assert guong("import", path, "--data", data).exit_code == 0
    tables = ("articles", "article_versions", "candidates", "sightings")
    before = {table: store.value(f"SELECT count(*) FROM {table}") for table in tables}  # noqa: S608
    again = guong("import", path.parent, "--data", data)  # the folder that holds it
    assert again.exit_code == 0, again.output
    assert guong("mine", "--again", "--data", data).exit_code == 0
    assert {table: store.value(f"SELECT count(*) FROM {table}") for table in tables} == before  # noqa: S608
    with Frontier(data / "frontier.sqlite3") as frontier:
        assert not frontier.mining.unmined()


def test_a_broken_file_is_said_to_be_broken(data: Path, store: Store, guong: Any, tmp_path: Path) -> None:
    path = tmp_path / "hong.warc"
    path.write_bytes(b"WARC/1.0\r\nnonsense" * 20)
    result = guong("import", path, "--data", data)
    assert result.exit_code == 1
    assert "tệp WARC hỏng" in result.output
    assert count_states(store) == {}


@needs_wget
def test_an_import_that_is_killed_goes_on_where_it_was(walked: Any, data: Path, store: Store, guong: Any) -> None:
    path, titles = walked
    moments = random.Random(20260704)
    killed = 0
    for _ in range(4):
        command = [sys.executable, "-m", "guong", "import", str(path), "--data", str(data)]
        job = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.7, 2.0))
        job.send_signal(signal.SIGKILL)
        killed += job.wait() == -signal.SIGKILL
    assert killed >= 2
    assert guong("import", path, "--data", data).exit_code == 0
    saved = [row["title"] for row in store.rows("SELECT title FROM article_versions")]
    assert len(saved) == store.value("SELECT count(*) FROM articles")  # one version each
    assert set(saved) >= titles
    with Frontier(data / "frontier.sqlite3") as frontier:
        assert not frontier.mining.unmined()
    assert guong("verify", "--data", data).exit_code == 0
