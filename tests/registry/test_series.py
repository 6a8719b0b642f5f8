"""Gaps in series of numbers: asked about where the series is known well enough, and bounded."""

import random
from typing import Any

import pytest

from registry.series import find_gaps, list_gaps

SERIES = [
    ([18, 20], [(18, 20)]),
    ([18, 19, 20], []),
    ([18], []),
    ([], []),
    ([1, 2, 4, 5, 8], [(2, 4), (5, 8)]),
    ([18, 661], []),  # far apart: nobody reports on all of them
    ([18, 23], []),  # more unseen than seen between them
    (range(1, 40, 2), [(n, n + 2) for n in range(1, 39, 2)]),
    ([3, 3, 5, 5], [(3, 5)]),
]


@pytest.mark.parametrize(("numbers", "expected"), SERIES)
def test_holes_in_well_known_series_are_told(numbers: list[int], expected: list[tuple[int, int]]) -> None:
    assert find_gaps(numbers) == expected


def test_a_series_known_by_chance_picks_asks_nothing() -> None:
    """News names one document in ten: near neighbours there mean nothing."""
    for seed in range(20):
        picked = random.Random(seed).sample(range(1, 700), 70)
        assert find_gaps(picked) == []


def test_gaps_are_told_by_issuer_type_and_year(desk: Any) -> None:
    for number, year, issuer in (
        (18, 2026, "UBND tỉnh Ninh Bình"), (20, 2026, "UBND tỉnh Ninh Bình"), (19, 2025, "UBND tỉnh Ninh Bình"),
        (19, 2026, "UBND tỉnh Hà Nam"),
    ):  # fmt: skip
        reference = desk.reference(f"{number}/KH-UBND", year=year, issuer=issuer)
        desk.save(f"{number} {year} {issuer}\nTin.", url=f"https://a.vn/{number}-{year}-{len(issuer)}", documents=(reference,))  # fmt: skip  # noqa: E501
    [gap] = list_gaps(desk.store)
    assert (gap.before, gap.after, gap.missing) == ("18/KH-UBND", "20/KH-UBND", (19,))
    assert gap.series == "Kế hoạch, UBND tỉnh Ninh Bình, năm 2026"


def test_party_series_run_through_a_term(desk: Any) -> None:
    for number, day in ((34, "2024-05-24"), (36, "2025-01-10")):
        reference = desk.reference(f"{number}-CT/TW", family="party", date=day, issuer=None)
        desk.save(f"{number}\nTin.", url=f"https://a.vn/{number}", documents=(reference,))
    [gap] = list_gaps(desk.store)
    assert gap.missing == (35,)
    assert gap.series == "Chỉ thị, Trung ương, nhiệm kỳ từ 2021"


def test_only_new_gaps_are_told_again_and_proposals_count_for_nothing(desk: Any) -> None:
    for number in (18, 20):
        desk.save(f"{number}\nTin.", url=f"https://a.vn/{number}", documents=(desk.reference(f"{number}/KH-UBND"),))
    told = desk.now
    desk.later(weeks=1)
    damaged = desk.reference("22/KH-UBND", restored=True)
    desk.save("22\nTin.", url="https://a.vn/22", documents=(damaged,))
    assert len(list_gaps(desk.store)) == 1
    assert list_gaps(desk.store, since=told) == []
    desk.save("21\nTin.", url="https://a.vn/21", documents=(desk.reference("23/KH-UBND"),))
    assert [gap.missing for gap in list_gaps(desk.store, since=told)] == [(21, 22)]
    assert list_gaps(desk.store, province_keys=["s14"]) == []
