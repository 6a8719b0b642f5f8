"""`guong sources`: what is described, what answers, what a new address would bring."""

import json
from pathlib import Path
from typing import Any

import pytest

from guong.installation import create_installation

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
