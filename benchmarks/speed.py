"""How fast Gương reads, beside `underthesea.ner` called sentence by sentence, on the same pages in the same run.

python -m benchmarks.speed [--json] [--rounds N]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from benchmarks.shared import gold_pages
from crawler.articles.article import read_article
from crawler.intake.files import read_file
from domain.pages import Page
from guong.readers import load_reader
from nlp.document import read_document
from nlp.extract import extract
from samples.server import serve


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor seconds one call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(rounds: int) -> dict[str, float]:
    """Return the speeds (pages a second on one core, warm), their ratio, memory in MB and start-up in seconds."""
    pages = gold_pages()
    reader = load_reader()
    for page in pages[:10]:
        extract(page, reader)
    ours = [seconds_of(lambda: [extract(page, reader) for page in pages]) for _ in range(rounds)]
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    html = sample_html()
    html_seconds = median(
        seconds_of(lambda: [extract(_article(*item), reader) for item in html]) for _ in range(rounds)
    )
    some = pages[:: max(1, len(pages) // 30)]
    ner = seconds_of(lambda: [_ner(page) for page in some])
    ours_some = median(seconds_of(lambda: [extract(page, reader) for page in some]) for _ in range(rounds))
    pages_per_s = len(pages) / median(ours)
    return {
        "pages_per_s": round(pages_per_s, 1),
        "ner_pages_per_s": round(len(some) / ner, 2),
        "ratio": round(ner / ours_some, 2),
        "html_pages_per_s": round(len(html) / html_seconds, 1),
        "rss_mb": round(rss, 1),
        "startup_s": round(start_up(), 2),
    }


def sample_html() -> list[tuple[bytes, str]]:
    """Return the sample world's pages as a portal sends them, with their addresses."""
    import requests

    with serve() as world:
        addresses = [world.address(page) for page in world.pages]
        return [(requests.get(address, timeout=10).content, address) for address in addresses]


def _article(raw: bytes, address: str) -> Page:
    page = read_article(raw, {"content-type": "text/html; charset=utf-8"}, address)
    return page if page is not None else read_file(raw, "page.html", address)


def _ner(page: Page) -> list[Any]:
    from underthesea import ner

    document = read_document(page)
    return [ner(page.text[s.start : s.end]) for s in document.sentences]


def start_up() -> float:
    """Return the wall seconds of the fastest of three runs of `guong extract` on one line of text."""
    command = [sys.executable, "-m", "guong", "extract", "-"]
    times: Sequence[float] = [_wall(command) for _ in range(3)]
    return min(times)


def _wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, input="Ông Nguyễn Văn A được tặng Bằng khen.".encode(), check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure on one core and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON line last")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    result = measure(arguments.rounds)
    for name, value in result.items():
        sys.stdout.write(f"{name:18} {value}\n")
    if arguments.json:
        sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
