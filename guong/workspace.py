"""The data folder of one installation: where each file lives, and the lock that keeps two jobs apart."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.pages.published import VIETNAM
from domain.errors import Busy, StoreProblem, UserMistake


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths inside the data folder."""

    data: Path

    @property
    def registry(self) -> Path:
        """Articles, plans, candidates, decisions, entries."""
        return self.data / "registry.sqlite3"

    @property
    def frontier(self) -> Path:
        """The crawler's queue."""
        return self.data / "frontier.sqlite3"

    @property
    def archive(self) -> Path:
        """WARC files."""
        return self.data / "archive"

    @property
    def sources(self) -> Path:
        """The board's own sources (TOML files)."""
        return self.data / "sources"

    @property
    def lock(self) -> Path:
        """Held while a job writes."""
        return self.data / "job.lock"


def open_workspace(data: Path, *, create: bool = False) -> Workspace:
    """Return the workspace in `data`; raises UserMistake where none was set up and `create` is False."""
    workspace = Workspace(data)
    if create:
        try:
            workspace.sources.mkdir(parents=True, exist_ok=True)
            workspace.archive.mkdir(exist_ok=True)
        except OSError as error:
            raise UserMistake(
                f"Không tạo được thư mục dữ liệu {data} ({error.strerror})",
                remedy="chọn thư mục khác bằng --data hoặc cấp quyền ghi",
            ) from error
    elif not workspace.registry.exists():
        raise UserMistake(
            f"Chưa có dữ liệu Gương ở {data}",
            remedy="chạy `guong init --province “tỉnh ...”` trước, hoặc chỉ đúng thư mục bằng --data",
        )
    return workspace


@contextmanager
def job_lock(workspace: Workspace, job: str) -> Iterator[None]:
    """Hold the folder's lock while the command `guong {job}` writes; raises Busy where another one does.

    The system frees the lock with the process, however it ends: a stale lock cannot exist. The file itself stays.
    """
    try:
        handle = os.open(workspace.lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreProblem(
            f"Không ghi được vào {workspace.data} ({error.strerror})", remedy="kiểm tra quyền ghi và dung lượng đĩa"
        ) from error
    try:
        _take(handle, workspace)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()} {datetime.now(UTC).isoformat(timespec='seconds')} {job}\n".encode())
        yield
    finally:
        os.close(handle)


def _take(handle: int, workspace: Workspace) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            raise
        holder = _holder(os.read(handle, 200).decode(errors="replace"))
        raise Busy(
            f"{holder} đang chạy trên {workspace.data}",
            kept="dữ liệu không đổi",
            remedy="chờ công việc đó xong rồi chạy lại; xem các trang thẩm định thì không phải chờ",
        ) from error


def _holder(line: str) -> str:
    """Tell who holds the lock from what it wrote: `1234 2026-11-21T00:15:00+00:00 week`."""
    number, _, rest = line.strip().partition(" ")
    moment, _, job = rest.partition(" ")
    try:
        since = datetime.fromisoformat(moment).astimezone(VIETNAM)
    except ValueError:
        return "Một công việc khác"  # it has the lock and is about to write its name
    return f"`guong {job}` (tiến trình {number}, từ {since:%H:%M ngày %d/%m/%Y})"
