import gzip
import os
from pathlib import Path

import pytest

from crawler.records import ArchiveRecord, Response
from crawler.warc.archive import Archive, load_response, verify_archive
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


def test_a_damage_is_told_in_words(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        record = archive.append(response(1))
    os.truncate(tmp_path / record.file, 300)
    [damage, *_] = verify_archive(Archive(tmp_path, writable=False))[1]
    assert str(damage) == f"{record.file}, byte 0: kết thúc dở dang"


def test_a_record_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(response())
        for record in (ArchiveRecord("guong-000009.warc.gz", 0), ArchiveRecord("guong-000001.warc.gz", 99_999)):
            with pytest.raises(StoreProblem):
                load_response(archive, record)


def _records(path: Path) -> list[tuple[str, str, bytes]]:
    """Return type, HTTP head line and whole block of each record, read by another program than the one that wrote."""
    from fastwarc.warc import ArchiveIterator

    with path.open("rb") as file:
        found = [(each.headers["WARC-Type"], each.reader.read()) for each in ArchiveIterator(file, parse_http=False)]
    return [(kind, block.partition(b"\r\n")[0].decode(), block) for kind, block in found]


def test_the_request_stands_beside_its_response_as_it_was_sent(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(response(1, url="http://portal.vn/tin/bài-1.html?trang=2"))
        archive.append(response(2, url="http://portal.vn/tim", request_body=b"trang=3&__VIEWSTATE=x"))
    (path,) = archive.files()
    requests = [(line, block) for kind, line, block in _records(path) if kind == "request"]
    assert [line for line, _ in requests] == ["GET /tin/b%C3%A0i-1.html?trang=2 HTTP/1.1", "POST /tim HTTP/1.1"]
    assert all(b"Host: portal.vn\r\n" in block and b"User-Agent: Guong\r\n" in block for _, block in requests)
    assert requests[1][1].endswith(b"\r\n\r\ntrang=3&__VIEWSTATE=x")
    assert verify_archive(archive) == (4, ())


def test_no_request_is_made_up_for_what_another_program_captured(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        record = archive.append(response(1, request_headers=()))
        assert load_response(archive, record).body == response(1).body
    (path,) = archive.files()
    assert [kind for kind, _, _ in _records(path)] == ["response"]


def test_a_rotated_file_is_near_its_limit_and_never_written_again(tmp_path: Path) -> None:
    limit = 4_000
    with Archive(tmp_path, max_file_bytes=limit) as archive:
        sizes: dict[str, int] = {}
        for number in range(30):
            record = archive.append(response(number))
            for name, size in sizes.items():
                if name != record.file:
                    assert archive.path_of(name).stat().st_size == size
            sizes[record.file] = archive.path_of(record.file).stat().st_size
    one = max(sizes.values()) - limit
    assert len(sizes) > 3
    assert all(limit <= size <= limit + one for size in list(sizes.values())[:-1])
    assert 0 < one < limit
    assert [path.name for path in archive.files()] == sorted(sizes)


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
