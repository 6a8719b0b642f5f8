"""One crawl: takes what is due from the frontier, host by host, archives every answer and settles every URL."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Any, Final

from crawler.crawling.attempts import Attempts, Job, Unread
from crawler.crawling.hosts import Host, Lane
from crawler.crawling.judging import Judge
from crawler.crawling.options import AGENT, Options, Surroundings
from crawler.crawling.outcomes import of_failure
from crawler.crawling.readers import Readers, open_readers
from crawler.crawling.reading import Reading
from crawler.crawling.report import RunFacts, build_report
from crawler.fetching.fetch import Fetcher, Step, Wanted, failed
from crawler.fetching.tls import TlsException, exception_for
from crawler.fetching.urls import host_of, is_same_site, origin_of
from crawler.queue.frontier import Frontier
from crawler.queue.tables import HostMemory
from crawler.records import CrawlReport, Link, Progress, Response, Task
from crawler.sources.source import Source
from crawler.warc.archive import Archive
from domain.errors import FetchFailed, UserMistake

_ROBOTS_BYTES: Final = 1_000_000
_COUNT_EVERY: Final = 10.0  # seconds
_TICK: Final = 0.5  # the longest sleep, so that a request to stop is heard
_LAST_READING: Final = 10.0  # seconds given to what is being read when the crawl is asked to stop


def crawl(  # noqa: PLR0913 - everything but the sources has a name at the call
    sources: Iterable[Source],
    *,
    frontier: Frontier,
    archive: Archive,
    clock: Callable[[], float] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    options: Options | None = None,
) -> CrawlReport:
    """Fetch what is due of these sources, politely and resumably; returns when nothing is due soon or `stop()`.

    A URL is marked done only after its bytes are synced to the archive, in one transaction with the links it
    showed. Killed at any instant, the next call continues the same run. `clock` gives seconds since the epoch; the
    one used otherwise is read once and then runs evenly, so that a clock set back or forth in mid-run changes nothing.
    """
    known = {source.name: source for source in sources}
    if not known:
        raise UserMistake("Chưa chọn nguồn nào để thu thập", remedy="khai báo nguồn trong một tệp TOML")
    chosen, now = options or Options(), clock or steady_clock()
    entries = {name: entry_links(source) for name, source in known.items()}
    run, resumed = frontier.begin_run(entries, now(), resume_within=chosen.resume_within)
    fetcher = Fetcher(chosen.user_agent(), chosen.limits, egress=chosen.egress, clock=now, stop=stop)
    readers = open_readers(chosen.readers)
    with ThreadPoolExecutor(chosen.workers, thread_name_prefix="fetch") as pool:
        around = Surroundings(now, sleep, stop, on_progress)
        judge = Judge(known, frontier, archive, now, chosen.retry, run)
        attempts = Attempts(judge, around, chosen.look_every)
        work = _Crawl(judge, attempts, fetcher, readers, pool, around, chosen, resumed)
        try:
            finished = work.go()
        finally:
            fetcher.close()
            readers.close()
    if finished:
        frontier.finish_run(run, now())
    facts = RunFacts(run, finished, tuple(judge.bugs), now(), chosen.crawl_delay_ceiling, work.exceptions)
    return build_report(frontier, known, work.hosts.values(), facts)


def steady_clock(
    wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic
) -> Callable[[], float]:
    """Return a clock that shows the wall time of this moment and from then on runs with the monotonic one."""
    offset = wall() - monotonic()
    return lambda: offset + monotonic()


def entry_links(source: Source) -> tuple[Link, ...]:
    """Return where the crawl of a source begins."""
    return (
        *(Link(url, "list") for url in source.start),
        *(Link(url, "feed") for url in source.feeds),
        *(Link(url, "sitemap") for url in source.sitemaps),
    )


@dataclass(slots=True)
class _Crawl:
    """The loop: only this thread touches frontier and archive, the pool only fetches, the readers only read."""

    judge: Judge
    attempts: Attempts
    fetcher: Fetcher
    readers: Readers
    pool: ThreadPoolExecutor
    around: Surroundings
    options: Options
    resumed: bool
    hosts: dict[str, Host] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    running: dict[Future[Response], Job] = field(default_factory=dict)
    # Answers that are archived and being read; their hosts wait, as for an answer that is under way.
    reading: dict[Future[Reading], tuple[Unread, float]] = field(default_factory=dict)
    # Attempts that a redirect has led to an origin, or looks at a page once more, that wait for their turn there.
    redirected: dict[str, deque[Job]] = field(default_factory=dict)
    exceptions: Counter[TlsException] = field(default_factory=Counter)
    origins: dict[str, float] = field(default_factory=dict)
    origins_at: float = float("-inf")
    counted_at: float = float("-inf")

    def go(self) -> bool:
        """Work until nothing is due within the patience (True) or until asked to stop (False)."""
        while not self.around.stop():
            self._start_ready()
            if self.running or self.reading:
                self._collect(min(_TICK, self._seconds_to_next() or _TICK))
                continue
            pause = self._seconds_to_next()
            if pause is None:
                return True
            self.around.sleep(min(_TICK, pause))
        last = time.monotonic() + _LAST_READING
        while self.running or (self.reading and time.monotonic() < last):
            self._collect(_TICK)
        return False

    def _start_ready(self) -> None:
        self._look_for_due()
        now, monotonic = self.around.clock(), time.monotonic()
        for origin in (*self.redirected, *self.origins):
            # What waits for the readers is bounded too: each page of it is held in memory.
            if len(self.running) >= self.options.workers or len(self.reading) >= 2 * self.options.workers:
                return
            host = self._host(origin)
            if host.resting_until() > now:
                self._give_back(host)
            elif not host.lane.busy and host.lane.ready_at <= monotonic:
                self._start(host, now)

    def _give_back(self, host: Host) -> None:
        """An attempt that was led to a host at rest is not held in memory: its URL goes back to the queue."""
        for job in self.redirected.pop(host.origin, ()):
            note = f"{host.origin} đang tạm nghỉ ({host.memory.note})"
            self.attempts.take_failure(job, failed(note, "waiting", hops=job.step.hops))

    def _look_for_due(self) -> None:
        """Ask the queue which hosts have work, at most once a second while some have."""
        fresh = time.monotonic() - self.origins_at < 1.0 and not self.attempts.found_links
        if self.origins and fresh:
            return
        until = self.around.clock() + self.options.patience
        self.origins = dict(self.frontier.due_origins(self.judge.run, self.sources, until))
        self.attempts.found_links = False
        self.origins_at = time.monotonic()
        if self.origins_at - self.counted_at >= _COUNT_EVERY:  # walks the whole queue, and is only shown
            self.attempts.waiting = self.frontier.waiting(self.judge.run, self.sources, until)
            self.counted_at = self.origins_at

    def _host(self, origin: str) -> Host:
        if origin not in self.hosts:
            owners = [source for source in self.sources.values() if _serves(source, origin)] or list(
                self.sources.values()
            )
            delay = max(source.delay_seconds for source in owners)
            lane = self.lanes.setdefault(host_of(origin), Lane())
            memory = self.frontier.host(origin)
            host = Host(origin, delay, all(one.allow_loopback for one in owners), memory, lane)
            if self.resumed or memory != HostMemory():
                host.remember_gap(AGENT, time.monotonic(), self.options.crawl_delay_ceiling)
            self.hosts[origin] = host
        return self.hosts[origin]

    def _go_on(self, host: Host, now: float) -> bool:
        """Submit the next step of an attempt that a redirect led to a host; False when there is none."""
        while led := self.redirected.get(host.origin):
            job = led[0]
            if job.task is not None and not host.load_robots(AGENT, now, self.options.robots_ttl):
                self._ask_robots(host, job.wanted.hosts, job.wanted.tls)
                return True
            led.popleft()
            if job.task is None or host.may_fetch(job.step.url):
                self._submit(job)
                return True
            note = f"robots.txt không cho phép {job.step.url}"
            self.attempts.take_failure(job, failed(note, "refused_by_robots", hops=job.step.hops))
        self.redirected.pop(host.origin, None)
        return False

    def _start(self, host: Host, now: float) -> None:
        """Submit the next request to a host, robots.txt first; what may not be asked is settled on the way."""
        if self._go_on(host, now) or host.away:
            return None
        while task := self.frontier.next_task(host.origin, self.judge.run, self.sources, now):
            source, retry = self.sources[task.source], self.options.retry
            if not is_same_site(task.fetch_url, source.all_hosts()):
                note = "tệp nằm ngoài các máy chủ của nguồn"
                self.attempts.settle(task, of_failure(task, "forbidden_address", note, now, retry))
            elif not host.load_robots(AGENT, now, self.options.robots_ttl):
                return self._ask_robots(host, source.all_hosts(), source.tls)
            elif not host.may_fetch(task.fetch_url):
                self.attempts.settle(task, of_failure(task, "refused_by_robots", "robots.txt", now, retry))
            else:
                return self._begin(host, task, self._wanted(task))
        self.origins.pop(host.origin, None)
        return None

    def _ask_robots(self, host: Host, hosts: frozenset[str], tls: tuple[TlsException, ...]) -> None:
        host.robots = None
        url = f"{host.origin}/robots.txt"
        self._begin(host, None, Wanted(url, hosts, host.allow_loopback, _ROBOTS_BYTES, tls=tls))

    def _begin(self, host: Host, task: Task | None, wanted: Wanted) -> None:
        self._submit(Job(host, host, task, wanted, self.fetcher.begin(wanted)))

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
            source.tls,
        )

    def _submit(self, job: Job) -> None:
        job.host.lane.busy = True
        job.host.requests += 1
        if exception := exception_for(job.step.url, job.wanted.tls):
            self.exceptions[exception] += 1
        started = replace(job, started=time.monotonic())
        self.running[self.pool.submit(self.fetcher.take, job.wanted, job.step)] = started

    def _collect(self, seconds: float) -> None:
        """Take the answers that have come: archived and synced first, then settled together, and only then go on."""
        waiting: list[Future[Any]] = [*self.running, *self.reading]
        wait(waiting, timeout=seconds, return_when=FIRST_COMPLETED)
        answered = [future for future in self.running if future.done()]
        if not answered and not any(future.done() for future in self.reading):
            return
        with self.frontier.together(), self.judge.archive.synced_together():
            for future in answered:
                self._take(self.running.pop(future), future)
            for read in [future for future in self.reading if future.done()]:
                unread, ended = self.reading.pop(read)
                self._follow(self.attempts.take_reading(unread, read.result))
                self._let_go(unread.job.host, ended)

    def _take(self, job: Job, future: Future[Response]) -> None:
        ended = time.monotonic()
        try:
            response = future.result()
            step = self.fetcher.after(job.wanted, job.step, response, ended - job.started)
        except FetchFailed as error:
            self.attempts.take_failure(job, error)
        else:
            following = self.attempts.take_response(job, response) if step is None else self._led(job, step)
            if isinstance(following, Unread):
                source = self.sources[following.task.source]
                self.reading[self.readers.read(following.task, response, source)] = following, ended
                return
            self._follow(following)
        self._let_go(job.host, ended)

    def _led(self, job: Job, step: Step) -> Job:
        job.home.away = True
        return replace(job, host=self._host(origin_of(step.url)), step=step)

    def _follow(self, job: Job | None) -> None:
        """Put the next step of an attempt into the line of the host it is led to."""
        if job is not None:
            self.redirected.setdefault(job.host.origin, deque()).append(job)

    def _let_go(self, host: Host, ended: float) -> None:
        """Only when settled may a host be asked again: the answer may tell a longer delay, or that we are unwelcome."""
        host.lane.ready_at = ended + host.delay_seconds(self.options.crawl_delay_ceiling)
        host.lane.busy = False

    def _seconds_to_next(self) -> float | None:
        """Seconds until some host may be asked something; None when nothing is due within the patience."""
        self._look_for_due()
        now, monotonic = self.around.clock(), time.monotonic()
        waits = []
        for origin, due in self._due():
            host = self._host(origin)
            left = max(due - now, host.resting_until() - now, host.lane.ready_at - monotonic, 0.0)
            if not host.lane.busy and left <= max(
                self.options.patience, host.delay_seconds(self.options.crawl_delay_ceiling)
            ):
                waits.append(left)
        return max(0.01, min(waits)) if waits else None

    def _due(self) -> Iterator[tuple[str, float]]:
        yield from ((origin, 0.0) for origin in self.redirected)
        yield from ((origin, due) for origin, due in self.origins.items() if not self._host(origin).away)

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources by name."""
        return self.judge.sources

    @property
    def frontier(self) -> Frontier:
        """The queue."""
        return self.judge.frontier


def _serves(source: Source, origin: str) -> bool:
    host = origin.partition("://")[2].removeprefix("www.")
    return any(host == one or host.endswith("." + one) for one in source.all_hosts())
