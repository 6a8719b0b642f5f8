"""What the reader found on one article version: page kind, dates, units and the whole extraction."""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from domain.extraction import DateMention, Extraction, UnitMention
from registry.snapshots import Snapshot
from registry.store import Row, Store


def reading_of(extraction: Extraction) -> tuple[str, bytes]:
    """Return the fingerprint of an extraction and its compressed JSON; the text itself lives in the version."""
    body = asdict(extraction)
    del body["text"]
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(plain).hexdigest(), zlib.compress(plain)


def save_reading(store: Store, snapshot: Snapshot, extraction: Extraction) -> None:
    """Replace what is known about the version by `extraction`; inside `store.write()`."""
    sha256, body = reading_of(extraction)
    store.run("DELETE FROM readings WHERE version_id = ?", (snapshot.version_id,))
    store.insert(
        "readings",
        {
            "version_id": snapshot.version_id,
            "sha256": sha256,
            "page_kind": extraction.page_kind,
            "relevance": extraction.relevance,
            "hijack_suspected": int(extraction.hijack.suspected),
            "hijack_score": extraction.hijack.score,
            "warnings": json.dumps(extraction.warnings, ensure_ascii=False),
            "body": body,
            "read_at": snapshot.at,
        },
    )
    _save_dates(store, snapshot.version_id, extraction.dates)
    _save_units(store, snapshot.version_id, extraction.units)


def load_reading(store: Store, version_id: int) -> dict[str, Any] | None:
    """Return the extraction of a version as plain JSON data without `text`; None when unread or erased."""
    body = store.value("SELECT body FROM readings WHERE version_id = ?", (version_id,))
    if body is None:
        return None
    found: dict[str, Any] = json.loads(zlib.decompress(body))
    return found


def province_of(store: Store, source: str, units: Iterable[UnitMention]) -> str | None:
    """Return the province an article speaks of: its source's, else the one most units named in it lie in."""
    own: str | None = store.value(
        "SELECT u.province_key FROM sources AS s JOIN units AS u ON u.key = s.unit_key WHERE s.key = ?", (source,)
    )
    if own is not None:
        return own
    counts: Counter[str] = Counter()
    for unit in units:
        province = store.value("SELECT province_key FROM units WHERE key = ?", (unit.key,)) if unit.key else None
        if province is not None:
            counts[province] += 1
    # Ties go to the smaller key so that saving twice gives the same answer.
    return min(counts, key=lambda key: (-counts[key], key)) if counts else None


def _save_dates(store: Store, version_id: int, dates: Iterable[DateMention]) -> None:
    store.run("DELETE FROM date_mentions WHERE version_id = ?", (version_id,))
    for date in dates:
        row = {"surface": date.surface, "value": date.value, "kind": date.kind, "inferred": int(date.inferred)}
        store.insert("date_mentions", {"version_id": version_id, "start": date.start, "end": date.end, **row})


def _save_units(store: Store, version_id: int, units: Iterable[UnitMention]) -> None:
    store.run("DELETE FROM unit_mentions WHERE version_id = ?", (version_id,))
    for unit in units:
        known = store.value("SELECT key FROM units WHERE key = ?", (unit.key,)) if unit.key else None
        row: Row = {"surface": unit.surface, "kind": unit.kind, "name": unit.name, "code": unit.code}
        row |= {"unit_key": known, "inferred": int(unit.inferred)}
        store.insert("unit_mentions", {"version_id": version_id, "start": unit.start, "end": unit.end, **row})
