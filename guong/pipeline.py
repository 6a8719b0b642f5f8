"""The whole flow on one screen: crawl -> archive -> read -> save -> queue."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.archive import Archive
from crawler.crawl import crawl
from crawler.frontier import Frontier
from crawler.mining import load_page, mark_mined, pages_to_mine
from crawler.options import Options
from crawler.records import CrawlReport, Mineable, Progress
from crawler.sources import Source
from domain.errors import GuongError, SourceChanged, StoreProblem, UnreadableInput
from domain.extraction import Extraction
from domain.health import Digest
from domain.pages import LOST_STATES, PAGE_STATES, Page
from guong.health import Checkup, take_health
from nlp.extract import Reader, extract
from registry.articles import SavedArticle, save_article
from registry.coverage import find_silent_units
from registry.runs import PageState, RunState, finish_run, save_page_state, start_run
from registry.sessions import Session, open_session
from registry.store import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a job stands, for a progress bar: `total` grows while links are found."""

    phase: str
    done: int
    total: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mined:
    """What reading the archived pages brought; `states` counts each page once."""

    states: Counter[str] = field(default_factory=Counter)
    new_candidates: int = 0
    new_plans: int = 0
    changed: int = 0
    bugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekReport:
    """What the weekly job did and what it found."""

    crawled: CrawlReport
    mined: Mined
    session: Session
    silent_units: tuple[str, ...]
    states: dict[str, int]
    digest: Digest | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What a job needs from outside; `whole` is False when only some of the board's sources were chosen."""

    store: Store
    frontier: Frontier
    archive: Archive
    reader: Reader
    sources: Sequence[Source]
    province: str
    clock: Clock
    stop: Callable[[], bool] = lambda: False
    on_step: Callable[[Step], None] = lambda step: None
    whole: bool = True


def run_week(job: Job, options: Options) -> WeekReport:
    """Do the weekly job: crawl what is due, mine what is new, open this week's session."""
    run = start_run(job.store, "week", now=job.clock())
    crawled = _crawl(job, run, options)
    mined = mine_pages(job, run, pages_to_mine(job.frontier))
    session = open_session(job.store, now=job.clock())
    silent = [row.name for row in find_silent_units(job.store, job.province, day=job.clock().date())]
    digest = _check_sources(job, run) if crawled.finished and not job.stop() else None
    finished = finish_run(
        job.store,
        run,
        now=job.clock(),
        state="stopped" if job.stop() else "done",
        summary={"new_candidates": mined.new_candidates, "new_plans": mined.new_plans, "silent": len(silent)},
    )
    return WeekReport(crawled, mined, session, tuple(silent), finished.counts, digest)


def _check_sources(job: Job, run: int) -> Digest | None:
    checkup = Checkup(job.store, job.frontier.path, job.archive, job.sources, job.province)
    return take_health(checkup, run, job.clock(), whole=job.whole)


def run_crawl(job: Job, options: Options) -> CrawlReport:
    """Only crawl what is due; what it brings waits in the archive to be mined."""
    run = start_run(job.store, "crawl", now=job.clock())
    crawled = _crawl(job, run, options)
    state: RunState = "done" if crawled.finished else "stopped"
    finish_run(job.store, run, now=job.clock(), state=state, summary={"requests": crawled.requests})
    return crawled


def _crawl(job: Job, run: int, options: Options) -> CrawlReport:
    crawled = crawl(
        job.sources,
        frontier=job.frontier,
        archive=job.archive,
        clock=lambda: job.clock().timestamp(),
        stop=job.stop,
        on_progress=lambda p: job.on_step(_crawl_step(p)),
        options=options,
    )
    _save_crawl_states(job, run, crawled)
    return crawled


