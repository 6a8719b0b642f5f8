"""Registries made before the terms were unified are mended when they are opened."""

from pathlib import Path
from typing import Any

from registry.plans import list_plans
from registry.search import search
from registry.store import open_store

PARTY = (("family", "party"), ("date", "2026-01-24"))


def _make_old(desk: Any) -> None:
    desk.store.run("UPDATE plans SET key = replace(key, 'term 2026', 'term 2021'), year = 'term 2021'")
    desk.store.run("UPDATE plan_fts SET body = replace(body, 'term 2026', 'term 2021')")
    desk.store.run("DELETE FROM _sqlite_migrations WHERE name = 'unify_party_terms'")


def _sight(desk: Any, url: str, **fields: Any) -> None:
    desk.save(
        f"{url}\nTin.", url=f"https://a.vn/{url}", documents=(desk.reference("02-CT/TW", **dict(PARTY), **fields),)
    )


def test_a_document_of_the_days_after_the_congress_moves_to_its_term(desk: Any, path: Path) -> None:
    _sight(desk, "mot")
    _make_old(desk)
    assert [plan.year for plan in list_plans(desk.store)] == ["term 2021"]
    store = open_store(path)
    [plan] = list_plans(store)
    assert plan.year == "term 2026"
    assert [hit.id for hit in search(store, "02-CT/TW").hits if hit.kind == "plan"] == [plan.id]
    store.close()


def test_two_keys_of_one_document_become_one_with_all_its_sightings(desk: Any, path: Path) -> None:
    _sight(desk, "mot")
    _make_old(desk)
    _sight(desk, "hai", role="cited")
    assert len(list_plans(desk.store)) == 2
    store = open_store(path)
    [plan] = list_plans(store)
    assert (plan.year, plan.issued_in, plan.cited_in) == ("term 2026", 1, 1)
    store.close()


def test_other_documents_stay_as_they_are(desk: Any, path: Path) -> None:
    desk.save("Một\nTin.", documents=(desk.reference("18/KH-UBND", year=2023), desk.reference("7/KH-UBND")))
    before = desk.store.rows("SELECT * FROM plans")
    desk.store.run("DELETE FROM _sqlite_migrations WHERE name = 'unify_party_terms'")
    store = open_store(path)
    assert store.rows("SELECT * FROM plans") == before
    store.close()
