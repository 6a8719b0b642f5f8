"""Names with initials: pen names and people made anonymous; places and photo initials are neither."""

import pytest

from nlp.initials import find_initial_names

CASES = [
    "Bài học đẹp. [M.Anh]",
    "Các đại biểu dự lễ. Ảnh: [D.HÒA].",
    "gặp bà [Nguyễn Thị Thanh T.] (trú Hà Nội)",
    "anh [Dương Đức Th.] (SN 1986)",
    "ông [L.T.H.] trúng giải",
    "bé có tên [L.Tr] (9 tuổi)=bé tên [L.Tr] (9 tuổi)",
    "Công an TP.HCM và H.Nam Đông",
    "ở P.Bình Khánh, Q.Bình Thạnh",
    "Ông H. cho biết",
    "tại điểm C. Các cháu",
]


@pytest.mark.parametrize("case", [case.rpartition("=")[2] for case in CASES])
def test_names_with_initials_are_found(case: str) -> None:
    text = case.replace("[", "").replace("]", "")
    expected = [part.split("]")[0] for part in case.split("[")[1:]]
    assert [text[start:end] for start, end in find_initial_names(text)] == expected
