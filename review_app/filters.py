"""What an address says about the part of the queue to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlencode

from registry.overview import Shelf
from registry.queue import QueueFilter, Scope
from review_app.labels import KINDS, SCOPES

SHELVES: Final[dict[Shelf, str]] = {"open": "Cần xem", "postponed": "Đang hoãn", "decided": "Đã quyết định"}


@dataclass(frozen=True, slots=True)
class QueueView:
    """The part of the queue on screen; `text` keeps what differs from the usual, as a query string."""

    chosen: QueueFilter
    shelf: Shelf
    text: str


def read_queue_view(values: Mapping[str, str], province: str | None) -> QueueView:
    """Return what `vung`, `loai`, `tuan` and `ngan` mean; anything unknown means the usual."""
    usual = "own" if province else "all"
    scope = values.get("vung", "")
    scope = scope if province and scope in SCOPES else usual
    kind = values.get("loai", "") if values.get("loai") in KINDS else None
    week = _number(values.get("tuan"))
    shelf: Shelf = next((each for each in SHELVES if each == values.get("ngan")), "open")
    said = {
        "vung": scope if scope != usual else None,
        "loai": kind,
        "tuan": week,
        "ngan": shelf if shelf != "open" else None,
    }
    return QueueView(
        QueueFilter(province, cast(Scope, scope), week, kind),
        shelf,
        urlencode({name: value for name, value in said.items() if value is not None}),
    )


def _number(text: str | None) -> int | None:
    # Longer numbers are no ids; SQLite's integers end at 19 digits.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
