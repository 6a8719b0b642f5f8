"""One crawl: takes what is due from the frontier, host by host, archives every answer and settles every URL."""

import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Final

from crawler.archive import Archive, load_response
from crawler.fetch import Fetcher, Wanted, received_before, retry_after_seconds
from crawler.frontier import Frontier
from crawler.hosts import Host
from crawler.options import AGENT, Options, Surroundings
from crawler.outcomes import WEEK, keeps_last_good, of_failure, of_reading, of_status
from crawler.postback import has_expired
from crawler.reading import Reading, looks_cut, read_response
from crawler.records import STALE, ArchiveRecord, CrawlReport, Link, Outcome, Progress, Response, Task
from crawler.report import RunFacts, build_report
from crawler.sources import Source
from crawler.urls import is_same_site
from crawler.vanished import SOFT_GONE, is_alike, is_home, is_missing, of_missing, probe_url
from domain.errors import FetchFailed, UserMistake

_ROBOTS_BYTES: Final = 1_000_000
_TICK: Final = 0.5  # the longest sleep, so that a request to stop is heard


def crawl(  # noqa: PLR0913 - everything but the sources has a name at the call
    sources: Iterable[Source],
    *,
    frontier: Frontier,
    archive: Archive,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    options: Options | None = None,
) -> CrawlReport:
    """Fetch what is due of these sources, politely and resumably; returns when nothing is due soon or `stop()`.

    A URL is marked done only after its bytes are synced to the archive, in one transaction with the links it
    showed. Killed at any instant, the next call continues the same run. `clock` gives seconds since the epoch.
    """
    known = {source.name: source for source in sources}
    if not known:
        raise UserMistake("Chưa chọn nguồn nào để thu thập", remedy="khai báo nguồn trong một tệp TOML")
    chosen = options or Options()
    entries = {name: entry_links(source) for name, source in known.items()}
    run, resumed = frontier.begin_run(entries, clock(), resume_within=chosen.resume_within)
    fetcher = Fetcher(chosen.user_agent(), chosen.limits, egress=chosen.egress, clock=clock, stop=stop)
    with ThreadPoolExecutor(chosen.workers, thread_name_prefix="fetch") as pool:
        around = Surroundings(clock, sleep, stop, on_progress)
        work = _Crawl(known, frontier, archive, fetcher, pool, around, chosen, run, resumed)
        try:
            finished = work.go()
        finally:
            fetcher.close()
    if finished:
        frontier.finish_run(run, clock())
    facts = RunFacts(run, finished, tuple(work.bugs), clock(), chosen.crawl_delay_ceiling)
    return build_report(frontier, known, work.hosts.values(), facts)


