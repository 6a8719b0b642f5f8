"""What goes wrong while the health of sources is taken loses nothing and hides nothing."""

from pathlib import Path
from typing import Any

import pytest

from guong import health
from registry.health import list_findings, load_digest, load_history
from registry.store import open_store


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of our own at the very end, after harvests and findings were written."""

    def fail(*arguments: Any, **more: Any) -> Any:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(health, "compose", fail)


def test_a_bug_ends_the_week_non_zero_and_the_next_run_looks_at_the_same_time_again(
    board: Any, guong: Any, broken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = guong("week", "--data", board.data)
    assert result.exit_code == 1
    assert "ZeroDivisionError" in result.output
    assert "trường hợp chờ thẩm định" in result.output  # the week's work itself is done and told
    assert _remembered(board.data) == (0, 0, False)

    monkeypatch.undo()
    again = guong("week", "--data", board.data)
    assert again.exit_code == 0, again.output
    assert "(tandan): nghi bị chèn nội dung lạ: 1 trang" in again.output
    assert _remembered(board.data) == (1, 1, True)


def _remembered(data: Path) -> tuple[int, int, bool]:
    store = open_store(data / "registry.sqlite3", read_only=True)
    try:
        return len(load_history(store, "tandan")), len(list_findings(store)), load_digest(store) is not None
    finally:
        store.close()


def test_a_look_from_the_future_does_not_silence_the_sources_of_today(board: Any, guong: Any) -> None:
    store = open_store(board.data / "registry.sqlite3")
    store.run("UPDATE harvests SET at = '2099-01-01T00:00:00.000000+00:00'")
    store.close()
    assert guong("week", "--data", board.data).exit_code == 0
    said = guong("sources", "status", "--json", "--data", board.data).output
    assert '"kind": "unreachable"' not in said
    assert '"kind": "never_answered"' not in said
