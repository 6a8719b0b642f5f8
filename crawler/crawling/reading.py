"""What a response means for the crawl: its state, the links it shows, the fingerprint of its clean text."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from crawler.articles.article import read_article
from crawler.fetching.urls import canonical_url, is_same_site, join_url
from crawler.lists.feeds import read_feed, read_sitemap
from crawler.lists.listing import read_listing
from crawler.pages.charset import decode_text
from crawler.records import TOO_DEEP, Link, Response, Task
from crawler.sources.source import Source
from domain.errors import SourceChanged, UnreadableInput
from domain.pages import Page
from domain.text import fold

_MAGIC: Final = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"Rar!")
_ERROR_PAGE: Final = re.compile(
    r"da xay ra loi|he thong dang bao tri|dang nang cap|trang web tam ngung|service unavailable|runtime error"
    r"|server error in|internal server error|under maintenance|vui long quay lai sau"
)
_CHALLENGE: Final = re.compile(
    r"document\.cookie\s*=|location\.reload|__cf_chl|challenge-platform|window\.location\.href\s*=\s*window|"
    r"checking your browser|enable javascript and cookies",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(r"<script\b.*?</script>|<style\b.*?</style>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_CANONICAL: Final = re.compile(rb"<link\b[^>]*\brel\s*=\s*[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF: Final = re.compile(rb"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_SHELL: Final = 600  # an error page or challenge shows fewer visible characters than this


@dataclass(frozen=True, slots=True)
class Reading:
    """The sense of one response; `mined` when nothing is left for the reader to do."""

    state: str
    links: tuple[Link, ...] = ()
    text_sha256: str = ""
    note: str = ""
    mined: bool = True
    page: Page | None = None
    canonical: str = ""


def read_response(task: Task, response: Response, source: Source) -> Reading:
    """Read a successful response as the kind of page it was asked for."""
    if not response.body.strip():
        return Reading("unreadable", note="nội dung rỗng")
    try:
        return READERS[task.kind](task, response, source)
    except SourceChanged as change:
        return _doubtful(response, "source_changed", str(change))
    except UnreadableInput as error:
        return Reading("unreadable", note=str(error))


def _read_list(task: Task, response: Response, source: Source) -> Reading:
    text = decode_text(response.body, content_type=response.header("Content-Type"), name=task.url).text
    links = read_listing(text, response.url, source, task.depth)
    articles = tuple(link for link in links if link.kind != "list")
    if links == articles or task.depth + 1 < source.max_pages:
        return _of_links(links)
    return replace(_of_links(articles), note=TOO_DEEP if source.max_pages > 1 else "")


def _read_feed(task: Task, response: Response, source: Source) -> Reading:
    return _of_links(read_feed(response.body, response.url, source, task.depth))


def _read_sitemap(task: Task, response: Response, source: Source) -> Reading:
    return _of_links(read_sitemap(response.body, response.url, source, task.depth))


def _of_links(links: tuple[Link, ...]) -> Reading:
    return Reading("fetched", links, _fingerprint(json.dumps([link.url for link in links])))


def _read_attachment(task: Task, response: Response, source: Source) -> Reading:
    if response.body.startswith(_MAGIC):
        return Reading("fetched", text_sha256=_fingerprint(response.body))
    if b"<html" in response.body[:2000].lower():
        return _doubtful(response, "not_article", "trang HTML thay cho tệp đính kèm")
    return Reading("fetched", text_sha256=_fingerprint(response.body), note="loại tệp lạ")


def _read_probe(task: Task, response: Response, source: Source) -> Reading:
    return Reading("fetched")


def _read_article(task: Task, response: Response, source: Source) -> Reading:
    if response.hops and urlsplit(response.url)._replace(scheme="", netloc="").geturl() in ("", "/"):
        return Reading("not_article", note="chuyển hướng về trang chủ")
    if response.body.startswith(_MAGIC):  # a list may lead straight to a PDF
        return Reading("fetched", text_sha256=_fingerprint(response.body), mined=False)
    page = read_article(response.body, dict(response.headers), response.url, source.family)
    if page is None:
        return _doubtful(response, "not_article", "")
    files = tuple(Link(file.url, "attachment", file.name) for file in page.attachments)
    return Reading("fetched", files, _content_of(page), mined=False, page=page, canonical=_canonical(response, source))


def _content_of(page: Page) -> str:
    """The fingerprint of text and attachments: a file added later is news though no word has changed."""
    files = sorted({canonical_url(file.url) for file in page.attachments})
    return _fingerprint("\n".join((page.text, *files)))


def _canonical(response: Response, source: Source) -> str:
    """The identity a page gives as its own by rel=canonical, "" when it lies elsewhere or is no address."""
    found = _CANONICAL.search(response.body[:200_000])
    href = _HREF.search(found[0]) if found else None
    if href is None:
        return ""
    target = join_url(response.url, unescape(href[1].decode("utf-8", errors="replace")))
    return canonical_url(target) if target and is_same_site(target, source.all_hosts()) else ""


# How each kind of page is read.
READERS: Final = {
    "list": _read_list,
    "feed": _read_feed,
    "sitemap": _read_sitemap,
    "attachment": _read_attachment,
    "article": _read_article,
    "probe": _read_probe,
}


def _doubtful(response: Response, otherwise: str, note: str) -> Reading:
    """Tell error pages and browser challenges from pages that are truly something else."""
    html = response.body[:200_000].decode("utf-8", errors="replace")
    visible = " ".join(_TAGS.sub(" ", html).split())
    if len(visible) < _SHELL and _CHALLENGE.search(html):
        return Reading("blocked", note="trang thử thách trình duyệt (WAF)")
    if len(visible) < _SHELL and _ERROR_PAGE.search(fold(visible)):
        return Reading("failed", note=f"trang báo lỗi: {visible[:120]}")
    if not visible:
        return Reading("failed", note="trang không có chữ nào")
    return Reading(otherwise, note=note)


def looks_cut(response: Response) -> bool:
    """Tell whether an HTML body without announced length stops in the middle of the page."""
    announced = response.header("Content-Length") or "chunked" in response.header("Transfer-Encoding").lower()
    tail = response.body[-2000:].lower()
    is_html = b"<html" in response.body[:2000].lower()
    return not announced and is_html and b"</html" not in tail and b"</body" not in tail


def _fingerprint(content: str | bytes) -> str:
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()
