# ruff: noqa: E501 - pages are written as they come
import pytest

from crawler.crawling.reading import read_response
from crawler.lists.listing import is_article_url, read_listing
from crawler.records import TOO_DEEP, Link, Response, Task
from crawler.sources.source import Source
from domain.errors import SourceChanged

TANDAN = """<div class="channel-news-title"><a href="/portal/Pages/2024-4-25/Bai-motab12cd.aspx">Bài một</a></div>
<p class="channel-news-title"><a href="/portal/Pages/Bai-khong-ngay9f8e7d.aspx">Bài không ngày</a></p>
<a href="/portal/Pages/gioi-thieu.aspx">Giới thiệu</a><div class="pager">Trang: <a>1</a> <a>2</a></div>"""
NUKEVIET = """<h3><a href="/tin/guong/bai-hai-12.html" title="Bài hai">Bài h...</a></h3>
<a href="/tin/guong/bai-hai-12.html#comment">3 bình luận</a><a href="/tin/print/guong/bai-hai-12.html">In ra</a>
<a href="http://khac.vn/tin/guong/bai-13.html">Nơi khác</a><a href="javascript:void(0)">x</a>
<ul class="pagination"><li><a href="/tin/guong/">1</a></li><li><a href="/tin/guong/page-2/">2</a></li>
<li><a href="/tin/guong/page-3/">3</a></li></ul>"""
PAPER = """<h3 class="story__heading"><a href="/bai-ba-post123456.html">Bài ba</a></h3>
<a href="/guong-sang/?trang=2">2</a><a href="/the-thao/?trang=2">2</a>"""
PLAIN = """<h1>Tin</h1><a href="/tin/nguoi-tot-viec-tot-o-ban-xa.html">Người tốt việc tốt ở bản xa</a><a href="/lien-he/">Liên hệ</a>
<a href="/tin?page=2" rel="next">Tiếp</a>"""

PBODY = """<a href="/xa-hoi/bai-bon/231234.htm">Bài bốn</a><a href="/in-bai/xa-hoi/bai-bon/231234.htm">In</a>
<a href="/kinh-te/trang-2.htm">2</a><a href="/xa-hoi/trang-2.htm">2</a><a href="/xa-hoi/trang-3.htm">3</a>"""
FCK = """<a href="/xa-hoi/bai-nam-a31234.html">Bài năm</a><a href="/xa-hoi/bai-nam-a31234.html?print=1">In</a>
<a href="/xa-hoi-p2.html">Trang sau</a>"""
FULLER = "/tin/Pages/thi-dua.aspx?date=&EventID=0"
WEBPART = f"""<div class="news-title"><a href="/vn/tin-tuc/7/bai-sau.aspx">Bài sáu</a></div><a href="{FULLER}&page=2">2</a>
<a href="{FULLER}&page=3">3</a><a href="/tin/Pages/thi-dua.aspx?EventID=9&page=2">Sự kiện tháng 2</a>"""

