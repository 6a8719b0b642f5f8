"""Cue phrases that tell who a named person is; matched in lower-cased text with tones placed the old way.

Every class is a named feature of the role classifier. `LEFT` cues are looked for in the words before a name,
`RIGHT` cues in the words after it, `NEAR` cues anywhere in the sentence, `PAGE` cues in the title and on the
whole page.
"""

import re
from typing import Final

_AWARD: Final = (
    r"(?:bằng khen|giấy khen|huân chương|huy chương|kỷ niệm chương|danh hiệu|giải (?:nhất|nhì|ba|thưởng|đặc biệt|vàng)"
    r"|cờ thi đua|chiến sĩ thi đua|chiến sỹ thi đua|lao động tiên tiến|phần thưởng|huy hiệu|thư khen|bằng ghi nhận|giải)"
)
_GIVE: Final = r"(?:trao tặng|trao thưởng|trao|tặng thưởng|tặng|khen thưởng|truy tặng|phong tặng|gắn|thưởng)"
_PRAISE: Final = (
    r"(?:tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|khen ngợi|nêu gương|noi gương|suy tôn|bình chọn|bầu chọn"
    r"|ghi danh|khen)"
)
_MODEL: Final = (
    r"(?:tấm gương|gương sáng|gương mẫu|gương|điển hình|điểm sáng|hạt nhân|lá cờ đầu|cánh chim đầu đàn|tiêu biểu)"
)
_CHIEF: Final = (
    r"(?:chủ tịch|phó chủ tịch|bí thư|phó bí thư|giám đốc|phó giám đốc|tổng giám đốc|trưởng ban|phó trưởng ban|trưởng phòng"
    r"|phó trưởng phòng|chánh văn phòng|bộ trưởng|thứ trưởng|thủ tướng|phó thủ tướng|tổng bí thư|chủ nhiệm|ủy viên|đại biểu"
    r"|cục trưởng|phó cục trưởng|vụ trưởng|tư lệnh|chính ủy|chỉ huy trưởng|phát ngôn|viện trưởng|chánh án|trưởng đoàn"
    r"|hiệu trưởng|phó hiệu trưởng|lãnh đạo|trưởng công an|chủ tọa|trưởng ban tổ chức|tổng thống|ngoại trưởng)"
)

