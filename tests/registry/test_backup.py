import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreProblem
from registry.backup import back_up, restore, verify_store
from registry.entries import EntryFilter, list_entries
from registry.store import open_store


def test_a_backup_is_whole_and_one_file(desk: Any, tmp_path: Path) -> None:
    desk.decide(desk.fill("Một")[0], "confirm")
    target = tmp_path / "sao-luu.sqlite3"
    found = back_up(desk.store, target)
    assert (found.ok, found.decisions, found.audit_lines) == (True, 1, 1)
    assert sorted(path.name for path in tmp_path.glob("sao-luu*")) == ["sao-luu.sqlite3"]
    copy = open_store(target, read_only=True)
    assert [entry.name for entry in list_entries(copy, EntryFilter())] == ["Một"]
    copy.close()


def test_a_backup_made_while_people_decide_is_whole(desk: Any, tmp_path: Path) -> None:
    ids = desk.fill(*(f"Người {at}" for at in range(60)))
    thread = threading.Thread(target=lambda: [desk.decide(each, "confirm") for each in ids])
    thread.start()
    reports = [back_up(desk.store, tmp_path / f"{at}.sqlite3") for at in range(3)]
    thread.join()
    assert all(report.ok for report in reports)
    assert verify_store(desk.store).decisions == 60


def test_an_existing_file_is_not_replaced(desk: Any, tmp_path: Path) -> None:
    target = tmp_path / "cu.sqlite3"
    target.write_text("bản sao tuần trước")
    with pytest.raises(StoreProblem, match="đã có tệp này"):
        back_up(desk.store, target)
    assert target.read_text() == "bản sao tuần trước"


def test_restoring_brings_the_backup_back_and_keeps_the_replaced_file(desk: Any, path: Path, tmp_path: Path) -> None:
    first, second = desk.fill("Một", "Hai")
    desk.decide(first, "confirm")
    back_up(desk.store, tmp_path / "cu.sqlite3")
    desk.decide(second, "confirm")
    desk.store.close()
    assert restore(tmp_path / "cu.sqlite3", path).decisions == 1
    store, aside = open_store(path), open_store(path.with_name(path.name + ".before-restore"))
    assert [entry.name for entry in list_entries(store, EntryFilter())] == ["Một"]
    assert len(list_entries(aside, EntryFilter())) == 2
    store.close()
    aside.close()


def test_a_forged_backup_is_not_restored(desk: Any, path: Path, tmp_path: Path) -> None:
    desk.decide(desk.fill("Một")[0], "confirm")
    target = tmp_path / "cu.sqlite3"
    back_up(desk.store, target)
    with sqlite3.connect(target) as forger:
        forger.execute("DROP TRIGGER decisions_no_update")
        forger.execute("UPDATE decisions SET actor_id = 'ai đó'")
    forger.close()
    with pytest.raises(StoreProblem, match="không toàn vẹn"):
        restore(target, path)
    assert verify_store(desk.store).ok


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("không phải bản sao"), lambda path: None])
def test_what_is_no_backup_is_refused(desk: Any, path: Path, tmp_path: Path, spoil: Any) -> None:
    spoil(tmp_path / "cu.sqlite3")
    with pytest.raises(StoreProblem):
        restore(tmp_path / "cu.sqlite3", path)
    assert verify_store(desk.store).ok
