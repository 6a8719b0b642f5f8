"""Read from the archive, without the network: what still waits, or everything again with a newer reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.intake.mining import pages_to_mine, reopen_pages
from domain.errors import NotFound
from guong.pipeline import Job, Mined, mine_pages, reopen_readable
from registry.overview import count_withdrawn
from registry.runs import finish_run, start_run, state_of_last_run
from registry.sessions import Session, open_session


@dataclass(frozen=True, slots=True)
class Rereading:
    """What reading from the archive did.

    `pages` were waiting at the start; `resumed` says that an interrupted rereading goes on. `withdrawn` counts
    candidates that no page names any more. `finished` is False when it was asked to stop.
    """

    pages: int
    resumed: bool
    mined: Mined
    withdrawn: int
    session: Session
    finished: bool


def mine_archive(job: Job, sources: Sequence[str] = (), *, again: bool = False) -> Rereading:
    """Read every archived page that waits, of these sources or of all; with `again` every archived page.

    Killed at any moment, the next call goes on where this one ended; `again` begins anew only when the last
    rereading of the same sources is complete. Raises NotFound when no page of a source is archived.
    """
    chosen = _check_sources(job, sources)
    reopen_readable(job)
    kind = "mine" if not again else ":".join(("reread", *sorted(sources)))
    waiting = pages_to_mine(job.frontier, chosen)
    resumed = again and bool(waiting) and state_of_last_run(job.store, kind) in ("running", "stopped")
    if again and not resumed:
        # Before the run begins: a kill between the two repeats this step and loses nothing.
        reopen_pages(job.frontier, chosen)
        waiting = pages_to_mine(job.frontier, chosen)
    before = count_withdrawn(job.store)
    run = start_run(job.store, kind, now=job.clock())
    mined = mine_pages(job, run, waiting)
    withdrawn = count_withdrawn(job.store) - before
    session = open_session(job.store, now=job.clock())
    finished = sum(mined.states.values()) == len(waiting)
    finish_run(
        job.store,
        run,
        now=job.clock(),
        state="done" if finished else "stopped",
        summary={"new_candidates": mined.new_candidates, "new_plans": mined.new_plans, "withdrawn": withdrawn},
    )
    return Rereading(len(waiting), resumed, mined, withdrawn, session, finished)


def _check_sources(job: Job, sources: Sequence[str]) -> frozenset[str] | None:
    known = job.frontier.mining.archived_sources()
    for name in sources:
        if name not in known:
            raise NotFound(
                f"kho lưu trữ không có trang nào của nguồn “{name}”",
                remedy=f"chọn trong: {', '.join(sorted(known)) or 'chưa có nguồn nào, chạy guong week trước'}",
            )
    return frozenset(sources) if sources else None
