"""WARC files as other programs write them, and as an attacker would."""

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.intake.foreign_warc import unchunk
from crawler.intake.mining import load_page, mark_mined, pages_to_mine
from crawler.intake.warc_import import Imported, Into, import_warc
from crawler.queue.frontier import Frontier
from crawler.sources.source import Source
from crawler.warc.archive import Archive, verify_archive
from domain.errors import UserMistake

NOW = 1_790_000_000.0
SENTENCE = "Ông Giàng A Tủa bán con trâu lớn nhất nhà để bắc cầu cho học trò ba bản đi học trong mùa nước lũ. "
PAGE = f"""<html><head><title>Người bắc cầu</title><meta property="og:type" content="article"></head><body><article>
<h1>Người bắc cầu</h1><p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p>
<p><a href="/files/ke-hoach.pdf">Kế hoạch số 12</a></p></article></body></html>"""
HTML = (("Content-Type", "text/html; charset=utf-8"),)


class Warc:
    """Writes one file; `last` is the payload of the last response."""

    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.path = path
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=packed)

    def add(self, kind: str, url: str, body: str | bytes = b"", status: str = "200 OK", **fields: Any) -> "Warc":
        raw = body.encode() if isinstance(body, str) else body
        http = None
        if kind in ("response", "revisit", "request"):
            line = "GET / HTTP/1.1" if kind == "request" else status
            http = StatusAndHeaders(line, list(fields.get("headers", HTML)), protocol="HTTP/1.1")
        warc = {"WARC-Date": fields.get("date", "2024-05-01T00:00:00Z"), **fields.get("warc", {})}
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(raw), length=len(raw), http_headers=http, warc_headers_dict=warc,
            warc_content_type=fields.get("content_type", ""),
        )  # fmt: skip
        self._writer.write_record(record)
        return self

    def close(self) -> Path:
        self._file.close()
        return self.path


