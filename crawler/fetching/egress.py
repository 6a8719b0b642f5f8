"""How requests leave this machine: directly or through the outbound proxy of the network, and whom TLS trusts."""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

import certifi
from requests_hardened.ip_filter import InvalidIPAddress, filter_host
from urllib3.util.ssl_ import create_urllib3_context

from domain.errors import UserMistake

# Names that only mean something inside a network (RFC 6762, 8375, 6761 and common private habits).
_INNER_SUFFIXES: Final = (
    ".local", ".localhost", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".corp", ".private",
    ".home.arpa", ".onion",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Egress:
    """The way out: `proxy` is "http://[name:password@]host:port" or "" for none, `ca_bundle` a PEM file or None.

    `proxy_resolves` says that names are looked up by the proxy alone, because this network has no outer DNS.
    """

    proxy: str = field(default="", repr=False)  # may hold a password
    proxy_resolves: bool = False
    ca_bundle: Path | None = None

    def proxy_name(self) -> str:
        """Return host:port of the proxy, which may be shown."""
        parts = urlsplit(self.proxy)
        return f"{parts.hostname}:{parts.port}" if self.proxy else ""


def check_egress(egress: Egress) -> None:
    """Raise UserMistake when the proxy address is malformed or the CA file cannot be used; nothing secret is told."""
    if egress.proxy:
        _check_proxy(egress.proxy)
    elif egress.proxy_resolves:
        raise UserMistake("proxy_resolves = true nhưng chưa khai báo proxy", remedy="đặt proxy hoặc bỏ proxy_resolves")
    trusted_roots(egress.ca_bundle)


def _check_proxy(address: str) -> None:
    remedy = 'viết proxy = "http://máy:cổng" hoặc "http://tên:mật-khẩu@máy:cổng" (ký tự lạ viết dạng %XX)'
    try:
        parts: SplitResult | None = urlsplit(address)
        port = parts.port if parts else None
    except ValueError:
        parts = port = None
    if parts is None or parts.scheme != "http" or not parts.hostname or not port:
        raise UserMistake("Địa chỉ proxy không hợp lệ", remedy=remedy)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise UserMistake("Địa chỉ proxy có phần thừa sau cổng", remedy=remedy)


def trusted_roots(ca_bundle: Path | None) -> ssl.SSLContext:
    """Return a fresh verifying context: the public roots and those of the installation's own PEM file."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.load_verify_locations(certifi.where())
    context.verify_flags &= ~ssl.VERIFY_X509_PARTIAL_CHAIN  # a pinned intermediate alone is no proof
    if ca_bundle is not None:
        try:
            context.load_verify_locations(ca_bundle)
        except OSError as error:  # ssl.SSLError is one
            raise UserMistake(
                f"Không dùng được tệp chứng chỉ CA {ca_bundle} ({error.strerror or error})",
                remedy="chỉ đúng tệp PEM (-----BEGIN CERTIFICATE-----) trong ca_bundle và cho quyền đọc",
            ) from error
    return context


def is_literal(host: str) -> bool:
    """Tell whether a host is an IP address in any spelling a resolver takes: 127.1, 2130706433, 0x7f.1, ::1."""
    try:
        socket.inet_aton(host)
    except OSError:
        pass
    else:
        return True
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def check_behind_proxy(
    host: str, port: int, *, proxy_resolves: bool, look_up: Callable[[str, int], str] | None = None
) -> bool:
    """Tell whether a host that may be asked for through the proxy is known here; raise InvalidIPAddress if it may not.

    The proxy sees what this machine does not: literals, bare names and inner suffixes are refused, and so is a
    name that is looked up here to a private address. Raises NameUnknown when the name is not known here and the
    proxy is not declared to resolve names.
    """
    name = host.rstrip(".").lower()
    if is_literal(name) or "." not in name or f".{name}".endswith(_INNER_SUFFIXES):
        raise InvalidIPAddress(name)
    try:
        (look_up or _look_up)(name, port)
    except InvalidIPAddress:
        raise
    except OSError as error:
        if not proxy_resolves:
            raise NameUnknown(name) from error
        return False
    return True


class NameUnknown(OSError):
    """A host name that is not known on this machine."""


def _look_up(name: str, port: int) -> str:
    return str(filter_host(name, port, allow_loopback=False))
