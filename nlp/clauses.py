"""Decisive clauses: sentence patterns that by themselves tell what a named person did or received.

They are matched in a sentence where the person looked at is "#", every other person "@", in lower case with tones
placed the old way. The direction rule lives here: who trao/tặng something *cho* whom, who *được* tặng.
"""

import re
from collections.abc import Sequence
from typing import Final

from nlp.clause_needs import may_hold

_AWARD: Final = (
    r"(?:bằng khen|giấy khen|huân chương|huy chương|kỷ niệm chương|danh hiệu|giải|cờ thi đua|chiến s[ĩỹ] thi đua"
    r"|lao động tiên tiến|thư khen|huy hiệu|bằng ghi nhận|phần thưởng|tiền thưởng|nghệ nhân|nhà giáo ưu tú"
    r"|thầy thuốc ưu tú|anh hùng|học bổng|nông dân việt nam xuất sắc|công dân|gương)"
)
_GIVE: Final = (
    r"(?:trao tặng|trao thưởng|trao|tặng thưởng|tặng|truy tặng|phong tặng|thưởng nóng|khen thưởng|thưởng|gắn)"
)
_PRAISE: Final = (
    r"(?:tuyên dương|biểu dương|tôn vinh|vinh danh|khen ngợi|khen thưởng|khen tặng|nêu gương|noi gương|suy tôn"
    r"|bình chọn|bầu chọn|ca ngợi|cảm ơn|thán phục|khâm phục|cảm phục|ngưỡng mộ)"
)
_MODEL: Final = r"(?:tấm gương|gương sáng|gương|điển hình|điểm sáng|hạt nhân|lá cờ đầu|nhân tố|bông hoa đẹp|vua)"
_CHIEF: Final = (
    r"(?:chủ tịch|phó chủ tịch|bí thư|phó bí thư|giám đốc|phó giám đốc|tổng giám đốc|trưởng ban|phó trưởng ban"
    r"|trưởng phòng|phó trưởng phòng|chánh văn phòng|phó chánh văn phòng|bộ trưởng|thứ trưởng|thủ tướng|phó thủ tướng"
    r"|tổng bí thư|ủy viên|đại biểu|cục trưởng|phó cục trưởng|vụ trưởng|vụ phó|tư lệnh|chính ủy|chỉ huy trưởng"
    r"|viện trưởng|chánh án|trưởng đoàn|lãnh đạo|trưởng công an|phó trưởng công an|hiệu trưởng|phó hiệu trưởng"
    r"|chủ nhiệm|tổng biên tập|chánh thanh tra|thường trực|đại sứ|người phát ngôn|chính trị viên)"
)
# Words between a cue and a name: titles and honorifics, no verb-like break, no other name.
_TITLES: Final = r"(?:[^\s@#,.;:()]+\s){0,9}"
# With a group before the person: "cho tập thể Công an tỉnh Lào Cai và Đại tá #".
_LONG_TITLES: Final = r"(?:[^\s@#,.;:()]+\s){0,16}"
# An apposition after a name: ", 45 tuổi, bản Nà Hạ," or "(SN 1974, trú ...)" or "- hiệu trưởng Trường X -".
_ASIDE: Final = r"(?:\s?\([^)]{0,120}\))?(?:\s?[,–-][^.;:@#]{0,150}?[,–-])?"
_SOON: Final = r"\s?(?:[^\s@#.;:]+\s){0,6}?"
# "# được Bộ trưởng ủy quyền, trao Bằng khen": the giver, not who is given.
_ON_BEHALF: Final = r"[^.;#@]{0,60}\b(?:ủy quyền|ủy nhiệm|phân công|giao nhiệm vụ)\b"
_LIST: Final = r"(?:[^.;]{0,120}?(?:,|và|;|-)\s" + _TITLES + r")?"

