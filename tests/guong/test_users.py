"""Accounts are made, shut and opened from the command line."""

from pathlib import Path
from typing import Any

import pytest

from guong.installation import create_installation


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_installation(folder, "tỉnh Lào Cai")
    return folder


def test_an_account_is_added_listed_shut_and_opened_again(guong: Any, data: Path) -> None:
    added = guong("users", "add", "--data", data, "lan", "--name", "Nguyễn Thị Lan", "--role", "reviewer")
    assert added.exit_code == 0, added.output
    assert "http://127.0.0.1:8765/vao/" in added.output
    assert "Nguyễn Thị Lan" in guong("users", "list", "--data", data).output
    assert guong("users", "off", "--data", data, "lan").exit_code == 0
    assert "đã khoá" in guong("users", "list", "--data", data).output
    assert guong("users", "unlock", "--data", data, "lan").exit_code == 0
    assert "đã khoá" not in guong("users", "list", "--data", data).output


def test_a_name_taken_is_told_in_one_line(guong: Any, data: Path) -> None:
    guong("users", "add", "--data", data, "lan", "--role", "reviewer")
    again = guong("users", "add", "--data", data, "lan", "--role", "reviewer")
    assert again.exit_code == 2
    assert "đã có tài khoản lan" in again.output
    assert "Traceback" not in again.output


def test_an_unknown_account_is_told_in_one_line(guong: Any, data: Path) -> None:
    result = guong("users", "link", "--data", data, "khong-co")
    assert result.exit_code in (1, 2)
    assert "khong-co" in result.output
    assert "Traceback" not in result.output
