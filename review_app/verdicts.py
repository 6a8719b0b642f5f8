"""The verdict a form says."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal, cast

from domain.errors import UserMistake
from registry.decisions import Verdict

_ACTIONS: Final = ("confirm", "reject", "postpone")
_LONGEST_NOTE: Final = 2000
# Nobody looks longer than two hours at one case: the page was left open.
_LONGEST_LOOK_SECONDS: Final = 7200.0


def read_verdict(form: Mapping[str, str], *, now: datetime) -> Verdict:
    """Return the verdict; UserMistake when the form is not one of ours, the rest is the registry's to judge."""
    action = form.get("action", "")
    if action not in _ACTIONS:
        raise UserMistake(
            "chưa chọn quyết định", kept="chưa có gì được ghi", remedy="quay lại và bấm một trong các nút"
        )
    note = form.get("note", "").replace("\x00", "").strip()
    if len(note) > _LONGEST_NOTE:
        raise UserMistake(
            f"ghi chú dài {len(note)} ký tự", kept="chưa có gì được ghi", remedy=f"rút còn {_LONGEST_NOTE} ký tự"
        )
    return Verdict(
        action=cast(Literal["confirm", "reject", "postpone"], action),
        reason=form.get("reason") or None if action != "confirm" else None,
        note=note,
        until=_day(form.get("until", "")) if action == "postpone" else None,
        seen_version=_number(form.get("seen", "")),
        seconds=_seconds(form.get("shown", ""), now),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserMistake(f"không hiểu ngày {text[:20]!r}", remedy="chọn ngày trong lịch") from error


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _seconds(text: str, now: datetime) -> float | None:
    shown = _number(text)
    if shown is None:
        return None
    looked = now.timestamp() - shown
    return round(looked, 1) if 0 <= looked <= _LONGEST_LOOK_SECONDS else None
