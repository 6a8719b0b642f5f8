"""The published contract of `guong extract`: one JSON object a line, and its schema."""

import json
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from domain.extraction import SCHEMA, Extraction


def to_json(extraction: Extraction) -> str:
    """Return the extraction as one line of JSON, keys in contract order, Vietnamese letters as they are."""
    record = asdict(extraction)
    ordered = {"schema": record.pop("schema"), **record}
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))


def from_json(line: str) -> Extraction:
    """Read what `to_json` wrote; raises pydantic.ValidationError where a field breaks the contract."""
    return TypeAdapter(Extraction).validate_json(line)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of one extraction, generated from the records."""
    schema = TypeAdapter(Extraction).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        **schema,
        "title": "Extraction",
    }
