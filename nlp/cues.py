"""Cue phrases of sentences and pages; matched in lower-cased text with tones placed the old way.

Every class is a named feature of the role classifier: `NEAR` cues anywhere in a sentence that names the person, `PAGE`
cues in the title and on the whole page. What stands beside a name is read by `nlp/predicates.py` and `nlp/clauses.py`.
"""

import re
from typing import Final

_AWARD: Final = (
    r"(?:bằng khen|giấy khen|huân chương|huy chương|kỷ niệm chương|danh hiệu|giải (?:nhất|nhì|ba|thưởng|đặc biệt|vàng)"
    r"|cờ thi đua|chiến sĩ thi đua|chiến sỹ thi đua|lao động tiên tiến|phần thưởng|huy hiệu|thư khen|bằng ghi nhận|giải)"
)
_PRAISE: Final = (
    r"(?:tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|khen ngợi|nêu gương|noi gương|suy tôn|bình chọn|bầu chọn"
    r"|ghi danh|khen)"
)
_MODEL: Final = (
    r"(?:tấm gương|gương sáng|gương mẫu|gương|điển hình|điểm sáng|hạt nhân|lá cờ đầu|cánh chim đầu đàn|tiêu biểu)"
)
NEAR: Final = {
    "quote": r"[“\"][^”\"]{15,}[”\"]",
    "award": _AWARD,
    "praise": _PRAISE,
    "model": _MODEL,
    "meeting": r"(?:hội nghị|buổi lễ|đại hội|phiên họp|kỳ họp|tọa đàm|lễ trao|lễ kỷ niệm|hội thảo)",
    "photo": r"ảnh\s*[:\-]|\(ảnh|ảnh\.",
    "years": r"\b\d+ năm (?:liền|qua|nay|gắn bó|liên tục|công tác)|nhiều năm (?:liền|qua|nay|liên tục)",
    "amount": r"\d[\d.,]* ?(?:triệu|tỷ|tỉ|m2|ha|con|gốc|lao động)",
    "revoked": r"\b(?:thu hồi|tạm dừng|chưa đủ điều kiện|trả lại hồ sơ|kê khai sai|đơn tố cáo)\b",
}

PAGE: Final = {
    "model": _MODEL,
    "praise": _PRAISE,
    "award": _AWARD,
    "exemplar": r"điển hình tiên tiến|người tốt,? việc tốt|gương người tốt|thi đua yêu nước",
    "deed": r"hiến đất|hiến máu|trả lại|nhặt được|cứu người|cứu sống|dũng cảm|vượt khó|khởi nghiệp|làm giàu|thiện nguyện|tận tụy|tâm huyết|miễn phí",
    "crime": r"bị can|bị cáo|khởi tố|tử hình|tòa án|bắt giữ|lừa đảo|ma túy|tội phạm|hung thủ",
    "sport": r"trận đấu|vòng loại|cầu thủ|ghi bàn|hlv|giải đấu|bộ phim|ca khúc|khán giả|diễn viên",
    "death": r"tử vong|thiệt mạng|qua đời|lễ tang|lễ viếng|tai nạn|đuối nước",
    "abroad": r"tổng thống|ngoại trưởng|đại sứ|quốc tế|mỹ|trung quốc",
}

NEAR_CUES: Final = {name: re.compile(pattern) for name, pattern in NEAR.items()}
PAGE_CUES: Final = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in PAGE.items()}
