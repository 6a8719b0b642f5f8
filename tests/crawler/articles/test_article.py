# ruff: noqa: E501 - pages are written as they come
import json
import unicodedata
from typing import Any

import pytest

from crawler.articles.article import read_article
from domain.errors import SourceChanged, UserMistake
from domain.pages import Page

URL = "http://portal.vn/tin/bai-1.html"
FURNITURE = [
    "Lượt xem", "Đánh giá", "Tin liên quan", "Ý kiến bạn đọc", "Thời tiết", "Từ khóa", "Chia sẻ", "Đang truy cập",
    "Những tin mới hơn", "Mã bảo mật",
]  # fmt: skip

TANDAN = """<html><head><title>Gương sáng ở bản Nà Lốc - CỔNG THÔNG TIN</title></head><body><form id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="abc"><a class="s4-skipribbonshortcut noindex">Skip Ribbon</a>
<div class="weather">Thời tiết: 25 độ</div><p class="tandan-p-article-news-title">Gương sáng ở bản Nà Lốc</p>
<span class="tandan-span-date-publish">Đăng ngày 25-4-2024</span> <span>Lượt xem: 1.203</span>
<p class="tandan-p-article-news-summary">Ông Lường Văn Pản hiến đất làm đường.</p>
<div class="tandan-p-article-main"><p>Năm&nbsp;2023, ông hiến 300&nbsp;m2 đất.<br>Bà con làm theo.</p>
<p style="text-align:center"><img src="a.jpg"></p><p style="text-align:center"><em>Ông Pản bên con đường mới.</em></p>
<table><tr><td>1</td><td>Lường Văn Pản</td><td>Nà Lốc</td></tr></table><script>var x = "Từ khóa";</script>
<p style="display:none">cá cược bóng đá</p><p style="text-align:right"><b>Quàng Thị Inh</b></p></div>
<div class="tandan-div-attachment"><a href="/Lists/VB/Attachments/4/k%E1%BA%BF-ho%E1%BA%A1ch.pdf">Tải về</a></div>
<div class="td-tags">Từ khóa: đất</div><div class="tandan-div-article-other"><h3>Tin liên quan</h3><ul><li>Bài khác</li></ul></div>
<div>Đang truy cập: 17</div></form></body></html>"""
NUKEVIET = """<html><head><meta name="generator" content="NukeViet v4.5"></head><body>
<div class="news_column" itemtype="http://schema.org/NewsArticle"><h1 class="title" itemprop="headline">Khen thưởng đột xuất</h1>
<meta itemprop="datePublished" content="2026-04-03+0708:42:00"><span itemprop="author" class="hidden">admin</span>
<span class="h5">Thứ sáu - 03/04/2026 08:42</span><ul><li><em class="fa fa-eye"></em> <span>512</span></li></ul>
<div class="hometext">Chủ tịch UBND tỉnh khen thưởng.</div><div id="news-bodyhtml" class="bodytext">
<p>Hai cá nhân được tặng Bằng khen.</p><figure><img src="x.jpg"><figcaption>Lễ trao Bằng khen.</figcaption></figure>
<ul><li>Ông Hà Văn Thêm</li><li>Bà Vì Thị Ơn</li></ul><p>Xem <a href="/uploads/qd.pdf">tại đây</a>.</p></div>
<div class="news-download-file"><div class="list-group-item"><a href="#pdf">xem</a>
<a href="/uploads/ke-hoach.pdf" download>Tập tin: <b>ke-hoach.pdf</b></a></div></div>
<p class="h5 text-right"><strong>Tác giả: </strong>Lò Minh</p><p class="h5 text-right"><strong>Nguồn tin: </strong>Báo tỉnh</p>
<form id="form3B"><p id="stringrating">Đánh giá</p></form><p>Những tin mới hơn</p><ul class="related"><li>Bài khác</li></ul>
</div><p>Ý kiến bạn đọc</p></body></html>"""
PAPER = """<html><head><script type="application/ld+json">{ld}</script></head><body><article>
<h1 class="article__title cms-title">Người giữ rừng</h1><div class="article__meta"><span class="article__author">Thào A Sình</span>
<time>03/04/2026 23:59</time></div><div class="article__sapo cms-desc">Mười năm giữ rừng.</div>
<div class="article__body zce-content-body cms-body"><p>Đoạn một.</p><figure><img><figcaption>Rừng già.</figcaption></figure>
<div class="article-relate"><p>Tin liên quan</p></div><h2>Vào rừng</h2><p>Đoạn hai.</p></div>
<div class="article__tag">Từ khóa</div></article></body></html>""".replace(
    "{ld}",
    json.dumps({"@graph": [{"@type": "NewsArticle", "headline": "x", "datePublished": "2026-04-03T18:00:00Z",
                            "author": {"@type": "Person", "name": "Thào A Sình"}}]}),
)  # fmt: skip
PARAGRAPH = "Từ hai bàn tay trắng, gia đình ông đã dựng nên trang trại với hơn một nghìn gốc cam. "
GENERIC = f"""<html><head><title>Vườn cam | Trang</title><meta property="og:type" content="article">
<meta name="description" content="Ông Chu Văn Sáu làm giàu từ cây cam trên đất dốc."></head><body><nav>Trang chủ</nav>
<h1>Vườn cam trên đất dốc</h1><div class="date-post">Ngày 5 tháng 6 năm 2023</div>
<div class="sapo">Ông Chu Văn Sáu làm giàu từ cây cam trên đất dốc.</div><article class="noi-dung"><p>{PARAGRAPH * 2}</p>
<p>{PARAGRAPH * 3}</p><p>Năm ngoái, ông thu gần 400 triệu đồng.</p></article><footer>Giấy phép số 12 ngày 12/03/2019</footer></body></html>"""

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("sharepoint_tandan", TANDAN, {
        "title": "Gương sáng ở bản Nà Lốc", "lead": "Ông Lường Văn Pản hiến đất làm đường.", "author": "Quàng Thị Inh",
        "published": "2024-04-25", "files": ["kế-hoạch.pdf"],
        "body": ["Năm 2023, ông hiến 300 m2 đất.", "Bà con làm theo.", "Ông Pản bên con đường mới.",
                 "1 | Lường Văn Pản | Nà Lốc", "Quàng Thị Inh"]}),
    ("nukeviet", NUKEVIET, {
        "title": "Khen thưởng đột xuất", "lead": "Chủ tịch UBND tỉnh khen thưởng.", "author": "Lò Minh",
        "published": "2026-04-03T08:42:00+07:00", "files": ["ke-hoach.pdf", "qd.pdf"],
        "body": ["Hai cá nhân được tặng Bằng khen.", "Lễ trao Bằng khen.", "Ông Hà Văn Thêm", "Bà Vì Thị Ơn", "Xem tại đây."]}),
    ("newspaper_jsonld", PAPER, {
        "title": "Người giữ rừng", "lead": "Mười năm giữ rừng.", "author": "Thào A Sình",
        "published": "2026-04-04T01:00:00+07:00", "files": [],
        "body": ["Đoạn một.", "Rừng già.", "Vào rừng", "Đoạn hai."]}),
    ("generic", GENERIC, {
        "title": "Vườn cam trên đất dốc", "lead": "Ông Chu Văn Sáu làm giàu từ cây cam trên đất dốc.", "author": None,
        "published": "2023-06-05", "files": [],
        "body": [(PARAGRAPH * 2).strip(), (PARAGRAPH * 3).strip(), "Năm ngoái, ông thu gần 400 triệu đồng."]}),
]  # fmt: skip


