"""A user's mistake ends in one line that says what happened and what to do, never in a traceback."""

import os
import resource
import signal
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from guong.installation import create_installation
from guong.workspace import Workspace, job_lock

SOURCE = """
[[source]]
name = "im-lang"
title = "Cổng không trả lời"
start = ["http://127.0.0.1:{port}/"]
delay_seconds = 0.0
allow_loopback = true
verified = true
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_installation(folder, "tỉnh Lào Cai")
    return folder


def assert_one_line(result: Any, *words: str) -> None:
    assert result.exit_code in (1, 2, 4), result.output
    assert "Traceback" not in result.output
    line = next(line for line in result.output.splitlines() if line.startswith("Lỗi:"))
    for word in words:
        assert word in line, line


def test_a_week_without_an_installation_says_how_to_begin(guong: Any, tmp_path: Path) -> None:
    assert_one_line(guong("week", "--data", tmp_path / "nothing"), "guong init")


def test_an_unknown_province_lists_the_provinces(guong: Any, tmp_path: Path) -> None:
    assert_one_line(guong("init", "--data", tmp_path, "--province", "tỉnh Atlantis"), "Atlantis", "Lào Cai")


def test_a_former_province_names_its_successor(guong: Any, tmp_path: Path) -> None:
    assert_one_line(guong("init", "--data", tmp_path, "--province", "tỉnh Yên Bái"), "Lào Cai")


def test_a_board_without_sources_is_told_where_to_put_them(guong: Any, data: Path) -> None:
    assert_one_line(guong("week", "--data", data), "sources", ".toml")


def test_an_unknown_source_is_named(guong: Any, data: Path) -> None:
    (data / "sources" / "a.toml").write_text(SOURCE.format(port=9), encoding="utf-8")
    assert_one_line(guong("week", "--data", data, "--source", "khong-co"), "khong-co")


def test_an_unreachable_host_is_reported_and_its_page_kept(guong: Any, data: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (data / "sources" / "a.toml").write_text(SOURCE.format(port=port), encoding="utf-8")
    (data / "guong.toml").write_text('province = "Tỉnh Lào Cai"\npatience_seconds = 0\n', encoding="utf-8")
    result = guong("week", "--data", data)
    assert "Traceback" not in result.output
    assert "Cần xem: im-lang" in result.output


def test_a_second_job_waits_its_turn(guong: Any, data: Path) -> None:
    (data / "sources" / "a.toml").write_text(SOURCE.format(port=9), encoding="utf-8")
    with job_lock(Workspace(data), "week"):
        assert_one_line(guong("week", "--data", data), "guong week", str(os.getpid()), "đang chạy", "chờ")


def test_a_foreign_database_is_refused(guong: Any, data: Path) -> None:
    path = data / "registry.sqlite3"
    for side in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        side.unlink(missing_ok=True)
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE notes (id INTEGER)")
    foreign.close()
    assert_one_line(guong("search", "--data", data, "gương"), "registry.sqlite3")


def test_a_locked_database_is_refused(guong: Any, data: Path, tmp_path: Path) -> None:
    page = tmp_path / "bai.txt"
    page.write_text("Ông Lò Văn Inh được tặng Bằng khen.", encoding="utf-8")
    with sqlite3.connect(data / "registry.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_one_line(guong("import", "--data", data, page), "registry.sqlite3")
        other.execute("ROLLBACK")
    other.close()


def test_a_port_in_use_is_named_before_anything_is_done(guong: Any, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = guong("demo", "--data", tmp_path / "demo", "--port", str(port))
    assert_one_line(result, str(port))
    assert not (tmp_path / "demo").exists()


def test_damaged_settings_are_named(guong: Any, data: Path) -> None:
    (data / "guong.toml").write_text("province = [", encoding="utf-8")
    assert_one_line(guong("week", "--data", data), "guong.toml")


def test_a_folder_that_cannot_be_made_is_named(guong: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert_one_line(guong("init", "--data", tmp_path / "file" / "x", "--province", "tỉnh Lào Cai"), "file")


def test_a_full_disk_is_told_and_nothing_is_half_written(guong: Any, data: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk: nothing may grow beyond it."""
    page = tmp_path / "bai.txt"
    page.write_text("Tin vắn trong tuần.\n" + "mưa rải rác, trời se lạnh.\n" * 9_000, encoding="utf-8")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = 150_000  # the page alone needs more
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limit[1]))
    try:
        result = guong("import", "--data", data, page)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, old)
    assert_one_line(result, "registry.sqlite3")
    assert guong("verify", "--data", data).exit_code == 0
    assert "1 mới" in guong("import", "--data", data, page).output
