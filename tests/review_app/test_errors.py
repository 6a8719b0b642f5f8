"""What goes wrong is told in Vietnamese, without a traceback."""

from typing import Any


def test_an_unknown_address_is_told_as_such(board: Any) -> None:
    for username in ("", "lan"):
        answer = board.client(username).get("/khong-co/")
        assert answer.status_code == 404
        assert "Không có trang này" in answer.content.decode()
