"""Gương's crawl as one process, for `benchmarks.crawl`: queue and archive with their syncs, pages read or not.

python -m benchmarks.our_crawl FOLDER DELAY WORKERS [--archive-only] URL... - prints one JSON line.
"""

import argparse
import hashlib
import json
import re
import resource
import sys
from pathlib import Path
from urllib.parse import urljoin

from benchmarks.memory import peak_megabytes
from crawler.crawling import reading
from crawler.crawling.crawl import crawl
from crawler.crawling.options import Options
from crawler.crawling.readers import spare_processors
from crawler.crawling.reading import Reading
from crawler.queue.frontier import Frontier
from crawler.records import Link, Response, Task
from crawler.sources.source import Source
from crawler.warc.archive import Archive


def sources_of(urls: list[str], delay: float, *, family: str) -> list[Source]:
    """Describe the hosts of the site, each as a source of its own."""
    return [
        Source(
            f"cong-{number}", f"Cổng {number}", start=(url,), family=family, delay_seconds=delay, max_pages=1000,
            allow_loopback=True,
        )
        for number, url in enumerate(urls)
    ]  # fmt: skip


def save_only() -> None:
    """Read articles no further than the spider does that ours is compared with: the links to their files."""
    link = re.compile(rb'<a href="([^"]+)" download')

    def read_article(task: Task, response: Response, source: Source) -> Reading:
        urls = (urljoin(response.url, found.decode()) for found in link.findall(response.body))
        fingerprint = hashlib.sha256(response.body).hexdigest()
        return Reading("fetched", tuple(Link(url, "attachment") for url in urls), fingerprint, mined=False)

    reading.READERS["article"] = read_article


def main() -> None:
    """Crawl and tell the processor time and the peak memory of this process with its readers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("delay", type=float)
    parser.add_argument("workers", type=int)
    parser.add_argument("--archive-only", action="store_true")
    parser.add_argument("urls", nargs="+")
    chosen = parser.parse_args()
    readers = 0 if chosen.archive_only else spare_processors()
    if chosen.archive_only:
        save_only()
    sources = sources_of(chosen.urls, chosen.delay, family="nukeviet")
    with Archive(chosen.folder / "archive") as archive, Frontier(chosen.folder / "frontier.sqlite3") as frontier:
        options = Options(workers=chosen.workers, readers=readers)
        report = crawl(sources, frontier=frontier, archive=archive, options=options)
    own, beside = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    result = {
        "cpu_s": own.ru_utime + own.ru_stime + beside.ru_utime + beside.ru_stime,
        "rss_mb": round(peak_megabytes() + readers * beside.ru_maxrss / 1024, 1),  # of the readers the largest counts
        "saved": report.total("fetched"),
        "finished": report.finished,
        "bugs": len(report.bugs),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
