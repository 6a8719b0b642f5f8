"""Search over plans, registry entries and articles.

The index gives the 200 newest articles that hold every word; they are ranked, checked for the marks typed and
highlighted here. Ranking inside FTS5 touches every match (1.4 s for a common word in a million articles); this way
a common word costs as much as a rare one, about 10 ms.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from domain.pages import page_at
from domain.text import fold
from registry.entries import EntryFilter, EntryRow, count_entries, list_entries
from registry.plans import PlanRow, load_plans
from registry.query import Mark, Matches, Query, cut_snippet, find_matches, read_query
from registry.store import Row, Store

HitKind = Literal["plan", "entry", "article"]
KINDS: Final[tuple[HitKind, ...]] = ("plan", "entry", "article")

# Newest matches looked at; counts stop one above COUNT_CAP.
RANKED: Final = 200
COUNT_CAP: Final = 1000


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result; `id` is a plan, entry or article id.

    Marks are ranges in `title` and `snippet` to highlight. `exact`: it agrees with the marks typed. When the words
    stand in a file attached to the article, `file` is its name and `page` the page, if it has pages.
    """

    kind: HitKind
    id: int
    title: str
    title_marks: tuple[Mark, ...]
    snippet: str
    snippet_marks: tuple[Mark, ...]
    url: str | None
    source: str | None
    published: str | None
    score: float
    exact: bool
    copies: int = 0
    file: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits grouped by kind in the order plan, entry, article; `totals` are capped at 1,001 ("more than 1,000")."""

    query: str
    hits: tuple[SearchHit, ...]
    totals: dict[HitKind, int]


def search(
    store: Store, text: str, *, kinds: Collection[HitKind] = KINDS, limit: int = 20, offset: int = 0
) -> SearchResult:
    """Find `text`, with or without marks, by words, "quoted phrase", or document symbol, full or in part.

    `limit` and `offset` count within each kind. Nothing to look for gives no hits; nothing here raises for what a
    person may type.
    """
    query = read_query(text)
    hits: list[SearchHit] = []
    totals: dict[HitKind, int] = {}
    if query.pieces:
        with store.read():
            for kind in (kind for kind in KINDS if kind in kinds):
                found, totals[kind] = _FINDERS[kind](store, query, limit, offset)
                hits.extend(found)
    return SearchResult(text, tuple(hits), totals)


def _find_plans(store: Store, query: Query, limit: int, offset: int) -> tuple[list[SearchHit], int]:
    ids = _matching(
        store, "SELECT rowid FROM plan_fts WHERE plan_fts MATCH ? ORDER BY rowid DESC LIMIT ?", query, RANKED
    )
    hits = [_plan_hit(query, plan) for plan in load_plans(store, ids).values()]
    return _page(hits, limit, offset), _count(store, "plan_fts", query)


def _plan_hit(query: Query, plan: PlanRow) -> SearchHit:
    title = plan.symbol or plan.number
    details = [plan.subject, plan.issuer, plan.date or plan.year, plan.period]
    snippet = " · ".join(part for part in details if part)
    in_title, in_snippet = find_matches(query, title), find_matches(query, snippet)
    words = fold(title)
    asked = query.folded.split()
    # The symbol asked for in full, then its beginning, then anything that holds the words.
    score = (
        4.0 * (words in asked) + 2.0 * any(words.startswith(each) for each in asked) + _text_score(query, in_snippet)
    )
    return SearchHit(
        kind="plan",
        id=plan.id,
        title=title,
        title_marks=in_title.pieces,
        snippet=snippet,
        snippet_marks=in_snippet.pieces,
        url=None,
        source=None,
        published=plan.date or plan.year,
        score=score + 0.5 * (not plan.restored) + 0.5 * (plan.issued_in > 0),
        exact=max(in_title.exact_share, in_snippet.exact_share) == 1.0,
    )


def _find_entries(store: Store, query: Query, limit: int, offset: int) -> tuple[list[SearchHit], int]:
    chosen = EntryFilter(words=query.folded)
    hits = [_entry_hit(query, entry) for entry in list_entries(store, chosen, limit=RANKED)]
    return _page(hits, limit, offset), min(count_entries(store, chosen), COUNT_CAP + 1)


def _entry_hit(query: Query, entry: EntryRow) -> SearchHit:
    snippet = " · ".join(part for part in (entry.unit_name or entry.unit_text, entry.field, entry.quote) if part)
    in_title, in_snippet = find_matches(query, entry.name), find_matches(query, snippet)
    return SearchHit(
        kind="entry",
        id=entry.id,
        title=entry.name,
        title_marks=in_title.pieces,
        snippet=snippet,
        snippet_marks=in_snippet.pieces,
        url=entry.url,
        source=None,
        published=entry.published,
        score=2.0 * _text_score(query, in_title) + _text_score(query, in_snippet),
        exact=max(in_title.exact_share, in_snippet.exact_share) == 1.0,
    )


_ARTICLES: Final = (
    "SELECT a.id FROM article_fts AS f CROSS JOIN articles AS a ON a.current_version_id = f.rowid "
    "WHERE article_fts MATCH ? ORDER BY f.rowid DESC LIMIT ?"
)
_ATTACHED: Final = (
    "SELECT t.article_id FROM attachment_fts AS f CROSS JOIN attachments AS t ON t.id = f.rowid "
    "WHERE attachment_fts MATCH ? ORDER BY f.rowid DESC LIMIT ?"
)


def _find_articles(store: Store, query: Query, limit: int, offset: int) -> tuple[list[SearchHit], int]:
    own = _matching(store, _ARTICLES, query, RANKED)
    found = set(own)
    attached = [each for each in dict.fromkeys(_matching(store, _ATTACHED, query, RANKED)) if each not in found]
    rows = _article_rows(store, [*own, *attached])
    firsts: dict[int, SearchHit] = {}
    for row in rows:
        hit = _article_hit(query, row, None if row["id"] in found else _best_file(store, query, row["id"]))
        kept = firsts.get(row["first"])
        # Copies are one hit: the original when it matches too.
        if kept is None or row["id"] == row["first"]:
            firsts[row["first"]] = hit
    return _page(list(firsts.values()), limit, offset), _count(store, "article_fts", query) + len(attached)


def _article_rows(store: Store, ids: Iterable[int]) -> list[Row]:
    marks = ", ".join(str(int(each)) for each in ids)
    return store.rows(
        "SELECT a.id, a.url, a.source, v.published, v.title, v.text, v.body_start, coalesce(a.copy_of, a.id) AS first, "
        "(SELECT count(*) FROM articles AS c WHERE c.copy_of = coalesce(a.copy_of, a.id)) AS copies "
        f"FROM articles AS a JOIN article_versions AS v ON v.id = a.current_version_id WHERE a.id IN ({marks})"
    )


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    text: str
    page_starts: tuple[int, ...]
    matches: Matches


def _article_hit(query: Query, row: Row, file: _File | None) -> SearchHit:
    title, body = row["title"] or "", row["text"][row["body_start"] :]
    in_title, in_body = find_matches(query, title), find_matches(query, body)
    if file is not None:
        body, in_body = file.text, file.matches
    elif not in_title.pieces and not in_body.pieces:
        body = row["text"][: row["body_start"]]
        in_body = find_matches(query, body)
    snippet = cut_snippet(body, in_body)
    best = in_body.best
    return SearchHit(
        kind="article",
        id=row["id"],
        title=title,
        title_marks=in_title.pieces,
        snippet=snippet.text,
        snippet_marks=snippet.marks,
        url=row["url"],
        source=row["source"],
        published=row["published"],
        score=2.0 * _text_score(query, in_title) + _text_score(query, in_body),
        exact=max(in_title.exact_share, in_body.exact_share) == 1.0,
        copies=row["copies"],
        file=file.name if file else None,
        page=page_at(file.page_starts, best[0]) if file and best else None,
    )


def _best_file(store: Store, query: Query, article_id: int) -> _File | None:
    """Return the file of an article that holds most of the words."""
    rows = store.rows(
        "SELECT name, text, page_starts FROM attachments WHERE article_id = ? AND text IS NOT NULL ORDER BY id",
        (article_id,),
    )
    files = [
        _File(row["name"], row["text"], tuple(json.loads(row["page_starts"])), find_matches(query, row["text"]))
        for row in rows
    ]
    return max(files, key=lambda file: (file.matches.exact_share, len(file.matches.pieces)), default=None)


def _text_score(query: Query, matches: Matches) -> float:
    """Return 0..8: the words in a row count more than apart, the same marks more than others."""
    exact = matches.exact_share if query.has_marks else float(bool(matches.pieces))
    together = 2.0 * bool(matches.phrase) + 3.0 * bool(matches.exact_phrase)
    return exact + together + min(len(matches.pieces), 20) / 10


def _page(hits: list[SearchHit], limit: int, offset: int) -> list[SearchHit]:
    newest = sorted(hits, key=lambda hit: hit.published or "", reverse=True)
    return sorted(newest, key=lambda hit: hit.score, reverse=True)[offset : offset + limit]


def _matching(store: Store, sql: str, query: Query, limit: int) -> list[int]:
    return [next(iter(row.values())) for row in store.rows(sql, (query.expression, limit))]


def _count(store: Store, table: str, query: Query) -> int:
    joined = " CROSS JOIN articles AS a ON a.current_version_id = f.rowid" if table == "article_fts" else ""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} AS f{joined} WHERE {table} MATCH ? LIMIT {COUNT_CAP + 1})"
    return int(store.value(sql, (query.expression,)))


_FINDERS: Final = {"plan": _find_plans, "entry": _find_entries, "article": _find_articles}
