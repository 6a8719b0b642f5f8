"""The printed source of a syndicated text: every form families print it in, and what only looks like one."""

import json

import pytest

from crawler.articles.article import read_any_html, read_article
from crawler.articles.origins import origin_of_line, origin_of_lines
from crawler.families.table import FAMILIES
from domain.pages import Page
from tests.crawler.articles.test_article import GENERIC, NUKEVIET, PAPER, TANDAN
from tests.crawler.families.test_families import PAGES, TWO

URL = "http://baotinhmau.vn/tin/bai-1.html"
LINES = [
    ("Nguồn tin: Báo Hoàng Liên", "Báo Hoàng Liên"),
    ("Nguồn: baohoanglien.vn", "baohoanglien.vn"),
    ("NGUỒN: https://baohoanglien.vn/tin/bai-7.html", "https://baohoanglien.vn/tin/bai-7.html"),
    ("(Nguồn: Cổng TTĐT tỉnh)", "Cổng TTĐT tỉnh"),
    ("Nguồn bài viết: báo Hoàng Liên.", "báo Hoàng Liên"),
    ("Nguồn tin, ảnh: TTXVN", "TTXVN"),
    ("Nguồn: Báo Hoàng Liên; ảnh: Thu Hà", "Báo Hoàng Liên"),
    ("Theo Báo Hoàng Liên", "Báo Hoàng Liên"),
    ("Theo: TTXVN", "TTXVN"),
    ("(Theo Dân trí)", "Dân trí"),
    ("Theo Hà Anh/TTXVN", "Hà Anh/TTXVN"),
    ("Theo baohoanglien.vn", "baohoanglien.vn"),
    ("Hà Anh (Theo Báo Hoàng Liên)", "Báo Hoàng Liên"),
    ("Ảnh: Báo Hoàng Liên", ""),
    ("Nguồn ảnh: Báo Hoàng Liên", ""),
    ("Nguồn: Ảnh tư liệu", ""),
    ("Lễ trao giải. Ảnh (Nguồn: Báo Hoàng Liên)", ""),
    ("Tác giả: Thu Hà", ""),
    ("Theo báo cáo của UBND xã", ""),
    ("Theo Quyết định số 12/QĐ-UBND", ""),
    ("(Theo Nghị quyết số 5)", ""),
    ("Theo chân người gieo chữ", ""),
    ("Theo nhân dân trong bản kể lại", ""),
    ("Theo Báo Hoàng Liên, ông Páo hiến đất.", ""),
    ("Nguồn: vốn vay ưu đãi", ""),
    ("Nguồn: Ngân sách tỉnh", ""),
    ("Nguồn vốn: Báo Hoàng Liên", ""),
    ("Nguồn: xem tại đây", ""),
    ("Nguồn:", ""),
    ("Theo", ""),
    ("Nguồn: ---", ""),
]


@pytest.mark.parametrize(("line", "origin"), LINES)
def test_a_line_of_its_own_gives_a_source_or_none(line: str, origin: str) -> None:
    assert origin_of_line(line) == origin


def test_only_the_last_lines_of_a_body_give_a_source() -> None:
    assert origin_of_lines(["Nguồn: Báo A", "một", "hai", "ba", "bốn"]) == ""
    assert origin_of_lines(["một", "Nguồn: Báo A", "Thu Hà"]) == "Báo A"
    assert origin_of_lines([]) == ""


def read(html: str, family: str = "auto", url: str = URL) -> Page:
    page = read_article(f"<html><body>{html}</body></html>".encode(), {"Content-Type": "text/html"}, url, family)
    assert page is not None
    return page


