"""`guong sources`: what is described, what answers, what a new address would bring."""

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.checking.calling import Caller
from crawler.checking.checking import SourceCheck
from crawler.crawling.options import Options
from crawler.fetching.fetch import Limits
from crawler.queue.frontier import Frontier
from crawler.sources.source import Source, load_sources
from guong.installation import create_installation, open_installation
from guong.source_checks import Bench, check_sources
from guong.source_words import check_lines

TWO = """
[[source]]
name = "cong-tinh"
title = "Cổng tỉnh"
start = ["https://portal.example/tin-tuc/"]
verified = true
verified_on = "2026-11-20"

[[source]]
name = "bao-tinh"
title = "Báo tỉnh"
feeds = ["https://paper.example/rss"]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_installation(folder, "tỉnh Lào Cai")
    return folder


def test_the_list_names_each_source_and_counts_the_unverified(guong: Any, data: Path) -> None:
    (data / "sources" / "a.toml").write_text(TWO, encoding="utf-8")
    shown = guong("sources", "list", "--data", data)
    assert shown.exit_code == 0, shown.output
    first, second, total = shown.output.splitlines()
    assert first == "cong-tinh\tCổng tỉnh\thttps://portal.example/tin-tuc/\tđã xác minh 2026-11-20"
    assert second.endswith("\tchưa xác minh")
    assert total == "Tổng: 2 nguồn, 1 đã xác minh, 1 chưa xác minh."


def test_the_list_is_also_told_as_json_lines(guong: Any, data: Path) -> None:
    (data / "sources" / "a.toml").write_text(TWO, encoding="utf-8")
    rows = [json.loads(line) for line in guong("sources", "list", "--data", data, "--json").output.splitlines()]
    assert [(row["name"], row["verified"], row["verified_on"]) for row in rows] == [
        ("cong-tinh", True, "2026-11-20"),
        ("bao-tinh", False, None),
    ]


@pytest.fixture
def unverified(board: Any) -> Path:
    """The sample portals before anybody has checked them, and a host that no longer exists on a closed port."""
    path = board.data / "sources" / "sample.toml"
    kept = path.read_text(encoding="utf-8").split(CLOSED)[0].rstrip() + "\n"
    lines = (line for line in kept.splitlines() if not line.startswith("verified"))
    path.write_text("# Nguồn của ta\n" + "\n".join(lines).removeprefix("# Nguồn của ta\n") + CLOSED, encoding="utf-8")
    (board.data / "source-checks.json").unlink(missing_ok=True)
    return board.data


CLOSED = """
[[source]]
name = "dong-cua"  # đã sáp nhập
title = "Cổng đã đóng"
start = ["http://127.0.0.1:9/"]
delay_seconds = 0.0
allow_loopback = true
"""


def verified(data: Path) -> dict[str, bool]:
    return {source.name: source.verified for source in load_sources(data / "sources")}


def test_a_check_marks_those_that_answer_and_says_why_the_others_did_not(
    guong: Any, board: Any, unverified: Path
) -> None:
    result = guong("sources", "check", "--data", unverified)
    assert result.exit_code == 1, result.output
    portals = [source.key for source in board.world.sources()]
    assert verified(unverified) == {**dict.fromkeys(portals, True), "dong-cua": False}
    text = (unverified / "sources" / "sample.toml").read_text(encoding="utf-8")
    assert text.startswith("# Nguồn của ta\n")
    assert text.endswith(CLOSED)
    assert "✗ dong-cua (Cổng đã đóng): máy chủ từ chối kết nối" in result.output
    assert "Cách xử lý: " in result.output
    assert "✓ tandan" in result.output
    assert "Đọc thử: “" in result.output
    assert f"Trả lời: {len(portals)} trên {len(portals) + 1} nguồn." in result.output


def test_a_check_of_one_source_asks_no_other_and_is_told_as_json(board: Any, guong: Any, unverified: Path) -> None:
    before = len(board.world.log)
    result = guong("sources", "check", "nukeviet", "--json", "--data", unverified)
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["name"], row["answered"], row["detected_family"]) == ("nukeviet", True, "nukeviet")
    assert row["articles"] >= 15
    assert row["trial"]["length"] > 200
    assert {one.portal for one in board.world.log[before:]} == {"nukeviet"}
    assert [name for name, yes in verified(unverified).items() if yes] == ["nukeviet"]


def test_a_week_checks_the_unverified_first_and_crawls_those_that_answer(
    guong: Any, board: Any, unverified: Path
) -> None:
    first = guong("week", "--data", unverified)
    assert first.exit_code == 0, first.output
    portals = ", ".join(source.key for source in board.world.sources())
    assert f"Nguồn mới xác minh và thu thập ngay: {portals}" in first.output
    assert "Cần xem: dong-cua: chưa xác minh được nên chưa thu thập (máy chủ từ chối kết nối)" in first.output
    assert "đã đọc" in first.output
    second = guong("week", "--data", unverified)
    assert second.exit_code == 0, second.output
    assert "1 nguồn chưa xác minh, đã hỏi trong tuần mà chưa trả lời nên chưa thu thập: dong-cua" in second.output


def test_an_unverified_source_is_asked_again_after_a_week_or_when_named(guong: Any, unverified: Path) -> None:
    guong("crawl", "--data", unverified)
    path = unverified / "source-checks.json"
    tried = json.loads(path.read_text(encoding="utf-8"))
    tried["dong-cua"] = (datetime.now(UTC) - timedelta(days=6, hours=1)).isoformat()
    path.write_text(json.dumps(tried), encoding="utf-8")
    assert "Cần xem: dong-cua" in guong("crawl", "--data", unverified).output
    named = guong("crawl", "--source", "dong-cua", "--data", unverified)
    assert named.exit_code == 2
    assert "Không nguồn nào" in named.output
    assert "máy chủ từ chối kết nối" in named.output


def test_a_damaged_memory_of_checks_only_means_asking_again(guong: Any, unverified: Path) -> None:
    (unverified / "source-checks.json").write_text("[", encoding="utf-8")
    assert "Nguồn mới xác minh" in guong("crawl", "--data", unverified).output


def test_a_network_that_is_down_does_not_put_the_sources_off(guong: Any, data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        path = data / "sources" / "a.toml"
        path.write_text(DEAF.replace("PORT", str(deaf.getsockname()[1])), encoding="utf-8")
        installation = open_installation(data)
        options = Options(limits=Limits(connect_seconds=0.5, read_seconds=0.5, total_seconds=1.0))
        with Frontier(installation.workspace.frontier) as frontier:
            checks = check_sources(Bench(data, frontier, options), load_sources(path), now=datetime.now(UTC))
    assert [check.reason and check.reason.code for check in checks] == ["timeout"]
    assert not (data / "source-checks.json").exists()


def test_a_bug_at_one_source_does_not_keep_the_check_from_the_others(data: Path) -> None:
    (data / "sources" / "a.toml").write_text(TWO, encoding="utf-8")

    def check(source: Source, caller: Caller, now: float) -> SourceCheck:
        if source.name == "cong-tinh":
            raise IndexError("hỏng")
        return SourceCheck(source, (), None, None)

    with Frontier(data / "frontier.sqlite3") as frontier:
        bench = Bench(data, frontier, Options(), check=check)
        checks = check_sources(bench, load_sources(data / "sources"), now=datetime.now(UTC))
    assert [(one.source.name, one.reason and one.reason.code) for one in checks] == [
        ("cong-tinh", "bug"),
        ("bao-tinh", None),
    ]
    assert "IndexError: hỏng" in " ".join(check_lines(checks[0]))
    assert verified(data) == {"cong-tinh": True, "bao-tinh": True}


DEAF = """
[[source]]
name = "diec"
title = "Không trả lời"
start = ["http://127.0.0.1:PORT/"]
allow_loopback = true
"""
