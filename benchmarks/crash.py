"""Crash `guong week` at random instants of crawling and mining until it is done, and count what was lost or repeated.

python -m benchmarks.crash [--kills 50] [--pages 300] [--disk-full | --read-only | --clock-jump [DAYS]] [--json]

A site of its own serves the pages, a third of them with a Word file, and logs every request. The job runs as a real
process. By default it is killed with SIGKILL. --disk-full lets its disk fill up as often instead, --read-only has the
kernel turn its disk read-only, --clock-jump kills it under a clock that is up to DAYS wrong and jumps; beyond the
seven days after which a page is looked at again, asking again is right and counted. A disk of its own needs Linux and
root.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.crash_count import (
    count_archived,
    count_mined_once,
    count_repeats,
    count_rows,
    files_of,
    is_whole,
    pages_of,
)
from benchmarks.crash_disk import failing_disk, small_disk
from benchmarks.crash_modes import Crash, fail_disk, fill_up, finish, kill, kill_under_wrong_clock
from benchmarks.portal_server import Site, running_site

_FILE_EVERY: Final = 3


@dataclass(frozen=True, slots=True)
class Chance:
    """How often the job is hit, the seed of the instants, and how many days the clock is off at most."""

    kills: int
    seed: int
    days: float


def measure(mode: str, pages: int, chance: Chance) -> dict[str, Any]:
    """Return what a mode left behind, beside the same job left in peace."""
    with tempfile.TemporaryDirectory(prefix="guong-crash-") as name:
        folder = Path(name)
        with running_site(1, pages, folder / "log", file_every=_FILE_EVERY) as site:
            plain = Crash(site, folder / "plain", random.Random(chance.seed))  # noqa: S311
            plain.set_up()
            began = time.monotonic()
            finish(plain)
            work = time.monotonic() - began
            rows, size = count_rows(plain.data), sum(file.stat().st_size for file in plain.data.rglob("*"))
            with crashed(mode, site, folder, chance, (work, size)) as crash:
                finish(crash)
                return _figures(crash, rows) | {"mode": mode, "plain_seconds": round(work, 1)}


@contextmanager
def crashed(mode: str, site: Site, folder: Path, chance: Chance, plain: tuple[float, int]) -> Iterator[Crash]:
    """Yield the job after its crashes, its data in place; `plain` is what it needs undisturbed: seconds and bytes."""
    kills, (work, size) = chance.kills, plain
    # Short enough that the crashes are spread over the whole job, and something is left for the last run.
    window = 1.2 * work / max(1, kills)
    dice = random.Random(chance.seed)  # noqa: S311
    if mode == "disk-full":
        with small_disk(2**28) as small:
            crash = Crash(site, small.folder / "data", dice, len(site.asked()))
            crash.set_up()
            fill_up(crash, kills, small, size)
            yield crash
    elif mode == "read-only":
        with failing_disk() as failing:
            crash = Crash(site, failing.folder / "data", dice, len(site.asked()))
            crash.set_up()
            fail_disk(crash, kills, window, failing)
            yield crash
    else:
        crash = Crash(site, folder / "data", dice, len(site.asked()))
        crash.set_up()
        if mode == "kill":
            kill(crash, kills, window)
        else:
            kill_under_wrong_clock(crash, kills, window, chance.days)
        yield crash


def _figures(crash: Crash, rows: dict[str, int]) -> dict[str, Any]:
    site, data, lives, asked = crash.site, crash.data, crash.lives, crash.asked()
    pages, files = pages_of(site), files_of(site)
    contents = {site.origin(p.host) + path: p.answer(path).body for p in site.portals for path in p.files}
    wanted = {(p.host, path) for p in site.portals for path in (*p.numbers, *p.files)}
    ours = count_repeats((one for one in asked if (one.host, one.path) in wanted), lives.starts)
    lists = [one for one in asked if one.path.startswith("/tin/") and (one.host, one.path) not in wanted]
    return {
        "pages": len(pages),
        "archived": count_archived(data, pages),
        "mined_once": count_mined_once(data, pages),
        "refetched": ours.refetched,
        "in_flight_asked_again": ours.in_flight,
        "files": len(files),
        "files_archived": count_archived(data, contents),
        "same_rows_as_undisturbed": count_rows(data) == rows,
        "verified": is_whole(data),
        "kills": sum(lives.hits.values()),
        "hits": dict(lives.hits),
        "exit_codes": {str(code): n for code, n in sorted(lives.codes.items())},
        "tracebacks": lives.tracebacks,
        "said": dict(lives.said),
        "list_requests": len(lists),
        "robots_requests": sum(one.path == "/robots.txt" for one in asked),
        "requests": len(asked),
    }


def main() -> None:
    """Crash, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20250701)
    parser.add_argument("--json", action="store_true", help="print one JSON line only")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--disk-full", action="store_true")
    chosen.add_argument("--read-only", action="store_true")
    chosen.add_argument("--clock-jump", nargs="?", type=float, const=3.0, metavar="DAYS", help="default: 3 days")
    arguments = parser.parse_args()
    mode = "disk-full" if arguments.disk_full else "read-only" if arguments.read_only else "kill"
    mode = mode if arguments.clock_jump is None else "clock-jump"
    result = measure(mode, arguments.pages, Chance(arguments.kills, arguments.seed, arguments.clock_jump or 0.0))
    if arguments.json:
        sys.stdout.write(json.dumps(result) + "\n")
        return
    for name, value in result.items():
        sys.stdout.write(f"{name:26} {value}\n")


if __name__ == "__main__":
    main()
