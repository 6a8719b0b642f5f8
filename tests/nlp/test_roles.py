"""Who each person is, with the committed classifier; every name and sentence is invented."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from domain.extraction import Extraction
from domain.pages import Page
from domain.text import normalise
from guong.readers import load_reader
from nlp.extract import extract
from nlp.role_features import read_crowd
from nlp.roles import choose_role, name_reach, with_clauses

SHARED = os.environ.get("GUONG_SHARED")


def read(text: str) -> Extraction:
    return extract(Page("page", "0" * 64, normalise(text)), load_reader())


def roles(text: str) -> dict[str, str]:
    return {person.name: person.role for person in read(text).people}


GIVER = "Ông Trương Quốc Bảo, Phó Chủ tịch UBND tỉnh, trao Bằng khen cho "
# What the person is called here, then a text and the roles of all its people.
TABLE = [
    ("giver", GIVER + "12 tập thể và 30 cá nhân.", {"Trương Quốc Bảo": "official"}),
    (
        "recipient after cho",
        GIVER + "chị Lường Thị Xuyến, nông dân bản Pọng, vì thành tích phát triển kinh tế.",
        {"Trương Quốc Bảo": "official", "Lường Thị Xuyến": "exemplary"},
    ),
    (
        "speaker",
        "Phát biểu tại buổi lễ, bà Ngô Thị Thúy Hà, Phó Bí thư Tỉnh ủy, nhấn mạnh vai trò của người có uy tín.",
        {"Ngô Thị Thúy Hà": "official"},
    ),
    (
        "chair",
        "Hội nghị do đồng chí Quách Văn Thụ, Chủ tịch UBND huyện, chủ trì.",
        {"Quách Văn Thụ": "official"},
    ),
    (
        "awarded",
        "Chị Lường Thị Xuyến được Chủ tịch UBND tỉnh tặng Bằng khen vì đã có thành tích xuất sắc trong sản xuất.",
        {"Lường Thị Xuyến": "exemplary"},
    ),
    (
        "household",
        "Hộ ông Bàn Văn Chẳn ở thôn Khe Dầu hiến 900 m2 đất, tháo dỡ tường rào để mở rộng đường.",
        {"Bàn Văn Chẳn": "exemplary"},
    ),
    (
        "honour list",
        (
            "Gương người tốt, việc tốt năm 2025\nDanh sách cá nhân được tặng Giấy khen:\n"
            "1. Ông Lò Văn Pành, bản Nà Sản\n2. Bà Cầm Thị Hương, bản Bó Mười\n3. Anh Tòng Văn Lún, bản Hát Lót"
        ),
        {"Lò Văn Pành": "exemplary", "Cầm Thị Hương": "exemplary", "Tòng Văn Lún": "exemplary"},
    ),
    (
        "candidate",
        (
            "Xã Mường Giôn lấy ý kiến nhân dân về việc đề nghị Chủ tịch UBND tỉnh tặng Bằng khen cho "
            "bà Quàng Thị Bánh, người có công giữ rừng."
        ),
        {"Quàng Thị Bánh": "exemplary"},
    ),
    (
        "honest finder",
        "Em Tráng Thị Dua, học sinh lớp 8A, nhặt được 15 triệu đồng đã trả lại người mất.",
        {"Tráng Thị Dua": "exemplary"},
    ),
    (
        "photo credit",
        "Thu hoạch cà phê\nVụ này cà phê được mùa, bà con phấn khởi.\nBài, ảnh: Trần Thu Hằng",
        {"Trần Thu Hằng": "author"},
    ),
    (
        "by-line",
        "Khánh thành cầu dân sinh\nCây cầu dài 24 m nối hai thôn đã đưa vào sử dụng.\nHoàng Minh Nguyệt",
        {"Hoàng Minh Nguyệt": "author"},
    ),
    ("accused", "Cơ quan điều tra khởi tố bị can Đoàn Văn Tú về tội trộm cắp tài sản.", {"Đoàn Văn Tú": "other"}),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_clear_sentences_give_each_person_the_right_role(text: str, expected: dict[str, str]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_exactly_the_exemplary_people_have_cases(text: str, expected: dict[str, str]) -> None:
    extraction = read(text)
    told = sorted(case.name for case in extraction.cases if case.kind in ("individual", "household"))
    assert told == sorted(name for name, role in expected.items() if role == "exemplary")


def test_a_household_is_a_household_case_and_a_couple_two() -> None:
    assert [case.kind for case in read(TABLE[5][1]).cases] == ["household"]
    couple = read("Vợ chồng ông bà Đinh Văn Khoa - Bùi Thị Ngát hiến 500 m2 đất vườn để xã xây nhà văn hóa.")
    assert [(case.kind, case.name) for case in couple.cases] == [
        ("household", "Đinh Văn Khoa"),
        ("household", "Bùi Thị Ngát"),
    ]


def test_a_candidate_is_proposed_and_a_winner_commended() -> None:
    stages = {row[0]: read(row[1]).cases[0].stage for row in TABLE if row[0] in ("candidate", "awarded")}
    assert stages == {"candidate": "proposed", "awarded": "commended"}


def test_the_evidence_is_the_sentence_that_tells_the_role() -> None:
    text = "Bà Vi Thị Nọi ở bản Hốc. Bà Nọi được tặng Bằng khen của UBND tỉnh vì hiến đất làm trường."
    (person,) = read(text).people
    assert person.role == "exemplary"
    assert "Bằng khen" in person.evidence[0].quote


def test_a_by_line_names_the_author_of_the_page() -> None:
    assert read("Khánh thành cầu dân sinh\nCầu dài 24 m nối hai thôn.\nHoàng Minh Nguyệt").author == "Hoàng Minh Nguyệt"


NAMES = [(0, 10), (20, 30), (40, 50), (70, 80)]
REACHES = [
    ((20, 30), (0, 60), (10, 40)),
    ((0, 10), (0, 60), (0, 20)),
    ((40, 50), (0, 60), (30, 60)),
    ((40, 50), (35, 60), (35, 60)),
    ((22, 28), (0, 60), (10, 40)),
]


@pytest.mark.parametrize(("name", "sentence", "reach"), REACHES)
def test_a_name_reaches_from_the_name_before_to_the_name_after(
    name: tuple[int, int], sentence: tuple[int, int], reach: tuple[int, int]
) -> None:
    assert name_reach(name, NAMES, sentence) == reach


def test_decisive_clauses_move_the_odds_and_keep_the_sum() -> None:
    chances = {"exemplary": 0.4, "official": 0.5, "other": 0.1}
    moved = with_clauses(chances, {"D.awarded_to": 2.0})
    assert moved["exemplary"] > 0.9
    assert sum(moved.values()) == pytest.approx(1.0)
    assert moved["official"] / moved["other"] == pytest.approx(5.0)
    assert with_clauses(chances, {})["exemplary"] == pytest.approx(0.4)


def test_the_exemplary_role_needs_a_fair_chance() -> None:
    assert choose_role("Lò Văn Inh", {"exemplary": 0.44, "other": 0.3, "official": 0.2}) == "other"
    assert choose_role("Lò Văn Inh", {"exemplary": 0.46, "other": 0.54}) == "exemplary"
    assert choose_role("Hồ Chí Minh", {"exemplary": 0.99, "official": 0.01}) == "official"


@pytest.mark.parametrize(("size", "company"), [(1, 0), (2, 1), (4, 3), (5, 4), (9, 4)])
def test_company_in_a_sentence_is_counted_up_to_four(size: int, company: int) -> None:
    from nlp.document import read_document
    from nlp.people import Mention, link_mentions

    names = [f"Lò Văn {letter * 2}" for letter in "ABCDEGHKL"[:size]]
    text = ", ".join(names)
    starts = [text.index(name) for name in names]
    people = link_mentions([Mention(at, at + len(name), name, None) for at, name in zip(starts, names, strict=True)])
    crowd = read_crowd(read_document(Page("page", "0" * 64, text)), people)
    assert crowd.together == (company,) * size


def is_read_right(example: dict[str, Any]) -> bool:
    """Tell whether a sentence is read right: its people or its group made the case, or nobody."""
    cases = read(example["text"]).cases
    kind = example.get("kind", "none").rstrip("*")
    if kind in ("COL", "MOD"):
        wanted = {"COL": "collective", "MOD": "model"}[kind]
        names = [case.name for case in cases if case.kind == wanted]
        return all(any(name in span or span in name for name in names) for span in example["spans"])
    named = {case.name for case in cases if case.kind in ("individual", "household")}
    people = {name for span in example["spans"] for name in span.split(" - ")}  # a couple is two people
    return people <= named if people and kind != "none" else not cases


@pytest.mark.shared
@pytest.mark.skipif(not SHARED, reason="set GUONG_SHARED to the folder that holds examples/domain_examples.json")
def test_all_example_sentences_are_read_right() -> None:
    examples = json.loads((Path(SHARED or "") / "examples" / "domain_examples.json").read_text(encoding="utf-8"))
    sentences = [*examples["positives"], *examples["negatives"]]
    assert len(sentences) == 80
    assert [sentence["id"] for sentence in sentences if not is_read_right(sentence)] == []
