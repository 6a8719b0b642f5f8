"""Politeness as the servers see it: gaps, connections, rules and pauses, read from their own logs."""

import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme

from crawler.crawling.crawl import crawl, steady_clock
from crawler.crawling.outcomes import Retry
from crawler.fetching.egress import Egress
from crawler.queue.frontier import Frontier
from crawler.records import CrawlReport
from crawler.warc.archive import Archive

Run = Callable[..., CrawlReport]
GAP = 0.15


def gaps(*sites: Any) -> list[float]:
    times = sorted(asked.at for site in sites for asked in site.log)
    return [later - earlier for earlier, later in pairwise(times)]


@pytest.fixture
def world(site: Any, http: Any, article: Any, listing: Any) -> Any:
    """Six articles: two behind redirects, one that is busy at first, one that hangs up at first."""
    links = [f"/tin/a/bai-{number}.html" for number in range(1, 7)]
    site.routes["/tin/"] = http(listing(*links))
    for number, link in enumerate(links, 1):
        site.routes[link] = http(article(f"Bài {number}"))
    site.routes["/moi/1"] = http(status="302 Found", Location="/moi/2")
    site.routes["/moi/2"] = http(article("Bài 1"))
    site.routes[links[0]] = http(status="301 Moved", Location="/moi/1")
    site.routes[links[1]] = http(status="302 Found", Location="/moi/2?b=2")
    site.routes["/moi/2?b=2"] = http(article("Bài 2"))
    busy = iter([http(status="500 Oops"), http(article("Bài 3"))])
    site.routes[links[2]] = lambda asked, _: next(busy)
    silent = iter([b"", http(article("Bài 4"))])
    site.routes[links[3]] = lambda asked, _: next(silent)
    return site


def test_no_gap_is_shorter_than_the_delay_over_robots_redirects_and_retries(world: Any, run: Run) -> None:
    report = run(world, delay_seconds=GAP)
    assert report.counts["article"] == {"fetched": 6}
    paths = world.paths(robots=True)
    assert paths.count("/robots.txt") == 1
    assert {"/moi/1", "/moi/2", "/moi/2?b=2"} <= set(paths)
    assert (paths.count("/tin/a/bai-3.html"), paths.count("/tin/a/bai-4.html")) == (2, 2)
    assert min(gaps(world)) >= GAP
    assert world.most_open == 1


def test_a_crawl_delay_holds_between_the_steps_of_a_redirect_too(world: Any, run: Run, http: Any) -> None:
    world.routes["/robots.txt"] = http("User-agent: *\nCrawl-delay: 0.3", Content_Type="text/plain")
    report = run(world, delay_seconds=0.0)
    assert report.counts["article"] == {"fetched": 6}
    assert min(gaps(world)) >= 0.3


def test_the_gap_holds_from_one_process_to_the_next(
    world: Any, run: Run, http: Any, frontier: Frontier, archive: Archive, source_of: Any, fast: Any
) -> None:
    world.routes["/robots.txt"] = http("User-agent: *\nCrawl-delay: 0.4", Content_Type="text/plain")
    finished, stops = False, 0
    while not finished:
        settled: list[str] = []
        limit = 2 if stops < 3 else 999
        report = crawl(
            [source_of(world)], frontier=frontier, archive=archive, options=fast,
            stop=lambda seen=settled, most=limit: len(seen) >= most,
            on_progress=lambda progress, seen=settled: seen.append(progress.url),
        )  # fmt: skip
        finished, stops = report.finished, stops + 1
    again = run(world)  # a new run right after the old one
    assert stops >= 3
    assert (report.run, again.finished) != (again.run, False)
    assert min(gaps(world)) >= 0.4


