"""What is usual, and how surprising a week is."""

import math
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from crawler.health.baseline import (
    MIN_PERIODS,
    Period,
    chance_of_so_few,
    chance_of_so_many,
    periods_of,
    usual_yield,
)
from domain.health import Entry, Harvest

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
READ = (Entry("https://a.vn/", "fetched"),)


def harvests(*steps: tuple[float, int]) -> list[Harvest]:
    """Harvests (days since the one before, articles found); the first has no past."""
    found: list[Harvest] = []
    at = START
    for days, count in steps:
        since = at if found else None
        at += timedelta(days=days)
        found.append(Harvest("a", at, since, count, count, count, "2026-03-01", 99, {}, READ))
    return found


PERIODS = [
    ([(0, 300)], []),  # the first look is the whole past
    ([(0, 300), (7, 5), (7, 6)], [5, 6]),
    ([(0, 300), (7, 5), (0.1, 0)], [5]),  # run again on the same day: one week, not an empty one beside a full one
    ([(0, 300), *[(1, 2)] * 14], [12, 12]),  # daily runs make weeks of at least six days
    ([(0, 300), (21, 30)], [30]),  # a holiday of the machine
    ([(0, 300), (2, 1)], []),  # too short to judge
]


@pytest.mark.parametrize(("steps", "expected"), PERIODS)
def test_runs_become_weeks(steps: list[tuple[float, int]], expected: list[int]) -> None:
    assert [period.found for period in periods_of(harvests(*steps))] == expected


def weeks(*found: int, answered: bool = True) -> list[Period]:
    week = timedelta(days=7)
    return [Period(START + at * week, START + (at + 1) * week, n, n, n, answered) for at, n in enumerate(found)]


def test_a_short_history_says_nothing_unless_the_entry_does() -> None:
    short = weeks(*[8] * (MIN_PERIODS - 1))
    assert usual_yield(short) is None
    said = usual_yield(short, configured=5)
    assert said is not None
    assert (said.per_week, said.measured) == (5.0, False)


def test_one_strange_week_moves_the_usual_little_and_weeks_of_silence_on_the_line_not_at_all() -> None:
    usual = usual_yield([*weeks(8, 9, 7, 200, 8), *weeks(0, 0, 0, answered=False)])
    assert usual is not None
    assert (usual.per_week, usual.fewest) == (8.0, 7.0)


def test_rare_news_is_counted_by_its_mean() -> None:
    usual = usual_yield(weeks(0, 1, 0, 2, 0, 1))
    assert usual is not None
    assert usual.per_week == pytest.approx(4 / 6)


@pytest.mark.parametrize(("count", "mean"), [(0, 4.0), (3, 8.0), (20, 20.0), (0, 0.5)])
def test_the_chance_of_so_few_is_poissons(count: int, mean: float) -> None:
    direct = sum(mean**k * math.exp(-mean) / math.factorial(k) for k in range(count + 1))
    assert chance_of_so_few(count, mean) == pytest.approx(direct)


def test_news_in_clumps_makes_thin_weeks_less_surprising_and_bursts_do_not() -> None:
    clumped, burst = usual_yield(weeks(8, 2, 15, 3, 9, 1, 8, 14)), usual_yield(weeks(8, 8, 7, 90, 9, 8, 70, 8))
    assert clumped is not None
    assert burst is not None
    assert clumped.spread > 3
    assert burst.spread < 1.5
    assert chance_of_so_few(0, 8.0, clumped.spread) > 0.01 > chance_of_so_few(0, 8.0, burst.spread)


@pytest.mark.parametrize("spread", [1.5, 3.0, 10.0])
def test_a_wider_spread_keeps_mean_and_variance(spread: float) -> None:
    chances = [chance_of_so_few(n, 8.0, spread) for n in range(600)]
    points = [chances[0], *(after - before for before, after in pairwise(chances))]
    mean = sum(n * point for n, point in enumerate(points))
    assert mean == pytest.approx(8.0, rel=1e-6)
    assert sum((n - mean) ** 2 * point for n, point in enumerate(points)) == pytest.approx(8.0 * spread, rel=1e-4)


@pytest.mark.parametrize(("count", "tried", "share"), [(1, 5, 0.1), (3, 10, 0.2), (10, 10, 0.5)])
def test_the_chance_of_so_many_is_binomial(count: int, tried: int, share: float) -> None:
    direct = sum(math.comb(tried, k) * share**k * (1 - share) ** (tried - k) for k in range(count, tried + 1))
    assert chance_of_so_many(count, tried, share) == pytest.approx(direct)


def test_chances_stay_between_0_and_1_for_any_numbers() -> None:
    random_ = random.Random(7)
    for _ in range(500):
        tried = random_.randrange(1, 5000)
        assert 0 <= chance_of_so_many(random_.randrange(0, tried + 1), tried, random_.random()) <= 1
        assert 0 <= chance_of_so_few(random_.randrange(0, 2000), random_.uniform(0, 2000)) <= 1
