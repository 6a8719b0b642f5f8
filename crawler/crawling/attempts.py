"""Attempts of a crawl, and what is kept of how they end: for the URL, its host, and the report."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crawler.crawling.cloaking import LOOKED, REFERER, Difference, compare, is_turn, is_worth_a_look
from crawler.crawling.hosts import Host
from crawler.crawling.judging import Judge
from crawler.crawling.options import AGENT, Surroundings
from crawler.crawling.outcomes import of_failure
from crawler.crawling.reading import Reading
from crawler.fetching.fetch import Step, Wanted, received_before, retry_after_seconds
from crawler.fetching.urls import fetchable_url, origin_of
from crawler.queue.frontier import Frontier
from crawler.records import ArchiveRecord, Outcome, Progress, Response, Task
from domain.errors import FetchFailed


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed and how it ended, before it is looked at in another guise."""

    response: Response
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt: it began at `home`, its present step takes a turn of `host`; `task` is None for robots.txt.

    With `first` the page has been settled and is looked at once more.
    """

    home: Host
    host: Host
    task: Task | None
    wanted: Wanted
    step: Step
    started: float = 0.0
    first: Seen | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """An answer that lies in the archive and must be read before its attempt can be settled."""

    job: Job
    task: Task
    response: Response
    record: ArchiveRecord


@dataclass(slots=True)
class Attempts:
    """Settles the attempts of one run; used from the crawl's own thread.

    `looked` are the origins of which a page was looked at twice, `found_links` says that the queue has grown.
    """

    judge: Judge
    around: Surroundings
    look_every: int
    looked: set[str] = field(default_factory=set)
    found_links: bool = False
    done: int = 0
    waiting: int = 0

    @property
    def frontier(self) -> Frontier:
        """The queue."""
        return self.judge.frontier

    def take_failure(self, job: Job, error: FetchFailed) -> None:
        """Settle an attempt without a usable answer, keeping what came before it failed."""
        job.home.away = False
        if self.around.stop():
            return  # we broke it off ourselves: the URL stays as it was
        now, host, task = self.around.clock(), job.host, job.task
        received = received_before(error)
        if task is None:
            self._take_no_robots(job.home, error, received)
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
        outcome = of_failure(task, error.state, str(error), now, self.judge.retry, error.retry_after_seconds)
        self.settle(task, replace(outcome, record=record))

    def _take_no_robots(self, home: Host, error: FetchFailed, received: tuple[Response, ...]) -> None:
        now, first = self.around.clock(), self.judge.retry.first_seconds
        if not received and error.state == "forbidden_address":
            home.know_robots("", AGENT, now)  # nothing will be asked there: each page is refused and counted
        elif received and error.state not in ("failed", "waiting"):  # too long, or led elsewhere: read what there is
            home.learn_robots(received[-1], AGENT, first)
        else:
            home.pause(f"robots.txt: {error}", now, first)
        self.frontier.remember_host(home.origin, home.memory)

    def take_response(self, job: Job, response: Response) -> Job | Unread | None:
        """Settle an attempt by its answer, or archive it to be read.

        Returns what is to be read, or another look at the same page where that is due.
        """
        host, task = job.host, job.task
        if task is None:
            job.home.away = False
            job.home.learn_robots(response, AGENT, self.judge.retry.first_seconds)
            self.frontier.remember_host(job.home.origin, job.home.memory)
            return None
        if job.first is not None:
            job.home.away = False
            if (seconds := retry_after_seconds(response)) is not None and response.status in (429, 503):
                host.asked_to_wait(seconds, f"HTTP {response.status}", response.fetched_at)
                self.frontier.remember_host(host.origin, host.memory)
            self._take_look(task, job.first, response, compare(job.first.response, response, job.wanted.hosts))
            return None
        ended = self.judge.archive_answer(task, response)
        if isinstance(ended, Outcome):
            return self._end(job, task, response, ended)
        return Unread(job, task, response, ended)

    def take_reading(self, unread: Unread, read: Callable[[], Reading]) -> Job | None:
        """Settle an attempt whose answer was read; returns another look at the same page where that is due."""
        outcome = self.judge.outcome(unread.task, unread.response, unread.record, read)
        return self._end(unread.job, unread.task, unread.response, outcome)

    def _end(self, job: Job, task: Task, response: Response, outcome: Outcome) -> Job | None:
        host = job.host
        job.home.away = False
        self._learn(host, response, outcome)
        self.settle(task, outcome)
        if self._is_to_be_looked_at(host, task, outcome, response):
            return self._look_again(job, task, Seen(response, outcome))
        return None

    def _is_to_be_looked_at(self, host: Host, task: Task, outcome: Outcome, response: Response) -> bool:
        run, every = self.judge.run, self.look_every
        if not is_turn(run, host.origin, every) or not is_worth_a_look(task, outcome, response):
            return False
        if not self.looked:
            self.looked = {origin_of(seen.url) for seen in self.frontier.tally.looked_at(run, LOOKED)}
        return host.origin not in self.looked

    def _look_again(self, job: Job, task: Task, seen: Seen) -> Job:
        self.looked.add(job.host.origin)
        wanted = replace(job.wanted, url=seen.response.url, etag="", last_modified="", referer=REFERER)
        return Job(
            job.host, job.host, task, wanted, replace(job.step, url=fetchable_url(wanted.url), hops=()), first=seen
        )

    def _take_look(self, task: Task, first: Seen, response: Response, found: Difference) -> None:
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

    def settle(self, task: Task, outcome: Outcome) -> None:
        """Record how an attempt at a URL ended, and tell how far the crawl has come."""
        new = self.frontier.settle(task, outcome, self.judge.run, self.around.clock())
        self.found_links |= bool(outcome.links)
        self.done += 1
        self.waiting = max(0, self.waiting + new - outcome.done)
        self.around.on_progress(Progress(self.done, self.waiting, task.url, outcome.state))
