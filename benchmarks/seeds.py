"""What the five seed pages must give: documents with their dates, dates, units and bodies, and nobody invented."""

import calendar
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.shared import shared_folder
from domain.extraction import Extraction


def check_seeds(extractions: Sequence[Extraction]) -> dict[str, Any]:
    """Compare the extractions of the seed pages with `seeds/expected.json`."""
    expected = json.loads((shared_folder() / "seeds" / "expected.json").read_text(encoding="utf-8"))["seeds"]
    by_file = {Path(extraction.source).name: extraction for extraction in extractions}
    wanted = [
        (by_file[seed["file"]], document) for seed in expected for document in seed["documents"] if document["symbol"]
    ]
    found = [(page, document) for page, document in wanted if _has(page, document["symbol"])]
    dated = [(page, document) for page, document in wanted if document["date"]]
    dates = [(by_file[seed["file"]], one) for seed in expected for one in seed["dates"] if _value(one)]
    places = [(by_file[seed["file"]], one) for seed in expected for one in seed["units"]]
    hijacked = {seed["file"] for seed in expected if seed["page"]["hijacked"]}
    return {
        "documents_expected": len(wanted),
        "documents_found": len(found),
        "document_dates_expected": len(dated),
        "document_dates_found": sum(
            any(d.symbol == document["symbol"] and d.date == document["date"] for d in page.documents)
            for page, document in dated
        ),
        "dates_expected": len(dates),
        "dates_found": sum(_has_date(page, one) for page, one in dates),
        "units_expected": len(places),
        "units_found": sum(_has_unit(page, one) for page, one in places),
        "exemplars_invented": sum(p.role == "exemplary" for page in extractions for p in page.people),
        "hijack_flagged": all(page.hijack.suspected == (name in hijacked) for name, page in by_file.items()),
        "missed": [
            *(document["symbol"] for page, document in wanted if not _has(page, document["symbol"])),
            *(one["surface"] for page, one in dates if not _has_date(page, one)),
            *(one["surface"] for page, one in places if not _has_unit(page, one)),
        ],
    }


def _has(page: Extraction, symbol: str) -> bool:
    return any(document.symbol == symbol for document in page.documents)


def _value(expected: dict[str, Any]) -> str | None:
    """Return the expected value in the form of the contract; None for bare years and what has no fixed value."""
    value = str(expected["value"] or "").partition("T")[0]
    if expected["kind"] == "year" or not re.match(r"\d{4}", value):
        return None
    if (quarter := re.fullmatch(r"(\d{4})-Q([1-4])", value)) is not None:
        first = 3 * int(quarter[2]) - 2
        last = calendar.monthrange(int(quarter[1]), first + 2)[1]
        return f"{quarter[1]}-{first:02}-01/{quarter[1]}-{first + 2:02}-{last}"
    return None if expected["kind"].startswith("relative") else value


def _has_date(page: Extraction, expected: dict[str, Any]) -> bool:
    return any(found.value == _value(expected) for found in page.dates)


def _has_unit(page: Extraction, expected: dict[str, Any]) -> bool:
    """Tell whether some mention covers at least half of a place where the unit or body is printed."""
    spans = [(unit.start, unit.end) for unit in page.units] + [(body.start, body.end) for body in page.organisations]
    restored = [(one.start, one.end) for one in page.hijack.restored]  # printed as gambling words, proposed as units
    return any(
        2 * (min(end, b) - max(start, a)) >= b - a for a, b in expected["offsets"] for start, end in (*spans, *restored)
    )
