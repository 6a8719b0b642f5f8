"""How days, numbers and codes are written on the pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django import template
from django.utils import timezone

from domain.pages import ATTACHMENT_STATES, PAGE_STATES
from registry.coverage import STATUS_LABELS
from review_app import labels

register = template.Library()

_TABLES: Final[dict[str, Mapping[Any, str]]] = {
    "kind": labels.KINDS,
    "stage": labels.STAGES,
    "page": labels.PAGE_KINDS,
    "attachment": ATTACHMENT_STATES,
    "state": labels.STATES,
    "action": labels.ACTIONS,
    "level": labels.LEVELS,
    "run": labels.RUN_STATES,
    "job": labels.RUN_KINDS,
    "type": labels.DOCUMENT_TYPES,
    "coverage": STATUS_LABELS,
    "end": PAGE_STATES,
}


def label(code: str | None, table: str) -> str:
    """Return what a code is called; the code itself when it is new."""
    return _TABLES[table].get(code or "", code or "")


def day(value: str | None) -> str:
    """Write "2026-11-10" (or a date-time, a month, a range) as 10/11/2026, 11/2026, 10/11/2026-12/11/2026."""
    if not value:
        return ""
    return "–".join(_day(part) if part != ".." else "…" for part in value.split("/"))


def _day(part: str) -> str:
    pieces = part[:10].split("-")
    return "/".join(reversed(pieces)) if all(piece.isdigit() for piece in pieces) else part


def clock(value: datetime | None) -> str:
    """Write a moment as 09:15, 10/11/2026 in Vietnam."""
    return timezone.localtime(value).strftime("%H:%M, %d/%m/%Y") if value else ""


def hour(value: datetime | None) -> str:
    """Write the time of day."""
    return timezone.localtime(value).strftime("%H:%M") if value else ""


def percent(value: float | None) -> str:
    """Write a share 0..1 as whole percent; certainty is left to people: 1 to 99."""
    return "" if value is None else f"{min(max(round(value * 100), 1), 99)}"


def number(value: float | None) -> str:
    """Write a number the Vietnamese way: 1.200, 1,5."""
    if value is None:
        return ""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def link(url: str | None) -> str:
    """Return a crawled address only if it is one a browser may follow."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in ("http", "https") and parts.netloc else ""


def host(url: str | None) -> str:
    """Return the host of an address."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def called(source: str | None, names: Mapping[str, str]) -> str:
    """Return the name of a source; the key itself for one no list knows."""
    return names.get(source or "", source or "")


def strength(score: float) -> str:
    """Return the class of a score: high, middle, low."""
    return "high" if score >= 0.75 else "middle" if score >= 0.45 else "low"


for _filter in (label, day, clock, hour, percent, number, link, host, called, strength):
    register.filter(_filter.__name__, _filter)
