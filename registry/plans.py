"""Plans and other documents: one row per real document, many sightings in articles."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.errors import NotFound
from domain.extraction import DocumentReference
from domain.pages import page_at
from domain.text import fold
from registry.issuers import PlanKey, plan_key
from registry.snapshots import Snapshot, load_snapshot
from registry.store import Row, Store


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One real document; `year` is "2023", or "term 2021" for Party documents, None when no page tells.

    `restored` means that only damaged pages name it and the symbol is a proposal.
    """

    id: int
    symbol: str | None
    number: str
    type: str | None
    year: str | None
    issuer: str | None
    date: str | None
    period: str | None
    subject: str | None
    province_key: str | None
    restored: bool
    issued_in: int
    cited_in: int


@dataclass(frozen=True, slots=True)
class PlanSighting:
    """One mention; `start` and `end` are offsets in the text of version `version_id`."""

    article_id: int
    version_id: int
    title: str | None
    url: str | None
    source: str
    published: str | None
    role: str
    surface: str
    start: int
    end: int
    restored: bool


@dataclass(frozen=True, slots=True)
class PlanAttachment:
    """A file that came with an article issuing the document; `is_document`: it bears the symbol in its head.

    `state` is one of `domain.pages.ATTACHMENT_STATES`.
    """

    id: int
    article_id: int
    url: str
    name: str
    media_type: str
    state: str
    note: str
    has_text: bool
    is_document: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """A document with everything known; `related` share issuer, type and number but not the year or term."""

    plan: PlanRow
    sightings: tuple[PlanSighting, ...]
    attachments: tuple[PlanAttachment, ...]
    related: tuple[PlanRow, ...]


_PLAN: str = (
    "SELECT p.id, p.symbol, p.number, p.type, p.year, p.issuer, p.date, p.period, p.subject, p.province_key, "
    "p.restored, (SELECT count(*) FROM (SELECT i.article_id FROM document_references AS d "
    "JOIN article_versions AS i ON i.id = d.version_id WHERE d.plan_id = p.id AND d.role = 'issued' "
    "UNION SELECT t.article_id FROM attachment_references AS f JOIN attachments AS t ON t.id = f.attachment_id "
    "WHERE f.plan_id = p.id)) AS issued_in, "
    "count(DISTINCT CASE WHEN r.role = 'cited' THEN v.article_id END) AS cited_in "
    "FROM plans AS p LEFT JOIN document_references AS r ON r.plan_id = p.id "
    "LEFT JOIN article_versions AS v ON v.id = r.version_id "
)


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


def list_plans(
    store: Store, *, province_keys: Iterable[str] | None = None, limit: int = 50, offset: int = 0
) -> list[PlanRow]:
    """Return documents, newest date first; with `province_keys` only those of these provinces."""
    keys = None if province_keys is None else sorted(province_keys)
    where = "" if keys is None else f"WHERE p.province_key IN ({', '.join('?' * len(keys))}) "
    rows = store.rows(
        f"{_PLAN}{where}GROUP BY p.id ORDER BY coalesce(p.date, p.year, p.first_seen) DESC, p.id DESC LIMIT ? OFFSET ?",
        [*(keys or ()), limit, offset],
    )
    return [_plan_row(row) for row in rows]


def load_plans(store: Store, ids: Iterable[int]) -> dict[int, PlanRow]:
    """Return the documents with these ids."""
    wanted = list(ids)
    rows = store.rows(f"{_PLAN}WHERE p.id IN ({', '.join('?' * len(wanted))}) GROUP BY p.id", wanted)
    return {row["id"]: _plan_row(row) for row in rows}


def load_plan(store: Store, plan_id: int) -> PlanView:
    """Return one document with its sightings, attachments and namesakes; NotFound for an unknown id."""
    with store.read():
        plan = load_plans(store, [plan_id]).get(plan_id)
        if plan is None:
            raise NotFound(f"không có văn bản số hiệu nội bộ {plan_id}", remedy="tìm lại trong danh sách")
        return PlanView(
            plan,
            _sightings(store, plan_id),
            _attachments(store, plan_id),
            _related(store, plan_id),
        )


def _sightings(store: Store, plan_id: int) -> tuple[PlanSighting, ...]:
    rows = store.rows(
        "SELECT v.article_id, r.version_id, v.title, a.url, a.source, v.published, r.role, r.surface, r.start, "
        'r."end", r.restored FROM document_references AS r JOIN article_versions AS v ON v.id = r.version_id '
        "JOIN articles AS a ON a.id = v.article_id WHERE r.plan_id = ? "
        "ORDER BY r.role = 'cited', coalesce(v.published, v.saved_at), r.version_id, r.start",
        (plan_id,),
    )
    return tuple(PlanSighting(**{**row, "restored": bool(row["restored"])}) for row in rows)


def _attachments(store: Store, plan_id: int) -> tuple[PlanAttachment, ...]:
    rows = store.rows(
        "SELECT t.id, t.article_id, t.url, t.name, t.media_type, t.state, t.note, t.text IS NOT NULL AS has_text, "
        "f.plan_id IS NOT NULL AS is_document FROM attachments AS t "
        "LEFT JOIN attachment_references AS f ON f.attachment_id = t.id AND f.plan_id = :plan "
        "WHERE f.plan_id IS NOT NULL OR t.article_id IN (SELECT v.article_id FROM document_references AS r "
        "JOIN article_versions AS v ON v.id = r.version_id WHERE r.plan_id = :plan AND r.role = 'issued') "
        "ORDER BY is_document DESC, t.id",
        {"plan": plan_id},
    )
    flags = ("has_text", "is_document")
    return tuple(PlanAttachment(**{**row, **{flag: bool(row[flag]) for flag in flags}}) for row in rows)


def _related(store: Store, plan_id: int) -> tuple[PlanRow, ...]:
    rows = store.rows(
        f"{_PLAN}JOIN plans AS self ON self.id = ? AND p.id <> self.id AND p.number = self.number "
        "AND p.issuer_key = self.issuer_key AND p.symbol_folded = self.symbol_folded GROUP BY p.id ORDER BY p.year",
        (plan_id,),
    )
    return tuple(_plan_row(row) for row in rows)


def _plan_row(row: Row) -> PlanRow:
    return PlanRow(**{**row, "restored": bool(row["restored"])})
