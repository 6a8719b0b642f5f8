# ruff: noqa: E501 - pages are written as they come
from typing import Any

import pytest

from crawler.articles.article import read_article
from crawler.families.table import FAMILIES
from crawler.lists.listing import is_article_url, read_listing
from crawler.sources.source import Source
from domain.errors import SourceChanged
from domain.pages import Page

URL = "http://portal.vn/tin/bai-1.html"
ONE = "Ông Giàng A Páo hiến 420 m2 đất vườn để mở rộng đường vào bản Séo Tủng."
TWO = "Sau ông, mười một hộ khác cũng dời hàng rào, con đường rộng thêm hai mét."
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "sharepoint_webpart": (
        f"""<form id="aspnetForm"><div id="divArticleDescription3"><h1>Hiến đất mở đường</h1></div>
<span id="ctl00_SPWebPartManager1_g_3f_ctl00_pnHide">03/04/2026</span><div id="divArticleDescription1">Một việc làm đẹp.</div>
<div id="divArticleDescription2"><p>{ONE}</p><p>{TWO}</p><p><a href="/Lists/VB/Attachments/7/ds.pdf">Danh sách</a></p></div>
<span id="ctl00_SPWebPartManager1_g_3f_ctl00_pnNguontin">Báo tỉnh</span></form>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03", "body": [ONE, TWO, "Danh sách"], "files": ["ds.pdf"]},
    ),
    "liferay": (
        f"""<div id="p_p_id_56_INSTANCE_x_" class="portlet-boundary"><div class="content_detail_news">
<h1 id="titleDetail">Hiến đất mở đường</h1><span class="date_time">03/04/2026 08:42</span>
<div class="summary" id="leadDetail">Một việc làm đẹp.</div><div class="textdetail" id="contentDetail"><p>{ONE}</p><p>{TWO}</p></div>
<div class="author">Vàng Thị Sếnh</div><div class="source">Nguồn: Báo tỉnh</div><div id="myRating">Đánh giá</div></div>
<div class="attachment"><ul><li><a href="/documents/20182/99/ds.pdf/5f">ds.pdf</a></li></ul></div>
<div class="list_detail"><ul class="ul_list_detail"><li><a href="/-/khac">Bài khác (02/04/2026)</a></li></ul></div></div>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03T08:42:00+07:00", "author": "Vàng Thị Sếnh",
         "body": [ONE, TWO], "files": ["ds.pdf"]},
    ),
    "webforms": (
        f"""<form id="form1"><span id="ctl00_zone1_ctl00_lblTieuDe">Hiến đất mở đường</span><span id="ctl00_zone1_ctl00_lblNgayDang">03/04/2026 - 08:42</span>
<span id="ctl00_zone1_ctl00_lblTomTat">Một việc làm đẹp.</span><span id="ctl00_zone1_ctl00_lblNoiDung">{ONE}<br><br>{TWO}<br>
Danh sách xem <a href="/LinkClick.aspx?fileticket=9Q%3d&tabid=119">tại đây</a>.</span>
<span id="ctl00_zone1_ctl00_lblTacGia">Vàng Thị Sếnh</span></form>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03T08:42:00+07:00", "author": "Vàng Thị Sếnh",
         "body": [ONE, TWO, "Danh sách xem tại đây."], "files": ["tại đây"]},
    ),
    "own_portal": (
        f"""<h1>Hiến đất mở đường</h1><div class="thongke-ngay">Ngày 03/04/2026</div><div class="noidung sapo">Một việc làm đẹp.</div>
<div class="noidung"><p>{ONE}</p><p>{TWO}</p><p><em>Con đường mới.</em></p></div>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03", "body": [ONE, TWO, "Con đường mới."]},
    ),
    "paper_table": (
        f"""<h1 class="title">Hiến đất mở đường</h1><div class="date">08:42, 03/04/2026</div><div class="content" id="content">
<p><strong>Một việc </strong><b>làm đẹp.</b></p><p>{ONE}</p><table class="image center"><tr><td><img src="a.jpg"></td></tr>
<tr><td class="image_desc">Con đường mới.</td></tr></table><table class="rl center"><tr><td>TIN LIÊN QUAN</td></tr></table>
<p>{TWO}</p><p><strong>Vàng Thị Sếnh</strong></p></div>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03T08:42:00+07:00", "author": "Vàng Thị Sếnh",
         "body": [ONE, "Con đường mới.", TWO, "Vàng Thị Sếnh"]},
    ),
    "paper_fck": (
        f"""<h1 class="title">Hiến đất mở đường</h1><div class="pubdate">Thứ sáu, 03/04/2026 08:42</div><div id="newscontents">
<div class="sapo">Một việc làm đẹp.</div><div class="content-fck"><p>{ONE}</p><p>{TWO}</p><p style="text-align:center">Con đường mới.</p></div></div>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03T08:42:00+07:00", "body": [ONE, TWO, "Con đường mới."]},
    ),
    "paper_pbody": (
        f"""<h1 class="title_detail">Hiến đất mở đường</h1><div class="date_news">03-04-2026 08:42</div><div class="sapo_detail">Một việc làm đẹp.</div>
<div id="main-detail"><p class="pBody">{ONE}</p><p class="pCaption">Con đường mới.</p><div class="drelated">Đọc thêm</div>
<p class="pBody">{TWO}</p><p class="pAuthor">Vàng Thị Sếnh</p></div>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03T08:42:00+07:00", "author": "Vàng Thị Sếnh",
         "body": [ONE, "Con đường mới.", TWO]},
    ),
    "newspaper_jsonld": (
        f"""<h1 class="detail-title">Hiến đất mở đường</h1><time datetime="2026-04-03T08:42:00+0700">3/4</time><p class="detail__sapo">Một việc làm đẹp.</p>
<div class="detail-content afcbc-body"><p>{ONE}</p><p>{TWO}</p><div class="notebox">Đọc thêm</div></div>""",
        {"lead": "Một việc làm đẹp.", "published": "2026-04-03T08:42:00+07:00", "body": [ONE, TWO]},
    ),
    "wordpress": (
        f"""<meta name="generator" content="WordPress 6.5"><article><h1 class="entry-title">Hiến đất mở đường</h1>
<time class="entry-date" datetime="2026-04-03T01:42:00+00:00">3/4</time><span class="byline"><span class="author">Vàng Thị Sếnh</span></span>
<div class="entry-content"><p>{ONE}</p><p>{TWO}</p><div class="post-views">1.204 lượt xem</div></div></article>""",
        {"lead": None, "published": "2026-04-03T08:42:00+07:00", "author": "Vàng Thị Sếnh", "body": [ONE, TWO]},
    ),
}  # fmt: skip


def read(html: str, family: str = "auto") -> Page | None:
    return read_article(f"<html><body>{html}</body></html>".encode(), {"Content-Type": "text/html"}, URL, family)


@pytest.mark.parametrize("family", PAGES)
@pytest.mark.parametrize("named", [True, False], ids=["named", "recognised"])
def test_a_page_of_each_family_is_read_exactly(family: str, named: bool) -> None:
    html, expected = PAGES[family]
    page = read(html, family if named else "auto")
    assert page is not None
    assert page.family == family
    assert page.title == "Hiến đất mở đường"
    assert (page.lead, page.published) == (expected["lead"], expected["published"])
    assert page.author == expected.get("author")
    assert page.text[page.body_start :].split("\n") == expected["body"]
    assert [file.name for file in page.attachments] == expected.get("files", [])


@pytest.mark.parametrize("family", PAGES)
def test_an_article_without_its_body_breaks_the_promise_of_its_family(family: str) -> None:
    html = '<meta property="og:type" content="article">' + PAGES[family][0].replace(ONE, "").replace(TWO, "")
    for mark in ("divArticleDescription2", "contentDetail", "lblNoiDung", "noidung", "content-fck", "newscontents",
                 "main-detail", "afcbc-body", "entry-content", 'id="content"', 'class="content"'):  # fmt: skip
        html = html.replace(mark, "khac")
    with pytest.raises(SourceChanged, match=family):
        read(html, family)


@pytest.mark.parametrize("family", [name for name in FAMILIES if name != "generic"])
def test_a_list_is_no_article_in_any_family(family: str) -> None:
    assert read("<ul><li><a href='/a'>A</a></li></ul>", family) is None


def test_a_body_far_shorter_than_what_a_generic_reader_sees_is_an_alarm() -> None:
    html = PAGES["own_portal"][0]
    moved = "".join(f"<p>{ONE} {TWO} Đoạn {n} của bài nói về người thật, việc thật ở bản xa.</p>" for n in range(12))
    with pytest.raises(SourceChanged, match="cách đọc chung"):
        read(f"{html}<div class='noi-dung-moi'>{moved}</div>", "own_portal")
    assert read(f"{html}<aside>{moved}</aside>", "own_portal") is not None
    assert read(f"{html}<div class='x'><p>{ONE * 3}</p></div>", "own_portal") is not None


PATHS = [
    ("sharepoint_webpart", "/vn/tin-tuc/58331/hien-dat.aspx", True),
    ("sharepoint_webpart", "/vn/chuyen-muc/1173/thi-dua.aspx", False),
    ("liferay", "/web/tinh/-/hien-dat-mo-duong", True),
    ("liferay", "/tin/-/asset_publisher/aB3x/content/hien-dat?redirect=%2Ftin", True),
    ("liferay", "/c/document_library/get_file?uuid=3", False),
    ("webforms", "/tabid/119/ArticleId/2041/hien-dat.aspx", True),
    ("webforms", "/LinkClick.aspx?fileticket=x&newsid=3", False),
    ("paper_table", "/xa-hoi/202604/hien-dat-mo-duong-3a1c/", True),
    ("paper_fck", "/xa-hoi/hien-dat-mo-duong-a31234.html", True),
    ("paper_pbody", "/xa-hoi/hien-dat-mo-duong/231234.htm", True),
    ("wordpress", "/2026/04/hien-dat-mo-duong/", True),
    ("wordpress", "/hien-dat-mo-duong-vao-ban/", True),
    ("wordpress", "/gioi-thieu/", False),
    ("wordpress", "/hien-dat-mo-duong-vao-ban/print/", False),
    ("wordpress", "/hien-dat-mo-duong-vao-ban/?share=facebook", False),
    ("wordpress", "/category/2026/04/x/", False),
    ("wordpress", "/category/hien-dat-mo-duong-vao-ban/", False),
]


@pytest.mark.parametrize(("family", "path", "is_article"), PATHS)
def test_addresses_tell_the_articles_of_a_family(family: str, path: str, is_article: bool) -> None:
    assert is_article_url(f"http://portal.vn{path}", Source("mau", "Mẫu", (URL,), family=family)) is is_article


def test_a_liferay_article_has_one_address_wherever_it_is_listed() -> None:
    pager = "?p_p_id=101_INSTANCE_x&p_p_lifecycle=0&p_p_state=normal&_101_INSTANCE_x_delta=20&_101_INSTANCE_x_cur="
    html = "".join(
        f'<h3><a href="/tin/-/asset_publisher/x/content/hien-dat?{query}">Hiến đất</a></h3>'
        for query in ("redirect=%2Ftin%3Fcur%3D1", "inheritRedirect=false&_101_INSTANCE_x_cur=3", "p_p_auth=Zk2")
    )
    html += f'<h3><a href="/tin?p_p_id=101&_101_urlTitle=khac">Khác</a></h3><a href="/tin{pager}2">2</a><a href="/tin{pager}3">3</a>'
    links = read_listing(html, f"http://portal.vn/tin{pager}1", Source("mau", "Mẫu", (URL,), family="liferay"))
    assert [(link.kind, link.url) for link in links] == [
        ("article", "http://portal.vn/tin/-/asset_publisher/x/content/hien-dat"),
        ("list", f"http://portal.vn/tin{pager}2"),
    ]
    first = read_listing(html, "http://portal.vn/tin", Source("mau", "Mẫu", (URL,), family="liferay"))
    assert first[-1].url == f"http://portal.vn/tin{pager}2"
