"""Why a source did not answer, in words an operator can act on."""

import errno
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import requests
from urllib3.exceptions import NameResolutionError

from domain.errors import FetchFailed

# Failures that may lie on our own side of the wire.
NETWORK: Final = frozenset({"dns", "unreachable", "timeout", "proxy"})
_TLS_KEY: Final = "khai báo ngoại lệ ở khoá tls của nguồn (xem crawler/sources/README.md)"
# OpenSSL's verify codes
_CERTIFICATES: Final = {
    10: ("chứng thư của máy chủ đã hết hạn", "báo đơn vị quản trị cổng gia hạn chứng thư"),
    18: ("chứng thư tự ký", f"báo đơn vị quản trị cổng dùng chứng thư hợp lệ, hoặc {_TLS_KEY}"),
    19: ("chứng thư tự ký trong chuỗi; có thể do proxy của cơ quan", "đặt tệp CA của cơ quan trong guong.toml"),
    20: (
        "máy chủ gửi thiếu chứng thư trung gian",
        f"báo đơn vị quản trị cổng bổ sung chuỗi chứng thư, hoặc {_TLS_KEY}",
    ),
    21: (
        "máy chủ gửi thiếu chứng thư trung gian",
        f"báo đơn vị quản trị cổng bổ sung chuỗi chứng thư, hoặc {_TLS_KEY}",
    ),
    62: ("chứng thư cấp cho tên miền khác", "kiểm tra lại địa chỉ; có thể phải thêm hoặc bỏ “www.”"),
}
_OLD_TLS: Final = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "HANDSHAKE_FAILURE", "DH_KEY_TOO_SMALL", "NO_CIPHERS")


@dataclass(frozen=True, slots=True)
class Reason:
    """What stood in the way: a code for programs, a sentence, and what to do about it."""

    code: str
    told: str
    remedy: str


_PROXY: Final = Reason("proxy", "máy chủ proxy không chuyển được yêu cầu", "kiểm tra thiết lập proxy trong guong.toml")


def reason_of_failure(error: FetchFailed) -> Reason:
    """Explain an attempt that brought no answer."""
    if error.state in _STATES:
        code, told, remedy = _STATES[error.state]
        return Reason(code, told.format(error), remedy)
    causes = list(_causes(error))
    if any(isinstance(cause, requests.exceptions.ProxyError) for cause in causes):
        return _PROXY  # whatever lies below speaks of the proxy, not of the source
    for cause in causes:
        if reason := _of_cause(cause):
            return reason
    return Reason("failed", str(error), "chạy lại sau ít phút; nếu vẫn lỗi, mở thử địa chỉ này bằng trình duyệt")


_STATES: Final = {
    "refused_by_robots": (
        "robots",
        "robots.txt của máy chủ không cho phép ({})",
        "xin đơn vị quản trị cổng cho phép, hoặc chọn trang danh mục khác",
    ),
    "forbidden_address": (
        "forbidden",
        "{}",
        "dùng địa chỉ công khai; nếu cổng đã chuyển tên miền, khai báo tên miền mới",
    ),
    "too_big": ("too_big", "trang {}", "dùng trang danh mục hoặc nguồn RSS nhỏ hơn"),
    "waiting": ("waiting", "{}", "chờ hết thời gian máy chủ yêu cầu rồi chạy lại"),
}


def reason_of_status(status: int) -> Reason | None:
    """Explain an HTTP status that is no success; None for 2xx."""
    if 200 <= status < 300:
        return None
    if status in (401, 403, 407, 451):
        return Reason(
            "blocked",
            f"máy chủ từ chối (HTTP {status}), có thể tường lửa (WAF) chặn trình thu thập",
            "đặt contact trong guong.toml và đề nghị đơn vị quản trị cổng cho phép “Guong”",
        )
    if status in (404, 410):
        return Reason("gone", f"trang không còn (HTTP {status})", "tìm địa chỉ danh mục mới rồi sửa tệp nguồn")
    if status in (429, 503):
        return Reason("waiting", f"máy chủ đang bận (HTTP {status})", "chạy lại sau; tăng delay_seconds nếu lặp lại")
    return Reason("http", f"máy chủ báo lỗi (HTTP {status})", "chạy lại sau; nếu vẫn lỗi, báo đơn vị quản trị cổng")


def reason_of_reading(state: str, note: str) -> Reason:
    """Explain a page that came but is not what it was asked for; `state` is a page state."""
    if state == "blocked":
        return Reason(
            "blocked",
            note or "trang thử thách trình duyệt (WAF)",
            "đề nghị đơn vị quản trị cổng cho phép “Guong”; Gương không giả làm trình duyệt",
        )
    if state == "source_changed":
        return Reason("empty", note, "sửa family, list_links hoặc article_pattern; trang có thể cần JavaScript")
    if state == "failed":
        return Reason("failed", note, "chạy lại sau; máy chủ đang báo lỗi hoặc bảo trì")
    return Reason("unreadable", note or "không đọc được trang", "mở thử địa chỉ này bằng trình duyệt")


def _of_cause(cause: BaseException) -> Reason | None:
    if isinstance(cause, ssl.SSLError):
        return _of_tls(cause)
    if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return Reason("unreachable", "không có đường mạng tới máy chủ", "kiểm tra mạng, tường lửa, proxy của máy này")
    return next((reason for kinds, reason in _KINDS if isinstance(cause, kinds)), None)


def _of_tls(cause: ssl.SSLError) -> Reason:
    if isinstance(cause, ssl.SSLCertVerificationError):
        told, remedy = _CERTIFICATES.get(cause.verify_code, (cause.verify_message, _TLS_KEY))
        return Reason("tls", f"TLS: {told}", remedy)
    old = any(word in str(cause).upper() for word in _OLD_TLS)
    told = "máy chủ chỉ nói TLS hoặc bộ mã quá cũ" if old else f"bắt tay TLS hỏng ({cause.reason or cause})"
    return Reason("tls", f"TLS: {told}", _TLS_KEY)


_KINDS: Final[tuple[tuple[tuple[type[BaseException], ...], Reason], ...]] = (
    (
        (socket.gaierror, NameResolutionError),
        Reason("dns", "không tìm thấy tên miền (DNS)", "kiểm tra địa chỉ và DNS của máy này"),
    ),
    (
        (ConnectionRefusedError,),
        Reason("refused", "máy chủ từ chối kết nối", "kiểm tra địa chỉ và cổng; chạy lại sau"),
    ),
    (
        (TimeoutError, requests.exceptions.Timeout),
        Reason("timeout", "máy chủ không trả lời kịp", "chạy lại sau; kiểm tra mạng, tường lửa của máy này"),
    ),
    (
        (ConnectionResetError,),
        Reason("reset", "máy chủ cắt kết nối", "chạy lại sau; có thể tường lửa chặn trình thu thập"),
    ),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and everything that led to it, the root first: libraries wrap one another's errors."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or any(one is seen for seen in found):
            continue
        found.append(one)
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return reversed(found)
