"""Everything a reviewer needs to judge one candidate."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.errors import NotFound
from registry.decisions import Decision, list_decisions
from registry.queue import QueueItem, load_items
from registry.store import Row, Store


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A quote and its half-open code-point range in the text of the sighting's version."""

    start: int
    end: int
    quote: str
    cue: str
    text_sha256: str
    page_sha256: str


@dataclass(frozen=True, slots=True)
class SightingView:
    """The candidate in one article version.

    `superseded`: the article was edited or read anew since. `awards` and `benefits` are the JSON form of
    `domain.extraction.Award` and `Benefit`. `by` is the rule or model@version that made the case.
    """

    id: int
    article_id: int
    version_id: int
    url: str | None
    source: str
    title: str | None
    author: str | None
    published: str | None
    text: str
    body_start: int
    page_kind: str | None
    hijack_suspected: bool
    kind: str
    name: str
    unit_text: str | None
    stage: str
    score: float
    deeds: tuple[str, ...]
    awards: tuple[dict[str, Any], ...]
    benefits: tuple[dict[str, Any], ...]
    by: str
    superseded: bool
    copy_of: int | None
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One candidate in full: live sightings before old, articles before their copies, the best first; newest decisions.

    `version` goes back into `Verdict.seen_version`. `similar` holds other candidates of the same name, whatever
    their unit or state. `new_since` counts sightings that came after the last decision, `changed` says that the
    article decided on reads differently now.
    """

    item: QueueItem
    version: int
    sightings: tuple[SightingView, ...]
    decisions: tuple[Decision, ...]
    similar: tuple[QueueItem, ...]
    entry_id: int | None
    new_since: int
    changed: bool


_SIGHTING: Final = """
SELECT s.id, v.article_id, s.version_id, a.url, a.source, v.title, v.author, v.published, v.text, v.body_start,
    r.page_kind, coalesce(r.hijack_suspected, 0) AS hijack_suspected, s.kind, s.name, s.unit_text, s.stage, s.score,
    s.deeds, s.awards, s.benefits, s.by, s.superseded_at IS NOT NULL AS superseded, a.copy_of
FROM sightings AS s JOIN article_versions AS v ON v.id = s.version_id JOIN articles AS a ON a.id = v.article_id
LEFT JOIN readings AS r ON r.version_id = v.id WHERE s.candidate_id = ?
ORDER BY s.superseded_at IS NOT NULL, a.copy_of IS NOT NULL, s.score DESC, v.published DESC, s.id
"""


def load_case(store: Store, candidate_id: int, *, now: datetime) -> CaseView:
    """Return one candidate for the case page; NotFound for an unknown id."""
    with store.read():
        items = load_items(store, [candidate_id], now=now)
        if not items:
            raise NotFound(f"không có trường hợp số {candidate_id}", remedy="quay lại danh sách")
        sightings = tuple(_sighting(store, row) for row in store.rows(_SIGHTING, (candidate_id,)))
        decisions = tuple(list_decisions(store, candidate_id=candidate_id, limit=100))
        return CaseView(
            item=items[0],
            version=items[0].version,
            sightings=sightings,
            decisions=decisions,
            similar=tuple(_similar(store, candidate_id, now)),
            entry_id=store.value("SELECT id FROM entries WHERE candidate_id = ?", (candidate_id,)),
            new_since=_new_since(store, candidate_id, decisions),
            changed=_changed(store, decisions),
        )


def _sighting(store: Store, row: Row) -> SightingView:
    evidence = store.rows(
        'SELECT start, "end", quote, cue, text_sha256, page_sha256 FROM evidence WHERE sighting_id = ? ORDER BY id',
        (row["id"],),
    )
    lists = {name: tuple(json.loads(row[name])) for name in ("deeds", "awards", "benefits")}
    flags = {name: bool(row[name]) for name in ("superseded", "hijack_suspected")}
    return SightingView(**{**row, **lists, **flags}, evidence=tuple(EvidenceView(**item) for item in evidence))


def _similar(store: Store, candidate_id: int, now: datetime) -> list[QueueItem]:
    rows = store.rows(
        "SELECT o.id FROM candidates AS c JOIN candidates AS o ON o.name_folded = c.name_folded AND o.id <> c.id "
        "WHERE c.id = ? AND o.state <> 'erased' "
        "ORDER BY (o.province_key IS c.province_key) DESC, o.score DESC LIMIT 10",
        (candidate_id,),
    )
    return load_items(store, [row["id"] for row in rows], now=now)


def _new_since(store: Store, candidate_id: int, decisions: tuple[Decision, ...]) -> int:
    if not decisions:
        return 0
    return int(
        store.value(
            "SELECT count(*) FROM sightings AS s JOIN decisions AS d ON d.id = ? "
            "WHERE s.candidate_id = ? AND s.superseded_at IS NULL AND s.seen_at > d.at",
            (decisions[0].id, candidate_id),
        )
    )


def _changed(store: Store, decisions: tuple[Decision, ...]) -> bool:
    if not decisions or decisions[0].version_id is None:
        return False
    # The same page read by newer rules is another text, but nobody has edited it.
    return bool(
        store.value(
            "SELECT c.page_sha256 <> v.page_sha256 AND c.text_sha256 <> v.text_sha256 FROM article_versions AS v "
            "JOIN articles AS a ON a.id = v.article_id JOIN article_versions AS c ON c.id = a.current_version_id "
            "WHERE v.id = ?",
            (decisions[0].version_id,),
        )
    )
