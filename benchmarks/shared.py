"""The folder of real pages, which is not part of the product: GUONG_SHARED with `gold_dev` and `seeds`."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crawler.intake.files import read_file
from domain.extraction import Extraction
from domain.pages import Page
from guong.contract import to_json


class NoSharedPages(SystemExit):
    """GUONG_SHARED is not set or lacks the folders; the message says what to do."""


def shared_folder() -> Path:
    """Return the folder named by GUONG_SHARED; exits with a message where it is missing."""
    folder = Path(os.environ.get("GUONG_SHARED", ""))
    if not os.environ.get("GUONG_SHARED") or not (folder / "gold_dev" / "labels.jsonl").is_file():
        raise NoSharedPages("Set GUONG_SHARED to the folder that holds gold_dev and seeds (real pages).")
    return folder


def gold_pages() -> list[Page]:
    """Return the labelled pages in file order."""
    return [read_file(path, str(path)) for path in sorted((shared_folder() / "gold_dev" / "pages").glob("*.txt"))]


def seed_pages() -> list[Page]:
    """Return the five seed pages in file order."""
    return [read_file(path, str(path)) for path in sorted((shared_folder() / "seeds").glob("*.txt"))]


def score_gold(extractions: Iterable[Extraction]) -> dict[str, Any]:
    """Score extractions of the gold pages with the scorer that stands beside them; `source` names the page."""
    gold = shared_folder() / "gold_dev"
    with tempfile.TemporaryDirectory() as scratch:
        out, predicted = Path(scratch) / "out.jsonl", Path(scratch) / "pred.jsonl"
        out.write_text("".join(to_json(extraction) + "\n" for extraction in extractions), encoding="utf-8")
        predicted.write_text(_run(gold / "to_pred.py", str(out)), encoding="utf-8")
        scores: dict[str, Any] = json.loads(
            _run(gold / "score.py", str(gold / "labels.jsonl"), str(predicted), "--json")
        )
    return scores


def _run(script: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    if "contract broken" in done.stderr:
        raise SystemExit(done.stderr.strip())
    return done.stdout
