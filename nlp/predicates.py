"""Words that say what a named person does, receives or is, found once per sentence and read outwards from a name.

Each class is matched in lower-cased text with tones placed the old way. Verbs decide the direction of a sentence
("X trao ... cho Y", "Y được ... tặng"), nouns beside a name tell its kind (a chief, a pupil, a farmer).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.phrases import compile_phrases

_VERBS: Final = {
    "passive": "được|vinh dự|đã được|vừa được|bị",
    "receive": "đón nhận|nhận được|nhận|đạt|đoạt|giành được|giành|đạt được|lọt vào|là chủ nhân|sở hữu|trúng tuyển",
    "give": "trao tặng|trao thưởng|trao quà|trao cờ|trao|tặng thưởng|tặng hoa|tặng quà|tặng|gắn|truy tặng|phong tặng|thưởng nóng",
    "praise": "tuyên dương|biểu dương|tôn vinh|vinh danh|khen thưởng|khen ngợi|nêu gương|noi gương|suy tôn|bình chọn"
    "|khen tặng|công nhận|tri ân|cảm ơn|ca ngợi|thán phục|khâm phục|cảm phục|ngưỡng mộ",
    "such": "tiêu biểu là|tiêu biểu như|tiêu biểu có|điển hình là|điển hình như|điển hình có|trong đó có|trong số đó"
    "|phải kể đến|phải kể tới|có thể kể đến|đơn cử|nổi bật là|nổi bật như|hay như|gồm|đó là|như là|là trường hợp|câu chuyện của",
    "cho": "cho|đến với|tới|đối với|thuộc về",
    "speak": "cho biết|cho hay|chia sẻ|nói|kể lại|kể|bày tỏ|cho rằng|tâm sự|bộc bạch|thông tin|nhớ lại|trả lời|lý giải|giải thích|xúc động|thổ lộ"
    "|trải lòng|nhận xét|phân tích|khuyến cáo|cho là|lo lắng|thừa nhận|thú nhận",
    "office": "phát biểu|nhấn mạnh|yêu cầu|chỉ đạo|đề nghị|kết luận|ghi nhận|chúc mừng|đánh giá cao|đánh giá|kêu gọi|khẳng định|nhận định"
    "|mong muốn|tin tưởng|động viên|lưu ý|nêu rõ|hoan nghênh|ký ban hành|ký|phê duyệt|kiểm tra|làm việc|báo cáo|công bố|quán triệt"
    "|thông báo|giao|tiếp đón|hội đàm|điện đàm|thừa ủy quyền|khai mạc|bế mạc|đối thoại|chứng kiến",
    "chair": "chủ trì|chủ tọa|đồng chủ trì|điều hành",
    "attend": "tham dự|đến dự|cùng dự|dự|có mặt|sự tham gia|sự hiện diện|tham gia|về dự|tới dự",
    "visit": "thăm hỏi|đến thăm|thăm|chúc thọ|mừng thọ|dâng hương|chia buồn|viếng",
    "behalf": "thay mặt|theo đề nghị của|theo lời|trao đổi với|theo|đại diện|do|bởi|cùng với|dẫn đầu|kt|tm",
    "find": "nhặt được|trả lại|tìm người|bàn giao|trao trả|giao nộp|hoàn trả|đánh rơi|bỏ quên|làm mất|bị mất",
    "rescue": "cứu sống|cứu được|cứu|lao xuống|nhảy xuống|lao ra|dũng cảm|ứng cứu|đưa đi cấp cứu|truy đuổi|khống chế|bắt cướp|sơ cứu|đỡ đẻ"
    "|không quản|bất chấp|quên mình",
    "donate": "hiến máu|hiến đất|hiến|ủng hộ|quyên góp|đóng góp|thiện nguyện|giúp đỡ|giúp|cưu mang|nhận nuôi|chăm sóc|nuôi dưỡng|miễn phí"
    "|vận động|kêu gọi mọi người|sửa chữa|xây cầu|làm đường|dạy chữ|mở lớp|khám bệnh",
    "achieve": "sáng kiến|sáng chế|nghiên cứu|chế tạo|khởi nghiệp|làm giàu|vượt khó|vươn lên|thoát nghèo|làm chủ|phát triển kinh tế|tạo việc làm"
    "|đầu tư|mạnh dạn|xây dựng mô hình|xây dựng|thu nhập|thu lãi|lãi|trồng|chăn nuôi|nuôi|cải tạo|học hỏi|miệt mài|nỗ lực|phấn đấu|tâm huyết"
    "|gắn bó|tận tụy|tận tâm|cống hiến|gìn giữ|bảo tồn|truyền dạy|sưu tầm|hoàn thành xuất sắc|tiên phong|đi đầu|thành lập|biến|gây dựng",
    "appoint": "giữ chức|bổ nhiệm|được bầu|bầu|điều động|luân chuyển|nghỉ hưu|phân công|đắc cử|tái cử|nhậm chức|miễn nhiệm|chỉ định",
    "crime": "khởi tố|bắt giữ|bắt tạm giam|tạm giam|truy tố|tuyên phạt|lĩnh án|phạm tội|lừa đảo|chiếm đoạt|khai nhận|mua bán|trộm|cướp|đâm|chém"
    "|sát hại|đánh bạc|tham ô|nhận hối lộ|truy nã|vi phạm|xử phạt|kỷ luật|cáo buộc|bỏ trốn|tố cáo",
    "harm": "tử vong|thiệt mạng|bị thương|mất tích|qua đời|đuối nước|gặp nạn|bị cuốn|nguy kịch|hy sinh|từ trần|chết|kêu cứu|cấp cứu|ngã",
    "play": "ghi bàn|thi đấu|vô địch|đánh bại|ra mắt|phát hành|biểu diễn|thủ vai|đóng phim|hát|thắng|thua|ra sân|dẫn dắt|chấn thương|tập luyện|đóng",
    "poor": "mắc bệnh|ung thư|hoàn cảnh|mồ côi|neo đơn|nằm viện|điều trị|bệnh tật|khuyết tật|khó khăn",
    "revoke": "thu hồi|tạm dừng|chưa đủ điều kiện|trả lại hồ sơ|kê khai sai|hủy bỏ",
    "propose": "đề nghị xét tặng|đề nghị tặng|đề nghị công nhận|đề cử|giới thiệu|xét tặng|xét chọn|lấy ý kiến",
    "am": "là",
    "have": "có",
    "call": "tên là|tên|gọi là|mang tên|tức",
}  # fmt: skip
_NOUNS: Final = {
    "award": "bằng khen|giấy khen|huân chương|huy chương|kỷ niệm chương|danh hiệu|giải nhất|giải nhì|giải ba|giải thưởng|giải đặc biệt"
    "|giải khuyến khích|giải|cờ thi đua|chiến sĩ thi đua|chiến sỹ thi đua|lao động tiên tiến|phần thưởng|thư khen|học bổng|thủ khoa|huy hiệu",
    "model": "tấm gương|gương sáng|gương người tốt|gương điển hình|gương|điển hình|tiêu biểu|điểm sáng|hạt nhân|lá cờ đầu|xuất sắc|ưu tú"
    "|người tốt|việc tốt|anh hùng|hành động đẹp|việc làm đẹp|nghĩa cử|lòng tốt|trung thực",
    "chief": "chủ tịch|phó chủ tịch|bí thư|phó bí thư|giám đốc|phó giám đốc|tổng giám đốc|trưởng ban|phó trưởng ban|trưởng phòng|phó trưởng phòng"
    "|chánh văn phòng|bộ trưởng|thứ trưởng|thủ tướng|phó thủ tướng|tổng bí thư|ủy viên|đại biểu|cục trưởng|vụ trưởng|tư lệnh|chính ủy"
    "|chỉ huy trưởng|viện trưởng|chánh án|trưởng đoàn|lãnh đạo|trưởng công an|tổng thống|ngoại trưởng|phát ngôn|chánh thanh tra|tổng biên tập"
    "|thường trực|vụ phó|cục phó|chủ nhiệm|đại sứ|chi cục trưởng|phó viện trưởng|chính trị viên",
    "school_head": "hiệu trưởng|phó hiệu trưởng|giáo viên chủ nhiệm|ban giám hiệu",
    "grass_chief": "trưởng thôn|trưởng bản|trưởng ấp|trưởng buôn|trưởng xóm|trưởng khu phố|bí thư chi bộ|tổ trưởng|chi hội trưởng|đội trưởng|già làng"
    "|người có uy tín|trưởng khóm|bí thư chi đoàn|chủ tịch công đoàn|trưởng ban công tác mặt trận|nghệ nhân|trưởng dòng họ",
    "pupil": "học sinh|sinh viên|nữ sinh|nam sinh|lớp|cậu học trò|học trò|thủ khoa|thí sinh|cậu bé|chàng trai|cô gái",
    "teacher": "cô giáo|thầy giáo|giáo viên|nhà giáo|giảng viên",
    "worker": "nông dân|công nhân|ngư dân|hội viên|thợ|nhân viên|lái xe|tài xế|kỹ sư|đoàn viên|đảng viên|cựu chiến binh|thương binh|bệnh binh|nạn nhân chất độc da cam|nạn nhân da cam|doanh nhân"
    "|chủ cơ sở|chủ trang trại|chủ vườn|xã viên|cán bộ|viên chức|chiến sĩ|chiến sỹ|điều dưỡng|bảo vệ|tiểu thương|nữ công nhân|công dân",
    "rank": "đại tướng|thượng tướng|trung tướng|thiếu tướng|đại tá|thượng tá|trung tá|thiếu tá|đại úy|thượng úy|trung úy|thiếu úy|binh nhất|trung sĩ",
    "expert": "tiến sĩ|thạc sĩ|giáo sư|pgs|ts|ths|gs|chuyên gia|luật sư|bác sĩ|bs|nhà nghiên cứu",
    "age": "tuổi|sn|sinh năm",
    "place": "xã|thôn|ấp|bản|buôn|làng|khóm|xóm|phường|thị trấn|ngụ|trú|quê|ở|người dân|hộ dân|khu phố|tổ dân phố",
    "family": "gia đình|hộ|vợ chồng|hộ gia đình|nhà",
    "kin": "vợ|chồng|con trai|con gái|mẹ|bố|cha|em trai|em gái|anh trai|chị gái|người thân|ông nội|bà nội|bà ngoại|con|phu nhân|má",
    "accused": "bị can|bị cáo|đối tượng|nghi phạm|hung thủ|kẻ gian|kẻ|tên cướp",
    "hurt": "nạn nhân|người chết|người tử vong|người thiệt mạng|người bị thương|thi thể|bệnh nhân|sản phụ|người bị nạn",
    "star": "ca sĩ|diễn viên|đạo diễn|hoa hậu|á hậu|nhạc sĩ|cầu thủ|tiền đạo|thủ môn|hlv|huấn luyện viên|tay vợt|người mẫu|mc|nghệ sĩ|danh hài|vđv",
    "dead": "liệt sĩ|cố|vua|danh nhân|bác|tư tưởng|phong cách|đạo đức|tổ tiên|cụ tổ|di chúc",
    "credit": "ảnh|bài|tin|tác giả|nguồn|thực hiện|phóng viên|pv|bài viết",
    "named": "đường|phố|trường|thpt|thcs|tiểu học|quỹ|công viên|cầu|bệnh viện|công ty|đại học",
    "money": "triệu đồng|tỷ đồng|tỉ đồng|triệu|tỷ|đồng|ha|sào|m2|lao động",
    "event": "hội nghị|buổi lễ|đại hội|lễ tuyên dương|lễ trao|lễ kỷ niệm|cuộc họp|phiên họp|kỳ họp|tọa đàm|hội thảo|buổi làm việc|lễ",
    "time": "nhiều năm|năm liền|năm qua|năm nay|năm liên tục",
    "ex": "nguyên|cựu",
}  # fmt: skip
VERBS: Final = frozenset(_VERBS)


_CLASS_OF: Final = {
    phrase: name for classes in (_NOUNS, _VERBS) for name, phrases in classes.items() for phrase in phrases.split("|")
}
_ANY: Final = compile_phrases(_CLASS_OF)


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue word: [start, end) in the page's text, its class, and whether it is a verb."""

    start: int
    end: int
    name: str
    text: str

    @property
    def is_verb(self) -> bool:
        """Tell verbs (what happens) from nouns (what one is)."""
        return self.name in VERBS


