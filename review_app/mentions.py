"""Where an article speaks of the person of a case, beside the evidence."""

import re
from collections.abc import Mapping
from typing import Any

from review_app.marking import Span


def find_mentions(reading: Mapping[str, Any] | None, name: str, text: str) -> list[Span]:
    """Return the ranges of the mentions the reader found for the person `name`, else of the name itself in `text`."""
    people = (reading or {}).get("people", ())
    own = next((person for person in people if person["name"] == name), None)
    if own is not None and own["mentions"]:
        return [(start, end) for start, end in own["mentions"]]
    if not name.strip():
        return []
    pattern = r"\s+".join(map(re.escape, name.split()))
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def find_person(reading: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    """Return what the reader noted about the person `name`."""
    found: Mapping[str, Any] | None = next(
        (person for person in (reading or {}).get("people", ()) if person["name"] == name), None
    )
    return found
