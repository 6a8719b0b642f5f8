"""Cue phrases around the name of a group: what is given to it, what it is called, where it merely works or gives.

Matched in lower-cased text with tones placed the old way, in which "@" stands for another group and "#" for a person.
"""

import re
from typing import Final

AWARD: Final = (
    r"(?:bằng khen|giấy khen|thư khen|kỷ niệm chương|danh hiệu|cờ thi đua|cờ|huân chương|huy chương|anh hùng lao động"
    r"|anh hùng|giải (?:nhất|nhì|ba|thưởng|đặc biệt)|giải|phần thưởng|tập thể lao động xuất sắc|đơn vị quyết thắng"
    r"|bằng ghi nhận|tiên tiến|xuất sắc)"
)
GIVE: Final = r"(?:trao tặng|trao thưởng|trao|tặng thưởng|tặng|khen thưởng|thưởng|khen|phong tặng)"
# "khen" in "Bằng khen" and in "Hội đồng Thi đua - Khen thưởng" praises nobody.
PRAISE: Final = (
    r"(?:tuyên dương|biểu dương|tôn vinh|vinh danh|khen ngợi|nêu gương|suy tôn|ghi nhận|bình chọn"
    r"|(?<!bằng )(?<!giấy )(?<!thư )(?<!thi đua, )(?<!thi đua - )(?<!thi đua )khen(?: thưởng)?)"
)
_MODEL: Final = r"(?:điểm sáng|điển hình|tiêu biểu|lá cờ đầu|mô hình|tấm gương|gương|nổi bật|đi đầu|dẫn đầu|cánh chim)"
_WORK: Final = r"(?:mô hình|cách làm|công trình|sáng kiến)"
# Between a cue and a name: few words, or other names of the same list with remarks.
_GAP: Final = r"(?:[^.:@#]{0,40}$|[^.:@]{0,60}(?:@[^.:@]{0,70})+$)"
_NO_GAP: Final = r"(?: ?$|[^.:@#]{0,16}(?:@[^.:@]{0,70})+$)"
_ATTRIBUTES: Final = r"(?: tiêu biểu| xuất sắc| điển hình| được [\w ]{2,30}){0,2}"

