"""A SQLite file of our own: opened safely, changed in immediate transactions, its errors told in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import StoreProblem


@dataclass(frozen=True, slots=True)
class Layout:
    """What tells our file from others: application id, version, and the statements that make it.

    `migrations[n]` leads from version n + 1 to n + 2; statements end in ";" and a line break.
    """

    application: int
    version: int
    schema: str
    migrations: tuple[str, ...] = ()


class SqliteFile:
    """One connection, for one thread."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        except (OSError, sqlite3.Error) as error:
            raise self._problem(error) from error
        try:
            self._prepare(layout)
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, layout: Layout) -> None:
        self._db.row_factory = sqlite3.Row
        application, version = self.value("PRAGMA application_id"), self.value("PRAGMA user_version")
        fresh = application == 0 and version == 0 and self.value("SELECT count(*) FROM sqlite_master") == 0
        if not fresh and application != layout.application:
            raise StoreProblem(f"{self.path} không phải là hàng đợi thu thập của Gương", remedy="chọn tệp khác")
        if version > layout.version:
            raise StoreProblem(
                f"{self.path} do bản Gương mới hơn tạo ra (lược đồ {version})", remedy="cập nhật Gương rồi chạy lại"
            )
        self.value("PRAGMA journal_mode = WAL")
        # NORMAL would lose the last transactions when the power or the disk fails, and ask their pages again.
        self.run("PRAGMA synchronous = FULL")
        if fresh:
            self._create(layout)
        elif version < layout.version:
            self._migrate(layout)

    def _create(self, layout: Layout) -> None:
        with self.transaction():
            if self.value("PRAGMA user_version"):  # another process was faster
                return
            for statement in layout.schema.split(";\n"):
                self.run(statement)
            self.run(f"PRAGMA application_id = {layout.application:d}")
            self.run(f"PRAGMA user_version = {layout.version:d}")

    def _migrate(self, layout: Layout) -> None:
        """Bring an older file up to date, all steps or none."""
        with self.transaction():
            version = int(self.value("PRAGMA user_version"))  # another process may have been faster
            for script in layout.migrations[version - 1 :]:
                for statement in script.strip().split(";\n"):
                    self.run(statement)
            self.run(f"PRAGMA user_version = {layout.version:d}")

    def run(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        with self._clear_errors():
            return self._db.execute(sql, values)

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row, if any."""
        with self._clear_errors():
            row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return row

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Return all rows."""
        with self._clear_errors():
            return self._db.execute(sql, values).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row, None without a row."""
        row = self.row(sql, *values)
        return row[0] if row else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Change the file as one: all of it or nothing. Immediate, so that no reader turns writer half-way.

        Within another transaction it is a part of that one, which then stands or falls as a whole.
        """
        if self._db.in_transaction:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self.run("COMMIT")

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def _problem(self, error: Exception) -> StoreProblem:
        remedy = "kiểm tra quyền ghi và dung lượng đĩa, hoặc khôi phục từ bản sao lưu, rồi chạy lại"
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            remedy = "đợi lượt đang chạy xong rồi chạy lại"
        return StoreProblem(
            f"Hàng đợi {self.path} không dùng được ({error})", kept="những gì đã ghi vẫn còn", remedy=remedy
        )

    def close(self) -> None:
        """Close the file."""
        self._db.close()
