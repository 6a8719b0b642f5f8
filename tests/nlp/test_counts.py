import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.counts import find_counts
from nlp.document import Document, read_document


def read(text: str) -> Document:
    return read_document(Page("page", "0" * 64, normalise(text)))


# Text, the counts of winners in it: number, kind.
CASES: list[tuple[str, list[tuple[int, str]]]] = [
    ("Huyện trao thư khen cho 34 tập thể và 98 cá nhân.", [(34, "collective"), (98, "individual")]),
    ("Tỉnh Đoàn tuyên dương 75 gương thanh niên.", [(75, "individual")]),
    ("Phòng Nội vụ giới thiệu 05 điển hình.", [(5, "individual")]),
    ("Khen thưởng 1.250 hộ gia đình tiêu biểu.", [(1250, "household")]),
    ("Vinh danh 700 người có công tiêu biểu.", [(700, "individual")]),
    ("Tôn vinh 60 người thợ trẻ giỏi.", [(60, "individual")]),
    ("Xã có 12 mô hình được biểu dương.", [(12, "model")]),
    ("Đoàn trao 50 suất quà cho 50 học sinh, 20 hộ nghèo.", []),
    ("Trường có 800 học sinh và 40 giáo viên.", []),
    ("Toàn huyện có 320 hộ gia đình trồng mía.", []),
    ("Quyết định số 34/QĐ, ngày 12/5 cá nhân nộp hồ sơ.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_winners_are_counted_and_crowds_are_not(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(count.n, count.kind) for count in find_counts(read(text))] == expected


PIECES = [
    "34 ",
    "1.200 ",
    "tập thể",
    " cá nhân",
    "người",
    " tuyên dương ",
    "tiêu biểu",
    ". ",
    ", ",
    "\n",
    "hộ ",
    "12/5 ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_counts_point_into_the_text(text: str) -> None:
    document = read(text)
    assert all(document.text[c.start : c.end] == c.surface for c in find_counts(document))
