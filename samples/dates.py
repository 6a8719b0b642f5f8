"""Dates as Vietnamese portals print them."""

from datetime import UTC, datetime
from typing import Final

_MONTHS: Final = "Một,Hai,Ba,Tư,Năm,Sáu,Bảy,Tám,Chín,Mười,Mười Một,Mười Hai".split(",")
_WEEKDAYS: Final = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def dashed(when: datetime) -> str:
    """24-04-2024."""
    return when.strftime("%d-%m-%Y")


def slashed(when: datetime) -> str:
    """24/04/2024."""
    return when.strftime("%d/%m/%Y")


def with_weekday(when: datetime) -> str:
    """Thứ sáu - 03/04/2026 08:42."""
    return f"{weekday(when)} - {when:%d/%m/%Y %H:%M}"


def weekday(when: datetime) -> str:
    """Thứ sáu."""
    return _WEEKDAYS[when.weekday()]


def malformed(when: datetime) -> str:
    """2026-04-03+0708:42:00, as PHP prints 'Y-m-dTH:i:s' (its T is the time zone)."""
    return f"{when:%Y-%m-%d}+07{when:%H:%M:%S}"


def in_utc(when: datetime) -> str:
    """2026-03-11T18:20:00Z for 01:20 of the next day in Vietnam."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def american(when: datetime) -> str:
    """4/3/2026 8:42 AM."""
    return f"{when.month}/{when.day}/{when.year} {when.hour % 12 or 12}:{when:%M} {'AM' if when.hour < 12 else 'PM'}"


def month_in_words(when: datetime) -> str:
    """3 Tháng Tư, 2026, as WordPress prints a day in Vietnamese."""
    return f"{when.day} Tháng {_MONTHS[when.month - 1]}, {when.year}"