def test_a_server_is_one_by_http_and_https_and_with_www(
    proxy: Any, site: Any, secure_site: Any, source_of: Any, fast: Any, http: Any, article: Any, listing: Any,
    tmp_path: Path, frontier: Frontier, archive: Archive,
) -> None:  # fmt: skip
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("cong.example", "www.cong.example").configure_cert(context)
    (tmp_path / "ca.pem").write_bytes(authority.cert_pem.bytes())
    secure = secure_site(context)
    for host in ("cong.example", "www.cong.example"):
        proxy.names[f"{host}:80"] = ("127.0.0.1", site.port)
        proxy.names[f"{host}:443"] = ("127.0.0.1", secure.port)
    site.routes["/tin/"] = http(listing("/tin/a/bai-1.html", "https://www.cong.example/tin/a/bai-2.html"))
    site.routes["*"] = lambda asked, _: http(status="301 Moved", Location=f"https://www.cong.example{asked.path}")
    secure.routes["/robots.txt"] = http("User-agent: *\nDisallow: /kin", Content_Type="text/plain")
    secure.routes["*"] = http(article("Bài"))
    source = source_of(site, start=("http://cong.example/tin/",), allow_loopback=False, delay_seconds=GAP)
    options = replace(fast, egress=Egress(proxy.url(), proxy_resolves=True, ca_bundle=tmp_path / "ca.pem"))
    report = crawl([source], frontier=frontier, archive=archive, options=options)
    assert report.counts["article"] == {"fetched": 2}
    assert min(gaps(site, secure)) >= GAP
    assert [asked.path for asked in secure.log].count("/robots.txt") >= 1


def test_the_robots_of_the_host_a_redirect_leads_to_are_asked_and_obeyed(
    site: Any, other_site: Any, run: Run, http: Any, article: Any, listing: Any
) -> None:
    site.routes["/tin/"] = http(listing("/tin/a/bai-1.html", "/tin/a/bai-2.html"))
    for number in (1, 2):
        site.routes[f"/tin/a/bai-{number}.html"] = http(
            status="302 Found", Location=other_site.url(f"/{'kin' if number == 1 else 'mo'}/bai-{number}.html")
        )
    other_site.routes["/robots.txt"] = http("User-agent: *\nDisallow: /kin/", Content_Type="text/plain")
    other_site.routes["/mo/bai-2.html"] = http(article("Bài hai"))
    report = run(site, hosts=(f"127.0.0.1:{other_site.port}",))
    assert report.counts["article"] == {"refused_by_robots": 1, "fetched": 1}
    assert other_site.paths(robots=True) == ["/robots.txt", "/mo/bai-2.html"]


def test_a_page_led_to_a_host_at_rest_goes_back_to_the_queue(
    site: Any, other_site: Any, run: Run, fast: Any, http: Any, listing: Any, frontier: Frontier
) -> None:
    site.routes["/tin/"] = http(listing("/tin/a/bai-1.html"))
    site.routes["/tin/a/bai-1.html"] = http(status="302 Found", Location=other_site.url("/bai-1.html"))
    other_site.routes["/robots.txt"] = http(status="503 Busy", Retry_After="9000")
    report = run(site, replace(fast, patience=0.5), hosts=(f"127.0.0.1:{other_site.port}",))
    assert report.finished
    assert report.counts["article"] == {"waiting": 1}
    assert other_site.paths() == []
    assert frontier.tally.state_of(site.url("/tin/a/bai-1.html")) == "waiting"


def test_changed_robots_are_obeyed_within_the_run(
    site: Any, run: Run, fast: Any, http: Any, article: Any, listing: Any
) -> None:
    links = [f"/tin/a/bai-{number}.html" for number in range(12)]
    site.routes["/tin/"] = http(listing(*links))
    site.routes["*"] = http(article("Bài"))
    rules = iter([""])
    site.routes["/robots.txt"] = lambda asked, _: http(
        next(rules, "User-agent: *\nDisallow: /tin/a/"), Content_Type="text/plain"
    )
    report = run(site, replace(fast, robots_ttl=0.5), delay_seconds=0.1)
    paths = site.paths(robots=True)
    assert paths.count("/robots.txt") == 2
    second = len(paths) - paths[::-1].index("/robots.txt")
    assert paths[second:] == []  # nothing was asked after the new rules had come
    fetched = report.counts["article"]["fetched"]
    assert 0 < fetched < 12
    assert report.counts["article"] == {"fetched": fetched, "refused_by_robots": 12 - fetched}


