"""Portal family "WordPress": the site of an association, whose pages are dressed by plugins and signed by "admin"."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw, sign
from samples.dates import in_utc, month_in_words
from samples.feeds import rss, sitemap, sitemap_index
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import HTML, Answer, Handler, Request, file_answer, stable_number, text_answer

_ACCOUNT: Final = "admin"  # who posts, whoever wrote
_RELATED: Final = 2
_RECENT: Final = 3
_FEED: Final = 10  # WordPress's own limit

FEEDS: Final[tuple[str, ...]] = ("/feed/",)
SITEMAPS: Final[tuple[str, ...]] = ("/wp-sitemap.xml",)
COMPRESSED: Final = True


def article_path(page: SamplePage) -> str:
    """/ten-bai-viet/."""
    return f"/{slug(page.expected.title)}/"


def file_path(page: SamplePage, name: str) -> str:
    """/wp-content/uploads/2026/04/ke-hoach.pdf."""
    month = f"{page.published:%Y/%m}" if page.published else "2020/01"
    return f"/wp-content/uploads/{month}/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The categories; paging is page/N/."""
    return tuple(_list_path(channel.slug) for channel in portal.channels)


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the site; a page past the end of a list does not exist."""
    robots = (
        f"User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {base_url}/wp-sitemap.xml\n"
    )
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer(robots, "text/plain"),
        "/wp-sitemap.xml": lambda _: text_answer(sitemap_index(_child_maps(base_url)), "application/xml"),
        "/wp-sitemap-posts-post-1.xml": partial(_map_of_posts, pages, base_url),
        "/wp-sitemap-taxonomies-category-1.xml": partial(_map_of_categories, portal, base_url),
        "/feed/": partial(_feed_answer, portal, pages, base_url),
    }
    lists = {"/": (portal.name, pages)} | {
        _list_path(channel.slug): (channel.title, [page for page in pages if page.channel == channel.slug])
        for channel in portal.channels
    }
    for path, (heading, listed) in lists.items():
        last = max(1, -(-len(listed) // portal.per_page))
        for index in range(1, last + 1):
            here = path if index == 1 else f"{path}page/{index}/"
            routes[here] = partial(_list_answer, portal, heading, listed, pages)
    for page in pages:
        routes[article_path(page)] = partial(_article_answer, portal, page, pages, base_url)
        routes[f"{article_path(page)}print/"] = partial(_print_answer, page)
        for name in page.expected.attachments:
            routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _list_path(channel: str) -> str:
    return f"/category/{channel}/"


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(
    portal: Portal, heading: str, listed: Sequence[SamplePage], pages: Sequence[SamplePage], request: Request
) -> Answer:
    path, _, number = request.path.rstrip("/").partition("/page/")
    index = int(number or 1)
    shown = listed[(index - 1) * portal.per_page : index * portal.per_page]
    pager = _pager(path + "/", index, last=max(1, -(-len(listed) // portal.per_page)))
    content = fill("wordpress_list", heading=heading, items=join(map(_item, shown)), pager=pager)
    return _answer(portal, heading, content, pages, "archive category")


def _pager(path: str, index: int, last: int) -> Html:
    links = [
        tag("span", str(n), class_="page-numbers current")
        if n == index
        else tag("a", str(n), class_="page-numbers", href=path if n == 1 else f"{path}page/{n}/")
        for n in range(1, last + 1)
    ]
    if index < last:
        links.append(tag("a", "Bài cũ hơn »", class_="next page-numbers", href=f"{path}page/{index + 1}/"))
    return join(links)


def _item(page: SamplePage) -> Html:
    return fill(
        "wordpress_item",
        href=article_path(page),
        title=page.expected.title,
        time=_time(page),
        excerpt=page.blocks[0].text[:140].rsplit(" ", 1)[0] + " […]",
        number=str(_number(page)),
    )


def _article_answer(
    portal: Portal, page: SamplePage, pages: Sequence[SamplePage], base_url: str, request: Request
) -> Answer:
    channel = next(channel for channel in portal.channels if channel.slug == page.channel)
    others = [other for other in pages if other.channel == page.channel and other is not page]
    blocks = sign(page, body_html(page, _figure, partial(file_path, page)), 'class="has-text-align-right"')
    further = [fill("wordpress_further", href=article_path(other), title=other.expected.title) for other in others[:1]]
    content = fill(
        "wordpress_article",
        number=str(_number(page)),
        channel=channel.title,
        channel_href=_list_path(channel.slug),
        title=page.expected.title,
        time=_time(page),
        account=_ACCOUNT,
        href=article_path(page),
        contents=_contents(page),
        body=flaw(page, join([*blocks[:2], *further, *blocks[2:]])),
        files=join(_file(page, name) for name in page.expected.attachments),
        views=str(stable_number(page.key, 60, 900) + request.visit),
        related=join(
            tag("li", tag("a", one.expected.title, href=article_path(one))) for one in others[1 : 1 + _RELATED]
        ),
        json_ld=_json_ld(portal, page, base_url),
    )
    return _answer(
        portal, page.expected.title, content, pages, f"post-template-default single single-post postid-{_number(page)}"
    )


def _print_answer(page: SamplePage, request: Request) -> Answer:
    """The same text once more, as a plugin sets it for the printer."""
    lines = join(tag("p", line) for line in page.expected.lines[1:])
    return Answer(fill("wordpress_print", title=page.expected.title, body=lines).encode("utf-8"))


def _number(page: SamplePage) -> int:
    return stable_number(page.key, 300, 9000)


def _time(page: SamplePage) -> Html:
    """Older posts were published with a theme that prints the day in words and tells machines nothing."""
    if page.published is None:
        return Html("")
    shown = month_in_words(page.published)
    if "old_theme" in page.quirks:
        return tag("span", shown, class_="entry-date")
    changed = page.updated or page.published
    return join(
        (
            tag("time", shown, class_="entry-date published", datetime=page.published.isoformat()),
            tag("time", month_in_words(changed), class_="updated", datetime=changed.isoformat()),
        )
    )


def _contents(page: SamplePage) -> Html:
    headings = [block.text for block in page.blocks if block.kind == "heading"]
    items = join(tag("li", tag("a", text, href=f"#muc-{n}")) for n, text in enumerate(headings, 1))
    return fill("wordpress_contents", items=items) if headings else Html("")


def _file(page: SamplePage, name: str) -> Html:
    return fill("wordpress_file", href=file_path(page, name), name=name.rpartition(".")[0].replace("-", " ").upper())


def _figure(block: Block) -> Html:
    return fill("wordpress_figure", image=block.image, caption=block.text)


def _json_ld(portal: Portal, page: SamplePage, base_url: str) -> Html:
    """A graph as search plugins write it: in UTC, the account as author."""
    if "old_theme" in page.quirks or page.published is None:
        return Html("")
    address = base_url + article_path(page)
    graph = [
        {
            "@type": "Article",
            "@id": f"{address}#article",
            "isPartOf": {"@id": address},
            "author": {"name": _ACCOUNT, "@id": f"{base_url}/#/schema/person/7d1f"},
            "headline": page.expected.title,
            "datePublished": in_utc(page.published).replace("Z", "+00:00"),
            "dateModified": in_utc(page.updated or page.published).replace("Z", "+00:00"),
            "publisher": {"@id": f"{base_url}/#organization"},
        },
        {"@type": "WebPage", "@id": address, "url": address, "name": f"{page.expected.title} - {portal.name}"},
        {"@type": "Organization", "@id": f"{base_url}/#organization", "name": portal.name, "url": f"{base_url}/"},
        {"@type": "Person", "@id": f"{base_url}/#/schema/person/7d1f", "name": _ACCOUNT},
    ]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False).replace("</", "<\\/")
    return Html(f'<script type="application/ld+json" class="yoast-schema-graph">{text}</script>')


def _answer(portal: Portal, title: str, content: Html, pages: Sequence[SamplePage], body_class: str) -> Answer:
    recent = (tag("li", tag("a", page.expected.title, href=article_path(page))) for page in pages[:_RECENT])
    page = fill(
        "wordpress_page",
        title=title,
        name=portal.name,
        body_class=body_class,
        menu=join(tag("li", tag("a", channel.title, href=_list_path(channel.slug))) for channel in portal.channels),
        content=content,
        recent=join(recent),
    )
    return Answer(page.encode("utf-8"), HTML)


def _feed_answer(portal: Portal, pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    items = [
        (page.expected.title, base_url + article_path(page), escape(page.blocks[0].text), page.published)
        for page in pages
        if page.published
    ]
    return text_answer(rss(portal.name, base_url, items[:_FEED]), "application/rss+xml; charset=UTF-8")


def _child_maps(base_url: str) -> list[str]:
    return [f"{base_url}/wp-sitemap-{name}-1.xml" for name in ("posts-post", "taxonomies-category")]


def _map_of_posts(pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    entries = [(base_url + article_path(page), page.updated or page.published) for page in pages]
    return text_answer(sitemap(entries), "application/xml")


def _map_of_categories(portal: Portal, base_url: str, request: Request) -> Answer:
    entries = [(base_url + _list_path(channel.slug), None) for channel in portal.channels]
    return text_answer(sitemap(entries), "application/xml")