LAST = f"<p>{TWO}</p>"
TANDAN_END = '<p style="text-align:right"><b>Quàng Thị Inh</b></p>'
# family -> page, what to replace in it, by what, the source to be read
FORMS: dict[str, tuple[str, str, str, str | None]] = {
    "sharepoint_webpart": (PAGES["sharepoint_webpart"][0], "", "", "Báo tỉnh"),
    "liferay": (PAGES["liferay"][0], "", "", "Báo tỉnh"),
    "nukeviet": (NUKEVIET, "", "", "Báo tỉnh"),
    "sharepoint_tandan": (TANDAN, TANDAN_END, f"{TANDAN_END}<p>Nguồn: baolaocai.vn</p>", "baolaocai.vn"),
    "webforms": (
        PAGES["webforms"][0], "</form>", '<span id="ctl00_zone1_ctl00_lblNguonTin">Báo tỉnh</span></form>', "Báo tỉnh"
    ),
    "own_portal": (
        PAGES["own_portal"][0], "<p><em>", '<div class="nguontin">Theo Báo tỉnh</div><p><em>', "Báo tỉnh"
    ),
    "paper_table": (
        PAGES["paper_table"][0], "<p><strong>Vàng Thị Sếnh", "<p>Theo Báo tỉnh</p><p><strong>Vàng Thị Sếnh", "Báo tỉnh"
    ),
    "paper_fck": (PAGES["paper_fck"][0], LAST, f"{LAST}<p>(Nguồn: TTXVN)</p>", "TTXVN"),
    "paper_pbody": (
        PAGES["paper_pbody"][0], '<p class="pAuthor">', '<p class="pAuthor">Theo TTXVN</p><p class="pAuthor">', "TTXVN"
    ),
    "newspaper_jsonld": (
        PAPER, '<div class="article__tag">', '<p class="article__source">Theo Quê Hương</p><div class="article__tag">',
        "Quê Hương",
    ),
    "wordpress": (PAGES["wordpress"][0], LAST, f"{LAST}<p>Nguồn: Báo tỉnh</p>", "Báo tỉnh"),
    "generic": (GENERIC, "</article>", "<p>Nguồn: Báo tỉnh</p></article>", "Báo tỉnh"),
}  # fmt: skip


def test_every_family_has_a_form() -> None:
    assert FORMS.keys() == FAMILIES.keys()


@pytest.mark.parametrize("family", FORMS)
@pytest.mark.parametrize("named", [True, False], ids=["named", "recognised"])
def test_the_source_is_read_in_each_family(family: str, named: bool) -> None:
    html, old, new, origin = FORMS[family]
    assert old in html
    page = read(html.replace(old, new, 1) if old else html, family if named else "auto")
    assert (page.family, page.origin) == (family, origin)


BARE = [
    ("sharepoint_webpart", '<span id="ctl00_SPWebPartManager1_g_3f_ctl00_pnNguontin">Báo tỉnh</span>'),
    ("liferay", '<div class="source">Nguồn: Báo tỉnh</div>'),
]


@pytest.mark.parametrize(("family", "element"), BARE)
def test_without_its_element_there_is_no_source(family: str, element: str) -> None:
    html = PAGES[family][0]
    assert element in html
    assert read(html.replace(element, ""), family).origin is None
    empty = element.replace("Nguồn: ", "").replace("Báo tỉnh", "")
    assert read(html.replace(element, empty), family).origin is None


@pytest.mark.parametrize("family", [family for family in FORMS if FORMS[family][1]])
def test_no_source_is_invented(family: str) -> None:
    assert read(FORMS[family][0], family).origin is None


CREDITS = [
    "<figure><img src='a.jpg'><figcaption>Nguồn: TTXVN</figcaption></figure>",
    "<p style='text-align:center'><img src='a.jpg'></p><p style='text-align:center'>Nguồn: TTXVN</p>",
    "<p><img src='a.jpg'><br><em>Nguồn: TTXVN</em></p>",
    "<p>Ảnh: TTXVN</p>",
    "<p>Nguồn ảnh: TTXVN</p>",
    "<p class='pCaption'>Nguồn: TTXVN</p>",
]


@pytest.mark.parametrize("credit", CREDITS)
@pytest.mark.parametrize("family", ["paper_fck", "wordpress"])
def test_the_credit_of_a_picture_is_no_source(family: str, credit: str) -> None:
    html = PAGES[family][0].replace(LAST, f"{LAST}{credit}")
    assert read(html, family).origin is None
    assert read(html.replace(credit, f"{credit}<p>Theo Báo tỉnh</p>"), family).origin == "Báo tỉnh"


def test_a_source_at_the_right_below_a_picture_is_one() -> None:
    html = PAGES["paper_fck"][0].replace(LAST, f"{LAST}<p><img src='a.jpg'></p><p align='right'>Nguồn: TTXVN</p>")
    assert read(html, "paper_fck").origin == "TTXVN"


def test_the_signature_above_the_source_is_the_author() -> None:
    html = PAGES["paper_table"][0].replace("</strong></p></div>", "</strong></p><p>Theo Báo tỉnh</p></div>")
    page = read(html, "paper_table")
    assert (page.author, page.origin) == ("Vàng Thị Sếnh", "Báo tỉnh")
    assert page.text.endswith("Vàng Thị Sếnh\nTheo Báo tỉnh")


def test_two_different_sources_are_none() -> None:
    html = GENERIC.replace("</article>", '</article><p class="source">Nguồn: A</p><p class="source">Nguồn: B</p>')
    assert read(html).origin is None
    assert read(html.replace("Nguồn: B", "Nguồn: A")).origin == "A"


