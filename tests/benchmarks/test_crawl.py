"""The crawl benchmark on a small site, and what its figures are made of."""

from pathlib import Path

import pytest

from benchmarks.crawl import Row, compare, middle
from benchmarks.portal import Portal
from benchmarks.portal_server import running_site


def row(speed: float, lost: int) -> Row:
    return Row(speed, 1.0, 2.0, 3.0, 4.0, 5.0, lost, 0, 10, 10)


def test_speeds_are_medians_and_a_page_lost_once_counts() -> None:
    assert middle([row(10.0, 0), row(90.0, 2), row(20.0, 0)]) == row(20.0, 2)


def test_pages_are_the_same_every_time_and_no_two_alike() -> None:
    bodies = {host: [Portal(host, 40).article(number) for number in range(40)] for host in (0, 1)}
    assert bodies[0] == [Portal(0, 40).article(number) for number in range(40)]
    assert len({*bodies[0], *bodies[1]}) == 80


@pytest.mark.parametrize("reads", [True, False])
def test_both_crawlers_save_every_page_of_a_small_site(reads: bool, tmp_path: Path) -> None:
    pytest.importorskip("scrapy")
    with running_site(3, 50, tmp_path / "log") as site:
        found = compare(site, 0.0, tmp_path, we_read=reads, they_read=reads)
    assert (found.lost, found.scrapy_lost) == (0, 0)
    assert found.pages_per_s > 0
    assert min(found.rss_mb, found.scrapy_rss_mb) > 10
