"""The whole flow on one screen: crawl -> archive -> read -> save -> queue."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.attachments.tools import Tools, find_tools
from crawler.crawling.crawl import crawl, steady_clock
from crawler.crawling.options import Options
from crawler.intake.mining import Known, load_page, mark_mined, pages_to_mine, reopen_urls
from crawler.pages.file_text import UnreadableFile
from crawler.queue.frontier import Frontier
from crawler.records import CrawlReport, Mineable, Progress
from crawler.sources.source import Source
from crawler.warc.archive import Archive
from domain.errors import GuongError, SourceChanged, StoreProblem, UnreadableInput
from domain.extraction import Extraction
from domain.health import Digest
from domain.pages import LOST_STATES, PAGE_STATES, TOOL_STATES, Page
from guong.health import Checkup, take_health
from nlp.extract import Reader, extract
from nlp.own_document import find_own_document
from registry.articles import SavedArticle, save_article
from registry.attachments import articles_awaiting, find_recognised
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
    files: Counter[str] = field(default_factory=Counter)  # attached to these pages, by attachment state


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
    tools: Tools = field(default_factory=find_tools)
    stop: Callable[[], bool] = lambda: False
    on_step: Callable[[Step], None] = lambda step: None
    whole: bool = True


def run_week(job: Job, options: Options) -> WeekReport:
    """Do the weekly job: crawl what is due, mine what is new, open this week's session."""
    run = start_run(job.store, "week", now=job.clock())
    crawled = _crawl(job, run, options)
    reopen_readable(job)
    mined = mine_pages(job, run, pages_to_mine(job.frontier))
    session = open_session(job.store, now=job.clock())
    silent = [row.name for row in find_silent_units(job.store, job.province, day=job.clock().date())]
    digest, bugs = _check_sources(job, run, crawled.run) if crawled.finished and not job.stop() else (None, ())
    mined = replace(mined, bugs=(*mined.bugs, *bugs))
    finished = finish_run(
        job.store,
        run,
        now=job.clock(),
        state="stopped" if job.stop() else "done",
        summary={"new_candidates": mined.new_candidates, "new_plans": mined.new_plans, "silent": len(silent)},
    )
    return WeekReport(crawled, mined, session, tuple(silent), finished.counts, digest)


def _check_sources(job: Job, run: int, crawl_run: int) -> tuple[Digest | None, tuple[str, ...]]:
    checkup = Checkup(job.store, job.frontier.path, crawl_run, job.archive, job.sources, job.province)
    try:
        return take_health(checkup, run, job.clock(), whole=job.whole), ()
    except GuongError:
        raise
    except Exception:  # our own bug: what was read stays, the run ends non-zero, the next run looks again
        return None, (f"sức khỏe nguồn tin\n{traceback.format_exc()}",)


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
        clock=steady_clock(lambda: job.clock().timestamp()),
        stop=job.stop,
        on_progress=lambda p: job.on_step(_crawl_step(p)),
        options=options,
    )
    _save_crawl_states(job, run, crawled)
    return crawled


def reopen_readable(job: Job) -> int:
    """Bring back the articles with files that waited for a program this machine now has; returns how many."""
    states = [state for state in TOOL_STATES if job.tools.cover(state)]
    return reopen_urls(job.frontier, articles_awaiting(job.store, states))


def mine_pages(job: Job, run: int, waiting: Sequence[Mineable]) -> Mined:
    """Read archived pages that are not mined in their present version; a kill loses nothing, repeats nothing."""
    ends: list[_End] = []
    for number, item in enumerate(waiting):
        if job.stop():
            break
        job.on_step(Step("Đọc bài", number, len(waiting), item.url))
        end = _mine(job, item)
        save_page_state(job.store, _page_state(item, end.state, end.detail, job.clock(), run))
        if not end.waits:
            mark_mined(job.frontier, item.url, item.sha256, end.state)
        ends.append(end)
    job.on_step(Step("Đọc bài", len(waiting), len(waiting)))
    saved = [end.saved for end in ends if end.saved is not None]
    return Mined(
        Counter(end.state for end in ends),
        sum(article.new_candidates for article in saved),
        sum(article.new_plans for article in saved),
        sum(article.status == "changed" for article in saved),
        tuple(end.bug for end in ends if end.bug),
        Counter(state for end in ends for state in end.files),
    )


@dataclass(frozen=True, slots=True)
class _End:
    """How reading one page ended; `waits`: it is a scan and stays due until there is what reads it."""

    state: str
    detail: str = ""
    saved: SavedArticle | None = None
    files: tuple[str, ...] = ()  # attachment states
    bug: str = ""
    waits: bool = False


def _mine(job: Job, item: Mineable) -> _End:
    try:
        return _mine_page(job, item)
    except StoreProblem:
        raise  # a full disk or a locked file ends the job; the page stays to be mined
    except SourceChanged as error:
        return _End("source_changed", str(error))
    except UnreadableInput as error:
        waits = isinstance(error, UnreadableFile) and error.state in TOOL_STATES
        return _End("unreadable", error.what, waits=waits)
    except Exception as error:
        # Our own bug: the page is marked, the run goes on and ends non-zero.
        bug = f"{item.url}\n{traceback.format_exc()}"
        return _End("failed", f"{type(error).__name__}: {error}", bug=bug)


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


def _mine_page(job: Job, item: Mineable) -> _End:
    sources = {source.name: source for source in job.sources}
    known = Known(sources, lambda sha256: find_recognised(job.store, sha256))
    page = load_page(job.frontier, job.archive, item, known, job.tools)
    if page is None:
        return _End("not_article")
    page = replace(page, source=item.source)
    state, extraction = read_page(page, job.reader)
    own = {} if state == "quarantined" else {a.url: find_own_document(a.text) for a in page.attachments if a.text}
    saved = save_article(job.store, page, extraction, now=job.clock(), own_documents=own)
    return _End(state, saved=saved, files=tuple(a.state for a in page.attachments))


def _crawl_step(progress: Progress) -> Step:
    return Step("Thu thập", progress.done, progress.done + progress.waiting, progress.url)


def _save_crawl_states(job: Job, run: int, crawled: CrawlReport) -> None:
    """Give every article address of this crawl its end state; mining then replaces "fetched"."""
    with job.store.write():  # one sync for all of them
        for ended in job.frontier.tally.ended_articles(crawled.run):
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
