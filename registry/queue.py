"""The queue: which candidate comes next, and who holds it.

A candidate is open when it waits, or was postponed to a day that has come. Claiming leases it to one reviewer for
15 minutes; a lease that ran out needs no cleaning up. Order: score, then newest, then id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from domain.actors import Actor
from domain.errors import Conflict, NotAllowed, NotFound
from registry.clock import local_date, moment, stamp
from registry.store import Row, Store
from registry.units import province_family

LEASE: Final = timedelta(minutes=15)

# own: the board's province and its predecessors; other: the rest, pages of unknown province included.
Scope = Literal["own", "other", "all"]
QueueState = Literal["waiting", "claimed", "postponed", "decided", "withdrawn", "erased"]


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which part of the queue: `province` is the board's unit key, needed unless scope is "all"."""

    province: str | None = None
    scope: Scope = "own"
    session_id: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One candidate as the queue shows it; `week` is the session it entered in, `articles` counts its articles."""

    id: int
    kind: str
    name: str
    unit_text: str | None
    unit_name: str | None
    province_name: str | None
    field: str | None
    stage: str
    minor: bool
    score: float
    published: str | None
    title: str | None
    quote: str | None
    articles: int
    state: QueueState
    week: str | None
    claimed_by: str | None
    claimed_name: str | None
    claimed_until: datetime | None
    postponed_until: str | None
    version: int


_OPEN: Final = "(c.state = 'waiting' OR (c.state = 'postponed' AND c.postponed_until <= :today))"
_ITEM: Final = """
SELECT c.*, u.name AS unit_name, p.name AS province_name, w.week,
    (SELECT count(DISTINCT coalesce(a.copy_of, a.id)) FROM sightings AS s
        JOIN article_versions AS v ON v.id = s.version_id JOIN articles AS a ON a.id = v.article_id
        WHERE s.candidate_id = c.id) AS articles,
    b.title, b.quote
FROM candidates AS c
LEFT JOIN units AS u ON u.key = c.unit_key
LEFT JOIN units AS p ON p.key = c.province_key
LEFT JOIN sessions AS w ON w.id = c.session_id
LEFT JOIN (SELECT s.candidate_id, v.title, e.quote,
        row_number() OVER (PARTITION BY s.candidate_id
            ORDER BY s.superseded_at IS NOT NULL, a.copy_of IS NOT NULL, s.score DESC, v.published DESC, s.id, e.id
        ) AS place
    FROM sightings AS s JOIN article_versions AS v ON v.id = s.version_id JOIN evidence AS e ON e.sighting_id = s.id
    JOIN articles AS a ON a.id = v.article_id
    WHERE s.candidate_id IN ({ids})) AS b ON b.candidate_id = c.id AND b.place = 1
WHERE c.id IN ({ids})
"""


def list_queue(
    store: Store, chosen: QueueFilter, *, now: datetime, limit: int = 50, offset: int = 0
) -> list[QueueItem]:
    """Return open candidates, best first; those leased to somebody are listed with their holder."""
    with store.read():
        where, values = _condition(store, chosen, now)
        rows = store.rows(
            f"SELECT c.id FROM candidates AS c WHERE {where} ORDER BY c.score DESC, c.published DESC, c.id "
            "LIMIT :limit OFFSET :offset",
            {**values, "limit": limit, "offset": offset},
        )
        return load_items(store, [row["id"] for row in rows], now=now)


def count_queue(store: Store, chosen: QueueFilter, *, now: datetime) -> int:
    """Return how many candidates are open."""
    where, values = _condition(store, chosen, now)
    return int(store.value(f"SELECT count(*) FROM candidates AS c WHERE {where}", values))


def claim_next(store: Store, actor: Actor, chosen: QueueFilter, *, now: datetime) -> QueueItem | None:
    """Lease the best open candidate that nobody else holds to `actor`; None when there is none.

    One's own lease comes first, so that a reloaded page shows the same candidate. Raises NotAllowed without the
    role of reviewer.
    """
    check_reviewer(actor)
    with store.write():
        where, values = _condition(store, chosen, now)
        found = store.value(
            f"SELECT c.id FROM candidates AS c WHERE {where} AND (c.claimed_by IS NULL OR c.claimed_by = :actor "
            "OR c.claimed_until <= :now) ORDER BY (c.claimed_by = :actor AND c.claimed_until > :now) DESC, "
            "c.score DESC, c.published DESC, c.id LIMIT 1",
            {**values, "actor": actor.id, "now": stamp(now)},
        )
        if found is None:
            return None
        _lease(store, actor, found, now)
        return load_items(store, [found], now=now)[0]


def claim(store: Store, actor: Actor, candidate_id: int, *, now: datetime) -> QueueItem:
    """Lease one candidate to `actor`, whether or not its turn has come.

    Raises Conflict when it is decided or leased to somebody else, NotFound, NotAllowed.
    """
    check_reviewer(actor)
    with store.write():
        check_open(store, actor, candidate_id, now=now)
        _lease(store, actor, candidate_id, now)
        return load_items(store, [candidate_id], now=now)[0]


def release(store: Store, actor: Actor, candidate_id: int) -> None:
    """Give a lease back; somebody else's lease is left alone."""
    with store.write():
        store.run(
            "UPDATE candidates SET claimed_by = NULL, claimed_name = NULL, claimed_until = NULL "
            "WHERE id = ? AND claimed_by = ?",
            (candidate_id, actor.id),
        )


