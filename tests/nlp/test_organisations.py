import re

import pytest

from domain.extraction import OrganisationMention
from domain.pages import Page
from domain.unit_index import load_units
from nlp.document import read_document
from nlp.name_blocks import name_blocks
from nlp.organisations import find_organisations
from nlp.places import find_units

MARK = re.compile(r"\[([^\]]+)\]")


def bodies_in(text: str) -> tuple[OrganisationMention, ...]:
    document = read_document(Page(source="test", sha256="", text=text, published="2023-05-04"))
    return find_organisations(document, find_units(document, load_units()))


MARKED = [
    "Tải tệp Phụ lục 2.pdf[phòng Thi đua khen thưởng] đăng.",
    "[Đài Phát thanh - Truyền hình] phối hợp với [Sở Y tế] đưa tin.",
    "[Sở GD&ĐT tỉnh Quảng Trị] phối hợp với [Bộ GD-ĐT] tổ chức.",
    "[Sở Giáo dục và Đào tạo Hà Nội], [Sở Văn hóa, Thể thao và Du lịch tỉnh Điện Biên] cùng dự.",
    "Đại diện [UBND huyện Thuận Châu], [HĐND tỉnh] và [Tỉnh ủy] trao thưởng.",
    "Bí thư [Tỉnh ủy] Võ Đình Tuyến và Giám đốc [Sở Y tế] Nguyễn Văn An dự.",
    "Phó Giám đốc [Sở Nông nghiệp và Môi trường tỉnh Sơn La] Lò Thị Minh phát biểu.",
    "[Hội Nông dân xã Chiềng Đông], [Hội LHPN tỉnh], [Hội Cựu chiến binh huyện] có mặt.",
    "Em học tại [Trường THPT Thị xã Quảng Trị], trước ở [trường Tiểu học Phà Đánh].",
    "Hiệu trưởng [Trường THPT Trần Văn Bảy] nói vậy.",
    "[Công an huyện Mộc Châu] và [Đồn Biên phòng Lóng Sập] phá án.",
    "[Bộ CHQS tỉnh Nghệ An], [Quân khu 7], [Trung đoàn 98], [Binh đoàn 15] nhận cờ.",
    "[Ban Tuyên giáo Trung ương], [Ban Dân vận Thành ủy TP.HCM] chủ trì.",
    "[Ủy ban MTTQ Việt Nam tỉnh Long An] và [Tổng Liên đoàn Lao động Việt Nam] ký kết.",
    "[Thành Đoàn TP. HCM] và [Trung ương Đoàn TNCS Hồ Chí Minh] tuyên dương.",
    "Chị điều trị ở [Bệnh viện Bạch Mai], không phải [Trạm Y tế xã Hua Păng].",
    "[Công ty TNHH Cơ khí và Xây lắp Hồng Hà] và [HTX Mỹ Linh] góp quỹ.",
    "[Ngân hàng Nông nghiệp và Phát triển nông thôn] cho vay.",
    "[Chi bộ Trường THPT chuyên Quang Trung] và [Đảng bộ Cục Hải quan] được khen.",
    "[Vụ Thi đua - Khen thưởng], [Vụ Pháp chế], [Cục Quản lý xuất nhập cảnh] góp ý.",
    "[Trung tâm Dự báo khí tượng thủy văn trung ương] cảnh báo lũ.",
    "Báo cáo [Ban Thường vụ Huyện ủy], [Bộ Chính trị] và [Quốc hội].",
    "[Báo Sơn La] và [Đài Tiếng nói Việt Nam] đưa tin.",
    "[Phòng GD&ĐT huyện Bình Giang] thông báo.",
    "Bí thư [Đoàn phường Hoa Lư], [Đoàn trường THPT Đông Hải] và [Chi hội Phụ nữ bản Nà Lốc] cùng dự.",
    "[CĐCS Công ty TNHH Bình Nguyên], [Công đoàn Dệt may Việt Nam], [Ban Công đoàn Quốc phòng] góp quỹ.",
    "[Phòng Xây dựng chính quyền và công tác thanh niên], [Phòng Thi đua, khen thưởng và Truyền thông] tham mưu.",
    "[Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện Quế Sơn] dẫn đầu khối.",
    "[Tổ công tác 363], [Đội quy tập] và [Phòng PC08] được thưởng nóng.",
    "[Tổng Công ty May Đông Hải - Công ty cổ phần] và [Công ty CP In nhãn hàng Bình Nguyên] ủng hộ.",
    "Kỹ sư của [Công ty Truyền tải điện 3]; thợ của [Phân xưởng Khoan nổ mìn].",
    "[HTX sản xuất và tiêu thụ rau hữu cơ Bình Nguyên] liên kết với [Công ty cổ phần sữa Hoa Ban].",
    "[Ủy ban Bầu cử tỉnh Nghệ An] và [Ủy ban An toàn giao thông Quốc gia] họp.",
    "[Ban Trị sự Giáo hội Phật giáo Việt Nam tỉnh Hà Nam] thăm [Giáo xứ Đông Hải].",
    "Thắp hương tại [Đền thờ liệt sĩ huyện Quế Sơn] và [nghĩa trang liệt sĩ xã Hua Păng].",
    "[Hội Cựu chiến binh cơ quan BHXH Việt Nam] và [Hội Nữ trí thức Hà Nội] nhận bằng khen.",
    "Ông là Ủy viên Ban Thường vụ [Tỉnh ủy], Bí thư [Đảng ủy phường]; [Ban Thường vụ Huyện ủy] chỉ đạo.",
    "Bà là Huyện ủy viên, được Thủ tướng [Chính phủ] tặng Bằng khen.",
    "[HĐND], [UBND] và [Ủy ban MTTQ tỉnh Long An] đồng chủ trì.",
    "Trưởng[Ban Tuyên giáo Tỉnh ủy] phát biểu.",
    "[Sở y tế Hà Nội] báo cáo [Bộ giáo dục và đào tạo].",
    "Nhà ở đường Chùa Vàng; Sở tổ chức hội nghị; Ban Tổ chức Lễ hội mời khách.",
    "[Cổng Thông tin điện tử Bộ Nội vụ] đăng hồ sơ của [Trường Văn hóa I].",
    "[Hội Liên hiệp Phụ nữ (LHPN) xã] và [Đảng ủy Quân sự tỉnh] cùng [Đảng ủy các cơ quan Đảng tỉnh] họp.",
    "[Bệnh viện đa khoa tỉnh], Khoa Nội [Bệnh viện Quân y 4], [NHCSXH huyện Mai Sơn] ủng hộ.",
    "[Ban Quản lý dự án đầu tư xây dựng huyện Quỳnh Nhai] và [Ban Chỉ huy Phòng thủ khu vực 2] ký kết.",
    "[Đội Cảnh sát điều tra tội phạm về ma túy], [Công an huyện Mường Lát] và [Đội dân phòng thôn 5] phá án.",
    "[Trường Chính trị tỉnh], [Học viện Cảnh sát nhân dân] và [Trường Đại học Sư phạm Hà Nội 2].",
    "[Báo và Phát thanh, Truyền hình Sơn La] và [Tòa Giám mục Phát Diệm] đưa tin.",
    "[Cơ quan CSĐT Công an quận 1] bắt kẻ cướp; bé nằm [Bệnh viện Nhi đồng 1], [Bệnh viện Nhi đồng] (TP Vinh).",
    "[Ban Chỉ đạo Quốc gia vận động hiến máu tình nguyện] và [Đài KTTV tỉnh] thông báo; [điểm trường Nậm Củm] mở lớp.",
    "Cô cán bộ Đoàn [Trường THPT Quang Hải] dự họp tại Hội trường [Nhà Văn hóa Thanh niên].",
    "Ông là thợ của [Xí nghiệp Khai thác các công trình thủy lợi].",
    "[VKSND Tối cao], [TAND cấp cao tại Hà Nội], [Tòa án quân sự Quân khu 7] và [TAND khu vực 3] xét xử.",
    "[Đội CSGT số 6], [Đội CSGT Hàng Xanh] của [CA quận 12] cùng [Phòng Cảnh sát PCCC quận 1] ứng cứu.",
    "[Bộ Ngoại giao Mỹ] và [Quốc hội Lào] gửi điện; [Huyện đoàn Anh Sơn] tiếp khách.",
    "[Viện Tim mạch Việt Nam], [Cục Điều tra chống buôn lậu] và [Liên đoàn Bóng đá Việt Nam] đến thăm.",
    "[Chi bộ 3], [Ban Kinh tế - Xã hội HĐND huyện] và [Văn phòng Điều phối nông thôn mới tỉnh] họp.",
    "[Ban Chấp hành Tỉnh Đoàn] khen bốn bạn trẻ.",
    "Ban Chỉ đạo họp; Tổ chức Đảng vững mạnh.",
    # papers count where they are named as a source
    "Theo [Tuổi Trẻ], chị nhặt được ví. Như [Thanh Niên] đã đưa tin, PV [Lao Động] đã gặp chị.",
    "[Báo Sài Gòn Giải Phóng] phát động; tuổi trẻ và thanh niên Lao Động Việt hưởng ứng.",
    "Minh An/[VOV.VN]",
    "Ảnh: [Nghệ An Online]",
    "(Theo [Dân trí], [vanhoa.example.vn])",
    "Anh theo nghề xây dựng như lao động khác.",
    # generic bodies without a name
    "Các sở, ban, ngành, đoàn thể và lực lượng vũ trang tham dự.",
    "Cán bộ công an và nhà trường phối hợp với các phòng, ban.",
    "Hội nghị đã nghe báo cáo, sau đó là hội thi.",
    "Công tác y tế học đường của ngành được chú trọng.",
    "Em Thân Quỹ Mùi vừa được thưởng.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_bodies_are_found_in_their_full_printed_length(marked: str) -> None:
    assert [body.surface for body in bodies_in(MARK.sub(r"\1", marked))] == MARK.findall(marked)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sở Y tế", "department"),
        ("Huyện ủy", "party"),
        ("Bộ Chính trị", "party"),
        ("Hội Khuyến học tỉnh", "mass_org"),
        ("Công an tỉnh", "armed_forces"),
        ("Trường Mầm non Hoa Ban", "school"),
        ("Bệnh viện Chợ Rẫy", "hospital"),
        ("Tập đoàn Điện lực Việt Nam", "enterprise"),
        ("HTX Mỹ Linh", "cooperative"),
        ("Bảo tàng Hồ Chí Minh", "other"),
    ],
)
def test_each_body_has_its_kind(text: str, kind: str) -> None:
    (body,) = bodies_in(f"Hôm qua, {text} họp.")
    assert (body.surface, body.kind) == (text, kind)


