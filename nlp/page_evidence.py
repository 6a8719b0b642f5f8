"""Phrases in company: what a page says happens to whom, as named evidence for its relevance and kind."""

import re
from typing import Final

_WHO: Final = (
    r"(?:tập thể|cá nhân|gương|điển hình|hộ|gia đình|đoàn viên|hội viên|nông dân|học sinh|sinh viên|giáo viên"
    r"|nhà giáo|thanh niên"
    r"|đảng viên|chi bộ|đơn vị|người|đại biểu|em|nghệ nhân|mô hình|cán bộ|công nhân|lao động|doanh nhân"
    r"|doanh nghiệp|cnlđ|cnvclđ"
    r"|phụ nữ|chiến sĩ|vđv|thí sinh|tân thủ khoa|thủ khoa|kiều bào)"
)
_PRAISE: Final = (
    r"(?:tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|khen tặng|khen|nêu gương|suy tôn|phong tặng"
    r"|trao tặng|trao thưởng"
    r"|trao|tặng|công nhận|bình chọn|ghi danh)"
)
_AWARD: Final = (
    r"(?:bằng khen|giấy khen|thư khen|thư biểu dương|kỷ niệm chương|danh hiệu|cờ thi đua|huân chương|huy chương"
    r"|giải nhất|giải nhì"
    r"|giải ba|giải thưởng|giải “|giải \"|phần thưởng|bằng tuyên dương|bằng ghi nhận|chiến sĩ thi đua"
    r"|lao động tiên tiến|huy hiệu)"
)
# A number that counts: no year, no part of a date. The digit stands first so that the search skips to digits.
_NUMBER: Final = r"\d(?<![\w./-]\d)(?<!năm \d)(?!\d{3} )[\d.]* (?:\w+ ){0,2}?"
_NAMED: Final = (
    r"(?:ông|bà|anh|chị|em|cô|thầy|cụ|hộ|gia đình|nhà giáo|nghệ nhân|già làng|bác sĩ|trung tá|thiếu tá|đại úy)"
)

