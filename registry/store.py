"""One registry file and its connections.

Every thread and every forked process gets its own connection. Reads see one consistent snapshot inside `read()`;
writes run inside `write()`, which takes the write lock at once (BEGIN IMMEDIATE) and commits or rolls back as a
whole. Whatever SQLite reports about the file itself leaves here as one line in a `StoreProblem`.
"""

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from domain.errors import StoreProblem
from registry.schema import APPLICATION_ID, KNOWN_MIGRATIONS, migrations

Row = dict[str, Any]
Parameters = Sequence[object] | Mapping[str, object]

# Primary SQLite result codes (sqlite_errorcode & 0xFF) that speak of the file, not of our SQL.
_KEPT: Final = "dữ liệu đã ghi trước đó vẫn còn nguyên"
_PROBLEMS: Final[dict[int, tuple[str, str]]] = {
    5: ("đang bị một tiến trình khác khóa", "đợi tiến trình đó xong hoặc dừng nó rồi chạy lại"),
    6: ("đang bị một tiến trình khác khóa", "đợi tiến trình đó xong hoặc dừng nó rồi chạy lại"),
    8: ("chỉ cho phép đọc", "cấp quyền ghi cho tệp và thư mục chứa nó rồi chạy lại"),
    10: ("lỗi đọc ghi đĩa", "kiểm tra ổ đĩa rồi chạy lại"),
    11: ("đã hỏng", "khôi phục từ bản sao lưu gần nhất"),
    13: ("không ghi được vì đĩa đã đầy", "giải phóng dung lượng rồi chạy lại"),
    14: ("không mở được", "kiểm tra đường dẫn và quyền truy cập"),
    26: ("không phải là cơ sở dữ liệu của Gương", "chọn tệp khác hoặc thư mục khác"),
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file at `path` into a `StoreProblem`; other errors pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        problem = _PROBLEMS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if problem is None:
            raise
        raise StoreProblem(f"{path}: {problem[0]}", kept=_KEPT, remedy=problem[1]) from error


class Store:
    """An open registry; get one from `open_store`, share it freely between threads."""

    def __init__(self, path: Path, *, read_only: bool = False, wait_seconds: float = 10.0) -> None:
        self.path = path
        self.read_only = read_only
        self._wait_seconds = wait_seconds
        self._local = threading.local()
        self._open: weakref.WeakSet[Database] = weakref.WeakSet()
        self._lock = threading.Lock()

    @property
    def db(self) -> Database:
        """This thread's own connection, opened on first use."""
        held: tuple[int, Database] | None = getattr(self._local, "held", None)
        # A connection must not cross a fork: gunicorn workers inherit the parent's.
        if held is None or held[0] != os.getpid():
            held = (os.getpid(), self._connect())
            self._local.held = held
            with self._lock:
                self._open.add(held[1])
        return held[1]

    def _connect(self) -> Database:
        mode = "ro" if self.read_only else "rw"
        with explained(self.path):
            # isolation_level None: the driver never opens a (deferred) transaction behind our back.
            # check_same_thread False only so that close() can close the connections of other threads.
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=self._wait_seconds,
                isolation_level=None,
                check_same_thread=False,
            )
            db = Database(connection, strict=True)
            db.execute("PRAGMA foreign_keys = ON")
            # FULL: a decision that was acknowledged survives a power cut.
            db.execute("PRAGMA synchronous = FULL")
            # What is erased is overwritten, not only unlinked.
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA cache_size = -65536")
        return db

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Return every row of a query as a dictionary."""
        with explained(self.path):
            cursor = self.db.execute(sql, _bound(parameters))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Return the first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.row(sql, parameters)
        return None if row is None else next(iter(row.values()))

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute one write statement inside `write()`; return the number of rows changed."""
        with explained(self.path):
            return int(self.db.execute(sql, _bound(parameters)).rowcount)

    def insert(self, table: str, record: Row) -> int:
        """Insert one row inside `write()` and return its rowid; unknown tables and columns raise."""
        columns = ", ".join(f'"{name}"' for name in record)
        marks = ", ".join("?" * len(record))
        with explained(self.path):
            cursor = self.db.execute(
                f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',
                list(record.values()),
            )
        return int(cursor.lastrowid or 0)

    @contextmanager
    def write(self) -> Iterator[None]:
        """Hold the write lock: everything inside is saved together or not at all. May be nested."""
        db = self.db
        with explained(self.path):
            if db.conn.in_transaction:
                with db.atomic():
                    yield
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield
                db.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise

    @contextmanager
    def read(self) -> Iterator[None]:
        """See one unchanging state of the registry in all queries inside."""
        db = self.db
        if db.conn.in_transaction:
            yield
            return
        with explained(self.path):
            db.execute("BEGIN")
            try:
                yield
            finally:
                db.rollback()

    def close(self) -> None:
        """Close the connections of all threads; the store must not be used afterwards."""
        with self._lock:
            for db in list(self._open):
                db.close()
            self._open.clear()
        self._local = threading.local()


def open_store(path: Path, *, create: bool = False, read_only: bool = False, wait_seconds: float = 10.0) -> Store:
    """Open the registry at `path`, bringing an older one up to date.

    With `create` a missing or empty file becomes a new registry. Raises StoreProblem when the file is missing,
    foreign, damaged, locked for longer than `wait_seconds`, or made by a newer version of Gương.
    """
    _check_place(path, create=create)
    store = Store(path, read_only=read_only, wait_seconds=wait_seconds)
    try:
        with explained(path):
            _check_identity(store, create=create)
            if migrations.pending(store.db):
                _migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def _check_place(path: Path, *, create: bool) -> None:
    # Never open the file by ourselves: closing it would drop the locks of every other connection of this process
    # (POSIX), and another process could then take away the log that they still write to.
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(exist_ok=True)
        path.stat()
    except FileNotFoundError as error:
        raise StoreProblem(
            f"{path}: chưa có cơ sở dữ liệu", remedy="tạo bằng lệnh guong init hoặc kiểm tra đường dẫn"
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreProblem(
            f"{path}: không mở được ({reason})", remedy="kiểm tra đường dẫn và quyền truy cập"
        ) from error


def _check_identity(store: Store, *, create: bool) -> None:
    tables = store.value("SELECT count(*) FROM sqlite_master")
    if tables == 0 and not create:
        raise StoreProblem(f"{store.path}: tệp trống, chưa có dữ liệu", remedy="tạo cơ sở dữ liệu bằng lệnh guong init")
    if tables and store.value("PRAGMA application_id") != APPLICATION_ID:
        raise _foreign(store.path)
    applied = {migration.name for migration in migrations.applied(store.db)}
    if applied - KNOWN_MIGRATIONS:
        raise StoreProblem(
            f"{store.path}: được tạo bởi phiên bản Gương mới hơn",
            kept="tệp không bị thay đổi",
            remedy="cập nhật Gương rồi mở lại",
        )


def _migrate(store: Store) -> None:
    if store.read_only:
        raise StoreProblem(f"{store.path}: thuộc phiên bản cũ", remedy="mở một lần với quyền ghi để cập nhật cấu trúc")
    # The mode is a property of the file and cannot change inside a transaction.
    store.db.enable_wal()
    with store.write():
        # Asked again under the lock: another process may have migrated meanwhile.
        migrations.apply(store.db)


def _foreign(path: Path) -> StoreProblem:
    what, remedy = _PROBLEMS[26]
    return StoreProblem(f"{path}: {what}", kept="tệp không bị thay đổi", remedy=remedy)


def _bound(parameters: Parameters) -> Any:
    return parameters if isinstance(parameters, Mapping) else list(parameters)
