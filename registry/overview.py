"""What the screens count and list beside the open queue: by state, by article, by source."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from registry.clock import local_date, moment
from registry.queue import QueueFilter, QueueItem, load_items, narrow
from registry.store import Store

Shelf = Literal["open", "postponed", "decided"]

# Where a candidate stands for the reader: to be looked at, put off to a later day, done.
_SHELF: Final = (
    "CASE WHEN c.state = 'postponed' AND c.postponed_until > :today THEN 'postponed' "
    "WHEN c.state IN ('waiting', 'postponed') THEN 'open' WHEN c.state = 'decided' THEN 'decided' END"
)


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """How a source did at its newest sightings: addresses by state; `last_at` is the latest of them."""

    counts: dict[str, int]
    articles: int
    last_at: datetime | None


def count_shelves(store: Store, chosen: QueueFilter, *, now: datetime) -> dict[tuple[Shelf, str], int]:
    """Return the number of candidates by shelf and kind; the filter's own kind is left out of account."""
    where, values = narrow(store, QueueFilter(chosen.province, chosen.scope, chosen.session_id))
    rows = store.rows(
        f"SELECT {_SHELF} AS shelf, c.kind, count(*) AS n FROM candidates AS c WHERE {where} GROUP BY 1, 2",
        {**values, "today": local_date(now).isoformat()},
    )
    return {(row["shelf"], row["kind"]): row["n"] for row in rows if row["shelf"] is not None}


def count_withdrawn(store: Store) -> int:
    """Return how many candidates left the queue because no page names them any more."""
    return int(store.value("SELECT count(*) FROM candidates WHERE state = 'withdrawn'"))


def list_shelf(
    store: Store, chosen: QueueFilter, shelf: Shelf, *, now: datetime, limit: int = 50, offset: int = 0
) -> list[QueueItem]:
    """Return the candidates on one shelf: open by score, postponed by day, decided by the newest decision."""
    order = {
        "open": "c.score DESC, c.published DESC, c.id",
        "postponed": "c.postponed_until, c.score DESC, c.id",
        "decided": "c.updated_at DESC, c.id",
    }[shelf]
    with store.read():
        where, values = narrow(store, chosen)
        rows = store.rows(
            f"SELECT c.id FROM candidates AS c WHERE {where} AND {_SHELF} = :shelf ORDER BY {order} "
            "LIMIT :limit OFFSET :offset",
            {**values, "today": local_date(now).isoformat(), "shelf": shelf, "limit": limit, "offset": offset},
        )
        return load_items(store, [row["id"] for row in rows], now=now)


def list_article_cases(store: Store, article_id: int, *, now: datetime) -> list[QueueItem]:
    """Return the candidates the article speaks of as it reads now, in reading order."""
    rows = store.rows(
        "SELECT s.candidate_id AS id FROM sightings AS s JOIN articles AS a ON a.current_version_id = s.version_id "
        "WHERE a.id = ? AND s.superseded_at IS NULL GROUP BY s.candidate_id ORDER BY min(s.position)",
        (article_id,),
    )
    return load_items(store, [row["id"] for row in rows], now=now)


def load_minor_names(store: Store, article_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the names of children told of in each article that has any."""
    marks = ", ".join(str(int(each)) for each in article_ids)
    rows = store.rows(
        "SELECT DISTINCT v.article_id, s.name FROM sightings AS s JOIN article_versions AS v ON v.id = s.version_id "
        f"JOIN candidates AS c ON c.id = s.candidate_id WHERE v.article_id IN ({marks}) "
        "AND (s.minor = 1 OR c.minor = 1) AND c.state <> 'erased'"
    )
    names: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        names[row["article_id"]].add(row["name"])
    return {article_id: frozenset(found) for article_id, found in names.items()}


def load_minor_entries(store: Store, entry_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the names of those entries that are about children."""
    marks = ", ".join(str(int(each)) for each in entry_ids)
    rows = store.rows(
        "SELECT e.id, c.name FROM entries AS e JOIN candidates AS c ON c.id = e.candidate_id "
        f"WHERE e.id IN ({marks}) AND c.minor = 1 AND c.state <> 'erased'"
    )
    return {row["id"]: frozenset({row["name"]}) for row in rows}


def load_source_figures(store: Store) -> dict[str, SourceFigures]:
    """Return the figures of every source that was ever read, by its key."""
    # With max(), SQLite takes the other columns from the row that holds the maximum.
    states = store.rows(
        "SELECT source, state, count(*) AS n, max(at) AS last_at FROM "
        "(SELECT url, source, state, at, max(run_id) FROM page_states GROUP BY url) GROUP BY source, state"
    )
    articles = {row["source"]: row["n"] for row in store.rows("SELECT source, count(*) AS n FROM articles GROUP BY 1")}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    last: dict[str, str] = {}
    for row in states:
        counts[row["source"]][row["state"]] = row["n"]
        last[row["source"]] = max(last.get(row["source"], ""), row["last_at"])
    return {
        key: SourceFigures(dict(counts.get(key, {})), articles.get(key, 0), moment(last[key]) if key in last else None)
        for key in counts.keys() | articles.keys()
    }