def mine_pages(job: Job, run: int, waiting: Sequence[Mineable]) -> Mined:
    """Read archived pages that are not mined in their present version; a kill loses nothing, repeats nothing."""
    states: Counter[str] = Counter()
    saved: list[SavedArticle] = []
    bugs: list[str] = []
    for number, item in enumerate(waiting):
        if job.stop():
            break
        job.on_step(Step("Đọc bài", number, len(waiting), item.url))
        try:
            state, article = _mine(job, item)
            detail = ""
        except StoreProblem:
            raise  # a full disk or a locked file ends the job; the page stays to be mined
        except SourceChanged as error:
            state, article, detail = "source_changed", None, str(error)
        except UnreadableInput as error:
            state, article, detail = "unreadable", None, error.what
        except Exception as error:
            # Our own bug: the page is marked, the run goes on and ends non-zero.
            bugs.append(f"{item.url}\n{traceback.format_exc()}")
            state, article, detail = "failed", None, f"{type(error).__name__}: {error}"
        states[state] += 1
        if article is not None:
            saved.append(article)
        save_page_state(job.store, _page_state(item, state, detail, job.clock(), run))
        mark_mined(job.frontier, item.url, item.sha256, state)
    job.on_step(Step("Đọc bài", len(waiting), len(waiting)))
    return Mined(
        states,
        sum(article.new_candidates for article in saved),
        sum(article.new_plans for article in saved),
        sum(article.status == "changed" for article in saved),
        tuple(bugs),
    )


def _page_state(item: Mineable, state: str, detail: str, at: datetime, run: int) -> PageState:
    """A page that its portal no longer serves stays so in the count, however well its archived copy reads."""
    if item.state in LOST_STATES:
        state, detail = item.state, f"bản lưu: {PAGE_STATES[state]}"
    return PageState(item.url, item.source, state, detail, at, run)


def read_page(page: Page, reader: Reader) -> tuple[str, Extraction]:
    """Return the end state of one page and what it says; a suspected page keeps its text but brings no case."""
    extraction = extract(page, reader)
    if extraction.hijack.suspected:
        return "quarantined", replace(extraction, cases=(), documents=())
    return "mined", extraction


def _mine(job: Job, item: Mineable) -> tuple[str, SavedArticle | None]:
    known = {source.name: source for source in job.sources}
    page = load_page(job.frontier, job.archive, item, known)
    if page is None:
        return "not_article", None
    page = replace(page, source=item.source)
    state, extraction = read_page(page, job.reader)
    return state, save_article(job.store, page, extraction, now=job.clock())


def _crawl_step(progress: Progress) -> Step:
    return Step("Thu thập", progress.done, progress.done + progress.waiting, progress.url)


def _save_crawl_states(job: Job, run: int, crawled: CrawlReport) -> None:
    """Give every article address of this crawl its end state; mining then replaces "fetched"."""
    for ended in job.frontier.ended_articles(crawled.run):
        save_page_state(job.store, PageState(ended.url, ended.source, ended.state, ended.note, job.clock(), run))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: pages by what saving them did, those refused with the reason, those set apart."""

    counts: Counter[str]
    refused: tuple[str, ...]
    quarantined: tuple[str, ...]
    session: Session


def import_pages(store: Store, reader: Reader, pages: Iterable[Page | GuongError], *, clock: Clock) -> ImportReport:
    """Read and save pages a person hands over, as a run of its own; the same content again changes nothing."""
    run = start_run(store, "import", now=clock())
    counts: Counter[str] = Counter()
    refused: list[str] = []
    quarantined: list[str] = []
    for page in pages:
        if isinstance(page, GuongError):
            refused.append(str(page))
            continue
        state, extraction = read_page(page, reader)
        counts[save_article(store, page, extraction, now=clock()).status] += 1
        if state == "quarantined":
            quarantined.append(page.source)
        save_page_state(store, PageState(page.url or page.source, page.source, state, "", clock(), run))
    session = open_session(store, now=clock())
    finish_run(store, run, now=clock(), summary={**counts, "refused": len(refused)})
    return ImportReport(counts, tuple(refused), tuple(quarantined), session)
