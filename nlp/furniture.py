"""Where the article ends: what portals print below it is on the page but says nothing of its subject."""

import re
from typing import Final

# A whole line of one of these is never part of an article; matched in lower case.
_LINE: Final = re.compile(
    r"\W*(?:"
    r"(?:lượt (?:xem|truy cập|đọc)|số lượt (?:xem|truy cập)|đang (?:truy cập|online|trực tuyến)"
    r"|tổng (?:số )?(?:lượt )?truy cập|hôm nay|hôm qua|tháng hiện tại|khách viếng thăm|đã xem|thống kê truy cập"
    r"|số người đang truy cập)\s*:?[\s\d.,]*(?:lượt)?"
    r"|[\d.,]+ lượt (?:xem|truy cập|đọc)"
    r"|thời tiết|dự báo thời tiết|độ ẩm:? ?\d+ ?%|(?:[^\W\d_]+ ){1,4}\d{1,2} ?°\s?c|nhiệt độ:? ?\d+ ?°\s?c"
    r"|đánh giá(?: bài viết)?|(?:(?:rất hay|hay|bình thường|kém|tốt|rất tốt|không hay)\s*\(\d+\)\s*)+"
    r"|tổng số điểm của bài viết là:.*|xếp hạng:.*đánh giá.*|click để đánh giá bài viết"
    r"|in(?: bài viết| trang| bài| ấn)|bản in|quay (?:lại|về)(?: trang (?:trước|chủ))?|(?:về )?(?:đầu trang|trang chủ)"
    r"|gửi (?:email|thư|bài viết|bình luận)(?: cho bạn bè)?|lưu bài viết|nghe bài viết|bình luận(?: \(\d+\))?"
    r"|ý kiến bạn đọc"
    r"|(?:chia sẻ|theo dõi|thích)(?: (?:qua|trên|bài viết|lên))*"
    r"(?: (?:facebook|zalo|twitter|messenger|email|google news))*"
    r"|facebook|zalo|twitter|copy link|sao chép liên kết|xem thêm|đọc thêm|từ khóa:?"
    r")\W*"
)
# From such a heading on, if nothing but headings and furniture follows, other articles are listed.
_HEADING: Final = re.compile(
    r"\W*(?:(?:các |những )?(?:tin|bài|tin bài|bài viết|tin tức)(?: viết| tức)? "
    r"(?:liên quan|khác|cùng (?:chuyên mục|chủ đề|loại)|mới hơn|cũ hơn|đã đưa|mới nhất|đọc nhiều|nổi bật))\W*"
)
_FOREIGN: Final = 140  # characters of the longest title of another article
_WIDEST: Final = 300  # characters of the longest line looked at
_MOST: Final = 60  # lines below an article


def end_of_article(text: str) -> int:
    """Return the offset at which the article ends: before blank space and the furniture below it."""
    end = at = len(text.rstrip())
    for _ in range(_MOST):
        start = text.rfind("\n", 0, at) + 1
        line = text[start:at].strip().lower() if at - start <= _WIDEST else "."
        is_furniture = not line or _LINE.fullmatch(line) is not None
        if not start or not (is_furniture or _is_foreign(line)):
            break
        # A line below which everything is furniture already, or a heading above the titles of other articles.
        if (is_furniture and end in (at, at + 1)) or _HEADING.fullmatch(line):
            end = start
        at = start - 1
    return len(text[:end].rstrip())


def _is_foreign(line: str) -> bool:
    """Tell whether a line may be the title of another article: short, and not a sentence."""
    return len(line) <= _FOREIGN and not line.endswith((".", "!", ";"))
