"""Portal family "image table": an older provincial paper, whose pictures and boxes stand in tables inside the body."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import Answer, Handler, Request, file_answer, short_hash, text_answer

_RELATED: Final = 2
_BOX_AFTER: Final = 1  # blocks of the body that stand before the related box

FEEDS: Final[tuple[str, ...]] = ()
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = False


def article_path(page: SamplePage) -> str:
    """/xa-hoi/202604/ten-bai-3fa9c1d/."""
    month = f"{page.published:%Y%m}" if page.published else "000000"
    return f"/{page.channel}/{month}/{slug(page.expected.title)}-{short_hash(page.key, 7)}/"


def file_path(page: SamplePage, name: str) -> str:
    """/dataimages/tep/ke-hoach.pdf."""
    return f"/dataimages/tep/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The channels; paging is ?p=N."""
    return tuple(f"/{channel.slug}/" for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the paper."""
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer("User-agent: *\nDisallow: /search/\n", "text/plain"),
        "/": lambda _: Answer(b"", status=302, location=f"/{portal.channels[0].slug}/"),
    }
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        routes[f"/{channel.slug}/"] = partial(_list_answer, portal, channel.title, listed)
        for page in listed:
            others = [other for other in listed if other is not page][:_RELATED]
            routes[article_path(page)] = partial(_article_answer, portal, page, others)
            for name in page.expected.attachments:
                routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(portal: Portal, heading: str, pages: Sequence[SamplePage], request: Request) -> Answer:
    asked = request.query.get("p", "1")
    index = int(asked) if asked.isdigit() else 1
    last = max(1, -(-len(pages) // portal.per_page))
    shown = pages[max(0, index - 1) * portal.per_page : index * portal.per_page]
    items = [fill("paper_item", href=article_path(page), title=page.expected.title) for page in shown]
    pager = [tag("a", str(n), href=f"{request.path}?p={n}") for n in range(1, last + 1)]
    content = fill("paper_list", heading=heading, items=join(items), pager=join(pager, " "))
    return _answer(portal, heading, content)


def _article_answer(portal: Portal, page: SamplePage, others: Sequence[SamplePage], request: Request) -> Answer:
    expected = page.expected
    lead = [tag("p", tag("strong", expected.lead))] if expected.lead else []
    signed = [Html(f'<p style="text-align:right">{tag("strong", expected.author)}</p>')] if expected.author else []
    blocks = body_html(page, _figure, partial(file_path, page))
    box = fill("paper_box", links=join(tag("a", one.expected.title, href=article_path(one)) for one in others))
    body = [*lead, *blocks[:_BOX_AFTER], box, *blocks[_BOX_AFTER:], *signed]
    content = fill(
        "paper_article",
        title=expected.title,
        date=f"{page.published:%H:%M}, {page.published:%d/%m/%Y}" if page.published else "",
        body=flaw(page, join(body)),
    )
    return _answer(portal, expected.title, content)


def _figure(block: Block) -> Html:
    image = f'<tr><td><img class="image" src="/dataimages/{escape(block.image)}" alt=""></td></tr>'
    caption = tag("tr", tag("td", block.text, class_="image_desc"))
    return Html(f'<table class="image center"><tbody>{image}{caption}</tbody></table>')


def _answer(portal: Portal, title: str, content: Html) -> Answer:
    menu = (tag("li", tag("a", channel.title, href=f"/{channel.slug}/")) for channel in portal.channels)
    return Answer(fill("paper_page", title=title, name=portal.name, menu=join(menu), content=content).encode("utf-8"))
