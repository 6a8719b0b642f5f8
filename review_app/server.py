"""What the command line asks of the review app: prepare it, manage its accounts, serve it.

Every function takes the folder of an installation; a process may turn from one to another, but serves only one.
"""

import errno
import os
import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from domain.errors import StoreProblem, UserMistake
from review_app.environment import AUTH_FILE, LOOPBACK, load_secret, read_environment

if TYPE_CHECKING:
    from review_app.accounts import Account

_WORKERS: Final = 2
_THREADS: Final = 4


def prepare(data: Path) -> None:
    """Make the accounts' database and the signing key, or bring the database up to date; safe to repeat."""
    with _accounts_of(data):
        from django.core.management import call_command

        # Made before SQLite would make it, so that it is never readable to others.
        (data / AUTH_FILE).touch(mode=0o600, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)


def create_account(
    data: Path, username: str, roles: Iterable[str], password: str | None = None, *, name: str = ""
) -> "Account":
    """Create an account; without a password only one-time links lead in. UserMistake when it exists."""
    with _accounts_of(data):
        from review_app import accounts

        return accounts.add_account(username, roles, password, name)


def list_accounts(data: Path) -> "list[Account]":
    """Return all accounts by username."""
    with _accounts_of(data):
        from review_app import accounts

        return accounts.list_accounts()


def change_roles(data: Path, username: str, roles: Iterable[str]) -> "Account":
    """Give the account exactly `roles`."""
    with _accounts_of(data):
        from review_app import accounts

        return accounts.change_roles(username, roles)


def change_password(data: Path, username: str, password: str) -> None:
    """Set a new password; every session of the account ends."""
    with _accounts_of(data):
        from review_app import accounts

        accounts.change_password(username, password)


def set_active(data: Path, username: str, *, active: bool) -> None:
    """Allow the account in, or shut it out at once."""
    with _accounts_of(data):
        from review_app import accounts

        accounts.set_active(username, active=active)


def unlock(data: Path, username: str) -> int:
    """Forget the failed log-ins of the account; return how many were forgotten."""
    with _accounts_of(data):
        from review_app import accounts

        return accounts.unlock(username)


def make_login_link(data: Path, username: str) -> str:
    """Return the path of a link that logs the account in once within the hour; earlier links stop working."""
    with _accounts_of(data):
        from django.urls import reverse

        from review_app import accounts

        return str(reverse("link", args=[accounts.issue_link(username, now=datetime.now(UTC))]))


def check_port(host: str, port: int) -> None:
    """Raise UserMistake when nothing can listen on `host`:`port`; the server itself would retry for seconds."""
    if not 1 <= port <= 65535:
        raise UserMistake(f"không có cổng {port}", remedy="chọn cổng từ 1024 đến 65535, chẳng hạn 8765")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        what = {
            errno.EADDRINUSE: f"cổng {port} đang được dùng",
            errno.EACCES: f"không được phép mở cổng {port}",
        }.get(error.errno or 0, f"không mở được địa chỉ {host}:{port}")
        raise UserMistake(
            what,
            kept="dữ liệu giữ nguyên",
            remedy=f"dừng chương trình đang chiếm cổng hoặc chọn cổng khác, chẳng hạn {_other(port)}",
        ) from error


def _other(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8765


def serve(data: Path, host: str, port: int, *, when_ready: Callable[[], None] | None = None) -> None:
    """Serve the review app until Ctrl-C or SIGTERM, then leave the process with status 0.

    `when_ready` is called once the port is open. Raises UserMistake when the port is taken. The registry must
    exist and `prepare` must have run.
    """
    check_port(host, port)
    use_installation(data)
    _check_exposure(host)
    from django.db import connections

    from review_app.listening import Listener

    # The workers are forked: an open connection must not be shared with them.
    connections.close_all()
    Listener(_options(host, port, when_ready)).run()


def _check_exposure(host: str) -> None:
    from django.conf import settings

    open_to = next((name for name in (host, *settings.GUONG.hosts) if name not in (*LOOPBACK, "::1")), None)
    if open_to is not None and not settings.GUONG.https:
        raise UserMistake(
            f"{open_to} mở ra mạng mà chưa có HTTPS",
            kept="dữ liệu giữ nguyên",
            remedy="dùng 127.0.0.1; hoặc đặt proxy HTTPS phía trước và chạy với GUONG_HTTPS=1, "
            "GUONG_ALLOWED_HOSTS=<tên miền>",
        )


def _options(host: str, port: int, when_ready: Callable[[], None] | None) -> dict[str, Any]:
    place = f"[{host}]" if ":" in host else host
    options: dict[str, Any] = {
        "bind": f"{place}:{port}",
        "workers": _WORKERS,
        "threads": _THREADS,
        "worker_class": "gthread",
        "control_socket_disable": True,
        "graceful_timeout": 5,
        "timeout": 60,
        "loglevel": "warning",
        "proc_name": "guong",
    }
    if when_ready is not None:
        options["when_ready"] = lambda _: when_ready()
    return options


@contextmanager
def _accounts_of(data: Path) -> Iterator[None]:
    """Set Django up for the installation in `data`; what goes wrong with its file is told in one line."""
    use_installation(data)
    from django.db import DatabaseError

    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise StoreProblem(
            f"{data / AUTH_FILE}: không dùng được tệp tài khoản ({error})",
            kept="sổ điển hình không bị đụng tới",
            remedy="kiểm tra quyền ghi và dung lượng đĩa, hoặc khôi phục tệp từ bản sao lưu",
        ) from error


def use_installation(data: Path) -> None:
    """Set Django up for the installation in `data`, or turn it there from another one."""
    import django
    from django.apps import apps
    from django.conf import settings

    data = data.absolute()
    if not apps.ready:
        os.environ["GUONG_DATA"] = str(data)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review_app.settings")
        django.setup()
    if data != settings.GUONG.data:
        from django.db import connections

        os.environ["GUONG_DATA"] = str(data)
        settings.GUONG = read_environment(os.environ)
        settings.SECRET_KEY = load_secret(data)
        connections["default"].close()
        connections.settings["default"]["NAME"] = settings.GUONG.auth
