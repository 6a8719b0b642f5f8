"""Portal family "WebForms / DNN": the page of a department, whose lists turn their pages by postback."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw
from samples.markup import Html, escape, fill, join, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import Answer, Handler, Request, file_answer, short_hash, stable_number, text_answer

_DETAIL: Final = "/ChiTiet.aspx"
_LIST: Final = "/TinTuc.aspx"
_FILE: Final = "/LinkClick.aspx"
_GRID: Final = "dnn$ctr507$ViewTinTuc$grvTin"
_STATE: Final = "dDwtMTI3OTMzNDM4NDs7"
_STALE: Final = (
    "<html><head><title>Runtime Error</title></head><body><h1>Server Error in '/' Application.</h1><h2><i>Validation "
    "of viewstate MAC failed. If this application is hosted by a Web Farm or cluster, ensure that machineKey "
    "configuration specifies the same validationKey.</i></h2></body></html>"
)

FEEDS: Final[tuple[str, ...]] = ()
SITEMAPS: Final[tuple[str, ...]] = ()
COMPRESSED: Final = False


def article_path(page: SamplePage) -> str:
    """/ChiTiet.aspx?tabid=120&ContentID=3187."""
    return f"{_DETAIL}?tabid=120&ContentID={_number(page)}"


def file_path(page: SamplePage, name: str) -> str:
    """/LinkClick.aspx?fileticket=3fa9c1d2&tabid=120: the address does not say what the file is."""
    return f"{_FILE}?fileticket={short_hash(page.key + name, 12)}&tabid=120"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The channels; paging is a postback of the grid."""
    return tuple(_list_path(channel.slug) for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the portal; query parameters choose channel, article and file."""
    robots = "User-agent: *\nDisallow: /Login.aspx\nDisallow: /Admin/\n"
    files = {
        file_path(page, name).partition("=")[2].partition("&")[0]: (name, page)
        for page in pages
        for name in page.expected.attachments
    }
    return {
        "/robots.txt": lambda _: text_answer(robots, "text/plain"),
        "/": lambda _: Answer(b"", status=302, location=_list_path(portal.channels[0].slug)),
        _LIST: partial(_list_answer, portal, pages),
        _DETAIL: partial(_article_answer, portal, {str(_number(page)): page for page in pages}),
        _FILE: partial(_file_answer, files),
    }


def _number(page: SamplePage) -> int:
    return stable_number(page.key, 1000, 9999)


def _list_path(channel: str) -> str:
    return f"{_LIST}?tabid=119&cat={channel}"


def _file_answer(files: Mapping[str, tuple[str, SamplePage]], request: Request) -> Answer:
    found = files.get(request.query.get("fileticket", ""))
    return file_answer(found[0], found[1].published, named=True) if found else _gone()


def _gone() -> Answer:
    return Answer("<html><body><h1>Không tìm thấy</h1></body></html>".encode(), status=404)


def _list_answer(portal: Portal, pages: Sequence[SamplePage], request: Request) -> Answer:
    """One page of the grid; the state that a postback refers to must be the one this server gave out."""
    channel = next((one for one in portal.channels if one.slug == request.query.get("cat")), None)
    if channel is None:
        return _gone()
    if request.form and not request.form.get("__VIEWSTATE", "").startswith(_STATE + short_hash(channel.slug)):
        return Answer(_STALE.encode(), status=500)
    listed = [page for page in pages if page.channel == channel.slug]
    asked = request.form.get("__EVENTARGUMENT", "").removeprefix("Page$")
    index = int(asked) if request.form.get("__EVENTTARGET") == _GRID and asked.isdigit() else 1
    last = max(1, -(-len(listed) // portal.per_page))
    shown = listed[(index - 1) * portal.per_page : index * portal.per_page]
    rows = [_row(page, number) for number, page in enumerate(shown)]
    pager = [_page_cell(number, index) for number in range(1, last + 1)]
    content = fill("webforms_list", heading=channel.title, rows=join(rows), pager=join(pager, ""))
    return _answer(portal, channel.title, content, request, short_hash(channel.slug))


def _row(page: SamplePage, number: int) -> Html:
    return fill(
        "webforms_item",
        row="rgAltRow" if number % 2 else "rgRow",
        href=article_path(page),
        title=page.expected.title,
        day=f"({page.published:%d/%m/%Y})" if page.published else "",
    )


def _page_cell(number: int, current: int) -> Html:
    if number == current:
        return tag("td", tag("span", str(number)))
    return tag("td", tag("a", str(number), href=f"javascript:__doPostBack('{_GRID}','Page${number}')"))


def _article_answer(portal: Portal, pages: Mapping[str, SamplePage], request: Request) -> Answer:
    page = pages.get(request.query.get("ContentID", ""))
    if page is None:
        return _gone()
    expected = page.expected
    blocks = body_html(page, _figure, partial(file_path, page))
    offered = [name for name in expected.attachments if all(name not in block.source for block in page.blocks)]
    content = fill(
        "webforms_article",
        title=expected.title,
        date=f"{page.published:%d/%m/%Y} - {page.published:%H:%M}" if page.published else "",
        lead=expected.lead or "",
        body=flaw(page, join(map(_broken, blocks), "<br /><br />")),
        author=expected.author or "",
        views=str(stable_number(page.key, 50, 5000) + request.visit),
        files=join(tag("a", "Tải về", href=file_path(page, name)) for name in offered),
    )
    return _answer(portal, expected.title, content, request, short_hash(page.key))


def _broken(block: str) -> Html:
    """The editor of this family knows no paragraphs: what is not a table or a list stands between line breaks."""
    for name in ("p", "h3"):
        if block.startswith(f"<{name}>"):
            inner = block.removeprefix(f"<{name}>").removesuffix(f"</{name}>")
            return Html(inner if name == "p" else f"<strong>{inner}</strong>")
    return Html(block)


def _figure(block: Block) -> Html:
    return Html(f'<img src="/Portals/0/Anh/{escape(block.image)}" /><br />{tag("em", block.text)}')


def _answer(portal: Portal, title: str, content: Html, request: Request, mark: str) -> Answer:
    menu = (tag("li", tag("a", channel.title, href=_list_path(channel.slug))) for channel in portal.channels)
    query = "&".join(f"{key}={value}" for key, value in request.query.items())
    page = fill(
        "webforms_page",
        title=title,
        name=portal.name,
        action=f".{request.path}?{query}",
        viewstate=_STATE + mark + short_hash(f"{title}{request.visit}", 64) * 30,
        validation=short_hash(f"{mark}{request.visit}", 64) * 4,
        menu=join(menu),
        content=content,
        visits=str(880412 + request.visit),
    )
    return Answer(page.encode("utf-8"))
