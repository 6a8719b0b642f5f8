"""Names that only their place gives away: list items and credits in capitals."""

import pytest

from nlp.listed_names import find_listed_names

PLACES = frozenset({"lê lợi", "cao bằng"})


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_listed_names(text, PLACES)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Danh sách:\n1. Trịnh Sửu, Ty Bưu điện.\n2. Lê Hoài, thuộc Cục Vận tải", ["Trịnh Sửu", "Lê Hoài"]),
        ("12) Nguyễn Văn Thược - đội cầu 2", ["Nguyễn Văn Thược"]),
        ("3. Đoàn Thị Mùi", ["Đoàn Thị Mùi"]),
        ("Đại biểu chụp ảnh lưu niệm. Ảnh TRƯƠNG HẢI.", ["TRƯƠNG HẢI"]),
        ("21/06/2019 11:33 GMT+7. LÊ BÍCH NGỌC. Sáng nay", ["LÊ BÍCH NGỌC"]),
    ],
)
def test_items_and_credits_name_people(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "1. Lê Lợi, huyện Gia Lộc",  # a commune
        "2. Cao Bằng: 12 tập thể",
        "1. Công tác chuẩn bị, kinh phí",
        "3. Phó Giám đốc, thư ký",
        "Ảnh TTXVN.",
        "Ảnh: QĐND, BCH",
        "HỘI NGHỊ TỔNG KẾT, TUYÊN DƯƠNG",
    ],
)
def test_other_items_name_nobody(text: str) -> None:
    assert found(text) == []
