"""Jobs as operators meet them: two at once, asked to stop, asked twice. Real processes, real signals."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.queue.frontier import Frontier
from crawler.warc.archive import Archive, verify_archive
from guong.installation import create_installation
from registry.runs import count_states
from registry.store import open_store

SOURCE = """
[[source]]
name = "treo"
title = "Cổng nhận kết nối rồi im lặng"
start = ["http://127.0.0.1:{port}/"]
delay_seconds = 0.0
allow_loopback = true
verified = true
"""


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "guong", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until(condition: Callable[[], object], job: subprocess.Popen[str]) -> None:
    """Wait until something has happened; a job that ends before is the failure."""
    while not condition():
        assert job.poll() is None, job.communicate()
        time.sleep(0.02)


class Silence:
    """A server that takes every connection and never answers: a job asking it stays busy."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.taken: list[socket.socket] = []
        self.thread = threading.Thread(target=self._take)
        self.thread.start()

    def _take(self) -> None:
        while True:
            try:
                self.taken.append(self.listener.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        for one in self.taken:
            one.close()


@pytest.fixture
def silence() -> Iterator[Silence]:
    server = Silence()
    yield server
    server.close()


@pytest.fixture
def data(tmp_path: Path, silence: Silence) -> Path:
    folder = tmp_path / "data"
    create_installation(folder, "tỉnh Lào Cai")
    (folder / "sources" / "a.toml").write_text(SOURCE.format(port=silence.port), encoding="utf-8")
    return folder


@pytest.fixture
def busy(data: Path, silence: Silence) -> Iterator[subprocess.Popen[str]]:
    """A crawl that has sent its first request and waits for an answer."""
    job = start("crawl", "--data", data)
    until(lambda: silence.taken, job)
    yield job
    if job.poll() is None:
        job.kill()
    job.communicate()


@pytest.mark.parametrize(
    "command", [["week"], ["crawl"], ["mine"], ["import", __file__], ["init", "--province", "Lào Cai"]]
)
def test_a_second_job_is_told_who_is_running(busy: subprocess.Popen[str], data: Path, command: list[str]) -> None:
    second = start(*command, "--data", data)
    _, errors = second.communicate(timeout=600)
    assert second.returncode == 4, errors
    assert "Traceback" not in errors
    assert f"`guong crawl` (tiến trình {busy.pid}, từ " in errors


def test_a_killed_job_leaves_no_lock_behind(busy: subprocess.Popen[str], data: Path, tmp_path: Path) -> None:
    busy.kill()
    busy.wait()
    page = tmp_path / "bai.txt"
    page.write_text("Ông Lò Văn Inh được tặng Bằng khen.", encoding="utf-8")
    second = start("import", page, "--data", data)
    output, errors = second.communicate(timeout=600)
    assert second.returncode == 0, errors
    assert "1 mới" in output


def test_the_review_app_serves_while_a_job_runs(busy: subprocess.Popen[str], data: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = start("serve", "--data", data, "--port", str(port))
    try:
        assert server.stdout is not None
        while "Ctrl-C" not in server.stdout.readline():  # printed once it listens
            assert server.poll() is None
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert answer.status == 200
        assert busy.poll() is None
    finally:
        server.terminate()
        server.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_the_job_at_once(busy: subprocess.Popen[str], number: signal.Signals) -> None:
    busy.send_signal(number)
    assert busy.stderr is not None
    assert "Đang dừng" in busy.stderr.readline()
    busy.send_signal(number)
    _, errors = busy.communicate(timeout=600)
    assert busy.returncode == 128 + number
    assert "chạy lại" in errors


def test_a_restore_waits_for_the_job_at_work(busy: subprocess.Popen[str], data: Path, tmp_path: Path) -> None:
    create_installation(tmp_path / "other", "tỉnh Lào Cai")
    restore = start("restore", tmp_path / "other", "--data", data)
    _, errors = restore.communicate(timeout=600)
    assert restore.returncode == 4, errors
    assert (data / "sources" / "a.toml").exists()


def test_an_import_asked_to_stop_is_finished_by_the_same_command(data: Path, tmp_path: Path) -> None:
    text = "Tin vắn số {}: mưa rải rác ở vùng cao, trời se lạnh."
    rows = [{"text": text.format(number), "url": f"https://x.example/{number}"} for number in range(200)]
    path = tmp_path / "kho.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first = start("import", path, "--data", data)
    assert first.stderr is not None
    assert "Nhập bài: 1/200" in first.stderr.readline()
    first.terminate()
    output, errors = first.communicate(timeout=600)
    assert first.returncode == 3, (output, errors)
    second = start("import", path, "--data", data)
    assert "không đổi" in second.communicate(timeout=600)[0]
    assert second.returncode == 0
    store = open_store(data / "registry.sqlite3", read_only=True)
    assert store.value("SELECT count(*) FROM articles") == 200
    store.close()


def articles(world: Any) -> Counter[str]:
    """How often each article of the sample world was given out whole."""
    addresses = {world.address(page) for page in world.pages}
    given = (world.base_url(one.portal) + one.path for one in world.log if one.status == 200)
    return Counter(url for url in given if url in addresses)


@pytest.mark.parametrize(("command", "number"), [("crawl", signal.SIGINT), ("week", signal.SIGTERM)])
def test_a_job_asked_to_stop_ends_politely_and_goes_on_later(board: Any, command: str, number: signal.Signals) -> None:
    """The first case begins the crawl of the sample world, the second continues it."""
    before = len(articles(board.world))
    job = start(command, "--data", board.data)
    until(lambda: len(articles(board.world)) >= before + 3, job)
    job.send_signal(number)
    output, errors = job.communicate(timeout=600)
    assert job.returncode == 3, (output, errors)
    assert "Đang dừng" in errors
    assert "Đã dừng theo yêu cầu; chạy lại để tiếp tục" in output
    with Frontier(board.data / "frontier.sqlite3") as frontier:
        assert frontier.verify() == "ok"
    _, damages = verify_archive(Archive(board.data / "archive", writable=False))
    assert not damages
    assert len(articles(board.world)) < len(board.world.pages)


def test_after_polite_stops_every_page_is_read_and_only_requests_under_way_were_repeated(board: Any) -> None:
    job = start("week", "--data", board.data)
    output, errors = job.communicate(timeout=600)
    assert job.returncode == 0, (output, errors)
    store = open_store(board.data / "registry.sqlite3", read_only=True)
    states = count_states(store)
    store.close()
    assert states["mined"] + states["quarantined"] == len(board.world.pages)
    asked = articles(board.world)
    assert set(asked) == {board.world.address(page) for page in board.world.pages}
    # Two stops, each of which may break off one request on each portal.
    assert asked.total() - len(asked) <= 2 * len(board.world.sources())


def test_progress_is_told_in_plain_lines_where_there_is_no_terminal(board: Any) -> None:
    job = start("crawl", "--data", board.data)
    output, errors = job.communicate(timeout=600)
    assert job.returncode == 0, errors
    assert "Lượt thu thập" in output
    assert "trang danh mục: " in output
    assert "\x1b" not in output + errors
    assert any(line.startswith("Thu thập: ") for line in errors.splitlines())


def test_a_bar_is_shown_on_a_terminal(board: Any) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "guong", "crawl", "--data", str(board.data)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs) as job:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # the other side is closed
                break
    os.close(ours)
    assert job.returncode == 0
    assert "Thu thập" in shown.decode(errors="replace")
    assert "━" in shown.decode(errors="replace")
