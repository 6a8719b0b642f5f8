"""Pages wholly abroad concern no board; a page of Vietnam that names countries does."""

import pytest

from domain.pages import Page
from domain.unit_index import load_units
from nlp.abroad import is_abroad
from nlp.document import read_document
from nlp.lowering import lowered
from nlp.places import find_units


def abroad(text: str) -> bool:
    document = read_document(Page("page", "0" * 64, text, published="2024-05-04"))
    return is_abroad(lowered(document), find_units(document, load_units()))


@pytest.mark.parametrize(
    "text",
    [
        "Lính cứu hỏa Australia nhận huân chương.\nAnh sinh ở New Zealand, lớn lên ở Canada, làm ở Nhật Bản.",
        "Nhà vua Thái Lan trao giải. Ngư dân Thái Lan cứu tàu. Báo chí Thái Lan khen ngợi.",
    ],
)
def test_news_of_other_countries_alone_is_abroad(text: str) -> None:
    assert abroad(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đội tuyển Việt Nam giành huy chương tại Nhật Bản, Hàn Quốc và Trung Quốc.",
        "Em Lò Thị Pằng, tỉnh Sơn La, đoạt giải tại Hàn Quốc và Singapore.",
        "Chủ tịch nước tặng Huân chương Hữu nghị cho bạn bè Nhật Bản, Hàn Quốc.",
        "Chị Hoa từ Nhật Bản về mở lớp học miễn phí.",
    ],
)
def test_a_page_of_vietnam_is_not(text: str) -> None:
    assert not abroad(text)
