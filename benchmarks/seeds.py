"""What the five seed pages must give: every numbered document with its date, and nobody invented."""

import json
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
    hijacked = {seed["file"] for seed in expected if seed["page"]["hijacked"]}
    return {
        "documents_expected": len(wanted),
        "documents_found": len(found),
        "document_dates_expected": len(dated),
        "document_dates_found": sum(
            any(d.symbol == document["symbol"] and d.date == document["date"] for d in page.documents)
            for page, document in dated
        ),
        "exemplars_invented": sum(p.role == "exemplary" for page in extractions for p in page.people),
        "hijack_flagged": all(page.hijack.suspected == (name in hijacked) for name, page in by_file.items()),
        "missed": [document["symbol"] for page, document in wanted if not _has(page, document["symbol"])],
    }


def _has(page: Extraction, symbol: str) -> bool:
    return any(document.symbol == symbol for document in page.documents)
