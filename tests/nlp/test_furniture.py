import pytest

from nlp.furniture import end_of_article

ARTICLE = "Gương sáng bản Nà Hạ\nÔng Lường Văn Panh hiến đất làm đường.\nVàng Thị Mảy"
FURNITURE = [
    ["Lượt xem: 1.284"],
    ["Đang truy cập: 37", "Hôm nay: 1.204", "Tổng lượt truy cập: 12.345.678"],
    ["Thời tiết", "Hà Nội 28°C", "Độ ẩm: 75%"],
    ["Đánh giá bài viết", "Rất hay (12) Hay (5)", "Tổng số điểm của bài viết là: 25 trong 5 đánh giá"],
    ["In bài viết", "", "Quay lại", "Chia sẻ Facebook"],
    ["Các tin khác", "Khai mạc hội chợ nông sản (15/11)", "Bà Vi Thị Nọi được khen", "1.204 lượt xem"],
    ["TIN MỚI HƠN", "", "TIN ĐÃ ĐƯA", "Xem tiếp"],
]
KEPT = [
    "Ảnh: Vàng Thị Mảy",
    "Danh sách được khen (15/11)",
    "Ông Lường Văn Panh chia sẻ: tin liên quan đến hiến đất.",
    "Lượt xem của bài ca cổ tăng nhờ nghệ nhân Trần Văn Út",
    "Đánh giá của hội đồng",
]


@pytest.mark.parametrize("lines", FURNITURE, ids=lambda lines: lines[0])
def test_an_article_ends_before_its_furniture(lines: list[str]) -> None:
    text = "\n".join([ARTICLE, *lines, ""])
    assert text[: end_of_article(text)].rstrip("\n") == ARTICLE


@pytest.mark.parametrize("line", KEPT)
def test_lines_of_the_article_stay(line: str) -> None:
    text = f"{ARTICLE}\n{line}"
    assert end_of_article(text) == len(text)


@pytest.mark.parametrize("text", ["", "\n", "Quay lại", "Tin liên quan\nHội nghị\nLễ khen thưởng của xã được tổ chức."])
def test_a_page_is_never_furniture_alone(text: str) -> None:
    assert text[: end_of_article(text)].strip() == text.strip()
