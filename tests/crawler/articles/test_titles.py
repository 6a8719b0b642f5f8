"""Which heading is that of the article."""

import pytest

from crawler.articles.titles import find_title
from crawler.pages.markup import parse_html, text_of

BANNERS = [
    '<h1 class="logo"><a href="/">Báo Ngàn Sâu</a></h1>',
    '<h1><a href="http://bao.example/"><img alt="Báo"></a> Tiếng nói của Nhân dân</h1>',
    '<h1><a href="/default.aspx">Cổng thông tin</a></h1>',
    "<h1><img src='logo.png' alt='Báo'></h1>",
]
TITLES = [
    "<h1>Người đào giếng</h1>",
    '<h1><a href="#">Người đào giếng</a></h1>',
    '<h1><a href="/xa-hoi/nguoi-dao-gieng-a123.html">Người đào giếng</a></h1>',
    '<h1><a href="?id=3">Người đào giếng</a></h1>',
    '<h1><a href="http://[">Người đào giếng</a></h1>',
]


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("title", TITLES)
def test_the_banner_of_the_site_is_passed_over(banner: str, title: str) -> None:
    assert text_of(find_title(parse_html(banner + title), "h1.title, h1")) == "Người đào giếng"


@pytest.mark.parametrize("banner", BANNERS)
def test_a_page_with_nothing_but_a_banner_has_no_title(banner: str) -> None:
    assert find_title(parse_html(banner), "h1") is None
