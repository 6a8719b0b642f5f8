"""The day of an article on a page of no family, among the other days the page prints."""

import pytest

from crawler.articles.article import read_article
from domain.pages import Page

TEXT = "".join(
    f"<p>Mùa khô năm thứ {n}, ông Siu Klơng lại đào cho làng một cái giếng, không lấy của ai một đồng nào.</p>"
    for n in ("nhất", "hai", "ba", "tư", "năm")
)
PAGE = f"""<html><head><title>Người đào giếng - Báo tỉnh</title></head><body>
<div class="top"><h1><a href="/"><img alt="">Báo tỉnh</a></h1><div class="date-now">Thứ bảy, 21/11/2026</div></div>
<ul class="menu"><li><a href="/xa-hoi">Xã hội</a></li></ul>
<div class="cot"><h1>Người đào giếng</h1>{{day}}<div class="than-bai">{TEXT}</div></div>
<div class="bai-khac"><p><a href="/a">Bài khác của báo</a> <span class="date">03/05/2026</span></p></div></body>"""
DAYS = [
    ('<div class="date">Thứ sáu, 03/04/2026 | 06:45 (GMT+7)</div>', "2026-04-03T06:45:00+07:00"),
    ('<p class="meta"><span class="author">Lê Na</span> <span class="post-date">03/04/2026</span></p>', "2026-04-03"),
    ("<p>Kỷ niệm ngày 27/7/2025, cả làng cùng nhau ôn lại những câu chuyện cũ</p><p>03/04/2026</p>", "2026-04-03"),
    ("<p>03/04/2026 06:45</p>", "2026-04-03T06:45:00+07:00"),
    ('<time datetime="2026-04-03T06:45:00+07:00">hôm kia</time>', "2026-04-03T06:45:00+07:00"),
    (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-04-03"}</script>',
        "2026-04-03",
    ),
]


def read(html: str) -> Page:
    page = read_article(html.encode(), {"Content-Type": "text/html"}, "http://bao.vn/nguoi-dao-gieng", "generic")
    assert page is not None
    return page


@pytest.mark.parametrize(("day", "published"), DAYS)
def test_the_day_beside_the_title_is_taken_not_the_one_of_today(day: str, published: str) -> None:
    assert read(PAGE.replace("{day}", day)).published == published


def test_a_short_article_under_a_banner_heading_is_no_list() -> None:
    page = read(PAGE.replace("{day}", DAYS[0][0]))
    assert page.title == "Người đào giếng"
    assert page.text.count("Siu Klơng") == 5


def test_a_site_that_signs_every_page_itself_is_no_author() -> None:
    signed = '<meta property="og:site_name" content="Báo tỉnh"><meta name="author" content="BÁO TỈNH"><title>'
    assert read(PAGE.replace("<title>", signed)).author is None
    assert read(PAGE.replace("<title>", signed.replace("BÁO TỈNH", "Rơ Mah Thu"))).author == "Rơ Mah Thu"


def test_further_reading_is_no_text_and_its_label_no_author() -> None:
    further = '<p><b>TIN LIÊN QUAN</b></p><ul><li><a href="/b">Hai chị em mở lớp xóa mù chữ</a></li></ul></div></div>'
    page = read(PAGE.replace("{day}", DAYS[0][0]).replace("</div></div>\n<div", f"<p>Rơ Mah Thu</p>{further}\n<div", 1))
    assert page.author == "Rơ Mah Thu"
    assert "LIÊN QUAN" not in page.text
    assert "xóa mù" not in page.text
