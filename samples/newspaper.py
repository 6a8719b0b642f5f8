"""Portal family "newer newspaper": a provincial paper with JSON-LD."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Final

from samples.body import body_html, flaw
from samples.dates import in_utc, slashed
from samples.feeds import rss, sitemap, sitemap_index
from samples.markup import Html, escape, fill, join, slug, tag
from samples.portals import Portal
from samples.records import Block, SamplePage
from samples.site import HTML, Answer, Handler, Request, file_answer, stable_number, text_answer

_RELATED: Final = 2
_RELATE_AFTER: Final = 2  # blocks of the body that stand before the related box

FEEDS: Final[tuple[str, ...]] = ("/rss/home.rss",)
SITEMAPS: Final[tuple[str, ...]] = ("/sitemap.xml",)
COMPRESSED: Final = True


def article_path(page: SamplePage) -> str:
    """/ten-bai-post123456.html."""
    return f"/{slug(page.expected.title)}-post{stable_number(page.key, 100000, 1000000)}.html"


def file_path(page: SamplePage, name: str) -> str:
    """/media/files/ke-hoach.pdf."""
    return f"/media/files/{name}"


def list_paths(portal: Portal) -> tuple[str, ...]:
    """The newest articles first, then the channels; paging is ?trang=N."""
    return ("/tin-moi/", *(f"/{channel.slug}/" for channel in portal.channels))


def handlers(portal: Portal, pages: Sequence[SamplePage], base_url: str) -> dict[str, Handler]:
    """Every path of the paper; everything carries ETag and Last-Modified."""
    robots = f"User-agent: *\nDisallow: /tim-kiem/\nDisallow: /tag/\n\nSitemap: {base_url}/sitemap.xml\n"
    newest = partial(_list_answer, portal, "Tin mới", pages, "/tin-moi/")
    routes: dict[str, Handler] = {
        "/robots.txt": lambda _: text_answer(robots, "text/plain"),
        "/sitemap.xml": lambda _: text_answer(sitemap_index([f"{base_url}/sitemap-news.xml"]), "application/xml"),
        "/sitemap-news.xml": partial(_sitemap_answer, pages, base_url),
        "/rss/home.rss": partial(_feed_answer, portal, pages, base_url),
        "/": newest,
        "/tin-moi/": newest,
    }
    for channel in portal.channels:
        listed = [page for page in pages if page.channel == channel.slug]
        path = f"/{channel.slug}/"
        routes[path] = partial(_list_answer, portal, channel.title, listed, path)
        routes[f"/rss{path[:-1]}.rss"] = partial(_feed_answer, portal, listed, base_url)
    for page in pages:
        routes[article_path(page)] = partial(_article_answer, portal, page, pages, base_url)
        for name in page.expected.attachments:
            routes[file_path(page, name)] = partial(_file_answer, name, page)
    return routes


def _file_answer(name: str, page: SamplePage, request: Request) -> Answer:
    return file_answer(name, page.published)


def _list_answer(portal: Portal, heading: str, pages: Sequence[SamplePage], path: str, request: Request) -> Answer:
    """One list page; past the end it is a list without items."""
    asked = request.query.get("trang", "1")
    index = int(asked) if asked.isdigit() else 1
    shown = pages[max(0, index - 1) * portal.per_page : index * portal.per_page]
    last = max(1, -(-len(pages) // portal.per_page))
    links = [tag("a", str(n), href=f"{path}?trang={n}") for n in range(1, last + 1)]
    content = fill("newspaper_list", heading=heading, items=join(map(_story, shown)), pager=join(links, ""))
    return _answer(portal, heading, content, shown)


def _story(page: SamplePage) -> Html:
    return fill(
        "newspaper_item",
        href=article_path(page),
        title=page.expected.title,
        summary=page.expected.lead or "",
        time=_clock(page),
    )


def _article_answer(
    portal: Portal, page: SamplePage, pages: Sequence[SamplePage], base_url: str, request: Request
) -> Answer:
    listed = [other for other in pages if other.channel == page.channel and other is not page]
    blocks = body_html(page, _figure, partial(file_path, page))
    related = fill("newspaper_related", items=join(map(_related, listed[:_RELATED])))
    body = join([*blocks[:_RELATE_AFTER], related, *blocks[_RELATE_AFTER:]])
    expected = page.expected
    content = fill(
        "newspaper_article",
        channel=next(channel.title for channel in portal.channels if channel.slug == page.channel),
        channel_href=f"/{page.channel}/",
        title=expected.title,
        author=tag("span", expected.author, class_="article__author") if expected.author else Html(""),
        time=_clock(page),
        sapo=tag("div", expected.lead, class_="article__sapo cms-desc") if expected.lead else Html(""),
        body=flaw(page, body),
        source=tag("p", f"Theo {page.source}", class_="article__source") if page.source else Html(""),
        suggest=join(
            tag("a", other.expected.title, href=article_path(other), class_="seo-suggest-link")
            for other in listed[_RELATED : _RELATED + 2]
        ),
        json_ld=_json_ld(portal, page, base_url),
    )
    return _answer(portal, expected.title, content, [page])


def _json_ld(portal: Portal, page: SamplePage, base_url: str) -> Html:
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": base_url + article_path(page)},
        "headline": page.expected.title,
        "description": page.expected.lead or "",
        "publisher": {"@type": "NewsMediaOrganization", "name": portal.name},
    }
    if page.published:
        show = in_utc if "utc" in page.quirks else (lambda when: when.isoformat())
        facts["datePublished"] = show(page.published)
        facts["dateModified"] = show(page.updated or page.published)
    if page.expected.author:
        facts["author"] = {"@type": "Person", "name": page.expected.author}
    text = json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")
    return Html(f'<script type="application/ld+json">{text}</script>')


def _clock(page: SamplePage) -> str:
    if page.published is None or "utc" in page.quirks:
        return ""
    return f"{slashed(page.published)} {page.published:%H:%M}"


def _figure(block: Block) -> Html:
    image = f'<img class="cms-photo" src="/media/uploads/{escape(block.image)}" alt="{escape(block.text)}">'
    return Html(f'<figure class="picture">{image}{tag("figcaption", block.text)}</figure>')


def _related(page: SamplePage) -> Html:
    heading = tag("a", page.expected.title, href=article_path(page))
    return tag("article", tag("h3", heading, class_="story__heading"), class_="story")


def _answer(portal: Portal, title: str, content: Html, shown: Sequence[SamplePage]) -> Answer:
    menu = (tag("li", tag("a", channel.title, href=f"/{channel.slug}/")) for channel in portal.channels)
    page = fill("newspaper_page", title=title, name=portal.name, menu=join(menu), content=content)
    stamps = [stamp for sample in shown if (stamp := sample.updated or sample.published)]
    return Answer(page.encode("utf-8"), HTML, tagged=True, modified=max(stamps, default=None))


def _feed_answer(portal: Portal, pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    items = [
        (page.expected.title, base_url + article_path(page), page.expected.lead or "", page.published)
        for page in pages
        if page.published
    ]
    return text_answer(rss(portal.name, base_url, items), "application/rss+xml")


def _sitemap_answer(pages: Sequence[SamplePage], base_url: str, request: Request) -> Answer:
    entries = [(base_url + article_path(page), page.updated or page.published) for page in pages]
    return text_answer(sitemap(entries), "application/xml")
