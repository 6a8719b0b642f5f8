"""Once a run: what it saw of every source, what is wrong, and once a week a digest of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.health.assessing import Profile, assess, expected_now, unsettled
from crawler.health.digest import News, compose, find_common_cause
from crawler.lists.entries import EntryPage, read_entries
from crawler.queue.ledger import Activity, EntryEnd, Ledger
from crawler.sources.source import Source
from crawler.warc.archive import Archive
from domain.health import Digest, Entry, Finding, Harvest
from domain.pages import Page
from nlp.document import read_document
from nlp.hijack import find_hijack
from registry.clock import local_date, week_name
from registry.health import (
    HarvestRow,
    count_new_articles,
    count_passing,
    list_findings,
    list_recovered,
    load_digest,
    load_histories,
    load_history,
    save_digest,
    save_harvests,
    update_findings,
)
from registry.series import list_gaps
from registry.sources import list_sources
from registry.store import Store
from registry.units import province_family


@dataclass(frozen=True, slots=True)
class Checkup:
    """What looking after the sources needs: the stores, the frontier's file, the crawl, its sources, the province."""

    store: Store
    frontier: Path
    crawl: int
    archive: Archive
    sources: Sequence[Source]
    province: str


def take_health(checkup: Checkup, run: int, now: datetime, *, whole: bool) -> Digest | None:
    """Keep what this run saw of its sources and judge it; return the week's digest where this run wrote it.

    `whole` says that every source was asked: only then is the digest due, once a week. All of it is saved, or none.
    """
    with Ledger(checkup.frontier) as ledger:
        # A crawl keeps its own even clock: what it saw must not lie after the moment it is judged at.
        now = max(now, datetime.fromtimestamp(ledger.finished_at(checkup.crawl), UTC))
        histories = _look_at_all(checkup, ledger, run, now)
    with checkup.store.write():
        save_harvests(
            checkup.store,
            (
                HarvestRow(history[-1], run, *expected_now(_profile(source), history))
                for source, history in histories.items()
            ),
        )
        _judge(checkup, histories, now, whole=whole)
        return _write_digest(checkup, run, now) if whole else None


def _judge(checkup: Checkup, histories: Mapping[Source, Sequence[Harvest]], now: datetime, *, whole: bool) -> None:
    before: dict[str, dict[str, date]] = {}
    for row in list_findings(checkup.store):
        before.setdefault(row.finding.source, {})[row.finding.kind] = row.finding.since
    found: list[Finding] = []
    held: set[tuple[str, str]] = set()
    for source, history in histories.items():
        own = assess(_profile(source), history, before.get(source.name))
        found += own
        held |= {(source.name, kind) for kind in unsettled(own, history[-1])}
    judged = find_common_cause(found, len(histories), local_date(now))
    looked_at = {source.name for source in histories} | ({""} if whole else set())
    update_findings(checkup.store, judged.findings, looked_at, judged.held | held, now)


def _write_digest(checkup: Checkup, run: int, now: datetime) -> Digest | None:
    week = week_name(local_date(now))
    last = load_digest(checkup.store)
    if last is not None and last[0].week == week:
        return None
    rows = list_findings(checkup.store)
    news = News(
        new=tuple(row.finding for row in rows if row.told_week is None),
        standing=tuple(row.finding for row in rows if row.told_week is not None),
        recovered=tuple(row.finding for row in list_recovered(checkup.store)),
        passing=count_passing(checkup.store),
    )
    gaps = list_gaps(
        checkup.store, province_keys=province_family(checkup.store, checkup.province), since=last[1] if last else None
    )
    titles = {source.name: source.title for source in checkup.sources}
    unread = {source.key for source in list_sources(checkup.store)} - load_histories(checkup.store, limit=1).keys()
    digest = compose(week, news, titles, gaps, len(checkup.sources))
    if unread:
        note = f"{len(unread)} nguồn chưa từng được đọc: xem `guong sources status`, chạy `guong sources check`"
        digest = replace(digest, notes=(*digest.notes, note))
    return digest if save_digest(checkup.store, digest, run_id=run, now=now) else None


def _look_at_all(checkup: Checkup, ledger: Ledger, run: int, now: datetime) -> dict[Source, list[Harvest]]:
    """Return the history of each source, oldest first, with what this run saw of it as the last."""
    past = {
        source: [row.harvest for row in load_history(checkup.store, source.name) if row.run_id != run]
        for source in checkup.sources
    }
    # A look from the future (a clock that ran ahead) says nothing of when to count from: this one begins anew.
    since = {source: rows[-1].at if rows and rows[-1].at < now else None for source, rows in past.items()}
    starts = {source.name: at.timestamp() if at else 0.0 for source, at in since.items()}
    seen = ledger.activities(starts, now.timestamp())
    ends = {
        source: ledger.entry_ends(source.entry_urls(), starts[source.name], now.timestamp())
        for source in checkup.sources
    }
    return {
        source: [*rows, _look(checkup, (source, since[source], now), seen[source.name], ends[source])]
        for source, rows in past.items()
    }


def _look(
    checkup: Checkup, where: tuple[Source, datetime | None, datetime], seen: Activity, ends: Sequence[EntryEnd]
) -> Harvest:
    source, since, now = where
    new = count_new_articles(checkup.store, source.name, since=since, until=now)
    return Harvest(
        source=source.name,
        at=now,
        since=since,
        found=seen.found,
        saved=new.saved,
        dated=new.dated,
        newest=new.newest,
        known=seen.known,
        states=seen.states,
        entries=tuple(_weighed(page) for page in read_entries(ends, source, checkup.archive)),
    )


def _weighed(page: EntryPage) -> Entry:
    """An entry page full of links to betting sites is named as such, though it could be read."""
    words = betting_words(page.foreign)
    return replace(page.entry, foreign=words) if words else page.entry


def betting_words(foreign: Sequence[str]) -> tuple[str, ...]:
    """Return the betting words among links that leave a source, where they make the page suspect."""
    text = "\n".join(foreign)
    if not text:
        return ()
    hijack = find_hijack(read_document(Page(source="", sha256="", text=text)))
    return tuple(hijack.terms[:8]) if hijack.suspected else ()


def _profile(source: Source) -> Profile:
    return Profile(source.name, source.expected.per_week, source.max_pages)