# name -> pattern over lower-cased text; each stands for one claim a page makes.
EVIDENCE: Final = {
    "praise_of_counted": rf"{_PRAISE}\b[^.\n]{{0,70}}?{_NUMBER}{_WHO}\b",
    "counted_praised": rf"{_NUMBER}{_WHO}\b[^.\n]{{0,60}}?\b(?:được|nhận|đạt"
    rf"|vinh dự)\b[^.\n]{{0,40}}?(?:{_PRAISE}|{_AWARD})",
    "counted_award": rf"{_NUMBER}{_AWARD}",
    "award_received": rf"(?:được|nhận|đón nhận|đạt|đoạt|giành|vinh dự)\b[^.\n]{{0,60}}?{_AWARD}",
    "award_given": rf"(?:trao|tặng|gửi|thưởng|đề nghị|phong)\b[^.\n]{{0,40}}?{_AWARD}",
    "award_to": rf"{_AWARD}[^.\n]{{0,60}}?\b(?:cho|thuộc về|tới)\b",
    "is_praised": r"được\b[^.\n]{0,50}?(?:tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|nêu gương"
    r"|suy tôn|bình chọn|phong tặng|công nhận)",
    "sudden": r"khen thưởng đột xuất|thưởng nóng|khen đột xuất|thành tích đột xuất|biểu dương hành động"
    r"|khen ngợi hành động",
    "emulation_event": r"đại hội thi đua|hội nghị (?:điển hình|biểu dương|tuyên dương|tôn vinh|nêu gương"
    r"|gặp mặt)|lễ (?:tuyên dương|tôn vinh|biểu dương|vinh danh|báo công)"
    r"|hội đồng thi đua|cụm thi đua|khối thi đua|gặp mặt[^.\n]{0,40}(?:tiêu biểu|uy tín)"
    r"|giao lưu[^.\n]{0,30}điển hình",
    "exemplars": r"điển hình tiên tiến|gương điển hình|gương người tốt|người tốt,? việc tốt",
    "emulation_document": r"(?:kế hoạch|văn bản|công văn|chỉ thị|hướng dẫn|thông báo|đề án"
    r"|quyết định)\b[^\n]{0,160}?(?:thi đua|phong trào|điển hình|gương người|làm theo|tấm gương|người tốt)",
    "call_of_1948": r"lời kêu gọi|11/6/1948|thi đua ái quốc|ngày truyền thống thi đua",
    "study_uncle_ho": r"(?:học tập và làm theo|làm theo)[^.\n]{0,60}(?:hồ chí minh|bác|lời bác)"
    r"|chỉ thị(?: số)? 0[35]\b",
    "such_as": r"(?:điển hình|tiêu biểu|nổi bật|đơn cử)\s*(?:là|như|có|nhất là|phải kể|:)",
    "is_model": r"(?:là|trở thành|xứng đáng là|những) (?:\w+ ){0,2}?(?:tấm gương|gương sáng|gương điển hình"
    r"|điển hình|điểm sáng|gương mẫu|hạt nhân|cánh chim)",
    "named_model": r"(?:mô hình|cách làm|phong trào|công trình|chương trình|câu lạc bộ|quỹ)\s*[\"“]",
    "rise_of": rf"\b{_NAMED}\b[^.\n]{{0,160}}?(?:trang trại|thu nhập|thu lãi|lãi|làm giàu|khởi nghiệp"
    rf"|thoát nghèo|vươn lên|vượt khó|triệu đồng|tỷ đồng|mô hình|nhân đàn|vườn)",
    "group_deed": r"\b(?:tổ|đội|nhóm|câu lạc bộ|clb|chi hội|chi đoàn|chi bộ|hợp tác xã|htx|lực lượng)\b[^.\n]{0,60}?"
    r"\b(?:hướng dẫn|giúp|vận động|tuyên truyền|thu gom|dọn|sửa|dựng|cứu|nấu|dạy|trồng)\b"
    rf"[^.\n]{{0,30}}?{_NUMBER}(?:người|hộ|em|học sinh|ngôi nhà|nhà|suất|lượt|tấn|cây|km|mét|m|lớp|gia đình)\b",
    "column": r"vượt lên chính mình|người tốt,? việc tốt|gương sáng|phụ nữ khởi nghiệp|nông dân (?:giỏi|xuất sắc"
    r"|tiêu biểu)|làm ăn giỏi|sản xuất giỏi"
    r"|kinh doanh giỏi|chuyện đẹp|việc tử tế|gương mặt|những tấm gương|hoa việc thiện|nghĩa cử|tân thủ khoa"
    r"|dân vận khéo|thanh niên tiên tiến",
    "honest": r"(?:nhặt được|trả lại|trao trả|giao nộp)[^.\n]{0,80}(?:triệu|tài sản|ví|tiền|điện thoại|vàng"
    r"|đánh rơi|người mất|bỏ quên)",
    "rescue": r"(?:lao xuống|nhảy xuống|dũng cảm|kịp thời)[^.\n]{0,60}cứu|cứu (?:sống|được|thoát|kịp)"
    r"|bắt (?:cướp|trộm|tội phạm)|không quản|quên mình",
    "gift": r"hiến (?:đất|máu|tặng|giác mạc|tạng)|(?:tự nguyện|tình nguyện)|miễn phí|thiện nguyện",
    "unpaid": r"từ thiện|không lấy (?:một )?(?:đồng|tiền|công)|không thu (?:tiền|phí)|(?:0|không) đồng\b",
    "rears": r"cưu mang|nhận nuôi|nuôi (?:dưỡng |dạy |nấng )?[^.\n]{0,30}(?:mồ côi|bỏ rơi|tật nguyền)",
    "clan": r"dòng họ|khuyến học|hiếu học|học giỏi|học sinh giỏi|thủ khoa|đỗ đại học",
    "press_contest": r"(?:giải báo chí|tác phẩm|bài dự thi|ban giám khảo|chung khảo|liên hoan phim|cuộc thi viết)",
    "charity": r"(?:trao|tặng|ủng hộ)[^.\n]{0,40}(?:quà|suất quà|nhà|học bổng|xe đạp|hộ nghèo|bệnh nhân)",
    "funeral": r"lễ tang|lễ viếng|từ trần|quốc tang|cáo phó|tin buồn",
    # Readers are asked to help somebody in need.
    "appeal": r"mọi (?:sự )?(?:giúp đỡ|đóng góp|ủng hộ)[^.\n]{0,30}(?:xin|gửi)|mã số trường hợp|ngặt nghèo|khốn cùng"
    r"|(?:mong|cần|nhờ|chờ|kêu gọi)\b[^.\n]{0,40}(?:giúp đỡ|chung tay|hảo tâm|mạnh thường quân)|bạn đọc hảo tâm",
    "advice": r"(?:bác sĩ|bs|chuyên gia|ts|pgs)\b[^.\n]{0,80}(?:khuyến cáo|khuyên|cảnh báo|lưu ý)|triệu chứng"
    r"|dấu hiệu (?:nhận biết|của bệnh)|yếu tố nguy cơ|biến chứng",
    # Bystanders who stop a thief.
    "brave": r"hiệp s[iĩỹ]|(?:đuổi theo|rượt|truy đuổi|chặn đầu|vây bắt|khống chế|ghì|quật ngã|bắt gọn)[^.\n]{0,60}"
    r"(?:cướp|giật|trộm|gian|móc túi|đối tượng|hắn|gã)|(?:cướp|giật|trộm)[^.\n]{0,80}(?:người dân|anh|chị|ông|bà)\b"
    r"[^.\n]{0,60}(?:đuổi|rượt|chặn|khống chế|lao ra)",
    "lottery": r"xổ số|vietlott|trúng thưởng|giải jackpot|trúng độc đắc",
    "organisation_chart": r"cơ cấu tổ chức|chức năng, nhiệm vụ|nghị định \d+|vụ thi đua",
}
EVIDENCE_PATTERNS: Final = {name: re.compile(pattern) for name, pattern in EVIDENCE.items()}
# One of these stands in every text the pattern matches: looking for them first costs a tenth of the pattern.
NEEDS: Final = {
    "counted_award": ("khen", "chương", "giải", "cờ", "bằng", "thi đua", "tiên tiến", "hiệu", "thư biểu dương"),
    "award_received": ("khen", "chương", "giải", "cờ", "bằng", "thi đua", "tiên tiến", "hiệu", "phần thưởng"),
    "award_given": ("khen", "chương", "giải", "cờ", "bằng", "thi đua", "tiên tiến", "hiệu", "phần thưởng"),
    "award_to": ("khen", "chương", "giải", "cờ", "bằng", "thi đua", "tiên tiến", "hiệu", "biểu dương", "phần thưởng"),
    "is_praised": ("dương", "vinh", "khen", "gương", "suy tôn", "bình chọn", "phong tặng", "công nhận"),
    "sudden": ("đột xuất", "thưởng nóng", "hành động"),
    "emulation_event": ("thi đua", "hội nghị", "lễ ", "gặp mặt", "giao lưu"),
    "exemplars": ("điển hình", "gương", "việc tốt"),
    "emulation_document": ("thi đua", "phong trào", "điển hình", "gương", "làm theo", "người tốt"),
    "call_of_1948": ("lời kêu gọi", "11/6/1948", "ái quốc", "ngày truyền thống"),
    "study_uncle_ho": ("làm theo", "chỉ thị"),
    "such_as": ("điển hình", "tiêu biểu", "nổi bật", "đơn cử"),
    "is_model": ("gương", "điển hình", "điểm sáng", "hạt nhân", "cánh chim"),
    "named_model": ('"', "“"),
    "rise_of": ("trang trại", "thu nhập", "lãi", "làm giàu", "khởi nghiệp", "nghèo", "vươn lên", "vượt khó",
                "đồng", "vườn", "đàn", "mô hình"),
    "group_deed": ("tổ", "đội", "nhóm", "câu lạc bộ", "clb", "chi ", "htx", "hợp tác xã", "lực lượng"),
    "column": ("chính mình", "việc tốt", "gương", "khởi nghiệp", "nông dân", "giỏi", "đẹp", "tử tế",
               "việc thiện", "nghĩa cử", "thủ khoa", "khéo", "tiên tiến"),
    "honest": ("nhặt được", "trả lại", "trao trả", "giao nộp"),
    "rescue": ("cứu", "bắt ", "không quản", "quên mình"),
    "gift": ("hiến", "nguyện", "miễn phí"),
    "unpaid": ("từ thiện", "không lấy", "không thu", "0 đồng", "không đồng"),
    "rears": ("cưu mang", "nhận nuôi", "mồ côi", "bỏ rơi", "tật nguyền"),
    "clan": ("dòng họ", "khuyến học", "hiếu học", "giỏi", "thủ khoa", "đỗ đại học"),
    "press_contest": ("giải báo chí", "tác phẩm", "dự thi", "giám khảo", "chung khảo", "liên hoan phim", "thi viết"),
    "charity": ("quà", "học bổng", "xe đạp", "nghèo", "bệnh nhân", "nhà"),
    "funeral": ("lễ tang", "lễ viếng", "từ trần", "quốc tang", "cáo phó", "tin buồn"),
    "appeal": ("giúp đỡ", "đóng góp", "ủng hộ", "hảo tâm", "mạnh thường quân", "chung tay", "mã số", "nghèo", "cùng"),
    "advice": ("bác sĩ", "bs", "chuyên gia", "ts", "pgs", "triệu chứng", "dấu hiệu", "nguy cơ", "biến chứng"),
    "brave": ("hiệp s", "cướp", "giật", "trộm", "gian", "móc túi", "đối tượng", "hắn", "gã"),
    "lottery": ("xổ số", "vietlott", "trúng thưởng", "jackpot", "độc đắc"),
    "organisation_chart": ("cơ cấu", "chức năng", "nghị định", "vụ thi đua"),
}  # fmt: skip
