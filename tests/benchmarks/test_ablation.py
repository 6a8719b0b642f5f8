from pathlib import Path

import pytest

from benchmarks.ablation import MARK, between_marks
from benchmarks.stand_ins import FlatRoles, RuleRelevance, RuleTagger, WithoutClauseOdds, without_lists
from domain.pages import Page
from nlp.document import read_document
from nlp.people import find_people
from nlp.roles import ROLES, with_clauses

PLACES = frozenset({"cao bằng", "hòa bình"})


def names_in(text: str) -> list[str]:
    document = read_document(Page(source="page.txt", sha256="", text=text))
    return [person.name for person in find_people(document, RuleTagger(), PLACES)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hôm qua, ông Nguyễn Văn Tấn nhận giấy khen.", ["Nguyễn Văn Tấn"]),
        ("Hôm qua, chị H'Loan Byă hiến đất.", ["H'Loan Byă"]),
        ("Dự lễ có Trần Thị Bưởi từ bản Nà Hạ.", ["Trần Thị Bưởi"]),
        ("Đoàn về tỉnh Cao Bằng Hà Văn Kiên rồi đi tiếp.", []),  # after a word for a place rules see no person
        ("Mưa lớn ở Hòa Bình hôm qua.", []),
        ("Tin mới trong ngày.", []),
    ],
)
def test_rules_find_names_after_honorifics_and_from_surnames(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_taking_the_odds_of_clauses_away_is_undone_by_adding_them() -> None:
    items = [{"D.awarded_to": 2.0, "D.attends": 2.0}, {"D.harmed": 2.0}, {}]
    (awarded, harmed, plain) = WithoutClauseOdds(FlatRoles()).probabilities(items)
    assert awarded[0] < 0.2 < harmed[0]
    assert list(plain) == pytest.approx([0.2] * len(ROLES))
    for item, row in zip(items, (awarded, harmed, plain), strict=True):
        assert sum(row) == pytest.approx(1.0)
        assert list(with_clauses(dict(zip(ROLES, row, strict=True)), item).values()) == pytest.approx([0.2] * 5)


def test_relevance_by_rules_rises_with_praise() -> None:
    rows = RuleRelevance().probabilities([{}, {"says.award_given": 1.0, "people.any": 1.0, "people.top": 1.0}])
    assert rows[0][1] < 0.5 < rows[1][1]
    assert all(sum(row) == pytest.approx(1.0) for row in rows)


def test_features_of_name_lists_are_taken_away_and_no_others() -> None:
    sentence = [["w=lan", "surname", "run.sur=True", "in.next.sur=False|mid=True", "run.hon"], ["middle", "b"]]
    assert without_lists(sentence) == [["w=lan", "run.hon"], ["b"]]


def test_the_table_replaces_what_stands_between_its_marks() -> None:
    page = f"# Quality\n\nbefore\n{MARK}\nold\n{MARK}\nafter\n"
    once = between_marks(page, "new")
    assert once == f"# Quality\n\nbefore\n{MARK}\nnew\n{MARK}\nafter\n"
    assert between_marks(once, "new") == once


def test_a_page_without_marks_gets_the_table_at_its_end() -> None:
    assert between_marks("# Quality\n", "new") == f"# Quality\n{MARK}\nnew\n{MARK}\n"


def test_the_error_analysis_has_marks_for_both_tables() -> None:
    page = (Path(__file__).parents[2] / "docs" / "quality.md").read_text(encoding="utf-8")
    assert page.count(MARK) == 2
    assert page.count("<!-- scores: written by benchmarks/quality.py -->") == 2
