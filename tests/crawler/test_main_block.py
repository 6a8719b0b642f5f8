"""Pages of no known family: what trafilatura alone would lose or add."""

# ruff: noqa: E501 - pages are written as they come
import pytest

from crawler.article import read_article
from crawler.main_block import MainBlock, choose_title, combine, find_main_block
from domain.pages import Page

TITLE = "Xã Nậm Chày khen thưởng người tốt, việc tốt"
LEAD = "Sáng 3/4/2026, UBND xã Nậm Chày tổ chức khen thưởng ba cá nhân có việc làm tốt trong quý I."
ONE = "Theo Chủ tịch UBND xã, cả ba người đều do khu dân cư giới thiệu, hồ sơ niêm yết bảy ngày tại nhà văn hóa."
NAMES = ["Bà Lý Mùi Chản, thôn Khâm Trên;", "Anh Bàn Phúc Lâm, thôn Nậm Cần;", "Em Triệu Tà Mẩy, lớp 8A."]
LAST = "Mỗi người được tặng Giấy khen kèm tiền thưởng theo quy định."
ITEMS = "".join(f"<li>{name}</li>" for name in NAMES)
MENU = "<nav><a href='/a'>Trang chủ</a></nav><ul class='menu'><li>Giới thiệu</li><li>Liên hệ</li></ul>"
OTHERS = "<div class='tin-lien-quan'><h3>Tin liên quan</h3><ul><li><a href='/x'>Một bài khác dài hơn hai mươi lăm chữ</a></li></ul></div>"
FOOT = "<footer><p>Giấy phép số 12/GP-TTĐT cấp ngày 12/03/2019, ghi rõ nguồn khi phát hành lại.</p></footer>"
PLAIN = f"""<div class="khung"><h1>{TITLE}</h1><p class="ngay">Thứ sáu, 03/04/2026 08:42</p><div class="mo-dau">{LEAD}</div>
<div class="than-bai"><p>{ONE}</p><ul>{ITEMS}</ul><p>{LAST}</p></div><div class="share">Chia sẻ lên mạng xã hội cho mọi người</div>{OTHERS}</div>"""
BROKEN = f"""<form method="post"><input type="hidden" name="__VIEWSTATE" value="x"><table><tr><td>{MENU}</td><td><span class="td">{TITLE}</span><br>
<span>03/04/2026 - 08:42</span><br><span class="tt">{LEAD}</span><br><span class="nd">{ONE}<br><br>{"<br>".join(NAMES)}<br>{LAST}</span></td></tr></table></form>"""
PAGES = {"paragraphs and a list": PLAIN, "one form, line breaks only": BROKEN}


def read(body: str, title: str = f"{TITLE} - CỔNG THÔNG TIN XÃ NẬM CHÀY") -> Page | None:
    html = f"<html><head><title>{title}</title></head><body>{MENU}{body}{FOOT}</body></html>"
    return read_article(html.encode(), {"Content-Type": "text/html"}, "http://xa.vn/bai.html")


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_head_list_and_day_of_an_unknown_page_are_read_and_nothing_else(body: str) -> None:
    page = read(body)
    assert page is not None
    assert page.family == "generic"
    assert page.title == TITLE
    assert page.lead == (LEAD if "mo-dau" in body else None)  # among line breaks nothing tells the lead
    assert page.published == "2026-04-03T08:42:00+07:00"
    assert page.text.split("\n") == [TITLE, LEAD, ONE, *NAMES, LAST]


def test_a_list_of_articles_with_summaries_is_no_article() -> None:
    item = f"<div class='tin'><h3><a href='/b'>{TITLE} lần thứ nhất năm nay</a></h3><span>03/04/2026</span><p>{LEAD}</p></div>"
    assert read(f"<h1>Tin tức</h1><div class='ds'>{item * 3}</div>", "Tin tức") is None


def test_a_frame_that_is_called_like_furniture_is_kept() -> None:
    page = read(f"<div class='page has tags'>{PLAIN}</div>")
    assert page is not None
    assert page.title == TITLE


def test_a_page_without_prose_has_no_main_block() -> None:
    assert (
        find_main_block("<html><body><a href='/a'>Một liên kết dài hơn hai mươi lăm chữ cái</a></body></html>", ())
        is None
    )
    assert find_main_block("<html></html>", ("Tựa",)) is None


TITLES = [
    ([f"{TITLE} - CỔNG THÔNG TIN", "x"], [TITLE], TITLE),
    (["Khen thưởng - biểu dương - Báo tỉnh"], ["Khen thưởng - biểu dương"], "Khen thưởng - biểu dương"),
    (["Không có trên trang"], ["khác"], "Không có trên trang"),
    (["", "Hai"], ["Hai"], "Hai"),
    ([], ["Hai"], ""),
]


@pytest.mark.parametrize(("titles", "lines", "chosen"), TITLES)
def test_the_title_is_what_stands_on_the_page(titles: list[str], lines: list[str], chosen: str) -> None:
    assert choose_title(titles, lines) == chosen


def block(*lines: str) -> MainBlock:
    return MainBlock("Tựa", "", lines, "", 0.0)


def test_a_second_reader_says_where_the_article_begins_and_ends() -> None:
    found = combine(block("Chia sẻ", ONE, *NAMES, LAST, "In bài"), [ONE, LAST])
    assert found is not None
    assert found.lines == (ONE, *NAMES, LAST)


def test_two_readers_that_see_different_things_are_not_mixed() -> None:
    assert combine(block("Bình luận của bạn đọc về một bài khác."), [ONE, LAST]) is None
    assert combine(None, [ONE]) is None


def test_a_second_reader_that_gives_the_page_as_one_line_is_not_heard() -> None:
    found = block(ONE, LAST)
    assert combine(found, [f"Trang chủ {ONE} {LAST} Liên hệ"]) == found
