from pathlib import Path
from typing import Any

import pytest

from domain.errors import Conflict, NotAllowed, NotFound
from registry.backup import verify_store
from registry.cases import load_case
from registry.decisions import list_decisions
from registry.entries import EntryFilter, count_entries, list_entries
from registry.erasure import erase_person
from registry.masking import mask_names
from registry.readings import load_reading
from registry.search import search

NAME = "Nguyễn Văn Tấn"
TEXT = f"{NAME} hiến đất\nÔng {NAME} cùng bà Lò Thị Hoa hiến đất. NGUYỄN VĂN TẤN được khen."


@pytest.fixture
def erased(desk: Any) -> int:
    desk.save(TEXT, NAME, "Lò Thị Hoa")
    candidate: int = desk.id_of(NAME)
    desk.decide(candidate, "confirm", note=f"đã gọi cho {NAME}")
    erase_person(desk.store, desk.actor("Mai", "secretary"), candidate, now=desk.now)
    return candidate


def test_an_erased_name_is_nowhere_in_the_file(desk: Any, erased: int, path: Path) -> None:
    raw = b"".join(file.read_bytes() for file in path.parent.glob("registry*"))
    for spelling in (NAME, NAME.upper(), "nguyen van tan"):
        assert spelling.encode() not in raw
    assert "Lò Thị Hoa".encode() in raw
    assert search(desk.store, "nguyen van tan").hits == ()
    assert [hit.kind for hit in search(desk.store, "lò thị hoa").hits] == ["article"]


def test_the_chain_holds_and_the_count_stays(desk: Any, erased: int) -> None:
    assert verify_store(desk.store).problems == ()
    assert list_entries(desk.store, EntryFilter()) == []
    assert count_entries(desk.store, EntryFilter(include_removed=True)) == 1
    [decision] = list_decisions(desk.store)
    assert (decision.action, decision.actor_id, decision.name, decision.note) == ("confirm", "lan", "", "")


def test_the_evidence_of_others_keeps_its_place(desk: Any, erased: int) -> None:
    view = load_case(desk.store, desk.id_of("Lò Thị Hoa"), now=desk.now)
    [sighting] = view.sightings
    [evidence] = sighting.evidence
    assert sighting.text[evidence.start : evidence.end] == evidence.quote == "Lò Thị Hoa hiến đất."
    assert len(sighting.text) == len(TEXT)


def test_an_erased_person_is_not_mined_again(desk: Any, erased: int) -> None:
    desk.save(TEXT, NAME, "Lò Thị Hoa")
    saved = desk.save(TEXT + " Bài sửa.", NAME, "Lò Thị Hoa")
    elsewhere = f"Tin mới\nÔng {NAME} lại hiến đất."
    other = desk.save(elsewhere, NAME, url="https://b.vn/1")
    assert (saved.suppressed, other.suppressed) == (1, 1)
    assert search(desk.store, NAME).hits == ()
    assert load_reading(desk.store, other.version_id) is None
    assert desk.store.rows("SELECT name FROM candidates WHERE state <> 'erased'") == [{"name": "Lò Thị Hoa"}]


def test_a_page_read_anew_without_finding_the_person_brings_nothing_back(desk: Any, erased: int, path: Path) -> None:
    again = desk.save(TEXT, "Lò Thị Hoa", units=(desk.mention("n371", "Xã Thanh Bình"),))
    assert (again.status, again.suppressed) == ("reread", 0)
    assert load_reading(desk.store, again.version_id) is None
    assert search(desk.store, NAME).hits == ()
    raw = b"".join(file.read_bytes() for file in path.parent.glob("registry*"))
    assert NAME.encode() not in raw
    view = load_case(desk.store, desk.id_of("Lò Thị Hoa"), now=desk.now)
    assert [each.quote for each in view.sightings[0].evidence] == ["Lò Thị Hoa hiến đất."]


def test_a_namesake_in_another_unit_is_somebody_else(desk: Any, erased: int) -> None:
    text = f"Tin mới\nÔng {NAME} ở xã khác."
    saved = desk.save(text, url="https://b.vn/1", cases=(desk.case(text, NAME, unit="Xã Liêm Hà"),))
    assert (saved.suppressed, saved.new_candidates) == (0, 1)


def test_only_a_secretary_erases_and_only_once(desk: Any, erased: int) -> None:
    with pytest.raises(NotAllowed):
        erase_person(desk.store, desk.actor("Lan", "reviewer", "officer"), erased, now=desk.now)
    secretary = desk.actor("Mai", "secretary")
    with pytest.raises(Conflict):
        erase_person(desk.store, secretary, erased, now=desk.now)
    with pytest.raises(NotFound):
        erase_person(desk.store, secretary, 99, now=desk.now)
    with pytest.raises(Conflict):
        desk.decide(erased, "confirm")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Bà Trần Thị Hoà hiến đất", "Bà ████ ███ ███ hiến đất"),
        ("Bà TRẦN THỊ HÒA", "Bà ████ ███ ███"),
        ("Trần Thị Hòang", "Trần Thị Hòang"),
        ("Tran Thi Hoa", "Tran Thi Hoa"),
    ],
)
def test_a_name_is_blotted_out_whole_in_either_spelling(text: str, masked: str) -> None:
    assert mask_names(text, frozenset({"Trần Thị Hòa"})) == masked
