"""What is said of a source in trouble, and what to do about it."""

from typing import Final

from domain.health import FindingKind

# Why no entry page could be read: what is said, what to do.
REACHING: Final[dict[FindingKind, tuple[str, str]]] = {
    "host_moved": (
        "chuyển hướng sang {target}",
        "mở địa chỉ mới xem có đúng là cổng cũ (trang bị chiếm quyền cũng chuyển hướng); nếu đúng thì sửa tệp nguồn",
    ),
    "host_gone": (
        "tên miền không phân giải được ({note})",
        "tìm địa chỉ mới của đơn vị (có thể đã sáp nhập); đổi địa chỉ hoặc ghi until cho nguồn cũ",
    ),
    "certificate": (
        "kết nối bảo mật không lập được ({note})",
        "báo đơn vị quản trị cổng; chỉ khai ngoại lệ cho riêng nguồn này khi đã chắc chắn",
    ),
    "robots": (
        "robots.txt không cho phép đọc {n} trang danh mục",
        "tôn trọng: tìm RSS hoặc sơ đồ trang được phép, hoặc xin đơn vị cho phép Gương",
    ),
    "blocked": (
        "máy chủ từ chối ({note})",
        "tăng delay_seconds, ghi contact trong guong.toml và liên hệ đơn vị quản trị cổng",
    ),
    "layout": ("không nhận ra liên kết bài trên trang danh mục ({note})", "xem lại family, list_links, start"),
    "hijack": ("trang danh mục có nội dung lạ", "báo đơn vị quản trị cổng; không mở liên kết lạ"),
    "unreachable": ("không đọc được trang danh mục nào ({note})", "chờ lượt sau; nếu kéo dài, mở thử bằng trình duyệt"),
}
# kind, states, fewest pages and smallest share worth a word, what is said, what to do
RISING: Final[tuple[tuple[FindingKind, tuple[str, ...], int, float, str, str], ...]] = (
    ("layout", ("source_changed", "unreadable"), 3, 0.3, "không còn đọc được", "xem lại family của nguồn"),
    ("errors", ("failed", "waiting"), 3, 0.15, "lỗi khi tải", "máy chủ quá tải hoặc hỏng; trang vẫn trong hàng đợi"),
    ("vanished", ("gone",), 5, 0.3, "đã bị gỡ", "có thể cổng đã đổi địa chỉ bài; các bản đã lưu vẫn còn"),
    ("robots", ("refused_by_robots",), 3, 0.3, "bị robots.txt từ chối", "tôn trọng; liên hệ đơn vị nếu cần đọc"),
    ("blocked", ("blocked",), 3, 0.3, "bị chặn", "tăng delay_seconds, liên hệ đơn vị quản trị cổng"),
    ("layout", ("not_article",), 5, 0.6, "không giống bài viết", "xem lại family, article_pattern của nguồn"),
)  # fmt: skip
