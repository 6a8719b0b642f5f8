"""Persons erased on request: a keyed list that recognises a name without containing it."""

import hashlib
import hmac
from datetime import datetime

from domain.actors import Actor
from registry.clock import stamp
from registry.store import Store
from registry.units import spoken


def is_suppressed(store: Store, name: str, unit_key: str | None) -> bool:
    """Return whether somebody of this name in this unit (None: unit unknown) asked to be left alone."""
    if store.value("SELECT count(*) FROM suppressed") == 0:
        return False
    return store.row("SELECT 1 FROM suppressed WHERE digest = ?", (_digest(store, name, unit_key),)) is not None


def suppress(store: Store, actor: Actor, name: str, unit_key: str | None, *, now: datetime) -> None:
    """Put a name in a unit on the list; inside `store.write()`."""
    store.run(
        "INSERT INTO suppressed VALUES (?, ?, ?) ON CONFLICT(digest) DO NOTHING",
        (_digest(store, name, unit_key), stamp(now), actor.id),
    )


def _digest(store: Store, name: str, unit_key: str | None) -> str:
    key = str(store.value("SELECT value FROM meta WHERE key = 'suppression_key'"))
    return hmac.new(bytes.fromhex(key), f"{spoken(name)}|{unit_key or ''}".encode(), hashlib.sha256).hexdigest()