CASES = [
    ("sharepoint_tandan", "/portal/Pages/Tin.aspx", TANDAN,
     ["/portal/Pages/2024-4-25/Bai-motab12cd.aspx", "/portal/Pages/Bai-khong-ngay9f8e7d.aspx"],
     "/portal/Pages/Tin.aspx?PageIndex=2"),
    ("sharepoint_tandan", "/portal/Pages/Tin.aspx?PageIndex=2", TANDAN,
     ["/portal/Pages/2024-4-25/Bai-motab12cd.aspx", "/portal/Pages/Bai-khong-ngay9f8e7d.aspx"],
     "/portal/Pages/Tin.aspx?PageIndex=3"),
    ("nukeviet", "/tin/guong/", NUKEVIET, ["/tin/guong/bai-hai-12.html"], "/tin/guong/page-2/"),
    ("nukeviet", "/tin/guong/page-2/", NUKEVIET, ["/tin/guong/bai-hai-12.html"], "/tin/guong/page-3/"),
    ("nukeviet", "/tin/guong/page-3/", NUKEVIET, ["/tin/guong/bai-hai-12.html"], None),
    ("newspaper_jsonld", "/guong-sang/", PAPER, ["/bai-ba-post123456.html"], "/guong-sang/?trang=2"),
    ("paper_pbody", "/xa-hoi.htm", PBODY, ["/xa-hoi/bai-bon/231234.htm"], "/xa-hoi/trang-2.htm"),
    ("paper_pbody", "/xa-hoi/trang-2.htm", PBODY, ["/xa-hoi/bai-bon/231234.htm"], "/xa-hoi/trang-3.htm"),
    ("paper_fck", "/xa-hoi.html", FCK, ["/xa-hoi/bai-nam-a31234.html"], "/xa-hoi-p2.html"),
    ("sharepoint_webpart", "/tin/Pages/thi-dua.aspx", WEBPART, ["/vn/tin-tuc/7/bai-sau.aspx"], f"{FULLER}&page=2"),
    ("sharepoint_webpart", f"{FULLER}&page=2", WEBPART, ["/vn/tin-tuc/7/bai-sau.aspx"], f"{FULLER}&page=3"),
    ("generic", "/tin", PLAIN, ["/tin/nguoi-tot-viec-tot-o-ban-xa.html"], "/tin?page=2"),
]  # fmt: skip
BASE = "http://portal.vn"


def source(family: str, **fields: object) -> Source:
    return Source("mau", "Mẫu", start=(BASE + "/tin/",), family=family, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("family", "path", "html", "articles", "following"), CASES)
def test_a_list_leads_to_its_articles_and_its_next_page(
    family: str, path: str, html: str, articles: list[str], following: str | None
) -> None:
    links = read_listing(html, BASE + path, source(family))
    assert [link.url for link in links if link.kind == "article"] == [BASE + one for one in articles]
    assert [link.url for link in links if link.kind == "list"] == ([BASE + following] if following else [])


def test_the_family_of_a_list_is_recognised() -> None:
    marked = "<meta name='generator' content='NukeViet v4.5'>" + NUKEVIET
    assert read_listing(marked, BASE + "/tin/guong/", source("auto"))[0].title == "Bài hai"


def test_the_source_may_say_itself_which_links_are_articles() -> None:
    html = '<div class="o"><a href="/x/1">Một</a></div><a href="/y/2">Hai</a><a href="/z/3">Ba</a>'
    links = read_listing(html, BASE + "/", source("generic", list_links=".o a", article_pattern="/y/"))
    assert links == (Link(BASE + "/x/1", "article", "Một"), Link(BASE + "/y/2", "article", "Hai"))


def test_a_first_page_without_articles_means_the_source_has_changed() -> None:
    with pytest.raises(SourceChanged, match="danh mục"):
        read_listing("<p>Xin chào</p>", BASE + "/tin/", source("nukeviet"))
    assert read_listing("<p>Xin chào</p>", BASE + "/tin/page-9", source("nukeviet"), depth=8) == ()


@pytest.mark.parametrize(("max_pages", "depth", "note"), [(1, 0, ""), (3, 2, TOO_DEEP)])
def test_a_list_is_not_followed_beyond_its_depth_and_says_so(max_pages: int, depth: int, note: str) -> None:
    task = Task(BASE + "/tin/guong/", BASE + "/tin/guong/", "mau", "list", depth, "waiting")
    response = Response(task.url, 200, "", (), b"", NUKEVIET.encode(), 0.0)
    reading = read_response(task, response, source("nukeviet", max_pages=max_pages))
    assert {link.kind for link in reading.links} == {"article"}
    assert (reading.state, reading.note) == ("fetched", note)


def test_addresses_tell_articles_in_a_sitemap() -> None:
    assert is_article_url(BASE + "/bai-post123456.html", source("newspaper_jsonld"))
    assert not is_article_url(BASE + "/guong-sang/", source("newspaper_jsonld"))
    assert is_article_url(BASE + "/index.php?language=vi&nv=news&op=guong/bai-12", source("nukeviet"))
    assert not is_article_url(BASE + "/tin/print/guong/bai-12.html", source("nukeviet"))
    assert is_article_url(BASE + "/bai-post123456.html", source("auto"))
