"""Where the news comes from, and what became of every page."""

from typing import Any

from django.shortcuts import render

from domain.errors import NotFound
from domain.pages import PAGE_STATES
from registry.overview import SourceFigures, load_source_figures
from registry.runs import RunRow, list_page_states, list_runs
from registry.sources import SourceRow, list_sources
from review_app.access import READERS, page_for
from review_app.board import registry
from review_app.labels import RUN_FIGURES
from review_app.paging import PAGE_SIZE, make_page, offset_of, page_number

_NEVER = SourceFigures({}, 0, None)
# Ends that leave a page unread although it may hold news.
_TROUBLE = ("source_changed", "refused_by_robots", "blocked", "forbidden_address", "too_big", "failed", "unreadable", "quarantined")  # fmt: skip  # noqa: E501


@page_for(*READERS)
def show_sources(request: Any) -> Any:
    """List the portals with their pages by state, and the last runs."""
    store = registry()
    figures = load_source_figures(store)
    known = list_sources(store)
    strangers = [SourceRow(key, key, None) for key in sorted(figures.keys() - {source.key for source in known})]
    rows = [_row(source, figures.get(source.key, _NEVER)) for source in (*known, *strangers)]
    runs = [{"it": run, "told": _told(run)} for run in list_runs(store, limit=20)]
    return render(request, "sources.html", {"rows": rows, "runs": runs})


@page_for(*READERS)
def show_run(request: Any, run_id: int) -> Any:
    """List the addresses of one run by the state each ended in."""
    store = registry()
    run = next((each for each in list_runs(store, limit=None) if each.id == run_id), None)
    if run is None:
        raise NotFound(f"không có đợt đọc số {run_id}", remedy="quay lại trang nguồn tin")
    state = request.GET.get("ket", "")
    state = state if state in PAGE_STATES else ""
    number = page_number(request.GET.get("trang"))
    found = list_page_states(store, run_id, state=state or None, limit=PAGE_SIZE, offset=offset_of(number))
    total = run.counts.get(state, 0) if state else sum(run.counts.values())
    states = [(code, label, run.counts[code]) for code, label in PAGE_STATES.items() if run.counts.get(code)]
    context = {"run": run, "states": states, "state": state, "page": make_page(number, found, total)}
    return render(request, "run.html", {**context, "all": sum(run.counts.values())})


def _told(run: RunRow) -> list[tuple[object, str]]:
    return [(run.summary[code], label) for code, label in RUN_FIGURES.items() if run.summary.get(code)]


def _row(source: SourceRow, figures: SourceFigures) -> dict[str, Any]:
    return {
        "source": source,
        "figures": figures,
        "pages": sum(figures.counts.values()),
        "trouble": [(PAGE_STATES[state], figures.counts[state]) for state in _TROUBLE if figures.counts.get(state)],
    }
