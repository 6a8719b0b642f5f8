"""One case: the article with its evidence, and the decision."""

from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from domain.actors import Actor
from domain.errors import Conflict
from registry.articles import find_changes, load_article, load_version
from registry.cases import CaseView, SightingView, load_case
from registry.decisions import Decision, Verdict, decide, list_reasons, load_decision, undo
from registry.lineage import load_lineage, unit_of_candidate
from registry.queue import claim, release
from registry.readings import load_reading
from review_app.access import JUDGES, action_for, page_for
from review_app.board import board_province, current_actor, registry, source_names
from review_app.context import say
from review_app.filters import read_queue_view
from review_app.marking import mark_lines
from review_app.mentions import find_mentions, find_person
from review_app.reasons import keyed
from review_app.undoing import is_undoable, last_undoable
from review_app.verdicts import read_verdict
from review_app.views.errors import wants_json
from review_app.views.queue import next_address

_DONE: Final = {"confirm": "Đã xác nhận", "reject": "Đã loại", "postpone": "Đã hoãn"}


@page_for(*JUDGES)
def show_case(request: Any, candidate_id: int) -> Any:
    """Show one case; whoever may decide it holds it for 15 minutes from here on."""
    store, now, actor = registry(), timezone.now(), current_actor(request)
    case = load_case(store, candidate_id, now=now)
    if _may_take(request, actor, case):
        with suppress(Conflict):  # a colleague was faster: the page says so
            claim(store, actor, candidate_id, now=now)
        case = load_case(store, candidate_id, now=now)
    sighting = _chosen(case, request.GET.get("bai"))
    reading = load_reading(store, sighting.version_id) if sighting else None
    unit_key = unit_of_candidate(store, candidate_id)
    newest = next(iter(case.decisions), None)
    today = timezone.localdate()
    context = {
        "case": case,
        "item": case.item,
        "sighting": sighting,
        "lines": _lines(sighting, reading),
        "person": find_person(reading, sighting.name) if sighting else None,
        "reading": reading,
        "changes": _changes(case) if case.changed else [],
        "lineage": load_lineage(store, unit_key, day=today.isoformat()) if unit_key else None,
        "decidable": actor.has("reviewer") and case.item.claimed_by == actor.id,
        "held": case.item.claimed_by not in (None, actor.id),
        "reasons": keyed(list_reasons(store, "reject")),
        "postpone_reasons": list_reasons(store, "postpone"),
        "view": read_queue_view(request.GET, board_province()),
        "last": last_undoable(store, actor),
        "newest": newest if newest and _may_undo(newest, actor) else None,
        "newest_action": newest.action if newest else "",
        "newest_label": _DONE.get(newest.action, "") if newest else "",
        "may_decide": actor.has("reviewer"),
        "copies": load_article(store, sighting.article_id).copies if sighting else (),
        "saved_at": load_version(store, sighting.version_id).saved_at if sighting else None,
        "soonest": today + timedelta(days=1),
        "usual": today + timedelta(days=14),
        "sources": source_names(),
        "shown": int(now.timestamp()),
    }
    return render(request, "case.html", context)


@action_for(*JUDGES)
def judge(request: Any, candidate_id: int) -> Any:
    """Record the verdict and go on to the next case."""
    store, actor, now = registry(), current_actor(request), timezone.now()
    verdict: Verdict = read_verdict(request.POST, now=now)
    decision = decide(store, actor, candidate_id, verdict, now=now)
    say(request, f"{_DONE[verdict.action]}: {decision.name}", undo=decision.id)
    return _go(request, next_address(request, read_queue_view(request.GET, board_province())))


@action_for(*JUDGES)
def take_back(request: Any, decision_id: int) -> Any:
    """Undo a decision and show its case again."""
    store, actor, now = registry(), current_actor(request), timezone.now()
    before = load_decision(store, decision_id)
    undo(store, actor, decision_id, now=now)
    say(request, f"Đã hoàn tác: {before.name or 'một trường hợp'} trở lại hàng đợi.", tone="plain")
    address = reverse("case", args=[before.candidate_id])
    query = request.GET.urlencode()
    return _go(request, f"{address}?{query}" if query else address)


@action_for(*JUDGES)
def give_back(request: Any, candidate_id: int) -> Any:
    """Return the case to the queue undecided."""
    release(registry(), current_actor(request), candidate_id)
    return redirect("queue")


@action_for(*JUDGES)
def keep(request: Any, candidate_id: int) -> Any:
    """Hold the case for another 15 minutes; asked by the page while somebody reads it."""
    claim(registry(), current_actor(request), candidate_id, now=timezone.now())
    return HttpResponse(status=204)


def _go(request: Any, address: str) -> Any:
    return JsonResponse({"next": address}) if wants_json(request) else redirect(address)


def _may_take(request: Any, actor: Actor, case: CaseView) -> bool:
    # A browser that fetches ahead reads nothing yet.
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    free = case.item.state in ("waiting", "postponed") or case.item.claimed_by == actor.id
    return actor.has("reviewer") and free and not ahead


def _chosen(case: CaseView, wanted: str | None) -> SightingView | None:
    found = next((each for each in case.sightings if str(each.id) == wanted), None)
    return found or next(iter(case.sightings), None)


def _lines(sighting: SightingView | None, reading: dict[str, Any] | None) -> Any:
    if sighting is None:
        return ()
    names = find_mentions(reading, sighting.name, sighting.text)
    proofs = [(each.start, each.end) for each in sighting.evidence]
    return mark_lines(sighting.text, proofs, names, body_start=sighting.body_start)


def _changes(case: CaseView) -> Any:
    """Return what changed in the article since it was decided on."""
    decided = next((each for each in case.decisions if each.version_id is not None), None)
    if decided is None or decided.version_id is None:
        return []
    before = load_version(registry(), decided.version_id)
    return find_changes(before, load_article(registry(), before.article_id).current)


def _may_undo(decision: Decision, actor: Actor) -> bool:
    return is_undoable(decision) and (decision.actor_id == actor.id or actor.has("secretary"))
