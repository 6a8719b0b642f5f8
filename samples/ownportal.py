"""Portal family "own theme": a commune's page, whose list sends the page number by POST and gets a fragment back."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import Answer, Handler, Request, file_answer, stable_number, text_answer

_RELATED: Final = 3

FEEDS: Final[tuple[str, ...]] = ()
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = True


def article_path(page: SamplePage) -> str:
    """/thi-dua/ten-bai-viet-31874.html."""
    return f"/{page.channel}/{slug(page.expected.title)}-{stable_number(page.key, 10000, 99999)}.html"


def file_path(page: SamplePage, name: str) -> str:
    """/upload/31874/quyet-dinh.pdf."""
    return f"/upload/{stable_number(page.key, 10000, 99999)}/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The channels; paging is a POST of pageNo."""
    return tuple(f"/{channel.slug}" for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the portal."""
    robots = "User-agent: *\nDisallow: /tim-kiem\n"
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer(robots, "text/plain"),
        "/": lambda _: Answer(b"", status=302, location=f"/{portal.channels[0].slug}"),
    }
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        routes[f"/{channel.slug}"] = partial(_list_answer, portal, channel.title, listed)
        for page in listed:
            others = [other for other in listed if other is not page][:_RELATED]
            routes[article_path(page)] = partial(_article_answer, portal, page, others)
            for name in page.expected.attachments:
                routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(portal: Portal, heading: str, pages: Sequence[SamplePage], request: Request) -> Answer:
    """The first page whole, the others as a fragment that a script would put in its place."""
    asked = request.form.get("pageNo", "1")
    index = int(asked) if asked.isdigit() else 1
    last = max(1, -(-len(pages) // portal.per_page))
    shown = pages[max(0, index - 1) * portal.per_page : index * portal.per_page]
    numbers = [tag("a", str(n), href="#", data_page=str(n)) for n in range(1, last + 1) if n != index]
    fragment = fill(
        "own_list",
        action=f"{request.path}?module=Content.Listing&moduleId=1021&cmd=redraw",
        page=str(index),
        size=str(portal.per_page),
        items=join(map(_item, shown)),
        pager=join(numbers, " "),
    )
    if request.form:
        return Answer(fragment.encode("utf-8"))
    return _answer(portal, heading, join((tag("h2", heading), fragment)))


def _item(page: SamplePage) -> Html:
    return fill("own_item", href=article_path(page), title=page.expected.title, day=_day(page))


def _article_answer(portal: Portal, page: SamplePage, others: Sequence[SamplePage], request: Request) -> Answer:
    expected = page.expected
    links = [tag("a", name, href=file_path(page, name)) for name in expected.attachments]
    content = fill(
        "own_article",
        title=expected.title,
        date=f"Ngày đăng: {_day(page)}" if page.published else "",
        summary=tag("div", expected.lead, class_="ArticleSummary") if expected.lead else Html(""),
        body=flaw(page, join(body_html(page, _figure, partial(file_path, page)))),
        author=tag("div", f"Tác giả: {expected.author}", class_="ArticleAuthor") if expected.author else Html(""),
        files=tag("div", join((tag("b", "Tệp đính kèm"), *links), " "), class_="ArticleAttachment") if links else "",
        others=join(tag("li", tag("a", other.expected.title, href=article_path(other))) for other in others),
        views=str(stable_number(page.key, 20, 900) + request.visit),
    )
    return _answer(portal, expected.title, content)


def _figure(block: Block) -> Html:
    image = f'<p style="text-align:center"><img src="/upload/anh/{escape(block.image)}" alt=""></p>'
    return Html(f'{image}<p style="text-align:center">{tag("em", block.text)}</p>')


def _day(page: SamplePage) -> str:
    return f"{page.published:%d/%m/%Y}" if page.published else ""


def _answer(portal: Portal, title: str, content: Html) -> Answer:
    menu = (tag("li", tag("a", channel.title, href=f"/{channel.slug}")) for channel in portal.channels)
    return Answer(fill("own_page", title=title, name=portal.name, menu=join(menu), content=content).encode("utf-8"))
