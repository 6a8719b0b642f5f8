"""Which of a person's decisions can still be taken back."""

from typing import Final

from domain.actors import Actor
from registry.decisions import Decision, list_decisions
from registry.store import Store

RECENT: Final = 20


def last_undoable(store: Store, actor: Actor) -> Decision | None:
    """Return the actor's newest decision that stands, among the last 20, whatever session made it."""
    return next((each for each in list_decisions(store, actor_id=actor.id, limit=RECENT) if is_undoable(each)), None)


def is_undoable(decision: Decision) -> bool:
    """Return whether the decision stands; the registry has the last word when a newer one exists."""
    return decision.action != "undo" and decision.undone_by is None
