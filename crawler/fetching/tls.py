"""TLS exceptions: single hosts that cannot meet the usual demands, each by name, with its reason, never unverified."""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.fetching.egress import trusted_roots
from crawler.fetching.urls import host_of
from domain.errors import BadRecord, UserMistake

_SHORTEST_REASON: Final = 10  # characters: "lỗi TLS" tells nobody why
# Levels of OpenSSL: 1 takes RSA key exchange and 1024-bit keys, 0 also SHA-1 signatures and TLS 1.0.
_CIPHERS: Final = {"rsa": "DEFAULT:@SECLEVEL=1", "tls1.0": "DEFAULT:@SECLEVEL=0"}
_TOLD: Final = {"rsa": "cho phép mã hóa cũ", "tls1.0": "cho phép TLS 1.0 và mã hóa cũ"}
_LEGACY_RENEGOTIATION: Final = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on


@dataclass(frozen=True, slots=True)
class TlsException:
    """What one host is forgiven, and why.

    `host` is its name (host:port for an unusual port, "www." counts as the same), `reason` is for the next operator.
    `intermediate` is a PEM file with the CA certificate the server forgets to send; `legacy` is "rsa" (old ciphers) or
    "tls1.0" (old protocol too). The chain must still end in a trusted root and the name must still match.
    """

    host: str
    reason: str
    intermediate: str = ""
    legacy: str = ""

    def __post_init__(self) -> None:
        if not self.host or "/" in self.host or self.host != self.host.lower():
            raise BadRecord(f"tls: host {self.host!r} phải là tên máy chữ thường, không có https://")
        if len(self.reason.strip()) < _SHORTEST_REASON:
            raise BadRecord(f"tls {self.host}: phải ghi reason (lý do, ít nhất {_SHORTEST_REASON} ký tự)")
        if not self.intermediate and not self.legacy:
            raise BadRecord(f"tls {self.host}: cần intermediate (tệp PEM) hoặc legacy")
        if self.legacy and self.legacy not in _CIPHERS:
            raise BadRecord(f"tls {self.host}: legacy chỉ có thể là {', '.join(_CIPHERS)}")

    def told(self) -> str:
        """Return what is forgiven, in words for the report."""
        parts = ["ghim chứng chỉ trung gian" if self.intermediate else "", _TOLD.get(self.legacy, "")]
        return ", ".join(part for part in parts if part)


def exception_for(url: str, exceptions: Iterable[TlsException]) -> TlsException | None:
    """Return the exception that an https URL needs, None for any other."""
    if not url.startswith("https://"):
        return None
    return next((one for one in exceptions if one.host.removeprefix("www.") == host_of(url)), None)


def tls_context(ca_bundle: Path | None, exception: TlsException | None) -> ssl.SSLContext:
    """Return the context for one host; raises UserMistake when a file cannot be used."""
    context = trusted_roots(ca_bundle)
    if exception is None:
        return context
    if exception.intermediate:
        check_intermediate(exception)
        context.load_verify_locations(exception.intermediate)
    if exception.legacy:
        context.set_ciphers(_CIPHERS[exception.legacy])
        context.options |= _LEGACY_RENEGOTIATION
    if exception.legacy == "tls1.0":
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    return context


def check_intermediate(exception: TlsException) -> None:
    """Raise UserMistake unless the pinned file holds intermediate CA certificates and nothing else.

    A self-signed one would be a root of its own: whoever holds its key could speak for the host.
    """
    probe = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    path = exception.intermediate
    remedy = "lưu chứng chỉ trung gian của CA cấp cho máy chủ này vào tệp PEM đó"
    try:
        probe.load_verify_locations(path)
    except OSError as error:
        raise UserMistake(
            f"tls {exception.host}: không đọc được tệp {path} ({error.strerror or error})", remedy=remedy
        ) from error
    certificates = probe.get_ca_certs()
    if len(certificates) != probe.cert_store_stats()["x509"]:
        raise UserMistake(f"tls {exception.host}: {path} có chứng chỉ không phải của CA", remedy=remedy)
    if any(one.get("subject") == one.get("issuer") for one in certificates):
        raise UserMistake(
            f"tls {exception.host}: {path} có chứng chỉ gốc tự ký",
            remedy="chỉ ghim chứng chỉ trung gian; CA riêng của mạng thì đặt ở ca_bundle trong guong.toml",
        )
