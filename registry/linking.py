"""From the cases of one article to candidates: the same name in the same unit is one candidate."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from domain.errors import BadRecord
from domain.extraction import Case, Evidence, Extraction
from domain.text import fold
from registry.snapshots import Snapshot
from registry.store import Row, Store
from registry.suppression import is_suppressed
from registry.units import resolve_unit, spoken


@dataclass(frozen=True, slots=True)
class Linked:
    """How the cases of one article were filed; `suppressed` holds the names on the suppression list."""

    new: int
    seen_again: int
    suppressed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Unit:
    key: str | None
    level: str | None
    province_key: str | None


def save_cases(store: Store, snapshot: Snapshot, extraction: Extraction) -> Linked:
    """File every case as a sighting of a candidate, replacing earlier sightings in this article. In `write()`."""
    touched = _supersede(store, snapshot)
    new = seen_again = 0
    suppressed: set[str] = set()
    for position, case in enumerate(extraction.cases):
        _check_evidence(case, extraction.text)
        unit = _unit_of(store, case, extraction, snapshot)
        if is_suppressed(store, case.name, unit.key):
            suppressed.add(case.name)
            continue
        candidate_id, is_new = _candidate_id(store, case, unit, snapshot)
        new, seen_again = new + is_new, seen_again + (not is_new)
        _save_sighting(store, candidate_id, position, case, snapshot)
        touched.add(candidate_id)
    for candidate_id in sorted(touched):
        _refresh(store, candidate_id, snapshot.at)
    return Linked(new, seen_again, frozenset(suppressed))


def _supersede(store: Store, snapshot: Snapshot) -> set[int]:
    live = "superseded_at IS NULL AND version_id IN (SELECT id FROM article_versions WHERE article_id = ?)"
    touched = store.rows(f"SELECT DISTINCT candidate_id FROM sightings WHERE {live}", (snapshot.article_id,))
    store.run(f"UPDATE sightings SET superseded_at = ? WHERE {live}", (snapshot.at, snapshot.article_id))
    return {row["candidate_id"] for row in touched}


def _check_evidence(case: Case, text: str) -> None:
    if not case.evidence:
        raise BadRecord(f"case {case.name!r} has no evidence")
    for evidence in case.evidence:
        if not evidence.quote or text[evidence.start : evidence.end] != evidence.quote:
            raise BadRecord(f"case {case.name!r}: the quote is not the text at {evidence.start}..{evidence.end}")


def _unit_of(store: Store, case: Case, extraction: Extraction, snapshot: Snapshot) -> _Unit:
    if case.unit is None:
        return _Unit(None, None, snapshot.province_key)
    wanted = spoken(case.unit)
    keys = {unit.key for unit in extraction.units if unit.key and wanted in (spoken(unit.name), spoken(unit.surface))}
    text = keys.pop() if len(keys) == 1 else case.unit
    row = resolve_unit(store, text, day=snapshot.day, province_key=snapshot.province_key)
    # Pages keep naming units for years after they were merged.
    row = row or resolve_unit(store, case.unit, day=None, province_key=snapshot.province_key)
    if row is None:
        return _Unit(None, None, snapshot.province_key)
    return _Unit(row["key"], row["level"], row["province_key"] or snapshot.province_key)


def _identity(case: Case, unit: _Unit, snapshot: Snapshot) -> str:
    """Marks count (Hà Nam and Hà Năm differ); a household and its head are one person.

    A name in a whole province, or in no unit, is too weak to join articles: namesakes would be merged, which
    no reviewer could take apart. Such a case is joined within one article and its copies only.
    """
    kind = "person" if case.kind in ("individual", "household") else case.kind
    if unit.key is not None and unit.level != "province":
        place = unit.key
    elif case.unit is not None and unit.key is None:
        place = f"{unit.province_key or ''}:{spoken(case.unit)}"
    else:
        place = f"article:{snapshot.original_id}"
    return "|".join((kind, spoken(case.name), place))


def _candidate_id(store: Store, case: Case, unit: _Unit, snapshot: Snapshot) -> tuple[int, bool]:
    identity = _identity(case, unit, snapshot)
    found = store.value("SELECT id FROM candidates WHERE identity = ?", (identity,))
    if found is not None:
        return int(found), False
    row: Row = {
        "identity": identity,
        "kind": case.kind,
        "name": case.name,
        "name_folded": fold(case.name),
        "words": fold(" ".join(filter(None, (case.name, case.unit, case.field)))),
        "unit_text": case.unit,
        "unit_key": unit.key,
        "province_key": unit.province_key,
        "field": case.field,
        "stage": case.stage,
        "minor": int(case.minor),
        "score": case.score,
        "published": snapshot.published,
        "state": "waiting",
        "first_seen": snapshot.at,
        "updated_at": snapshot.at,
    }
    return store.insert("candidates", row), True


def _save_sighting(store: Store, candidate_id: int, position: int, case: Case, snapshot: Snapshot) -> None:
    row: Row = {
        "candidate_id": candidate_id,
        "version_id": snapshot.version_id,
        "position": position,
        "kind": case.kind,
        "name": case.name,
        "score": case.score,
        "stage": case.stage,
        "unit_text": case.unit,
        "field": case.field,
        "minor": int(case.minor),
        "deeds": _json(case.deeds),
        "awards": _json([asdict(award) for award in case.awards]),
        "benefits": _json([asdict(benefit) for benefit in case.benefits]),
        "by": case.by,
        "seen_at": snapshot.at,
    }
    _save_evidence(store, store.insert("sightings", row), case.evidence, snapshot)


def _save_evidence(store: Store, sighting_id: int, evidence: Iterable[Evidence], snapshot: Snapshot) -> None:
    hashes = {"text_sha256": snapshot.text_sha256, "page_sha256": snapshot.page_sha256}
    for item in evidence:
        store.insert("evidence", {"sighting_id": sighting_id, **asdict(item), **hashes})


def _refresh(store: Store, candidate_id: int, at: str) -> None:
    """Show the candidate by its best live sighting; without one an undecided candidate leaves the queue."""
    best = store.row(
        "SELECT s.*, v.published FROM sightings AS s JOIN article_versions AS v ON v.id = s.version_id "
        "JOIN articles AS a ON a.id = v.article_id WHERE s.candidate_id = ? AND s.superseded_at IS NULL "
        "ORDER BY a.copy_of IS NOT NULL, s.score DESC, v.published DESC, s.id LIMIT 1",
        (candidate_id,),
    )
    if best is None:
        store.run(
            "UPDATE candidates SET state = 'withdrawn', version = version + 1, claimed_by = NULL, claimed_name = NULL, "
            "claimed_until = NULL, postponed_until = NULL, updated_at = ? "
            "WHERE id = ? AND state IN ('waiting', 'postponed')",
            (at, candidate_id),
        )
        return
    store.run(
        "UPDATE candidates SET kind = :kind, score = :score, stage = :stage, field = coalesce(:field, field), "
        "published = :published, minor = (SELECT max(minor) FROM sightings WHERE candidate_id = :id), "
        "version = version + 1, updated_at = :at, "
        "state = CASE state WHEN 'withdrawn' THEN 'waiting' ELSE state END WHERE id = :id AND state <> 'erased'",
        {
            **{name: best[name] for name in ("kind", "score", "stage", "field", "published")},
            "at": at,
            "id": candidate_id,
        },
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
