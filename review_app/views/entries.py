"""The registry list: confirmed cases."""

from dataclasses import replace
from typing import Any

from django.shortcuts import render
from django.utils import timezone

from domain.actors import Actor
from registry.cases import load_case
from registry.entries import EntryFilter, EntryRow, count_entries, list_entries, load_entry
from registry.lineage import load_lineage, unit_of_candidate
from registry.masking import mask_names
from review_app.access import JUDGES, READERS, page_for
from review_app.board import board_province, current_actor, registry, source_names
from review_app.labels import KINDS
from review_app.masking import initials, may_see_minors
from review_app.paging import PAGE_SIZE, make_page, offset_of, page_number


@page_for(*READERS)
def show_entries(request: Any) -> Any:
    """List confirmed cases, last confirmed first."""
    store, actor, province = registry(), current_actor(request), board_province()
    everywhere = request.GET.get("vung") == "all" or province is None
    kind = request.GET.get("loai", "")
    chosen = EntryFilter(
        province=None if everywhere else province,
        kind=kind if kind in KINDS else None,
        words=request.GET.get("q", "")[:200],
        include_removed=request.GET.get("kem") == "1",
    )
    number = page_number(request.GET.get("trang"))
    found = list_entries(store, chosen, limit=PAGE_SIZE, offset=offset_of(number))
    context = {
        "page": make_page(number, [_seen_by(actor, entry) for entry in found], count_entries(store, chosen)),
        "chosen": chosen,
        "kinds": KINDS,
        "everywhere": everywhere,
        "has_province": province is not None,
    }
    return render(request, "entries.html", context)


@page_for(*READERS)
def show_entry(request: Any, entry_id: int) -> Any:
    """Show one confirmed case with its evidence and history."""
    store, actor, now = registry(), current_actor(request), timezone.now()
    entry, steps = load_entry(store, entry_id)
    case = load_case(store, entry.candidate_id, now=now)
    unit_key = unit_of_candidate(store, entry.candidate_id)
    hidden = frozenset({entry.name}) if entry.minor and not may_see_minors(actor) else frozenset()
    sightings = [
        {
            "it": sighting,
            "title": mask_names(sighting.title or "", hidden) if hidden else sighting.title,
            "quotes": [mask_names(each.quote, hidden) if hidden else each.quote for each in sighting.evidence],
        }
        for sighting in case.sightings
    ]
    context = {
        "entry": _seen_by(actor, entry),
        "steps": steps,
        "case": case,
        "sightings": sightings,
        "hidden": bool(hidden),
        "sources": source_names(),
        "lineage": load_lineage(store, unit_key, day=timezone.localdate().isoformat()) if unit_key else None,
        "actor_judges": actor.has(*JUDGES),
    }
    return render(request, "entry.html", context)


def _seen_by(actor: Actor, entry: EntryRow) -> EntryRow:
    if not entry.minor or may_see_minors(actor):
        return entry
    quote = mask_names(entry.quote, frozenset({entry.name})) if entry.quote else None
    return replace(entry, name=initials(entry.name), quote=quote)
