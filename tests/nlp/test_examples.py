"""The field's printed symbols and dates, where the folder that holds them is there."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from domain.pages import Page
from domain.text import normalise
from nlp.dates import find_dates
from nlp.document import Document, read_document
from nlp.symbols import find_symbols

SHARED = os.environ.get("GUONG_SHARED")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED, reason="set GUONG_SHARED to the folder that holds examples/domain_examples.json"),
]


def examples(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (Path(SHARED or "") / "examples" / "domain_examples.json").read_text(encoding="utf-8")
    )[kind]
    return found


def read(text: str, published: str | None = None) -> Document:
    return read_document(Page("page", "0" * 64, normalise(text), published=published))


def test_every_printed_symbol_has_its_canonical_form() -> None:
    rows = examples("symbols")
    assert len(rows) == 64
    for row in rows:
        found = find_symbols(read(f"Theo văn bản số {row['printed']} của cơ quan."))
        assert row["canonical"] in [mention.symbol.canonical for mention in found], row


def test_every_printed_date_has_its_value() -> None:
    rows = examples("dates")
    assert len(rows) == 40
    for row in rows:
        found = find_dates(read(row["surface"], row.get("published")))
        assert row["value"] in [mention.value for mention in found], row
