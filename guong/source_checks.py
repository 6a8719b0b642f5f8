"""Checking the sources of an installation: who answers is verified, who does not is tried again a week later."""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from crawler.checking.calling import Caller
from crawler.checking.checking import SourceCheck, check_source
from crawler.checking.reasons import NETWORK, Reason
from crawler.crawling.options import Options
from crawler.fetching.urls import origin_of
from crawler.pages.published import VIETNAM
from crawler.queue.frontier import Frontier
from crawler.sources.source import Source
from domain.errors import UserMistake
from guong.pipeline import Job, Step
from guong.source_files import mark_verified

# A little less than a week, so that a weekly timer with some jitter always tries again.
_TRY_AGAIN: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Ready:
    """The sources a crawl may ask; `newly` were verified just now, `silent` just failed, `resting` failed this week."""

    sources: tuple[Source, ...]
    newly: tuple[str, ...] = ()
    silent: tuple[SourceCheck, ...] = ()
    resting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What checking needs: the data folder, the frontier that remembers hosts, and how to ask."""

    data: Path
    frontier: Frontier
    options: Options
    stop: Callable[[], bool] = lambda: False
    on_step: Callable[[Step], None] = lambda step: None
    check: Callable[[Source, Caller, float], SourceCheck] = check_source


def ready_sources(bench: Bench, sources: Iterable[Source], *, named: bool, now: datetime) -> Ready:
    """Return the verified sources and those that answer a check now; raises UserMistake where none is left.

    An unverified source is asked at most once a week, unless it was `named` by the person at the keyboard.
    """
    known = tuple(sources)
    tried = _tried(bench.data)
    due = [one for one in known if not one.verified and (named or _is_due(one.name, tried, now))]
    checks = check_sources(bench, due, now=now)
    newly = tuple(check.source.name for check in checks if check.answered)
    silent = tuple(check for check in checks if not check.answered)
    resting = tuple(one.name for one in known if not one.verified and one not in due)
    chosen = tuple(one for one in known if one.verified or one.name in newly)
    if not chosen and not bench.stop():
        why = f"; {silent[0].source.name}: {silent[0].reason.told}" if silent and silent[0].reason else ""
        raise UserMistake(
            f"Không nguồn nào trong {len(known)} nguồn đã được xác minh là trả lời{why}",
            remedy="chạy `guong sources check` để xem lý do từng nguồn",
        )
    return Ready(chosen, newly, silent, resting)


def ready_job(job: Job, data: Path, options: Options, *, named: bool) -> tuple[Job, Ready]:
    """Return the job with the sources it may crawl, and how they came to be those; see `ready_sources`."""
    bench = Bench(data, job.frontier, options, job.stop, job.on_step)
    ready = ready_sources(bench, job.sources, named=named, now=job.clock())
    return replace(job, sources=ready.sources), ready


def check_sources(bench: Bench, sources: Iterable[Source], *, now: datetime) -> tuple[SourceCheck, ...]:
    """Ask these sources, several hosts at a time, and remember how each answered; in the order given.

    Those that answer are marked in their files at once. A stop ends it; what was not asked is not reported.
    """
    asked = tuple(sources)
    if not asked:
        return ()
    memories = {origin_of(url): bench.frontier.host(origin_of(url)) for one in asked for url in one.entry_urls()}
    caller = Caller(bench.options, memories, stop=bench.stop)
    checks: dict[str, SourceCheck] = {}
    try:
        with ThreadPoolExecutor(bench.options.workers, thread_name_prefix="check") as pool:
            running = [pool.submit(_check, bench, one, caller, now) for one in asked]
            for done in as_completed(running):
                check = done.result()
                if not bench.stop():
                    checks[check.source.name] = check
                    bench.on_step(Step("Kiểm tra nguồn", len(checks), len(asked), check.source.name))
    finally:
        caller.close()
    for origin, memory in caller.learned().items():
        bench.frontier.remember_host(origin, memory)
    _remember(bench.data, checks, now)
    return tuple(checks[one.name] for one in asked if one.name in checks)


def _check(bench: Bench, source: Source, caller: Caller, now: datetime) -> SourceCheck:
    """One source that brings out a bug of ours must not keep the week from the others."""
    try:
        return bench.check(source, caller, now.timestamp())
    except Exception as error:
        told = f"lỗi của chương trình khi kiểm tra ({type(error).__name__}: {error})"
        return SourceCheck(source, (), None, Reason("bug", told, "báo dòng này cho người phát triển Gương"))


def _remember(data: Path, checks: Mapping[str, SourceCheck], now: datetime) -> None:
    day = now.astimezone(VIETNAM).date().isoformat()
    mark_verified(data / "sources", {name: day for name, check in checks.items() if check.answered})
    reasons = [check.reason for check in checks.values()]
    if all(reason is not None and reason.code in NETWORK for reason in reasons):
        return  # nothing at all was reached: our own network; the next run may try at once
    tried = dict(_tried(data)) | {name: now.isoformat() for name in checks}
    path = _path(data)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(tried, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)


def _tried(data: Path) -> Mapping[str, str]:
    """When each source was last asked, ISO; a lost or damaged file only means that they are asked again."""
    try:
        found = json.loads(_path(data).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(at) for name, at in found.items()} if isinstance(found, dict) else {}


def _is_due(name: str, tried: Mapping[str, str], now: datetime) -> bool:
    try:
        last = datetime.fromisoformat(tried.get(name, ""))
    except ValueError:
        return True
    last = last if last.tzinfo else last.replace(tzinfo=UTC)
    return abs(now - last) >= _TRY_AGAIN  # a clock that ran ahead must not silence a source


def _path(data: Path) -> Path:
    return data / "source-checks.json"
