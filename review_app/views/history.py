"""What was decided, and the log of who did what."""

from typing import Any

from django.shortcuts import render

from registry.audit import list_audit, verify_audit
from registry.decisions import list_decisions
from review_app.access import JUDGES, KEEPERS, page_for
from review_app.board import current_actor, registry
from review_app.labels import AUDIT_ACTIONS
from review_app.paging import PAGE_SIZE
from review_app.undoing import RECENT, is_undoable


@page_for(*JUDGES)
def show_history(request: Any) -> Any:
    """List decisions, newest first: one's own with an undo beside the last 20, or everybody's."""
    store, actor = registry(), current_actor(request)
    everybody = request.GET.get("cua") == "all"
    before = _id(request.GET.get("truoc"))
    found = list_decisions(store, actor_id=None if everybody else actor.id, limit=PAGE_SIZE + 1, before=before)
    recent = {each.id for each in list_decisions(store, actor_id=actor.id, limit=RECENT)}
    rows = [
        {
            "it": each,
            "undoable": is_undoable(each)
            and (actor.has("secretary") or (each.actor_id == actor.id and each.id in recent)),
        }
        for each in found[:PAGE_SIZE]
    ]
    older = found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None
    return render(request, "history.html", {"rows": rows, "everybody": everybody, "older": older, "paged": before})


@page_for(*KEEPERS)
def show_log(request: Any) -> Any:
    """List the log, newest first, and whether its chain is whole when asked."""
    store = registry()
    found = list_audit(store, limit=PAGE_SIZE * 2 + 1, before=_id(request.GET.get("truoc")))
    rows = [{"it": each, "label": AUDIT_ACTIONS.get(each.action, each.action)} for each in found[: PAGE_SIZE * 2]]
    older = found[PAGE_SIZE * 2 - 1].id if len(found) > PAGE_SIZE * 2 else None
    checked = verify_audit(store) if request.GET.get("xet") == "1" else None
    return render(request, "log.html", {"rows": rows, "older": older, "checked": checked})


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
