"""What tests of several packages need of the machine."""

import os
import time
from collections.abc import Callable

import pytest

from crawler.attachments.ocr import INSTALL, Recognise, find_recogniser


@pytest.fixture(scope="session")
def recognise() -> Recognise:
    """The recogniser of this machine; without it the test is skipped, and under CI=true it fails."""
    found = find_recogniser()
    if found is None:
        told = f"no Tesseract with Vietnamese data; run sh tools/install-ocr.sh ({INSTALL})"
        (pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip)(told)
    return found


@pytest.fixture(scope="session")
def grows_with_length_alone() -> Callable[..., None]:
    """Call with `prepare(size) -> work` and two sizes; fails when the work grows as the square of the size.

    A clock is never asserted: the least processor times of both sizes are set against each other, half-way between
    linear and quadratic growth, and a busy machine only makes it try again.
    """

    def check(
        prepare: Callable[[int], Callable[[], object]], small: int = 25_000, large: int = 200_000, tries: int = 6
    ) -> None:
        works = [prepare(size) for size in (small, large)]
        least = [float("inf")] * 2
        for _ in range(tries):
            for at, work in enumerate(works):
                begun = time.process_time()
                work()
                least[at] = min(least[at], time.process_time() - begun)
            if least[1] <= least[0] * (large / small) ** 1.5:
                return
        pytest.fail(f"{large / small:g} times the text took {least[1] / least[0]:.0f} times as long: {least}")

    return check
