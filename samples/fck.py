"""Portal family "content-fck": an older provincial paper with relative links, pasted paragraphs and a wrong charset."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from samples.body import body_html, flaw, sign
from samples.dates import weekday
from samples.markup import Html, fill, join, slug, tag
from samples.old_letters import to_cp1258
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import Answer, Handler, Request, file_answer, stable_number, text_answer

# What the server says of every page, whatever its letters are.
_LATIN: Final = "text/html; charset=ISO-8859-1"
_RELATED: Final = 2
_NEWEST: Final = 4

FEEDS: Final[tuple[str, ...]] = ()
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = False


def article_path(page: SamplePage) -> str:
    """/xa-hoi/ten-bai-a31234.html."""
    return f"/{page.channel}/{slug(page.expected.title)}-a{stable_number(page.key, 10000, 99999)}.html"


def file_path(page: SamplePage, name: str) -> str:
    """/uploads/tep/202604/ke-hoach.pdf."""
    month = f"{page.published:%Y%m}" if page.published else "000000"
    return f"/uploads/tep/{month}/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The channels; paging is /xa-hoi-pN.html."""
    return tuple(f"/{channel.slug}.html" for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the paper; links are relative to the base that each page names."""
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer("User-agent: *\nDisallow: /timkiem\n", "text/plain"),
        "/": lambda _: Answer(b"", status=302, location=f"/{portal.channels[0].slug}.html"),
    }
    site = _Site(portal, pages, base_url)
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        last = max(1, -(-len(listed) // portal.per_page))
        for index in range(1, last + 1):
            shown = listed[(index - 1) * portal.per_page : index * portal.per_page]
            routes[_list_path(channel.slug, index)] = partial(site.list_answer, channel.title, shown, index)
        beyond = _list_path(channel.slug, last + 1)
        routes[beyond] = partial(_back_answer, f"/{channel.slug}.html")
    for page in pages:
        routes[article_path(page)] = partial(site.article_answer, page)
        for name in page.expected.attachments:
            routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _list_path(channel: str, index: int) -> str:
    return f"/{channel}.html" if index == 1 else f"/{channel}-p{index}.html"


def _back_answer(first: str, request: Request) -> Answer:
    """The page after the last one sends the reader back to the first."""
    return Answer(b"", status=302, location=first)


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


class _Site:
    """What all pages of the paper show around their own content."""

    def __init__(self, portal: Portal, pages: Sequence[SamplePage], base_url: str) -> None:
        self._portal = portal
        self._pages = pages
        self._base_url = base_url

    def list_answer(self, heading: str, shown: Sequence[SamplePage], index: int, request: Request) -> Answer:
        """One list page; the pager always offers a further one."""
        channel = request.path.strip("/").removesuffix(".html").partition("-p")[0] if index > 1 else ""
        channel = channel or request.path.strip("/").removesuffix(".html")
        links = [tag("a", "« Trang trước", href=_list_path(channel, index - 1)[1:])] if index > 1 else []
        links.append(tag("a", "Trang sau »", href=_list_path(channel, index + 1)[1:]))
        content = fill("fck_list", heading=heading, items=join(map(_item, shown)), pager=join(links, " "))
        return self._answer(heading, content)

    def article_answer(self, page: SamplePage, request: Request) -> Answer:
        """One article; a click on "In" asks for it with ?print=1."""
        others = [one for one in self._pages if one.channel == page.channel and one is not page][:_RELATED]
        body = body_html(page, _figure, lambda name: file_path(page, name)[1:])
        body = [_pasted(block) for block in sign(page, body, 'style="text-align: right;"')]
        lead = [fill("fck_lead", lead=page.expected.lead)] if page.expected.lead else []
        content = fill(
            "fck_article",
            title=page.expected.title,
            date="" if "late_date" in page.quirks else _clock(page.published),
            href=article_path(page)[1:],
            body=flaw(page, join([*lead, *body, _related(others)])),
            updated=f"Cập nhật: {_clock(page.published)}" if "late_date" in page.quirks else "",
            views=str(stable_number(page.key, 100, 7000) + request.visit),
        )
        return self._answer(page.expected.title, content, old="cp1258" in page.quirks)

    def _answer(self, title: str, content: Html, *, old: bool = False) -> Answer:
        newest = [tag("li", _link(page)) for page in self._pages[:_NEWEST]]
        menu = [tag("li", tag("a", one.title, href=f"{one.slug}.html")) for one in self._portal.channels]
        html = fill(
            "fck_page",
            charset="windows-1258" if old else "utf-8",
            base=f"{self._base_url}/",
            title=title,
            name=self._portal.name,
            menu=join(menu),
            content=content,
            newest=join(newest),
        )
        return Answer(to_cp1258(html) if old else html.encode("utf-8"), _LATIN)


def _clock(when: datetime | None) -> str:
    return f"{weekday(when)}, {when:%d/%m/%Y} - {when:%H:%M}" if when else ""


def _link(page: SamplePage) -> Html:
    return tag("a", page.expected.title, href=article_path(page)[1:], title=page.expected.title)


def _item(page: SamplePage) -> Html:
    """A list shows the beginning of a long title and keeps the whole one for the pointer."""
    title = page.expected.title
    return fill(
        "fck_item",
        href=article_path(page)[1:],
        title=title,
        short=title if len(title) < 50 else title[:46].rsplit(" ", 1)[0] + "...",
        image=f"{slug(page.key)}.jpg",
    )


def _pasted(block: Html) -> Html:
    """Paragraphs as they come out of a word processor by way of the editor."""
    if not block.startswith("<p"):
        return block
    head, _, inner = block.partition(">")
    return Html(f'{head}><span style="font-size: medium;">{inner.removesuffix("</p>")}<o:p></o:p></span></p>')


def _related(others: Sequence[SamplePage]) -> Html:
    return fill("fck_related", links=join(tag("li", _link(other)) for other in others)) if others else Html("")


def _figure(block: Block) -> Html:
    return fill("fck_figure", image=block.image, caption=block.text)
