"""What a browser is told, and what is refused whoever asks."""

import re
from typing import Any

import pytest
from django.test import Client

ACTIONS = ["/hang-doi/tiep/", "/truong-hop/1/quyet-dinh/", "/truong-hop/1/tra-lai/", "/truong-hop/1/giu/", "/quyet-dinh/1/hoan-tac/", "/ra/", "/tai-khoan/", "/vao/"]  # fmt: skip  # noqa: E501


def test_pages_carry_a_strict_policy(board: Any) -> None:
    for client, address in (
        (board.client(), "/vao/"),
        (board.client("lan"), "/hang-doi/"),
        (board.client("lan"), "/x/"),
    ):
        headers = client.get(address).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ACTIONS)
def test_a_form_from_elsewhere_does_nothing(board: Any, address: str) -> None:
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.cookies = board.client("lan").cookies
    answer = client.post(address, {"action": "confirm"})
    assert answer.status_code == 403
    assert "không đến từ trang của Gương" in answer.content.decode()
    assert board.value("SELECT count(*) FROM decisions") == 0


def test_a_foreign_host_is_refused_without_a_traceback(board: Any) -> None:
    answer = board.client().get("/vao/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_static_files_are_served_and_may_be_kept(board: Any) -> None:
    html = board.client().get("/vao/").content.decode()
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', html):
        answer = board.client().get(address)
        assert answer.status_code == 200
        assert "max-age=" in answer["Cache-Control"]
        answer.close()
    assert board.client().get("/static/../settings.py").status_code == 404


def test_a_fault_of_ours_is_told_plainly(board: Any) -> None:
    client = board.client("lan")
    client.raise_request_exception = False
    board.store.db.execute("ALTER TABLE evidence RENAME TO gone")
    answer = client.get("/hang-doi/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "Máy chủ gặp lỗi" in html
    assert "Traceback" not in html
    assert "evidence" not in html


def test_a_registry_that_cannot_be_opened_is_told_with_the_remedy(board: Any) -> None:
    from review_app import board as rooms

    client = board.client("lan")
    rooms._opened.cache_clear()
    board.store.close()
    (board.data / "registry.sqlite3").write_bytes(b"not a database at all")
    answer = client.get("/hang-doi/")
    assert answer.status_code == 503
    assert "không phải là cơ sở dữ liệu của Gương" in answer.content.decode()


def test_a_request_too_long_is_refused(board: Any) -> None:
    answer = board.client("lan").post("/truong-hop/1/quyet-dinh/", {"action": "reject", "note": "x" * 300_000})
    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.content.decode()
