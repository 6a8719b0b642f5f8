"""Decisions: append-only, chained, each with its consequence for queue and registry in one transaction.

The newest decision about a candidate counts. Nothing is ever changed: an undo is a decision of its own. The chain
covers ids, codes and a salted digest of the personal text (name, quotes, note), which lies in its own row, so that
a person can be erased without breaking the chain.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from domain.actors import Actor
from domain.errors import Conflict, NotAllowed, NotFound, UserMistake
from registry import audit
from registry.chain import GENESIS, ChainReport, canonical, check, link, new_salt, salted
from registry.clock import local_date, moment, stamp
from registry.entries import list_entry, remove_entry
from registry.queue import check_open, check_reviewer
from registry.store import Row, Store

Action = Literal["confirm", "reject", "postpone", "undo"]

_NEEDS_NOTE: Final = frozenset({"other", "postpone_other"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decides.

    `reason`: a code of `list_reasons` for reject and postpone. `until`: the day a postponed candidate comes back.
    `seen_version`: `CaseView.version` as shown; when given, a candidate that changed since raises Conflict.
    `seconds`: how long the reviewer looked.
    """

    action: Literal["confirm", "reject", "postpone"]
    reason: str | None = None
    note: str = ""
    until: date | None = None
    seen_version: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason a reviewer can choose; the code is stored, the label shown."""

    code: str
    action: str
    label: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `name`, `actor_name` and `note` are empty once erased. `undone_by` is the id of its undo."""

    id: int
    candidate_id: int
    action: Action
    actor_id: str
    actor_name: str
    at: datetime
    reason: str | None
    reason_label: str | None
    note: str
    name: str
    postponed_until: str | None
    undoes: int | None
    undone_by: int | None
    version_id: int | None
    text_sha256: str | None
    page_sha256: str | None
    model_version: str | None


def list_reasons(store: Store, action: str) -> list[Reason]:
    """Return the reasons for "reject" or "postpone" in the order to show them."""
    rows = store.rows("SELECT code, action, label FROM reasons WHERE action = ? ORDER BY position", (action,))
    return [Reason(**row) for row in rows]


def decide(store: Store, actor: Actor, candidate_id: int, verdict: Verdict, *, now: datetime) -> Decision:
    """Record a verdict with its audit line and its consequence, together or not at all.

    Raises NotAllowed (not a reviewer), NotFound, UserMistake (reason, note or day missing), and Conflict when the
    candidate is decided already, leased to somebody else, or changed since `seen_version`.
    """
    check_reviewer(actor)
    with store.write():
        candidate = check_open(store, actor, candidate_id, now=now)
        _check_verdict(store, verdict, now)
        if verdict.seen_version not in (None, candidate["version"]):
            raise Conflict(
                f"trường hợp {candidate_id} vừa thay đổi từ khi được mở", remedy="tải lại trang rồi quyết định"
            )
        until = verdict.until.isoformat() if verdict.until else None
        row: Row = {"action": verdict.action, "reason": verdict.reason, "postponed_until": until}
        decision_id = _append(store, actor, candidate, {**row, "seconds": verdict.seconds}, verdict.note, now)
        state = "postponed" if verdict.action == "postpone" else "decided"
        _set_state(store, candidate_id, state, until, now)
        if verdict.action == "confirm":
            list_entry(store, candidate_id, decision_id, now=now)
        detail: dict[str, object] = {"decision": decision_id, "reason": verdict.reason}
        audit.record(store, actor, verdict.action, subject=f"candidate:{candidate_id}", now=now, detail=detail)
        return load_decision(store, decision_id)


def undo(store: Store, actor: Actor, decision_id: int, *, now: datetime, note: str = "") -> Decision:
    """Take a decision back by a new one: the candidate waits again, its entry leaves the list.

    Reviewers undo their own decisions, a secretary anybody's. Only the newest decision about a candidate can be
    undone, once; otherwise Conflict.
    """
    with store.write():
        taken_back = load_decision(store, decision_id)
        _check_undo(store, actor, taken_back)
        candidate = store.row("SELECT * FROM candidates WHERE id = ?", (taken_back.candidate_id,)) or {}
        row: Row = {"action": "undo", "undoes": decision_id}
        undo_id = _append(store, actor, candidate, row, note, now)
        _set_state(store, taken_back.candidate_id, "waiting", None, now)
        if taken_back.action == "confirm":
            remove_entry(store, taken_back.candidate_id, undo_id, now=now)
        detail: dict[str, object] = {"decision": undo_id, "undoes": decision_id}
        audit.record(store, actor, "undo", subject=f"candidate:{taken_back.candidate_id}", now=now, detail=detail)
        return load_decision(store, undo_id)


