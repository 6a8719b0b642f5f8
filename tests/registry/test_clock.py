from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from registry.clock import local_date, moment, stamp, week_name


def test_stamps_sort_by_time_whatever_their_zone() -> None:
    begin = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
    times = [begin + timedelta(microseconds=each) for each in (0, 1, 10, 999_999)]
    stamps = [stamp(time.astimezone(timezone(timedelta(hours=at)))) for at, time in enumerate(times)]
    assert stamps == sorted(stamps)
    assert [moment(each) for each in stamps] == times


def test_a_naive_time_is_refused() -> None:
    naive = datetime(2026, 11, 16, tzinfo=UTC).replace(tzinfo=None)
    for function in (stamp, local_date):
        with pytest.raises(ValueError, match="time zone"):
            function(naive)


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 11, 16), "2026-W47"), (date(2027, 1, 1), "2026-W53"), (date(2024, 12, 30), "2025-W01")],
)
def test_weeks_are_named_as_iso_does(day: date, name: str) -> None:
    assert week_name(day) == name
