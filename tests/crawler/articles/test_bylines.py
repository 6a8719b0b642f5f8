"""Which line at the end of a body is its author's, and which names no author."""

import pytest

from crawler.articles.bylines import author_of_last_line, author_of_own_element

LAST_LINES = [
    ("ÁNH TUYẾT", "ÁNH TUYẾT"),
    ("Anh Thư", "Anh Thư"),
    ("N.R", "N.R"),
    ("H'Yim Kđoh", "H'Yim Kđoh"),
    ("Bài, ảnh: HỮU PHƯỚC", "HỮU PHƯỚC"),
    ("Ảnh Minh Hòa", None),
    ("ẢNH: MINH HÒA", None),
    ("Nguồn Báo Tỉnh", None),
    ("Theo Báo Tỉnh", None),
    ("Xin cảm ơn bạn đọc.", None),
]


@pytest.mark.parametrize(("line", "author"), LAST_LINES)
def test_a_signature_is_told_from_a_credit(line: str, author: str | None) -> None:
    assert author_of_last_line(line) == author


@pytest.mark.parametrize(
    ("text", "author"), [("Ánh Dương", "Ánh Dương"), ("Ảnh Nam", None), ("Theo TTXVN", None), ("admin", None)]
)
def test_an_element_of_its_own_may_hold_the_name_alone(text: str, author: str | None) -> None:
    assert author_of_own_element(text) == author