def check_reviewer(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is a reviewer."""
    if not actor.has("reviewer"):
        raise NotAllowed(
            f"{actor.name} không có quyền thẩm định", remedy="nhờ quản trị viên cấp vai trò người thẩm định"
        )


def check_open(store: Store, actor: Actor, candidate_id: int, *, now: datetime) -> Row:
    """Return the candidates row if `actor` may decide it now; Conflict or NotFound otherwise."""
    row = store.row("SELECT * FROM candidates WHERE id = ?", (candidate_id,))
    if row is None:
        raise NotFound(f"không có trường hợp số {candidate_id}", remedy="quay lại danh sách")
    if row["state"] not in ("waiting", "postponed"):
        raise Conflict(
            f"trường hợp {candidate_id} {_STATE_LABELS[row['state']]}", remedy="tải lại trang để xem kết quả"
        )
    held = row["claimed_by"] not in (None, actor.id) and row["claimed_until"] > stamp(now)
    if held:
        raise Conflict(
            f"trường hợp {candidate_id} đang do {row['claimed_name']} xem xét", remedy="chọn trường hợp khác"
        )
    return row


def load_items(store: Store, ids: Iterable[int], *, now: datetime) -> list[QueueItem]:
    """Return candidates as queue items, in the order of `ids`."""
    wanted = list(ids)
    rows = store.rows(_ITEM.format(ids=", ".join(str(int(each)) for each in wanted)))
    found = {row["id"]: _item(row, now) for row in rows}
    return [found[each] for each in wanted if each in found]


_STATE_LABELS: Final = {
    "decided": "đã được quyết định",
    "withdrawn": "không còn trong bài viết",
    "erased": "đã được xóa theo yêu cầu",
}


def _condition(store: Store, chosen: QueueFilter, now: datetime) -> tuple[str, dict[str, Any]]:
    where, values = narrow(store, chosen)
    return f"{_OPEN} AND {where}", {"today": local_date(now).isoformat(), **values}


def narrow(store: Store, chosen: QueueFilter) -> tuple[str, dict[str, Any]]:
    """Return the condition on `candidates AS c` that the filter means, whatever their state, with its values."""
    if chosen.scope != "all" and chosen.province is None:
        raise ValueError(f"scope {chosen.scope!r} needs a province")
    parts = ["c.session_id IS NOT NULL"]
    family = sorted(province_family(store, chosen.province)) if chosen.province and chosen.scope != "all" else []
    names = {f"province_{at}": key for at, key in enumerate(family)}
    marks = ", ".join(f":{name}" for name in names)
    if chosen.scope == "own":
        parts.append(f"c.province_key IN ({marks})")
    elif chosen.scope == "other":
        parts.append(f"(c.province_key IS NULL OR c.province_key NOT IN ({marks}))")
    extra: dict[str, Any] = {}
    for column, value in (("session_id", chosen.session_id), ("kind", chosen.kind)):
        if value is not None:
            parts.append(f"c.{column} = :{column}")
            extra[column] = value
    return " AND ".join(parts), {**names, **extra}


def _lease(store: Store, actor: Actor, candidate_id: int, now: datetime) -> None:
    store.run(
        "UPDATE candidates SET claimed_by = ?, claimed_name = ?, claimed_until = ? WHERE id = ?",
        (actor.id, actor.name, stamp(now + LEASE), candidate_id),
    )


def _item(row: Row, now: datetime) -> QueueItem:
    leased = row["claimed_until"] is not None and row["claimed_until"] > stamp(now)
    names = (
        "id", "kind", "name", "unit_text", "unit_name", "province_name", "field", "stage", "score", "published",
        "title", "quote", "articles", "week", "postponed_until", "version",
    )  # fmt: skip
    return QueueItem(
        **{name: row[name] for name in names},
        minor=bool(row["minor"]),
        state="claimed" if leased and row["state"] in ("waiting", "postponed") else row["state"],
        claimed_by=row["claimed_by"] if leased else None,
        claimed_name=row["claimed_name"] if leased else None,
        claimed_until=moment(row["claimed_until"]) if leased else None,
    )
