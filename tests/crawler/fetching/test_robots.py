import pytest

from crawler.fetching.robots import Robots, read_robots
from crawler.records import Response


def answered(status: int, body: bytes = b"") -> Response:
    return Response("http://portal.vn/robots.txt", status, "", (), body, body, 0.0)


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_host_in_trouble_is_left_alone(status: int) -> None:
    assert read_robots(answered(status)).verdict == "wait"


@pytest.mark.parametrize(("status", "body"), [(404, b""), (403, b"no"), (200, b"<!DOCTYPE html><p>Disallow: /</p>")])
def test_no_robots_file_allows_everything(status: int, body: bytes) -> None:
    robots = Robots(read_robots(answered(status, body)).rules, "Guong")
    assert robots.may_fetch("http://portal.vn/tin")


def test_a_byte_order_mark_does_not_hide_the_first_group() -> None:
    rules = read_robots(answered(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /")).rules
    assert not Robots(rules, "Guong").may_fetch("http://portal.vn/tin")


def test_wildcards_delays_and_our_own_group_are_understood() -> None:
    robots = Robots("User-agent: *\nDisallow: /\n\nUser-agent: guong\nDisallow: /*/print/\nCrawl-delay: 2.5", "Guong")
    assert robots.may_fetch("http://portal.vn/tin/1.html")
    assert not robots.may_fetch("http://portal.vn/tin/print/1.html")
    assert robots.crawl_delay_seconds == 2.5
