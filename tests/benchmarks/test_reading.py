import socket

import pytest

from benchmarks.reading import FALLBACK, GENERIC, OURS, is_good_enough, measure, offline, sample_pages, score_words


@pytest.mark.parametrize(
    ("expected", "found", "scores"),
    [("a b c d", "a b", (1.0, 0.5, 2 / 3)), ("a a", "a b", (0.5, 0.5, 0.5)), ("a", "", (0.0, 0.0, 0.0))],
)
def test_words_are_compared_as_a_multiset(expected: str, found: str, scores: tuple[float, float, float]) -> None:
    assert score_words(expected, found) == pytest.approx(scores)


def test_ours_reads_every_family_exactly_and_the_generic_reader_is_not_below_its_fallback() -> None:
    chosen: dict[str, int] = {}
    samples = [
        sample
        for sample in sample_pages()
        if chosen.setdefault(sample.family, 0) < 3 and not _count(chosen, sample.family)
    ]
    result = measure(samples)
    assert result["families"] >= 6
    assert {value for name, value in result["rows"][OURS].items() if name != "pages_per_s"} == {1.0}
    assert result["rows"][GENERIC]["f1"] >= result["rows"][FALLBACK]["f1"]
    assert is_good_enough(result)


def _count(chosen: dict[str, int], family: str) -> None:
    chosen[family] += 1


def test_a_better_reader_is_not_hidden() -> None:
    rows = {OURS: {"f1": 0.9}, GENERIC: {"f1": 0.8}, FALLBACK: {"f1": 0.8}, "other": {"f1": 0.91}}
    assert not is_good_enough({"rows": rows})
    assert not is_good_enough({"rows": {OURS: {"f1": 1.0}, GENERIC: {"f1": 0.7}, FALLBACK: {"f1": 0.8}}})
    good = {OURS: {"f1": 1.0}, GENERIC: {"f1": 0.9}, FALLBACK: {"f1": 0.8}}
    assert is_good_enough({"rows": good, "foreign": {"rows": {GENERIC: {"f1": 0.8}, FALLBACK: {"f1": 0.8}}}})
    assert not is_good_enough({"rows": good, "foreign": {"rows": {GENERIC: {"f1": 0.7}, FALLBACK: {"f1": 0.8}}}})


def test_no_reader_may_use_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with offline(), pytest.raises(OSError, match="no network"):
            socket.create_connection(server.getsockname(), timeout=1)
        socket.create_connection(server.getsockname(), timeout=1).close()
