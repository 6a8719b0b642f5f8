import random
from dataclasses import replace

import pytest

from benchmarks.fuzz import Outcome, check_page, damaged_page, faults_of, fuzz, reduce_text
from benchmarks.mutations import PIECES, mutate
from domain.extraction import Evidence, Extraction
from domain.pages import Page
from domain.text import normalise
from guong.readers import load_reader
from nlp.extract import extract
from samples.world import load_pages

TEXTS = [page.expected.text for page in load_pages()]
PAGE = Page(
    "a.txt",
    "0" * 64,
    "Xã Nậm Cắt biểu dương người tốt\n"
    "Sáng 12/5/2024, UBND xã Nậm Cắt trao Giấy khen cho ông Lò Văn Inh vì đã hiến 1.200 m2 đất làm đường.\n",
)


def good() -> Extraction:
    return extract(PAGE, load_reader())


def test_two_thousand_damaged_pages_are_read_without_a_fault() -> None:
    outcome = fuzz(TEXTS, load_reader(), range(2000), seed=7)
    assert not outcome.faults, outcome.faults[:5]
    assert len(outcome.seconds) == 2000


def test_the_same_seed_and_number_give_the_same_page() -> None:
    assert damaged_page(TEXTS, 3, 14) == damaged_page(TEXTS, 3, 14)
    assert len({damaged_page(TEXTS, seed, 14).text for seed in range(20)}) > 15


def test_damage_changes_pages_and_leaves_them_in_nfc() -> None:
    pages = [mutate(random.Random(seed), TEXTS) for seed in range(200)]
    assert all(normalise(page) == page for page in pages)
    assert sum(page in TEXTS for page in pages) < 20
    joined = "".join(pages)
    assert all(sign in joined for sign in ("\u200b", "\x00", "\u00a0", "&nbsp;", "\u202e", *PIECES[:5]))


def with_person(extraction: Extraction, **changes: object) -> Extraction:
    first, *rest = extraction.people
    return replace(extraction, people=(replace(first, **changes), *rest))


# What is broken in a good extraction, and a word of the fault it must be told by.
BREAKAGES = [
    (lambda e: replace(e, dates=(replace(e.dates[0], end=e.dates[0].end + 1),)), "surface"),
    (lambda e: replace(e, dates=(replace(e.dates[0], start=-1),)), "at [-1"),
    (lambda e: replace(e, text=e.text[:40]), "of 40 characters"),
    (lambda e: with_person(e, mentions=((5, 5),)), "mentioned at"),
    (lambda e: with_person(e, role="other"), "do not match"),
    (lambda e: with_person(e, score=1.2), "between 0 and 1"),
    (lambda e: with_person(e, evidence=(Evidence(0, 5, "Xã Xa", "x"),)), "quote"),
    (lambda e: with_person(e, name="Khác"), "another name"),
    (lambda e: replace(e, cases=()), "do not match"),
    (lambda e: replace(e, cases=e.cases * 2), "do not match"),
    (lambda e: replace(e, cases=(replace(e.cases[0], evidence=()),)), "no evidence"),
    (lambda e: replace(e, cases=(replace(e.cases[0], deeds=("bịa ra",)),)), "deed"),
    (lambda e: replace(e, cases=(*e.cases, replace(e.cases[0], kind="model"))), "points to a person"),
]


def test_a_good_extraction_has_no_fault() -> None:
    extraction = good()
    assert [case.name for case in extraction.cases] == ["Lò Văn Inh"]
    assert extraction.cases[0].deeds
    assert extraction.dates
    assert faults_of(extraction) == []


@pytest.mark.parametrize(("breakage", "told"), BREAKAGES, ids=[told for _, told in BREAKAGES])
def test_each_broken_promise_is_told(breakage, told) -> None:  # type: ignore[no-untyped-def]
    assert any(told in fault for fault in faults_of(breakage(good())))


def test_an_exception_is_a_fault_that_names_its_place() -> None:
    broken = replace(load_reader(), tagger=None)  # type: ignore[arg-type]
    _, faults = check_page(PAGE, broken, round_trip=True)
    assert len(faults) == 1
    assert faults[0].startswith("AttributeError in find_mentions, people.py:")


def test_a_text_is_reduced_to_what_shows_the_fault() -> None:
    assert reduce_text("một hai " * 50 + "ba" + " bốn" * 70, lambda text: "ba" in text) == "ba"


def test_slowest_and_p99_are_of_all_pages() -> None:
    outcome = Outcome((*[0.1] * 198, 0.7, 2.0), ())
    assert (outcome.slowest, outcome.p99) == (2.0, 0.7)
    assert Outcome((), ()).p99 == 0.0
