"""A place as printed on a page, before it is resolved."""

from dataclasses import dataclass
from typing import Final

from domain.units import Unit
from nlp.place_grammar import PlaceKind

RANK: Final[dict[PlaceKind, int]] = {"village": 0, "commune": 1, "district": 2, "province": 3}


@dataclass(slots=True)
class Place:
    """A printed place; `start` is at the kind word when one is printed, `units` are all it may mean."""

    start: int
    end: int
    name_start: int
    key: str
    kind: PlaceKind
    units: tuple[Unit, ...]
    typed: bool
    printed: str = ""  # the kind as printed, spelled out
    parent: "Place | None" = None
