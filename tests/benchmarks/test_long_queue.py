"""A crawl holds its queue on disk: many addresses waiting cost little memory."""

from benchmarks.long_queue import measure


def test_a_crawl_before_ten_thousand_waiting_addresses_stays_small() -> None:
    found = measure(10_000)
    assert found["settled"] >= 300
    assert found["waiting"] > 9_000
    assert found["rss_mb"] < 200
