"""How well Gương reads real pages: the score table of the labelled pages and the facts of the seed pages.

python -m benchmarks.quality [--json] [--no-write]
"""

import argparse
import json
import math
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.seeds import check_seeds
from benchmarks.shared import gold_pages, score_gold, seed_pages
from guong.readers import load_reader
from nlp.extract import extract

REPORT: Final = Path(__file__).parents[1] / "docs" / "quality.md"
MARK: Final = "<!-- scores: written by benchmarks/quality.py -->"
ROWS: Final = {
    "people (all)": "persons",
    "people exemplary": "exemplary persons",
    "documents": "document symbols",
    "document dates": "document dates",
    "dates (iso)": "dates",
    "units strict": "units and organisations, as printed",
    "units lenient": "units and organisations, type word dropped",
    "collectives exemplary": "exemplary collectives",
    "page relevance": "page relevance",
}


def measure() -> dict[str, Any]:
    """Return {"pages", "relevance_accuracy", "rows": {row: {precision, recall, f1, interval, tp, fp, fn}}, "seeds"}."""
    reader = load_reader()
    scores = score_gold(extract(page, reader) for page in gold_pages())
    rows = {
        name: {
            "precision": _rounded(scores["rows"][name]["P"]["v"]),
            "recall": _rounded(scores["rows"][name]["R"]["v"]),
            "f1": _rounded(scores["rows"][name]["F"]["v"]),
            "f1_interval": [_rounded(bound) for bound in scores["rows"][name]["F"]["ci"]],
            **{key: scores["rows"][name][key] for key in ("tp", "fp", "fn")},
        }
        for name in ROWS
    }
    return {
        "pages": scores["pages"],
        "relevance_accuracy": _rounded(scores["relevance_accuracy"]),
        "rows": rows,
        "seeds": check_seeds([extract(page, reader) for page in seed_pages()]),
    }


def _rounded(value: float) -> float:
    return 0.0 if math.isnan(value) else round(value, 4)


def table(result: dict[str, Any]) -> str:
    """Return the scores as a Markdown table."""
    day = datetime.now(UTC).date().isoformat()
    lines = [
        (
            f"{result['pages']} real pages (44 news, 24 dense, 69 digests), measured {day} with `make bench`; "
            "95 % intervals by page."
        ),
        "",
        "| what | found | wrong | missed | precision | recall | F1 | F1 interval |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, told in ROWS.items():
        row = result["rows"][name]
        low, high = row["f1_interval"]
        lines.append(
            f"| {told} | {row['tp']} | {row['fp']} | {row['fn']} | {row['precision']:.3f} | {row['recall']:.3f} "
            f"| {row['f1']:.3f} | {low:.3f}-{high:.3f} |"
        )
    lines += ["", f"Page relevance accuracy: {result['relevance_accuracy']:.3f}.", ""]
    seeds = result["seeds"]
    lines.append(
        f"Five seed pages: {seeds['documents_found']} of {seeds['documents_expected']} numbered documents, "
        f"{seeds['document_dates_found']} of {seeds['document_dates_expected']} of their dates, "
        f"{seeds['dates_found']} of {seeds['dates_expected']} dates, "
        f"{seeds['units_found']} of {seeds['units_expected']} units and bodies, "
        f"{seeds['exemplars_invented']} exemplars invented, "
        f"hijacked page {'flagged' if seeds['hijack_flagged'] else 'missed'}."
    )
    return "\n".join(lines)


def write_report(text: str, path: Path = REPORT) -> None:
    """Put the table into docs/quality.md between its two marks; the rest of the page stays."""
    page = path.read_text(encoding="utf-8") if path.exists() else f"# Quality\n\n{MARK}\n{MARK}\n"
    before, _, rest = page.partition(MARK)
    _, _, after = rest.partition(MARK)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before}{MARK}\n{text}\n{MARK}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON line last")
    parser.add_argument("--no-write", action="store_true", help="leave docs/quality.md as it is")
    arguments = parser.parse_args()
    result = measure()
    text = table(result)
    sys.stdout.write(text + "\n")
    if not arguments.no_write:
        write_report(text)
    if arguments.json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
