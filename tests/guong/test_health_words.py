"""Every state and every finding is explained to people."""

from pathlib import Path

from crawler.health.causes import cause_of
from crawler.health.words import REACHING, RISING
from domain.health import FINDING_LABELS, Entry
from domain.pages import PAGE_STATES
from guong.page_trails import _MEANING

GUIDE = Path(__file__).parents[2] / "docs" / "health.md"


def test_every_state_of_a_page_says_what_it_means_for_the_registry() -> None:
    assert set(_MEANING) == set(PAGE_STATES)


def test_every_finding_stands_in_the_guide_with_when_and_what_to_do() -> None:
    rows = [line.strip("|").split("|") for line in GUIDE.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    told = {row[0].strip(): row[1:] for row in rows[1:]}
    assert set(told) == set(FINDING_LABELS.values())
    assert all(cell.strip() for row in told.values() for cell in row)


def test_every_way_an_entry_page_can_fail_has_words() -> None:
    causes = {cause_of(Entry("https://a.vn/", state)) for state in PAGE_STATES} - {None}
    assert causes <= set(REACHING)
    assert {kind for kind, *_ in RISING} <= set(FINDING_LABELS)
