"""Asking a source whether it answers, against real servers on loopback."""

import errno
import socket
import ssl
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import requests

from crawler.checking.calling import Caller
from crawler.checking.checking import SourceCheck, check_source
from crawler.checking.reasons import reason_of_failure
from crawler.fetching.fetch import failed
from crawler.fetching.urls import origin_of
from crawler.queue.tables import HostMemory
from domain.errors import FetchFailed

NOW = 1_795_000_000.0  # 18 November 2026


@pytest.fixture
def check(source_of: Callable[..., Any], fast: Any) -> Callable[..., SourceCheck]:
    def check_site(site: Any, **fields: Any) -> SourceCheck:
        caller = Caller(fast)
        try:
            return check_source(source_of(site, **fields), caller, NOW)
        finally:
            caller.close()

    return check_site


@pytest.fixture
def healthy(site: Any, http: Any, article: Any, listing: Any) -> Any:
    site.routes["/tin/"] = http(listing("/tin/guong/bai-mot-1.html", "/tin/guong/bai-hai-2.html") + "<p>17/11/2026</p>")
    site.routes["/tin/guong/bai-mot-1.html"] = http(article("Người hiến đất"))
    return site


def test_a_source_that_answers_is_told_with_its_articles_newest_day_and_a_trial(healthy: Any, check: Any) -> None:
    found = check(healthy)
    assert found.answered
    assert len(found.articles) == 2
    assert str(found.newest) == "2026-11-17"
    assert found.detected == "nukeviet"
    assert (found.trial.title, found.trial.published) == ("Người hiến đất", "2026-04-03T08:42:00+07:00")
    assert found.trial.length == len("Ông Lò Văn Tình đã hiến 200 m2 đất làm đường bản.")


def test_each_page_is_asked_once_after_robots_and_with_the_delay_between(healthy: Any, check: Any) -> None:
    check(healthy, delay_seconds=0.3, start=(healthy.url("/tin/"), healthy.url("/guong/")))
    assert healthy.paths(robots=True) == ["/robots.txt", "/tin/", "/guong/", "/tin/guong/bai-mot-1.html"]
    gaps = [later.at - earlier.at for earlier, later in pairwise(healthy.log)]
    assert min(gaps) >= 0.29
    assert all(asked.headers["user-agent"].startswith("Guong/") for asked in healthy.log)


def test_one_entry_that_fails_is_told_and_the_source_still_answers(healthy: Any, check: Any) -> None:
    found = check(healthy, start=(healthy.url("/tin/"), healthy.url("/cu/")))
    assert found.answered
    assert [entry.reason and entry.reason.code for entry in found.entries] == [None, "gone"]


def test_robots_that_forbid_are_obeyed_and_told(healthy: Any, check: Any, http: Any) -> None:
    healthy.routes["/robots.txt"] = http("User-agent: *\nDisallow: /tin/")
    found = check(healthy)
    assert found.reason.code == "robots"
    assert healthy.paths() == []


@pytest.mark.parametrize(
    ("status", "code"),
    [("403 Forbidden", "blocked"), ("404 Not Found", "gone"), ("500 Error", "http"), ("429 Slow", "waiting")],
)
def test_a_refusal_is_told_by_its_kind(site: Any, check: Any, http: Any, status: str, code: str) -> None:
    site.routes["/tin/"] = http("xin lỗi", status=status)
    found = check(site)
    assert not found.answered
    assert found.reason.code == code
    assert found.reason.remedy


def test_a_challenge_of_a_firewall_is_no_answer(site: Any, check: Any, http: Any) -> None:
    site.routes["/tin/"] = http("<html><script>document.cookie = 'a=1'; location.reload()</script>Đợi chút</html>")
    assert check(site).reason.code == "blocked"


def test_a_list_without_articles_is_told_as_empty(site: Any, check: Any, http: Any) -> None:
    site.routes["/tin/"] = http("<html><body>" + "Trang này cần JavaScript. " * 40 + "</body></html>")
    found = check(site)
    assert found.reason.code == "empty"
    assert "family" in found.reason.remedy


def test_a_list_whose_articles_cannot_be_read_is_not_verified(healthy: Any, check: Any, http: Any) -> None:
    page = http("<html><body>" + "Biểu mẫu đăng ký nhận tin. " * 40 + "</body></html>")
    healthy.routes["/tin/guong/bai-mot-1.html"] = healthy.routes["/tin/guong/bai-hai-2.html"] = page
    found = check(healthy)
    assert (found.reason.code, len(found.articles)) == ("no_article", 2)


def test_a_host_that_asked_for_rest_is_left_alone(healthy: Any, source_of: Any, fast: Any) -> None:
    source = source_of(healthy)
    memory = HostMemory(paused_until=4_000_000_000.0, note="HTTP 503")
    caller = Caller(fast, {origin_of(healthy.url()): memory})
    found = check_source(source, caller, NOW)
    caller.close()
    assert found.reason.code == "waiting"
    assert healthy.log == []


def test_a_retry_after_is_remembered_for_the_crawl(site: Any, source_of: Any, fast: Any, http: Any) -> None:
    site.routes["/tin/"] = http("", status="503 Busy", Retry_After="600")
    caller = Caller(fast, clock=lambda: NOW)
    check_source(source_of(site), caller, NOW)
    caller.close()
    assert caller.learned()[origin_of(site.url())].paused_until == NOW + 600


def test_a_feed_behind_a_hub_page_is_found(site: Any, check: Any, http: Any, article: Any) -> None:
    item = f"<item><link>{site.url('/a-1.html')}</link><title>A</title><pubDate>2026-11-10</pubDate></item>"
    site.routes["/rss/"] = http('<html><body><a href="/rss/tin.rss">Tin</a></body></html>')
    site.routes["/rss/tin.rss"] = http(f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>')
    site.routes["/a-1.html"] = http(article("Bài A"))
    found = check(site, start=(), feeds=(site.url("/rss/"),))
    assert found.answered
    assert str(found.newest) == "2026-11-10"


def test_a_closed_port_is_told_as_refused(check: Any, site: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert check(site, start=(f"http://127.0.0.1:{port}/",)).reason.code == "refused"


def _verify_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, "unable to get local issuer certificate"
    return error


@pytest.mark.parametrize(
    ("cause", "code", "word"),
    [
        (requests.ConnectionError(socket.gaierror(-2, "Name or service not known")), "dns", "tên miền"),
        (requests.exceptions.SSLError(_verify_error(20)), "tls", "trung gian"),
        (requests.exceptions.SSLError(_verify_error(10)), "tls", "hết hạn"),
        (requests.exceptions.SSLError(_verify_error(62)), "tls", "tên miền khác"),
        (requests.exceptions.SSLError(ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION]")), "tls", "quá cũ"),
        (requests.exceptions.ProxyError(ConnectionRefusedError()), "proxy", "proxy"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "unreachable", "đường mạng"),
        (requests.exceptions.ReadTimeout(), "timeout", "kịp"),
        (ConnectionResetError(), "reset", "cắt"),
    ],
)
def test_a_failure_is_explained_by_what_caused_it(cause: Exception, code: str, word: str) -> None:
    with pytest.raises(FetchFailed) as raised:
        raise failed("hỏng", "failed") from cause
    reason = reason_of_failure(raised.value)
    assert reason.code == code
    assert word in reason.told
    assert reason.remedy
