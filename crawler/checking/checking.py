"""Does a source answer: its entry pages asked once, their links counted, one article read as a trial."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from crawler.checking.calling import Caller
from crawler.checking.reasons import Reason, reason_of_failure, reason_of_reading, reason_of_status
from crawler.crawling.crawl import entry_links
from crawler.crawling.reading import Reading, read_response
from crawler.families.table import detect_family
from crawler.fetching.urls import canonical_url
from crawler.lists.newest import newest_day
from crawler.pages.charset import decode_text
from crawler.pages.markup import parse_html
from crawler.pages.published import VIETNAM
from crawler.records import Link, Response, Task
from crawler.sources.source import Source
from domain.errors import FetchFailed, UnreadableInput
from domain.pages import Page

_TRIALS: Final = 3  # a list may lead to a video or a form first
_FOLLOWED: Final = 2  # feeds of a hub, maps of a sitemap index


@dataclass(frozen=True, slots=True)
class EntryCheck:
    """How one entry page answered; `reason` is None when it led to articles. `newest` is the newest day it prints."""

    url: str
    kind: str
    reason: Reason | None
    articles: tuple[Link, ...] = ()
    newest: date | None = None
    family: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """One article read as a trial; `length` is the number of characters after title and lead."""

    url: str
    title: str
    published: str | None
    length: int
    family: str


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What asking a source showed; `reason` is None when it answered and an article of it could be read."""

    source: Source
    entries: tuple[EntryCheck, ...]
    trial: Trial | None
    reason: Reason | None

    @property
    def answered(self) -> bool:
        """Whether the source may be called verified."""
        return self.reason is None

    @property
    def articles(self) -> tuple[Link, ...]:
        """The articles all entries lead to, each once, in order."""
        return _each_once(link for entry in self.entries for link in entry.articles)

    @property
    def newest(self) -> date | None:
        """The newest day that entries or the trial show."""
        days = [entry.newest for entry in self.entries if entry.newest]
        if self.trial and self.trial.published:
            days.append(date.fromisoformat(self.trial.published[:10]))
        return max(days, default=None)

    @property
    def detected(self) -> str:
        """The family whose marks the pages carry: of the trial, else of the first entry; "" when nothing was seen."""
        seen = [self.trial.family] if self.trial else []
        return next((family for family in (*seen, *(entry.family for entry in self.entries)) if family), "")


def check_source(source: Source, caller: Caller, now: float) -> SourceCheck:
    """Ask every entry page of a source and one of its articles; `now` is seconds since the epoch."""
    today = datetime.fromtimestamp(now, VIETNAM).date()
    entries = tuple(_check_entry(link, source, caller, today) for link in entry_links(source))
    links = _each_once(link for entry in entries for link in entry.articles)
    if not links:
        first = next(entry.reason for entry in entries if entry.reason)
        return SourceCheck(source, entries, None, first)
    trial, reason = _try_articles(links[:_TRIALS], source, caller)
    return SourceCheck(source, entries, trial, reason)


def _check_entry(link: Link, source: Source, caller: Caller, today: date) -> EntryCheck:
    response, reading, reason = _ask(link, source, caller)
    if response is None or reading is None:
        return EntryCheck(link.url, link.kind, reason)
    articles = [one for one in reading.links if one.kind == "article"]
    newest = newest_day(link.kind, response, (one.url for one in articles), today)
    family = detect_family(parse_html(_text(response))).name if link.kind == "list" else ""
    if reason is None and not articles:
        further = [one for one in reading.links if one.kind in ("feed", "sitemap")][:_FOLLOWED]
        below = [_check_entry(one, source, caller, today) for one in further]
        articles = [one for entry in below for one in entry.articles]
        newest = max((entry.newest for entry in below if entry.newest), default=newest)
        empty = Reason("empty", "không có bài nào", "chọn trang danh mục, nguồn RSS hoặc sơ đồ trang có bài viết")
        reason = None if articles else next((entry.reason for entry in below if entry.reason), empty)
    return EntryCheck(link.url, link.kind, reason, tuple(articles), newest, family)


def _ask(link: Link, source: Source, caller: Caller) -> tuple[Response | None, Reading | None, Reason | None]:
    """Ask for a page and read it as its kind; the reason says why it is not what it should be."""
    try:
        response = caller.ask(link.url, source)
    except FetchFailed as error:
        return None, None, reason_of_failure(error)
    if reason := reason_of_status(response.status):
        return None, None, reason
    task = Task(canonical_url(link.url), link.url, source.name, link.kind, link.depth, "waiting")
    reading = read_response(task, response, source)
    usable = reading.state == "fetched"
    return response, reading, None if usable else reason_of_reading(reading.state, reading.note)


def _try_articles(links: Iterable[Link], source: Source, caller: Caller) -> tuple[Trial | None, Reason | None]:
    reason: Reason | None = None
    for link in links:
        response, reading, reason = _ask(link, source, caller)
        if response is not None and reading is not None and reason is None:
            return _trial(link, reading.page), None
        if reason is not None and reason.code == "unreadable":
            told = "danh mục trả lời nhưng không đọc được bài nào"
            reason = Reason("no_article", told, "sửa family hoặc article_pattern của nguồn")
    return None, reason


def _trial(link: Link, page: Page | None) -> Trial:
    if page is None:  # a list that leads straight to files
        return Trial(link.url, link.title, None, 0, "")
    return Trial(link.url, page.title or link.title, page.published, len(page.text) - page.body_start, page.family)


def _text(response: Response) -> str:
    try:
        return decode_text(response.body, content_type=response.header("Content-Type"), name=response.url).text
    except UnreadableInput:
        return ""


def _each_once(links: Iterable[Link]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(canonical_url(link.url), link)
    return tuple(found.values())
