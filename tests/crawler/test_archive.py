import gzip
import os
from pathlib import Path

import pytest

from crawler.archive import Archive, load_response, verify_archive
from crawler.records import ArchiveRecord, Response
from domain.errors import StoreProblem


def response(number: int = 1, **fields: object) -> Response:
    body = f"<p>Trang {number}</p>".encode() * 40
    settings: dict[str, object] = {
        "url": f"http://portal.vn/bai-{number}.html", "status": 200, "reason": "OK",
        "wire": gzip.compress(body, mtime=0),
        "headers": (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
        "body": body, "fetched_at": 1_775_000_000.25, "request_headers": (("User-Agent", "Guong"),),
    }  # fmt: skip
    return Response(**(settings | fields))  # type: ignore[arg-type]


def test_what_is_stored_comes_back_byte_for_byte(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        records = [archive.append(response(number)) for number in range(5)]
        for number, record in enumerate(records):
            loaded, kept = load_response(archive, record), response(number)
            assert (loaded.wire, loaded.body, loaded.url) == (kept.wire, kept.body, kept.url)
            assert loaded.fetched_at == kept.fetched_at
            assert loaded.header("content-type") == "text/html"
    assert verify_archive(Archive(tmp_path, writable=False)) == (10, ())  # each with its request


@pytest.mark.parametrize("lost", [1, 5, 200, 600, 1500])
def test_a_tail_torn_by_a_kill_is_set_aside_and_earlier_records_stay(tmp_path: Path, lost: int) -> None:
    archive = Archive(tmp_path)
    records = [archive.append(response(number)) for number in range(4)]
    path = archive.path_of(records[0].file)
    _die(archive)
    os.truncate(path, path.stat().st_size - lost)
    with Archive(tmp_path) as again:
        assert [damage.file for damage in again.damages] == [records[0].file]
        fresh = again.append(response(9))
        assert fresh.file != records[0].file
        assert load_response(again, fresh).body == response(9).body
        whole = [record for record in records if _loads(again, record)]
        assert whole == records[: len(whole)]
        assert len(whole) >= 4 - (2 if lost > 700 else 1)
        assert verify_archive(again)[1] == ()


def test_zeros_after_a_power_cut_are_set_aside(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    record = archive.append(response())
    path = archive.path_of(record.file)
    _die(archive)
    with path.open("ab") as file:
        file.write(bytes(4096))
    with Archive(tmp_path) as again:
        assert again.damages
        assert load_response(again, record).status == 200


def test_a_flipped_byte_is_found_by_verification_and_refused_on_loading(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        records = [archive.append(response(number)) for number in range(3)]
    path = tmp_path / records[0].file
    # Rewrite one member with another body but the old digests, as silent corruption of a re-packed file would.
    data = path.read_bytes()
    start, end = records[1].offset, records[2].offset
    plain = gzip.decompress(data[start:end])
    forged = plain.replace(b"bai-1.html", b"bai-1.htmx").replace(
        gzip.compress(response(1).body, mtime=0)[30:34], b"\0\1\2\3"
    )
    path.write_bytes(data[:start] + gzip.compress(forged) + data[end:])
    archive = Archive(tmp_path, writable=False)
    assert verify_archive(archive)[1]
    with pytest.raises(StoreProblem, match="không đọc được"):
        load_response(archive, records[1])


def test_a_record_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(response())
        for record in (ArchiveRecord("guong-000009.warc.gz", 0), ArchiveRecord("guong-000001.warc.gz", 99_999)):
            with pytest.raises(StoreProblem):
                load_response(archive, record)


def test_files_turn_over_by_size(tmp_path: Path) -> None:
    with Archive(tmp_path, max_file_bytes=1000) as archive:
        records = [archive.append(response(number)) for number in range(4)]
        assert len({record.file for record in records}) > 1
        assert all(_loads(archive, record) for record in records)
    assert not list(tmp_path.glob("*.open"))


def test_two_writers_cannot_share_an_archive(tmp_path: Path) -> None:
    with Archive(tmp_path), pytest.raises(StoreProblem, match="lượt thu thập khác"):
        Archive(tmp_path)


def test_a_full_disk_leaves_no_torn_record(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    with Archive(tmp_path) as archive:
        kept = archive.append(response(1))
        size = archive.path_of(kept.file).stat().st_size
        old_limit, old_handler = (
            resource.getrlimit(resource.RLIMIT_FSIZE),
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
        )
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300, old_limit[1]))  # room for half a record
        try:
            with pytest.raises(StoreProblem, match="giải phóng đĩa"):
                archive.append(response(2))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old_limit)
            signal.signal(signal.SIGXFSZ, old_handler)
        assert archive.path_of(kept.file).stat().st_size == size
        assert load_response(archive, archive.append(response(3))).body == response(3).body
        assert verify_archive(archive) == (4, ())


def _die(archive: Archive) -> None:
    """Drop the handles as a killed process would: nothing is finished or renamed."""
    assert archive._file is not None
    assert archive._lock is not None
    archive._file.close()
    archive._lock.close()


def _loads(archive: Archive, record: ArchiveRecord) -> bool:
    try:
        return load_response(archive, record).status == 200
    except StoreProblem:
        return False
