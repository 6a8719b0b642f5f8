"""Saving what articles and their files say of plans and other documents: one row per real document."""

import json
from collections.abc import Iterable, Mapping

from domain.extraction import DocumentReference
from domain.pages import page_at
from domain.text import fold
from registry.issuers import PlanKey, plan_key
from registry.snapshots import Snapshot, load_snapshot
from registry.store import Row, Store


def save_references(store: Store, snapshot: Snapshot, references: Iterable[DocumentReference]) -> int:
    """Replace the document references of the version; return how many documents were new. In `write()`."""
    before = {
        row["plan_id"]
        for row in store.rows(
            "SELECT DISTINCT plan_id FROM document_references WHERE version_id = ? AND plan_id IS NOT NULL",
            (snapshot.version_id,),
        )
    }
    store.run("DELETE FROM document_references WHERE version_id = ?", (snapshot.version_id,))
    touched, new = set(before), 0
    for reference in references:
        key = plan_key(store, reference, snapshot)
        plan_id, is_new = (None, False) if key is None else _plan_id(store, key, reference, snapshot)
        new += is_new
        _save_reference(store, snapshot.version_id, plan_id, reference)
        if plan_id is not None:
            touched.add(plan_id)
    for plan_id in sorted(touched):
        _refresh(store, plan_id)
    return new


def save_own_documents(
    store: Store, article_id: int, documents: Mapping[str, DocumentReference | None], at: str
) -> int:
    """Record which document each file of an article is, by the file's address; None: no document of its own.

    Returns how many documents were new. Inside `store.write()`, after the article's attachments were saved.
    """
    touched: set[int] = set()
    new = 0
    for url, reference in documents.items():
        file = store.row(
            "SELECT t.id, t.page_starts, r.plan_id FROM attachments AS t LEFT JOIN attachment_references AS r "
            "ON r.attachment_id = t.id WHERE t.article_id = ? AND t.url = ?",
            (article_id, url),
        )
        if file is None:
            continue
        store.run("DELETE FROM attachment_references WHERE attachment_id = ?", (file["id"],))
        touched |= {file["plan_id"]} - {None}
        snapshot = load_snapshot(store, article_id, at)
        key = None if reference is None else plan_key(store, reference, snapshot)
        if reference is not None and key is not None:
            announced = _announced(store, snapshot, reference)
            plan_id, is_new = (announced, False) if announced else _plan_id(store, key, reference, snapshot)
            _save_own(store, file, plan_id, reference)
            touched.add(plan_id)
            new += is_new
    for plan_id in sorted(touched):
        _refresh(store, plan_id)
    return new


def _announced(store: Store, snapshot: Snapshot, reference: DocumentReference) -> int | None:
    """Return the document of this symbol that the article itself names: its file is that one, whoever issued it."""
    found: int | None = store.value(
        "SELECT p.id FROM document_references AS r JOIN plans AS p ON p.id = r.plan_id WHERE r.version_id = ? "
        "AND p.symbol_folded = ? AND (p.year IS NULL OR ? IS NULL OR p.year = ? OR p.year LIKE 'term %') "
        "ORDER BY r.role = 'cited', r.id LIMIT 1",
        (snapshot.version_id, fold(reference.symbol or ""), reference.year, str(reference.year)),
    )
    return found


def _save_own(store: Store, file: Row, plan_id: int, reference: DocumentReference) -> None:
    names = ("start", "end", "symbol", "type", "date", "period", "issuer", "subject", "confidence", "by")
    row: Row = {name: getattr(reference, name) for name in names}
    row |= {"attachment_id": file["id"], "plan_id": plan_id, "restored": int(reference.restored)}
    row["page"] = page_at(tuple(json.loads(file["page_starts"])), reference.start)
    store.insert("attachment_references", row)


def _plan_id(store: Store, key: PlanKey, reference: DocumentReference, snapshot: Snapshot) -> tuple[int, bool]:
    found = store.value("SELECT id FROM plans WHERE key = ?", (str(key),))
    if found is not None:
        store.run("UPDATE plans SET last_seen = ? WHERE id = ?", (snapshot.at, found))
        return int(found), False
    row = {
        "key": str(key),
        "number": key.number,
        "year": key.year,
        "issuer_key": key.issuer,
        "province_key": None if key.issuer == "central" else snapshot.province_key,
        "symbol_folded": fold(reference.symbol or key.number),
        "first_seen": snapshot.at,
        "last_seen": snapshot.at,
    }
    return store.insert("plans", row), True


def _save_reference(store: Store, version_id: int, plan_id: int | None, reference: DocumentReference) -> None:
    names = (
        "start", "end", "surface", "symbol", "family", "type", "number", "year", "date", "period", "issuer", "role",
        "subject", "confidence", "by",
    )  # fmt: skip
    row: Row = {name: getattr(reference, name) for name in names}
    row |= {"version_id": version_id, "plan_id": plan_id, "restored": int(reference.restored)}
    store.insert("document_references", row)


def _refresh(store: Store, plan_id: int) -> None:
    """Fill the plan from its references, the most reliable first; a plan nobody mentions any more goes."""
    references = store.rows(
        "SELECT r.*, v.title FROM document_references AS r JOIN article_versions AS v ON v.id = r.version_id "
        "WHERE r.plan_id = ? ORDER BY r.restored, r.role = 'cited', r.confidence DESC, r.version_id, r.start",
        (plan_id,),
    )
    own = store.rows(
        "SELECT r.*, v.title FROM attachment_references AS r JOIN attachments AS t ON t.id = r.attachment_id "
        "JOIN articles AS a ON a.id = t.article_id JOIN article_versions AS v ON v.id = a.current_version_id "
        "WHERE r.plan_id = ? ORDER BY r.restored, r.confidence DESC, r.attachment_id",
        (plan_id,),
    )
    # What an article says of the document it announces is typed, what its file says may be recognised from a scan.
    first_cited = next((at for at, row in enumerate(references) if row["role"] == "cited"), len(references))
    references[first_cited:first_cited] = own
    store.run("DELETE FROM plan_fts WHERE rowid = ?", (plan_id,))
    if not references:
        store.run("DELETE FROM plans WHERE id = ?", (plan_id,))
        return
    best = {
        name: next((row[name] for row in references if row[name] is not None), None)
        for name in ("symbol", "type", "issuer", "date", "period", "subject")
    }
    store.run(
        "UPDATE plans SET symbol = :symbol, type = :type, issuer = :issuer, date = :date, period = :period, "
        "subject = :subject, symbol_folded = :symbol_folded, restored = :restored WHERE id = :id",
        {
            **best,
            "symbol_folded": fold(best["symbol"] or references[0]["number"] or ""),
            "restored": min(row["restored"] for row in references),
            "id": plan_id,
        },
    )
    _index(store, plan_id, references[0]["title"] or "")


def _index(store: Store, plan_id: int, title: str) -> None:
    plan = store.row(
        "SELECT p.*, u.name AS province FROM plans AS p LEFT JOIN units AS u ON u.key = p.province_key WHERE p.id = ?",
        (plan_id,),
    )
    if plan is not None:
        names = ("symbol", "number", "type", "year", "issuer", "date", "period", "subject", "province")
        # "05-CT/TW" is also asked for as 5, and 5 as 05.
        body = " ".join([plan["number"].zfill(2), *(str(plan[name]) for name in names if plan[name] is not None)])
        store.run("INSERT INTO plan_fts (rowid, body) VALUES (?, ?)", (plan_id, fold(f"{body} {title}")))
