"""A page on its way from the crawler to the reader."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

# Every URL and every page ends in exactly one of these counted states.
PAGE_STATES: Final = {
    "fetched": "đã tải và lưu trữ",
    "unchanged": "không thay đổi",
    "mined": "đã đọc",
    "not_article": "không phải bài viết",
    "quarantined": "nghi bị chèn nội dung lạ",
    "unreadable": "không đọc được",
    "source_changed": "giao diện nguồn đã đổi",
    "refused_by_robots": "robots.txt không cho phép",
    "blocked": "bị chặn",
    "forbidden_address": "địa chỉ không được phép",
    "too_big": "quá lớn",
    "gone": "đã gỡ",
    "failed": "lỗi tải, sẽ thử lại",
    "waiting": "đang chờ",
}
# The portal no longer serves what was archived; reading the archived copy does not bring the page back.
LOST_STATES: Final = frozenset({"gone", "blocked", "refused_by_robots", "forbidden_address", "too_big"})


# How far reading a file attached to an article has come; each attachment is in exactly one of these.
ATTACHMENT_STATES: Final = {
    "waiting": "chưa tải được tệp",
    "read": "đã đọc được chữ",
    "ocr": "đã đọc bằng nhận dạng chữ (OCR)",
    "needs_ocr": "chưa đọc được: cần OCR",
    "needs_office": "chưa đọc được: cần LibreOffice",
    "locked": "chưa đọc được: tệp có mật khẩu",
    "broken": "chưa đọc được: tệp hỏng",
    "too_big": "chưa đọc được: tệp quá lớn",
    "unsupported": "chưa đọc được: loại tệp lạ",
    "not_file": "trang web thay cho tệp",
    "empty": "tệp không có chữ",
}
# A file in one of these is read once the program it needs has been installed.
TOOL_STATES: Final = frozenset({"needs_ocr", "needs_office"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an article; `text` (NFC) is None until something of its bytes has been read.

    `page_starts`: the offset in `text` where each page begins, in order; empty for a file without pages. `state` is
    one of `ATTACHMENT_STATES`, `note` one Vietnamese line on what is missing or was read in an unusual way.
    """

    url: str
    name: str
    media_type: str = ""
    sha256: str = ""
    text: str | None = None
    page_starts: tuple[int, ...] = ()
    state: str = "waiting"
    note: str = ""


def page_at(page_starts: tuple[int, ...], offset: int) -> int | None:
    """Return the number (from 1) of the page that holds `offset`, None for a text without pages."""
    return max(1, bisect_right(page_starts, offset)) if page_starts else None


@dataclass(frozen=True, slots=True)
class Page:
    """One article as the reader receives it.

    `text` is NFC: title, lead, paragraphs and captions, one a line, without furniture; `body_start` is the
    offset after title and lead. `published` is an ISO date or date-time (+07:00) or None. `origin` is the printed
    source of a syndicated text ("Báo X", "baox.vn"), None where the page prints none. `sha256` is of the bytes as
    fetched.
    """

    source: str
    sha256: str
    text: str
    title: str | None = None
    lead: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    body_start: int = 0
    family: str = ""
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    origin: str | None = None
