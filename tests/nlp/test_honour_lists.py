"""Whoever opens an item of a list of honourees is honoured; speakers, signers and the dead are not."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.document import read_document
from nlp.honour_lists import find_honoured
from nlp.lowering import lowered

# Names in brackets; those in square ones open an item of a list of honourees.
CASES = [
    "5 cá nhân được tặng Bằng khen: 1.Ông [Tô Văn Bách] - Phó Chủ tịch HĐND tỉnh; 2. Bà [Lý Thị Mơ], Giám đốc Sở Y tế.",
    "Lễ trao Giải thưởng Kim Đồng.\nTám cán bộ có tên: [Vàng A Chơ], Bí thư Huyện đoàn; [Hồ Thị Sa], Chủ tịch LĐLĐ.",
    "Vinh danh công dân ưu tú\nTrong danh sách có:\nGS.TS [Đặng Khôi], Viện trưởng\nBà [Lò Ín]\nÔng {Lê Bảo} nói.",
    "Biểu dương phong trào. Phía cá nhân có ông [Mai Sơn], Giám đốc Bưu điện; bà [Kim Thoa], Phó Trưởng phòng.",
    "Khen thưởng 3 hộ:\n1. [Giàng A Páo]\n2. [Sùng Seo Lử]\nNgười ký: {Trần Đức}",
    "Danh hiệu trao cho các cá nhân: ông [An Bình] và bà [Hà Giang]. Ông {Trần Đức} trao.",
    "Tới dự lễ khen thưởng có các đồng chí: {Trần Đức}, Bí thư; {Lê Bảo}, Chủ tịch.",
    "Biểu dương phong trào, ông nói: “{Lê Bảo} còn trẻ”.",
    "Danh sách nạn nhân: {Lê Bảo}, 30 tuổi; {Trần Đức}, 40 tuổi.",
    "Tuyên dương phong trào. Người ký: {Lê Bảo}, Chủ tịch. Người trao: ông {Trần Đức}.",
    "Bằng Lao động sáng tạo trao cho 67 người; có ba người: chị [Trần Tâm], Công ty A; anh [Lê Bảo], Công ty B.",
    "Biểu dương 30 hộ. Lãnh đạo tỉnh về dự có các đồng chí: {Trần Đức}, Bí thư; {Lê Bảo}, Chủ tịch.",
    "Thành phần: {Lê Bảo}, Chủ tịch; {Trần Đức}, Bí thư.",
    "Mỗi em nhận phần thưởng. Học sinh tiêu biểu:\n1. [Lê Na]\nQuà do ông {Trần Đức} trao",
]  # fmt: skip


def _read(marked: str) -> tuple[str, list[tuple[int, int]], list[str]]:
    """Return the text, the spans of all names, and the names that are honoured."""
    text, names, honoured = "", [], []
    start = 0
    for letter in normalise(marked):
        if letter in "[{":
            start = len(text)
        elif letter in "]}":
            names.append((start, len(text)))
            if letter == "]":
                honoured.append(text[start:])
        else:
            text += letter
    return text, names, honoured


@pytest.mark.parametrize("marked", CASES)
def test_heads_of_items_are_honoured_and_nobody_else(marked: str) -> None:
    text, names, honoured = _read(marked)
    document = read_document(Page("page", "0" * 64, text))
    found = find_honoured(document, lowered(document), names)
    assert [text[start:end] for start, end in names if start in found] == honoured


PIECES = [
    "Khen thưởng ",
    "5 cá nhân: ",
    "1. ",
    "Ông ",
    "A Páo",
    "; ",
    ", ",
    ". ",
    "\n",
    "- ",
    "“",
    " và ",
    "danh sách: ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_only_starts_of_given_names_come_back(text: str) -> None:
    names = [(at, at + 5) for at in range(len(text)) if text.startswith("A Páo", at)]
    document = read_document(Page("page", "0" * 64, text))
    assert find_honoured(document, lowered(document), names) <= {start for start, _ in names}


@pytest.mark.parametrize("piece", ["Khen thưởng: ", "5 cá nhân: ", "1. A Páo\n", "1. Khen thưởng:\n", "A Páo; "])
def test_time_grows_with_the_length_alone(piece: str, grows_with_length_alone: Any) -> None:
    def prepare(size: int) -> Any:
        text = piece * (size // len(piece))
        names = [(at, at + 5) for at in range(len(text)) if text.startswith("A Páo", at)]
        document = read_document(Page("page", "0" * 64, text))
        return partial(find_honoured, document, lowered(document), names or [(0, 5)])

    grows_with_length_alone(prepare, 12_500, 100_000)
