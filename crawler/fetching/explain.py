"""Why a connection failed, in words for the operator with what can be done about it."""

import re
from typing import Final

import requests

from crawler.fetching.egress import NameUnknown

# What the libraries say, and what it means; the first that fits is told. Each with one real message.
_MEANINGS: Final = (
    # Tunnel connection failed: 407 Proxy Authentication Required
    (
        r"Tunnel connection failed: 407",
        "proxy đòi tên và mật khẩu hoặc đã từ chối chúng (407); sửa proxy trong guong.toml",
    ),
    # Tunnel connection failed: 403 Forbidden
    (
        r"Tunnel connection failed: 403",
        "proxy không cho đi tới máy chủ này (403); đề nghị quản trị mạng mở",
    ),
    (r"Tunnel connection failed: (\d+)", "proxy không nối được tới máy chủ này ({0})"),
    # Max retries exceeded ... (Caused by ProxyError('Unable to connect to proxy', ...
    (
        r"Unable to connect to proxy|ProxyError|proxy connection",
        "không nối được tới proxy {proxy}; kiểm tra proxy trong guong.toml",
    ),
    # certificate verify failed: unable to get local issuer certificate
    (
        r"unable to get local issuer|unable to verify the first",
        "chứng chỉ TLS thiếu mắt xích hoặc do CA lạ cấp; khai báo tls intermediate, hoặc ca_bundle nếu là CA của mạng",
    ),
    (
        r"self[- ]signed certificate",
        "chứng chỉ TLS tự ký hoặc do CA riêng của mạng cấp; nếu là CA của mạng, đặt ca_bundle",
    ),
    # hostname 'a.vn' doesn't match 'b.vn'
    (r"doesn't match|IP address mismatch|Hostname mismatch", "chứng chỉ TLS không phải của máy chủ này"),
    (r"certificate has expired", "chứng chỉ TLS đã hết hạn"),
    (r"CERTIFICATE_VERIFY_FAILED", "chứng chỉ TLS không được tin cậy"),
    # [SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version; [SSL: UNSUPPORTED_PROTOCOL]
    (
        r"PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|VERSION_TOO_LOW",
        'máy chủ chỉ có TLS cũ; nếu chấp nhận, khai báo tls legacy = "tls1.0" cho máy chủ này',
    ),
    # [SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure; DH_KEY_TOO_SMALL
    (
        r"HANDSHAKE_FAILURE|NO_SHARED_CIPHER|KEY_TOO_SMALL|MD_TOO_WEAK",
        'máy chủ chỉ có mã hóa cũ; nếu chấp nhận, khai báo tls legacy = "rsa" cho máy chủ này',
    ),
    (r"\bSSL\b|SSLError", "bắt tay TLS không thành"),
    # Failed to resolve domain
    (r"Failed to resolve|Name or service not known|NameResolutionError", "không tìm thấy tên máy chủ (DNS)"),
    (r"Connection refused", "máy chủ từ chối kết nối"),
    # got more than 100 headers; got more than 65536 bytes when reading header line
    (r"got more than", "phần đầu của câu trả lời quá dài (tiêu đề HTTP vượt giới hạn)"),
    (r"BadStatusLine|Remote end closed|without response", "máy chủ đóng kết nối mà không trả lời"),
    (r"Connection reset|Connection aborted|Broken pipe|IncompleteRead", "máy chủ ngắt kết nối giữa chừng"),
)
_TIMES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (requests.ConnectTimeout, "không kết nối được trong thời gian cho phép"),
    (requests.ReadTimeout, "máy chủ không trả lời trong thời gian cho phép"),
)
_ADDRESSES: Final = re.compile(r"<[^<>]* object at 0x[0-9a-f]+>:?\s*|0x[0-9a-f]{6,}")


def explain(error: Exception, proxy: str = "") -> str:
    """Return one line: the meaning in Vietnamese, then what the library said; `proxy` is its host:port."""
    if isinstance(error, NameUnknown):
        return (
            f"không tìm thấy tên máy chủ {error} (DNS); nếu mạng này chỉ cho proxy tìm tên,"
            " đặt proxy_resolves = true trong guong.toml"
        )
    said = _ADDRESSES.sub("", f"{type(error).__name__}: {error}")[:300]
    meaning = next((text for kind, text in _TIMES if isinstance(error, kind)), "") or _meaning(said, proxy)
    return f"{meaning} [{said}]" if meaning else said


def _meaning(said: str, proxy: str) -> str:
    for pattern, text in _MEANINGS:
        if found := re.search(pattern, said):
            return text.format(*found.groups(), proxy=proxy)
    return ""


def proxy_refusal(proxy: str) -> str:
    """Return why a proxy that answered 407 by itself did not pass a plain request on."""
    return f"proxy {proxy} đòi tên và mật khẩu hoặc đã từ chối chúng (407); sửa proxy trong guong.toml"


def is_lasting(error: Exception) -> bool:
    """Tell whether a failure will hardly pass by itself: the answer breaks a limit of HTTP (too many headers)."""
    return "got more than" in str(error)
