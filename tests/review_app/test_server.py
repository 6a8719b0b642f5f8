"""The server as the command line starts it."""

import signal
import socket
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreProblem, UserMistake
from review_app import server


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_told_at_once_with_a_remedy(taken: int, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=rf"cổng {taken} đang được dùng") as caught:
        server.serve(tmp_path, "127.0.0.1", taken)
    assert str(taken + 1) in caught.value.remedy


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 8765), ("no such host", 8765), ("127.0.0.1", 99999)])
def test_an_impossible_address_is_a_users_mistake(host: str, port: int) -> None:
    with pytest.raises(UserMistake):
        server.check_port(host, port)


def test_the_network_is_served_behind_https_only(prepared: Path, free_port: int) -> None:
    with pytest.raises(UserMistake, match="HTTPS"):
        server.serve(prepared, "0.0.0.0", free_port)  # noqa: S104  # refused before it listens


def test_a_named_host_is_served_behind_https_only(
    board: Any, free_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUONG_ALLOWED_HOSTS", "guong.example.vn")
    other = tmp_path / "other"
    server.prepare(other)
    with pytest.raises(UserMistake, match=r"guong\.example\.vn"):
        server.serve(other, "127.0.0.1", free_port)


def test_a_damaged_accounts_file_is_told_in_one_line(tmp_path: Path) -> None:
    server.prepare(tmp_path)
    server.use_installation(tmp_path.parent)  # closes the file
    (tmp_path / "auth.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreProblem, match=r"auth\.sqlite3"):
        server.list_accounts(tmp_path)


def test_the_accounts_are_readable_by_their_owner_only(prepared: Path) -> None:
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in prepared.iterdir()}
    assert modes["auth.sqlite3"] == modes["web-secret.key"] == "0o600"


def test_preparing_again_keeps_everything(board: Any) -> None:
    before = server.list_accounts(board.data)
    server.prepare(board.data)
    assert server.list_accounts(board.data) == before


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_server_answers_and_stops_cleanly(
    copier: Callable[[Path], Any], serving: Callable[..., Any], tmp_path: Path, stop: signal.Signals
) -> None:
    installation = copier(tmp_path / "data")
    installation.store.close()
    with serving(installation.data) as (process, address):
        with urllib.request.urlopen(address + "/vao/", timeout=10) as answer:  # noqa: S310  # our own server
            assert answer.status == 200
            assert "Đăng nhập" in answer.read().decode()
        process.send_signal(stop)
        out, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in out