_LEFT: Final = {
    "given_to": (
        rf"(?:{GIVE}|{AWARD})[^.;@#]{{0,120}}?\b(?:cho|thuộc về|tới tay|tặng|gửi|đối với)\b(?: \d+)? ?"
        rf"(?:các |hai |ba )?(?:tập thể|đơn vị)?:?{_GAP}"
    ),
    "praised": rf"{PRAISE}(?: \d+)?(?: các| hai)?(?: tập thể| đơn vị)?:?{_NO_GAP}",
    "letter_to": (
        r"\bthư (?:khen|khen ngợi|biểu dương|cảm ơn)(?: tới| gửi| cho)?(?: các)?(?: tập thể| đơn vị)?" + _NO_GAP
    ),
    "praised_here": rf"{PRAISE}(?: các| hai| ba)?(?: tập thể| đơn vị)? $",
    "collectives_are": rf"tập thể{_ATTRIBUTES} ?(?::|là|gồm|gồm có|như) ?{_GAP}|tập thể[^.;@]{{0,90}}\blà $"
    rf"|tập thể[^.;:@]{{0,110}}\b(?:gồm|gồm có|là|có|như|trong đó có)\b:? ?{_GAP}",
    "awarded_are": (
        rf"\b(?:được|nhận)\b[^.;@#]{{0,60}}?(?:{AWARD}|{PRAISE}|khen)[^.;@#]{{0,40}}"
        rf"\b(?:có|gồm|gồm có|là)\b:? ?{_NO_GAP}"
    ),
    "collectives_list": (
        r"(?:^|[.;\n])\s*(?:[ivx\d]+[.)] ?)?(?:\d+ |hai |ba |bốn |năm |về )?"
        rf"(?:(?:các )?(?:tập thể|đơn vị)|khối [\w ,]{{1,30}}?)(?: được [\w ]{{2,20}})?"
        rf"(?: có| gồm| là| như)? ?: ?{_GAP}"
    ),
    "collective_here": r"tập thể $",
    "such_as": rf"(?:tiêu biểu|điển hình|nổi bật|đơn cử|phải kể đến)(?: là| như| có| gồm)?:?{_NO_GAP}",
    "list_of": rf"(?:gồm|gồm có|sau đây):? ?{_GAP}",
    "example": r"(?:lấy|chọn) $",
    "model_of": rf"{_WORK}[^.;]{{0,80}}\bcủa[^.;@#]{{0,10}}$",
    "model_by": rf"{_WORK}[^.;]{{0,80}}\b(?:do|được) $",
    "of": r"\bcủa $",
    "by": r"\b(?:do|được|theo|bởi|cùng|phối hợp với|phối hợp|thuộc(?! về)|thay mặt)[^.;,@]{0,16}$",
    "at": r"\b(?:tại|ở|về|từ|vào|trên địa bàn|qua|xuống|trong(?! đó| số)|rời kho|đến)[^.;,@:]{0,10}$",
    "person": r"#[^;.:#]{0,70}[,(–-] ?(?!và )(?!tập thể)(?:[\w,@-]+ ){0,6}$",
    "number": r"\d $",
    "start": r"^\s*(?:\W ?)?(?:tập thể )?$",
    "bracket": r"\([^)]*$",
    "source": r"(?:nguồn|ảnh)[: ]*$",
}
# What goes before a verb of one's own doing: nothing that makes one the receiver.
_OWN: Final = r"^(?:(?!được|nhận|vinh dự|đón)[^.;,:@#]){0,40}?\b"
# "Ban nhân dân khối 9 và ông # nhận Giấy khen": the verb belongs to both.
_SHARED: Final = r"^(?:(?: và|,)[^.;:@#]{0,30}[@#]){0,2}"
_RIGHT: Final = {
    "is_awarded": (
        rf"{_SHARED}[^.;:@#]{{0,60}}?\b(?:được|vinh dự|nhận|đón nhận|đón|đạt|đoạt|giành)\b[^.;]{{0,90}}?{AWARD}"
    ),
    "is_praised": (
        rf"{_SHARED}[^.;:@#]{{0,60}}?\b(?:được|vinh dự)\b[^.;]{{0,70}}?"
        rf"(?:{PRAISE}|{GIVE}|công nhận|đánh giá cao|nhân rộng)"
    ),
    "is_model": rf"^[^.;:@#]{{0,50}}?\b(?:là|trở thành|làm|nổi lên là|xứng đáng)\b[^.;]{{0,50}}?(?:{_MODEL}|ví dụ)",
    "gives": rf"{_OWN}{GIVE}\b",
    "praises": (rf"{_OWN}(?:{PRAISE}|đề nghị|công bố|phát động|ban hành|yêu cầu|chỉ đạo|chọn|công khai|đăng tải)\b"),
    "organises": (
        rf"{_OWN}(?:tổ chức|phối hợp|cho biết|thông báo|khởi tố|bắt|xác định|tiếp nhận|điều tra|họp|khai mạc"
        r"|tổng kết|sơ kết|hỗ trợ|thăm)\b"
    ),
    # A digest line: "Đội cứu hộ Sông Đốc: 11 tàu, 52 người".
    "numbers": r"^(?:,? [^.;:@#]{0,40})?: [^.;:@#]{0,50}?\d",
    "carries_out": r"^ (?:triển khai|thực hiện|xây dựng|sáng lập|thành lập|khởi xướng)\b",
    "acts": (
        r"^[^.;@#]{0,24}?\b(?:đã|vừa|nay|có|phân công|thu gom|hướng dẫn|giúp|vận động|trồng|vượt|giảm|bóc gỡ"
        r"|truyền|sửa|nấu|xuất|đạt|xây dựng|lập|chuyền|với)\b[^.;]{0,60}\d"
    ),
}
LEFT_PATTERNS: Final = {name: re.compile(pattern) for name, pattern in _LEFT.items()}
RIGHT_PATTERNS: Final = {name: re.compile(pattern) for name, pattern in _RIGHT.items()}
# The label above a bulleted list of honourees: "Tập thể được khen:".
LABEL: Final = re.compile(
    rf"(?:{AWARD}|{PRAISE}|tập thể|tiêu biểu|gồm|đề nghị|danh sách|trường hợp)[^\n]{{0,120}}:\s*$"
)