def find_cues(lowered: str, start: int, end: int) -> list[Cue]:
    """Return the cues of lowered[start:end] in order, longest match first."""
    return [Cue(m.start(), m.end(), _CLASS_OF[m[0]], m[0]) for m in _ANY.finditer(lowered, start, end)]


def cue_features(cues: Sequence[Cue], start: int, end: int, names: Sequence[tuple[int, int]]) -> dict[str, float]:
    """Return what stands around a name at [start, end): nearest cues on both sides, in order, and their pairs.

    `names`: the spans of all names in the sentence; a cue beyond another name is marked with "@".
    """
    left = [cue for cue in cues if cue.end <= start][::-1]
    right = [cue for cue in cues if cue.start >= end]
    left_names = _marked(left[:7], names, end_of_name=start)
    right_names = _marked(right[:8], names, end_of_name=end)
    left_verbs = [name for cue, name in zip(left, left_names, strict=False) if cue.is_verb]
    right_verbs = [name for cue, name in zip(right, right_names, strict=False) if cue.is_verb]
    before = left_names[0] if left and start - left[0].end <= 3 else "-"
    after = right_names[0] if right and right[0].start - end <= 4 else "-"
    first_left, first_right = (left_verbs or ["-"])[0], (right_verbs or ["-"])[0]
    found = [
        *_in_order("L", left_names, 3),
        *_in_order("R", right_names, 3),
        *_in_order("LV", left_verbs, 2),
        *_in_order("RV", right_verbs, 2),
        *(f"L*={name}" for name in left_names),
        *(f"R*={name}" for name in right_names),
        f"A<={before}",
        f"A>={after}",
        f"A<RV={before}|{first_right}",
        f"A>RV={after}|{first_right}",
        f"LVRV={first_left}|{first_right}",
        *_pair("LV21", left_verbs[1::-1]),
        *_pair("RV12", right_verbs[:2]),
        *_pair("R12", right_names[:2]),
        *_pair("L21", left_names[1::-1]),
    ]
    return dict.fromkeys(found, 1.0)


def _in_order(side: str, names: Sequence[str], most: int) -> list[str]:
    return [f"{side}{position}={name}" for position, name in enumerate(names[:most], 1)]


def _pair(side: str, names: Sequence[str]) -> list[str]:
    return [f"{side}={names[0]}>{names[1]}"] if len(names) == 2 else []


def _marked(cues: Sequence[Cue], names: Sequence[tuple[int, int]], end_of_name: int) -> list[str]:
    """Return cue classes, with "@" where another name stands between the cue and the name looked at."""
    starts = [a for a, _ in names]
    marked: list[str] = []
    for cue in cues:
        low, high = sorted((cue.start, end_of_name))
        k = bisect_left(starts, low)
        between = k < len(starts) and starts[k] < high and names[k][1] <= high
        marked.append(f"{cue.name}@" if between else cue.name)
    return marked