def test_a_wrapper_that_is_called_a_source_is_none() -> None:
    middle = GENERIC.replace(
        "<p>Năm ngoái", "<p>Nguồn: TTXVN</p><p>Một.</p><p>Hai.</p><p>Ba.</p><p>Bốn.</p><p>Năm ngoái"
    )
    filler = "".join(f"<p>Đoạn {n} của bài về người trồng cam trên đất dốc.</p>" for n in range(30))
    html = middle.replace('class="noi-dung">', f'class="resource noi-dung">{filler}')
    assert "Nguồn: TTXVN" in read(html).text
    assert read(html).origin is None


def test_nested_sources_are_one() -> None:
    nested = "<div class='source caption'>" * 500 + "Nguồn: Báo tỉnh" + "</div>" * 500
    assert read(GENERIC.replace("</article>", f"</article>{nested}")).origin == "Báo tỉnh"


def test_a_page_handed_over_gives_its_source_too() -> None:
    html = GENERIC.replace("</article>", "<p>Theo Báo Hoàng Liên</p></article>")
    assert read_any_html(html.encode(), "bai.html", None).origin == "Báo Hoàng Liên"


OWN = {"@type": "Organization", "name": "Báo Tỉnh Mẫu", "url": "https://baotinhmau.vn/"}
OTHER = {"@type": "Organization", "name": "Thông tấn xã Việt Nam", "url": "https://www.vnanet.vn/"}
SITE = '<meta property="og:site_name" content="Báo Tỉnh Mẫu điện tử">'
CLAIMS = [
    ({"publisher": OWN}, "", None),
    ({"publisher": OTHER}, "", "Thông tấn xã Việt Nam"),
    ({"publisher": {**OTHER, "url": "http://m.baotinhmau.vn"}}, "", None),
    ({"publisher": {"name": "Thông tấn xã Việt Nam"}}, SITE, None),  # a site may call itself by two names
    ({"sourceOrganization": OWN}, "", None),
    ({"sourceOrganization": {"name": "Báo Tỉnh Mẫu"}}, SITE, None),
    ({"sourceOrganization": {"name": "Thông tấn xã Việt Nam"}}, SITE, "Thông tấn xã Việt Nam"),
    ({"sourceOrganization": "Thông tấn xã Việt Nam", "publisher": OWN}, "", "Thông tấn xã Việt Nam"),
    ({"sourceOrganization": {"name": "Thông tấn xã Việt Nam"}}, "", None),  # may be the site itself
    ({"sourceOrganization": [OWN, OTHER]}, "", "Thông tấn xã Việt Nam"),
    ({"isBasedOn": "https://www.vnanet.vn/bai-7.html"}, "", "vnanet.vn"),
    ({"isBasedOn": "https://baotinhmau.vn/bai-7.html"}, "", None),
    ({"isBasedOn": {"@type": "NewsArticle", "name": "Tên bài", "publisher": OTHER}}, "", "Thông tấn xã Việt Nam"),
    ({"isBasedOn": {"@type": "NewsArticle", "name": "Tên bài", "url": "http://vnanet.vn/1"}}, "", "vnanet.vn"),
    ({"isBasedOn": {"name": "Tên bài"}}, SITE, None),
    ({"publisher": 7, "sourceOrganization": {"name": ["x"]}, "isBasedOn": {"url": {"a": 1}}}, SITE, None),
    ({"isBasedOn": "http://[", "publisher": {"url": "http://[::", "name": "Báo xa"}}, "", None),
]


@pytest.mark.parametrize(("claim", "head", "origin"), CLAIMS, ids=lambda value: json.dumps(value)[:40])
def test_json_ld_gives_a_source_only_where_it_is_another_than_the_site(
    claim: dict[str, object], head: str, origin: str | None
) -> None:
    item = json.dumps({"@type": "NewsArticle", "headline": "x", **claim}, ensure_ascii=False)
    html = f'{head}<script type="application/ld+json">{item}</script>' + PAGES["newspaper_jsonld"][0]
    assert read(html, "newspaper_jsonld").origin == origin


def test_what_is_printed_goes_before_what_json_ld_says() -> None:
    item = json.dumps({"@type": "NewsArticle", "publisher": OTHER})
    html = f'<script type="application/ld+json">{item}</script>' + PAGES["newspaper_jsonld"][0]
    assert read(f'{html}<p class="article__source">Theo Báo Hoàng Liên</p>').origin == "Báo Hoàng Liên"
