from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.collective_names import find_groups
from nlp.collectives import find_collectives
from nlp.document import Document, read_document


def read(text: str) -> Document:
    return read_document(Page("page", "0" * 64, normalise(text)))


def spans(text: str, *names: str) -> list[tuple[int, int]]:
    return [(at := normalise(text).index(name), at + len(name)) for name in names]


# Text, the exemplary groups it names, the people it names.
CASES = [
    ("Chủ tịch UBND tỉnh tặng Bằng khen cho [Đội dân quân cơ động xã Ea Kiết].", ()),
    ("3 tập thể được tặng Giấy khen gồm: [Hội Phụ nữ xã Nậm Cắt], [Tổ hợp tác chè Bản Lầm].", ()),
    ("[Hợp tác xã Nông nghiệp sạch Tà Lài] là mô hình tiêu biểu trong liên kết tiêu thụ nông sản.", ()),
    ("Tập thể [Đội Cảnh sát giao thông số 3] là điểm sáng trong phong trào thi đua.", ()),
    ("Danh hiệu Tập thể lao động xuất sắc thuộc về: [Trạm Kiểm lâm số 5]; [Nhân dân và cán bộ xã Hòa Sơn].", ()),
    ("[Tổ tự quản số 2 thôn Nà Lầu] được Bộ Công an tặng Bằng khen.", ()),
    ("Hội nghị nêu gương [Đảng bộ Kho bạc Nhà nước tỉnh] và nhiều cá nhân.", ()),
    ("Tiêu biểu: [Hội Nông dân xã An Ninh], [Câu lạc bộ Dân ca Ví Giặm xã Nam Kim].", ()),
    ("Tập thể:\n- [Trạm Y tế xã Đắk Sin]\n- [Trường Tiểu học Lê Lợi]", ()),
    ("Mô hình “Tiếng kẻng an ninh” do [Công an xã Phú Túc] triển khai được nhân rộng.", ()),
    ("Về tập thể có: [Chi bộ thôn Tả Van], xã Nậm Cắt; [Trường Mầm non Bản Hin].", ()),
    ("Khen thưởng 18 tập thể và 46 cá nhân, trong đó có [Hợp tác xã Mận Na Tân].", ()),
    ("Được khen thưởng lần này có [Đồn Biên phòng Nậm Sin] với số tiền 30 triệu đồng.", ()),
    ("Bằng khen đối với [Tổ tự quản đường biên bản Pù Sao].", ()),
    ("[Đội tàu cứu hộ Sông Trăng]: 11 tàu, 52 tài công, 96 lần ra khơi.", ()),
    ("TT | Đơn vị | Địa chỉ | Thành tích\n1 | [Chi hội Nông dân thôn Đá Bàn] | xã Viễn Sơn | Liên kết 58 hộ", ()),
    ("Bộ trưởng gửi thư khen [Công an huyện Đăk Tô] và [Đội 2 Cảnh sát cơ động].", ()),
    ("[Ban Nhân dân khối 4] và ông Hà Văn Sự nhận Giấy khen của huyện.", ("Hà Văn Sự",)),
    ("TT | Đơn vị | Kinh phí\n1 | Chi hội Nông dân thôn Đá Bàn | 58 triệu đồng", ()),
    ("UBND tỉnh Gia Lai trao Bằng khen cho 12 tập thể và 30 cá nhân.", ()),
    ("Ông Lê Văn Tám, Giám đốc Công ty TNHH Phú An, được tặng Bằng khen.", ("Lê Văn Tám",)),
    ("Em Hà My, học sinh Trường THCS Đông Sơn, được nêu gương trước toàn trường.", ("Hà My",)),
    ("Hội Chữ thập đỏ tỉnh tổ chức lễ tôn vinh 40 người hiến máu.", ()),
    ("Chị Phan Thị Út nhận Giấy khen của Hội Phụ nữ huyện Cái Bè.", ("Phan Thị Út",)),
    ("Đội khách thắng 3-0; trụ sở Công ty Minh Long cháy trong đêm.", ()),
    ("Đoàn công tác do Sở Nội vụ dẫn đầu thăm Đồn Biên phòng Sơn Hồng.", ()),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "people"), CASES)
