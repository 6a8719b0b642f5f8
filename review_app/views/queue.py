"""This week's queue."""

from datetime import timedelta
from typing import Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from domain.errors import NotAllowed
from registry.overview import count_shelves, list_shelf
from registry.queue import QueueItem, claim_next
from registry.sessions import Session, list_sessions
from review_app.access import JUDGES, action_for, page_for
from review_app.board import board_province, current_actor, registry
from review_app.context import say
from review_app.filters import SHELVES, QueueView, read_queue_view
from review_app.labels import KINDS, SCOPES
from review_app.paging import PAGE_SIZE, make_page, offset_of, page_number
from review_app.undoing import last_undoable


@page_for(*JUDGES)
def show_queue(request: Any) -> Any:
    """List one shelf of the queue, best first, with how much is done."""
    store, now, actor = registry(), timezone.now(), current_actor(request)
    view = read_queue_view(request.GET, board_province())
    number = page_number(request.GET.get("trang"))
    counts = count_shelves(store, view.chosen, now=now)
    total = _count(counts, view)
    items = list_shelf(store, view.chosen, view.shelf, now=now, limit=PAGE_SIZE, offset=offset_of(number))
    sessions = list_sessions(store, limit=12)
    shelves = [
        {"code": code, "label": label, "n": _count(counts, view, shelf=code), "here": code == view.shelf}
        for code, label in SHELVES.items()
    ]
    done, todo = _count(counts, view, shelf="decided"), _count(counts, view, shelf="open")
    context = {
        "view": view,
        "page": make_page(number, items, total),
        "shelves": shelves,
        "kinds": _kinds(counts, view),
        "scopes": SCOPES if view.chosen.province else {},
        "sessions": sessions,
        "week": _week(sessions, view),
        "done": done,
        "all": done + todo + _count(counts, view, shelf="postponed"),
        "todo": todo,
        "mine": [item for item in items if item.claimed_by == actor.id],
        "last": last_undoable(store, actor),
        "may_decide": actor.has("reviewer"),
    }
    return render(request, "queue.html", context)


@action_for(*JUDGES)
def take_next(request: Any) -> Any:
    """Lease the best case nobody else holds and show it."""
    if not current_actor(request).has("reviewer"):
        raise NotAllowed("chỉ người thẩm định nhận trường hợp", remedy="mở từng trường hợp trong danh sách để xem")
    view = read_queue_view(request.GET, board_province())
    return redirect(next_address(request, view))


def next_address(request: Any, view: QueueView) -> str:
    """Return the page of the next case, leased, or of the queue when nothing is left."""
    item = claim_next(registry(), current_actor(request), view.chosen, now=timezone.now())
    if item is None:
        if "toast" not in request.session:
            say(request, "Không còn trường hợp nào chờ bạn trong phần này.")
        return _with(reverse("queue"), view.text)
    return _with(reverse("case", args=[item.id]), view.text)


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _count(counts: dict[tuple[Any, str], int], view: QueueView, shelf: str = "") -> int:
    wanted = shelf or view.shelf
    kind = view.chosen.kind
    return sum(n for (at, each), n in counts.items() if at == wanted and kind in (None, each))


def _kinds(counts: dict[tuple[Any, str], int], view: QueueView) -> list[dict[str, Any]]:
    found = [
        {"code": code, "label": label, "n": counts.get((view.shelf, code), 0), "here": view.chosen.kind == code}
        for code, label in KINDS.items()
    ]
    total = sum(n for (shelf, _), n in counts.items() if shelf == view.shelf)
    return [{"code": "", "label": "mọi loại", "n": total, "here": view.chosen.kind is None}, *found]


def _week(sessions: list[Session], view: QueueView) -> dict[str, Any] | None:
    wanted = view.chosen.session_id
    session = next((each for each in sessions if wanted in (None, each.id)), None)
    if session is None:
        return None
    monday = session.opened_on - timedelta(days=session.opened_on.weekday())
    return {"number": int(session.week[-2:]), "monday": monday, "sunday": monday + timedelta(days=6)}


def is_held_by_other(item: QueueItem, actor_id: str) -> bool:
    """Return whether a colleague has the case open."""
    return item.claimed_by not in (None, actor_id)
