import pytest

from registry.sameness import Copyable, is_copy

STORY = """Hơn hai mươi năm nay, con suối Ngòi Hút không còn ngăn được bước chân học trò bản Tà Ghênh đến lớp.
Người bắc cây cầu đầu tiên là ông Giàng A Tủa, sinh năm 1961, nguyên dân quân của xã Khao Mang.
Năm 2003, sau khi chứng kiến hai đứa trẻ bị nước cuốn, ông bán con trâu lớn nhất nhà để mua 40 mét cáp và thuê thợ hàn.
Mùa lũ năm 2011, cầu trôi. Ông cùng vợ là bà Thào Thị Chư lại dựng cây cầu thứ hai, rồi cây cầu thứ ba vào năm 2019.
Đến nay, 126 học sinh của ba bản Tà Ghênh, Háng Gàng và Nả Dề Thàng đi học bằng cây cầu ấy.
Trưởng bản Vàng A Sử cho biết ông Tủa chưa bao giờ nhận một đồng tiền công.
Ngày 18/11, Chủ tịch Ủy ban nhân dân xã Khao Mang trao Giấy khen cho gia đình ông vì có thành tích xuất sắc."""
LINES = STORY.split("\n")

COPIES = {
    "the very same": STORY,
    "shortened at the end": "\n".join(LINES[:4]),
    "every other sentence gone": "\n".join(LINES[::2] + LINES[1:2]),
    "another lead": "Câu chuyện của một nông dân Mông khiến nhiều người xúc động.\n" + STORY,
    "by-line, photographer and source": f"(CTTĐT) - {STORY}\nHồng Duyên - Ảnh: Thanh Bình\n(Theo Báo Rẻo Cao)",
    "in one paragraph": " ".join(LINES),
    "typed another way": STORY.replace("hòa", "hoà").replace("-", "–").replace("18/11", "18-11"),
    "abbreviated": STORY.replace("Ủy ban nhân dân", "UBND").replace("sinh năm 1961", "SN 1961"),
    "a word changed": STORY.replace("chứng kiến", "trông thấy").replace("dựng cây cầu", "bắc cây cầu"),
    "furniture left on the page": f"{STORY}\nLượt xem: 312\nTin liên quan",
}


@pytest.mark.parametrize("way", COPIES)
def test_one_text_in_other_dress_is_a_copy(way: str) -> None:
    one, other = Copyable("Người bắc cầu ở Tà Ghênh\n", STORY), Copyable("Ba cây cầu của ông Tủa\n", COPIES[way])
    assert is_copy(one, other)
    assert is_copy(other, one)


RETOLD = """Ông Giàng A Tủa ở xã Khao Mang ba lần tự bắc cầu cho trẻ con đi học.
Lần đầu, năm 2003, ông phải bán trâu. Lần thứ hai nước lũ đã cuốn phăng công sức của hai vợ chồng.
"Thấy các cháu qua suối tôi không ngủ được", ông Tủa nói khi nhận Giấy khen của xã hôm 18/11.
Hiện có 126 em học sinh đi lại an toàn, theo Trưởng bản Vàng A Sử."""
CEREMONY = """Ngày 12/8/2025, Ủy ban nhân dân huyện tổ chức Lễ tuyên dương điển hình tiên tiến năm 2025.
Tại buổi lễ, các đại biểu đã ôn lại truyền thống thi đua yêu nước của đồng bào các dân tộc trong huyện nhiều năm qua.
Phong trào thi đua đã lan tỏa sâu rộng, góp phần hoàn thành nhiệm vụ phát triển kinh tế - xã hội của địa phương.
Dịp này, 35 tập thể và 48 cá nhân được tặng Giấy khen vì có thành tích xuất sắc trong phong trào thi đua yêu nước."""
NEXT_YEAR = CEREMONY.replace("12/8/2025", "15/8/2026").replace("năm 2025", "năm 2026").replace("35", "41")
AWARDS = """Ủy ban nhân dân xã vừa quyết định tặng Giấy khen cho các hộ hiến đất làm đường giao thông nông thôn mới.
Đây là những hộ gia đình tiêu biểu, gương mẫu, đi đầu trong phong trào chung sức xây dựng nông thôn mới của xã nhà.
Việc làm của các hộ được nhân dân trong thôn đồng tình, ủng hộ, góp phần hoàn thành con đường trước mùa mưa năm nay.
Danh sách gồm: hộ ông {0}, hộ bà {1} và hộ ông {2}."""
LIST = AWARDS.format("Lò Văn Ón", "Tòng Thị Hặc", "Cà Văn Pản")
OTHER_LIST = AWARDS.format("Quàng Văn Phớ", "Lường Thị Nọi", "Bạc Cầm Dính")
ONE_OTHER = AWARDS.format("Lò Văn Ón", "Tòng Thị Hặc", "Cà Văn Thỏa")
OTHER_STORY = """Chiều tối qua, đội bóng đá nữ của Trường tiểu học Bản Phùng vô địch giải thiếu niên toàn huyện.
Các em tập trên thửa ruộng đã gặt, dùng cột tre làm khung thành, không có giày suốt ba tháng đầu mùa giải.
Thầy giáo thể dục Lù Văn Chấn dạy thêm mỗi chiều và tự bỏ tiền mua bóng, may áo đấu cho học trò của mình."""

OTHERS = {
    "the event told by another author": (STORY, RETOLD),
    "the ceremony of the next year": (CEREMONY, NEXT_YEAR),
    "only the year of it": (CEREMONY, CEREMONY.replace("2025", "2026")),
    "the award list of other households": (LIST, OTHER_LIST),
    "an award list with one other household": (LIST, ONE_OTHER),
    "a digest that joins stories": (OTHER_STORY, f"{STORY}\n{OTHER_STORY}\n{CEREMONY}"),
    "a paragraph in common": (STORY, f"{OTHER_STORY}\n{LINES[2]}\n{CEREMONY}"),
    "the same template with another place": (CEREMONY + " Sau lễ, xã Nậm Lúc nhận cờ.",
                                             CEREMONY + " Sau lễ, xã Bản Phùng nhận cờ."),
    "nothing in common": (STORY, OTHER_STORY),
    "an empty text": (STORY, ""),
}  # fmt: skip


@pytest.mark.parametrize("why", OTHERS)
def test_texts_that_tell_something_else_are_no_copies(why: str) -> None:
    one, other = (Copyable("Tin địa phương\n", body) for body in OTHERS[why])
    assert not is_copy(one, other)
    assert not is_copy(other, one)


def test_hostile_texts_are_compared_in_bounded_steps() -> None:
    long = ". ".join(f"Câu {number} có vài chữ lạ {number * 7}" for number in range(20_000))
    assert not is_copy(Copyable("", long), Copyable("", long.replace("7", "8")))
    endless = " ".join(f"chữ {number}" if number % 50 == 0 else "từ nào đó" for number in range(300_000))
    assert not is_copy(Copyable("", endless), Copyable("", endless.replace("chữ 50 ", "chữ 51 ")))
