from dataclasses import replace
from typing import Any

import pytest

A = "Gương sáng\nÔng Nguyễn Văn Tấn được tặng Bằng khen."
B = "Tin khác\nÔng Nguyễn Văn Tấn được tặng Giấy khen vì hiến đất."

# unit in article A, unit in article B, whether both are one candidate
PAIRS = [
    ("Xã Thanh Bình", "Xã Thanh Bình", True),
    ("Xã Thanh Bình", "xã Thanh  Bình", True),
    ("Xã Thanh Bình", "n371", True),
    ("Xã Thanh Bình", "Xã Liêm Hà", False),
    ("Xã Thanh Bình", None, False),
    (None, None, False),
    ("Tỉnh Ninh Bình", "Tỉnh Ninh Bình", False),  # a whole province is too weak: namesakes
    ("Trường THPT Lê Lợi", "Trường THPT Lê Lợi", True),
    ("Trường THPT Lê Lợi", "Trường THPT Lê Lơi", False),
    ("Xã Thanh Hà", "Xã Thanh Hà", True),  # named years after it was merged
]


@pytest.mark.parametrize(("first", "second", "same"), PAIRS)
def test_the_same_name_in_the_same_unit_is_one_candidate(desk: Any, first: Any, second: Any, same: bool) -> None:
    desk.save(A, url="https://a.vn/1", cases=(desk.case(A, "Nguyễn Văn Tấn", unit=first),))
    saved = desk.save(B, url="https://a.vn/2", cases=(desk.case(B, "Nguyễn Văn Tấn", unit=second, score=0.95),))
    assert saved.new_candidates == (0 if same else 1)
    assert desk.count("candidates") == (1 if same else 2)
    assert desk.count("sightings") == 2
    if same:
        assert desk.store.value("SELECT score FROM candidates") == 0.95


@pytest.mark.parametrize(
    ("name", "kind", "same"),
    [
        ("Nguyễn Văn Tấn", "household", True),
        ("NGUYỄN VĂN TẤN", "individual", True),
        ("Nguyễn Văn Tân", "individual", False),
        ("Nguyễn Văn Tấn", "collective", False),
    ],
)
def test_marks_and_kind_tell_candidates_apart_but_case_does_not(desk: Any, name: str, kind: str, same: bool) -> None:
    text = B.replace("Nguyễn Văn Tấn", name)
    desk.save(A, "Nguyễn Văn Tấn", url="https://a.vn/1")
    desk.save(text, url="https://a.vn/2", cases=(desk.case(text, name, kind=kind),))
    assert desk.count("candidates") == (1 if same else 2)


def test_old_and_new_tone_places_are_one_name(desk: Any) -> None:
    for at, name in enumerate(("Trần Thị Hoà", "Trần Thị Hòa")):
        text = f"Tin {at}\nBà {name} hiến đất."
        desk.save(text, name, url=f"https://a.vn/{at}")
    assert desk.count("candidates") == 1


def test_a_unit_name_shared_by_provinces_is_settled_by_the_source(desk: Any) -> None:
    text = "Tin\nÔng Lò Văn Ón hiến đất."
    desk.save(text, source="sonla", cases=(desk.case(text, "Lò Văn Ón", unit="Xã Tân Tiến"),))
    row = desk.store.row("SELECT unit_key, province_key FROM candidates")
    assert row == {"unit_key": "s142", "province_key": "s14"}


def test_a_unit_that_the_reader_resolved_is_taken_over(desk: Any) -> None:
    text = "Tin\nÔng Lò Văn Ón hiến đất."
    cases = (desk.case(text, "Lò Văn Ón", unit="Tân Tiến"),)
    desk.save(text, source="tw", cases=cases, units=(desk.mention("o361", "Tân Tiến"),))
    assert desk.store.value("SELECT unit_key FROM candidates") == "o361"


def test_a_copy_of_an_article_adds_a_sighting_even_without_unit(desk: Any) -> None:
    body = "Ông Nguyễn Văn Tấn được tặng Bằng khen. " + "Câu dài kể chuyện ở địa phương. " * 10
    for at in (1, 2):
        text = f"Tiêu đề {at}\n{body}"
        desk.save(text, url=f"https://a{at}.vn/1", cases=(desk.case(text, "Nguyễn Văn Tấn", unit=None),))
    assert (desk.count("candidates"), desk.count("sightings")) == (1, 2)


def test_evidence_carries_quote_offsets_and_snapshot(desk: Any) -> None:
    saved = desk.save(A, "Nguyễn Văn Tấn")
    row = desk.store.row('SELECT quote, start, "end", text_sha256, page_sha256 FROM evidence')
    version = desk.store.row("SELECT text, text_sha256 FROM article_versions WHERE id = ?", (saved.version_id,))
    assert version["text"][row["start"] : row["end"]] == row["quote"] == "Nguyễn Văn Tấn được tặng Bằng khen."
    assert (row["text_sha256"], row["page_sha256"]) == (version["text_sha256"], "0" * 64)


def test_a_candidate_that_the_edited_page_no_longer_names_leaves_the_queue_and_comes_back(desk: Any) -> None:
    desk.save(A, "Nguyễn Văn Tấn")
    desk.save(A + " Sửa.")
    assert desk.store.value("SELECT state FROM candidates") == "withdrawn"
    desk.save(A + " Sửa lại.", "Nguyễn Văn Tấn")
    assert desk.store.value("SELECT state FROM candidates") == "waiting"
    assert desk.count("candidates") == 1


def test_a_decided_candidate_keeps_its_state_when_the_page_changes(desk: Any) -> None:
    [candidate] = desk.fill("Nguyễn Văn Tấn")
    desk.decide(candidate, "confirm")
    desk.save("Gương sáng\nĐã gỡ.", url="https://example.vn/Nguyễn Văn Tấn")
    assert desk.store.value("SELECT state FROM candidates") == "decided"


def test_a_minor_stays_marked_when_another_article_forgets_it(desk: Any) -> None:
    child = desk.case(A, "Nguyễn Văn Tấn", minor=True)
    desk.save(A, url="https://a.vn/1", cases=(child,))
    desk.save(B, url="https://a.vn/2", cases=(replace(desk.case(B, "Nguyễn Văn Tấn"), score=0.99),))
    assert desk.store.value("SELECT minor FROM candidates") == 1
