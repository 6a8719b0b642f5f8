"""The health of sources as it is remembered: what each run saw, which findings are open, one digest a week."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from domain.health import Digest, Entry, Finding, Harvest
from registry.clock import local_date, moment, stamp
from registry.store import Row, Store

# Twelve weeks of daily runs and some more; a baseline asks for no longer past.
_HISTORY: Final = 120


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its life: `told_week` is the week of the digest that told it, `closed_at` when it was gone."""

    id: int
    finding: Finding
    opened_at: datetime
    seen_at: datetime
    told_week: str | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HarvestRow:
    """A harvest with what was expected of its week (None: no history yet) and found in it."""

    harvest: Harvest
    run_id: int
    expected: float | None
    week_found: int | None


@dataclass(frozen=True, slots=True)
class NewArticles:
    """New articles of a source in a stretch of time, those with a date, and the latest ISO day of all its articles."""

    saved: int
    dated: int
    newest: str | None


def count_new_articles(store: Store, source: str, *, since: datetime | None, until: datetime) -> NewArticles:
    """Count the articles first seen after `since` (None: ever) and up to `until`; days after `until` are misprints."""
    row = store.row(
        "SELECT count(*) AS saved, count(published) AS dated, "
        "(SELECT max(substr(published, 1, 10)) FROM articles WHERE source = :source "
        "AND substr(published, 1, 10) <= :today) AS newest "
        "FROM articles WHERE source = :source AND first_seen > :since AND first_seen <= :until",
        {
            "source": source,
            "since": stamp(since) if since else "",
            "until": stamp(until),
            "today": local_date(until).isoformat(),
        },
    )
    return NewArticles(**(row or {"saved": 0, "dated": 0, "newest": None}))


def save_harvests(store: Store, rows: Iterable[HarvestRow]) -> None:
    """Keep what a run saw of each source, in one transaction; the same run and source again replaces the row."""
    with store.write():
        for row in rows:
            harvest = row.harvest
            store.run("DELETE FROM harvests WHERE run_id = ? AND source = ?", (row.run_id, harvest.source))
            store.insert(
                "harvests",
                {
                    "run_id": row.run_id,
                    "source": harvest.source,
                    "at": stamp(harvest.at),
                    "since": stamp(harvest.since) if harvest.since else None,
                    "found": harvest.found,
                    "saved": harvest.saved,
                    "dated": harvest.dated,
                    "newest": harvest.newest,
                    "known": harvest.known,
                    "expected": row.expected,
                    "week_found": row.week_found,
                    "states": json.dumps(dict(harvest.states)),
                    "entries": json.dumps([asdict(entry) for entry in harvest.entries], ensure_ascii=False),
                },
            )


def load_history(store: Store, source: str, *, limit: int = _HISTORY) -> list[HarvestRow]:
    """Return what the last runs saw of a source, oldest first."""
    rows = store.rows("SELECT * FROM harvests WHERE source = ? ORDER BY id DESC LIMIT ?", (source, limit))
    return [_harvest(row) for row in reversed(rows)]


def load_histories(store: Store, *, limit: int = 14) -> dict[str, list[HarvestRow]]:
    """Return the last harvests of every source, oldest first, by source."""
    rows = store.rows(
        "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY source ORDER BY id DESC) AS n "
        "FROM harvests) WHERE n <= ? ORDER BY source, id",
        (limit,),
    )
    found: dict[str, list[HarvestRow]] = {}
    for row in rows:
        found.setdefault(row["source"], []).append(_harvest(row))
    return found


def last_answers(store: Store) -> dict[str, datetime]:
    """Return when each source was last read well: at least one of its entry pages."""
    rows = store.rows(
        "SELECT source, max(at) AS at FROM harvests AS h WHERE EXISTS (SELECT 1 FROM json_each(h.entries) AS e "
        "WHERE json_extract(e.value, '$.state') IN ('fetched', 'unchanged')) GROUP BY source"
    )
    return {row["source"]: moment(row["at"]) for row in rows}


def update_findings(
    store: Store,
    findings: Iterable[Finding],
    looked_at: Collection[str],
    held: Collection[tuple[str, str]],
    now: datetime,
) -> None:
    """Open what is new, refresh what stands, close what is gone; only sources in `looked_at` can lose a finding.

    `held` pairs of source and kind are left as they are. In one transaction.
    """
    found = {(finding.source, finding.kind): finding for finding in findings}
    with store.write():
        known = {(row.finding.source, row.finding.kind): row for row in list_findings(store)}
        for pair, finding in found.items():
            if pair in known:
                _refresh(store, known[pair].id, finding, now)
            else:
                _open(store, finding, now)
        for pair, row in known.items():
            if pair not in found and pair not in held and pair[0] in looked_at:
                store.run("UPDATE findings SET closed_at = ? WHERE id = ?", (stamp(now), row.id))