class Desk:
    """A queue and an archive, and what an import into them gave."""

    def __init__(self, folder: Path) -> None:
        self.frontier = Frontier(folder / "frontier.sqlite3")
        self.archive = Archive(folder / "archive")
        source = Source(name="bao", title="Báo", start=("http://bao.vn/",))
        self.sources = {"bao": source}

    def take(self, path: Path, now: float = NOW) -> list[Imported]:
        return list(import_warc(path, Into(self.frontier, self.archive, self.sources, now)))

    def pages(self) -> dict[str, Any]:
        return {item.url: load_page(self.frontier, self.archive, item) for item in pages_to_mine(self.frontier)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.frontier.close()
    made.archive.close()


@pytest.fixture
def warc(tmp_path: Path) -> Warc:
    return Warc(tmp_path / "la.warc.gz")


def states(found: list[Imported]) -> Counter[str]:
    return Counter(each.state for each in found)


def test_every_record_ends_in_one_counted_state(desk: Desk, warc: Warc) -> None:
    warc.add("warcinfo", "", "software: khac", content_type="application/warc-fields")
    warc.add("request", "http://bao.vn/1")
    warc.add("response", "http://bao.vn/1", PAGE)
    warc.add("metadata", "http://bao.vn/1", "outlinks: 0", content_type="application/warc-fields")
    warc.add("response", "http://bao.vn/2", "<html>không thấy</html>", "404 Not Found")
    warc.add("response", "http://bao.vn/3", "", "302 Found", headers=(("Location", "http://bao.vn/1"),))
    warc.add("response", "http://bao.vn/4", "lỗi", "503 Service Unavailable")
    warc.add("response", "http://bao.vn/5", b"\x89PNG....", headers=(("Content-Type", "image/png"),))
    warc.add("response", "http://bao.vn/6", "", headers=HTML)
    warc.add("response", "dns:bao.vn", "20240501 bao.vn 10.0.0.1")
    warc.add("resource", "http://bao.vn/7", PAGE.replace("Tủa", "Páo"), content_type="text/html; charset=utf-8")
    found = desk.take(warc.close())
    assert len(found) == 11
    assert states(found) == {
        "": 4, "fetched": 2, "gone": 1, "not_article": 2, "failed": 1, "unreadable": 1,
    }  # fmt: skip
    assert [page.title for page in desk.pages().values()] == ["Người bắc cầu"] * 2


def test_the_same_file_again_changes_nothing(desk: Desk, warc: Warc) -> None:
    warc.add("response", "http://bao.vn/1", PAGE)
    path = warc.close()
    assert states(desk.take(path)) == {"fetched": 1}
    records = verify_archive(desk.archive)[0]
    for item in pages_to_mine(desk.frontier):
        mark_mined(desk.frontier, item.url, item.sha256, "mined")
    assert states(desk.take(path)) == {"unchanged": 1}
    assert pages_to_mine(desk.frontier) == ()
    assert verify_archive(desk.archive) == (records, ())


CODINGS = {
    "as it is": ((), PAGE.encode()),
    "gzip": ((("Content-Encoding", "gzip"),), gzip.compress(PAGE.encode())),
    "deflate": ((("Content-Encoding", "deflate"),), zlib.compress(PAGE.encode())),
    "says gzip, is plain": ((("Content-Encoding", "gzip"),), PAGE.encode()),
    "says br, is plain": ((("Content-Encoding", "br"),), PAGE.encode()),
    "chunked": (
        (("Transfer-Encoding", "chunked"),),
        b"46\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (PAGE.encode()[:70], len(PAGE.encode()) - 70, PAGE.encode()[70:]),
    ),
    "says chunked, is put together": ((("Transfer-Encoding", "chunked"),), PAGE.encode()),
}  # fmt: skip


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("coding", CODINGS)
def test_bodies_in_every_coding_are_read(desk: Desk, tmp_path: Path, coding: str, packed: bool) -> None:
    headers, body = CODINGS[coding]
    warc = Warc(tmp_path / "ma.warc", packed=packed)
    warc.add("response", "http://bao.vn/1", body, headers=(*HTML, *headers))
    assert states(desk.take(warc.close())) == {"fetched": 1}
    (page,) = desk.pages().values()
    assert "Giàng A Tủa" in page.text


def test_a_revisit_is_the_page_captured_before(desk: Desk, warc: Warc) -> None:
    warc.add("revisit", "http://bao.vn/ban-in", warc={"WARC-Refers-To-Target-URI": "http://bao.vn/1"})
    warc.add("response", "http://bao.vn/1", PAGE)
    warc.add("revisit", "http://bao.vn/1", warc={"WARC-Refers-To-Target-URI": "http://bao.vn/1"})
    warc.add("revisit", "http://bao.vn/9", warc={"WARC-Refers-To-Target-URI": "http://bao.vn/khong-co"})
    found = desk.take(warc.close())
    assert {each.url: each.state for each in found if "ban-in" in each.url} == {"http://bao.vn/ban-in": "fetched"}
    assert states(found) == {"fetched": 2, "unchanged": 1, "failed": 1}
    assert set(desk.pages()) == {"http://bao.vn/1", "http://bao.vn/ban-in"}


def test_an_attachment_is_filed_with_its_article_wherever_it_stands(desk: Desk, warc: Warc) -> None:
    pdf = Path(__file__).parents[3] / "samples" / "files"
    content = next(iter(sorted(pdf.glob("*.pdf")))).read_bytes()
    kind = (("Content-Type", "application/pdf"),)
    warc.add("response", "http://bao.vn/files/ke-hoach.pdf", content, headers=kind)
    warc.add("response", "http://bao.vn/1", PAGE)
    assert states(desk.take(warc.close())) == {"fetched": 2}
    (page,) = desk.pages().values()
    assert page.attachments[0].text


def test_an_older_capture_never_replaces_a_newer_one(desk: Desk, tmp_path: Path) -> None:
    new, old = Warc(tmp_path / "moi.warc.gz"), Warc(tmp_path / "cu.warc.gz")
    new.add("response", "http://bao.vn/1", PAGE.replace("ba bản", "bốn bản"), date="2025-05-01T00:00:00Z")
    old.add("response", "http://bao.vn/1", PAGE, date="2024-05-01T00:00:00Z")
    assert states(desk.take(new.close())) == {"fetched": 1}
    assert states(desk.take(old.close())) == {"unchanged": 1}
    (page,) = desk.pages().values()
    assert "bốn bản" in page.text


def test_a_date_in_the_future_blocks_no_later_capture(desk: Desk, tmp_path: Path) -> None:
    false, true = Warc(tmp_path / "sai.warc.gz"), Warc(tmp_path / "dung.warc.gz")
    false.add("response", "http://bao.vn/1", PAGE, date="2999-01-01T00:00:00Z")
    true.add("response", "http://bao.vn/1", PAGE.replace("ba bản", "bốn bản"), date="2026-12-01T00:00:00Z")
    desk.take(false.close())
    assert states(desk.take(true.close(), now=NOW + 9e6)) == {"fetched": 1}


def test_what_is_imported_is_not_asked_of_its_portal_at_once(desk: Desk, warc: Warc) -> None:
    warc.add("response", "http://bao.vn/1", PAGE.replace('<a href="/files/ke-hoach.pdf">', "<a>"))
    desk.take(warc.close())
    assert desk.frontier.due_origins(7, ["bao"], NOW + 300 * 86_400) == {}
    assert desk.frontier.tally.state_of("http://bao.vn/1") == "fetched"


def test_pages_of_an_unknown_host_get_a_source_of_that_name(desk: Desk, warc: Warc) -> None:
    warc.add("response", "http://www.bao-khac.com.vn/1", PAGE)
    (found,) = desk.take(warc.close())
    assert (found.source, found.state) == ("bao-khac-com-vn", "fetched")


def test_a_known_list_stays_a_list(desk: Desk, warc: Warc) -> None:
    from crawler.records import Link

    desk.frontier.add("bao", [Link("http://bao.vn/tin-tuc", "list")], NOW)
    warc.add("response", "http://bao.vn/tin-tuc", PAGE)
    assert states(desk.take(warc.close())) == {"not_article": 1}
    assert desk.frontier.held("http://bao.vn/tin-tuc").task.kind == "list"  # type: ignore[union-attr]


def _cut(path: Path, lost: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-lost])


