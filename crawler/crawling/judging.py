"""What an answer means for its URL: archived first, then judged against what is known of the page and its host."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from crawler.crawling.outcomes import (
    QUICK_TRIES,
    WEEK,
    Retry,
    keeps_last_good,
    of_block,
    of_failure,
    of_reading,
    of_status,
    revisit_seconds,
)
from crawler.crawling.readers import ReaderLost
from crawler.crawling.reading import Reading, looks_cut
from crawler.crawling.vanished import SOFT_GONE, is_alike, is_home, is_missing, of_missing, probe_url
from crawler.lists.postback import has_expired
from crawler.queue.frontier import Frontier
from crawler.records import STALE, ArchiveRecord, Outcome, Response, Task
from crawler.sources.source import Source
from crawler.warc.archive import Archive, load_response
from domain.errors import StoreProblem

_CUT: Final = "trang có vẻ bị cắt giữa chừng"
_RUNS: Final = 3  # runs that must see a page shorter than it was before it is believed
_SAME_LENGTH: Final = 0.1  # two answers within a tenth of each other count as equally long


@dataclass(slots=True)
class Judge:
    """Judges the answers of one run; `bugs` are tracebacks of our own errors."""

    sources: Mapping[str, Source]
    frontier: Frontier
    archive: Archive
    clock: Callable[[], float]
    retry: Retry
    run: int
    bugs: list[str] = field(default_factory=list)
    cut: dict[str, int] = field(default_factory=dict)

    def archive_answer(self, task: Task, response: Response) -> Outcome | ArchiveRecord:
        """Archive an answer; returns how the attempt ended or, when that takes reading, where the answer lies."""
        now = self.clock()
        if task.form and has_expired(response):
            return self._expired(response)
        outcome = of_status(task, response, now, self.retry)
        if outcome is not None and outcome.state == "unchanged":
            return replace(outcome, next_due=now + revisit_seconds(task, self.sources[task.source], outcome.state))
        if outcome is not None:
            return replace(outcome, record=self.archive.append(*response.hops, response))
        record = self.archive.append(*response.hops, response)
        if self._is_suspect(task, response):
            return replace(of_failure(task, "failed", _CUT, now, self.retry), record=record)
        return record

    def outcome(self, task: Task, response: Response, record: ArchiveRecord, read: Callable[[], Reading]) -> Outcome:
        """Tell how the attempt ended whose answer lies at `record`; `read` gives its sense."""
        try:
            reading = read()
        except ReaderLost as lost:
            note = str(lost)
        except Exception:  # our own bug: the bytes are safe, the page is counted, the run goes on and ends non-zero
            self.bugs.append(f"{task.url}\n{traceback.format_exc()}")
            note = "lỗi của chương trình khi đọc trang"
        else:
            return self._of_page(task, response, record, reading)
        return replace(of_failure(task, "failed", note, self.clock(), self.retry), record=record)

    def _of_page(self, task: Task, response: Response, record: ArchiveRecord, reading: Reading) -> Outcome:
        now = self.clock()
        if task.form and reading.text_sha256 and reading.text_sha256 == self.frontier.tally.text_of(task.parent):
            return self._expired(response, record)  # the first page again: what we sent was not understood
        if (missing := self._missing(task, response, reading)) is not None:
            return replace(missing, record=record, status=response.status)
        if reading.state == "blocked":
            return replace(of_block(now, reading.note), record=record, status=response.status)
        if reading.state == "failed" or keeps_last_good(task, reading):
            note = reading.note or "không còn giống bài viết đã lưu"
            return replace(of_failure(task, "failed", note, now, self.retry), record=record, status=response.status)
        return of_reading(task, response, record, reading, self.sources[task.source])

    def _is_suspect(self, task: Task, response: Response) -> bool:
        """Tell whether a page that announced no length and does not end has come in part, and is to be asked again.

        It is believed when it is as long as the last good version, or when several runs have seen it so. Without such
        a version it is believed when it breaks off at the same place twice: some portals never close their HTML.
        """
        if not looks_cut(response):
            return False
        length, good, before = len(response.body), self._last_length(task), self.cut.get(task.url, 0)
        self.cut[task.url] = max(length, before)
        if good:
            return length < (1 - _SAME_LENGTH) * good and self.frontier.tally.runs_noting(task.url, _CUT) < _RUNS
        return abs(length - before) > _SAME_LENGTH * length and task.failures < QUICK_TRIES

    def _last_length(self, task: Task) -> int:
        record = self.frontier.mining.records_of([task.url]).get(task.url) if task.body_sha256 else None
        try:
            return len(load_response(self.archive, record).body) if record else 0
        except StoreProblem:  # a damaged copy says nothing; `guong verify` reports it
            return 0

    def _expired(self, response: Response, record: ArchiveRecord | None = None) -> Outcome:
        kept = record or self.archive.append(*response.hops, response)
        due = response.fetched_at + WEEK
        return Outcome(
            "failed", due, done=True, note=STALE, status=response.status, record=kept, failed=True, restart=True
        )

    def _missing(self, task: Task, response: Response, reading: Reading) -> Outcome | None:
        """Judge an article that is no longer there by how its host answers for a page that cannot exist."""
        if not is_missing(task, reading):
            return None
        is_soft: bool | None = True if is_home(response) else None
        if is_soft is None and (probe := self.frontier.tally.probe_of(probe_url(task), self.run)):
            state, kept = probe
            is_soft = state == "fetched" and kept is not None and is_alike(response, load_response(self.archive, kept))
        seen = self.frontier.tally.runs_noting(task.url, SOFT_GONE)
        return of_missing(task, self.clock(), self.retry, is_soft=is_soft, seen_runs=seen)
