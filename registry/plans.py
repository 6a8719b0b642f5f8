"""Plans and other documents as pages show them: one row per real document, many sightings in articles."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import NotFound
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
