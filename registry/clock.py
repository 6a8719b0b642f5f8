"""Moments as the registry stores them: fixed-width UTC text that sorts by time."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7), "+07:00")


def stamp(moment: datetime) -> str:
    """Return `moment` as UTC text with microseconds, always the same width; a naive time raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"a time zone is needed: {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Return the aware datetime that `stamp` wrote."""
    return datetime.fromisoformat(text)


def local_date(moment: datetime) -> date:
    """Return the calendar day in Vietnam."""
    if moment.tzinfo is None:
        raise ValueError(f"a time zone is needed: {moment!r}")
    return moment.astimezone(VIETNAM).date()


def week_name(day: date) -> str:
    """Return the ISO week, such as "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
