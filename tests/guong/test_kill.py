"""Kill -9 at ten random moments of the weekly job: afterwards every page is archived and mined once."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from crawler.queue.frontier import Frontier
from crawler.warc.archive import Archive, verify_archive
from registry.backup import verify_store
from registry.runs import count_states
from registry.store import open_store

KILLS = 10
SEED = 20250701


def start_week(data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "guong", "week", "--data", str(data)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_no_page_is_lost_or_mined_twice_when_the_week_is_killed_ten_times(board: Any) -> None:
    moments = random.Random(SEED)
    killed = 0
    for _ in range(KILLS):
        job = start_week(board.data)
        # From the first request to the last article: a whole run takes some ten seconds here.
        time.sleep(moments.uniform(1.0, 5.0))
        job.send_signal(signal.SIGKILL)
        killed += job.wait() == -signal.SIGKILL
    last = start_week(board.data)
    assert last.wait(timeout=900) == 0
    assert killed >= KILLS // 2

    pages = board.world.pages
    store = open_store(board.data / "registry.sqlite3", read_only=True)
    states = count_states(store)
    assert states["mined"] + states["quarantined"] == len(pages)
    urls = [row["url"] for row in store.rows("SELECT url FROM articles")]
    versions = store.value("SELECT count(*) FROM article_versions")
    assert len(urls) == len(set(urls)) == versions == len(pages)
    assert verify_store(store).ok
    store.close()
    with Frontier(board.data / "frontier.sqlite3") as frontier:
        assert frontier.verify() == "ok"
        assert not frontier.mining.unmined()
    good, damages = verify_archive(Archive(board.data / "archive", writable=False))
    assert not damages
    assert good >= len(pages)
