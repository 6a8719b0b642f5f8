"""What follows from an attempt: the state of the URL, and when it is asked again."""

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from crawler.crawling.reading import Reading
from crawler.fetching.fetch import retry_after_seconds
from crawler.records import ArchiveRecord, Outcome, Response, Task
from crawler.sources.source import Source

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
_NEVER: Final = 3650 * DAY  # lists are made due by the next run, not by a date
_MAX_RETRY: Final = 7 * DAY
QUICK_TRIES: Final = 3  # after so many failures in a row a URL waits hours, not seconds; it is never dropped
_OVERLOADED: Final = {429, 503}
_REFUSED: Final = {401, 403, 407, 451}
_GONE: Final = {404, 410}


@dataclass(frozen=True, slots=True)
class Retry:
    """How soon a failed URL is asked again: linear, because a portal in trouble seldom recovers in seconds."""

    first_seconds: float = 10.0

    def seconds(self, failures: int) -> float:
        """Return the wait after this many failures in a row (0 for the first)."""
        if failures < QUICK_TRIES:
            return self.first_seconds * (failures + 1)
        return min(_MAX_RETRY, 6 * HOUR * (failures - QUICK_TRIES + 1))


def of_failure(task: Task, state: str, note: str, now: float, retry: Retry, after: float | None = None) -> Outcome:
    """An attempt without a usable answer; `after` is how long it is not to be repeated; a week ends it for this run."""
    wait = max(min(after or 0.0, _MAX_RETRY), retry.seconds(task.failures))
    if state in ("too_big", "forbidden_address", "refused_by_robots"):
        return Outcome(state, now + _MAX_RETRY, done=True, note=note, failed=True)
    done = task.failures >= QUICK_TRIES or (state == "failed" and wait >= WEEK)
    return Outcome(state, now + wait, done=done, note=note, failed=True)


def of_block(now: float, note: str) -> Outcome:
    """A refusal or a browser challenge: to insist would make it worse, so the page is left for a day."""
    return Outcome("blocked", now + DAY, done=True, note=note, failed=True)


def of_status(task: Task, response: Response, now: float, retry: Retry) -> Outcome | None:
    """The outcome of any answer but a 200: None when the body is to be read."""
    status = response.status
    note = f"HTTP {status}"
    if 200 <= status < 300:
        return None
    if status == 304 and task.body_sha256:
        return Outcome("unchanged", now, done=True, status=status)
    if status in _OVERLOADED:
        after = retry_after_seconds(response)
        return replace(of_failure(task, "waiting", note, now, retry, after), status=status)
    if status in _GONE:
        return Outcome("gone", now + _MAX_RETRY, done=True, note=note, status=status)
    if status in _REFUSED:
        return replace(of_block(now, note), status=status)
    done = status < 500
    outcome = of_failure(task, "failed", note, now, retry)
    return replace(
        outcome, status=status, done=done or outcome.done, next_due=now + _MAX_RETRY if done else outcome.next_due
    )


def of_reading(
    task: Task, response: Response, record: ArchiveRecord | None, reading: Reading, source: Source
) -> Outcome:
    """The outcome of a body that was archived (`record` is None when these very bytes already were)."""
    now = response.fetched_at
    body = hashlib.sha256(response.body).hexdigest()
    same = body == task.body_sha256 or (reading.text_sha256 and reading.text_sha256 == task.text_sha256)
    outcome = Outcome(
        "unchanged" if same and task.kind in ("article", "attachment") else reading.state,
        now + revisit_seconds(task, source, reading.state),
        done=True,
        note=reading.note,
        status=response.status,
        record=record,
        final_url=response.url if response.hops else "",
        etag=response.header("ETag"),
        last_modified=response.header("Last-Modified"),
        links=reading.links,
        canonical=reading.canonical,
    )
    if same:
        return outcome
    return replace(outcome, body_sha256=body, text_sha256=reading.text_sha256, mined=reading.mined)


def revisit_seconds(task: Task, source: Source, state: str) -> float:
    """Articles are looked at again after one, four and thirteen times the source's interval, then yearly."""
    if task.kind in ("list", "feed", "sitemap", "probe"):
        return _NEVER
    if state == "source_changed":
        return DAY
    factor = {0: 1.0, 1: 1.0, 2: 4.0, 3: 13.0}.get(task.visits, 52.0)
    return source.revisit_days * DAY * factor


def keeps_last_good(task: Task, reading: Reading) -> bool:
    """A page that was an article and now shows something else is doubted before it is believed."""
    return (
        bool(task.text_sha256) and task.kind == "article" and reading.state != "fetched" and task.failures < QUICK_TRIES
    )
