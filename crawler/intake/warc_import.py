"""WARC files of other programs into the archive and the queue: every record ends in a counted state."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from crawler.attachments.file_kinds import HTML, sniff
from crawler.crawling.outcomes import DAY, Retry, of_reading, of_status
from crawler.crawling.reading import read_response
from crawler.fetching.urls import canonical_url, host_of, is_same_site
from crawler.intake.foreign_warc import Capture, read_warc
from crawler.queue.frontier import Frontier
from crawler.queue.links import Held
from crawler.records import Link, Outcome, Response
from crawler.sources.source import Source
from crawler.warc.archive import Archive
from domain.errors import BadRecord, UserMistake

# An import is no run of the crawl: what is noted under this number is nobody's visit.
_NO_RUN: Final = 0
# The portal is asked again as late as for any old article: an archive of thousands must not become a storm.
_ASK_AGAIN: Final = 364 * DAY
_PAGE: Final = re.compile(r"html|xml|text/plain|octet-stream|^$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imported:
    """How one capture ended: `state` is a page state, "" for a record about the capture itself."""

    url: str
    source: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Into:
    """Where captures go; `now` is seconds since the epoch."""

    frontier: Frontier
    archive: Archive
    sources: Mapping[str, Source]
    now: float


def import_warc(path: Path, into: Into) -> Iterator[Imported]:
    """Store every article and file of a WARC file; yields each record once. The same file again changes nothing.

    Pages come first, so that their attachments are known as such wherever they stand in the file. What is older
    than the version at hand never replaces it. Raises UserMistake when the file cannot be opened, StoreProblem
    when the archive cannot be written.
    """
    for wants_late in (False, True):
        try:
            for capture in read_warc(path, into.now):
                if _is_late(capture) == wants_late:
                    yield _take(capture, into)
        except OSError as error:
            raise UserMistake(
                f"Không mở được {path} ({error.strerror or error})", remedy="kiểm tra đường dẫn và quyền đọc"
            ) from error


def _is_late(capture: Capture) -> bool:
    if capture.same_as:
        return True
    response = capture.response
    return response is not None and response.status == 200 and sniff(response.body) not in ("", HTML)


def _take(capture: Capture, into: Into) -> Imported:
    if capture.is_technical:
        return Imported(capture.url, "", "")
    try:
        source = _source_of(capture.url, into.sources)
    except BadRecord:
        return Imported(capture.url, "", capture.trouble or "unreadable", capture.note or "địa chỉ không hợp lệ")
    url = canonical_url(capture.url)
    if capture.trouble:
        return Imported(url, source.name, capture.trouble, capture.note)
    if capture.response is None:
        return _take_revisit(url, capture.same_as, source, into)
    return _take_response(url, capture.response, source, into)


def _source_of(url: str, sources: Mapping[str, Source]) -> Source:
    """Return the source whose site this is, else one named after the host, which no crawl asks."""
    for source in sources.values():
        if is_same_site(url, source.all_hosts()):
            return source
    host = host_of(url)
    name = re.sub(r"[^a-z0-9]+", "-", host).strip("-") or "khong-ro"
    return Source(name=name, title=host, start=(f"http://{host}/",))


def _take_response(url: str, response: Response, source: Source, into: Into) -> Imported:
    if 300 <= response.status < 400:
        return Imported(url, source.name, "not_article", f"chuyển hướng tới {response.header('Location')[:200]}")
    held = into.frontier.held(url)
    task = held.task if held else Frontier.new_task(url, source.name)
    if (refused := of_status(task, response, into.now, Retry())) is not None:
        return Imported(url, source.name, "failed" if refused.state == "waiting" else refused.state, refused.note)
    if task.kind not in ("article", "attachment"):
        return Imported(url, source.name, "not_article", "trang danh mục hoặc nguồn RSS đã biết")
    if not sniff(response.body) and not _PAGE.search(response.header("Content-Type")):
        return Imported(url, source.name, "not_article", response.header("Content-Type")[:80])
    if held and held.task.body_sha256 and held.tried_at > response.fetched_at:
        return Imported(url, source.name, "unchanged", "cũ hơn hoặc bằng bản đang có")
    reading = read_response(task, response, source)
    if reading.state not in ("fetched", "source_changed"):
        return Imported(url, source.name, reading.state, reading.note)
    outcome = of_reading(task, response, None, reading, source)
    if outcome.body_sha256 is None:
        return Imported(url, source.name, "unchanged", "đúng bản đang có")
    record = into.archive.append(response)
    return _settle(held, url, source, replace(outcome, record=record), response.fetched_at, into)


def _take_revisit(url: str, same_as: str, source: Source, into: Into) -> Imported:
    """A revisit has no body of its own: it says that this address showed what was captured before."""
    there, here = into.frontier.held(same_as), into.frontier.held(url)
    if here is not None and here.task.body_sha256:
        return Imported(url, source.name, "unchanged", "bản ghi revisit")
    if there is None or not there.task.body_sha256:
        return Imported(
            url, source.name, "failed", f"bản ghi revisit trỏ tới trang không có trong kho: {same_as[:200]}"
        )
    outcome = Outcome(
        "fetched", into.now, done=True, status=200, record=there.record,
        body_sha256=there.task.body_sha256, text_sha256=there.task.text_sha256,
    )  # fmt: skip
    return _settle(here, url, source, outcome, there.tried_at, into)


def _settle(held: Held | None, url: str, source: Source, outcome: Outcome, at: float, into: Into) -> Imported:
    if held is None:
        into.frontier.add(source.name, [Link(url, "article")], at)
    task = held.task if held else Frontier.new_task(url, source.name)
    due = outcome.next_due if held else into.now + _ASK_AGAIN
    into.frontier.settle(task, replace(outcome, next_due=max(due, into.now)), _NO_RUN, at)
    state = "unchanged" if task.kind == "attachment" and outcome.state == "unchanged" else outcome.state
    return Imported(url, source.name, state, outcome.note)