def read(html: str, family: str = "auto") -> Page | None:
    return read_article(html.encode(), {"Content-Type": "text/html"}, URL, family)


@pytest.mark.parametrize(("family", "html", "expected"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("named", [True, False], ids=["family named", "family recognised"])
def test_a_page_of_each_family_is_read_exactly(family: str, html: str, expected: dict[str, Any], named: bool) -> None:
    page = read(html, family if named else "auto")
    assert page is not None
    assert page.family == family
    assert (page.title, page.lead, page.author) == (expected["title"], expected["lead"], expected["author"])
    assert page.published == expected["published"]
    assert page.text.split("\n") == [expected["title"], expected["lead"], *expected["body"]]
    assert page.text[page.body_start :].startswith(expected["body"][0])
    assert [file.name for file in page.attachments] == expected["files"]
    assert not [word for word in FURNITURE if word in page.text]


def test_text_is_composed_once_whatever_the_page_uses() -> None:
    page = read(unicodedata.normalize("NFD", NUKEVIET))
    assert page == read(unicodedata.normalize("NFD", NUKEVIET), "nukeviet")
    assert page is not None
    assert unicodedata.is_normalized("NFC", page.text)
    assert page.text == read(NUKEVIET).text  # type: ignore[union-attr]


@pytest.mark.parametrize("account", ["admin", "Quản trị viên", "Bởi admin2", "webmaster"])
def test_the_account_that_posted_a_page_is_not_its_author(account: str) -> None:
    in_json = [json.dumps(name)[1:-1] for name in ("Thào A Sình", account)]
    page = read(PAPER.replace("Thào A Sình", account).replace(*in_json))
    assert page is not None
    assert page.author is None
    wordpress = f"""<meta name="generator" content="WordPress 6.5"><h1 class="entry-title">Đào giếng</h1><span class="byline">
<span class="author">{account}</span></span><div class="entry-content"><p>Ông đào giếng.</p><p>Bài, ảnh: Hờ Thị Dua</p></div>"""
    signed = read(wordpress, "wordpress")
    assert signed is not None
    assert signed.author == "Hờ Thị Dua"


def test_hidden_words_are_left_out_and_told() -> None:
    page = read(TANDAN)
    assert page is not None
    assert "cá cược" not in page.text
    assert any("cá cược" in warning for warning in page.warnings)


@pytest.mark.parametrize("family", ["sharepoint_tandan", "nukeviet", "newspaper_jsonld", "generic", "auto"])
def test_a_list_or_an_empty_page_is_no_article(family: str) -> None:
    assert read("<html><body><h1>Tin tức</h1><ul><li><a href='/a'>A</a></li></ul></body></html>", family) is None


@pytest.mark.parametrize(
    ("family", "html"),
    [
        ("nukeviet", NUKEVIET.replace("news-bodyhtml", "noi-dung").replace("bodytext", "khac")),
        ("nukeviet", NUKEVIET.replace("<p>Hai cá nhân được tặng Bằng khen.</p>", "").split("<figure>")[0] + "</div>"),
        ("sharepoint_tandan", TANDAN.replace("tandan-p-article-news-title", "tieu-de")),
        ("newspaper_jsonld", PAPER.replace("article__body", "b").replace("cms-body", "c")),
        ("sharepoint_tandan", PAPER),  # an article by its own word, but not of this family
    ],
)
def test_an_article_that_breaks_its_family_says_so(family: str, html: str) -> None:
    with pytest.raises(SourceChanged):
        read(html, family)


def test_an_unknown_family_is_the_users_mistake() -> None:
    with pytest.raises(UserMistake, match="nukeviet"):
        read(NUKEVIET, "nukviet")


def test_deep_and_broken_markup_does_not_stop_the_reader() -> None:
    page = read(NUKEVIET.replace("<p>Hai", "<div>" * 3000 + "<p>Hai"))
    assert page is None or "Bằng khen" in page.text
    cut = read(NUKEVIET[: NUKEVIET.index("<figure>")])
    assert cut is not None
    assert cut.text.endswith("Hai cá nhân được tặng Bằng khen.")
