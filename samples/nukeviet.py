"""Portal family "NukeViet": the page of a provincial department."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw
from samples.dates import malformed, slashed, with_weekday
from samples.feeds import rss, sitemap
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import Answer, Handler, Request, file_answer, stable_number, text_answer

# The server names no charset here; only the page itself does.
_HTML: Final = "text/html"
_INTERNAL: Final = "/vi/noi-bo/lich-cong-tac-tuan-12.html"
_DEAD_LINK: Final = "/vi/news/tin-hoat-dong/bai-viet-da-go-bo-99.html"
_RELATED: Final = 3

FEEDS: Final[tuple[str, ...]] = ("/vi/rss/",)
SITEMAPS: Final[tuple[str, ...]] = ("/sitemap-vi.xml",)
COMPRESSED: Final = False


def article_path(page: SamplePage) -> str:
    """/vi/news/khen-thuong/ten-bai-214.html."""
    number = stable_number(page.key, 100, 10000)
    return f"/vi/news/{page.channel}/{slug(page.expected.title)}-{number}.html"


def file_path(page: SamplePage, name: str) -> str:
    """/uploads/news/2026_01/ke-hoach.pdf."""
    folder = f"{page.published:%Y_%m}" if page.published else "tep"
    return f"/uploads/news/{folder}/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The list of everything first, then the channels; paging is page-N/."""
    return ("/vi/news/", *(f"/vi/news/{channel.slug}/" for channel in portal.channels))


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the portal; pages carry Last-Modified and no ETag."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/vi/noi-bo/", "/admin/", "/*/print/"))
    robots = f"User-agent: *\n{closed}Sitemap: {base_url}/sitemap-vi.xml\n"
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer(robots, "text/plain"),
        "/vi/rss/": partial(_feed_answer, portal, pages, base_url),
        "/sitemap-vi.xml": partial(_sitemap_answer, pages, base_url),
        "/": lambda _: Answer(b"", status=302, location="/vi/news/"),
        _INTERNAL: lambda _: _answer(_shell(portal, "Lịch công tác", tag("p", "Lịch tuần 12")), pages[:1]),
    }
    _add_lists(routes, portal, "/vi/news/", portal.name, pages)
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        _add_lists(routes, portal, f"/vi/news/{channel.slug}/", channel.title, listed)
    for page in pages:
        path = article_path(page)
        routes[path] = partial(_article_answer, portal, page, pages)
        routes[path.replace("/news/", "/news/print/", 1)] = partial(_print_answer, page)
        for name in page.expected.attachments:
            routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _add_lists(
    routes: dict[str, Handler], portal: Portal, path: str, heading: str, pages: Sequence[SamplePage]
) -> None:
    """One route a list page; an index that does not exist is a 404 here."""
    last = max(1, -(-len(pages) // portal.per_page))
    for index in range(1, last + 1):
        here = path if index == 1 else f"{path}page-{index}/"
        routes[here] = partial(_list_answer, portal, heading, pages, (path, index, last))


def _list_answer(
    portal: Portal, heading: str, pages: Sequence[SamplePage], place: tuple[str, int, int], request: Request
) -> Answer:
    path, index, last = place
    shown = pages[(index - 1) * portal.per_page : index * portal.per_page]
    items = [_list_item(page) for page in shown]
    if path == "/vi/news/tin-hoat-dong/" and index == 1:
        items += [_side_item("Bài viết đã gỡ bỏ", _DEAD_LINK), _side_item("Lịch công tác tuần 12", _INTERNAL)]
    numbers = [tag("li", tag("a", str(n), href=path if n == 1 else f"{path}page-{n}/")) for n in range(1, last + 1)]
    content = fill("nukeviet_list", heading=heading, items=join(items), pager=join(numbers, ""))
    return _answer(_shell(portal, heading, content), shown)


def _list_item(page: SamplePage) -> Html:
    return fill(
        "nukeviet_item",
        href=article_path(page),
        title=page.expected.title,
        summary=page.expected.lead or "",
        day=f"{page.published:%d/%m/%Y %I:%M:%S %p}" if page.published else "",
        views=stable_number(page.key, 40, 4000),
    )


def _side_item(title: str, href: str) -> Html:
    return fill("nukeviet_item", href=href, title=title, summary="", day="", views=0)


def _article_answer(portal: Portal, page: SamplePage, pages: Sequence[SamplePage], request: Request) -> Answer:
    listed = [other for other in pages if other.channel == page.channel]
    at = listed.index(page)
    body = join(body_html(page, _figure, partial(file_path, page)))
    content = fill(
        "nukeviet_article",
        title=page.expected.title,
        channel=next(channel.title for channel in portal.channels if channel.slug == page.channel),
        channel_href=f"/vi/news/{page.channel}/",
        print_href=article_path(page).replace("/news/", "/news/print/", 1),
        date=with_weekday(page.published) if page.published else "",
        meta=_microdata(page, portal),
        views=stable_number(page.key, 40, 4000),
        comments=stable_number(page.key, 0, 4),
        lead=page.expected.lead or "",
        body=flaw(page, body),
        files=_files(page),
        credits=_credits(page),
        newer=_related(listed[max(0, at - _RELATED) : at]),
        older=_related(listed[at + 1 : at + 1 + _RELATED]),
    )
    return _answer(_shell(portal, page.expected.title, content), [page])


def _print_answer(page: SamplePage, request: Request) -> Answer:
    return _answer(tag("html", tag("body", page.expected.text)), [page])


def _microdata(page: SamplePage, portal: Portal) -> Html:
    """The hidden itemprops; their author is the account that posted, not the writer."""
    when = page.published
    stamp = "" if when is None else malformed(when) if "bad_microdata" in page.quirks else when.isoformat()
    return fill("nukeviet_meta", stamp=stamp, publisher=portal.name, title=page.expected.title)


def _figure(block: Block) -> Html:
    image = f'<img alt="{escape(block.text[:40])}" src="/uploads/news/{escape(block.image)}" width="460" />'
    return Html(f'<figure class="image">{image}{tag("figcaption", block.text)}</figure>')


def _files(page: SamplePage) -> Html:
    names = page.expected.attachments
    links = (fill("nukeviet_file", href=file_path(page, name), name=name) for name in names)
    return fill("nukeviet_files", files=join(links)) if names else Html("")


def _credits(page: SamplePage) -> Html:
    pairs = (("Tác giả", page.expected.author), ("Nguồn tin", page.source))
    return join(
        tag("p", Html(f"<strong>{label}: </strong>{escape(value)}"), class_="h5 text-right")
        for label, value in pairs
        if value
    )


def _related(pages: Sequence[SamplePage]) -> Html:
    return join(
        tag(
            "li",
            join((tag("a", page.expected.title, href=article_path(page)), tag("em", f"({_day(page)})")), " "),
        )
        for page in pages
    )


def _day(page: SamplePage) -> str:
    return slashed(page.published) if page.published else ""


def _shell(portal: Portal, title: str, content: Html) -> Html:
    menu = (tag("li", tag("a", c.title, href=f"/vi/news/{c.slug}/")) for c in portal.channels)
    return fill("nukeviet_page", title=title, name=portal.name, menu=join(menu), content=content)


def _answer(page: Html, shown: Sequence[SamplePage]) -> Answer:
    stamps = [stamp for sample in shown if (stamp := sample.updated or sample.published)]
    return Answer(page.encode("utf-8"), _HTML, modified=max(stamps, default=None))


def _feed_answer(portal: Portal, pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    items = [
        (page.expected.title, base_url + article_path(page), page.expected.lead or "", page.published)
        for page in pages
        if page.published
    ]
    return text_answer(rss(portal.name, base_url, items), "application/rss+xml")


def _sitemap_answer(pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    entries = [(base_url + article_path(page), page.published) for page in pages]
    return text_answer(sitemap(entries), "application/xml")
