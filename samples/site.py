"""What one portal answers to each address, as a pure function of its pages."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final, Protocol

from domain.errors import BadRecord
from samples.portals import Portal
from samples.records import SamplePage
from samples.world import FILES

HTML: Final = "text/html; charset=utf-8"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC: Final = "application/msword"
_MEDIA: Final = {".pdf": PDF, ".docx": DOCX, ".doc": DOC}


@dataclass(frozen=True, slots=True)
class Request:
    """One request: path without query, decoded query, headers in lower case, how often the path was asked.

    `form` holds the fields of a POST, decoded.
    """

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    visit: int = 1
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """One response; with `tagged` it carries an ETag, with `modified` a Last-Modified (aware), with `name` a file's."""

    body: bytes
    media_type: str = HTML
    status: int = 200
    location: str | None = None
    tagged: bool = False
    modified: datetime | None = None
    name: str = ""

    @property
    def etag(self) -> str | None:
        """The validator of these bytes, or None where the portal sends none."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"' if self.tagged else None

    def is_known_to(self, request: Request) -> bool:
        """Whether the client already has this (If-None-Match decides before If-Modified-Since)."""
        known = request.headers.get("if-none-match")
        if self.etag and known is not None:
            return known.removeprefix("W/") == self.etag
        since = _read_http_date(request.headers.get("if-modified-since", ""))
        return bool(self.modified and since and self.modified <= since)

    def headers(self) -> dict[str, str]:
        """Response headers without Content-Length."""
        shown = {"Content-Type": self.media_type, "ETag": self.etag, "Location": self.location}
        if self.name:
            shown["Content-Disposition"] = f'attachment; filename="{self.name}"'
        if self.modified:
            shown["Last-Modified"] = format_datetime(self.modified.astimezone(UTC), usegmt=True)
        return {name: value for name, value in shown.items() if value is not None}


Handler = Callable[[Request], Answer]


class PortalFamily(Protocol):
    """What each family module offers: addresses, and handlers for all of its pages."""

    @property
    def FEEDS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of a module
        """Paths of its RSS feeds."""

    @property
    def SITEMAPS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of a module
        """Paths of its sitemaps."""

    @property
    def COMPRESSED(self) -> bool:  # noqa: N802 - a constant of a module
        """Whether its HTML is sent with gzip to clients that accept it."""

    def article_path(self, page: SamplePage, /) -> str:
        """Path of the article on its portal."""

    def file_path(self, page: SamplePage, name: str, /) -> str:
        """Path of a file attached to the article."""

    def list_paths(self, portal: Portal, /) -> tuple[str, ...]:
        """Paths of the lists a crawler should walk, most complete first."""

    def handlers(self, portal: Portal, pages: Sequence[SamplePage], base_url: str, /) -> dict[str, Handler]:
        """Every path the portal answers, robots.txt included."""


def text_answer(body: str, media_type: str) -> Answer:
    """A small text file such as robots.txt."""
    return Answer(body.encode("utf-8"), media_type, tagged=True)


def file_answer(name: str, modified: datetime | None, *, named: bool = False) -> Answer:
    """An attachment of the sample world; raises `BadRecord` when `samples/files` lacks it.

    With `named` the address does not tell the file's name, so the headers do.
    """
    path = FILES / name
    if not path.is_file():
        raise BadRecord(f"samples/files/{name} is missing; run python -m samples.make_pdfs or make_office")
    shown = name if named else ""
    return Answer(path.read_bytes(), _MEDIA[path.suffix], tagged=True, modified=modified, name=shown)


def short_hash(text: str, length: int = 6) -> str:
    """A stable lower-case suffix for addresses."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


def stable_number(text: str, low: int, high: int) -> int:
    """A stable number in [low, high) for ids and counters."""
    return low + int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:6], "big") % (high - low)


def _read_http_date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