def entry_links(source: Source) -> tuple[Link, ...]:
    """Return where the crawl of a source begins."""
    return (
        *(Link(url, "list") for url in source.start),
        *(Link(url, "feed") for url in source.feeds),
        *(Link(url, "sitemap") for url in source.sitemaps),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """One request under way; `task` is None for robots.txt."""

    host: Host
    task: Task | None


@dataclass(slots=True)
class _Crawl:
    """The loop: only this thread touches frontier and archive, the pool only fetches."""

    sources: Mapping[str, Source]
    frontier: Frontier
    archive: Archive
    fetcher: Fetcher
    pool: ThreadPoolExecutor
    around: Surroundings
    options: Options
    run: int
    resumed: bool
    hosts: dict[str, Host] = field(default_factory=dict)
    bugs: list[str] = field(default_factory=list)
    running: dict[Future[Response], _Job] = field(default_factory=dict)
    origins: dict[str, float] = field(default_factory=dict)
    origins_at: float = float("-inf")
    done: int = 0
    waiting: int = 0

    def go(self) -> bool:
        """Work until nothing is due within the patience (True) or until asked to stop (False)."""
        while not self.around.stop():
            self._start_ready()
            if self.running:
                self._collect(min(_TICK, self._seconds_to_next() or _TICK))
                continue
            pause = self._seconds_to_next()
            if pause is None:
                return True
            self.around.sleep(min(_TICK, pause))
        while self.running:
            self._collect(_TICK)
        return False

    def _start_ready(self) -> None:
        self._look_for_due()
        now, monotonic = self.around.clock(), time.monotonic()
        for origin in list(self.origins):
            if len(self.running) >= self.options.workers:
                return
            host = self._host(origin)
            if host.busy or host.ready_at > monotonic or host.memory.paused_until > now:
                continue
            self._start(host, now)

    def _look_for_due(self) -> None:
        """Ask the queue which hosts have work, at most once a second while some have."""
        if self.origins and time.monotonic() - self.origins_at < 1.0:
            return
        until = self.around.clock() + self.options.patience
        self.origins = dict(self.frontier.due_origins(self.run, self.sources, until))
        self.waiting = self.frontier.waiting(self.run, self.sources, until)
        self.origins_at = time.monotonic()

    def _host(self, origin: str) -> Host:
        if origin not in self.hosts:
            owners = [source for source in self.sources.values() if _serves(source, origin)] or list(
                self.sources.values()
            )
            delay = max(source.delay_seconds for source in owners)
            host = Host(origin, delay, all(one.allow_loopback for one in owners), self.frontier.host(origin))
            # The moment of the last request before a kill is not known: keep the gap.
            host.ready_at = time.monotonic() + delay if self.resumed else 0.0
            self.hosts[origin] = host
        return self.hosts[origin]

    def _start(self, host: Host, now: float) -> None:
        """Submit the next request to a host, robots.txt first; what may not be asked is settled on the way."""
        while task := self.frontier.next_task(host.origin, self.run, self.sources, now):
            source, retry = self.sources[task.source], self.options.retry
            if not is_same_site(task.fetch_url, source.all_hosts()):
                note = "tệp nằm ngoài các máy chủ của nguồn"
                self._settle(task, of_failure(task, "forbidden_address", note, now, retry))
            elif not host.load_robots(AGENT, now, self.options.robots_ttl):
                host.robots = None
                asked = Wanted(f"{host.origin}/robots.txt", source.all_hosts(), host.allow_loopback, _ROBOTS_BYTES)
                return self._submit(_Job(host, None), asked, lambda url: True)
            elif not host.may_fetch(task.fetch_url):
                self._settle(task, of_failure(task, "refused_by_robots", "robots.txt", now, retry))
            else:
                return self._submit(_Job(host, task), self._wanted(task), host.may_fetch)
        self.origins.pop(host.origin, None)
        return None

    def _wanted(self, task: Task) -> Wanted:
        source = self.sources[task.source]
        limits = self.options.limits
        # Now and then the whole page is asked for: some servers keep the ETag of a changed page.
        conditional = bool(task.body_sha256) and task.kind in ("article", "attachment") and task.visits % 4 != 3
        return Wanted(
            task.fetch_url,
            source.all_hosts(),
            source.allow_loopback,
            limits.file_bytes if task.kind == "attachment" else limits.page_bytes,
            task.etag if conditional else "",
            task.last_modified if conditional else "",
            task.form,
        )

    def _submit(self, job: _Job, wanted: Wanted, may_fetch: Callable[[str], bool]) -> None:
        job.host.busy = True
        job.host.requests += 1
        self.running[self.pool.submit(self.fetcher.fetch, wanted, may_fetch=may_fetch)] = job

    def _collect(self, seconds: float) -> None:
        done, _ = wait(self.running, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in done:
            job = self.running.pop(future)
            job.host.busy = False
            job.host.ready_at = time.monotonic() + job.host.delay_seconds(self.options.crawl_delay_ceiling)
            try:
                response = future.result()
            except FetchFailed as error:
                self._take_failure(job, error)
            else:
                self._take_response(job, response)

    def _take_failure(self, job: _Job, error: FetchFailed) -> None:
        if self.around.stop():
            return  # we broke it off ourselves: the URL stays as it was
        now, host, task = self.around.clock(), job.host, job.task
        received = received_before(error)
        if task is None:
            if received and error.state != "failed":  # too long, or a redirect elsewhere: read what there is
                host.learn_robots(received[-1], AGENT, self.options.retry.first_seconds)
            else:
                host.pause(f"robots.txt: {error}", now, self.options.retry.first_seconds)
            self.frontier.remember_host(host.origin, host.memory)
            return
        record = self.archive.append(*received) if received else None
        if error.state == "failed" and not received:
            host.failed(str(error), now)
            self.frontier.remember_host(host.origin, host.memory)
        outcome = of_failure(task, error.state, str(error), now, self.options.retry)
        self._settle(task, replace(outcome, record=record))

    def _take_response(self, job: _Job, response: Response) -> None:
        host, task = job.host, job.task
        if task is None:
            host.learn_robots(response, AGENT, self.options.retry.first_seconds)
            if host.robots is not None:
                host.ready_at = time.monotonic() + host.delay_seconds(self.options.crawl_delay_ceiling)
            self.frontier.remember_host(host.origin, host.memory)
            return
        outcome = self._outcome(task, response)
        if outcome.state == "waiting":
            wait_seconds = retry_after_seconds(response) or outcome.next_due - response.fetched_at
            host.asked_to_wait(wait_seconds, f"HTTP {response.status}", response.fetched_at)
        if response.status >= 500 or outcome.state == "waiting":
            host.failed(f"HTTP {response.status}", response.fetched_at)
        else:
            host.answered()
        self.frontier.remember_host(host.origin, host.memory)
        self._settle(task, outcome)

    def _outcome(self, task: Task, response: Response) -> Outcome:
        now, retry = self.around.clock(), self.options.retry
        if task.form and has_expired(response):
            return self._expired(response)
        outcome = of_status(task, response, now, retry)
        if outcome is not None:
            record = None if response.status == 304 else self.archive.append(*response.hops, response)
            return replace(outcome, record=record)
        record = self.archive.append(*response.hops, response)
        source = self.sources[task.source]
        if looks_cut(response) and task.failures == 0:
            return replace(of_failure(task, "failed", "trang có vẻ bị cắt giữa chừng", now, retry), record=record)
        try:
            reading = read_response(task, response, source)
        except Exception:  # our own bug: the bytes are safe, the page is counted, the run goes on and ends non-zero
            self.bugs.append(f"{task.url}\n{traceback.format_exc()}")
            return replace(of_failure(task, "failed", "lỗi của chương trình khi đọc trang", now, retry), record=record)
        if task.form and reading.text_sha256 and reading.text_sha256 == self.frontier.text_of(task.parent):
            return self._expired(response, record)  # the first page again: what we sent was not understood
        if (missing := self._missing(task, response, reading)) is not None:
            return replace(missing, record=record, status=response.status)
        if reading.state in ("failed", "blocked") or keeps_last_good(task, reading):
            state = reading.state if reading.state in ("failed", "blocked") else "failed"
            note = reading.note or "không còn giống bài viết đã lưu"
            return replace(of_failure(task, state, note, now, retry), record=record, status=response.status)
        return of_reading(task, response, record, reading, source)

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
        if is_soft is None and (probe := self.frontier.probe_of(probe_url(task), self.run)):
            state, kept = probe
            is_soft = state == "fetched" and kept is not None and is_alike(response, load_response(self.archive, kept))
        seen = self.frontier.runs_noting(task.url, SOFT_GONE)
        return of_missing(task, self.around.clock(), self.options.retry, is_soft=is_soft, seen_runs=seen)

    def _settle(self, task: Task, outcome: Outcome) -> None:
        self.frontier.settle(task, outcome, self.run, self.around.clock())
        if outcome.links:
            self.origins_at = float("-inf")
        self.done += 1
        self.waiting = max(0, self.waiting - outcome.done)
        self.around.on_progress(Progress(self.done, self.waiting, task.url, outcome.state))

    def _seconds_to_next(self) -> float | None:
        """Seconds until some host may be asked something; None when nothing is due within the patience."""
        self._look_for_due()
        now, monotonic = self.around.clock(), time.monotonic()
        waits = []
        for origin, due in self.origins.items():
            host = self._host(origin)
            left = max(due - now, host.memory.paused_until - now, host.ready_at - monotonic, 0.0)
            if not host.busy and left <= max(
                self.options.patience, host.delay_seconds(self.options.crawl_delay_ceiling)
            ):
                waits.append(left)
        return max(0.01, min(waits)) if waits else None


def _serves(source: Source, origin: str) -> bool:
    host = origin.partition("://")[2].removeprefix("www.")
    return any(host == one or host.endswith("." + one) for one in source.all_hosts())