@pytest.mark.parametrize("packed", [True, False])
def test_a_cut_file_gives_what_is_whole_and_says_what_is_not(desk: Desk, tmp_path: Path, packed: bool) -> None:
    warc = Warc(tmp_path / "cut.warc", packed=packed)
    for number in range(3):
        warc.add("response", f"http://bao.vn/{number}", PAGE.replace("ba bản", f"{number} bản"))
    path = warc.close()
    _cut(path, 200)
    found = desk.take(path)
    assert states(found)["fetched"] == 2
    broken = [each for each in found if each.state != "fetched"]
    assert broken
    assert all(each.note for each in broken)


def test_a_false_digest_is_refused(desk: Desk, warc: Warc) -> None:
    warc.add("response", "http://bao.vn/1", PAGE, warc={"WARC-Block-Digest": "sha1:" + "A" * 32})
    (found,) = desk.take(warc.close())
    assert (found.state, found.note) == ("unreadable", "sai mã kiểm tra WARC-Block-Digest")


def _bomb(head: bytes, filling: bytes, megabytes: int) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    blocks = [engine.compress(head), *(engine.compress(filling * (2**20 // len(filling))) for _ in range(megabytes))]
    return b"".join([*blocks, engine.flush()])


HEAD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://bao.vn/1\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n"
)
BOMBS = {
    "a header line without end": (b"WARC/1.0\r\nX: ", b"A"),
    "headers without end": (b"WARC/1.0\r\n", b"X: y\r\n"),
    "noise": (b"", b"A"),
    "a body of zeros": (HEAD % 2**31 + b"HTTP/1.1 200 OK\r\n\r\n", b"\0"),
    "an HTTP head without end": (HEAD % 2**31 + b"HTTP/1.1 200 OK\r\nX: ", b"A"),
    "a length that is a lie": (HEAD % 2**62 + b"HTTP/1.1 200 OK\r\n\r\n<html>", b"A"),
}


@pytest.mark.parametrize("way", BOMBS)
def test_bombs_end_in_a_state_within_bounded_memory(desk: Desk, tmp_path: Path, way: str) -> None:
    import tracemalloc

    path = tmp_path / "bom.warc.gz"
    path.write_bytes(_bomb(*BOMBS[way], megabytes=150))
    tracemalloc.start()
    try:
        found = desk.take(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert set(states(found)) <= {"unreadable", "too_big", "failed"}
    assert found
    assert peak < 130 * 2**20


def test_a_gzip_bomb_inside_a_record_is_too_big(desk: Desk, warc: Warc) -> None:
    body = _bomb(b"<html>", b"a", 80)
    warc.add("response", "http://bao.vn/1", body, headers=(*HTML, ("Content-Encoding", "gzip")))
    assert states(desk.take(warc.close())) == {"too_big": 1}


NOT_WARC = {"text": b"day khong phai WARC\n" * 50, "empty": b"", "gzip of text": gzip.compress(b"xin chao"), "zip": b"PK\x03\x04" + bytes(400)}  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("kind", NOT_WARC)
def test_a_file_that_is_no_warc_is_said_to_be_none(desk: Desk, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(NOT_WARC[kind])
    assert set(states(desk.take(path))) == ({"unreadable"} if kind != "empty" else set())


def test_a_file_that_cannot_be_opened_is_a_mistake_of_the_user(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="Không mở được"):
        desk.take(tmp_path / "khong-co.warc")


@pytest.mark.parametrize(
    ("wire", "body", "whole"),
    [
        (b"3\r\nabc\r\n0\r\n\r\n", b"abc", True),
        (b"3;x=1\r\nabc\r\n2\nde\n0\r\n\r\n", b"abcde", True),
        (b"3\r\nabc\r\n", b"abc", False),
        (b"9\r\nabc", b"abc", False),
        (b"<html>", b"<html>", True),
        (b"", b"", True),
    ],
)
def test_chunks_are_put_together(wire: bytes, body: bytes, whole: bool) -> None:
    assert unchunk(wire) == (body, whole)
