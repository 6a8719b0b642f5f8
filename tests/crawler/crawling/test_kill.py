"""A crawl killed with SIGKILL at random moments loses nothing and asks nothing twice but what was under way."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawler.intake.mining import load_page, mark_mined, pages_to_mine
from crawler.queue.frontier import Frontier
from crawler.warc.archive import Archive, load_response, verify_archive

PAGES = 60
KILLS = 6
PROGRAM = """
import sys
from pathlib import Path
from crawler.warc.archive import Archive
from crawler.crawling.crawl import crawl
from crawler.queue.frontier import Frontier
from crawler.sources.source import Source
folder, url = Path(sys.argv[1]), sys.argv[2]
source = Source("thu", "Thử", start=(url,), family="nukeviet", delay_seconds=0.0, allow_loopback=True, revisit_days=0)
with Archive(folder / "archive") as archive, Frontier(folder / "frontier.sqlite") as frontier:
    tell = lambda progress: print(progress.url, flush=True)
    report = crawl([source], frontier=frontier, archive=archive, on_progress=tell)
    print("FINISHED", report.counts, flush=True)
"""


def test_sixty_pages_survive_six_kills(
    site: Any, tmp_path: Path, http: Callable[..., bytes], article: Callable[..., str], listing: Callable[..., str]
) -> None:
    chooser = random.Random(7)
    last = PAGES // 10
    pages = ("/tin/", *(f"/tin/page-{number}" for number in range(2, last + 1)))
    for number, page in enumerate(pages):
        links = (f"/tin/a/bai-{n}.html" for n in range(number * 10, number * 10 + 10))
        site.routes[page] = http(listing(*links, pages=pages))
    for number in range(PAGES):
        site.routes[f"/tin/a/bai-{number}.html"] = http(article(f"Bài số {number}"))
    finished = False
    for _ in range(KILLS):
        finished = _crawl_until(site, tmp_path, chooser.randint(1, PAGES // KILLS)) or finished
    assert not finished  # else the kills came too late to prove anything
    assert _crawl_until(site, tmp_path, None)

    with Archive(tmp_path / "archive") as archive, Frontier(tmp_path / "frontier.sqlite") as frontier:
        assert frontier.verify() == "ok"
        assert verify_archive(archive)[1] == ()
        items = pages_to_mine(frontier)
        assert len(items) == PAGES
        titles = {_mined_title(frontier, archive, item) for item in items}
        assert titles == {f"Bài số {number}" for number in range(PAGES)}
        assert pages_to_mine(frontier) == ()
        assert all(load_response(archive, item.record).status == 200 for item in items)
    asked = Counter(site.paths())
    # At most the one under way at each kill; and the list is looked at once more at the end of its walk.
    assert sum(asked.values()) - len(asked) <= KILLS + 1


def _crawl_until(site: Any, folder: Path, settled: int | None) -> bool:
    """Run a crawl in a process of its own; kill it after `settled` URLs, or let it end. True when it finished."""
    command = [sys.executable, "-c", PROGRAM, str(folder), site.url("/tin/")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        for count, line in enumerate(process.stdout, 1):
            if line.startswith("FINISHED"):
                return True
            if count == settled:
                time.sleep(count % 7 / 300)  # anywhere between two settlements
                process.kill()
                return False
    raise AssertionError("the crawl ended without finishing")


def _mined_title(frontier: Frontier, archive: Archive, item: Any) -> str | None:
    page = load_page(frontier, archive, item)
    assert mark_mined(frontier, item.url, item.sha256, "mined")
    return page.title if page else None
