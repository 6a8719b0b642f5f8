"""Plans and other documents."""

from typing import Any

from django.shortcuts import render

from registry.plans import list_plans, load_plan
from registry.units import province_family
from review_app.access import READERS, page_for
from review_app.board import board_province, registry, source_names
from review_app.paging import PAGE_SIZE, make_page, offset_of, page_number


@page_for(*READERS)
def show_plans(request: Any) -> Any:
    """List documents, newest first; the board's province and its predecessors by default."""
    store, province = registry(), board_province()
    everywhere = request.GET.get("vung") == "all" or province is None
    keys = None if everywhere or province is None else province_family(store, province)
    number = page_number(request.GET.get("trang"))
    found = list_plans(store, province_keys=keys, limit=PAGE_SIZE + 1, offset=offset_of(number))
    context = {"page": make_page(number, found), "everywhere": everywhere, "has_province": province is not None}
    return render(request, "plans.html", context)


@page_for(*READERS)
def show_plan(request: Any, plan_id: int) -> Any:
    """Show one document with everywhere it was issued or cited."""
    found = load_plan(registry(), plan_id)
    issued = [each for each in found.sightings if each.role == "issued"]
    cited = [each for each in found.sightings if each.role != "issued"]
    context = {"found": found, "plan": found.plan, "issued": issued, "cited": cited, "sources": source_names()}
    return render(request, "plan.html", context)