def test_a_body_is_tied_to_its_place() -> None:
    (body,) = bodies_in("Hội Nông dân huyện Mộc Châu họp.")
    assert body.unit == "Huyện Mộc Châu"


def test_a_body_of_a_level_takes_the_nearest_place_of_that_level() -> None:
    (body,) = bodies_in("Sáng nay ở Nghệ An, UBND tỉnh họp.")
    assert (body.surface, body.unit) == ("UBND tỉnh", "Tỉnh Nghệ An")


def test_taken_ranges_hold_no_bodies() -> None:
    document = read_document(Page(source="t", sha256="", text="Quyết định UBND tỉnh và Sở Y tế"))
    assert [b.surface for b in find_organisations(document, (), taken=[(0, 19)])] == ["Sở Y tế"]


BLOCKED = [
    "Xe qua [đường Lê Hồng Phong] rồi [phố Phan Đình Phùng].",
    "Em nhận [học bổng Vừ A Dính] và [Giải thưởng Lý Tự Trọng].",
    "Anh công tác ở [Học viện Chính trị quốc gia Hồ Chí Minh].",
    "Bà được tặng [Huân chương Hồ Chí Minh].",
    "Học sinh [Trường THCS Chu Văn An] đạt giải.",
]


@pytest.mark.parametrize("marked", BLOCKED)
def test_names_of_roads_awards_and_bodies_are_blocked(marked: str) -> None:
    text = MARK.sub(r"\1", marked)
    covered = {text[start:end] for start, end in blocks_of(text)}
    assert set(MARK.findall(marked)) <= covered


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Bí thư Tỉnh ủy Võ Đình Tuyến dự.", "Võ Đình Tuyến"),
        ("Giám đốc Sở Y tế Nguyễn Văn An dự.", "Nguyễn Văn An"),
        ("Hiệu trưởng Trường THPT Trần Văn Bảy Lê Thị Hoa dự.", "Lê Thị Hoa"),
        ("Trưởng bản Giàng A Páo dự.", "Giàng A Páo"),
        ("Ban giám khảo trao giải Nguyễn Văn An.", "Nguyễn Văn An"),
        ("Ông Hồ Ngọc Mai và bà Đoàn Thị Hương.", "Hồ Ngọc Mai"),
        ("Chủ tịch UBND xã Lường Văn Thắng dự.", "Lường Văn Thắng"),
        ("Chủ tịch UBND TP Hà Nội Nguyễn Đức Chung dự.", "Nguyễn Đức Chung"),
    ],
)
def test_a_person_after_a_title_is_never_blocked(text: str, person: str) -> None:
    at = text.index(person)
    assert not [text[a:b] for a, b in blocks_of(text) if a < at + len(person) and at < b]


def blocks_of(text: str) -> tuple[tuple[int, int], ...]:
    document = read_document(Page(source="test", sha256="", text=text, published="2023-05-04"))
    units = find_units(document, load_units())
    return name_blocks(document, units, find_organisations(document, units))
