"""Gương's crawl beside Scrapy's on the same local site of 30 hosts and 3,000 pages, in the same run.

python -m benchmarks.crawl [--pages 3000] [--hosts 30] [--delay 0.1] [--rounds 1] [--json]

Four rows: at equal politeness and with no delay, where ours reads every article and the spider of the other only saves
it; then with no delay both doing the same, once reading (the spider by our reader), once only saving. Each crawl is a
process of its own, ours with as many readers beside it as there are processors to spare; one request at a time for each
host, robots obeyed, resumable. The flat figures of the JSON are those at equal politeness. Needs the extra `bench`.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.portal_server import Asked, Site, running_site
from crawler.crawling.options import Options

_WORKERS: Final = Options().workers
_LONGEST: Final = 1800.0


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; speeds are articles saved a second from the first request to the last, `lost` ours not saved.

    Processor time is that of the crawler's processes, their start included: it does not depend on what else runs.
    Memory is the sum of their peaks.
    """

    pages_per_s: float
    scrapy_pages_per_s: float
    rss_mb: float
    scrapy_rss_mb: float
    cpu_ms_per_page: float
    scrapy_cpu_ms_per_page: float
    lost: int
    scrapy_lost: int
    requests: int
    scrapy_requests: int


def compare(site: Site, delay: float, folder: Path, *, we_read: bool = True, they_read: bool = False) -> Row:
    """Crawl the site twice, first with ours, and compare."""
    urls = [f"{site.origin(portal.host)}/tin/" for portal in site.portals]
    saves, reads = [] if we_read else ["--archive-only"], ["--read"] if they_read else []
    ours, asked = _run(site, ["benchmarks.our_crawl", str(folder / "ours"), str(delay), str(_WORKERS), *saves, *urls])
    theirs, asked_by = _run(site, ["benchmarks.scrapy_crawl", str(folder / "scrapy"), str(delay), *reads, *urls])
    pages = sum(portal.articles for portal in site.portals)
    return Row(
        round(ours["saved"] / _seconds(asked), 1),
        round(theirs["saved"] / _seconds(asked_by), 1),
        ours["rss_mb"],
        theirs["rss_mb"],
        round(1000 * ours["cpu_s"] / pages, 1),
        round(1000 * theirs["cpu_s"] / pages, 1),
        pages - ours["saved"],
        pages - theirs["saved"],
        len(asked),
        len(asked_by),
    )


def _run(site: Site, command: list[str]) -> tuple[dict[str, Any], list[Asked]]:
    before = len(site.asked())
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False, timeout=_LONGEST
    )
    if done.returncode != 0:
        sys.exit(f"{command[0]}: {done.stderr.strip()[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result, site.asked()[before:]


def _seconds(asked: Sequence[Asked]) -> float:
    return asked[-1].at - asked[0].at


def middle(rows: Sequence[Row]) -> Row:
    """Return the median of each figure; of lost pages the worst."""
    values = {
        name: max(getattr(row, name) for row in rows)
        if name.endswith("lost")
        else median(getattr(row, name) for row in rows)
        for name in asdict(rows[0])
    }
    return Row(**values)


def measure(hosts: int, pages: int, delay: float, rounds: int) -> dict[str, Any]:
    """Return the four comparisons, each the median over `rounds`."""
    kinds = {  # delay, whether we read, whether they read
        "polite": (delay, True, False),
        "no_delay": (0.0, True, False),
        "no_delay_both_read": (0.0, True, True),
        "no_delay_archive_only": (0.0, False, False),
    }
    found: dict[str, list[Row]] = {name: [] for name in kinds}
    with tempfile.TemporaryDirectory(prefix="guong-crawl-") as name:
        folder = Path(name)
        with running_site(hosts, pages, folder / "log") as site:
            for number in range(rounds):
                for kind, (seconds, ours, theirs) in kinds.items():
                    place = folder / f"{kind}-{number}"
                    found[kind].append(compare(site, seconds, place, we_read=ours, they_read=theirs))
    rows = {kind: asdict(middle(each)) for kind, each in found.items()}
    return {**rows["polite"], "hosts": hosts, "pages": pages, "delay": delay, "rounds": rounds, **rows}


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=30)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--delay", type=float, default=0.1, help="seconds between two requests to a host")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON line only")
    chosen = parser.parse_args()
    if importlib.util.find_spec("scrapy") is None:
        sys.exit('Scrapy is missing: pip install -c constraints.txt -e ".[bench]"')
    result = measure(chosen.hosts, chosen.pages, chosen.delay, chosen.rounds)
    if chosen.json:
        sys.stdout.write(json.dumps(result) + "\n")
        return
    for name, value in result.items():
        sys.stdout.write(f"{name:24} {value}\n")


if __name__ == "__main__":
    main()
