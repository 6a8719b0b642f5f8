"""Portal family "SharePoint web part": a department's site, one form round everything, some dates American."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import quote, unquote

from samples.body import body_html, flaw, sign
from samples.dates import american, slashed, weekday
from samples.feeds import rss
from samples.markup import Html, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import HTML, Answer, Handler, Request, file_answer, short_hash, stable_number, text_answer

_RELATED: Final = 3
_PART: Final = "ctl00_ctl50_g_3f0c6b1e_77d2_4c19_9a0b_5e8842c1d7aa_ctl00"
_FEED: Final = "/Pages/chi-tiet-kenh-rss.aspx"
_DAYS: Final = 5  # of the calendar beside each list

FEEDS: Final[tuple[str, ...]] = (f"{_FEED}?ItemID=2",)
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = False


def article_path(page: SamplePage) -> str:
    """/vn/tin-tuc/58331/ten-bai.aspx."""
    return f"/vn/tin-tuc/{stable_number(page.key, 10000, 99999)}/{slug(page.expected.title)}.aspx"


def file_path(page: SamplePage, name: str) -> str:
    """/Lists/TinTuc/Attachments/58331/ke%20hoach.pdf."""
    return f"/Lists/TinTuc/Attachments/{stable_number(page.key, 10000, 99999)}/{quote(name)}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The channels; paging is ?date=&EventID=0&page=N, which the address of the channel does not show."""
    return tuple(_list_path(channel.slug) for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the portal; a page number that no list has shows the first page."""
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer("User-agent: *\nDisallow: /_layouts/\n", "text/plain"),
        "/": lambda _: Answer(b"", status=302, location=_list_path(portal.channels[0].slug)),
        _FEED: partial(_feed_answer, portal, pages, base_url),
    }
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        routes[_list_path(channel.slug)] = partial(_list_answer, portal, channel.title, listed)
    for page in pages:
        others = [other for other in pages if other.channel == page.channel and other is not page]
        routes[article_path(page)] = partial(_article_answer, portal, page, others[:_RELATED])
        for name in page.expected.attachments:
            routes[unquote(file_path(page, name))] = partial(_file_answer, name, page)
    return routes


def _list_path(channel: str) -> str:
    return f"/tintuc/Pages/{channel}.aspx"


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(portal: Portal, heading: str, pages: Sequence[SamplePage], request: Request) -> Answer:
    """One list page; beside it a calendar that leads to every day there is."""
    asked = request.query.get("page", "1")
    last = max(1, -(-len(pages) // portal.per_page))
    index = int(asked) if asked.isdigit() and 1 <= int(asked) <= last else 1
    shown = pages[(index - 1) * portal.per_page : index * portal.per_page]
    numbers = [
        tag("span", str(n)) if n == index else tag("a", str(n), href=f"{request.path}?date=&EventID=0&page={n}")
        for n in range(1, last + 1)
    ]
    content = fill(
        "webpart_list",
        heading=heading,
        items=join(map(_item, shown)),
        pager=join(numbers, " "),
        calendar=join(_calendar(request), ""),
    )
    return _answer(portal, heading, content, request)


def _calendar(request: Request) -> list[Html]:
    """Some days, and those before: another page for each, the same articles on all."""
    at = request.query.get("date") or "2026-05-06"
    first = datetime.fromisoformat(at) - timedelta(days=_DAYS)
    days = (first + timedelta(days=n) for n in range(_DAYS))
    return [
        tag("td", tag("a", str(day.day), href=f"{request.path}?date={day:%Y-%m-%d}&EventID=0&page=1")) for day in days
    ]


def _item(page: SamplePage) -> Html:
    day = f"({slashed(page.published)})" if page.published else ""
    href = f"../..{article_path(page)}"
    return fill("webpart_item", href=href, title=page.expected.title, day=day, summary=page.expected.lead or "")


def _article_answer(portal: Portal, page: SamplePage, others: Sequence[SamplePage], request: Request) -> Answer:
    """New articles stand in a web part, those of the old site in the markup it had."""
    expected = page.expected
    body = sign(page, body_html(page, _figure, partial(file_path, page)), 'style="text-align:right"')
    content = fill(
        "webpart_old_article" if "old_theme" in page.quirks else "webpart_article",
        part=_PART,
        wrapper=f"ExternalClass{short_hash(page.key, 32).upper()}",
        title=expected.title,
        date=_printed(page),
        lead=flaw(page, tag("span", expected.lead or "")),
        body=flaw(page, _spaced(page, join(map(_pasted, body), "\n"))),
        source=f"Nguồn: {page.source}" if page.source else "",
        files=_files(page),
        views=str(stable_number(page.key, 100, 3000) + request.visit),
        others=join(tag("li", tag("a", other.expected.title, href=article_path(other))) for other in others),
    )
    return _answer(portal, expected.title, content, request)


def _printed(page: SamplePage) -> str:
    """As the editor's own regional settings have it: English ones put the month first."""
    if page.published is None:
        return ""
    if "us_date" in page.quirks:
        return american(page.published)
    if "old_theme" in page.quirks:
        return f"(Ngày {slashed(page.published)})"
    return f"{weekday(page.published)}, {slashed(page.published)}, {page.published:%H:%M}"


def _spaced(page: SamplePage, markup: Html) -> Html:
    """The rich-text field begins its paragraphs with spaces of no width."""
    return Html(markup.replace("<p>", "<p>&#8203;")) if "zwsp" in page.quirks else markup


def _pasted(block: Html) -> Html:
    """What a word processor leaves in a paragraph."""
    if not block.startswith("<p>"):
        return block
    inner = block.removeprefix("<p>").removesuffix("</p>")
    return Html(f'<p><font face="Times New Roman" size="4">{inner}</font><!--[if !mso]>&nbsp;<![endif]--></p>')


def _files(page: SamplePage) -> Html:
    links = [tag("a", f"📎 {name}", href=file_path(page, name)) for name in page.expected.attachments]
    return fill("webpart_files", links=join(links, "<br />")) if links else Html("")


def _figure(block: Block) -> Html:
    return fill("webpart_figure", image=block.image, caption=block.text)


def _answer(portal: Portal, title: str, content: Html, request: Request) -> Answer:
    page = fill(
        "webpart_page",
        title=title,
        name=portal.name,
        action=f".{request.path}",
        viewstate=short_hash(f"{title}{request.visit}", 64) * 60,
        menu=join(tag("li", tag("a", one.title, href=_list_path(one.slug))) for one in portal.channels),
        content=content,
    )
    return Answer(page.encode("utf-8"), HTML)


def _feed_answer(portal: Portal, pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    items = [
        (page.expected.title, base_url + article_path(page), page.expected.lead or "", page.published)
        for page in pages
        if page.published
    ]
    return text_answer(rss(portal.name, base_url, items, show=american), "text/xml; charset=utf-8")
