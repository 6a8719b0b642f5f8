"""Names of bodies on a page, in their full printed length, with the place they belong to."""

import re
from collections.abc import Sequence
from typing import Final

from domain.extraction import OrganisationKind, OrganisationMention, UnitMention
from nlp.document import Document
from nlp.name_blocks import name_blocks
from nlp.organisation_reading import BodyReader
from nlp.press import find_press

__all__ = ["BY", "find_organisations", "name_blocks"]

Found = tuple[int, int, OrganisationKind]  # start, end and kind of a body
BY: Final = "organisations@1"
# The level a body speaks of when no place is printed: "UBND tỉnh", "Huyện ủy".
_LEVEL: Final = re.compile(r"(tỉnh|thành|tp|huyện|quận|thị xã|tx|xã|phường|thị trấn)( ủy| đoàn| phố)?$")
# What shares the place of the body behind it: "HĐND, UBND và Ủy ban MTTQ tỉnh Long An".
_SHARING: Final = re.compile(
    r"(?<!\w)(?P<body>hđnd|ubnd|hội đồng nhân dân|ủy ban nhân dân)(?:, | và | - |; )(?=[^\W\d_])"
)
_KINDS: Final = {
    "tỉnh": "province", "thành": "province", "tp": "province", "huyện": "district", "quận": "district",
    "thị xã": "district", "tx": "district", "xã": "commune", "phường": "commune", "thị trấn": "commune",
}  # fmt: skip


def find_organisations(
    document: Document, units: Sequence[UnitMention], *, taken: Sequence[tuple[int, int]] = ()
) -> tuple[OrganisationMention, ...]:
    """Return the bodies named on a page in text order, each in its full printed length.

    `units` are the page's places: a body takes in the place printed right after it; `unit` is that place's name,
    else the nearest place of the level printed ("UBND tỉnh"). Bodies without a name ("các sở, ban, ngành", "nhà
    trường") are left out; definite ones ("UBND tỉnh", "Tỉnh ủy") are not. `taken` ranges hold no bodies.
    """
    reader = BodyReader(document.unified, units)
    bodies = reader.bodies()
    bodies += _sharing(reader, bodies)
    bodies += _press(reader, bodies)
    return tuple(
        OrganisationMention(
            surface=document.text[start:end],
            start=start,
            end=end,
            kind=kind,
            name=" ".join(document.text[start:end].split()),
            unit=_unit_of(reader.lower, start, end, units),
            by=BY,
        )
        for start, end, kind in sorted(bodies)
        if not any(a < end and start < b for a, b in taken)
    )


def _sharing(reader: BodyReader, bodies: Sequence[Found]) -> list[Found]:
    starts = {start for start, _, _ in bodies}
    inside = _covered(reader, bodies)
    added: list[Found] = []
    for match in reversed(list(_SHARING.finditer(reader.lower))):
        start, end = match.span("body")
        if reader.text[start].isupper() and match.end() in starts and not any(inside[start:end]):
            starts.add(start)
            added.append((start, end, "department"))
    return added


def _press(reader: BodyReader, bodies: Sequence[Found]) -> list[Found]:
    inside = _covered(reader, bodies)
    found = find_press(reader.text, reader.lower)
    return [(start, end, "other") for start, end in found if not any(inside[start:end])]


def _covered(reader: BodyReader, bodies: Sequence[Found]) -> bytearray:
    covered = bytearray(len(reader.text))
    for start, end, _ in bodies:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _unit_of(lower: str, start: int, end: int, units: Sequence[UnitMention]) -> str | None:
    inside = [unit for unit in units if start <= unit.start and unit.end <= end]
    if inside:
        return inside[-1].name
    level = _LEVEL.search(lower, max(start, end - 10), end)
    if level is None:
        return None
    fitting = [unit for unit in units if unit.kind == _KINDS[level[1]]]
    return min(fitting, key=lambda unit: (unit.start > start, abs(unit.start - start))).name if fitting else None
