"""One crawl: takes what is due from the frontier, host by host, archives every answer and settles every URL."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Final

from crawler.archive import Archive
from crawler.cloaking import LOOKED, REFERER, Difference, compare, is_turn, is_worth_a_look
from crawler.fetch import Fetcher, Step, Wanted, failed, received_before, retry_after_seconds
from crawler.frontier import Frontier
from crawler.frontier_tables import HostMemory
from crawler.hosts import Host, Lane
from crawler.judging import Judge
from crawler.options import AGENT, Options, Surroundings
from crawler.outcomes import of_failure
from crawler.records import CrawlReport, Link, Outcome, Progress, Response, Task
from crawler.report import RunFacts, build_report
from crawler.sources import Source
from crawler.tls import TlsException, exception_for
from crawler.urls import host_of, is_same_site, origin_of
from domain.errors import FetchFailed, UserMistake

_ROBOTS_BYTES: Final = 1_000_000
_TICK: Final = 0.5  # the longest sleep, so that a request to stop is heard


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
    with ThreadPoolExecutor(chosen.workers, thread_name_prefix="fetch") as pool:
        around = Surroundings(now, sleep, stop, on_progress)
        judge = Judge(known, frontier, archive, now, chosen.retry, run)
        work = _Crawl(judge, fetcher, pool, around, chosen, resumed)
        try:
            finished = work.go()
        finally:
            fetcher.close()
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a page showed and how it ended, before it is looked at in another guise."""

    response: Response
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Job:
    """One attempt: it began at `home`, its present step takes a turn of `host`; `task` is None for robots.txt.

    With `first` the page has been settled and is looked at once more.
    """

    home: Host
    host: Host
    task: Task | None
    wanted: Wanted
    step: Step
    started: float = 0.0
    first: _Seen | None = None


