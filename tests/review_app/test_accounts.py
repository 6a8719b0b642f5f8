"""Logging in and out: passwords, one-time links, lock-outs, sessions."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from domain.errors import NotFound, UserMistake
from review_app import accounts, server
from review_app.accounts import LINK_LIFE, find_link, issue_link, take_link


def text(answer: Any) -> str:
    return str(answer.content.decode())


def log_in(client: Client, username: str, word: str, **form: str) -> Any:
    return client.post("/vao/", {"username": username, "password": word, **form})


def test_a_right_password_leads_to_the_queue(board: Any, password: str) -> None:
    client = board.client()
    before = client.get("/vao/").cookies
    answer = log_in(client, "lan", password)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/", follow=True).request["PATH_INFO"] == "/hang-doi/"
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_NAME not in before


def test_logging_in_changes_the_session_id(board: Any, password: str) -> None:
    client = board.client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32  # planted by somebody else
    answer = log_in(client, "lan", password)
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


@pytest.mark.parametrize(("username", "first"), [("lan", "/hang-doi/"), ("thu", "/hang-doi/"), ("nghien", "/so/"), ("kythuat", "/nguon/")])  # fmt: skip  # noqa: E501
def test_each_role_begins_at_its_work(board: Any, username: str, first: str) -> None:
    assert board.client(username).get("/")["Location"] == first


TARGETS = [
    ("/so/?loai=model", "/so/?loai=model"),
    ("https://evil.example/", "/"),
    ("//evil.example/", "/"),
    ("javascript:alert(1)", "/"),
    ("/\\evil.example", "/"),
    ("", "/"),
]


@pytest.mark.parametrize(("wanted", "given"), TARGETS)
def test_after_logging_in_one_stays_on_this_host(board: Any, password: str, wanted: str, given: str) -> None:
    assert log_in(board.client(), "lan", password, next=wanted)["Location"] == given


def test_a_wrong_password_is_told_in_vietnamese_and_not_what_was_wrong(board: Any) -> None:
    wrong, unknown = (log_in(board.client(), name, "sai mật khẩu") for name in ("lan", "aidoa"))
    assert wrong.status_code == unknown.status_code == 401

    def alert(answer: Any) -> str:
        found = re.search(r'role="alert">(.*?)</div>', text(answer), re.DOTALL)
        assert found
        return found[1]

    assert "mật khẩu" in alert(wrong)
    assert alert(wrong) == alert(unknown)


def test_five_wrong_passwords_lock_the_account_here_and_nobody_else(board: Any, password: str) -> None:
    client = board.client()
    answers = [log_in(client, "lan", "sai").status_code for _ in range(6)]
    assert answers == [401, 401, 401, 401, 429, 429]
    locked = log_in(client, "lan", password)
    assert locked.status_code == 429
    assert "Tạm khóa đăng nhập" in text(locked)
    elsewhere = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="10.0.0.9")
    assert log_in(elsewhere, "lan", password).status_code == 302


def test_an_account_can_be_unlocked(board: Any, password: str) -> None:
    client = board.client()
    for _ in range(5):
        log_in(client, "lan", "sai")
    assert server.unlock(board.data, "lan") >= 1
    assert log_in(client, "lan", password).status_code == 302


def test_a_forged_address_does_not_dodge_the_lock(board: Any, password: str) -> None:
    client = board.client()
    for number in range(5):
        client.post("/vao/", {"username": "lan", "password": "sai"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert log_in(client, "lan", password).status_code == 429


def test_logging_out_ends_the_session_for_good(board: Any) -> None:
    client = board.client("lan")
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/ra/").status_code == 302  # a link alone logs nobody out
    assert client.get("/hang-doi/").status_code == 200
    client.post("/ra/")
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get("/hang-doi/").status_code == 302


def test_a_link_logs_in_once(board: Any) -> None:
    path = server.make_login_link(board.data, "lan")
    client = board.client()
    assert "Chào Nguyễn Thị Lan" in text(client.get(path))
    assert "Chào Nguyễn Thị Lan" in text(client.get(path))  # looking does not use it up
    assert client.post(path)["Location"] == "/"
    assert client.get("/hang-doi/").status_code == 200
    again = board.client()
    assert again.get(path).status_code == 410
    assert again.post(path).status_code == 410
    assert again.get("/hang-doi/").status_code == 302


def test_the_token_of_a_link_is_not_stored(board: Any) -> None:
    token = server.make_login_link(board.data, "lan").split("/")[2]
    assert token.encode() not in (board.data / "auth.sqlite3").read_bytes()
    assert find_link(token, now=board.now) is not None


def test_a_link_grows_old_and_a_newer_one_replaces_it(board: Any) -> None:
    first = issue_link("lan", now=board.now)
    assert take_link(first, now=board.now + LINK_LIFE) is None
    second = issue_link("lan", now=board.now)
    assert take_link(first, now=board.now) is None
    assert take_link(second, now=board.now + LINK_LIFE - timedelta(seconds=1)) is not None


def test_a_shut_account_is_out_at_once(board: Any, password: str) -> None:
    client = board.client("lan")
    link = server.make_login_link(board.data, "lan")
    server.set_active(board.data, "lan", active=False)
    assert client.get("/hang-doi/").status_code == 302
    assert log_in(board.client(), "lan", password).status_code == 401
    assert board.client().post(link).status_code == 410
    with pytest.raises(UserMistake, match="khóa"):
        server.make_login_link(board.data, "lan")


def test_a_new_password_ends_other_sessions(board: Any, password: str) -> None:
    here, there = board.client("lan"), board.client("lan")
    new = "một mật khẩu mới 77"
    form = {"old_password": password, "new_password1": new, "new_password2": new}
    assert here.post("/tai-khoan/", form).status_code == 302
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_who_came_by_link_sets_a_first_password(board: Any) -> None:
    client = board.client("minh")
    assert "Đặt mật khẩu" in text(client.get("/tai-khoan/"))
    new = "một mật khẩu mới 77"
    assert client.post("/tai-khoan/", {"new_password1": new, "new_password2": new}).status_code == 302
    assert log_in(board.client(), "minh", new).status_code == 302


@pytest.mark.parametrize("weak", ["ngắn", "1234567890123", "passwordpassword"[:8], "minhminhminh"[:4]])
def test_a_weak_password_is_refused_in_vietnamese(board: Any, weak: str) -> None:
    answer = board.client("minh").post("/tai-khoan/", {"new_password1": weak, "new_password2": weak})
    assert answer.status_code == 400
    assert "ật khẩu" in text(answer)
    with pytest.raises(UserMistake, match="mật khẩu"):
        server.change_password(board.data, "minh", weak)


def test_a_session_ends_after_eight_hours_however_busy(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = board.client("lan")
    for hours, status in ((7.9, 200), (8.1, 302)):
        session = client.session
        session["since"] = (board.now - timedelta(hours=hours)).isoformat()
        session.save()
        assert client.get("/hang-doi/").status_code == status


def test_an_idle_session_ends_after_thirty_minutes(board: Any) -> None:
    client = board.client("lan")
    assert client.session.get_expiry_age() == 1800
    session = client.session
    session["seen"] = (board.now - timedelta(minutes=5)).isoformat()
    session.save()
    client.get("/hang-doi/")
    assert client.session["seen"] > session["seen"]  # a click begins the half hour anew


BAD_ACCOUNTS = [
    ("lan", ["reviewer"], "đã có tài khoản"),
    ("LAN", ["reviewer"], "đã có tài khoản"),
    ("mới đến", ["reviewer"], "không hợp lệ"),
    ("", ["reviewer"], "không hợp lệ"),
    ("moi", ["king"], "king"),
    ("moi", [], "vai trò"),
]


@pytest.mark.parametrize(("username", "roles", "told"), BAD_ACCOUNTS)
def test_an_account_that_cannot_be_is_refused(board: Any, username: str, roles: list[str], told: str) -> None:
    with pytest.raises(UserMistake, match=told):
        server.create_account(board.data, username, roles)
    assert len(server.list_accounts(board.data)) == 5


def test_roles_change_at_once(board: Any) -> None:
    client = board.client("nghien")
    assert client.get("/hang-doi/").status_code == 403
    server.change_roles(board.data, "nghien", ["reviewer"])
    assert client.get("/hang-doi/").status_code == 200
    with pytest.raises(NotFound):
        server.change_roles(board.data, "nobody", ["reviewer"])


def test_an_actor_has_the_roles_of_the_account(board: Any) -> None:
    actor = accounts.actor_of(User.objects.get(username="thu"))
    assert (actor.id, actor.name, actor.roles) == ("thu", "Lê Minh Thư", frozenset({"secretary"}))


def test_passwords_are_hashed_with_argon2(board: Any) -> None:
    assert User.objects.get(username="lan").password.startswith("argon2$argon2id$")


def test_a_process_may_turn_to_another_installation(board: Any, tmp_path: Path) -> None:
    other = tmp_path / "other"
    server.prepare(other)
    assert server.list_accounts(other) == []
    assert len(server.list_accounts(board.data)) == 5
