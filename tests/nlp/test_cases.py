import pytest

from domain.extraction import Evidence, Person, Role
from domain.pages import Page
from domain.text import normalise
from nlp.awards import find_awards
from nlp.benefits import find_benefits
from nlp.cases import Material, build_cases
from nlp.collectives import find_collectives
from nlp.document import Document, read_document
from nlp.households import find_households
from nlp.minors import is_minor
from nlp.models_named import find_models


def read(text: str, published: str | None = None) -> Document:
    return read_document(Page("page", "0" * 64, normalise(text), published=published))


def person(document: Document, name: str, honorific: str | None = None, role: Role = "exemplary") -> Person:
    at, mentions = document.text.find(name), []
    while at >= 0:
        mentions.append((at, at + len(name)))
        at = document.text.find(name, at + 1)
    sentence = document.sentence_at(mentions[0][0])
    evidence = () if sentence is None else (Evidence(sentence.start, sentence.end, "", "x"),)
    return Person(name, honorific, role, 0.9, None, tuple(mentions), evidence, "test")


HOUSEHOLDS = [
    ("Tiêu biểu là hộ ông Lường Văn Panh ở bản Nà Hạ.", ["Lường Văn Panh"], {0}),
    ("Gia đình bà Phan Thị Út hiến 1.200 m2 đất.", ["Phan Thị Út"], {0}),
    ("Các hộ Tạ Văn Hết, Lê Nam và Lý Tước cùng làm.", ["Tạ Văn Hết", "Lê Nam", "Lý Tước"], {0, 1, 2}),
    ("Gia đình ông bà Lê Văn Thuận - Trần Thị Hòe, tổ 2.", ["Lê Văn Thuận", "Trần Thị Hòe"], {0, 1}),
    ("Hộ ông Vi Văn Hạnh, còn anh Lò Văn Inh làm nghề khác.", ["Vi Văn Hạnh", "Lò Văn Inh"], {0}),
    ("Ông Đinh Đăm giỏi. Ông Đinh Đăm kể. Gia đình ông Đinh Đăm vui.", ["Đinh Đăm"], set()),
    ("Chị Giàng Thị Sua là tấm gương sáng.", ["Giàng Thị Sua"], set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "expected"), HOUSEHOLDS)
def test_households_are_told_from_individuals(text: str, names: list[str], expected: set[int]) -> None:
    document = read(text)
    assert find_households(document, [person(document, name) for name in names]) == expected


MINORS = [
    ("Em Hà My, lớp 9A, nhặt được ví.", "Hà My", "Em", True),
    ("Học sinh Nguyễn Văn Long, lớp 12G, cứu bạn.", "Nguyễn Văn Long", None, True),
    ("Em Vũ Thị Lan, sinh viên năm cuối, hiến máu.", "Vũ Thị Lan", "Em", False),
    ("Lê Viết Sơn (16 tuổi) khiêng thang.", "Lê Viết Sơn", None, True),
    ("Chị Đàm Loan, 19 tuổi, khởi nghiệp.", "Đàm Loan", "Chị", False),
    ("Cô Hoàng Thị Lịch, giáo viên lớp 4A, tận tụy.", "Hoàng Thị Lịch", "Cô", False),
    ("Nguyễn Hà, giáo viên chủ nhiệm lớp 9B, kể.", "Nguyễn Hà", None, False),
    ("Bùi Minh Trí (SN 2010) cứu hai bạn.", "Bùi Minh Trí", None, True),
    ("Bùi Minh Trí (SN 1990) cứu hai bạn.", "Bùi Minh Trí", None, False),
    ("Công nhân Tạ Thị Xuân; kỳ thủ Lê Minh, 16 tuổi.", "Tạ Thị Xuân", None, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "honorific", "expected"), MINORS)
def test_minors_are_marked(text: str, name: str, honorific: str | None, expected: bool) -> None:
    document = read(text, "2024-05-06")
    assert is_minor(document, person(document, name, honorific)) is expected


PAGE = (
    "Xã Hòa Sơn biểu dương gương sáng\n"
    "Sáng 12/6, ông Lường Văn Panh được Chủ tịch UBND tỉnh tặng Bằng khen vì hiến 1.200 m2 đất làm đường.\n"
    "Hộ bà Phan Thị Út thu nhập 400 triệu đồng/năm. Bí thư Trần Văn Lẫm chủ trì.\n"
    "Dịp này, Tổ hợp tác chè Bản Lầm được tặng Giấy khen. Mô hình “Tiếng kẻng an ninh” được nhân rộng."
)


def test_every_exemplary_person_has_one_case_with_its_facts() -> None:
    document = read(PAGE)
    people = [
        person(document, "Lường Văn Panh", "ông"),
        person(document, "Phan Thị Út", "bà"),
        person(document, "Trần Văn Lẫm", None, "official"),
    ]
    spans = [mention for one in people for mention in one.mentions]
    cases = build_cases(
        document,
        people,
        find_collectives(document, (), spans, relevance=0.9),
        find_models(document),
        Material((), find_awards(document), find_benefits(document)),
    )
    assert [(case.kind, case.name, case.person) for case in cases] == [
        ("individual", "Lường Văn Panh", 0),
        ("household", "Phan Thị Út", 1),
        ("collective", "Tổ hợp tác chè Bản Lầm", None),
        ("model", "Tiếng kẻng an ninh", None),
    ]
    panh, ut, team, _ = cases
    assert [award.form for award in panh.awards] == ["Bằng khen"]
    assert [benefit.value for benefit in panh.benefits] == [1200.0]
    assert panh.field == "hiến đất"
    assert panh.stage == team.stage == "commended"
    assert [benefit.value for benefit in ut.benefits] == [4e8]
    assert all(case.evidence for case in cases)


def test_a_person_without_evidence_still_has_a_case_with_proof() -> None:
    document = read("Ông Đinh Đăm giỏi làm vườn.")
    bare = Person("Đinh Đăm", "Ông", "exemplary", 0.8, None, ((4, 12),), (), "test")
    (case,) = build_cases(document, [bare], (), (), Material((), (), ()))
    assert document.text[case.evidence[0].start : case.evidence[0].end] == case.evidence[0].quote
