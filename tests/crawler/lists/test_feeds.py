# ruff: noqa: E501 - pages are written as they come
import gzip

import pytest

from crawler.lists.feeds import read_feed, read_sitemap
from crawler.records import Link
from crawler.sources.source import Source
from domain.errors import SourceChanged

SOURCE = Source("mau", "Mẫu", start=("http://portal.vn/tin/",), family="nukeviet")
RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>
<item><title>B\xc3\xa0i m\xe1\xbb\x99t</title><link>http://portal.vn/tin/guong/bai-1.html</link></item>
<item><title>ngo\xc3\xa0i</title><link>http://khac.vn/bai-2.html</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/tin/a/bai-3.html"/></entry></feed>"""
HUB = b"""<html><body><a href="/rss/guong.rss">G</a> <a href="/tin/">T</a> <a href="http://khac.vn/rss">K</a></body></html>"""
MAP = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://portal.vn/tin/a/bai-4.html</loc></url>
<url><loc>http://portal.vn/gioi-thieu/</loc></url><url><loc>http://portal.vn/&e;/a/b-5.html</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://portal.vn/m.xml</loc></sitemap>
<sitemap><loc>http://khac.vn/m.xml</loc></sitemap></sitemapindex>"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (RSS, [Link("http://portal.vn/tin/guong/bai-1.html", "article", "Bài một")]),
        (ATOM, [Link("http://portal.vn/tin/a/bai-3.html", "article", "A")]),
        (HUB, [Link("http://portal.vn/rss/guong.rss", "feed", depth=1)]),
    ],
    ids=["rss", "atom", "a hub that lists feeds"],
)
def test_feeds_give_the_articles_of_this_source(body: bytes, expected: list[Link]) -> None:
    assert list(read_feed(body, "http://portal.vn/rss/", SOURCE)) == expected


def test_a_sitemap_gives_articles_and_reads_no_foreign_entity() -> None:
    for body in (MAP, gzip.compress(MAP)):
        urls = [link.url for link in read_sitemap(body, "http://portal.vn/s.xml", SOURCE)]
        assert urls[0] == "http://portal.vn/tin/a/bai-4.html"
        assert not any("root" in url or "gioi-thieu" in url for url in urls)


def test_an_index_gives_its_maps_but_not_without_end() -> None:
    assert read_sitemap(INDEX, "http://portal.vn/s.xml", SOURCE) == (
        Link("http://portal.vn/m.xml", "sitemap", depth=1),
    )
    assert read_sitemap(INDEX, "http://portal.vn/s.xml", SOURCE, depth=2) == ()


@pytest.mark.parametrize(
    "body", [b"<html><body>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</body></html>", b"hello", b"<a/>"]
)
def test_what_is_no_feed_or_map_means_the_source_has_changed(body: bytes) -> None:
    with pytest.raises(SourceChanged):
        read_feed(body, "http://portal.vn/rss/", SOURCE)
    with pytest.raises(SourceChanged):
        read_sitemap(body, "http://portal.vn/s.xml", SOURCE)
