from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.benefits import benefits_in, find_benefits, read_number
from nlp.document import Document, read_document


def read(text: str) -> Document:
    return read_document(Page("page", "0" * 64, normalise(text)))


# Text, the amounts it names: surface, value, unit.
CASES: list[tuple[str, list[tuple[str, float, str]]]] = [
    ("thu nhập 400 triệu đồng/năm", [("400 triệu đồng/năm", 4e8, "đồng/năm")]),
    ("lãi 1,2 tỷ mỗi vụ", [("1,2 tỷ", 1.2e9, "đồng")]),
    ("cao nhất 26.250 tỷ đồng/hộ/năm", [("26.250 tỷ đồng/hộ/năm", 26250e9, "đồng/hộ/năm")]),
    ("hiến 1.200 m2 đất", [("1.200 m2", 1200.0, "m2")]),
    ("1.200m2", [("1.200m2", 1200.0, "m2")]),
    ("1.250,5 ha mía", [("1.250,5 ha", 1250.5, "ha")]),
    ("65 lao động và 50 con bò", [("65 lao động", 65.0, "lao động"), ("50 con bò", 50.0, "con bò")]),
    ("12 hộ nghèo; OCOP 4 sao", [("12 hộ nghèo", 12.0, "hộ nghèo"), ("4 sao", 4.0, "sao")]),
    ("1,2 triệu phần cơm", [("1,2 triệu phần cơm", 1.2e6, "phần cơm")]),
    ("500 nghìn đồng, rồi 40.000đ", [("500 nghìn đồng", 5e5, "đồng"), ("40.000đ", 4e4, "đồng")]),
    ("từ 5-7 triệu", [("7 triệu", 7e6, "đồng")]),
    ("1.500 suất quà trị giá 300 triệu", [("1.500 suất quà", 1500.0, "suất quà"), ("300 triệu", 3e8, "đồng")]),
    ("nuôi 3 đồng chí thương binh", []),  # comrades, not money
    ("9 triệu người có công", []),
    ("ngày 3/2 lao động nghỉ", []),  # the number belongs to a date
    ("năm 2020 hộ ông thoát nghèo", []),
    ("số 12/2024/QĐ-UBND, lớp 9A, 15 tuổi", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_amounts_are_read_with_their_units(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert [(b.surface, b.value, b.unit) for b in find_benefits(read(text))] == expected


@pytest.mark.parametrize(
    ("printed", "value"), [("1.200", 1200.0), ("1,2", 1.2), ("1.250,5", 1250.5), ("07", 7.0), ("1.000.000", 1e6)]
)
def test_vietnamese_numbers(printed: str, value: float) -> None:
    assert read_number(printed) == value


def test_only_amounts_inside_the_ranges_are_kept() -> None:
    text = "Ông hiến 200 m2. Xã góp 300 m2. Bà cho 400 m2."
    found = find_benefits(read(text))
    assert [b.value for b in benefits_in(found, [(0, 16), (31, len(text))])] == [200.0, 400.0]


PIECES = [
    "1.200",
    "3",
    ",",
    "5",
    " triệu",
    " đồng",
    "/năm",
    " m2",
    " hộ",
    " ",
    "năm ",
    "đ",
    "\n",
    "İ",
    " lao động",
    ".",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_amounts_point_into_the_text_and_do_not_overlap(text: str) -> None:
    document = read(text)
    found = find_benefits(document)
    assert all(document.text[b.start : b.end] == b.surface and b.value >= 0 for b in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("piece", ["1.200", "3 triệu ", "12 hộ, ", "1,", "9 "])
def test_time_grows_with_the_length_alone(piece: str, grows_with_length_alone: Any) -> None:
    def prepare(size: int) -> Any:
        document = read(piece * (size // len(piece)))
        return lambda: benefits_in(find_benefits(document), [(k, k + 10) for k in range(0, size, 10)])

    grows_with_length_alone(prepare)
