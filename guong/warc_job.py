"""Import WARC files of other programs: into the archive first, then read from there like any crawled page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.intake.mining import pages_to_mine
from crawler.intake.warc_import import Imported, Into, import_warc
from guong.pipeline import Job, Mined, Step, mine_pages
from registry.runs import PageState, finish_run, save_page_state, start_run
from registry.sessions import Session, open_session


@dataclass(frozen=True, slots=True)
class WarcReport:
    """What an import of WARC files did: captures by state, records about captures, and what needs a look."""

    states: Counter[str]
    technical: int
    troubles: tuple[Imported, ...]
    mined: Mined
    session: Session
    finished: bool


def import_warcs(job: Job, paths: Sequence[Path]) -> WarcReport:
    """Import the files as one run and read what they brought; stopped or killed, the same call goes on."""
    run = start_run(job.store, "import", now=job.clock())
    states: Counter[str] = Counter()
    troubles: list[Imported] = []
    technical = 0
    sources = {source.name: source for source in job.sources}
    into = Into(job.frontier, job.archive, sources, job.clock().timestamp())
    for imported in (each for path in paths for each in import_warc(path, into)):
        if job.stop():
            break
        technical += not imported.state
        if imported.state:
            states[imported.state] += 1
            job.on_step(Step("Nhập WARC", states.total(), states.total(), imported.url))
        if imported.state in ("unreadable", "too_big") or (imported.state == "failed" and "HTTP" not in imported.note):
            troubles.append(imported)
        if imported.state and imported.url:
            state = PageState(imported.url, imported.source, imported.state, imported.note, job.clock(), run)
            save_page_state(job.store, state)
    mined = mine_pages(job, run, pages_to_mine(job.frontier))
    session = open_session(job.store, now=job.clock())
    summary: dict[str, object] = {**states, "new_candidates": mined.new_candidates, "new_plans": mined.new_plans}
    finish_run(job.store, run, now=job.clock(), state="stopped" if job.stop() else "done", summary=summary)
    return WarcReport(states, technical, tuple(troubles), mined, session, not job.stop())
