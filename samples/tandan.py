"""Portal family "SharePoint tandan": a provincial government portal."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw
from samples.dates import dashed
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import Answer, Handler, Request, file_answer, short_hash, stable_number, text_answer

_HOME = "/portal/Pages/default.aspx"
_SEARCH = "/portal/Pages/tim-kiem.aspx"
_RELATED = 4

FEEDS: Final[tuple[str, ...]] = ()
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = False


def article_path(page: SamplePage) -> str:
    """/portal/Pages/2024-4-25/Ten-bai-cat-ngan3fa9c1.aspx, without the day for an undated page."""
    name = slug(page.expected.title)[:48].rstrip("-").capitalize() + short_hash(page.key)
    if page.published is None:
        return f"/portal/Pages/{name}.aspx"
    day = page.published
    return f"/portal/Pages/{day.year}-{day.month}-{day.day}/{name}.aspx"


def file_path(page: SamplePage, name: str) -> str:
    """/portal/Lists/VanBan/Attachments/412/ke-hoach.pdf."""
    return f"/portal/Lists/VanBan/Attachments/{stable_number(page.key, 100, 1000)}/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The channel lists; paging is ?PageIndex=N."""
    return tuple(_list_path(channel.slug) for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the portal; no validators are sent and the counters differ on every visit."""
    routes: dict[str, Handler] = {"/robots.txt": lambda _: text_answer(_robots(portal), "text/plain")}
    for path in ("/", _HOME):
        routes[path] = partial(_list_answer, portal, "Trang chủ", pages, _HOME)
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        path = _list_path(channel.slug)
        routes[path] = partial(_list_answer, portal, channel.title, listed, path)
    for page in pages:
        others = [other for other in pages if other.channel == page.channel and other is not page]
        routes[article_path(page)] = partial(_article_answer, portal, page, others[:_RELATED])
        for name in page.expected.attachments:
            routes[file_path(page, name)] = partial(_file_answer, name, page)
    routes[_SEARCH] = lambda request: _page_answer(portal, "Tìm kiếm", tag("p", "Nhập từ khóa"), request)
    return routes


def _robots(portal: Portal) -> str:
    delay = portal.crawl_delay_seconds
    crawl_delay = "" if delay is None else f"Crawl-delay: {delay:g}\n"
    return f"User-agent: *\nDisallow: /portal/_layouts/\nDisallow: {_SEARCH}\n{crawl_delay}"


def _list_path(channel: str) -> str:
    return f"/portal/Pages/{channel.capitalize()}.aspx"


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(portal: Portal, heading: str, pages: Sequence[SamplePage], path: str, request: Request) -> Answer:
    """One list page; an index outside 1..last silently shows the last page, as the real portals do."""
    last = max(1, -(-len(pages) // portal.per_page))
    asked = request.query.get("PageIndex", "1")
    index = min(int(asked), last) if asked.isdigit() and int(asked) > 0 else last
    shown = pages[(index - 1) * portal.per_page : index * portal.per_page]
    links = [tag("a", str(n), href=f"{path}?PageIndex={n}") for n in range(1, last + 1)]
    content = fill("tandan_list", heading=heading, items=join(map(_list_item, shown)), pager=join(links, " "))
    return _page_answer(portal, heading, content, request)


def _list_item(page: SamplePage) -> Html:
    day = dashed(page.published) if page.published else ""
    return fill(
        "tandan_item",
        href=article_path(page),
        title=page.expected.title,
        summary=page.expected.lead or "",
        day=day,
    )


def _article_answer(portal: Portal, page: SamplePage, others: Sequence[SamplePage], request: Request) -> Answer:
    body = join(body_html(page, _figure, partial(file_path, page)))
    date = f"Đăng ngày {dashed(page.published)}" if page.published else ""
    summary = page.expected.lead
    lead = tag("p", summary, class_="tandan-p-article-news-summary") if summary else Html("")
    content = fill(
        "tandan_article",
        channel=next(c.title for c in portal.channels if c.slug == page.channel),
        title=flaw(page, escape(page.expected.title)),
        date=date,
        summary=flaw(page, lead),
        body=flaw(page, Html(body + _byline(page) + _injected(page))),
        files=_files(page),
        tags=join((tag("a", word, href=_SEARCH) for word in _tags(page)), ", "),
        others=join(tag("li", _link(other)) for other in others),
        views=stable_number(page.key, 300, 9000) + request.visit,
    )
    return _page_answer(portal, _window_title(page), content, request)


def _page_answer(portal: Portal, title: str, content: Html, request: Request) -> Answer:
    page = fill(
        "tandan_page",
        title=f"{title} - {portal.name.upper()}",
        name=portal.name,
        path=request.path,
        viewstate=short_hash(title, 64) * 40,
        menu=join(tag("li", tag("a", c.title, href=_list_path(c.slug))) for c in portal.channels),
        content=content,
        digits=join((tag("span", digit) for digit in str(4071640 + request.visit)), "\n"),
        online=str(17 + request.visit % 9),
    )
    return Answer(page.encode("utf-8"))


def _figure(block: Block) -> Html:
    image = Html(f'<img src="/portal/SiteCollectionImages/{escape(block.image)}" alt="image" />')
    return Html(f'<p style="text-align:center">{image}</p><p style="text-align:center">{tag("em", block.text)}</p>')


def _byline(page: SamplePage) -> Html:
    author = page.expected.author
    return Html(f'<p style="text-align:right">{tag("strong", author)}</p>') if author else Html("")


def _window_title(page: SamplePage) -> str:
    """A hijacked page advertises in the title of the window, where editors do not look."""
    if not page.expected.injected:
        return page.expected.title
    return f"{page.expected.injected[0][0]}: Trang chủ mới nhất hôm nay"


def _injected(page: SamplePage) -> Html:
    """A link that only search engines see."""
    if not page.expected.injected:
        return Html("")
    link = tag("a", page.expected.injected[0][0], href="https://rongvang79.example/")
    return tag("div", link, style="display:none")


def _files(page: SamplePage) -> Html:
    links = [tag("a", name, href=file_path(page, name)) for name in page.expected.attachments]
    return fill("tandan_files", links=join(links, "<br />")) if links else Html("")


def _tags(page: SamplePage) -> tuple[str, ...]:
    return (page.province, "thi đua" if page.expected.relevant else "tin tức")


def _link(page: SamplePage) -> Html:
    day = f" ({dashed(page.published)})" if page.published else ""
    return tag("a", page.expected.title + day, href=article_path(page))
