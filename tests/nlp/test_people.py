"""People of a page with the committed tagger; every name is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.extraction import Extraction, Person
from domain.pages import Page
from domain.text import normalise
from guong.readers import load_reader
from nlp.extract import extract
from nlp.people import Mention, label_tokens, link_mentions, name_key
from nlp.tokens import find_tokens


def read(text: str) -> Extraction:
    return extract(Page("page", "0" * 64, normalise(text)), load_reader())


def people(text: str) -> dict[str, Person]:
    return {person.name: person for person in read(text).people}


def printed(text: str, person: Person) -> list[str]:
    return [normalise(text)[start:end] for start, end in person.mentions]


# A text, then every person it names with the printed mentions.
LINKED = [
    (
        "Anh Nguyễn Văn Tấn nuôi ốc nhồi từ năm 2019. Năm đầu, anh Tấn lỗ 40 triệu đồng.",
        {"Nguyễn Văn Tấn": ["Nguyễn Văn Tấn", "Tấn"]},
    ),
    (
        "Đồng chí Phạm Hữu Cương, Bí thư Huyện ủy, dự hội nghị. Đồng chí Cương đề nghị các xã nhân rộng cách làm.",
        {"Phạm Hữu Cương": ["Phạm Hữu Cương", "Cương"]},
    ),
    (
        "CHUYỆN CỦA BÀ SÙNG THỊ MAI\nHơn mười năm qua, bà Sùng Thị Mai nhận nuôi ba em nhỏ mồ côi.",
        {"Sùng Thị Mai": ["SÙNG THỊ MAI", "Sùng Thị Mai"]},
    ),
    (
        "Ông Nguyễn Văn Hoà trồng quế. Năm nay, ông Nguyễn Văn Hòa trồng thêm 2 ha.",
        {"Nguyễn Văn Hoà": ["Nguyễn Văn Hoà", "Nguyễn Văn Hòa"]},
    ),
    (
        "Chị H'Yim Kđoh giữ nghề dệt ở buôn Đrao. Mỗi tuần, chị H’Yim dạy lại cho 20 em.",
        {"H'Yim Kđoh": ["H'Yim Kđoh", "H’Yim"]},
    ),
    (
        "Biểu dương các ông Lê Văn Hùng, Trần Đức Nghĩa và Phạm Quang Lộc đã cứu người trong lũ.",
        {
            "Lê Văn Hùng": ["Lê Văn Hùng"],
            "Trần Đức Nghĩa": ["Trần Đức Nghĩa"],
            "Phạm Quang Lộc": ["Phạm Quang Lộc"],
        },
    ),
    (
        "Vợ chồng ông bà Đinh Văn Khoa - Bùi Thị Ngát hiến 500 m2 đất vườn để xã xây nhà văn hóa.",
        {"Đinh Văn Khoa": ["Đinh Văn Khoa"], "Bùi Thị Ngát": ["Bùi Thị Ngát"]},
    ),
    (
        "Ông Giàng A Páo trồng quế, bà Hyưn dệt thổ cẩm, ông Siu Blê giữ cồng chiêng của làng.",
        {"Giàng A Páo": ["Giàng A Páo"], "Hyưn": ["Hyưn"], "Siu Blê": ["Siu Blê"]},
    ),
    ("Anh Y Thái Niê dạy đánh chiêng cho thanh niên buôn Đrao.", {"Y Thái Niê": ["Y Thái Niê"]}),
    ("Bà A Lăng Thị A Lách vận động bà con hiến đất mở đường.", {"A Lăng Thị A Lách": ["A Lăng Thị A Lách"]}),
]


@pytest.mark.parametrize(("text", "expected"), LINKED, ids=[next(iter(names)) for _, names in LINKED])
def test_each_person_is_found_once_with_all_mentions(text: str, expected: dict[str, list[str]]) -> None:
    assert {name: printed(text, person) for name, person in people(text).items()} == expected


def test_two_people_of_one_given_name_take_the_short_form_named_last() -> None:
    text = "Ông Lò Văn Tấn trồng quế. Ông Tấn có 3 ha. Bà Vi Thị Tấn nuôi ong. Bà Tấn có 40 đàn."
    assert [printed(text, person) for person in people(text).values()] == [["Lò Văn Tấn", "Tấn"], ["Vi Thị Tấn", "Tấn"]]


HONORIFICS = [
    ("Đồng chí Phạm Hữu Cương dự hội nghị.", "Đồng chí"),
    ("Xã khen già làng Siu Blê vì giữ gìn cồng chiêng.", "già làng"),
    ("Danh sách được khen:\n1. Ông Lò Văn Pành, bản Nà Sản\n2. Bà Cầm Thị Hương, bản Bó Mười", "Ông"),
]


@pytest.mark.parametrize(("text", "honorific"), HONORIFICS)
def test_the_honorific_stays_outside_the_name(text: str, honorific: str) -> None:
    first = read(text).people[0]
    assert first.honorific == honorific
    assert honorific not in first.name


# What bears a person's name, and names nobody.
NOBODY = [
    "Đoàn đại biểu Thành phố Hồ Chí Minh đi trên đường Hồ Chí Minh về dự lễ.",
    "Công trình được tặng Huân chương Hồ Chí Minh.",
    "Đoàn TNCS Hồ Chí Minh phát động phong trào trồng cây.",
    "Trường THPT Lê Hồng Phong khánh thành thư viện trên đường Phan Đình Phùng.",
    "Giải thưởng Lý Tự Trọng và học bổng Vừ A Dính được trao tại hội trường.",
    "Năm Giáp Thìn, tỉnh Lào Cai trồng mới 500 ha quế.",
    "UBND xã Mường Giôn ban hành Kế hoạch số 18/KH-UBND.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_schools_streets_and_awards_named_after_people_are_not_people(text: str) -> None:
    assert people(text) == {}


def test_president_ho_chi_minh_is_a_person_and_never_a_case() -> None:
    extraction = read("Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc, biểu dương điển hình tiên tiến cả nước.")
    assert [(person.name, person.role) for person in extraction.people] == [("Hồ Chí Minh", "official")]
    assert extraction.cases == ()


def mention(text: str, start: int, honorific: str | None = None) -> Mention:
    return Mention(start, start + len(text), text, honorific)


def test_a_short_form_joins_the_one_longer_name_that_ends_with_it() -> None:
    linked = link_mentions([mention("Văn Tấn", 0), mention("Nguyễn Văn Tấn", 20)])
    assert [(person.name, len(person.mentions)) for person in linked] == [("Nguyễn Văn Tấn", 2)]
    two = link_mentions([mention("Văn Tấn", 0), mention("Nguyễn Văn Tấn", 20), mention("Lò Văn Tấn", 40)])
    assert [person.name for person in two] == ["Văn Tấn", "Nguyễn Văn Tấn", "Lò Văn Tấn"]


def test_a_lone_given_name_needs_an_honorific_or_an_owner() -> None:
    assert link_mentions([mention("Tấn", 0)]) == ()
    assert [person.name for person in link_mentions([mention("Hyưn", 0, "bà")])] == ["Hyưn"]
    both = link_mentions([mention("Tấn", 0, "anh"), mention("Nguyễn Văn Tấn", 20)])
    assert [person.name for person in both] == ["Nguyễn Văn Tấn"]


NAMES = st.lists(st.sampled_from(["Nguyễn", "Văn", "Tấn", "A", "H'Yim", "Páo", "TẤN"]), min_size=1, max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=25))
def test_linking_keeps_each_mention_in_one_person_at_most(drawn: list[tuple[list[str], bool]]) -> None:
    mentions = [
        mention(" ".join(words), 40 * at, "ông" if polite else None) for at, (words, polite) in enumerate(drawn)
    ]
    linked = link_mentions(mentions)
    kept = [m for person in linked for m in person.mentions]
    assert len(kept) == len(set(kept))
    assert {m for m in mentions if " " in m.text} <= set(kept) <= set(mentions)
    assert all(list(p.mentions) == sorted(p.mentions, key=lambda m: m.start) for p in linked)


def test_spellings_of_one_name_have_one_key() -> None:
    assert name_key("NGUYỄN VĂN  HOÀ") == name_key("Nguyễn Văn Hòa")
    assert name_key("H’Yim Kđoh") == name_key("H'Yim Kđoh")


def test_labels_mark_the_first_and_the_following_tokens() -> None:
    assert label_tokens(find_tokens("Ông Lò Văn Inh cười"), [(4, 14)]) == ["O", "B", "I", "I", "O"]
