"""Coverage: which units are heard of, which never, and where nobody listened."""

from collections import Counter
from datetime import timedelta
from typing import Any, Final

from django.shortcuts import render
from django.utils import timezone

from domain.text import fold
from registry.coverage import STATUS_LABELS, CoverageRow, measure_coverage
from review_app.access import READERS, page_for
from review_app.bars import stack
from review_app.board import board_province, registry

_WINDOWS: Final = {"28": "4 tuần", "91": "3 tháng", "365": "12 tháng", "3650": "10 năm"}
_USUAL: Final = "365"


@page_for(*READERS)
def show_coverage(request: Any) -> Any:
    """List the communes of the board's province as they are today."""
    province = board_province()
    if province is None:
        return render(request, "coverage.html", {"rows": None})
    window = request.GET.get("ky", "")
    window = window if window in _WINDOWS else _USUAL
    end = timezone.localdate()
    start = end - timedelta(days=int(window) - 1)
    rows = measure_coverage(registry(), province, start=start, end=end)
    status, words = request.GET.get("muc", ""), request.GET.get("q", "")[:100]
    counts = Counter(row.status for row in rows)
    context = {
        "rows": _sorted(_chosen(rows, status, words), request.GET.get("xep", "")),
        "total": len(rows),
        "bar": stack([(code, label, counts[code]) for code, label in STATUS_LABELS.items()]),
        "status": status if status in STATUS_LABELS else "",
        "window": window,
        "windows": _WINDOWS,
        "start": start,
        "end": end,
        "q": words,
        "order": request.GET.get("xep", ""),
    }
    return render(request, "coverage.html", context)


def _chosen(rows: list[CoverageRow], status: str, words: str) -> list[CoverageRow]:
    wanted = fold(words).split()
    if status in STATUS_LABELS:
        rows = [row for row in rows if row.status == status]
    return [row for row in rows if all(word in fold(" ".join((row.name, *row.inherits))) for word in wanted)]


def _sorted(rows: list[CoverageRow], order: str) -> list[CoverageRow]:
    if order == "nhieu":
        return sorted(rows, key=lambda row: (-row.confirmed, -row.candidates, -row.articles, fold(row.name)))
    if order == "lau":
        return sorted(rows, key=lambda row: (row.last_seen or "", fold(row.name), row.name))
    # By letter as a dictionary has it: Âu Lâu among the A, not after Yên Bái.
    return sorted(rows, key=lambda row: (fold(row.name), row.name))
