"""Reading WARC files that other programs wrote: each record as what was answered, within bounds."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from fastwarc.warc import ArchiveIterator

from crawler.fetching.coding import decode_body
from crawler.records import Response

MAX_BYTES: Final = 40 * 2**20  # of one record, on the wire and decoded: as for a file that the crawl fetches
_HEAD_BYTES: Final = 64 * 1024
_CHUNK_HEAD: Final = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_STATUS: Final = re.compile(r"HTTP/\d(?:\.\d)? (\d{3})(?: (.*))?")
# Every other type of record tells about captures, as do those of no web address (dns:).
_CAPTURES: Final = frozenset({"response", "resource", "revisit"})


@dataclass(frozen=True, slots=True)
class Capture:
    """One record: `kind` is its WARC type, `offset` where it begins in the (unpacked) stream.

    `response` is None for a record about captures, a revisit (`same_as` is the address it points to), and what
    cannot be used: then `trouble` is a page state with `note` as the reason.
    """

    kind: str
    url: str
    offset: int
    response: Response | None = None
    trouble: str = ""
    note: str = ""
    same_as: str = ""

    @property
    def is_technical(self) -> bool:
        """Tell whether the record is about captures and none itself."""
        return self.response is None and not self.trouble and not self.same_as


def read_warc(path: Path, now: float) -> Iterator[Capture]:
    """Yield every record of a WARC file, packed or plain, in order; a broken end comes as a capture with trouble.

    `now` is seconds since the epoch: no capture is dated later. Raises OSError when the file cannot be opened.
    """
    with path.open("rb") as file:
        records = ArchiveIterator(file, parse_http=False, max_header_len=_HEAD_BYTES)
        offset = -1
        while True:
            try:
                record = next(records, None)
                if record is None:
                    break
                offset = record.stream_pos
                yield _capture(record, now)
            except (OSError, ValueError, EOFError) as error:
                yield _broken(offset, str(error)[:120])
                return
        if offset < 0 and path.stat().st_size:
            yield _broken(0, "không có bản ghi nào")


def _broken(offset: int, why: str) -> Capture:
    note = f"tệp WARC hỏng từ byte {max(0, offset)}: {why}"
    return Capture("unknown", "", max(0, offset), None, "unreadable", note)


def _capture(record: Any, now: float) -> Capture:
    kind = str(record.headers.get("WARC-Type") or "unknown").strip().lower()
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<> ")
    plain = Capture(kind, url, record.stream_pos)
    if kind == "unknown":
        return _broken(record.stream_pos, "bản ghi không có WARC-Type")
    if kind not in _CAPTURES or not url.lower().startswith(("http://", "https://")):
        return replace(plain, kind="unknown" if kind in _CAPTURES else kind)
    if kind == "revisit":
        return replace(plain, same_as=str(record.headers.get("WARC-Refers-To-Target-URI") or url).strip("<> "))
    block = record.reader.read(MAX_BYTES + _HEAD_BYTES + 1)
    if len(block) > MAX_BYTES + _HEAD_BYTES:
        return replace(plain, trouble="too_big", note=f"bản ghi lớn hơn {MAX_BYTES} byte")
    if len(block) < record.content_length:
        return replace(plain, trouble="failed", note=f"bản ghi bị cắt: có {len(block)}/{record.content_length} byte")
    if not _digest_holds(str(record.headers.get("WARC-Block-Digest") or ""), block):
        return replace(plain, trouble="unreadable", note="sai mã kiểm tra WARC-Block-Digest")
    return _answered(plain, record, block, now)


def _answered(plain: Capture, record: Any, block: bytes, now: float) -> Capture:
    when = _seconds(str(record.headers.get("WARC-Date") or ""), now)
    if plain.kind == "resource":
        kind = (("Content-Type", str(record.headers.get("Content-Type") or "")),)
        return _decoded(plain, Response(plain.url, 200, "OK", kind, block, b"", when))
    head, _, wire = block.partition(b"\r\n\r\n") if b"\r\n\r\n" in block[:_HEAD_BYTES] else block.partition(b"\n\n")
    lines = re.split(r"\r?\n(?![ \t])", head[:_HEAD_BYTES].decode("latin-1"))
    status = _STATUS.match(lines[0])
    if status is None:
        return replace(plain, trouble="unreadable", note="bản ghi không có câu trả lời HTTP")
    pairs = (line.partition(":") for line in lines[1:] if ":" in line)
    headers = tuple((name.strip(), " ".join(value.split())) for name, _, value in pairs)
    whole = True
    if any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        wire, whole = unchunk(wire)
    cut = str(record.headers.get("WARC-Truncated") or "") or ("" if whole else "disconnect")
    reason = (status[2] or "").strip()
    return _decoded(plain, Response(plain.url, int(status[1]), reason, headers, wire, b"", when, truncated=cut))


def _decoded(plain: Capture, response: Response) -> Capture:
    """Undo the content coding; programs that store decoded bodies keep the header all the same."""
    decoded = decode_body(response.wire, response.header("Content-Encoding"), MAX_BYTES)
    if decoded.too_big:
        return replace(plain, trouble="too_big", note=f"giải nén ra hơn {MAX_BYTES} byte")
    if not decoded.whole or response.truncated:
        return replace(plain, trouble="failed", note=f"nội dung bị cắt ({response.truncated or decoded.warning})")
    is_html = decoded.body.lstrip()[:1] == b"<"
    if decoded.warning.startswith("unknown content coding") and not is_html:
        return replace(plain, trouble="unreadable", note=f"mã nén lạ: {response.header('Content-Encoding')[:40]}")
    return replace(plain, response=replace(response, body=decoded.body))


def unchunk(wire: bytes) -> tuple[bytes, bool]:
    """Undo the chunked transfer coding; returns the body and whether it was whole.

    Some programs keep the header of a body they have put together already: that one comes back as it is.
    """
    out = bytearray()
    at = 0
    while head := _CHUNK_HEAD.match(wire, at):
        size = int(head[1], 16)
        if size == 0:
            return bytes(out), True
        out += wire[head.end() : head.end() + size]
        at = head.end() + size
        if wire[at : at + 2] != b"\r\n" and wire[at : at + 1] != b"\n":
            return (bytes(out), False) if len(out) or at > len(wire) else (wire, True)
        at += 2 if wire[at : at + 1] == b"\r" else 1
    return (wire, True) if at == 0 else (bytes(out), False)


def _digest_holds(stated: str, block: bytes) -> bool:
    """Check a digest as far as its kind is known; programs write base32 or hexadecimal."""
    kind, _, value = stated.partition(":")
    if kind.lower() not in ("sha1", "sha256", "md5") or not value:
        return True
    found = hashlib.new(kind.lower(), block, usedforsecurity=False)
    spellings = (found.hexdigest(), base64.b32encode(found.digest()).decode().rstrip("="))
    return value.strip().rstrip("=").lower() in {each.lower() for each in spellings}


def _seconds(stated: str, now: float) -> float:
    """Read WARC-Date; a day in the future or none at all is today."""
    try:
        moment = datetime.fromisoformat(stated.strip())
    except ValueError:
        return now
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(now, max(0.0, moment.timestamp()))
