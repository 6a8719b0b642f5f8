"""Where the news comes from, how each source does, and what became of every page."""

from typing import Any, Final

from django.shortcuts import render

from domain.errors import NotFound
from domain.pages import PAGE_STATES
from domain.text import fold
from registry.health import list_closed, list_findings, load_digest, load_history
from registry.runs import RunRow, count_states, list_page_states, list_runs, list_source_pages
from registry.series import list_gaps
from registry.units import province_family
from review_app.access import READERS, page_for
from review_app.board import board_province, registry
from review_app.labels import FINDINGS, RUN_FIGURES
from review_app.paging import PAGE_SIZE, make_page, offset_of, page_number
from review_app.source_health import CONDITIONS, common_ailments, count_conditions, load_lines, weekly_counts
from review_app.sparks import draw

_MOST_GAPS: Final = 30
_LAST_RUNS: Final = 12


@page_for(*READERS)
def show_sources(request: Any) -> Any:
    """List the portals by how they do, the week's digest, gaps in series of documents, and the last runs."""
    store = registry()
    lines = load_lines(store)
    condition, words = request.GET.get("muc", ""), request.GET.get("q", "")[:100]
    condition = condition if condition in CONDITIONS else ""
    asked = fold(words).split()
    province = board_province()
    digest = load_digest(store)
    context = {
        "rows": [line for line in lines if condition in ("", line.condition) and line.matches(asked)],
        "total": len(lines),
        "conditions": [(code, CONDITIONS[code], n) for code, n in count_conditions(lines).items()],
        "condition": condition,
        "q": words,
        "common": common_ailments(store),
        "digest": digest and {"it": digest[0], "at": digest[1]},
        "gaps": list_gaps(store, province_keys=province and province_family(store, province), limit=_MOST_GAPS),
        "runs": [{"it": run, "told": _told(run)} for run in list_runs(store, limit=20)],
    }
    return render(request, "sources.html", context)


@page_for(*READERS)
def show_source(request: Any) -> Any:
    """Show one source: what is wrong and what to do, its weeks, its entry pages, its pages by state."""
    store = registry()
    key = request.GET.get("ten", "")[:500]
    line = next((each for each in load_lines(store) if each.source.key == key), None)
    if line is None:
        raise NotFound(f"không có nguồn “{key}”", remedy="quay lại trang nguồn tin")
    state = request.GET.get("ket", "")
    state = state if state in PAGE_STATES else ""
    number = page_number(request.GET.get("trang"))
    found = list_source_pages(store, key, state=state or None, limit=PAGE_SIZE, offset=offset_of(number))
    counts = count_states(store, source=key)
    history = load_history(store, key, limit=_LAST_RUNS)
    context = {
        "line": line,
        "findings": [(FINDINGS[row.finding.kind], row.finding) for row in list_findings(store, source=key)],
        "closed": [(FINDINGS[row.finding.kind], row) for row in list_closed(store, key, limit=5)],
        "history": list(reversed(history)),
        "spark": draw(weekly_counts(history), history[-1].expected if history else None),
        "entries": history[-1].harvest.entries if history else (),
        "states": [(code, label, counts[code]) for code, label in PAGE_STATES.items() if counts.get(code)],
        "state": state,
        "all": sum(counts.values()),
        "page": make_page(number, found, counts.get(state, 0) if state else sum(counts.values())),
    }
    return render(request, "source.html", context)


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
