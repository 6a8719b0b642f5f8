"""What the crash benchmark counts, and a small crash of each kind that needs no disk of its own."""

from pathlib import Path

import pytest

from benchmarks.crash import Chance, measure
from benchmarks.crash_count import Repeats, count_repeats
from benchmarks.portal_server import Asked, read_log, running_site
from benchmarks.shifted_week import shifted_clock


def asked(*requests: tuple[float, str]) -> list[Asked]:
    return [Asked(at, 0, path) for at, path in requests]


def test_only_the_last_request_of_a_life_may_be_asked_again() -> None:
    requests = asked((1, "/a"), (2, "/b"), (11, "/b"), (12, "/c"), (13, "/d"), (21, "/c"), (22, "/d"))
    assert count_repeats(requests, [0, 10, 20]) == Repeats(refetched=1, in_flight=2)


def test_a_repetition_within_one_life_is_never_excused() -> None:
    assert count_repeats(asked((1, "/a"), (2, "/a")), [0]) == Repeats(refetched=1, in_flight=0)


def test_a_page_in_flight_at_two_kills_is_excused_twice_and_not_a_third_time() -> None:
    requests = asked((1, "/a"), (11, "/a"), (21, "/a"), (22, "/b"), (31, "/a"))
    assert count_repeats(requests, [0, 10, 20, 30]) == Repeats(refetched=1, in_flight=2)


def test_each_host_has_its_own_request_in_flight() -> None:
    requests = [Asked(1, 0, "/a"), Asked(2, 1, "/a"), Asked(11, 0, "/a"), Asked(12, 1, "/a")]
    assert count_repeats(requests, [0, 10]) == Repeats(refetched=0, in_flight=2)


def test_the_wrong_clock_jumps_after_the_time_it_was_told() -> None:
    assert shifted_clock(-300.0, 3600.0, 900.0)() == -300.0
    assert shifted_clock(-300.0, 0.0, 900.0)() == 600.0


def test_the_log_of_the_server_names_every_request_by_host(tmp_path: Path) -> None:
    import requests

    with running_site(2, 5, tmp_path / "log", file_every=2) as site:
        for host, path in ((0, "/tin/"), (1, site.portals[1].article_path(1)), (0, site.portals[0].file_path(2))):
            answer = requests.get(site.origin(host) + path, timeout=10)
            assert answer.content == site.portals[host].answer(path).body
        assert requests.get(site.origin(0) + "/khong-co", timeout=10).status_code == 404
    assert [(one.host, one.path) for one in read_log(tmp_path / "log")] == [
        (0, "/tin/"),
        (1, "/tin/guong-sang/chuyen-so-1-1001.html"),
        (0, "/uploads/laws/danh-sach-2.docx"),
        (0, "/khong-co"),
    ]


@pytest.mark.parametrize("mode", ["kill", "clock-jump"])
def test_a_small_site_survives(mode: str) -> None:
    found = measure(mode, 30, Chance(kills=4, seed=7, days=3.0))
    kept = {
        name: found[name] for name in ("pages", "archived", "mined_once", "refetched", "files_archived", "verified")
    }
    assert kept == {
        "pages": 30,
        "archived": 30,
        "mined_once": 30,
        "refetched": 0,
        "files_archived": 10,
        "verified": True,
    }
    assert found["same_rows_as_undisturbed"]
    assert found["exit_codes"].get("-9", 0) >= 2
