import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.awards import awards_in, find_awards
from nlp.document import Document, read_document


def read(text: str) -> Document:
    return read_document(Page("page", "0" * 64, normalise(text)))


# Text, then form, level and giver of the award it names.
CASES = [
    ("được Thủ tướng Chính phủ tặng Bằng khen", "Bằng khen", "Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
    ("nhận Bằng khen của UBND tỉnh Sơn La vì thành tích", "Bằng khen", "tỉnh, thành phố", "UBND tỉnh Sơn La"),
    ("Giấy khen của Hội Nông dân huyện Cái Bè", "Giấy khen", "huyện", "Hội Nông dân huyện Cái Bè"),
    ("được Chủ tịch UBND xã tặng Giấy khen", "Giấy khen", "xã, phường", "Chủ tịch UBND xã"),
    ("Bằng khen của Bộ Công an và tiền thưởng", "Bằng khen", "bộ, ngành trung ương", "Bộ Công an"),
    ("Bằng khen của Bộ đội Biên phòng tỉnh", "Bằng khen", None, None),
    ("đón nhận Huân chương Lao động hạng Ba", "Huân chương", "Chủ tịch nước", None),
    ("Kỷ niệm chương “Vì sự nghiệp giáo dục”", "Kỷ niệm chương", None, None),
    ("đạt danh hiệu Chiến sĩ thi đua cơ sở", "Chiến sĩ thi đua", "cơ sở", None),
    ("là Chiến sỹ thi đua toàn quốc", "Chiến sĩ thi đua", "Thủ tướng Chính phủ", None),
    ("danh hiệu Lao động tiên tiến", "Lao động tiên tiến", "cơ sở", None),
    ("giành giải Nhất cuộc thi", "Giải thưởng", None, None),
    ("đạt danh hiệu Nông dân Việt Nam xuất sắc năm 2025", "Danh hiệu", None, None),
    ("Nghệ nhân Ưu tú Lò Văn Lả", "Danh hiệu vinh dự nhà nước", "Chủ tịch nước", None),
    ("tặng Cờ thi đua của Chính phủ", "Cờ thi đua", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "level", "giver"), CASES)
def test_awards_are_read_with_level_and_giver(text: str, form: str, level: str | None, giver: str | None) -> None:
    found = find_awards(read(text))
    assert [award.form for award in found] == [form]
    if giver is not None:
        assert (found[0].level, found[0].giver) == (level, giver)
    elif level is not None:
        assert found[0].level == level


@pytest.mark.parametrize("text", ["Ban Thi đua - Khen thưởng tỉnh", "thẻ Huy chươngg", "trao quà cho hộ nghèo", ""])
def test_what_is_no_award_is_not_found(text: str) -> None:
    assert find_awards(read(text)) == ()


def test_only_awards_inside_the_ranges_are_kept() -> None:
    text = "Ông nhận Bằng khen. Bà nhận Giấy khen."
    found = find_awards(read(text))
    assert [award.form for award in awards_in(found, [(20, len(text))])] == ["Giấy khen"]


PIECES = [
    "Bằng khen",
    "Huân chương Lao động",
    " hạng Ba",
    " của ",
    "UBND tỉnh",
    " vì ",
    "“",
    "”",
    "\n",
    "được ",
    "tặng ",
    "İ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_awards_point_into_the_text(text: str) -> None:
    document = read(text)
    assert all(document.text[a.start : a.end] == a.surface for a in find_awards(document))
