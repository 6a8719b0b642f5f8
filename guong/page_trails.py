"""Why a page is, or is not, in the registry: its whole way in plain words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from crawler.fetching.urls import canonical_url, is_same_site
from crawler.pages.published import VIETNAM
from crawler.queue.ledger import Attempt, Trail
from crawler.sources.source import Source
from domain.errors import BadRecord, UserMistake
from domain.pages import PAGE_STATES

# What each state means for the registry; the state's own name stands before it.
_MEANING: Final = {
    "fetched": "đã có bản lưu, chưa đọc: chạy `guong mine` hoặc chờ lượt `guong week` sau",
    "unchanged": "bản lưu vẫn đúng, không có gì mới để đọc",
    "mined": "đã đọc xong",
    "not_article": "không đưa vào sổ vì trang không giống bài viết",
    "quarantined": "bài được giữ riêng, không tạo trường hợp nào, cho đến khi trang sạch trở lại",
    "unreadable": "có bản lưu nhưng không đọc được chữ",
    "source_changed": "có bản lưu nhưng quy tắc đọc của nguồn đã lỗi thời; sửa rồi chạy `guong mine --again`",
    "refused_by_robots": "không tải, để tôn trọng robots.txt",
    "blocked": "máy chủ không cho tải; sẽ hỏi lại sau",
    "forbidden_address": "không tải vì địa chỉ nằm ngoài nguồn hoặc trỏ vào mạng nội bộ",
    "too_big": "không tải vì quá lớn",
    "gone": "cổng đã gỡ trang; bản đã lưu (nếu có) vẫn còn",
    "failed": "lần tải gần nhất hỏng; trang vẫn trong hàng đợi",
    "waiting": "đã biết địa chỉ, chưa tải xong; trang vẫn trong hàng đợi",
}


def explain(trail: Trail, article_id: int | None) -> list[str]:
    """Return what became of a page as lines: its state, what that means, its attempts, newest first."""
    lines = [
        printable(trail.url),
        f"  nguồn: {trail.source}; tìm thấy lần đầu {_when(trail.first_found)}",
        f"  kết cục: {PAGE_STATES[trail.state]}; {_MEANING[trail.state]}",
    ]
    if trail.note:
        lines.append(f"  lý do ghi lại: {printable(trail.note)}")
    if article_id is not None:
        lines.append(f"  trong sổ: bài số {article_id}")
    elif trail.kind == "article":
        lines.append("  trong sổ: chưa có bài nào từ trang này")
    lines += [f"  {_attempt(each)}" for each in trail.attempts]
    return lines


def explain_unknown(url: str, sources: Iterable[Source]) -> list[str]:
    """Return why a page nobody found is not there: no source covers its host, or no list has led to it."""
    owners = [source.name for source in sources if is_same_site(url, source.all_hosts())]
    if not owners:
        return [printable(url), "  không thuộc nguồn nào đã khai báo: thêm bằng `guong sources add`"]
    return [
        printable(url),
        f"  thuộc nguồn {', '.join(owners)}, nhưng chưa danh mục, RSS hay sơ đồ trang nào dẫn tới trang này",
        "  việc cần làm: xem bài nằm ở chuyên mục nào rồi thêm chuyên mục đó vào start của nguồn",
    ]


def checked_url(url: str) -> str:
    """Return a URL a person typed; raises UserMistake when it is none."""
    try:
        canonical_url(url)
    except BadRecord as error:
        raise UserMistake(f"“{url}” không phải địa chỉ trang", remedy="dán đủ địa chỉ, bắt đầu bằng http") from error
    return url


def printable(text: str) -> str:
    """Return crawled text without characters a terminal would obey."""
    return "".join(each if each.isprintable() else "�" for each in text)


def _attempt(attempt: Attempt) -> str:
    status = f" HTTP {attempt.status}" if attempt.status else ""
    note = f" ({printable(attempt.note)})" if attempt.note and attempt.note != f"HTTP {attempt.status}" else ""
    return f"{_when(attempt.at)}{status}: {PAGE_STATES[attempt.state]}{note}"


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, VIETNAM):%H:%M %d/%m/%Y}"
