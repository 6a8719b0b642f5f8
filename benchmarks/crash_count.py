"""What is left after the crashes: counted from the server's log, the frontier, the archive and the registry."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.portal_server import Asked, Site
from crawler.queue.frontier import Frontier
from crawler.warc.archive import Archive, load_response
from registry.store import open_store

# What reading leaves in the registry; interrupted or not, each table must hold as many rows.
_TABLES = ("articles", "article_versions", "candidates", "sightings", "plans", "attachments")


@dataclass(frozen=True, slots=True)
class Repeats:
    """Requests for what had been asked before: `in_flight` were under way when a life ended, `refetched` were not."""

    refetched: int
    in_flight: int


def count_repeats(asked: Iterable[Asked], starts: Sequence[float]) -> Repeats:
    """Count repeated requests over several lives of the crawler, which began at `starts` (ascending).

    One request at a time goes to each host, so the last one a host got in a life is all that can have been in flight
    there. Asking for it once more in a later life is unavoidable; any other repetition counts as refetched.
    """
    lives: list[list[Asked]] = [[] for _ in starts]
    for one in asked:
        lives[max(0, sum(start <= one.at for start in starts) - 1)].append(one)
    seen: set[tuple[int, str]] = set()
    broken_off: set[tuple[int, str]] = set()
    refetched = in_flight = 0
    for life in lives:
        last: dict[int, str] = {}
        for one in life:
            key = (one.host, one.path)
            last[one.host] = one.path
            if key not in seen:
                seen.add(key)
            elif key in broken_off:
                broken_off.discard(key)
                in_flight += 1
            else:
                refetched += 1
        broken_off = broken_off | set(last.items())
    return Repeats(refetched, in_flight)


def count_archived(data: Path, wanted: Mapping[str, bytes]) -> int:
    """Return how many of these URLs are archived with exactly these bytes."""
    archive = Archive(data / "archive", writable=False)
    with Frontier(data / "frontier.sqlite3") as frontier:
        records = frontier.mining.records_of(wanted)
    return sum(url in records and load_response(archive, records[url]).body == body for url, body in wanted.items())


def count_mined_once(data: Path, urls: Iterable[str]) -> int:
    """Return how many of these URLs are one article with one version, and read as their newest state."""
    store = open_store(data / "registry.sqlite3", read_only=True)
    try:
        versions = Counter(
            row["url"]
            for row in store.rows("SELECT a.url FROM articles AS a JOIN article_versions AS v ON v.article_id = a.id")
        )
        rows = store.rows("SELECT url, state, max(run_id) FROM page_states WHERE state <> 'unchanged' GROUP BY url")
        read = {row["url"] for row in rows if row["state"] == "mined"}
    finally:
        store.close()
    return sum(versions[url] == 1 and url in read for url in urls)


def count_rows(data: Path) -> dict[str, int]:
    """Return the number of rows in each table that reading fills."""
    store = open_store(data / "registry.sqlite3", read_only=True)
    try:
        return {table: int(store.value(f"SELECT count(*) FROM {table}")) for table in _TABLES}  # noqa: S608
    finally:
        store.close()


def is_whole(data: Path) -> bool:
    """Tell whether `guong verify` finds registry, decisions, queue and archive whole."""
    command = [sys.executable, "-m", "guong", "verify", "--data", str(data)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def pages_of(site: Site) -> dict[str, bytes]:
    """Return every article of a site with its bytes."""
    return {
        site.origin(portal.host) + path: portal.answer(path).body for portal in site.portals for path in portal.numbers
    }


def files_of(site: Site) -> tuple[str, ...]:
    """Return the address of every attached file."""
    return tuple(site.origin(portal.host) + path for portal in site.portals for path in portal.files)
