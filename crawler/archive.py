"""The archive: every response as it was received, in WARC files that survive a kill at any instant."""

import fcntl
import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.coding import decode_body
from crawler.records import ArchiveRecord, Response
from domain.errors import StoreProblem

_OPEN: Final = ".open"
_SUFFIX: Final = ".warc.gz"
_BLOCK: Final = 2**20
_MAX_BODY: Final = 200 * 2**20
# Headers that describe the transfer, not the stored body; kept under another name.
_TRANSFER: Final = {"transfer-encoding", "connection", "keep-alive"}


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
            whole = _whole_bytes(path)
            damage = path.stat().st_size - whole
            if damage:
                _cut(path, whole)
                yield Damage(path.name.removesuffix(_OPEN), whole, f"đã tách {damage} byte dở dang ra tệp .damaged")
            if whole:
                path.rename(path.with_name(path.name.removesuffix(_OPEN)))
            else:
                path.unlink()
        _sync_folder(self.folder)

    def append(self, *responses: Response) -> ArchiveRecord:
        """Store responses with their requests, oldest first, and sync them; returns where the last one begins."""
        target = self._target()
        start = target.tell()
        try:
            for response in responses:
                offset = target.tell()
                _write_all(target, _record_bytes(response))
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
            _sync_folder(self.folder)
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
            _sync_folder(self.folder)
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
            return _response_of(stored, b"".join(iter(lambda: stored.raw_stream.read(_BLOCK), b"")))
    except (OSError, StopIteration, ArchiveLoadFailed, zlib.error, BadDigest) as error:
        raise StoreProblem(
            f"Bản lưu {record.file}@{record.offset} không đọc được ({type(error).__name__})",
            remedy="khôi phục kho từ bản sao lưu, hoặc tải lại trang này",
        ) from error


class BadDigest(ValueError):
    """A stored body does not match its digest."""


def _response_of(stored: Any, wire: bytes) -> Response:
    if stored.rec_type != "response" or stored.http_headers is None:
        raise BadDigest(f"a {stored.rec_type} record, not a response")
    head = stored.rec_headers
    if head.get_header("WARC-Payload-Digest") != _digest(wire):
        raise BadDigest(head.get_header("WARC-Target-URI"))
    headers = tuple((name, value) for name, value in stored.http_headers.headers)
    coding = next((value for name, value in headers if name.lower() == "content-encoding"), "")
    status, _, reason = stored.http_headers.statusline.partition(" ")
    return Response(
        url=head.get_header("WARC-Target-URI"),
        status=int(status),
        reason=reason,
        headers=headers,
        wire=wire,
        body=decode_body(wire, coding, _MAX_BODY).body,
        fetched_at=datetime.fromisoformat(head.get_header("WARC-Date")).timestamp(),
        truncated=head.get_header("WARC-Truncated") or "",
    )


def verify_archive(archive: Archive) -> tuple[int, tuple[Damage, ...]]:
    """Check the block digest of every record; returns how many hold, and what does not."""
    good = 0
    damages: list[Damage] = []
    for path in archive.files():
        whole = _whole_bytes(path)
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


def _record_bytes(response: Response) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    warc_headers = {"WARC-Date": _warc_date(response.fetched_at), "WARC-Payload-Digest": _digest(response.wire)}
    if response.truncated:
        warc_headers["WARC-Truncated"] = response.truncated
    answer = writer.create_warc_record(
        response.url,
        "response",
        payload=io.BytesIO(response.wire),
        length=len(response.wire),  # without a length the library replaces our digest by its own
        http_headers=StatusAndHeaders(
            f"{response.status} {response.reason}".strip(), _kept_headers(response), protocol="HTTP/1.1"
        ),
        warc_headers_dict=warc_headers,
    )
    if not response.request_headers:  # captured by another program: what it sent is not known, and not made up
        writer.write_record(answer)
        return out.getvalue()
    asked = writer.create_warc_record(
        response.url,
        "request",
        payload=io.BytesIO(response.request_body),
        length=len(response.request_body),
        http_headers=StatusAndHeaders(_request_line(response), _request_headers(response), is_http_request=True),
        warc_headers_dict={"WARC-Date": warc_headers["WARC-Date"]},
    )
    writer.write_request_response_pair(asked, answer)
    return out.getvalue()


def _request_line(response: Response) -> str:
    parts = urlsplit(response.url)
    target = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="%/:?#[]@!$&'()*+,;=~-._")
    return f"{'POST' if response.request_body else 'GET'} {target} HTTP/1.1"


def _request_headers(response: Response) -> list[tuple[str, str]]:
    sent = [(name, " ".join(value.split())) for name, value in response.request_headers]
    named = any(name.lower() == "host" for name, _ in sent)
    # The library that speaks for us adds Host on the wire without telling.
    return sent if named else [("Host", urlsplit(response.url).netloc.rpartition("@")[2]), *sent]


def _kept_headers(response: Response) -> list[tuple[str, str]]:
    kept = []
    for name, value in response.headers:
        clean = value.replace("\r", " ").replace("\n", " ")
        kept.append((f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER else name, clean))
    return kept


def _digest(wire: bytes) -> str:
    return "sha256:" + hashlib.sha256(wire).hexdigest()


def _warc_date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _whole_bytes(path: Path) -> int:
    """Return how many bytes of a file are whole gzip members; each record is one member, checked by its CRC."""
    whole = read = 0
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        pending = b""
        while pending or (pending := file.read(_BLOCK)):
            try:
                engine.decompress(pending)
            except zlib.error:
                return whole
            rest = engine.unused_data
            read += len(pending) - len(rest)
            if engine.eof:
                whole = read
                engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            pending = rest
    return whole


def _write_all(target: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[target.write(view) :]


def _cut(path: Path, whole: int) -> None:
    with path.open("r+b") as file:
        file.seek(whole)
        path.with_name(path.name.removesuffix(_OPEN) + ".damaged").write_bytes(file.read())
        file.truncate(whole)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot_write(folder: Path, error: OSError) -> StoreProblem:
    return StoreProblem(
        f"Không ghi được vào kho lưu trữ {folder} ({error.strerror or error})",
        kept="các trang đã lưu vẫn nguyên vẹn",
        remedy="giải phóng đĩa hoặc cấp quyền ghi rồi chạy lại, việc sẽ tiếp tục từ chỗ dừng",
    )
