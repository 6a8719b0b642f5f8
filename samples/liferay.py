"""Portal family "Liferay": the portal of a neighbouring province, where one article has many addresses."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import quote, urlencode

from samples.body import body_html, flaw
from samples.dates import slashed
from samples.feeds import rss
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import HTML, Answer, Handler, Request, file_answer, short_hash, stable_number, text_answer

_SITE: Final = "/web/laichau"
_PORTLET: Final = "101_INSTANCE_k7QdWm2Zt4Ra"
_NEWEST: Final = f"{_SITE}/tin-tuc"
_HIGHLIGHTS: Final = 3  # articles the first page shows a second time, under their other address
_RELATED: Final = 4

FEEDS: Final[tuple[str, ...]] = ("/rss.xml",)
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = True


def article_path(page: SamplePage) -> str:
    """/web/laichau/-/ten-bai."""
    return f"{_SITE}/-/{slug(page.expected.title)}"


def file_path(page: SamplePage, name: str) -> str:
    """/documents/20182/412/ke-hoach.docx/3fa9c1d2-77aa."""
    folder = stable_number(page.key, 100, 1000)
    return f"/documents/20182/{folder}/{name}/{short_hash(name, 8)}-{short_hash(page.key, 4)}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """Everything first, then the channels; paging is _101_INSTANCE_x_cur."""
    return (_NEWEST, *(_channel_path(channel.slug) for channel in portal.channels))


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the portal; every article answers under two of them."""
    robots = "User-agent: *\nDisallow: /c/\nDisallow: /group/\n"
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer(robots, "text/plain"),
        "/rss.xml": partial(_feed_answer, portal, pages, base_url),
        "/": lambda _: Answer(b"", status=302, location=_NEWEST),
        _NEWEST: partial(_list_answer, portal, "Tin tức - Sự kiện", pages, _NEWEST),
    }
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        path = _channel_path(channel.slug)
        routes[path] = partial(_list_answer, portal, channel.title, listed, path)
    for page in pages:
        answer = partial(_article_answer, portal, page, pages, base_url)
        routes[article_path(page)] = routes[_other_path(page)] = answer
        for name in page.expected.attachments:
            routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _channel_path(channel: str) -> str:
    return f"{_SITE}/{channel}"


def _other_path(page: SamplePage) -> str:
    return f"{_SITE}/trang-chu/-/asset_publisher/k7QdWm2Zt4Ra/content/{slug(page.expected.title)}"


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(portal: Portal, heading: str, pages: Sequence[SamplePage], path: str, request: Request) -> Answer:
    """One list page; past the end it is empty, and a visit without a session gets one in its addresses."""
    asked = request.query.get(f"_{_PORTLET}_cur", "1")
    index = int(asked) if asked.isdigit() else 1
    shown = pages[max(0, index - 1) * portal.per_page : index * portal.per_page]
    last = max(1, -(-len(pages) // portal.per_page))
    session = f";jsessionid={short_hash(str(request.visit), 16).upper()}.node1" if request.visit % 2 else ""
    items = [_item(page, f"{path}?{_pager(index)}", session) for page in shown]
    numbers = [tag("a", str(n), href=f"{path}?{_pager(n)}") for n in range(1, last + 1)]
    boxed = pages[:_HIGHLIGHTS] if path == _NEWEST and index == 1 else []
    highlights = [tag("li", tag("a", page.expected.title, href=_other_path(page))) for page in boxed]
    content = fill(
        "liferay_list", heading=heading, items=join(items), pager=join(numbers, " "), highlights=join(highlights)
    )
    return _answer(portal, heading, content, Html(""), request)


def _pager(number: int) -> str:
    own = {"delta": "5", "keywords": "", "advancedSearch": "false", "andOperator": "true", "cur": str(number)}
    head = {"p_p_id": _PORTLET, "p_p_lifecycle": "0", "p_p_state": "normal", "p_p_mode": "view"}
    return urlencode(head | {f"_{_PORTLET}_{key}": value for key, value in own.items()})


def _item(page: SamplePage, here: str, session: str) -> Html:
    redirect = quote(here, safe="")
    return fill(
        "liferay_item",
        href=f"{article_path(page)}{session}?inheritRedirect=false&redirect={redirect}",
        title=page.expected.title,
        time=_stamp(page),
        summary=page.expected.lead or "",
    )


def _article_answer(
    portal: Portal, page: SamplePage, pages: Sequence[SamplePage], base_url: str, request: Request
) -> Answer:
    expected = page.expected
    others = [other for other in pages if other is not page and other.channel == page.channel][:_RELATED]
    links = [tag("li", tag("a", name, href=file_path(page, name))) for name in expected.attachments]
    content = fill(
        "liferay_article",
        title=expected.title,
        time=_stamp(page),
        lead=tag("div", expected.lead, class_="summary", id="leadDetail") if expected.lead else Html(""),
        body=flaw(page, join(body_html(page, _figure, partial(file_path, page)))),
        author=tag("div", expected.author, class_="author") if expected.author else Html(""),
        source=tag("div", f"Nguồn: {page.source}", class_="source") if page.source else Html(""),
        files=fill("liferay_files", links=join(links)) if links else Html(""),
        others=join(
            tag("li", join((tag("a", other.expected.title, href=article_path(other)), f"({_day(other)})"), " "))
            for other in others
        ),
    )
    canonical = Html(f'<link href="{escape(base_url + article_path(page))}" rel="canonical" />')
    return _answer(portal, expected.title, content, canonical, request)


def _figure(block: Block) -> Html:
    image = f'<img alt="" src="/image/journal/article?img_id={stable_number(block.image, 1000, 9999)}" />'
    return Html(f"<figure>{image}{tag('figcaption', block.text)}</figure>")


def _stamp(page: SamplePage) -> str:
    return f"{page.published:%d/%m/%Y %H:%M}" if page.published else ""


def _day(page: SamplePage) -> str:
    return slashed(page.published) if page.published else ""


def _answer(portal: Portal, title: str, content: Html, head: Html, request: Request) -> Answer:
    menu = (tag("li", tag("a", channel.title, href=_channel_path(channel.slug))) for channel in portal.channels)
    page = fill(
        "liferay_page", title=title, name=portal.name, head=head, menu=join(menu), content=content,
        visitors=str(1204331 + request.visit),
    )  # fmt: skip
    return Answer(page.encode("utf-8"), HTML)


def _feed_answer(portal: Portal, pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    items = [
        (page.expected.title, base_url + article_path(page), page.expected.lead or "", page.published)
        for page in pages
        if page.published
    ]
    return text_answer(rss(portal.name, base_url, items), "application/rss+xml")