@dataclass(slots=True)
class _Crawl:
    """The loop: only this thread touches frontier and archive, the pool only fetches."""

    judge: Judge
    fetcher: Fetcher
    pool: ThreadPoolExecutor
    around: Surroundings
    options: Options
    resumed: bool
    hosts: dict[str, Host] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    running: dict[Future[Response], _Job] = field(default_factory=dict)
    # Attempts that a redirect has led to an origin, or looks at a page once more, that wait for their turn there.
    redirected: dict[str, deque[_Job]] = field(default_factory=dict)
    looked: set[str] = field(default_factory=set)
    exceptions: Counter[TlsException] = field(default_factory=Counter)
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
        for origin in (*self.redirected, *self.origins):
            if len(self.running) >= self.options.workers:
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
            self._take_failure(job, failed(note, "waiting", hops=job.step.hops))

    def _look_for_due(self) -> None:
        """Ask the queue which hosts have work, at most once a second while some have."""
        if self.origins and time.monotonic() - self.origins_at < 1.0:
            return
        until = self.around.clock() + self.options.patience
        self.origins = dict(self.frontier.due_origins(self.judge.run, self.sources, until))
        self.waiting = self.frontier.waiting(self.judge.run, self.sources, until)
        self.origins_at = time.monotonic()

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
            self._take_failure(job, failed(note, "refused_by_robots", hops=job.step.hops))
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
                self._settle(task, of_failure(task, "forbidden_address", note, now, retry))
            elif not host.load_robots(AGENT, now, self.options.robots_ttl):
                return self._ask_robots(host, source.all_hosts(), source.tls)
            elif not host.may_fetch(task.fetch_url):
                self._settle(task, of_failure(task, "refused_by_robots", "robots.txt", now, retry))
            else:
                return self._begin(host, task, self._wanted(task))
        self.origins.pop(host.origin, None)
        return None

    def _ask_robots(self, host: Host, hosts: frozenset[str], tls: tuple[TlsException, ...]) -> None:
        host.robots = None
        url = f"{host.origin}/robots.txt"
        self._begin(host, None, Wanted(url, hosts, host.allow_loopback, _ROBOTS_BYTES, tls=tls))

    def _begin(self, host: Host, task: Task | None, wanted: Wanted) -> None:
        self._submit(_Job(host, host, task, wanted, self.fetcher.begin(wanted)))

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

    def _submit(self, job: _Job) -> None:
        job.host.lane.busy = True
        job.host.requests += 1
        if exception := exception_for(job.step.url, job.wanted.tls):
            self.exceptions[exception] += 1
        started = replace(job, started=time.monotonic())
        self.running[self.pool.submit(self.fetcher.take, job.wanted, job.step)] = started

    def _collect(self, seconds: float) -> None:
        """Take the answers that have come: archived and synced first, then settled together, and only then go on."""
        done, _ = wait(self.running, timeout=seconds, return_when=FIRST_COMPLETED)
        if not done:
            return
        with self.frontier.together(), self.judge.archive.synced_together():
            for future in done:
                self._take(self.running.pop(future), future)

    def _take(self, job: _Job, future: Future[Response]) -> None:
        ended = time.monotonic()
        try:
            response = future.result()
            step = self.fetcher.after(job.wanted, job.step, response, ended - job.started)
        except FetchFailed as error:
            self._take_failure(job, error)
        else:
            if step is None:
                self._take_response(job, response)
            else:
                target = self._host(origin_of(step.url))
                led = self.redirected.setdefault(target.origin, deque())
                led.append(replace(job, host=target, step=step))
                job.home.away = True
        # Only now: the answer may have told a longer delay, or that we are not welcome.
        job.host.lane.ready_at = ended + job.host.delay_seconds(self.options.crawl_delay_ceiling)
        job.host.lane.busy = False

    def _take_failure(self, job: _Job, error: FetchFailed) -> None:
        job.home.away = False
        if self.around.stop():
            return  # we broke it off ourselves: the URL stays as it was
        now, host, task = self.around.clock(), job.host, job.task
        received = received_before(error)
        if task is None:
            if not received and error.state == "forbidden_address":
                job.home.know_robots("", AGENT, now)  # nothing will be asked there: each page is refused and counted
            elif received and error.state not in (
                "failed",
                "waiting",
            ):  # too long, or led elsewhere: read what there is
                job.home.learn_robots(received[-1], AGENT, self.options.retry.first_seconds)
            else:
                job.home.pause(f"robots.txt: {error}", now, self.options.retry.first_seconds)
            self.frontier.remember_host(job.home.origin, job.home.memory)
            return
        if job.first is not None:
            if received and error.state == "forbidden_address":  # only this visitor is led away
                sent = Difference(sent_to=(received[-1].header("Location")[:200],))
                self._take_look(task, job.first, replace(received[-1], hops=received[:-1]), sent)
            return
        record = self.judge.archive.append(*received) if received else None
        if error.state == "failed" and len(received) == len(job.step.hops) and error.retry_after_seconds is None:
            host.failed(str(error), now)
            self.frontier.remember_host(host.origin, host.memory)
        outcome = of_failure(task, error.state, str(error), now, self.options.retry, error.retry_after_seconds)
        self._settle(task, replace(outcome, record=record))

    def _take_response(self, job: _Job, response: Response) -> None:
        host, task = job.host, job.task
        job.home.away = False
        if task is None:
            job.home.learn_robots(response, AGENT, self.options.retry.first_seconds)
            self.frontier.remember_host(job.home.origin, job.home.memory)
            return
        if job.first is not None:
            self._take_look(task, job.first, response, compare(job.first.response, response, job.wanted.hosts))
            return
        outcome = self.judge.outcome(task, response)
        self._learn(host, response, outcome)
        self._settle(task, outcome)
        if self._is_to_be_looked_at(host, task, outcome, response):
            self._look_again(job, task, _Seen(response, outcome))

    def _is_to_be_looked_at(self, host: Host, task: Task, outcome: Outcome, response: Response) -> bool:
        run, every = self.judge.run, self.options.look_every
        if not is_turn(run, host.origin, every) or not is_worth_a_look(task, outcome, response):
            return False
        if not self.looked:
            self.looked = {origin_of(seen.url) for seen in self.frontier.looked_at(run, LOOKED)}
        return host.origin not in self.looked

    def _look_again(self, job: _Job, task: Task, seen: _Seen) -> None:
        self.looked.add(job.host.origin)
        wanted = replace(job.wanted, url=seen.response.url, etag="", last_modified="", referer=REFERER)
        again = _Job(job.host, job.host, task, wanted, self.fetcher.begin(wanted), first=seen)
        self.redirected.setdefault(job.host.origin, deque()).append(again)

    def _take_look(self, task: Task, first: _Seen, response: Response, found: Difference) -> None:
        record = self.judge.archive.append(*response.hops, response)
        state = "quarantined" if found.suspected else first.outcome.state
        note = f"{LOOKED}: {found.told()}"
        outcome = Outcome(state, 0.0, done=True, note=note, status=response.status, record=record)
        self.frontier.settle_look(task.url, outcome, self.judge.run, self.around.clock())

    def _learn(self, host: Host, response: Response, outcome: Outcome) -> None:
        """Keep what an answer says about its host."""
        at, note = response.fetched_at, outcome.note or f"HTTP {response.status}"
        if outcome.state == "waiting":
            seconds = retry_after_seconds(response) or outcome.next_due - at
            host.asked_to_wait(seconds, note, at)
        if response.status >= 500 or outcome.state == "waiting":
            host.failed(note, at)
        elif outcome.state == "blocked":
            host.was_blocked(note, at)
        else:
            host.answered()
        self.frontier.remember_host(host.origin, host.memory)

    def _settle(self, task: Task, outcome: Outcome) -> None:
        self.frontier.settle(task, outcome, self.judge.run, self.around.clock())
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
