"""`guong sources add`: a source made of an address, shown, and written only when it answers."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.checking.proposing import source_name
from crawler.sources.source import Source, load_sources, read_sources
from domain.unit_index import load_units
from guong.installation import create_installation
from guong.unit_guess import guess_unit

LISTS = {"tandan": "/portal/Pages/Tin-tuc-su-kien.aspx", "nukeviet": "/vi/news/", "newspaper": "/"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_installation(folder, "tỉnh Lào Cai")
    return folder


def add(guong: Any, data: Path, url: str, *options: str) -> Any:
    return guong("sources", "add", url, "--delay", "0", "--allow-loopback", "--data", data, *options)


@pytest.mark.parametrize("portal", LISTS)
def test_an_address_is_shown_as_the_source_it_would_be(guong: Any, board: Any, data: Path, portal: str) -> None:
    result = add(guong, data, board.world.base_url(portal) + LISTS[portal])
    assert result.exit_code == 0, result.output
    (known,) = (source for source in board.world.sources() if source.key == portal)
    (source,) = read_sources(result.output[result.output.index("[[source]]") :].split("Chưa ghi")[0], "x")
    assert source.family == known.family
    assert source.title.casefold() == known.name.casefold()  # one portal writes its name in capitals
    assert source.seen_in == source.start[0]
    assert source.verified
    assert result.output.count("      - ") >= 5
    assert "Đọc thử: “" in result.output
    assert list((data / "sources").iterdir()) == []


def test_feeds_and_maps_of_a_home_page_are_found(guong: Any, board: Any, data: Path) -> None:
    add(guong, data, board.world.base_url("newspaper") + "/", "--write", "--yes")
    (source,) = load_sources(data / "sources")
    assert [url.removeprefix(board.world.base_url("newspaper")) for url in source.feeds] == ["/rss/home.rss"]
    assert [url.removeprefix(board.world.base_url("newspaper")) for url in source.sitemaps] == ["/sitemap.xml"]


def test_each_page_is_asked_once(guong: Any, board: Any, data: Path) -> None:
    before = len(board.world.log)
    add(guong, data, board.world.base_url("newspaper") + "/")
    asked = [one.path for one in board.world.log[before:]]
    assert asked[0] == "/robots.txt"
    assert len(asked) == len(set(asked)) <= 6


def test_a_feed_is_a_source_too(guong: Any, board: Any, data: Path) -> None:
    url = board.world.base_url("newspaper") + "/rss/home.rss"
    assert add(guong, data, url, "--unit", "15", "--write").exit_code == 0
    (source,) = load_sources(data / "sources")
    assert (source.start, source.feeds, source.unit) == ((), (url,), "15")


def test_writing_keeps_what_is_there_and_a_week_can_use_it(guong: Any, board: Any, data: Path) -> None:
    for portal in ("nukeviet", "newspaper"):
        url = board.world.base_url(portal) + LISTS[portal]
        assert add(guong, data, url, "--unit", "15", "--write").exit_code == 0
    assert [source.verified for source in load_sources(data / "sources")] == [True, True]
    before = (data / "sources" / "them.toml").read_bytes()
    again = add(guong, data, url, "--unit", "15", "--write")
    assert again.exit_code == 2
    assert "đã có trong nguồn" in again.output
    assert (data / "sources" / "them.toml").read_bytes() == before
    week = guong("crawl", "--data", data)
    assert week.exit_code == 0, week.output
    assert "bài viết: " in week.output


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/khong-co", "HTTP 404"),
        ("ARTICLE", "một bài viết"),
    ],
)
def test_nothing_is_written_on_failure(guong: Any, board: Any, data: Path, path: str, words: str) -> None:
    page = next(page for page in board.world.pages if page.portal == "nukeviet")
    url = board.world.address(page) if path == "ARTICLE" else board.world.base_url("nukeviet") + path
    result = add(guong, data, url, "--yes", "--write")
    assert result.exit_code in (1, 2)
    assert words in result.output
    assert "Traceback" not in result.output
    assert list((data / "sources").iterdir()) == []


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/", "http://127.0.0.1:9/", "http://2130706433/", "http://[::1]/"]
)
def test_inner_addresses_are_refused(guong: Any, data: Path, url: str) -> None:
    result = guong("sources", "add", url, "--data", data)
    assert result.exit_code == 2
    assert "nội bộ" in result.output or "địa chỉ" in result.output


@pytest.mark.parametrize("url", ["ftp://x.example/", "/tmp/x.html", "javascript:alert(1)", "http://"])  # noqa: S108
def test_what_is_no_address_is_refused(guong: Any, data: Path, url: str) -> None:
    result = guong("sources", "add", url, "--data", data)
    assert result.exit_code == 2
    assert "không phải địa chỉ" in result.output


def test_a_guess_is_confirmed_before_it_is_written(guong: Any, board: Any, data: Path) -> None:
    url = board.world.base_url("nukeviet") + LISTS["nukeviet"]
    refused = add(guong, data, url, "--write")
    assert refused.exit_code == 2
    assert "--unit" in refused.output
    assert list((data / "sources").iterdir()) == []


def test_the_officer_may_correct_name_and_unit_at_the_terminal(board: Any, data: Path) -> None:
    ours, theirs = os.openpty()
    url = board.world.base_url("nukeviet") + LISTS["nukeviet"]
    command = [sys.executable, "-m", "guong", "sources", "add", url, "--delay", "0", "--allow-loopback", "--write"]
    with subprocess.Popen([*command, "--data", str(data)], stdin=theirs, stdout=subprocess.PIPE, text=True) as job:
        os.close(theirs)
        os.write(ours, "Trang của ta\n15\n".encode())
        output = job.communicate(timeout=600)[0]
    os.close(ours)
    assert job.returncode == 0, output
    (source,) = load_sources(data / "sources")
    assert (source.title, source.unit) == ("Trang của ta", "15")


TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("host", "title", "code"),
    [
        ("sonoivu.laocai.gov.vn", "Sở Nội vụ", "15"),
        ("baoyenbai.com.vn", "Báo Yên Bái", "15"),  # merged into Lào Cai
        ("hue.gov.vn", "", "46"),
        ("chuehue.vn", "", None),
        ("baria-vungtau.gov.vn", "", "79"),
        ("trang.example", "Trang thông tin điện tử xã Bắc Hà, tỉnh Lào Cai", "02839"),
        ("bacha.laocai.gov.vn", "Xã Bắc Hà", "02839"),
        ("tin.example", "Tin nhanh", None),
    ],
)
def test_the_unit_is_guessed_from_host_and_title(host: str, title: str, code: str | None) -> None:
    unit = guess_unit(host, title, load_units(), TODAY)
    assert (unit.code if unit else None) == code


def test_a_name_is_made_of_the_host_and_is_new() -> None:
    assert source_name("www.sonoivu.laocai.gov.vn", ()) == "sonoivu-laocai"
    assert source_name("laocai.gov.vn", {"laocai", "laocai-2"}) == "laocai-3"
    assert Source(source_name("xn--bo-lo-cai-3mb.vn", ()), "x", start=("https://x.example/",))