LEFT: Final = {
    "give_to": rf"{_GIVE}\b.{{0,90}}\b(?:cho|đến|tới)\b.{{0,40}}$",
    "award_for": rf"{_AWARD}.{{0,40}}\b(?:cho|của|đối với|thuộc về)\b.{{0,25}}$",
    "praise": rf"{_PRAISE}.{{0,50}}$",
    "such_as": r"(?:tiêu biểu|điển hình|nổi bật|trong đó|trong số đó|phải kể đến|có thể kể|gương)[^.]{0,60}(?:là|như|có|gồm|:|đến)[^.]{0,60}$",
    "such_as_here": r"(?:tiêu biểu|điển hình|nổi bật|phải kể đến|có thể kể đến)\s*(?:là|như|có|gồm)?\s*:?\s*(?:\S+\s*){0,3}$",
    "model_of": rf"{_MODEL}\s+(?:\S+\s+){{0,5}}$",
    "household": r"(?:hộ|gia đình|hộ gia đình|nhà|vợ chồng|mô hình(?: \S+){0,8} của)\s+(?:\S+\s+){0,2}$",
    "chief": rf"{_CHIEF}[^.,;]{{0,60}}$",
    "chief_here": rf"{_CHIEF}\s*(?:\S+\s+){{0,4}}$",
    "attend": r"(?:dự|tham dự|đến dự|có mặt|tham gia|chủ trì|sự tham dự|sự chứng kiến|tiếp|gặp|hội đàm)[^.]{0,80}(?:có|của|với|:|là|do)?[^.]{0,60}$",
    "by": r"\b(?:do|bởi)\b.{0,30}$",
    "behalf": r"(?:thay mặt|theo đề nghị của|theo lời|theo|trao đổi với|phát biểu|kt\.|tm\.|người ký|ký bởi)[^.]{0,40}$",
    "relative": r"\b(?:vợ|chồng|con trai|con gái|con|mẹ|bố|cha|ba|em trai|em gái|chị gái|anh trai|người thân|bà nội|ông nội|bà ngoại|cháu nội)\b(?:\s+\S+){0,3}\s*$",
    "credit": r"(?:ảnh|bài|tin|tác giả|nguồn|thực hiện|ghi|clip|video|bài, ảnh|tin, ảnh|theo|pv|phóng viên)\s*[:,\-]?\s*(?:\S+\s*){0,2}$",
    "crime": r"(?:bị can|bị cáo|đối tượng|nghi phạm|bắt giữ|bắt|khởi tố|truy tố|truy nã|tạm giam|hung thủ|kẻ|lừa đảo)[^.]{0,40}$",
    "victim": r"(?:nạn nhân|thi thể|cứu được|cứu sống|cứu|cái chết của|tử vong|bị thương)[^.]{0,40}$",
    "visit": r"(?:thăm|tặng quà|trao quà|hỗ trợ|giúp đỡ|chúc thọ|mừng thọ|trao nhà|thăm hỏi|bệnh nhân|hoàn cảnh)[^.]{0,60}$",
    "appoint": r"(?:bổ nhiệm|điều động|luân chuyển|bầu|giữ chức|quyết định|chỉ định|phê chuẩn)[^.]{0,60}$",
    "candidate": r"(?:đề nghị (?:xét )?(?:tặng|công nhận|phong)|giới thiệu|đề cử|lấy ý kiến|xét tặng|hồ sơ)[^.]{0,70}$",
    "expert": r"(?:chuyên gia|tiến sĩ|pgs|gs|ts|giáo sư|luật sư|bác sĩ|bs|ths|thạc sĩ)[^.,;]{0,20}$",
    "art": r"(?:ca sĩ|diễn viên|đạo diễn|hoa hậu|nhạc sĩ|cầu thủ|tiền đạo|thủ môn|hlv|huấn luyện viên|tay vợt|người mẫu|mc)[^.,;]{0,12}$",
    "history": r"(?:tư tưởng|phong cách|đạo đức|bác|chủ tịch hồ|vua|danh nhân|anh hùng dân tộc|liệt sĩ|cố)[^.,;]{0,20}$",
    "named_after": r"(?:đường|phố|trường|giải thưởng|quỹ|học bổng|công viên|bảo tàng|mang tên|thpt|thcs)[^.,;]{0,20}$",
    "quote_dash": r"[\"”]\s*[-,]\s*(?:\S+\s*){0,2}$",
    "number": r"(?:^|[;:\n])\s*\d{1,3}\s*[.)\-/]\s*(?:\S+\s*){0,2}$",
    "bullet": r"^\s*[-–•+*]\s*(?:\S+\s*){0,2}$",
    "start": r"^\s*(?:\S+\s*){0,1}$",
    "thanks": r"(?:nhờ|cảm ơn|biết ơn|học tập|noi theo|khâm phục)[^.]{0,30}$",
}

