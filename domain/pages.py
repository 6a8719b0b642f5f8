"""A page on its way from the crawler to the reader."""

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


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an article; `text` is None until its bytes have been read."""

    url: str
    name: str
    media_type: str = ""
    sha256: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One article as the reader receives it.

    `text` is NFC: title, lead, paragraphs and captions, one a line, without furniture; `body_start` is the
    offset after title and lead. `published` is an ISO date or date-time (+07:00) or None. `sha256` is of the
    bytes as fetched.
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
