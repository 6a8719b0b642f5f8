"""Fail when real pages are read worse than before: compare with benchmarks/floors.json.

python -m benchmarks.gate [--update [--allow-lower REASON]]
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks import quality

FLOORS: Final = Path(__file__).with_name("floors.json")
# Noise of rounding only: reading is deterministic.
TOLERANCE: Final = 0.0005


def figures(result: dict[str, Any]) -> dict[str, float]:
    """Return the gated figures by name; higher is better for all of them."""
    rows, seeds = result["rows"], result["seeds"]
    return {
        **{f"{name} F1": rows[name]["f1"] for name in quality.ROWS},
        "people exemplary precision": rows["people exemplary"]["precision"],
        "units strict recall": rows["units strict"]["recall"],
        "relevance accuracy": result["relevance_accuracy"],
        "seed documents found": float(seeds["documents_found"]),
        "seed document dates found": float(seeds["document_dates_found"]),
        "seed pages without invented exemplars": float(seeds["exemplars_invented"] == 0),
        "hijacked seed flagged": float(seeds["hijack_flagged"]),
    }


def main() -> None:
    """Measure and compare; with --update write what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the figures reached as the new floors")
    parser.add_argument("--allow-lower", metavar="REASON", help="let --update lower a floor; the reason is kept")
    arguments = parser.parse_args()
    floors: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}}
    reached = figures(quality.measure())
    lower = {n: (floors["floors"][n], v) for n, v in reached.items() if v < floors["floors"].get(n, 0.0) - TOLERANCE}
    for name, value in reached.items():
        sys.stdout.write(f"{name:42} {value:8.4f}  floor {floors['floors'].get(name, 0.0):8.4f}\n")
    if arguments.update and (not lower or arguments.allow_lower):
        kept: dict[str, Any] = {"floors": reached}
        if lower:
            kept["lowered"] = {"why": arguments.allow_lower, "from": {name: pair[0] for name, pair in lower.items()}}
        FLOORS.write_text(json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return
    if lower:
        sys.exit("below the floor: " + ", ".join(f"{n} {v:.4f} < {f:.4f}" for n, (f, v) in lower.items()))
    sys.stdout.write(f"{len(reached)} passed, 0 failed\n")


if __name__ == "__main__":
    main()
