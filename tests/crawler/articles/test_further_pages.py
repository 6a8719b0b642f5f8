"""Articles in several pages: the reader sees the first one and says that there are more."""

import pytest

from crawler.articles.article import read_article
from crawler.articles.further_pages import second_page
from crawler.pages.markup import parse_html

URL = "http://hoi.vn/nguoi-dao-gieng-o-lang/"
GOES_ON = [
    (URL, '<a href="http://hoi.vn/nguoi-dao-gieng-o-lang/2/" class="post-page-numbers">2</a>'),
    (URL, '<a href="/nguoi-dao-gieng-o-lang/page/2/">Trang 2</a>'),
    (URL, '<a href="?page=2">Trang sau »</a>'),
    ("http://hoi.vn/bai.aspx?ID=7", '<a href="/bai.aspx?ID=7&trang=2">2</a>'),
]
ENDS = [
    (URL, '<a href="/mot-bai-khac/2/">2</a>'),
    (URL, '<a href="/nguoi-dao-gieng-o-lang/2/">Ảnh số hai</a>'),
    (URL, '<a href="/nguoi-dao-gieng-o-lang/comment-page-2/">2</a>'),
    (URL, '<a href="http://khac.vn/nguoi-dao-gieng-o-lang/2/">2</a>'),
    ("http://hoi.vn/", '<a href="/page/2/">2</a>'),
    ("http://hoi.vn/bai.aspx?ID=7", '<a href="/bai.aspx?ID=8&page=2">2</a>'),
    ("http://hoi.vn/bai.aspx?ID=7", '<a href="/bai.aspx?ID=2">2</a>'),
]


@pytest.mark.parametrize(("url", "link"), GOES_ON)
def test_a_pager_of_the_article_itself_leads_to_its_second_page(url: str, link: str) -> None:
    assert second_page(parse_html(link), url) is not None


@pytest.mark.parametrize(("url", "link"), ENDS)
def test_other_numbers_lead_elsewhere(url: str, link: str) -> None:
    assert second_page(parse_html(link), url) is None


def test_an_article_of_several_pages_is_read_with_a_warning() -> None:
    html = f"""<meta name="generator" content="WordPress 6.5"><h1 class="entry-title">Người đào giếng</h1>
<div class="entry-content"><p>Ông đào giếng cho làng.</p><div class="page-links">Trang: 1 {GOES_ON[0][1]}</div></div>"""
    page = read_article(html.encode(), {"Content-Type": "text/html"}, URL, "wordpress")
    assert page is not None
    assert page.warnings == (f"bài có nhiều trang, mới đọc trang đầu; trang sau: {URL}2/",)
    assert page.text == "Người đào giếng\nÔng đào giếng cho làng."
