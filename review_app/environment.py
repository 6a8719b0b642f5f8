"""What the installation says to the review app: folder, secret, hosts, province; read from the environment."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.errors import StoreProblem, UserMistake

REGISTRY_FILE: Final = "registry.sqlite3"
AUTH_FILE: Final = "auth.sqlite3"
KEY_FILE: Final = "web-secret.key"
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_YES: Final = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Environment:
    """One installation; `https`: a TLS proxy stands in front; `proxied`: trust its X-Forwarded-For."""

    data: Path
    hosts: tuple[str, ...]
    https: bool
    proxied: bool
    province: str

    @property
    def registry(self) -> Path:
        """The registry's file."""
        return self.data / REGISTRY_FILE

    @property
    def auth(self) -> Path:
        """The file of accounts, sessions and lock-outs."""
        return self.data / AUTH_FILE


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Return the installation that the variables name.

    They are GUONG_DATA, GUONG_ALLOWED_HOSTS, GUONG_HTTPS, GUONG_BEHIND_PROXY and GUONG_PROVINCE. Hosts are loopback
    unless given, separated by commas. The province may also stand in `guong.toml` in the folder.
    """
    data = Path(variables.get("GUONG_DATA", "guong-data")).absolute()
    hosts = tuple(host.strip() for host in variables.get("GUONG_ALLOWED_HOSTS", "").split(",") if host.strip())
    return Environment(
        data=data,
        hosts=hosts or LOOPBACK,
        https=variables.get("GUONG_HTTPS", "").lower() in _YES,
        proxied=variables.get("GUONG_BEHIND_PROXY", "").lower() in _YES,
        province=variables.get("GUONG_PROVINCE", "").strip() or _province_in(data / "guong.toml"),
    )


def _province_in(path: Path) -> str:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise UserMistake(f"{path}: không đọc được thiết lập ({error})", remedy="sửa tệp này rồi chạy lại") from error
    return str(found.get("province", "")).strip()


def load_secret(data: Path) -> str:
    """Return the signing key of the installation; made on first use, readable by its owner only."""
    path = data / KEY_FILE
    try:
        data.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _checked(path, path.read_text(encoding="ascii").strip())
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            key = secrets.token_urlsafe(64)
            file.write(key)
        return key
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreProblem(
            f"{path}: không đọc được khóa bí mật ({reason})", remedy="kiểm tra quyền truy cập thư mục dữ liệu"
        ) from error


def _checked(path: Path, key: str) -> str:
    if len(key) < 50:
        raise StoreProblem(
            f"{path}: khóa bí mật bị hỏng",
            kept="dữ liệu vẫn nguyên",
            remedy="xóa tệp này rồi chạy lại; mọi người sẽ phải đăng nhập lại",
        )
    return key
