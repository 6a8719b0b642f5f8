"""The report of a crawl: counts by end state, and what an operator should look at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.crawling.cloaking import LOOKED
from crawler.crawling.hosts import Host
from crawler.fetching.tls import TlsException
from crawler.pages.published import VIETNAM
from crawler.queue.frontier import Frontier
from crawler.records import CrawlReport, SourceProblem
from crawler.sources.source import Source
from domain.pages import PAGE_STATES


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What only the crawl itself knows about its run.

    `now` is seconds since the epoch, `exceptions` counts the requests that a TLS exception was used for.
    """

    run: int
    finished: bool
    bugs: tuple[str, ...]
    now: float
    crawl_delay_ceiling: float
    exceptions: Mapping[TlsException, int] = field(default_factory=dict)


def build_report(
    frontier: Frontier, sources: Mapping[str, Source], hosts: Iterable[Host], facts: RunFacts
) -> CrawlReport:
    """Count the run from the frontier, so that a continued run reports all of it."""
    counts: dict[str, dict[str, int]] = {}
    by_source: dict[str, dict[str, int]] = {name: {} for name in sources}
    for (source, kind, state), number in frontier.tally.counts(facts.run, sources).items():
        of_kind = counts.setdefault(kind, {})
        of_kind[state] = of_kind.get(state, 0) + number
        if kind == "article":
            by_source[source][state] = by_source[source].get(state, 0) + number
    cut_lists = [cut for cut in frontier.tally.cut_lists(facts.run) if cut.source in sources]
    problems = (
        *_entry_problems(frontier, facts.run, sources),
        *(SourceProblem(cut.source, f"{cut.url}: {cut.note or PAGE_STATES[cut.state]}") for cut in cut_lists),
        *_host_problems(hosts, sources, facts),
        *_exception_problems(sources, facts),
        *(
            SourceProblem(seen.source, f"{seen.url}: nghi bị chèn nội dung ẩn, đã cách ly ({seen.note})")
            for seen in frontier.tally.looked_at(facts.run, LOOKED)
            if seen.state == "quarantined" and seen.source in sources
        ),
        *(_yield_problems(frontier, sources) if facts.finished else ()),
    )
    return CrawlReport(
        facts.run, facts.finished, counts, by_source, frontier.tally.requests_in(facts.run), problems, facts.bugs
    )


def _entry_problems(frontier: Frontier, run: int, sources: Mapping[str, Source]) -> Iterator[SourceProblem]:
    """Entry pages are the eyes on a source: one that fails is always reported."""
    for name, source in sources.items():
        for url in source.entry_urls():
            ended = frontier.tally.ended(run, url)
            if ended is not None and ended[0] != "fetched":
                state, note = ended
                yield SourceProblem(name, f"{url}: {PAGE_STATES[state]}" + (f" ({note})" if note else ""))


def _host_problems(hosts: Iterable[Host], sources: Mapping[str, Source], facts: RunFacts) -> Iterator[SourceProblem]:
    for host in hosts:
        name = next((name for name, source in sources.items() if _lies_on(source, host.origin)), host.origin)
        if host.memory.paused_until > facts.now:
            until = datetime.fromtimestamp(host.memory.paused_until, VIETNAM)
            yield SourceProblem(
                name,
                f"{host.origin} không phục vụ được ({host.memory.note}); các trang vẫn trong hàng đợi,"
                f" sẽ thử lại sau {until:%H:%M %d/%m/%Y}",
            )
        if host.blocked:
            yield SourceProblem(
                name, f"{host.origin} đã từ chối {host.blocked} lần (chặn hoặc trang thử thách); đã đi chậm lại"
            )
        asked = host.robots.crawl_delay_seconds if host.robots else 0.0
        if asked > facts.crawl_delay_ceiling:
            ceiling = facts.crawl_delay_ceiling
            yield SourceProblem(
                name, f"{host.origin} yêu cầu giãn cách {asked:g} giây; đang dùng mức trần {ceiling:g} giây"
            )


def _exception_problems(sources: Mapping[str, Source], facts: RunFacts) -> Iterator[SourceProblem]:
    """An exception is never used in silence."""
    for name, source in sources.items():
        for one in source.tls:
            if used := facts.exceptions.get(one):
                yield SourceProblem(
                    name, f"{one.host}: dùng ngoại lệ TLS ({one.told()}) cho {used} lượt tải; lý do: {one.reason}"
                )


def _lies_on(source: Source, origin: str) -> bool:
    return any(url.startswith(origin) for url in source.entry_urls())


def _yield_problems(frontier: Frontier, sources: Mapping[str, Source]) -> Iterator[SourceProblem]:
    for name, source in sources.items():
        known = frontier.tally.archived_count(name)
        if known < source.expected.articles:
            yield SourceProblem(name, f"chỉ có {known} bài, thường có ít nhất {source.expected.articles}")
