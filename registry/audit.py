"""The log of who did what, append-only, written in the same transaction as what it tells."""

import json
from dataclasses import dataclass
from datetime import datetime

from domain.actors import Actor
from registry.chain import GENESIS, ChainReport, check, link
from registry.clock import moment, stamp
from registry.store import Store


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the log; `detail` holds codes and ids, never names or quotes."""

    id: int
    at: datetime
    actor_id: str
    action: str
    subject: str
    detail: dict[str, object]


def record(
    store: Store, actor: Actor, action: str, *, subject: str, now: datetime, detail: dict[str, object] | None = None
) -> int:
    """Append one line, such as action "login" or "export" on subject "entry:12"; return its id.

    Inside `store.write()` it shares that transaction. `detail` must hold no personal text.
    """
    with store.write():
        last = store.row("SELECT id, digest FROM audit_log ORDER BY id DESC LIMIT 1")
        previous = last["digest"] if last else GENESIS
        row: dict[str, object] = {
            "id": (last["id"] if last else 0) + 1,
            "at": stamp(now),
            "actor_id": actor.id,
            "action": action,
            "subject": subject,
            "detail": json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
        }
        return store.insert("audit_log", {**row, "previous": previous, "digest": link(previous, row)})


def list_audit(store: Store, *, limit: int = 100, before: int | None = None) -> list[AuditRow]:
    """Return the newest lines first; `before` pages on from an id."""
    rows = store.rows(
        "SELECT id, at, actor_id, action, subject, detail FROM audit_log "
        "WHERE :before IS NULL OR id < :before ORDER BY id DESC LIMIT :limit",
        {"before": before, "limit": limit},
    )
    return [AuditRow(**{**row, "at": moment(row["at"]), "detail": json.loads(row["detail"])}) for row in rows]


def verify_audit(store: Store) -> ChainReport:
    """Check the chain of the whole log."""
    return check(store.rows("SELECT * FROM audit_log ORDER BY id"))