def _open(store: Store, finding: Finding, now: datetime) -> None:
    words = {**asdict(finding), "since": finding.since.isoformat()}
    store.insert("findings", {**words, "opened_at": stamp(now), "seen_at": stamp(now)})


def _refresh(store: Store, row_id: int, finding: Finding, now: datetime) -> None:
    store.run(
        "UPDATE findings SET severity = ?, since = min(since, ?), what = ?, todo = ?, seen_at = ? WHERE id = ?",
        (finding.severity, finding.since.isoformat(), finding.what, finding.todo, stamp(now), row_id),
    )


def list_findings(store: Store, *, source: str | None = None) -> list[FindingRow]:
    """Return the open findings, of one source or all, the longest open first."""
    rows = store.rows(
        "SELECT * FROM findings WHERE closed_at IS NULL AND (:source IS NULL OR source = :source) ORDER BY since, id",
        {"source": source},
    )
    return [_finding(row) for row in rows]


def list_recovered(store: Store) -> list[FindingRow]:
    """Return findings that some digest told and that are gone since, without a digest having said so."""
    rows = store.rows(
        "SELECT * FROM findings WHERE closed_at IS NOT NULL AND told_week IS NOT NULL AND closed_week IS NULL "
        "ORDER BY closed_at, id"
    )
    return [_finding(row) for row in rows]


def list_closed(store: Store, source: str, *, limit: int = 10) -> list[FindingRow]:
    """Return the findings of a source that are gone, newest first."""
    rows = store.rows(
        "SELECT * FROM findings WHERE closed_at IS NOT NULL AND source = ? ORDER BY closed_at DESC LIMIT ?",
        (source, limit),
    )
    return [_finding(row) for row in rows]


def count_passing(store: Store) -> int:
    """Return how many findings came and went between two digests, untold."""
    sql = "SELECT count(*) FROM findings WHERE closed_at IS NOT NULL AND told_week IS NULL AND closed_week IS NULL"
    return int(store.value(sql))


def save_digest(store: Store, digest: Digest, *, run_id: int, now: datetime) -> bool:
    """Keep the week's digest and mark all it speaks of as told; False when the week already has one."""
    with store.write():
        if store.value("SELECT 1 FROM digests WHERE week = ?", (digest.week,)):
            return False
        body = json.dumps(asdict(digest), ensure_ascii=False)
        store.insert("digests", {"week": digest.week, "at": stamp(now), "run_id": run_id, "body": body})
        store.run("UPDATE findings SET told_week = ? WHERE closed_at IS NULL AND told_week IS NULL", (digest.week,))
        store.run(
            "UPDATE findings SET closed_week = ? WHERE closed_at IS NOT NULL AND closed_week IS NULL", (digest.week,)
        )
        return True


def load_digest(store: Store, week: str | None = None) -> tuple[Digest, datetime] | None:
    """Return the digest of a week, or the newest, with when it was written; None when there is none."""
    row = store.row(
        "SELECT * FROM digests WHERE :week IS NULL OR week = :week ORDER BY week DESC LIMIT 1", {"week": week}
    )
    if row is None:
        return None
    body: dict[str, Any] = json.loads(row["body"])
    lists = {name: tuple(value) for name, value in body.items() if isinstance(value, list)}
    return Digest(**{**body, **lists}), moment(row["at"])


def _harvest(row: Row) -> HarvestRow:
    harvest = Harvest(
        source=row["source"],
        at=moment(row["at"]),
        since=moment(row["since"]) if row["since"] else None,
        found=row["found"],
        saved=row["saved"],
        dated=row["dated"],
        newest=row["newest"],
        known=row["known"],
        states=_states(row["states"]),
        entries=tuple(Entry(**{**each, "foreign": tuple(each["foreign"])}) for each in json.loads(row["entries"])),
    )
    return HarvestRow(harvest, row["run_id"], row["expected"], row["week_found"])


def _states(text: str) -> Mapping[str, int]:
    return {str(state): int(n) for state, n in json.loads(text).items()}


def _finding(row: Row) -> FindingRow:
    names = ("source", "kind", "severity", "what", "todo")
    return FindingRow(
        row["id"],
        Finding(since=date.fromisoformat(row["since"]), **{name: row[name] for name in names}),
        moment(row["opened_at"]),
        moment(row["seen_at"]),
        row["told_week"],
        moment(row["closed_at"]) if row["closed_at"] else None,
    )
