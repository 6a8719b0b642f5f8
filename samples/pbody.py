"""Portal family "pBody": a provincial paper that gives paragraphs classes and begins its pages with a byte mark."""

import codecs
from collections.abc import Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw
from samples.dates import weekday
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import Answer, Handler, Request, file_answer, stable_number, text_answer

_RELATED: Final = 2
_BOX_AFTER: Final = 2  # blocks of the body that stand before the related box
_MOST_READ: Final = 3
_TEASER: Final = 60  # bytes, wherever a letter ends

FEEDS: Final[tuple[str, ...]] = ()
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = True


def article_path(page: SamplePage) -> str:
    """/xa-hoi/ten-bai/231234.htm."""
    return f"/{page.channel}/{slug(page.expected.title)}/{stable_number(page.key, 200000, 300000)}.htm"


def file_path(page: SamplePage, name: str) -> str:
    """/dataimages/vanban/quyet-dinh.pdf."""
    return f"/dataimages/vanban/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The channels; paging is /xa-hoi/trang-N.htm."""
    return tuple(f"/{channel.slug}.htm" for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the paper; a list that is turned too far shows its last page again."""
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer("User-agent: *\nDisallow: /tim-kiem.htm\n", "text/plain"),
        "/": lambda _: Answer(b"", status=302, location=f"/{portal.channels[0].slug}.htm"),
    }
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        last = max(1, -(-len(listed) // portal.per_page))
        routes[f"/{channel.slug}.htm"] = partial(_list_answer, portal, channel.title, listed, pages)
        for index in range(2, last + 100):
            routes[f"/{channel.slug}/trang-{index}.htm"] = routes[f"/{channel.slug}.htm"]
    for page in pages:
        routes[article_path(page)] = partial(_article_answer, portal, page, pages)
        routes[_print_path(page)] = partial(_print_answer, page)
        for name in page.expected.attachments:
            routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _print_path(page: SamplePage) -> str:
    return f"/in-bai{article_path(page)}"


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(
    portal: Portal, heading: str, listed: Sequence[SamplePage], pages: Sequence[SamplePage], request: Request
) -> Answer:
    """One list page; the pager knows "the next five" and no page before the first."""
    channel, _, turned = request.path.removesuffix(".htm").partition("/trang-")
    last = max(1, -(-len(listed) // portal.per_page))
    index = min(int(turned or 1), last)
    shown = listed[(index - 1) * portal.per_page : index * portal.per_page]
    numbers = [tag("a", str(n), href=f"{channel}/trang-{n}.htm") for n in range(2, last + 1) if n != index]
    first = [tag("a", "1", href=f"{channel}.htm")] if index > 1 else []
    top, rest = join(map(_top_item, shown[:1])), join(map(_item, shown[1:]))
    content = fill("pbody_list", heading=heading, top=top, items=rest, pager=join([*first, *numbers], " "))
    return _answer(portal, heading, content, pages)


def _top_item(page: SamplePage) -> Html:
    return fill("pbody_top", href=article_path(page), title=page.expected.title, lead=page.expected.lead or "")


def _item(page: SamplePage) -> Html:
    return fill(
        "pbody_item",
        href=article_path(page),
        print_href=_print_path(page),
        title=page.expected.title,
        day=f"{page.published:%d/%m/%Y}" if page.published else "",
    )


def _article_answer(portal: Portal, page: SamplePage, pages: Sequence[SamplePage], request: Request) -> Answer:
    expected = page.expected
    others = [other for other in pages if other.channel == page.channel and other is not page][:_RELATED]
    blocks = [_classed(block) for block in body_html(page, _figure, _file_href)]
    box = fill("pbody_box", links=join(map(_related, others)))
    signed = [tag("p", expected.author, class_="pAuthor")] if expected.author else []
    origin = [tag("p", f"Theo {page.source}", class_="pSource")] if page.source else []
    content = fill(
        "pbody_article",
        title=expected.title,
        date=f"{weekday(page.published)}, {page.published:%d/%m/%Y} | {page.published:%H:%M} (GMT+7)"
        if page.published
        else "",
        sapo=fill("pbody_sapo", lead=expected.lead) if expected.lead else Html(""),
        body=flaw(page, join([*blocks[:_BOX_AFTER], box, *blocks[_BOX_AFTER:], *signed, *origin])),
        print_href=_print_path(page),
        views=str(stable_number(page.key, 100, 9000) + request.visit),
    )
    return _answer(portal, expected.title, content, pages)


def _print_answer(page: SamplePage, request: Request) -> Answer:
    lines = join(tag("p", line, class_="pBody") for line in page.expected.lines[1:])
    return Answer(fill("pbody_print", title=page.expected.title, body=lines).encode("utf-8-sig"))


def _file_href(name: str) -> str:
    """Files are linked from the article upwards."""
    return f"../../dataimages/vanban/{name}"


def _classed(block: Html) -> Html:
    return Html(block.replace("<p>", '<p class="pBody">').replace("<h3>", '<h3 class="pSubTitle">'))


def _related(page: SamplePage) -> Html:
    return tag("p", tag("a", page.expected.title, href=article_path(page)))


def _figure(block: Block) -> Html:
    return fill("pbody_figure", image=block.image, caption=block.text)


def _answer(portal: Portal, title: str, content: Html, pages: Sequence[SamplePage]) -> Answer:
    """A page with its "most read" box, whose teasers are cut after so many bytes: the last letter may be half a one."""
    before, after = fill(
        "pbody_page",
        title=title,
        name=portal.name,
        menu=join(tag("li", tag("a", channel.title, href=f"/{channel.slug}.htm")) for channel in portal.channels),
        content=content,
        most_read="\x00",
    ).split("\x00")
    box = b"\n".join(map(_teaser, pages[:_MOST_READ]))
    return Answer(codecs.BOM_UTF8 + before.encode() + box + after.encode())


def _teaser(page: SamplePage) -> bytes:
    link = tag("a", page.expected.title, href=article_path(page))
    return f"<li>{link}<span>".encode() + escape(page.blocks[0].text).encode()[:_TEASER] + b"...</span></li>"
