"""The archive: every response as it was received, in WARC files that survive a kill at any instant."""

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.records import ArchiveRecord, Response
from crawler.warc.files import cut_tail, sync_folder, whole_bytes, write_all
from crawler.warc.records import BadDigest, record_bytes, response_of
from domain.errors import StoreProblem

_OPEN: Final = ".open"
_SUFFIX: Final = ".warc.gz"
_BLOCK: Final = 2**20


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes found broken in an archive file: where they begin and what was done."""

    file: str
    offset: int
    note: str

    def __str__(self) -> str:
        return f"{self.file}, byte {self.offset}: {self.note}"


class Archive:
    """A folder of WARC files; `append` returns only after the bytes are on disk,
    within `synced_together` all of them at its end.

    A file being written ends in ".open"; one left behind by a kill is cut to its last whole record, the tail kept
    beside it as ".damaged", and closed. New records always go to a new file, so old ones are never touched.
    """

    def __init__(self, folder: Path, *, max_file_bytes: int = 2**28, writable: bool = True) -> None:
        self.folder = folder
        self.damages: tuple[Damage, ...] = ()
        self._max_file_bytes = max_file_bytes
        self._file: IO[bytes] | None = None
        self._name = ""
        self._group = False
        self._unsynced = False
        self._lock: IO[bytes] | None = None
        if writable:
            self._open_for_writing()
        elif not folder.is_dir():
            raise StoreProblem(f"Không thấy kho lưu trữ {folder}", remedy="chạy `guong crawl` trước")

    def _open_for_writing(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self.folder / ".lock").open("ab")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.damages = tuple(self._recover())
        except OSError as error:
            self.close()
            if isinstance(error, BlockingIOError):
                raise StoreProblem(
                    f"Một lượt thu thập khác đang ghi vào {self.folder}", remedy="đợi lượt đó xong rồi chạy lại"
                ) from error
            raise _cannot_write(self.folder, error) from error

    def _recover(self) -> Iterator[Damage]:
        for path in sorted(self.folder.glob(f"*{_SUFFIX}{_OPEN}")):
            whole = whole_bytes(path)
            damage = path.stat().st_size - whole
            if damage:
                cut_tail(path, whole, path.with_name(path.name.removesuffix(_OPEN) + ".damaged"))
                yield Damage(path.name.removesuffix(_OPEN), whole, f"đã tách {damage} byte dở dang ra tệp .damaged")
            if whole:
                path.rename(path.with_name(path.name.removesuffix(_OPEN)))
            else:
                path.unlink()
        sync_folder(self.folder)

    def append(self, *responses: Response) -> ArchiveRecord:
        """Store responses with their requests, oldest first, and sync them; returns where the last one begins."""
        target = self._target()
        start = target.tell()
        try:
            for response in responses:
                offset = target.tell()
                write_all(target, record_bytes(response))
            self._unsynced = True
            if not self._group:
                self._sync()
        except OSError as error:
            with suppress(OSError):  # a full disk: give the torn bytes back, so that the next record stands alone
                target.truncate(start)
                target.seek(start)
            raise _cannot_write(self.folder, error) from error
        return ArchiveRecord(self._name, offset)

    @contextmanager
    def synced_together(self) -> Iterator[None]:
        """Sync everything appended within the block at its end, once; until then none of it may be called archived."""
        self._group = True
        try:
            yield
        finally:
            self._group = False
        try:
            self._sync()
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def _sync(self) -> None:
        if self._file is not None and self._unsynced:
            os.fsync(self._file.fileno())
        self._unsynced = False

    def _target(self) -> IO[bytes]:
        if self._lock is None:
            raise StoreProblem(f"Kho {self.folder} đang mở chỉ để đọc", remedy="mở lại để ghi")
        if self._file is not None and self._file.tell() >= self._max_file_bytes:
            self._finish_file()
        if self._file is None:
            self._name = self._fresh_name()
            try:
                # Unbuffered: what a failed write has taken is known, nothing waits to be written again on close.
                self._file = (self.folder / f"{self._name}{_OPEN}").open("xb", buffering=0)
            except OSError as error:
                raise _cannot_write(self.folder, error) from error
            sync_folder(self.folder)
        return self._file

    def _fresh_name(self) -> str:
        taken = [int(path.name.split(".")[0].rpartition("-")[2]) for path in self.folder.glob(f"guong-*{_SUFFIX}*")]
        return f"guong-{max(taken, default=0) + 1:06d}{_SUFFIX}"

    def _finish_file(self) -> None:
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            with file:
                os.fsync(file.fileno())
            path = self.folder / f"{self._name}{_OPEN}"
            path.rename(self.folder / self._name)
            sync_folder(self.folder)
        except OSError as error:  # a disk that failed meanwhile: what is whole is closed at the next opening
            raise _cannot_write(self.folder, error) from error

    def path_of(self, file: str) -> Path:
        """Return where a file of the archive lies now, whether finished or being written."""
        finished = self.folder / file
        return finished if finished.exists() else self.folder / f"{file}{_OPEN}"

    def files(self) -> tuple[Path, ...]:
        """Return all files in the order they were written."""
        return tuple(sorted((*self.folder.glob(f"*{_SUFFIX}"), *self.folder.glob(f"*{_SUFFIX}{_OPEN}"))))

    def close(self) -> None:
        """Finish the current file and release the lock."""
        try:
            self._finish_file()
        finally:
            if self._lock is not None:
                self._lock.close()
                self._lock = None

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def load_response(archive: Archive, record: ArchiveRecord) -> Response:
    """Read one response back and check its digest; raises StoreProblem when it is not there or not whole."""
    path = archive.path_of(record.file)
    try:
        with path.open("rb") as file:
            file.seek(record.offset)
            stored = next(ArchiveIterator(file))
            return response_of(stored, b"".join(iter(lambda: stored.raw_stream.read(_BLOCK), b"")))
    except (OSError, StopIteration, ArchiveLoadFailed, zlib.error, BadDigest) as error:
        raise StoreProblem(
            f"Bản lưu {record.file}@{record.offset} không đọc được ({type(error).__name__})",
            remedy="khôi phục kho từ bản sao lưu, hoặc tải lại trang này",
        ) from error


def verify_archive(archive: Archive) -> tuple[int, tuple[Damage, ...]]:
    """Check the block digest of every record; returns how many hold, and what does not."""
    good = 0
    damages: list[Damage] = []
    for path in archive.files():
        whole = whole_bytes(path)
        if whole < path.stat().st_size:
            damages.append(Damage(path.name, whole, "kết thúc dở dang"))
        try:
            # parse_http=False: the digest covers the HTTP head too.
            with path.open("rb") as file:
                for record in FastIterator(file, parse_http=False):
                    if record.verify_block_digest():
                        good += 1
                    else:
                        damages.append(Damage(path.name, record.stream_pos, "sai mã kiểm tra"))
        except (OSError, ValueError) as error:
            damages.append(Damage(path.name, 0, f"không đọc được: {error}"))
    return good, tuple(damages)


def _cannot_write(folder: Path, error: OSError) -> StoreProblem:
    return StoreProblem(
        f"Không ghi được vào kho lưu trữ {folder} ({error.strerror or error})",
        kept="các trang đã lưu vẫn nguyên vẹn",
        remedy="giải phóng đĩa hoặc cấp quyền ghi rồi chạy lại, việc sẽ tiếp tục từ chỗ dừng",
    )
