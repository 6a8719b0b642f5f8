"""Words that decide whether a body's name begins here and how far it runs."""

import re
from functools import cache
from typing import Final

from domain.text import place_tones
from nlp.place_grammar import UPPER
from nlp.printed_words import KINH_SURNAMES
from nlp.wordlists import load_lines, load_words

COMMON_SURNAMES: Final = KINH_SURNAMES - {"văn", "thân"}
SURNAMES: Final = frozenset(place_tones(w).lower() for w in load_words("surnames"))
MIDDLES: Final = frozenset("a văn thị thị y".split())
# Fields only from the list after these: "Bộ Luật", "phòng Lan" are no bodies.
LISTED_FIELDS_ONLY: Final = frozenset({"bộ", "phòng", "sở", "ty", "công"})
NOT_FIELDS: Final = frozenset(
    """chấp thường cán bí giám tổ liên mặt đêm ngày chủ đại đông hè mùa xuân án tai việc trưởng phó nhạc thu nữ bầu đón
    lễ vận công chỉ""".split()
)
# "Báo Công an TP.HCM", "Chi nhánh Ngân hàng X": another body's name may follow.
NAMED_AFTER_BODIES: Final = frozenset({"báo", "tạp", "chi", "ban"})
NUMBERED: Final = frozenset("đội sở số vực khoa đoàn".split())
PLURALS: Final = frozenset("các những mọi nhiều từng".split())
SMALL_NAMES: Final = frozenset({"trung", "viện", "cung", "xí", "nhà", "ngân", "công", "tổng", "tập"})
# "Cục hải quan", "Sở y tế": the field may be printed small ...
OFFICES: Final = frozenset({"cục", "chi", "tổng"})
SMALL_FIELDS: Final = frozenset({"sở", "bộ", "ty", "vụ", "phòng"})
# ... after these unless it may be what the body does: "Sở tổ chức hội nghị", "Bộ xây dựng đề án".
DEEDS: Final = frozenset("xây tổ kiểm thống đào đầu quy tham quản hành xuất phục bảo cải giảm công tác".split())
# First syllables that are the end of another word: "cán bộ", "quốc phòng", "Hải Phòng", "nhà báo".
INSIDE: Final = {
    "bộ": frozenset("cán đảng chi nội đội liên toàn tiến tuần đồng cục bách".split()),
    "phòng": frozenset("hải quốc biên văn tuyển phụ dự đề căn nhà phong".split()),
    "báo": frozenset("nhà thông cảnh tình tin khai họp quảng dự".split()),
    "sở": frozenset("cơ trụ công khổ".split()),
    "ty": frozenset({"công"}),
    "chùa": frozenset({"đường", "phố"}),
    "ban": frozenset("huy lạm".split()),
    "hội": frozenset("xã cơ quốc lễ đại dạ vũ ngày giáo chi vụ".split()),
    "vụ": frozenset("nhiệm dịch nghiệp nghĩa công tác nội phục thời".split()),
    "chi": frozenset("thu".split()),
    "đoàn": frozenset("tập bộ".split()),
    "công": frozenset("thủ thành bất".split()),
    "thanh": frozenset("âm".split()),
    "đồn": frozenset("tin".split()),
    "thuế": frozenset("cục miễn nộp tiền chi".split()),
    "chính": frozenset("hành tài".split()),
    "trung": frozenset("tập".split()),
}
# "Ủy viên Ban Thường vụ Đảng ủy": an office in the Party body, which alone is the body.
OFFICE_BEFORE_COMMITTEE: Final = "ủy viên "
COMMITTEES: Final = ("ban thường vụ", "ban chấp hành")


@cache
def countries() -> re.Pattern[str]:
    """Return the pattern of a country's name that ends a body's: "Bộ Ngoại giao Mỹ", not "... Anh Sơn"."""
    names = (" ".join(map(str.capitalize, line.split())) for line in load_lines("countries") if line != "việt nam")
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?:{longest_first})(?!\w| ?-? ?[{UPPER}])")


def takes_small(head: str, field: str) -> bool:
    """Whether a field of work may be printed in small letters after the head's first word."""
    return head in OFFICES or (head in SMALL_FIELDS and field.split(maxsplit=1)[0] not in DEEDS)