def _check_verdict(store: Store, verdict: Verdict, now: datetime) -> None:
    if verdict.action == "confirm":
        if verdict.reason is not None or verdict.until is not None:
            raise UserMistake("xác nhận không kèm lý do hay ngày hoãn", remedy="bỏ lý do rồi xác nhận lại")
        return
    known = {reason.code for reason in list_reasons(store, verdict.action)}
    if verdict.reason not in known:
        raise UserMistake("chưa chọn lý do", remedy="chọn một lý do trong danh sách")
    if verdict.reason in _NEEDS_NOTE and not verdict.note.strip():
        raise UserMistake("lý do khác cần ghi chú", remedy="ghi rõ lý do vào ô ghi chú")
    if verdict.action == "postpone" and (verdict.until is None or verdict.until <= local_date(now)):
        raise UserMistake("chưa chọn ngày xem lại", remedy="chọn một ngày sau hôm nay")
    if verdict.action == "reject" and verdict.until is not None:
        raise UserMistake("loại bỏ không kèm ngày hoãn", remedy="bỏ ngày hoãn rồi loại bỏ lại")


def _check_undo(store: Store, actor: Actor, decision: Decision) -> None:
    own = decision.actor_id == actor.id and actor.has("reviewer")
    if not own and not actor.has("secretary"):
        raise NotAllowed(
            f"chỉ {decision.actor_name or decision.actor_id} hoặc thư ký được hoàn tác", remedy="nhờ thư ký hội đồng"
        )
    newest = store.value("SELECT max(id) FROM decisions WHERE candidate_id = ?", (decision.candidate_id,))
    state = store.value("SELECT state FROM candidates WHERE id = ?", (decision.candidate_id,))
    if decision.action == "undo" or newest != decision.id or state == "erased":
        raise Conflict(
            f"quyết định {decision.id} không còn hiệu lực để hoàn tác", remedy="tải lại trang để xem quyết định mới"
        )


def _set_state(store: Store, candidate_id: int, state: str, until: str | None, now: datetime) -> None:
    # A candidate whose pages no longer name it leaves the queue even when a decision about it is undone.
    store.run(
        "UPDATE candidates SET state = CASE WHEN :state = 'waiting' AND NOT EXISTS (SELECT 1 FROM sightings "
        "WHERE candidate_id = :id AND superseded_at IS NULL) THEN 'withdrawn' ELSE :state END, "
        "postponed_until = :until, claimed_by = NULL, claimed_name = NULL, claimed_until = NULL, "
        "version = version + 1, updated_at = :at WHERE id = :id",
        {"state": state, "until": until, "id": candidate_id, "at": stamp(now)},
    )


_COVERED: Final = (
    "id", "candidate_id", "action", "actor_id", "actor_role", "at", "reason", "postponed_until", "undoes",
    "version_id", "text_sha256", "page_sha256", "model_version", "session_id", "seconds", "detail_digest",
)  # fmt: skip


