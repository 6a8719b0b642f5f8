from dataclasses import dataclass
from typing import Any

import pytest

from domain.errors import NotFound
from domain.pages import Attachment
from registry.plans import list_plans, load_plan
from registry.units import province_family


@dataclass(frozen=True)
class Ref:
    """A reference in an article of `source`, and the key the document must get (None: no numbered document)."""

    symbol: str | None
    key: str | None
    source: str = "ninhbinh"
    fields: tuple[tuple[str, Any], ...] = ()


CASES = [
    Ref("661/KH-UBND", "n37|KH-UBND|661|2026", fields=(("date", "2026-04-07"),)),
    Ref("0661/KH-UBND", "n37|KH-UBND|661|2026", fields=(("year", 2026),)),
    Ref("661/KH-UBND", "n37|KH-UBND|661|2026"),  # issued: the year of the news
    Ref("661/KH-UBND", "n37|KH-UBND|661|?", fields=(("role", "cited"),)),
    Ref("18/KH-UBND", "o35|KH-UBND|18|2023", fields=(("issuer", "UBND tỉnh Hà Nam"), ("year", 2023))),
    Ref("18/KH-UBND", "o350|KH-UBND|18|2023", fields=(("issuer", "UBND huyện Thanh Liêm"), ("year", 2023))),
    Ref("18/KH-UBND", "n37:xa khong co|KH-UBND|18|2023", fields=(("issuer", "UBND xã Không Có"), ("year", 2023))),
    Ref("18/KH-UBND", "n37|KH-UBND|18|2023", fields=(("issuer", "UBND tỉnh"), ("year", 2023))),
    Ref("12/KH-SNV", "s14|KH-SNV|12|2026", source="sonla", fields=(("issuer", "Sở Nội vụ"),)),
    Ref("98/2023/NĐ-CP", "central|NĐ-CP|98|2023", fields=(("role", "cited"),)),
    Ref("1526/QĐ-TTg", "central|QĐ-TTG|1526|2022", fields=(("date", "2022-12-09"),)),
    # The same Party symbol in two terms is two documents.
    Ref("34-CT/TW", "central|CT/TW|34|term 2011", fields=(("family", "party"), ("date", "2014-04-07"))),
    Ref("34-CT/TW", "central|CT/TW|34|term 2021", fields=(("family", "party"), ("date", "2024-05-24"))),
    # Congress XIV closed on 23 January 2026: the next day belongs to the new term, as `domain.symbols` has it.
    Ref("01-CT/TW", "central|CT/TW|1|term 2021", fields=(("family", "party"), ("date", "2026-01-23"))),
    Ref("01-CT/TW", "central|CT/TW|1|term 2026", fields=(("family", "party"), ("date", "2026-01-24"))),
    Ref("05-CT/TW", "central|CT/TW|5|term 2001", fields=(("family", "party"), ("date", "2003-05-01"))),
    Ref("19-CT/TU", "n37|CT/TU|19|term 2020", fields=(("family", "party"), ("date", "2023-01-10"))),
    Ref("2055/UBND-NC", "n37|UBND-NC|2055|2023", fields=(("family", "cong_van"), ("date", "2023-08-04"))),
    Ref(None, "n37|ke hoach|7|2026", fields=(("number", "07"),)),
    Ref(None, None),
    Ref("/KH-UBND", None),
]


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.symbol} {row.key}")
def test_a_reference_means_one_real_document(desk: Any, row: Ref) -> None:
    desk.save("Tin\nNội dung.", source=row.source, documents=(desk.reference(row.symbol, **dict(row.fields)),))
    keys = [found["key"] for found in desk.store.rows("SELECT key FROM plans")]
    assert keys == ([row.key] if row.key else [])
    assert desk.count("document_references") == 1


def test_a_document_gathers_its_sightings_and_the_best_facts(desk: Any) -> None:
    attached = (Attachment("https://example.vn/kh.pdf", "kh.pdf", text="Kế hoạch"),)
    cited = desk.reference("661/KH-UBND", year=2026, role="cited", subject="về gương", confidence=0.99)
    desk.save("Một\nTheo kế hoạch.", url="https://example.vn/1", documents=(cited,))
    issued = desk.reference("661/KH-UBND", date="2026-04-07", subject="nhân rộng điển hình tiên tiến")
    desk.save("Hai\nBan hành.", url="https://example.vn/2", documents=(issued,), attachments=attached)
    [plan] = list_plans(desk.store)
    assert (plan.issued_in, plan.cited_in, plan.date) == (1, 1, "2026-04-07")
    assert plan.subject == "nhân rộng điển hình tiên tiến"
    view = load_plan(desk.store, plan.id)
    assert [(sighting.role, sighting.title) for sighting in view.sightings] == [("issued", "Hai"), ("cited", "Một")]
    assert [(file.name, file.has_text) for file in view.attachments] == [("kh.pdf", True)]


def test_the_same_symbol_of_another_year_is_shown_as_related(desk: Any) -> None:
    for year in (2023, 2024):
        desk.save(
            f"{year}\nTin.", url=f"https://example.vn/{year}", documents=(desk.reference("18/KH-UBND", year=year),)
        )
    newest, oldest = list_plans(desk.store)
    assert [plan.year for plan in load_plan(desk.store, newest.id).related] == [oldest.year] == ["2023"]


def test_a_restored_symbol_stays_a_proposal_until_a_clean_page_names_it(desk: Any) -> None:
    desk.save("Một\nTin.", url="https://a.vn/1", documents=(desk.reference("1043/KH-UBND", year=2023, restored=True),))
    assert [plan.restored for plan in list_plans(desk.store)] == [True]
    desk.save("Hai\nTin.", url="https://a.vn/2", documents=(desk.reference("1043/KH-UBND", year=2023, role="cited"),))
    assert [plan.restored for plan in list_plans(desk.store)] == [False]


def test_plans_can_be_listed_for_one_province_and_its_predecessors(desk: Any) -> None:
    desk.save("Một\nTin.", url="https://a.vn/1", source="hanam", documents=(desk.reference("1/KH-UBND"),))
    desk.save("Hai\nTin.", url="https://a.vn/2", source="sonla", documents=(desk.reference("2/KH-UBND"),))
    family = province_family(desk.store, "n37")
    assert [plan.symbol for plan in list_plans(desk.store, province_keys=family)] == ["1/KH-UBND"]


def test_an_unknown_document_is_not_found(desk: Any) -> None:
    with pytest.raises(NotFound):
        load_plan(desk.store, 5)
