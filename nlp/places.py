"""Administrative units named on a page, each resolved to the unit of its time."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.extraction import UnitMention
from domain.unit_index import UnitIndex
from domain.units import KINDS, Unit
from nlp.document import Document
from nlp.place_record import Place
from nlp.place_resolution import Near, Reading, choose, host_provinces, page_day, valid_on
from nlp.place_scan import scan_places

BY: Final = "places@1"


def find_units(
    document: Document, units: UnitIndex, *, taken: Sequence[tuple[int, int]] = ()
) -> tuple[UnitMention, ...]:
    """Return the places of a page in text order, each resolved at the page's date where its context allows.

    `taken` ranges (document symbols) hold no places. A place inside the name of a body is returned too. Where
    nothing decides among units of one name, `code` and `key` are None and `alternatives` holds their keys.
    """
    host = host_provinces(document.page, units)
    places = scan_places(document.unified, units, host.today, taken)
    day = page_day(document.page, document.unified)
    near = host.joined(units, (unit for place in places if place.kind == "province" for unit in place.units))
    read: dict[tuple[str, str], Reading] = {}
    readings = [_resolve(units, place, near, day, read) for place in places]
    # A name without context takes the meaning it has elsewhere on the page.
    return tuple(
        _mention(document.text, place, reading if reading.unit else read.get((place.kind, place.key), reading), day)
        for place, reading in zip(places, readings, strict=True)
    )


def _resolve(
    units: UnitIndex,
    place: Place,
    near: Near,
    day: date | None,
    read: dict[tuple[str, str], Reading],
) -> Reading:
    parents = place.parent.units if place.parent else ()
    reading = choose(units, place.units, parents, near, day)
    if reading.unit is not None and (parents or (place.kind, place.key) not in read):
        read[place.kind, place.key] = reading
    return reading


def _mention(text: str, place: Place, reading: Reading, day: date | None) -> UnitMention:
    unit = reading.unit
    return UnitMention(
        surface=text[place.start : place.end],
        start=place.start,
        end=place.end,
        kind=unit.level if unit else place.kind,
        name=_name(text, place, unit),
        code=unit.code if unit else None,
        valid_on=valid_on(unit, day) if unit else None,
        inferred=reading.inferred,
        by=BY,
        key=unit.key if unit else None,
        alternatives=tuple(other.key for other in reading.alternatives),
    )


def _name(text: str, place: Place, unit: Unit | None) -> str:
    """Return the official name, with the kind as printed: a table knows a town only by its last kind."""
    if unit is None:
        return text[place.name_start : place.end]
    if place.printed in ("", unit.kind) or place.printed not in KINDS[unit.level]:
        return unit.name
    return f"{place.printed.capitalize()} {unit.short_name}"
