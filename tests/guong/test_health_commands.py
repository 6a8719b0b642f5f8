"""`guong sources status`, `guong sources pages`, `guong pages`: every page's end can be asked for."""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def read(board: Any, guong: Any) -> Any:
    result = guong("week", "--data", board.data)
    assert result.exit_code == 0, result.output
    return result


def test_the_week_prints_its_digest_once(read: Any, board: Any, guong: Any) -> None:
    assert "Sức khỏe nguồn tin, bản tin tuần" in read.output
    assert "(tandan): nghi bị chèn nội dung lạ: 1 trang" in read.output
    assert "Sức khỏe" not in guong("week", "--data", board.data).output
    assert "nghi bị chèn" in guong("sources", "status", "--data", board.data, "--digest").output


def test_status_tells_people_and_programs(read: Any, board: Any, guong: Any) -> None:
    said = guong("sources", "status", "--data", board.data)
    assert said.exit_code == 0
    assert "có điều cần xem" in said.output
    assert "bình thường" in said.output
    rows = [json.loads(line) for line in guong("sources", "status", "--json", "--data", board.data).output.splitlines()]
    assert {row["name"] for row in rows} == {source.key for source in board.world.sources()}
    [hijacked] = [row for row in rows if row["findings"]]
    assert hijacked["findings"][0]["kind"] == "hijack"
    assert all(row["answered"] and row["known"] for row in rows)


def test_pages_of_a_source_are_listed_by_their_end(read: Any, board: Any, guong: Any) -> None:
    refused = guong("sources", "pages", "--source", "nukeviet", "--state", "refused_by_robots", "--data", board.data)
    assert refused.exit_code == 0
    assert refused.output.startswith("refused_by_robots\thttp://127.0.0.1:")
    rows = guong("sources", "pages", "--source", "nukeviet", "--json", "--data", board.data).output.splitlines()
    assert len(rows) >= sum(page.portal == "nukeviet" for page in board.world.pages)
    assert {json.loads(row)["state"] for row in rows} >= {"mined", "gone", "refused_by_robots"}
    unknown = guong("sources", "pages", "--source", "nukevit", "--data", board.data)
    assert unknown.exit_code == 2
    assert "nukeviet" in unknown.output


def test_a_page_tells_why_it_is_or_is_not_in_the_registry(read: Any, board: Any, guong: Any) -> None:
    rows = guong("sources", "pages", "--source", "nukeviet", "--json", "--data", board.data).output.splitlines()
    by_state = {row["state"]: row["url"] for row in map(json.loads, rows)}
    said = guong("pages", by_state["mined"], by_state["refused_by_robots"], by_state["gone"], "--data", board.data)
    assert said.exit_code == 0
    for words in ("trong sổ: bài số", "tôn trọng robots.txt", "cổng đã gỡ trang", "HTTP 404"):
        assert words in said.output
    strange = guong("pages", by_state["mined"] + "-khac", "https://la.example/x", "--data", board.data)
    assert strange.exit_code == 1
    assert "thuộc nguồn nukeviet, nhưng chưa danh mục" in strange.output
    assert "không thuộc nguồn nào" in strange.output
    wrong = guong("pages", "không phải địa chỉ", "--data", board.data)
    assert wrong.exit_code == 2
    assert "Lỗi:" in wrong.output


def test_before_the_first_week_status_says_so(guong: Any, tmp_path: Path) -> None:
    from guong.installation import create_installation

    create_installation(tmp_path / "data", "tỉnh Lào Cai")
    for words in (["sources", "status", "--digest"], ["sources", "status"]):
        result = guong(*words, "--data", tmp_path / "data")
        assert result.exit_code == 0, result.output
    result = guong("pages", "https://a.vn/x", "--data", tmp_path / "data")
    assert result.exit_code == 2
    assert "guong week" in result.output


def test_nothing_crawled_reaches_the_terminal_as_a_command() -> None:
    from guong.page_trails import printable

    assert printable("bài\x1b[2J\u202exe") == "bài�[2J�xe"