def test_honoured_groups_are_told_from_givers_and_workplaces(marked: str, people: tuple[str, ...]) -> None:
    text = marked.replace("[", "").replace("]", "")
    expected = [piece.partition("]")[0] for piece in marked.split("[")[1:]]
    found = find_collectives(read(text), people=spans(text, *people), relevance=0.7)
    assert [group.name for group in found] == expected


def test_a_group_has_evidence_and_mentions_that_point_into_the_text() -> None:
    document = read("Tin vui\nTổ hợp tác nấm Hòa Bình đạt giải Nhất. Hôm qua Tổ hợp tác nấm Hòa Bình đón Bằng khen.")
    (group,) = find_collectives(document, relevance=0.8)
    assert len(group.mentions) == 2
    assert document.text[group.evidence.start : group.evidence.end] == group.evidence.quote
    assert group.evidence.cue
    assert 0.5 <= group.score <= 1.0


def test_a_name_ends_before_a_person_and_is_never_a_person() -> None:
    text = "Bí thư Tỉnh đoàn Sơn La Đoàn Văn Bảy tới dự."
    names = [group.name for group in find_groups(read(text), people=spans(text, "Đoàn Văn Bảy"))]
    assert names == ["Tỉnh đoàn Sơn La"]


NAMES = [
    "[Tổ tài xế 115], [tổ công tác 07] và Tổ tuần tra 12 người",
    "[Trung tâm cấp cứu từ thiện huyện Ea Súp] do một gia đình lập",
    "[Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện Mường Ảng], dẫn đầu khối",
    "[Đội Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ Công an huyện Sa Pa]",
    "[LĐLĐ tỉnh], [CĐCS Công ty Bia Hạ Vàng]",
]  # fmt: skip


@pytest.mark.parametrize("marked", NAMES)
def test_names_read_on_over_fixed_phrases_and_numbers(marked: str) -> None:
    expected = [piece.partition("]")[0] for piece in marked.split("[")[1:]]
    found = [group.name for group in find_groups(read(marked.replace("[", "").replace("]", "")))]
    assert [name for name in found if "12 người" not in name] == expected


@pytest.mark.parametrize("text", ["đoàn 12 đại biểu", "hợp tác xã 61 hộ", "HTX năm nay", "thủ khoa 2018", "đội của xã"])
def test_counts_and_common_nouns_are_no_names(text: str) -> None:
    assert find_groups(read(text)) == ()


def test_a_page_far_from_the_boards_concern_honours_nobody() -> None:
    document = read("Đội Hoa Lư được tặng Cờ thi đua.")
    assert find_collectives(document, relevance=0.9)
    assert not find_collectives(document, relevance=0.05)


PIECES = [
    "Đội ", "tập thể ", "Hợp tác xã ", "Sơn La", "số 3", " được tặng ", "Bằng khen", " cho ", ", ", ": ", ". ", "\n",
    "- ", " và ", " (ABC) ", "tiêu biểu: ", "Giám đốc ", "“", "”", "İ", "\u00a0", "Nguyễn Văn A", "12 ",
    "Nhân dân và cán bộ xã ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join))
def test_spans_lie_in_the_text(text: str) -> None:
    document = read(text)
    for group in find_collectives(document, relevance=0.9):
        assert all(0 <= start < end <= len(document.text) for start, end in group.mentions)
        assert " ".join(document.text[group.start : group.end].split()) == group.name
        assert document.text[group.evidence.start : group.evidence.end] == group.evidence.quote


@pytest.mark.parametrize("piece", ["Đội A ", "tập thể ", "trao cho ", "Đội Sơn La, ", "Hội và Hội ", "- Đội 3\n"])
def test_time_grows_with_the_length_alone(piece: str, grows_with_length_alone: Any) -> None:
    def prepare(size: int) -> Any:
        return partial(find_collectives, read(piece * (size // len(piece))), relevance=0.9)

    grows_with_length_alone(prepare, 12_500, 100_000)
