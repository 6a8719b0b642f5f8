import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreProblem
from registry.schema import KNOWN_MIGRATIONS, migrations
from registry.store import open_store


def test_a_new_file_is_strict_wal_and_checks_references(desk: Any) -> None:
    assert desk.store.value("PRAGMA journal_mode") == "wal"
    assert desk.store.value("PRAGMA foreign_keys") == 1
    loose = desk.store.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 "
        "AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlite%'"
    )
    assert loose == []


def test_every_migration_is_a_known_name() -> None:
    assert {migration.name for migration in migrations._migrations} == KNOWN_MIGRATIONS


def _text(path: Path) -> None:
    path.write_text("đây là một tệp văn bản, không phải cơ sở dữ liệu")


def _other_database(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE photos (id INTEGER)")
    other.close()


def _newer(path: Path) -> None:
    store = open_store(path, create=True)
    store.run("INSERT INTO _sqlite_migrations VALUES (NULL, 'registry', 'from_the_future', '2030-01-01')")
    store.close()


def _damaged(path: Path) -> None:
    open_store(path, create=True).close()
    data = bytearray(path.read_bytes())
    data[100:8192] = b"\xff" * 8092
    path.write_bytes(bytes(data))


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: None, "chưa có cơ sở dữ liệu"),
        (lambda path: path.touch(), "tệp trống"),
        (_text, "không phải là cơ sở dữ liệu của Gương"),
        (_other_database, "không phải là cơ sở dữ liệu của Gương"),
        (_newer, "phiên bản Gương mới hơn"),
        (_damaged, "đã hỏng"),
        (_folder, "không mở được"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained_in_one_line(path: Path, spoil: Any, says: str) -> None:
    spoil(path)
    with pytest.raises(StoreProblem) as caught:
        open_store(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("spoil", [_text, _other_database])
def test_a_foreign_file_is_left_as_it_was_even_when_creating(path: Path, spoil: Any) -> None:
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StoreProblem):
        open_store(path, create=True)
    assert path.read_bytes() == before


def test_a_locked_file_is_explained(desk: Any, path: Path) -> None:
    other = open_store(path, wait_seconds=0.05)
    with desk.store.write(), pytest.raises(StoreProblem, match="tiến trình khác khóa"), other.write():
        pass
    other.close()


def test_a_read_only_store_reads_and_refuses_to_write(desk: Any, path: Path) -> None:
    desk.fill("Nguyễn Văn Tấn")
    reader = open_store(path, read_only=True)
    assert reader.value("SELECT count(*) FROM candidates") == 1
    with pytest.raises(StoreProblem, match="chỉ cho phép đọc"):
        reader.run("DELETE FROM suppressed")
    reader.close()


def test_a_full_disk_keeps_what_was_saved_and_nothing_of_the_rest(desk: Any) -> None:
    desk.fill("Nguyễn Văn Tấn")
    pages = desk.store.value("PRAGMA page_count")
    desk.store.db.execute(f"PRAGMA max_page_count = {pages + 3}")
    long = "Bài dài\n" + "Một câu khác nhau số {} về phong trào. " * 4000
    with pytest.raises(StoreProblem, match="đĩa đã đầy"):
        desk.save(long, url="https://example.vn/2")
    assert desk.count("articles") == 1
    desk.store.db.execute("PRAGMA max_page_count = 1000000")
    assert desk.save(long, url="https://example.vn/2").status == "new"


def test_eight_threads_opening_the_same_new_file_all_succeed(path: Path) -> None:
    failures: list[BaseException] = []

    def open_it() -> None:
        try:
            open_store(path, create=True).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_threads_have_their_own_connections(desk: Any) -> None:
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(desk.store.db))
    thread.start()
    thread.join()
    assert seen[0] is not desk.store.db


def test_a_nested_write_that_fails_takes_only_itself_back(desk: Any) -> None:
    def fail() -> None:
        with desk.store.write():
            desk.store.run("INSERT INTO meta VALUES ('inner', '1')")
            raise RuntimeError

    with desk.store.write():
        desk.store.run("INSERT INTO meta VALUES ('outer', '1')")
        with pytest.raises(RuntimeError):
            fail()
    assert desk.store.rows("SELECT key FROM meta WHERE key IN ('inner', 'outer')") == [{"key": "outer"}]


def test_a_read_sees_one_state_while_others_write(desk: Any, path: Path) -> None:
    other = open_store(path)
    with desk.store.read():
        before = desk.count("meta")
        with other.write():
            other.run("INSERT INTO meta VALUES ('new', '1')")
        assert desk.count("meta") == before
    assert desk.count("meta") == before + 1
    other.close()


_OTHER_PROCESS = """
import sys, pathlib
from registry.store import open_store
store = open_store(pathlib.Path(sys.argv[1]))
with store.write():
    store.run("INSERT INTO meta VALUES ('from', 'outside')")
store.close()
"""


def test_opening_the_file_twice_in_one_process_lets_no_other_process_take_its_log_away(desk: Any, path: Path) -> None:
    desk.save("Tin\nMột bài.", url="https://example.vn/1")
    open_store(path, read_only=True).close()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", _OTHER_PROCESS, str(path)], check=True, env=environment)
    assert desk.store.value("SELECT value FROM meta WHERE key = 'from'") == "outside"
    desk.save("Tin\nBài nữa.", url="https://example.vn/2")
    fresh = open_store(path, read_only=True)
    assert fresh.value("SELECT count(*) FROM articles") == 2
    fresh.close()
