"""Pages of no known family: what trafilatura alone would lose or add."""

# ruff: noqa: E501 - pages are written as they come
import pytest

from crawler.articles.article import read_article
from crawler.articles.main_block import MainBlock, choose_title, combine, find_main_block
from crawler.pages.markup import parse_html
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
    links = "<html><body><a href='/a'>Một liên kết dài hơn hai mươi lăm chữ cái</a></body></html>"
    assert find_main_block(parse_html(links), ()) is None
    assert find_main_block(parse_html("<html></html>"), ("Tựa",)) is None


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


def block(*lines: str, page: tuple[str, ...] = (), listed: tuple[str, ...] = ()) -> MainBlock:
    return MainBlock("Tựa", "", lines, "", 0.0, page, frozenset(listed))


def test_a_second_reader_says_where_the_article_begins_and_ends() -> None:
    found = combine(block("Chia sẻ", ONE, *NAMES, LAST, "In bài"), [ONE, LAST])
    assert found is not None
    assert found.lines == (ONE, *NAMES, LAST)


LONG = (
    "Ông Hoàng Seo Phừ, Bí thư Chi bộ thôn, cho biết đường vào thôn nay đã rộng ba mét rưỡi, xe tải đi được quanh năm."
)
MORE = [f"{LONG} Đoạn {number}." for number in range(12)]
NOTE = "Bài viết nằm trong tuyến bài do tòa soạn thực hiện cùng các cộng tác viên ở cơ sở trong suốt năm 2026 vừa qua."
OTHER_PART = "Phần hai của bài kể về lớp học ban đêm mà cô giáo Vàng Thị Dợ mở tại nhà văn hóa thôn suốt sáu năm qua."
# (lines of the block, which of them are listed, lines of the page, lines of the second reader, what is made of them)
MIXED = {
    "a long list item it dropped is added": ((*MORE, NOTE, LAST), (NOTE,), (), (*MORE, LAST), (*MORE, NOTE, LAST)),
    "a short line it dropped is added": ((*MORE, NAMES[0], LAST), (), (), (*MORE, LAST), (*MORE, NAMES[0], LAST)),
    "one long line it dropped is believed to be no text": ((*MORE, NOTE, LAST), (), (), (*MORE, LAST), (*MORE, LAST)),
    "much prose it dropped is the article": ((ONE, *MORE, LAST), (), (), (ONE, LAST), (ONE, *MORE, LAST)),
    "a part outside the block, no furniture, is kept": (
        (*MORE,),
        (),
        (*MORE, OTHER_PART),
        (*MORE, OTHER_PART),
        (*MORE, OTHER_PART),
    ),
    "what stands in furniture is left out": ((*MORE,), (), (*MORE,), (*MORE, OTHER_PART), (*MORE,)),
    "a short line outside the block is left out": ((*MORE,), (), (*MORE, "In bài"), (*MORE, "In bài"), (*MORE,)),
    "a line that comes twice stays twice": (
        (ONE, *NAMES, LAST, ONE),
        (),
        (),
        (ONE, LAST, ONE),
        (ONE, *NAMES, LAST, ONE),
    ),
}


@pytest.mark.parametrize(("lines", "listed", "page", "others", "made"), MIXED.values(), ids=MIXED)
def test_of_two_readers_each_gives_what_it_knows(
    lines: tuple[str, ...],
    listed: tuple[str, ...],
    page: tuple[str, ...],
    others: tuple[str, ...],
    made: tuple[str, ...],
) -> None:
    found = combine(block(*lines, page=page, listed=listed), others)
    assert found is not None
    assert found.lines == made


def test_an_article_in_two_containers_keeps_both_and_no_box_beside_them() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in MORE)
    box = f"<div class='tin-lien-quan'><p>{NOTE}</p></div>"
    body = f"<h1>{TITLE}</h1><div class='a'><div><div><div>{paragraphs}</div></div></div></div><div class='b'><div><div><p>{OTHER_PART}</p></div></div></div>{box}"
    page = read(f"<article>{body}</article>")
    assert page is not None
    assert page.text.split("\n") == [TITLE, *MORE, OTHER_PART]


def test_a_description_is_a_lead_only_where_the_article_shows_it() -> None:
    head = f"<html><head><title>{TITLE}</title><meta name='description' content='{LEAD}'></head><body>"
    body = f"<div class='bai'><h1>{TITLE}</h1><p>03/04/2026</p>{''.join(f'<p>{line}</p>' for line in MORE)}</div>"
    inside = f"{head}<div class='sidebar'><div>{LEAD}</div></div>{body}</body></html>"
    page = read_article(inside.encode(), {"Content-Type": "text/html"}, "http://xa.vn/bai.html")
    assert page is not None
    assert page.lead is None


def test_two_readers_that_see_different_things_are_not_mixed() -> None:
    assert combine(block("Bình luận của bạn đọc về một bài khác."), [ONE, LAST]) is None
    assert combine(None, [ONE]) is None


def test_a_second_reader_that_gives_the_page_as_one_line_is_not_heard() -> None:
    found = block(ONE, LAST)
    assert combine(found, [f"Trang chủ {ONE} {LAST} Liên hệ"]) == found
