"""What the parts of the crawler hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

# Notes that decide something later.
STALE: Final = "phiên phân trang đã hết hạn, đi lại từ trang đầu"
TOO_DEEP: Final = "còn trang sau nhưng đã tới giới hạn max_pages của nguồn"
# A probe asks a host for a page that cannot exist, to learn how it says so.
UrlKind = Literal["list", "feed", "sitemap", "article", "attachment", "probe"]


@dataclass(frozen=True, slots=True)
class Form:
    """A list page that only a form submission shows.

    `key` names the page for ever ("trang=3"); `body` is what is sent now, urlencoded: hidden fields change each time.
    """

    key: str
    body: str

    def __post_init__(self) -> None:
        if not self.key or not self.body:
            raise ValueError("a form needs the name of its page and something to send")


@dataclass(frozen=True, slots=True)
class Link:
    """A URL found on a page or in a feed, with what was said about it there; with `form` it is asked by POST."""

    url: str
    kind: UrlKind
    title: str = ""
    depth: int = 0
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """Where one archived response lies: file name inside the archive folder and byte offset of its gzip member."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response as received: `wire` is the body as sent, `body` the same without its content coding.

    `headers` keep order and spelling. `fetched_at` is seconds since the epoch. `truncated` says why bytes are
    missing ("" when none are). `hops` are the redirects that led here, oldest first. A `request_body` was sent by POST.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    wire: bytes
    body: bytes
    fetched_at: float
    request_headers: tuple[tuple[str, str], ...] = ()
    truncated: str = ""
    hops: tuple["Response", ...] = ()
    warnings: tuple[str, ...] = ()
    request_body: bytes = b""

    def header(self, name: str) -> str:
        """Return the last value of a header, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in reversed(self.headers) if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Task:
    """One URL taken from the frontier; `url` is its identity, `fetch_url` what is asked of the server.

    `form` is sent by POST ("": a GET). `parent` is the first page of the list a list page belongs to, or the article
    of an attachment; "" for others.
    """

    url: str
    fetch_url: str
    source: str
    kind: UrlKind
    depth: int
    state: str
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    text_sha256: str = ""
    failures: int = 0
    visits: int = 0
    dry: int = 0
    first_found: float = 0.0
    form: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended; what is None stays as the frontier has it.

    `state` is a page state. `next_due` is seconds since the epoch. `done` says that this run need not ask again.
    `restart` asks for the list to be walked again from its first page. `canonical` is the address a page gives as
    its own.
    """

    state: str
    next_due: float
    done: bool
    note: str = ""
    status: int = 0
    record: ArchiveRecord | None = None
    final_url: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    text_sha256: str | None = None
    mined: bool = False
    failed: bool = False
    links: tuple[Link, ...] = ()
    restart: bool = False
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Mineable:
    """An archived page that has not been mined in its present version."""

    url: str
    fetch_url: str
    source: str
    sha256: str
    record: ArchiveRecord
    state: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How one article URL (its identity) ended in a run, with the reason where there is one."""

    url: str
    source: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Something the operator should know about a source, as one Vietnamese line."""

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a crawl: how many URLs are settled and how many are known to be waiting."""

    done: int
    waiting: int
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a run did: counts by end state for each kind of URL, and what needs a person's eye.

    `finished` is False when the run was asked to stop and can be continued. `bugs` are tracebacks of our own errors.
    """

    run: int
    finished: bool
    counts: Mapping[str, Mapping[str, int]]
    by_source: Mapping[str, Mapping[str, int]]
    requests: int
    problems: tuple[SourceProblem, ...] = ()
    bugs: tuple[str, ...] = field(default=())

    def total(self, state: str) -> int:
        """Return how many articles ended in `state` in this run."""
        return self.counts.get("article", {}).get(state, 0)
