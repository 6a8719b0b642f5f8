"""Copies of the registry that are whole, and the proof that a file is."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from domain.errors import StoreProblem
from registry.audit import verify_audit
from registry.decisions import verify_chain
from registry.store import Store, explained, open_store


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a registry found; `problems` is empty when it is whole. Heads are the chains' last digests."""

    problems: tuple[str, ...]
    decisions: int
    decision_head: str
    audit_lines: int
    audit_head: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_store(store: Store) -> Verification:
    """Check pages, references between rows, both chains, and that the list agrees with the decisions."""
    with store.read():
        problems = [f"tệp: {row['integrity_check']}" for row in store.rows("PRAGMA integrity_check")]
        problems = [problem for problem in problems if problem != "tệp: ok"]
        broken = {row["table"] for row in store.rows("PRAGMA foreign_key_check")}
        problems += [f"bảng {table}: có dòng trỏ tới dòng không tồn tại" for table in sorted(broken)]
        decisions, log = verify_chain(store), verify_audit(store)
        problems += [
            f"{name}, dòng {report.broken_at}: {report.problem}"
            for name, report in (("quyết định", decisions), ("nhật ký", log))
            if not report.ok
        ]
        problems += _disagreements(store)
    return Verification(tuple(problems), decisions.checked, decisions.head, log.checked, log.head)


def _disagreements(store: Store) -> list[str]:
    wrong = store.rows(
        "SELECT e.id FROM entries AS e WHERE e.status = 'listed' AND NOT EXISTS (SELECT 1 FROM decisions AS d "
        "WHERE d.id = e.decision_id AND d.action = 'confirm' AND d.candidate_id = e.candidate_id "
        "AND NOT EXISTS (SELECT 1 FROM decisions AS u WHERE u.undoes = d.id))"
    )
    lost = store.rows(
        "SELECT c.id FROM candidates AS c WHERE c.state = 'decided' AND NOT EXISTS (SELECT 1 FROM decisions AS d "
        "WHERE d.candidate_id = c.id AND d.action IN ('confirm', 'reject'))"
    )
    return [f"mục {row['id']}: không có quyết định xác nhận còn hiệu lực" for row in wrong] + [
        f"trường hợp {row['id']}: không có quyết định" for row in lost
    ]


def back_up(store: Store, target: Path) -> Verification:
    """Write a whole copy of the registry to `target` while it stays in use, and verify the copy.

    The copy appears under its name only once it is complete and whole; a `target` that exists is not replaced.
    """
    if target.exists():
        raise StoreProblem(f"{target}: đã có tệp này", kept="tệp cũ giữ nguyên", remedy="chọn tên khác cho bản sao lưu")
    part = target.with_name(target.name + ".part")
    try:
        _copy(store, part)
        with_copy = open_store(part, read_only=True)
        try:
            found = verify_store(with_copy)
        finally:
            with_copy.close()
        if not found.ok:
            raise StoreProblem(
                f"{target}: bản sao không toàn vẹn ({found.problems[0]})",
                kept="dữ liệu gốc không bị đụng tới",
                remedy="chạy guong verify để kiểm tra dữ liệu gốc",
            )
        _sync(part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return found


def _copy(store: Store, part: Path) -> None:
    part.unlink(missing_ok=True)
    with explained(part):
        copy = sqlite3.connect(part)
        try:
            store.db.conn.backup(copy)
            # One plain file: a backup in WAL mode could not be read from read-only media.
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def restore(backup: Path, path: Path) -> Verification:
    """Put a verified backup in the place of the registry at `path`, which must not be in use.

    The replaced file stays beside it with the ending ".before-restore".
    """
    source = open_store(backup, read_only=True)
    try:
        found = verify_store(source)
        if not found.ok:
            raise StoreProblem(
                f"{backup}: bản sao lưu không toàn vẹn ({found.problems[0]})",
                kept="dữ liệu hiện tại giữ nguyên",
                remedy="chọn bản sao lưu khác",
            )
        part = path.with_name(path.name + ".part")
        _copy(source, part)
    finally:
        source.close()
    _sync(part)
    _set_aside(path)
    part.rename(path)
    open_store(path).close()
    return found


def _set_aside(path: Path) -> None:
    if not path.exists():
        return
    old = open_store(path)
    try:
        # Moves what the log still holds into the file and fails when another process has it open for writing.
        busy = old.value("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        old.close()
    if busy:
        raise StoreProblem(f"{path}: đang được dùng", kept="dữ liệu giữ nguyên", remedy="dừng Gương rồi khôi phục lại")
    path.rename(path.with_name(path.name + ".before-restore"))
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
