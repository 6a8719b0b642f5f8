"""Fields of activity of a case, by the words of its sentences (facets of the board's reports)."""

import re
from typing import Final

_WORDS: Final = {
    "cứu người": r"cứu (?:người|sống|được|hai|ba|cháu|em)|đuối nước|lao xuống|nhảy xuống|bắt cướp",
    "trung thực": r"nhặt được|trả lại|của rơi",
    "hiến máu": r"hiến (?:máu|tiểu cầu)|đơn vị máu",
    "hiến đất": r"hiến (?:\S+ )?(?:đất|m2)|hiến \d",
    "giảm nghèo": r"thoát nghèo|vượt khó|vươn lên|hộ nghèo|giảm nghèo",
    "nông nghiệp": r"trồng|chăn nuôi|nuôi|vườn|trang trại|nông dân|lúa|cà phê|cây|ha|ao|hợp tác xã|ocop",
    "giáo dục": r"giáo viên|học sinh|sinh viên|cô giáo|thầy giáo|dạy|trường|olympic|thủ khoa|khuyến học|lớp",
    "y tế": r"bác sĩ|y tế|bệnh viện|khám|chữa bệnh|điều dưỡng|bệnh nhân|trạm y tế",
    "an ninh trật tự": r"công an|an ninh|tội phạm|trật tự|cảnh sát|dân phòng|phòng cháy",
    "quốc phòng": r"bộ đội|biên phòng|quân sự|dân quân|quốc phòng|biên giới|chiến đấu|đồn biên",
    "văn hóa": r"nghệ nhân|văn hóa|hát|dân ca|di sản|cồng chiêng|thổ cẩm|nghệ thuật|sưu tầm",
    "môi trường": r"môi trường|rác|trồng rừng|giữ rừng|kiểm lâm|cây xanh|vệ sinh",
    "an sinh xã hội": r"thiện nguyện|từ thiện|quyên góp|ủng hộ|nhà tình nghĩa|người nghèo|suất quà|mồ côi|chăm sóc|nhân đạo",
    "kinh tế, doanh nghiệp": r"doanh nghiệp|doanh nhân|công ty|xưởng|kinh doanh|sản xuất|lao động|doanh thu|xuất khẩu",
    "khoa học, sáng kiến": r"sáng kiến|sáng chế|nghiên cứu|khoa học|kỹ thuật|chế tạo|sáng tạo|đề tài",
    "chuyển đổi số": r"chuyển đổi số|công nghệ số|dịch vụ công|số hóa|phần mềm|trực tuyến",
    "xây dựng Đảng": r"chi bộ|đảng viên|bí thư|xây dựng đảng|dân vận|đảng bộ|tuyên giáo",
    "nông thôn mới": r"nông thôn mới|đường giao thông nông thôn|làm đường|bê tông",
    "dân tộc, tôn giáo": r"già làng|người có uy tín|trưởng bản|buôn|linh mục|đại đức|giáo dân|phật tử|tôn giáo",
    "thể thao": r"huy chương|vận động viên|thi đấu|thể thao|giải vô địch",
}
FIELDS: Final = tuple(_WORDS)
_PATTERNS: Final = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for name, words in _WORDS.items()}
# A rescue outweighs the trade of the rescuer: rare, telling words count more than everyday ones.
_WEIGHTS: Final = {"cứu người": 4.0, "trung thực": 4.0, "hiến máu": 4.0, "hiến đất": 4.0, "chuyển đổi số": 2.0}


def field_of(lowered_text: str) -> str | None:
    """Return the field whose words weigh most in lower-cased text, None where none occurs."""
    scores = {name: len(pattern.findall(lowered_text)) * _WEIGHTS.get(name, 1.0) for name, pattern in _PATTERNS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else None
