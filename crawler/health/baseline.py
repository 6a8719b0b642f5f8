"""What a source usually yields, and how surprising this week is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from domain.health import Harvest

# Runs closer together than this count as one: a run repeated on the same day says nothing about a week.
_SHORTEST: Final = timedelta(days=6)
_WEEK: Final = timedelta(days=7)
MIN_PERIODS: Final = 4  # weeks of history before a source is compared with itself
_MOST_PERIODS: Final = 12
_SMALL: Final = 3.0  # below so many a week the median of whole numbers is too coarse; the mean stands in


@dataclass(frozen=True, slots=True)
class Period:
    """About a week of one source: what was found between two looks; `weeks` is its length."""

    start: datetime
    end: datetime
    found: int
    saved: int
    dated: int
    answered: bool

    @property
    def weeks(self) -> float:
        """The length in weeks."""
        return (self.end - self.start) / _WEEK


def periods_of(history: Sequence[Harvest]) -> tuple[Period, ...]:
    """Join harvests, oldest first, into periods of at least six days, the last ending with the newest harvest.

    The first harvest of a source is its whole past and belongs to no week.
    """
    periods: list[Period] = []
    waiting: list[Harvest] = []
    for harvest in reversed(history):
        if harvest.since is None:
            continue
        waiting.append(harvest)
        if waiting[0].at - harvest.since >= _SHORTEST:
            periods.append(_join(waiting, harvest.since))
            waiting = []
    return tuple(reversed(periods))


def _join(newest_first: Sequence[Harvest], start: datetime) -> Period:
    return Period(
        start,
        newest_first[0].at,
        sum(each.found for each in newest_first),
        sum(each.saved for each in newest_first),
        sum(each.dated for each in newest_first),
        any(each.answered for each in newest_first),
    )


@dataclass(frozen=True, slots=True)
class Usual:
    """What is expected of a week: articles, the fewest ever seen in one, and whether history or the entry says so.

    `spread` is the variance of the thinner weeks over their mean: 1.0 for chance alone, more for news in clumps.
    """

    per_week: float
    fewest: float
    measured: bool
    spread: float = 1.0


def usual_yield(before: Sequence[Period], configured: int = 0) -> Usual | None:
    """Return what the periods `before` lead to expect; None without enough of them and nothing configured."""
    rates = [period.found / period.weeks for period in before if period.answered][-_MOST_PERIODS:]
    if len(rates) < MIN_PERIODS:
        return Usual(float(configured), float(configured), measured=False) if configured > 0 else None
    middle = median(rates)
    level = middle if middle >= _SMALL else sum(rates) / len(rates)
    return Usual(level, min(rates), measured=True, spread=_spread(rates, level))


def _spread(rates: Sequence[float], level: float) -> float:
    """Only thinner weeks count: one burst of news must not make a source's silence look ordinary."""
    below = [level - rate for rate in rates if rate < level]
    if level <= 0:
        return 1.0
    # A few weeks tell little of how thin a week can be: the fewer there are, the more is allowed.
    return max(1.0, sum(short * short for short in below) / max(1, len(below)) / level) * (1 + 2 / len(rates))


def chance_of_so_few(count: int, expected: float, spread: float = 1.0) -> float:
    """Return P(X <= count) for a number with this mean and variance `spread` times the mean.

    Negative binomial, which is Poisson at `spread` 1: how often ordinary weeks alone bring so few.
    """
    if expected <= 0:
        return 1.0
    if spread <= 1.0 + 1e-9:
        terms = [k * math.log(expected) - expected - math.lgamma(k + 1) for k in range(count + 1)]
    else:
        size = expected / (spread - 1)
        head = -size * math.log(spread) - math.lgamma(size)
        step = math.log1p(-1 / spread)
        terms = [head + math.lgamma(k + size) - math.lgamma(k + 1) + k * step for k in range(count + 1)]
    return min(1.0, math.fsum(math.exp(term) for term in terms))


def chance_of_so_many(count: int, tried: int, share: float) -> float:
    """Return P(X >= count) for `tried` independent pages of which a share 0..1 usually fails."""
    if count <= 0:
        return 1.0
    if not 0.0 < share < 1.0:
        return float(share >= 1.0)
    log_yes, log_no, log_all = math.log(share), math.log1p(-share), math.lgamma(tried + 1)
    terms = (
        math.exp(log_all - math.lgamma(k + 1) - math.lgamma(tried - k + 1) + k * log_yes + (tried - k) * log_no)
        for k in range(count, tried + 1)
    )
    return min(1.0, math.fsum(terms))
