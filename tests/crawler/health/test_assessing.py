"""One source after another falls ill; healthy ones are left in peace."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from crawler.health.assessing import Profile, assess, expected_now, unsettled
from domain.health import FINDING_LABELS, Entry, Harvest

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LIST = "https://cong.vn/tin/"
GOOD = (Entry(LIST, "fetched", links=20),)


def failed(state: str, note: str) -> dict[str, Any]:
    return {"entries": (Entry(LIST, state, note),), "found": 0, "saved": 0, "dated": 0, "states": {}}


def history(*weeks: dict[str, Any] | int) -> list[Harvest]:
    """Weekly harvests; a number is an ordinary week with so many articles, a dictionary changes single fields."""
    made: list[Harvest] = []
    known = 0
    for at, week in enumerate(weeks):
        found = week if isinstance(week, int) else int(week.get("found", 8))
        now = START + timedelta(weeks=at)
        known += found
        plain = Harvest(
            source="cong", at=now, since=made[-1].at if made else None, found=found, saved=found, dated=found,
            newest=now.date().isoformat() if found else (made[-1].newest if made else None), known=known,
            states={"mined": found} if found else {}, entries=GOOD,
        )  # fmt: skip
        made.append(replace(plain, **week) if isinstance(week, dict) else plain)
    return made


STEADY = (120, 8, 7, 9, 8, 8, 10)


@dataclass(frozen=True)
class Row:
    """What the last weeks were like, and the kinds that must be found."""

    name: str
    weeks: tuple[dict[str, Any] | int, ...]
    kinds: tuple[str, ...]
    says: str = ""
    profile: dict[str, Any] = field(default_factory=dict)


RISING = {"states": {"mined": 4, "failed": 6}, "found": 10}
ROWS = [
    Row("steady", (*STEADY, 8), ()),
    Row("a week somewhat thin", (*STEADY, 4), ()),
    Row("a week somewhat rich", (*STEADY, 25), ()),
    Row("new source, first look", (120,), ()),
    Row("new source, quiet first weeks", (120, 0, 0), ()),
    Row("no history yet, entry says so", (120, 0, 0), ("silent",), "khoảng", {"per_week": 5}),
    Row("silent", (*STEADY, 0), ("silent",), "không có bài mới từ 13/04/2026"),
    Row("silent for months stays silent", (*STEADY, *[0] * 16), ("silent",), "13/04/2026"),
    Row("rare news, one empty month", (9, 1, 0, 1, 0, 1, 0, 0, 0), ()),
    Row("falling", (*STEADY, 1), ("falling",), "tuần này 1 bài mới, thường có khoảng 8"),
    Row("falling slowly", (*STEADY, *STEADY[1:], 4, 3, 4, 3), ("falling",), "4 tuần qua 14 bài mới, thường có"),
    Row("redirect elsewhere", (*STEADY, failed("forbidden_address", "chuyển hướng ra ngoài nguồn: https://moi.vn/")),
        ("host_moved",), "https://moi.vn/"),
    Row("name gone", (*STEADY, failed("waiting", "robots.txt: ConnectionError: Failed to resolve 'cong.vn'")),
        ("host_gone",), "không phân giải được"),
    Row("certificate", (*STEADY, failed("failed", "SSLError: CERTIFICATE_VERIFY_FAILED")), ("certificate",)),
    Row("robots", (*STEADY, failed("refused_by_robots", "robots.txt")), ("robots",), "1 trang danh mục"),
    Row("blocked", (*STEADY, failed("blocked", "HTTP 403")), ("blocked",), "HTTP 403"),
    Row("down", (*STEADY, failed("failed", "HTTP 502")), ("unreachable",), "HTTP 502"),
    Row("no links any more", (*STEADY, failed("source_changed", "không có liên kết bài nào")), ("layout",)),
    Row("few links left", (*STEADY, {"entries": (Entry(LIST, "fetched", links=2),), "found": 0}), ("layout",),
        "chỉ còn 2 liên kết bài, thường có 20"),
    Row("articles unreadable", (*STEADY, {"states": {"source_changed": 7, "mined": 1}}), ("layout",), "7/8 trang"),
    Row("links lead to no articles", (*STEADY, {"states": {"not_article": 8}}), ("layout",), "8/8 trang"),
    Row("errors rising", (*STEADY, RISING), ("errors",), "6/10 trang lỗi khi tải, thường chỉ 2%"),
    Row("errors as ever", (120, *[RISING] * 8), ()),
    Row("pages taken away", (*STEADY, {"states": {"gone": 9, "mined": 8}}), ("vanished",)),
    Row("hijacked pages", (*STEADY, {"states": {"quarantined": 4, "mined": 5}}), ("hijack",), "4 trang"),
    Row("hijacked list", (*STEADY, {"entries": (replace(GOOD[0], foreign=("kubet", "lô đề")),)}), ("hijack",), "kubet"),
    Row("dates lost", (*STEADY, {"dated": 0}), ("dates",), "8 bài mới đều không đọc được ngày"),
    Row("dates stand still", (*STEADY, *[{"newest": "2026-04-13"}] * 4), ("dates",), "13/04/2026"),
    Row("never dated", (120, *[{"dated": 0}] * 6), ()),
    Row("list announces more", (*STEADY, {"entries": (replace(GOOD[0], announced=400),)}), ("list_short",),
        "báo có 400 tin, mới biết 178"),
    Row("list read in full", (*STEADY, {"entries": (replace(GOOD[0], announced=180),)}), ()),
    Row("page shows more than was read", (*STEADY, {"entries": (replace(GOOD[0], shown=40),)}), ("list_short",),
        "đang hiện 40 tin, chỉ nhận ra 20"),
    Row("never answered", tuple(failed("failed", "HTTP 500") for _ in range(3)), ("never_answered",), "HTTP 500"),
    Row("one of two lists", (*STEADY, {"entries": (*GOOD, Entry("https://cong.vn/b/", "gone", "HTTP 404"))}),
        ("entry_failed",), "https://cong.vn/b/: HTTP 404"),
    Row("back after silence", (*STEADY, 0, 0, 9), ()),
    Row("an outage is no silence afterwards", (*STEADY, failed("failed", "HTTP 500"), 15), ()),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_is_wrong_is_named_and_nothing_else(row: Row) -> None:
    found = assess(Profile("cong", **row.profile), history(*row.weeks))
    assert tuple(finding.kind for finding in found) == row.kinds, found
    if row.says:
        assert row.says in found[0].what
    assert all(finding.todo for finding in found)


def test_every_kind_a_source_can_have_is_in_the_table() -> None:
    common = {"network", "lull"}  # of many sources at once: tests of the digest
    assert {kind for row in ROWS for kind in row.kinds} == set(FINDING_LABELS) - common


def test_silence_is_dated_from_its_first_quiet_day() -> None:
    [finding] = assess(Profile("cong"), history(*STEADY, 0, 0, 0))
    assert finding.since == date(2026, 4, 13)


LASTING = [
    ("errors", RISING),
    ("layout", {"entries": (Entry(LIST, "fetched", links=2),)}),
    ("dates", {"dated": 0}),
]


@pytest.mark.parametrize(("kind", "week"), LASTING)
def test_an_illness_that_lasts_does_not_become_the_measure_of_health(kind: str, week: dict[str, Any]) -> None:
    ill = [week] * 20
    since = (START + timedelta(weeks=len(STEADY))).date()
    for long in (2, 8, 20):
        found = assess(Profile("cong"), history(*STEADY, *ill[:long]), {kind: since})
        assert [finding.kind for finding in found] == [kind]
    assert assess(Profile("cong"), history(*STEADY, *ill, 8, 8), {kind: since}) == ()


UNSETTLED = [
    (8, set[str]()),
    (0, {"hijack", "errors", "vanished", "layout"}),  # nothing fresh: nothing about pages
    ({"states": {"unchanged": 5}}, {"hijack", "errors", "vanished", "layout"}),
    ({"states": {"source_changed": 8}}, {"silent", "falling", "dates", "list_short"}),
]


@pytest.mark.parametrize(("week", "kinds"), UNSETTLED)
def test_what_a_run_could_not_see_is_not_cleared(week: Any, kinds: set[str]) -> None:
    rows = history(*STEADY, week)
    assert unsettled(assess(Profile("cong"), rows), rows[-1]) == kinds


def test_a_portal_that_is_down_is_cured_of_nothing_but_of_being_elsewhere() -> None:
    rows = history(*STEADY, failed("failed", "HTTP 500"))
    kept = unsettled(assess(Profile("cong"), rows), rows[-1])
    assert {"silent", "hijack", "layout", "list_short"} <= kept
    assert not kept & {"host_gone", "certificate", "unreachable", "robots"}


def test_expected_and_found_of_the_week_are_told() -> None:
    assert expected_now(Profile("cong"), history(*STEADY, 3)) == (8.0, 3)
    assert expected_now(Profile("cong"), history(120)) == (None, None)


@pytest.mark.parametrize("mean", [0.5, 1, 3, 8, 20, 60])
@pytest.mark.parametrize("clumped", [False, True])
def test_a_healthy_source_is_seldom_accused(mean: float, clumped: bool) -> None:
    """A year of ordinary weeks: fewer than one false word for chance alone, 2.5 for news in clumps (variance n²/4)."""
    told, years = 0, 10
    for seed in range(years):
        chance = random.Random(seed)
        rows = history(100, *(_ordinary_week(chance, mean, clumped) for _ in range(52)))
        ill = [bool(assess(Profile("cong"), rows[: at + 1])) for at in range(1, len(rows))]
        told += sum(now and not before for before, now in pairwise([False, *ill]))  # a standing finding is told once
    assert told < (2.5 * years if clumped else years)


@pytest.mark.parametrize(("mean", "share", "within"), [(8, 0.0, 1), (8, 0.25, 6), (20, 0.25, 3), (60, 0.25, 1)])
def test_an_ill_source_is_found_soon(mean: float, share: float, within: int) -> None:
    """After half a year of ordinary weeks the yield falls to a share of it: found in 8 of 10 lives."""
    found = 0
    for seed in range(10):
        chance = random.Random(seed)
        weeks = [100, *(_ordinary_week(chance, mean, False) for _ in range(26))]
        weeks += [_ordinary_week(chance, mean * share, False) for _ in range(within)]
        found += any(assess(Profile("cong"), history(*weeks[: len(weeks) - late])) for late in range(within))
    assert found >= 8


def _ordinary_week(chance: random.Random, mean: float, clumped: bool) -> int:
    level = chance.gammavariate(4, mean / 4) if clumped else mean
    # A Poisson number: arrivals of a unit-rate process before `level`.
    count, at = 0, chance.expovariate(1.0)
    while at < level:
        count, at = count + 1, at + chance.expovariate(1.0)
    return count