_PATTERNS: Final = {
    "awarded_to": rf"\b{_GIVE}\b[^.;#]{{0,110}}\b{_AWARD}\b[^.;#]{{0,110}}\b(?:cho|đến|tới|đối với)\s{_LONG_TITLES}(?:@{_LIST})?#",
    "is_awarded": rf"#{_ASIDE}{_SOON}(?:được|vinh dự)\s(?!{_ON_BEHALF})[^.;#@]{{0,90}}\b(?:{_GIVE}|{_PRAISE}|công nhận|phong|ghi danh|bình chọn)\b",
    "is_awarded_by": rf"#{_ASIDE}{_SOON}(?:được|vinh dự)\s(?!{_ON_BEHALF})[^.;#]{{0,90}}\b(?:{_GIVE}|{_PRAISE}|công nhận)\b",
    "receives": rf"#{_ASIDE}{_SOON}(?:nhận|đón nhận|nhận được|đạt|đoạt|giành|giành được|sở hữu|đạt được)\s[^.;#@]{{0,50}}\b{_AWARD}\b",
    "praised": rf"\b{_PRAISE}\s{_TITLES}#",
    "praised_list": rf"\b{_PRAISE}\s{_TITLES}@{_LIST}#",
    "model_named": rf"\b{_MODEL}\s{_TITLES}#",
    "delegate": rf"\b(?:đại biểu|gương|cá nhân|nhân vật)\s(?:điển hình|tiêu biểu|tiên tiến)(?:\stiên tiến)?\s(?:là\s)?{_TITLES}#",
    "is_titled": rf"#{_ASIDE}[^.;#@]{{0,140}}\bđược\b[^.;#@]{{0,60}}\b(?:công nhận|tặng|trao|phong|bình chọn|tôn vinh|tuyên dương|biểu dương)\b[^.;#@]{{0,60}}\b{_AWARD}\b",
    "prospers": rf"#{_ASIDE}[^.;#@]{{0,140}}\b(?:tạo việc làm|giải quyết việc làm|thu lãi|thu nhập|doanh thu|lợi nhuận|lãi)\b[^.;#@]{{0,60}}\d",
    "shortlisted": rf"#{_ASIDE}{_SOON}(?:lọt vào|có tên trong|được chọn vào|được đề cử|góp mặt trong)\s[^.;#@]{{0,60}}\b(?:danh sách|tốp|top|đề cử|vòng chung kết|xuất sắc|tiêu biểu|gương)\b",
    "is_model": rf"#{_ASIDE}{_SOON}(?:là|trở thành|như|xứng đáng)\s[^.;#@]{{0,60}}\b{_MODEL}\b",
    "is_first": rf"#{_ASIDE}{_SOON}là\s(?:một trong|người|thủ khoa|chủ nhân|nữ|hội viên|tấm)\b",
    "such_as": r"\b(?:tiêu biểu|điển hình|phải kể đến|phải kể tới|có thể kể|đơn cử|nổi bật|trong số đó|gương)\b[^.#]{0,60}?(?:là|như|có|gồm|:|đến)\s[^.]{0,200}#",
    "such_as_now": rf"\b(?:tiêu biểu|điển hình|đơn cử|hay như|phải kể đến|nổi bật)\b(?:\s(?:là|như|có|:|cho))?\s?{_TITLES}#",
    "proposed": r"\b(?:đề nghị|đề cử|giới thiệu|xét tặng|xét chọn|lấy ý kiến)\b[^.#]{0,120}(?::|cho|đối với|gồm|có)\s[^.]{0,160}#",
    "finds": rf"#{_ASIDE}{_SOON}(?:đã |vừa )?(?:nhặt được|phát hiện|trả lại|tìm cách trả|bàn giao|nộp)\b",
    "rescues": rf"#{_ASIDE}{_SOON}(?:đã |liền |lập tức |dũng cảm )?(?:lao|nhảy|cứu|bơi|đuổi theo|truy đuổi|khống chế|dũng cảm|không ngần ngại)\b",
    "gives_self": rf"#{_ASIDE}{_SOON}(?:hiến|tự nguyện|ủng hộ|quyên góp|cưu mang|nhận nuôi|dạy|nấu|sửa|xây|vận động|giúp|chăm sóc|gìn giữ|truyền dạy)\b",
    "works_well": rf"#{_ASIDE}{_SOON}(?:gắn bó|nghiên cứu|sáng chế|chế tạo|khởi nghiệp|trồng|nuôi|đầu tư|mạnh dạn|phát triển|xây dựng|mở|thành lập|cải tạo|làm chủ|vươn lên|vượt|bắt tay|sưu tầm|viết|khai phá|làm)\b",
    "model_of": r"\b(?:mô hình|trang trại|vườn|cơ sở|gia trại|sáng kiến|sản phẩm|đề tài|dự án|câu chuyện|tấm lòng|việc làm|hành động|nghị lực)\b[^.;#@]{0,60}\bcủa\s" + _TITLES + "#",
    "household": r"\b(?:hộ|gia đình|hộ gia đình|vợ chồng)\s(?:\S+\s){0,2}#",
    "caption_receives": rf"#{_ASIDE}\s?(?:\([^)]*\)\s)?(?:nhận|tại lễ|trong lễ|bên|chăm sóc|đang|cùng|với)\b",
    "thanks_deed": rf"\bnhờ\s{_TITLES}#",
    "speaks": rf"#{_ASIDE}{_SOON}(?:cho biết|cho hay|nói|chia sẻ|kể|bày tỏ|cho rằng|tâm sự|nhớ lại|thông tin|khẳng định|nhận định|trả lời|bộc bạch|giải thích|nhận xét)\b",
    "speaks_after_quote": r"[”\"]\s?[,–-]\s?" + _TITLES + "#",
    "office_speech": rf"#{_ASIDE}{_SOON}(?:phát biểu|nhấn mạnh|yêu cầu|chỉ đạo|đề nghị|kết luận|ghi nhận|chúc mừng|đánh giá cao|kêu gọi|biểu dương|tuyên dương|mong muốn|động viên|cảm ơn|hoan nghênh|lưu ý|báo cáo|thông báo|khai mạc)\b",
    "gives": rf"#{_ASIDE}{_SOON}(?<!được )(?:đã |vừa |trực tiếp |cùng |thay mặt [^.;#@]{{0,60}} )?{_GIVE}\s(?!.{{0,40}}cho biết)",
    "authorised": rf"#{_ASIDE}{_SOON}(?:thừa ủy quyền|thay mặt|(?:được|vinh dự)\s{_ON_BEHALF})",
    "hands_over": rf"#{_ASIDE}\s?(?:đã |vừa |trực tiếp |lên )*(?<!được )(?:trao tặng|trao|tặng|gắn)\s(?:tặng )?(?:cờ|bằng khen|giấy khen|danh hiệu|huân chương|huy hiệu|kỷ niệm chương|bằng công nhận)\b",
    "does_office": rf"#{_ASIDE}{_SOON}(?:chủ trì|dự|tham dự|đến dự|ký|ban hành|thăm|làm việc|tiếp|phê duyệt|kiểm tra|hội đàm|thay mặt|thừa ủy quyền|dẫn đầu)\b",
    "attends": r"\b(?:dự|tham dự|đến dự|cùng dự|về dự|có mặt|sự tham dự|sự có mặt|chứng kiến)\b[^.#]{0,60}(?:có|là|gồm|:|của)\s[^.]{0,300}#",
    "led_by": rf"\b(?:do|bởi)\s{_TITLES}#",
    "behalf": rf"\b(?:thay mặt|theo đề nghị của|theo lời|theo|trao đổi với|làm việc với|cùng với|gặp|tiếp)\s{_TITLES}#",
    "chief_before": rf"\b{_CHIEF}\s{_TITLES}#",
    "chief_after": rf"#\s?[,–(-]\s?(?:nguyên |phó |quyền |hiện là |là |đồng chí )?(?:\S+\s){{0,3}}{_CHIEF}\b",
    "appointed": rf"#{_ASIDE}{_SOON}(?:giữ chức|được bổ nhiệm|được bầu|được điều động|làm|đảm nhiệm|tái cử)\b",
    "appoints": rf"\b(?:bổ nhiệm|điều động|luân chuyển|bầu|chỉ định|phê chuẩn)\s{_TITLES}#",
    "kin_of": r"\b(?:vợ|chồng|con trai|con gái|con|mẹ|bố|cha|em trai|em gái|anh trai|chị gái|bà ngoại|bà nội|ông nội|ông ngoại)\s(?:\S+\s){0,3}(?:là\s)?(?:\S+\s){0,2}#",
    "owner": rf"\b(?:chủ nhân|người đánh rơi|người bị mất|người mất|bị mất|khổ chủ|trả lại cho|trao trả cho|của)\s{_TITLES}#",
    "owner_is": rf"\b(?:chủ nhân|chủ tiền|chủ tài sản|chủ của|chủ chiếc|khổ chủ|người (?:đánh rơi|làm rơi|bị mất|mất|bỏ quên))\b[^.;#@]{{0,80}}\blà\s{_TITLES}#",
    "loses": rf"#{_ASIDE}{_SOON}(?:đánh rơi|bỏ quên|làm rơi|bị mất|mất)\b",
    "rescued": rf"\b(?:cứu|cứu sống|cứu được|đưa|giúp|thi thể|nạn nhân(?! chất độc)(?! da cam)|sản phụ|bệnh nhân)\s{_TITLES}#",
    "labelled": rf"(?:^|\n)\W*(?:tác giả|người viết|bạn đọc|bình luận(?: bạn đọc)?|biên tập|thực hiện|người ký|liên hệ|tin liên quan|bài liên quan|tin bài liên quan|xem thêm|đọc thêm|chịu trách nhiệm(?: [^\s:]+){{0,3}})\s?:\s?{_TITLES}#",
    "identified": r"\b(?:danh tính|được xác định là|xác định (?:các )?nạn nhân|người (?:chết|mất|tử vong|bị nạn))\b[^.#]{0,60}#",
    "advises": rf"\btheo\s(?:pgs|gs|ts|ths|bs|bác sĩ|bác sỹ|tiến sĩ|chuyên gia|luật sư|phó giáo sư|thạc sĩ)[^@#,;:]{{0,40}}#|#{_ASIDE}{_SOON}(?:khuyên|khuyến cáo|lưu ý|phân tích|giải thích|hướng dẫn)\b",
    "of_the_past": r"\bnăm 1[0-8]\d\d\b|/1[0-8]\d\d\b|\b(?:nghĩa quân|triều đình|cần vương|khởi nghĩa|pháp trường|nhà nguyễn|tiến sĩ khoa)\b",
    "given_back": rf"\b(?:giao lại|trao lại|trả lại|trao trả|bàn giao|hoàn trả)\b[^.;#@]{{0,60}}\b(?:cho|tới)\s{_TITLES}#|#{_ASIDE}{_SOON}(?:nhận lại|đến nhận|tới nhận|xin nhận)\b",
    "thanked_owner": rf"#{_ASIDE}{_SOON}(?:đánh rơi|làm rơi|bỏ quên|để quên|thất lạc)\b",
    "award_thanks_to": rf"\b(?:quyết định|công bố|đề nghị|xét)\b[^.#]{{0,140}}\b(?:{_AWARD}|khen|thưởng|công nhận)\b[^.#]{{0,100}}\b(?:cho|đối với)\s{_TITLES}#",
    "leaves_office": rf"#{_ASIDE}{_SOON}(?:thôi|từ nhiệm|xin nghỉ|nghỉ hưu|miễn nhiệm|rút)\b|\b(?:miễn nhiệm|bãi nhiệm|thôi)\s{_TITLES}#|\bcho\s{_TITLES}#\sthôi\b",
    "resident_speaks": r"#\s?[,–(-]\s?(?:một )?(?:người dân|hàng xóm|cư dân|người nhà|nhân chứng)\b[^.;#]{0,80}\b(?:cho biết|nói|chia sẻ|kể|cho hay)\b",
    "runs_cooperative": r"#\s?[,–(-]\s?(?:[^\s@#.;:,]+\s){0,4}?(?:giám đốc|chủ nhiệm|chủ tịch hđqt|tổ trưởng)\s(?:htx|hợp tác xã|tổ hợp tác)\b|\b(?:giám đốc|chủ nhiệm)\s(?:htx|hợp tác xã|tổ hợp tác)\b[^.;@#]{0,50}#",
    "takes_no_money": r"#[^.;@]{0,140}\b(?:không lấy (?:\w+ ){0,2}(?:tiền|đồng|công)|không thu (?:\w+ ){0,2}(?:tiền|phí|đồng)|miễn phí|không công)\b",
    "visits": rf"#{_ASIDE}{_SOON}(?:tham quan|đến thăm|tới thăm|ghé thăm|khảo sát)\b",
    "of_old": rf"#{_ASIDE}\s?(?:năm xưa|thuở trước|ngày trước|năm nào)\b",
    "land_of": rf"\b(?:quê hương|vùng đất|mảnh đất|miền đất)\s(?:của\s)?{_TITLES}#",
    "falls_on_duty": rf"#{_ASIDE}{_SOON}(?:đã |anh dũng )*hy sinh\b",
    "is_commended": rf"#{_ASIDE}[^.;#@]{{0,140}}\bđược\s[^.;#@,]{{0,50}}\b(?:khen|tuyên dương|biểu dương|vinh danh|tôn vinh)\b",
    "tells_of_award": rf"#{_ASIDE}{_SOON}(?:cho biết|cho hay|thông tin|nói|xác nhận)\b[^.;#@]{{0,140}}\b(?:tuyên dương|biểu dương|khen|khen thưởng|tặng|trao|đề nghị)\b[^.;#@]{{0,80}}@",
    "kin_martyr": rf"\b(?:cha|mẹ|bố|anh|chồng|con)(?: \S+){{0,2}} (?:là )?liệt s[ĩỹ]\s{_TITLES}#",
    "dead_list": r"\b(?:chết|tử vong|thiệt mạng|thương vong|bị thương|mất tích|đuối nước|nạn nhân)\b[^.#]{0,40}?(?::|gồm|là)\s[^.]{0,220}#",
    "harmed": rf"#{_ASIDE}{_SOON}(?:tử vong|thiệt mạng|bị thương|mất tích|qua đời|đuối nước|gặp nạn|từ trần|bị)\b",
    "accused": rf"\b(?:bị can|bị cáo|đối tượng|nghi phạm|bắt giữ|khởi tố|truy tố|tạm giam|bắt|kẻ)\s{_TITLES}#",
    "commits": rf"#{_ASIDE}{_SOON}(?:khai|thừa nhận|bị khởi tố|bị bắt|lừa đảo|chiếm đoạt|trộm|cướp|đâm|phạm tội|mua bán|tàng trữ)\b",
    "visited": rf"\b(?:thăm|tặng quà|trao quà|hỗ trợ|giúp đỡ|chúc thọ|trao nhà|bàn giao nhà|trao số tiền)\b[^.;#]{{0,60}}\b(?:cho|của|gia đình|tại|đến)?\s?{_TITLES}#",
    "credit": r"(?:ảnh|bài|tin|tác giả|nguồn|thực hiện|clip|bài viết)\s?[:,–-]?\s?(?:\S+\s){0,2}#\W*$",
    "contest_author": r"\b(?:thi viết|thi sáng tác|thi ảnh|thi thơ|giải báo chí|tác phẩm|bài dự thi)\b[^.#]{0,120}\btác giả\s(?:\S+\s){0,2}#",
    "signature": r"^\W*#\W*$",
    "numbered": r"(?:^|[;:.\n])\s?\d{1,3}\s?[.)/-]\s?(?:\S+\s){0,3}#",
    "listed": r"(?:^|[;:•+])\s?(?:\S+\s){0,3}#\s?[(,:–-]",
    "revoked": r"\b(?:thu hồi|tạm dừng|chưa đủ điều kiện|trả lại hồ sơ|kê khai sai|đơn tố cáo|hủy bỏ|rút)\b",
    "jury": r"\b(?:giám khảo|ban giám khảo|hội đồng|ban tổ chức|thành viên)\b[^.;#]{0,60}#",
    "plays": rf"#{_ASIDE}{_SOON}(?:ghi bàn|thi đấu|vô địch|đánh bại|ra mắt|biểu diễn|thủ vai|đóng|hát|thắng|thua|ra sân|chấn thương|xuất hiện)\b",
}  # fmt: skip
# What a clause adds to the log odds that its person is exemplary, on top of the learned classifier. Set from what the
# clauses mean, not fitted: the corpus is too varied to hold the standard formulas often enough.
LOG_ODDS: Final = {
    "honour_list": 5.0,  # nlp/honour_lists.py: right for 261 of 266 people of the corpus
    "awarded_to": 3.0,
    "award_thanks_to": 3.0,
    "proposed": 3.0,
    "model_of": 3.0,
    "receives": 1.5,
    "delegate": 2.0,
    "shortlisted": 3.0,
    "is_commended": 1.0,
    "runs_cooperative": 1.0,
    "takes_no_money": 0.5,
    "tells_of_award": -2.0,
    "falls_on_duty": 1.0,
    "authorised": -2.0,
    "hands_over": -2.0,
    "identified": -3.0,
    "given_back": -2.0,
    "thanked_owner": -1.5,
    "of_the_past": -2.0,
    "advises": -1.0,
    "leaves_office": -0.5,
    "owner_is": -2.5,
    "land_of": -2.0,
    "contest_author": -1.5,
    "is_titled": 1.5,
    "prospers": 1.5,
    "finds": 1.5,
    "attends": -1.0,
    "rescued": -1.0,
    "harmed": -0.5,
    "dead_list": -3.0,
    "labelled": -4.0,
    "resident_speaks": -2.0,
    "visits": -2.0,
    "of_old": -2.0,
    "kin_martyr": -2.0,
    "accused": -3.0,
    "commits": -1.0,
    "jury": -1.0,
    "kin_of": -0.5,
    "office_speech": -0.5,
    "speaks_after_quote": -0.5,
}
CLAUSES: Final = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_BEFORE: Final = 260
_AFTER: Final = 240


def find_clauses(
    text: str, start: int, end: int, others: Sequence[tuple[int, int]], bounds: tuple[int, int]
) -> list[str]:
    """Return the clauses that hold for the name at [start, end) in the sentence `bounds` of lower-cased text."""
    low, high = max(bounds[0], start - _BEFORE), min(bounds[1], end + _AFTER)
    before = _mask(text, low, start, others)
    after = _mask(text, end, high, others)
    masked = f"{before}#{after}"
    return [name for name, pattern in CLAUSES.items() if may_hold(name, masked) and pattern.search(masked)]


def _mask(text: str, low: int, high: int, names: Sequence[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = low
    for start, end in names:
        if end <= low or start >= high:
            continue
        pieces.append(text[at : max(start, at)])
        pieces.append("@")
        at = min(end, high)
    pieces.append(text[at:high])
    return "".join(pieces).replace("#", " ")
