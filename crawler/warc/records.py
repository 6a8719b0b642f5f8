"""The records of the archive: a response with its request as WARC, and back, its digest checked."""

import hashlib
import io
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.fetching.coding import decode_body
from crawler.records import Response

_MAX_BODY: Final = 200 * 2**20
# Headers that describe the transfer, not the stored body; kept under another name.
_TRANSFER: Final = {"transfer-encoding", "connection", "keep-alive"}


class BadDigest(ValueError):
    """A stored body does not match its digest."""


def record_bytes(response: Response) -> bytes:
    """Return the records of a response, its request first, each as one gzip member."""
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


def response_of(stored: Any, wire: bytes) -> Response:
    """Return what a record as warcio reads it holds; `wire` is its payload.

    Raises BadDigest when that is not what was stored.
    """
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


def _digest(wire: bytes) -> str:
    return "sha256:" + hashlib.sha256(wire).hexdigest()


def _warc_date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
