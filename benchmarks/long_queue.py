"""What a long queue costs: a crawl with 100,000 addresses waiting, its peak memory and the time of its questions.

python -m benchmarks.long_queue [--urls 100000] [--json]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.memory import peak_megabytes
from benchmarks.our_crawl import sources_of
from benchmarks.portal import Portal
from benchmarks.portal_server import portals_of, running_site
from crawler.crawling.crawl import crawl
from crawler.queue.frontier import Frontier
from crawler.records import Link
from crawler.warc.archive import Archive

_HOSTS: Final = 30
_ASKED: Final = 300  # pages crawled with the queue waiting behind them


def crawl_some(folder: Path, port: int, urls: int) -> dict[str, float]:
    """Fill a queue, crawl a few pages of it, and return peak memory and the queue's own times; in this process."""
    portals = portals_of(_HOSTS, urls)
    origins = [f"http://127.0.0.{portal.host + 1}:{port}" for portal in portals]
    sources = sources_of([f"{origin}/tin/" for origin in origins], 0.0, family="nukeviet")
    with Frontier(folder / "frontier.sqlite3") as frontier, Archive(folder / "archive") as archive:
        started = time.perf_counter()
        for source, origin, portal in zip(sources, origins, portals, strict=True):
            frontier.add(source.name, _links(origin, portal), time.time())
        filled = time.perf_counter() - started
        done = 0

        def count(_: object) -> None:
            nonlocal done
            done += 1

        crawl(sources, frontier=frontier, archive=archive, on_progress=count, stop=lambda: done >= _ASKED)
        names, now = [source.name for source in sources], time.time()
        return {
            "urls": urls,
            "waiting": frontier.waiting(1, names, now),
            "settled": done,
            "rss_mb": peak_megabytes(),
            "fill_s": round(filled, 1),
            "due_origins_ms": _milliseconds(lambda: frontier.due_origins(1, names, now)),
            "next_task_ms": _milliseconds(lambda: frontier.next_task(origins[3], 1, names, now)),
            "count_ms": _milliseconds(lambda: frontier.waiting(1, names, now)),
        }


def _links(origin: str, portal: Portal) -> list[Link]:
    paths = (portal.article_path(number) for number in range(portal.articles))
    return [Link(origin + path, "article", "Chuyện của một người ở bản") for path in paths]


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(20):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return round(1000 * median(times), 2)


def measure(urls: int) -> dict[str, Any]:
    """Return the figures of a process of its own."""
    with tempfile.TemporaryDirectory(prefix="guong-queue-") as name:
        folder = Path(name)
        with running_site(_HOSTS, urls, folder / "log") as site:
            command = [sys.executable, "-m", "benchmarks.long_queue", "--urls", str(urls)]
            command += ["--inside", str(folder), "--port", str(site.port)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                sys.exit(done.stderr.strip()[-2000:])
            result: dict[str, Any] = json.loads(done.stdout)
            return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="print one JSON line only")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        sys.stdout.write(json.dumps(crawl_some(chosen.inside, chosen.port, chosen.urls)) + "\n")
        return
    result = measure(chosen.urls)
    if chosen.json:
        sys.stdout.write(json.dumps(result) + "\n")
        return
    for name, value in result.items():
        sys.stdout.write(f"{name:16} {value}\n")


if __name__ == "__main__":
    main()