RIGHT: Final = {
    "gets_award": rf"^[^.;]{{0,140}}\b(?:được|vinh dự|nhận|đón nhận|đạt|đoạt|giành|xuất sắc|từng|có)\b[^.;]{{0,60}}{_AWARD}",
    "is_given": rf"^[^.;]{{0,100}}\b(?:được|vinh dự)\b[^.;]{{0,70}}(?:{_GIVE}|{_PRAISE}|công nhận|phong)",
    "is_model": rf"^[^.;]{{0,70}}\b(?:là|trở thành|xứng đáng|như)\b[^.;]{{0,50}}{_MODEL}",
    "deed": r"^[^.]{0,110}\b(?:hiến|tự nguyện|cứu|lao xuống|nhảy xuống|trả lại|nhặt được|quyên góp|ủng hộ|hiến máu|sáng chế|sáng kiến"
    r"|khởi nghiệp|vượt khó|vươn lên|thoát nghèo|mô hình|thu nhập|làm giàu|tạo việc làm|vận động|gắn bó|tận tụy|tận tâm|dũng cảm|giúp đỡ"
    r"|thiện nguyện|truyền dạy|gìn giữ|khám bệnh miễn phí|miệt mài|nỗ lực|tiên phong|đi đầu|không quản)",
    "speak": r"^[^.;]{0,90}\b(?:cho biết|cho hay|chia sẻ|nói|khẳng định|nhấn mạnh|phát biểu|kể|bày tỏ|cho rằng|nhận định|thông tin|đánh giá|tâm sự|trả lời|bộc bạch|nêu rõ|lưu ý)\b",
    "demand": r"^[^.;]{0,90}\b(?:đề nghị|yêu cầu|chỉ đạo|kết luận|ghi nhận|biểu dương|chúc mừng|mong muốn|đánh giá cao|kêu gọi|tin tưởng|động viên|hoan nghênh|phân tích|khuyến cáo)\b",
    "give": rf"^[^.;]{{0,90}}(?<!được )\b(?:đã |vừa |trực tiếp |cùng )?{_GIVE}\b",
    "act": r"^[^.;]{0,90}\b(?:chủ trì|dự|tham dự|ký|ban hành|thăm|làm việc|tiếp|phê duyệt|khai mạc|bế mạc|điều hành|thừa ủy quyền|thay mặt|cắt băng|kiểm tra|hội đàm)\b",
    "title_comma": rf"^\s*[,\-–(]\s*(?:nguyên |quyền |hiện là |là )?{_CHIEF}",
    "title_near": rf"^[^.]{{0,60}}{_CHIEF}",
    "age": r"^\s*[,(]\s*(?:sn|sinh năm|\d{2} tuổi|dân tộc|sinh ngày)",
    "bracket": r"^\s*\(",
    "dash": r"^\s*[-–]",
    "comma": r"^\s*,",
    "and_list": r"^\s*(?:,|và|;)\s*(?:\S+\s){0,2}",
    "crime": r"^[^.]{0,110}\b(?:bị bắt|bị khởi tố|khai nhận|phạm tội|lừa đảo|chiếm đoạt|bị cáo|bị can|tù|ma túy|cướp|trộm|đâm|sát hại|truy nã|tham ô|nhận hối lộ|đánh bạc)\b",
    "victim": r"^[^.]{0,90}\b(?:tử vong|thiệt mạng|bị thương|nạn nhân|mất tích|qua đời|bị đuối nước|nguy kịch|chết|gặp nạn|bị lũ cuốn|được cứu)\b",
    "sport": r"^[^.]{0,90}\b(?:ghi bàn|thắng|thua|vô địch|trận đấu|bàn thắng|vòng|hlv|sân|đội tuyển|huy chương vàng|bộ phim|ca khúc|album|vai diễn|phim)\b",
    "farm": r"^[^.]{0,130}\b(?:ha|sào|triệu đồng|tỷ đồng|vườn|trang trại|chăn nuôi|trồng|nuôi|đàn|cây)\b",
    "poor": r"^[^.]{0,110}\b(?:hoàn cảnh|khó khăn|hộ nghèo|mắc bệnh|ung thư|nhận quà|nhà tình nghĩa|mồ côi|neo đơn|hỗ trợ)\b",
    "appoint": r"^[^.]{0,110}\b(?:giữ chức|được bổ nhiệm|được bầu|nghỉ hưu|được điều động|nhận nhiệm vụ|tái đắc cử)\b",
    "revoked": r"\b(?:thu hồi|tạm dừng|chưa đủ điều kiện|trả lại hồ sơ|kê khai sai|đơn tố cáo)\b",
    "end": r"^\s*[.)]?\s*$",
    "who": r"^\s*(?:,|-)?\s*(?:người|một)\b",
}

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

LEFT_CUES: Final = {name: re.compile(pattern) for name, pattern in LEFT.items()}
RIGHT_CUES: Final = {name: re.compile(pattern) for name, pattern in RIGHT.items()}
NEAR_CUES: Final = {name: re.compile(pattern) for name, pattern in NEAR.items()}
PAGE_CUES: Final = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in PAGE.items()}