def _append(store: Store, actor: Actor, candidate: Row, row: Row, note: str, now: datetime) -> int:
    last = store.row("SELECT id, digest FROM decisions ORDER BY id DESC LIMIT 1")
    previous = last["digest"] if last else GENESIS
    evidence = _evidence(store, candidate["id"])
    body = canonical(
        {
            "name": candidate["name"],
            "kind": candidate["kind"],
            "unit": candidate["unit_text"],
            "actor": actor.name,
            "note": note.strip(),
            "evidence": [{name: item[name] for name in ("quote", "start", "end", "text_sha256")} for item in evidence],
        }
    )
    salt = new_salt()
    snapshot = evidence[0] if evidence else {}
    facts: Row = {
        "id": (last["id"] if last else 0) + 1,
        "candidate_id": candidate["id"],
        "actor_id": actor.id,
        "actor_role": "reviewer" if actor.has("reviewer") else "secretary",
        "at": stamp(now),
        "version_id": snapshot.get("version_id"),
        "text_sha256": snapshot.get("text_sha256"),
        "page_sha256": snapshot.get("page_sha256"),
        "model_version": snapshot.get("by"),
        "session_id": candidate["session_id"],
        "detail_digest": salted(salt, body),
        **row,
    }
    covered = {name: facts.get(name) for name in _COVERED}
    store.insert("decisions", {**covered, "previous": previous, "digest": link(previous, covered)})
    store.insert("decision_details", {"decision_id": facts["id"], "salt": salt, "body": body})
    return int(facts["id"])


def _evidence(store: Store, candidate_id: int) -> list[Row]:
    return store.rows(
        'SELECT e.quote, e.start, e."end", e.text_sha256, e.page_sha256, s.version_id, s.by '
        "FROM sightings AS s JOIN evidence AS e ON e.sighting_id = s.id "
        "JOIN article_versions AS v ON v.id = s.version_id JOIN articles AS a ON a.id = v.article_id "
        "WHERE s.candidate_id = ? ORDER BY s.superseded_at IS NOT NULL, a.copy_of IS NOT NULL, s.score DESC, "
        "v.published DESC, s.id, e.id",
        (candidate_id,),
    )


_DECISION: Final = """
SELECT d.id, d.candidate_id, d.action, d.actor_id, d.at, d.reason, r.label AS reason_label, d.postponed_until, d.undoes,
    u.id AS undone_by, d.version_id, d.text_sha256, d.page_sha256, d.model_version, t.body
FROM decisions AS d JOIN decision_details AS t ON t.decision_id = d.id
LEFT JOIN reasons AS r ON r.code = d.reason LEFT JOIN decisions AS u ON u.undoes = d.id
"""


def load_decision(store: Store, decision_id: int) -> Decision:
    """Return one decision; NotFound for an unknown id."""
    row = store.row(f"{_DECISION} WHERE d.id = ?", (decision_id,))
    if row is None:
        raise NotFound(f"không có quyết định số {decision_id}", remedy="quay lại danh sách")
    return _decision(row)


def list_decisions(
    store: Store,
    *,
    actor_id: str | None = None,
    candidate_id: int | None = None,
    limit: int = 20,
    before: int | None = None,
) -> list[Decision]:
    """Return the newest decisions first, of one actor or about one candidate; `before` pages on from an id."""
    rows = store.rows(
        f"{_DECISION} WHERE (:actor IS NULL OR d.actor_id = :actor) "
        "AND (:candidate IS NULL OR d.candidate_id = :candidate) AND (:before IS NULL OR d.id < :before) "
        "ORDER BY d.id DESC LIMIT :limit",
        {"actor": actor_id, "candidate": candidate_id, "before": before, "limit": limit},
    )
    return [_decision(row) for row in rows]


def verify_chain(store: Store) -> ChainReport:
    """Check that no decision was changed, removed or put in, and that every detail not erased is the one decided."""
    report = check(store.rows("SELECT * FROM decisions ORDER BY id"))
    if not report.ok:
        return report
    details = store.rows(
        "SELECT d.id, d.detail_digest, t.salt, t.body, t.erased_at, t.decision_id FROM decisions AS d "
        "LEFT JOIN decision_details AS t ON t.decision_id = d.id ORDER BY d.id"
    )
    for row in details:
        kept = row["decision_id"] is not None and row["erased_at"] is None
        if row["decision_id"] is None or (kept and salted(row["salt"], row["body"]) != row["detail_digest"]):
            return ChainReport(False, report.checked, report.head, row["id"], "phần chi tiết đã bị sửa")
    return report


def _decision(row: Row) -> Decision:
    detail: dict[str, Any] = json.loads(row["body"]) if row["body"] else {}
    fields = {name: value for name, value in row.items() if name != "body"}
    fields |= {"at": moment(row["at"]), "note": detail.get("note", ""), "name": detail.get("name", "")}
    return Decision(**fields, actor_name=detail.get("actor", ""))
