"""A stacked bar adds up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.bars import WIDTH, stack


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=8))
def test_segments_lie_side_by_side(counts: list[int]) -> None:
    segments = stack([(str(at), "", n) for at, n in enumerate(counts)])
    assert all(segment.x + segment.width == after.x for segment, after in pairwise(segments))
    assert sum(segment.width for segment in segments) == (WIDTH if sum(counts) else 0)


@pytest.mark.parametrize(("counts", "widths"), [([1, 1], [500, 500]), ([1, 2], [333, 667]), ([0, 0], [0, 0])])
def test_widths_follow_the_counts(counts: list[int], widths: list[int]) -> None:
    assert [segment.width for segment in stack([("", "", n) for n in counts])] == widths
