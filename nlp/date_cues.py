"""What around a pair of numbers tells a day from a measure, a score, a street or a house number."""

import re
from typing import Final

_REACH: Final = 48
_PART: Final = r"(?:rạng\s+sáng|sáng\s+sớm|chiều\s+tối|đêm|sáng|trưa|chiều|tối|khuya)"
_WEEKDAY: Final = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_STRONG: Final = re.compile(
    rf"(?<!\w)(?:ngày|mùng|mồng|{_PART}|{_WEEKDAY}|hôm\s+(?:nay|qua|kia|sau|trước)|{_PART}\s+(?:nay|qua|mai)|tết|hôm)\s?[,:]?\s?[(]?$"
)
# After these a slash is a date, a dash or a dot may be anything.
_WEAK: Final = re.compile(
    r"(?<!\w)(?:từ|đến|tới|trước|sau|hết|hạn(?:\s+(?:chót|cuối))?|dịp|lễ|quốc\s+khánh|vào|hồi|nay|qua|mai|kể\s+từ|tức|phiên|giờ|h|phút|date|lúc)\s?[,:(]?\s?[(]?$"
)
_FESTIVE: Final = re.compile(
    r"(?<!\w)(?:dịp|ngày|lễ|mừng|kỷ\s+niệm|kỉ\s+niệm|truyền\s+thống|quốc\s+khánh|quốc\s+tế)(?:\s+[^\s\d.,;()]+){0,7}\s+\(?$"
)
_EACH_DAY: Final = re.compile(r"(?<!\w)(?:mỗi|một|hằng|hàng|ngày)\s+ngày\s+$")
# "ngày 2-3 lần", "từ 2/3 số hộ"
_UNIT: Final = re.compile(
    r"\s?(?:%|(?:lần|buổi|ca|bữa|giờ|tiếng|viên|lượt|suất|kg|triệu|nghìn|tỷ|đồng|người|con|tấn|ly|cốc|bát|ngày|tháng|năm|km|m|"
    r"lít|ha|số|tổng|diện\s+tích|dân\s+số|hộ|xã|phường|huyện|thôn|đại\s+biểu|thành\s+viên|ủy\s+viên|phiếu|quãng|chặng|điểm|tiêu\s+chí|"
    r"chỉ\s+tiêu|phần|đơn\s+vị|chi\s+bộ|trường|tập\s+thể|cá\s+nhân)(?!\w))"
)
_PLACE: Final = re.compile(
    r"(?<!\w)(?:đường|phố|ngõ|ngách|hẻm|kiệt|số|số\s+nhà|tổ|lô|thửa|tờ|km|quốc\s+lộ|tỉnh\s+lộ|ql|tl|đt|hạng|thương\s+binh|bệnh\s+binh|"
    r"t[ỷỉ]\s+lệ|t[ỷỉ]\s+số|thắng|thua|hòa|dẫn|quảng\s+trường|công\s+viên|bệnh\s+viện|trường|sân|rạp|chợ|cầu|phiên\s+bản|"
    r"cao\s+điểm|căn\s+hộ|lớp|phòng|điều|khoản|khu\s+phố|khu|xí\s+nghiệp|nhà\s+máy|công\s+ty|thpt|thcs|tiểu\s+học|mầm\s+non|nghị\s+định|"
    r"nghị\s+quyết|thông\s+tư|quyết\s+định|chỉ\s+thị|chỉ\s+số)\s+(?:số\s+)?$"
)
_FOLLOWED: Final = re.compile(r"\s(?:là\sngày|h[ằà]ng\snăm)(?!\w)")
_LUNAR: Final = re.compile(r"\s?\(?âm\s+lịch")
# Days that are named without any cue close by: "chào mừng Ngày Nhà giáo Việt Nam 20-11".
_FEASTS: Final = frozenset(
    {(3, 2), (27, 2), (3, 3), (8, 3), (26, 3), (30, 4), (1, 5), (7, 5), (15, 5), (19, 5), (21, 5), (1, 6), (5, 6),
     (11, 6), (14, 6), (21, 6), (28, 6), (27, 7), (19, 8), (2, 9), (10, 10), (13, 10), (15, 10), (20, 10), (9, 11),
     (18, 11), (20, 11), (1, 12), (3, 12), (22, 12)}
)  # fmt: skip


def has_unit(text: str, end: int) -> bool:
    """Tell whether what is counted stands behind the pair of numbers that ends at `end`: "3-4 triệu đồng"."""
    return _UNIT.match(text, end) is not None


def has_day_cue(text: str, start: int, separator: str, day_month: tuple[int, int], end: int) -> bool:
    """Tell whether the words left and right of "d/m" make it a day; `text` is lowered and unified."""
    before = text[max(0, start - _REACH) : start]
    if separator != "/" and _EACH_DAY.search(before):
        return False
    if _LUNAR.match(text, end):
        return True
    followed_by_unit = has_unit(text, end)
    if _STRONG.search(before):
        return separator == "/" or not followed_by_unit
    if followed_by_unit:
        return False
    if separator == "/" and (_is_bracketed(text, start, end, day_month) or _FOLLOWED.match(text, end)):
        return True
    # "trước 30-6": numbers that fall are no range.
    falls = separator == "-" and day_month[0] > max(12, day_month[1])
    if (separator == "/" or falls) and _WEAK.search(before):
        return True
    return day_month in _FEASTS and _FESTIVE.search(before) is not None


def _is_bracketed(text: str, start: int, end: int, day_month: tuple[int, int]) -> bool:
    """Whether "(29/3)" stands alone in brackets and cannot be a fraction."""
    return text[start - 1 : start] == "(" and text[end : end + 1] == ")" and day_month[0] > 12


def is_place_or_measure(text: str, start: int) -> bool:
    """Tell whether a street, a school, a grade or a score comes right before: "đường 30/4", "hạng 2/4"."""
    return _PLACE.search(text[max(0, start - _REACH) : start]) is not None