def test_several_hosts_are_asked_at_the_same_time_and_each_by_one_connection(
    site: Any, other_site: Any, source_of: Any, fast: Any, http: Any, article: Any, listing: Any,
    frontier: Frontier, archive: Archive,
) -> None:  # fmt: skip
    together = threading.Barrier(2, timeout=5)  # breaks unless both servers hold a request at once
    for number, one in enumerate((site, other_site)):
        one.routes["/tin/"] = lambda asked, _, n=number: (
            together.wait(),
            http(listing(*(f"/tin/{n}/bai-{k}.html" for k in range(4)))),
        )[1]
        one.routes["*"] = http(article("Bài"))
        one.routes["/robots.txt"] = http(status="404 Not Found")
    sources = [source_of(site, delay_seconds=0.05), source_of(other_site, name="khac", delay_seconds=0.05)]
    report = crawl(sources, frontier=frontier, archive=archive, options=fast)
    assert report.by_source == {"thu": {"fetched": 4}, "khac": {"fetched": 4}}
    assert not together.broken
    assert (site.most_open, other_site.most_open) == (1, 1)


def test_retry_after_is_kept_by_every_page_of_the_server(
    site: Any, run: Run, http: Any, article: Any, listing: Any
) -> None:
    site.routes["/tin/"] = http(listing(*(f"/tin/a/bai-{number}.html" for number in range(3))))
    site.routes["*"] = http(article("Bài"))
    site.routes["/robots.txt"] = http(status="404 Not Found")
    busy = iter([http(status="429 Too Many", Retry_After="1")])
    site.routes["/tin/a/bai-1.html"] = lambda asked, _: next(busy, http(article("Bài")))
    report = run(site)
    assert report.counts["article"] == {"fetched": 3}
    refused = next(asked.at for asked in site.log if asked.path.endswith("bai-1.html"))
    assert min(asked.at for asked in site.log if asked.at > refused) - refused >= 1.0


def test_refusals_slow_us_down_and_several_in_a_row_end_the_visit(
    site: Any, run: Run, fast: Any, http: Any, listing: Any
) -> None:
    site.routes["/tin/"] = http(listing(*(f"/tin/a/bai-{number}.html" for number in range(20))))
    site.routes["/robots.txt"] = http(status="404 Not Found")
    site.routes["*"] = http(status="403 Forbidden")
    report = run(site, replace(fast, retry=Retry(0.1)), delay_seconds=0.05)
    refused = [asked.at for asked in site.log][2:]
    assert len(refused) == 5
    widths = [later - earlier for earlier, later in pairwise(refused)]
    assert all(width >= 0.05 * 2**number for number, width in enumerate(widths, 1))
    assert report.counts["article"] == {"blocked": 5, "waiting": 15}
    assert any("từ chối" in problem.message for problem in report.problems)


@pytest.fixture
def jumping(monkeypatch: Any) -> list[float]:
    """The wall clock of the machine, to which the test may add seconds at any time."""
    shift, real = [0.0], time.time
    monkeypatch.setattr(time, "time", lambda: real() + shift[0])
    return shift


@pytest.mark.parametrize("jump", [-40 * 86_400.0, 40 * 86_400.0])
def test_a_clock_set_in_mid_run_changes_nothing(
    world: Any, source_of: Any, fast: Any, frontier: Frontier, archive: Archive, jumping: list[float], jump: float
) -> None:
    done: list[str] = []

    def on_progress(progress: Any) -> None:
        done.append(progress.url)
        jumping[0] = jump if len(done) % 2 else 0.0

    report = crawl(
        [source_of(world, delay_seconds=GAP)], frontier=frontier, archive=archive, options=fast,
        on_progress=on_progress, clock=steady_clock(),
    )  # fmt: skip
    assert report.counts["article"] == {"fetched": 6}
    assert min(gaps(world)) >= GAP
