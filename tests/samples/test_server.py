import re
import threading
import time
import unicodedata
from collections.abc import Iterator
from urllib.parse import urljoin

import feedparser
import pytest
import requests
from bs4 import BeautifulSoup, Tag
from protego import Protego

from domain.errors import UserMistake
from samples.dates import american, month_in_words
from samples.portals import PORTALS
from samples.records import CELL_SEPARATOR, SamplePage
from samples.server import World, serve
from samples.world import FILES, load_pages

PAGES = load_pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
each_portal = pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.key)
WORDPRESS_BOXES = (
    ".kk-star-ratings, #ez-toc-container, .post-views, .sharedaddy, .yarpp-related, .wp-block-file,"
    " p:-soup-contains('Xem thêm:')"
)
OTHERS = "p:-soup-contains('TIN LIÊN QUAN')"
# title, lead, body, boxes inside the body that are not the article's
SELECTORS = {
    "tandan": (
        ".tandan-p-article-news-title",
        ".tandan-p-article-news-summary",
        ".tandan-p-article-main",
        None,
    ),
    "nukeviet": (
        "div.news_column[itemtype='http://schema.org/NewsArticle'] h1.title[itemprop=headline]",
        ".hometext",
        "#news-bodyhtml.bodytext",
        None,
    ),
    "newspaper": (
        "h1.article__title",
        ".article__sapo.cms-desc",
        ".article__body.zce-content-body.cms-body",
        ".article-relate",
    ),
    "liferay": ("#titleDetail", "#leadDetail", "#contentDetail", None),
    "webforms": ("[id$=_lblTieuDe]", "[id$=_lblTomTat]", "[id$=_lblNoiDung]", None),
    "own": (".ArticleHeader", ".ArticleSummary", ".ArticleContent", None),
    "paper": ("h1.title", "h1.subtitle", "#content", "table.rl"),  # the lead is the first paragraph of the body
    "wordpress": (
        "h1.entry-title",
        "h1.entry-lead",
        ".entry-content",
        WORDPRESS_BOXES,
    ),
    "webpart": (
        "#divArticleDescription3 h1, #news-title",
        "#divArticleDescription1, #news-des",
        "#divArticleDescription2, #news-detail",
        None,
    ),
    "fck": ("h1.title", "h1.subtitle", ".content-fck", f"{OTHERS}, {OTHERS} + ul"),
    "pbody": ("h1.title_detail", ".sapo_detail", "#main-detail", ".drelated, .pAuthor, .pSource"),
}
HIDDEN = "[style*='display:none']"
LIST_LINKS = {
    "tandan": ".channel-news-title a",
    "nukeviet": ".news_column h3 a",
    "newspaper": "h3.story__heading a",
    "liferay": ".cat_record .title_v a",
    "webforms": ".rgRow a, .rgAltRow a",
    "own": ".ArticleTitle a",
    "paper": ".cate-list h3 a",
    "wordpress": "h2.entry-title a",
    "webpart": ".news-title a",
    "fck": ".listnews h3 a",
    "pbody": ".list_top h2 a, .list_news h3 a",
}
NEXT_PAGE = {
    "tandan": "{}?PageIndex={}",
    "nukeviet": "{}page-{}/",
    "newspaper": "{}?trang={}",
    "liferay": "{}?p_p_id=101_INSTANCE_k7QdWm2Zt4Ra&_101_INSTANCE_k7QdWm2Zt4Ra_cur={}",
    "paper": "{}?p={}",
    "wordpress": "{}page/{}/",
    "webpart": "{}?date=&EventID=0&page={}",
    "fck": "{}-p{}.html",
    "pbody": "{}/trang-{}.htm",
}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as client:
        yield client


def shown_text(answer: requests.Response) -> str:
    """What a browser shows, half a letter at the end of a teaser included."""
    if b"charset=windows-1258" in answer.content:
        return unicodedata.normalize("NFC", answer.content.decode("cp1258"))
    return answer.content.decode("utf-8-sig", errors="replace")


def one_line(tag: Tag) -> str:
    return " ".join(unicodedata.normalize("NFC", tag.get_text()).replace("\u200b", "").split())


def article_lines(soup: BeautifulSoup, portal: str) -> list[str]:
    title, lead, body, box = SELECTORS[portal]
    main = soup.select_one(body)
    assert main is not None
    for other in main.select(f"{box}, {HIDDEN}" if box else HIDDEN):
        other.decompose()
    lines = [one_line(tag) for tag in soup.select(f"{title}, {lead}")]
    if portal == "webforms":  # an editor that knows line breaks only
        for part in main.find_all(["br", "li", "tr"]):
            part.insert_before("\n")
        for row in main.find_all("tr"):
            row.string = CELL_SEPARATOR.join(one_line(cell) for cell in row.find_all("td"))
        lines += [" ".join(unicodedata.normalize("NFC", line).split()) for line in main.get_text().split("\n")]
        return [line for line in lines if line]
    for tag in main.find_all(["p", "li", "tr", "h3", "figcaption"]):
        if tag.name == "tr":
            lines.append(CELL_SEPARATOR.join(one_line(cell) for cell in tag.find_all("td")))
        elif not tag.find_parent("tr"):
            lines.append(one_line(tag))
    return [line for line in lines if line]


def listed(world: World, session: requests.Session, address: str, portal: str) -> list[str]:
    return links_of(world, session.get(address), portal)


def links_of(world: World, answer: requests.Response, portal: str) -> list[str]:
    soup = BeautifulSoup(answer.content, "lxml")
    base = str(soup.base["href"]) if soup.base else answer.url
    hrefs = [str(link["href"]) for link in soup.select(LIST_LINKS[portal])]
    if portal == "liferay":  # from where it was reached, and whose session it is
        hrefs = [href.partition("?")[0].partition(";")[0] for href in hrefs]
    return [urljoin(base, href) for href in hrefs]


def posted(session: requests.Session, address: str, page: int) -> requests.Response:
    """Ask for a further page as the script of the first page would."""
    soup = BeautifulSoup(session.get(address).content, "lxml")
    form = soup.select_one("form[method=post]")
    fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    if "pageNo" in fields:
        fields["pageNo"] = str(page)
    else:
        fields |= {"__EVENTTARGET": "dnn$ctr507$ViewTinTuc$grvTin", "__EVENTARGUMENT": f"Page${page}"}
    return session.post(urljoin(address, str(form["action"])), data=fields)


@each_page
def test_a_page_shows_exactly_its_article_lines(world: World, session: requests.Session, page: SamplePage) -> None:
    answer = session.get(world.address(page))
    assert answer.status_code == 200
    soup = BeautifulSoup(shown_text(answer), "lxml")
    assert article_lines(soup, page.portal) == list(page.expected.lines)


@each_page
def test_a_page_shows_its_date_author_and_files(world: World, session: requests.Session, page: SamplePage) -> None:
    shown = shown_text(session.get(world.address(page)))
    soup = BeautifulSoup(shown, "lxml")
    for name in page.expected.attachments:
        base = str(soup.base["href"]) if soup.base else world.address(page)
        offered = {urljoin(base, str(link["href"])) for link in soup.select("a[href]")}
        assert world.attachment_address(page, name) in offered
    if page.expected.author:
        assert page.expected.author in unicodedata.normalize("NFC", soup.get_text() + shown)
    day = printed_day(page)
    assert day in soup.get_text() + shown if day else "Đăng ngày" not in shown


def printed_day(page: SamplePage) -> str:
    """The day of a page as its portal prints it, "" for none."""
    if page.published is None:
        return ""
    if "us_date" in page.quirks:
        return american(page.published)
    stamp = "2026-03-11T18:20:00Z" if "utc" in page.quirks else page.published.isoformat()
    own = {
        "tandan": f"Đăng ngày {page.published:%d-%m-%Y}",
        "nukeviet": f" - {page.published:%d/%m/%Y %H:%M}",
        "newspaper": f'"datePublished": "{stamp}"',
        "wordpress": month_in_words(page.published),
    }
    return own.get(page.portal, f"{page.published:%d/%m/%Y}")


FAULTS = {
    "nbsp": r"&nbsp;và",
    "entities": r"&#78\d\d;",
    "nfd": "o\u0323\u0302",
    "bad_microdata": r">\d{4}-\d\d-\d\d\+07\d\d:\d\d:\d\d<",
    "late_date": r"Cập nhật: (?:Thứ|Chủ)",
    "us_date": r">\d+/\d+/2\d{3} \d+:\d\d [AP]M<",
    "zwsp": r"&#8203;",
    "cp1258": r"charset=windows-1258",
    "utc": r'"datePublished": "[^"]+Z"',
}


@pytest.mark.parametrize("quirk", FAULTS)
def test_a_fault_of_real_portals_is_served(world: World, session: requests.Session, quirk: str) -> None:
    flawed = [page for page in PAGES if quirk in page.quirks]
    assert flawed
    for page in PAGES:
        served = shown_text(session.get(world.address(page)))
        assert bool(re.search(FAULTS[quirk], served)) == (page in flawed), page.key


def test_addresses_are_all_different(world: World) -> None:
    assert len({world.address(page) for page in PAGES}) == len(PAGES)


@each_portal
def test_lists_lead_to_every_article(world: World, session: requests.Session, portal) -> None:
    source = next(source for source in world.sources() if source.key == portal.key)
    found: set[str] = set()
    for start in source.lists:
        found.update(listed(world, session, start, portal.key))
        for index in range(2, 6):
            if portal.key in NEXT_PAGE:
                found.update(
                    listed(
                        world, session, NEXT_PAGE[portal.key].format(re.sub(r"\.html?$", "", start), index), portal.key
                    )
                )
            else:
                found.update(links_of(world, posted(session, start, index), portal.key))
    wanted = {world.address(page) for page in PAGES if page.portal == portal.key}
    assert wanted <= found
    assert len(wanted) == source.expected


def test_a_postback_needs_the_state_this_server_gave_out(world: World, session: requests.Session) -> None:
    source = next(source for source in world.sources() if source.key == "webforms")
    assert posted(session, source.lists[0], 2).status_code == 200
    stale = session.post(source.lists[0], data={"__VIEWSTATE": "x", "__EVENTARGUMENT": "Page$2"})
    assert stale.status_code == 500
    assert "viewstate MAC failed" in stale.text


def test_a_liferay_article_has_two_addresses_and_names_the_one(world: World, session: requests.Session) -> None:
    page = next(page for page in PAGES if page.portal == "liferay")
    slug = world.address(page).rpartition("/")[2]
    other = f"{world.base_url('liferay')}/web/laichau/trang-chu/-/asset_publisher/k7QdWm2Zt4Ra/content/{slug}"
    answer = BeautifulSoup(session.get(other).content, "lxml")
    assert article_lines(answer, "liferay") == list(page.expected.lines)
    assert answer.select_one("link[rel=canonical]")["href"] == world.address(page)


def test_an_index_past_the_end_is_answered_as_each_family_does(world: World, session: requests.Session) -> None:
    starts = {source.key: source.lists[0] for source in world.sources()}
    starts["tandan"] = next(s for s in world.sources() if s.key == "tandan").lists[1]
    pages = [page for page in PAGES if page.channel == "thi-dua-khen-thuong" and page.portal == "tandan"]
    last = -(-len(pages) // 6)
    assert last > 1
    links = [listed(world, session, f"{starts['tandan']}?PageIndex={n}", "tandan") for n in (last, 99)]
    assert links[0] == links[1] != []
    assert session.get(starts["nukeviet"] + "page-99/").status_code == 404
    assert listed(world, session, starts["newspaper"] + "?trang=99", "newspaper") == []


def test_a_list_holds_a_link_to_a_missing_page_and_one_that_robots_close(
    world: World, session: requests.Session
) -> None:
    base = world.base_url("nukeviet")
    links = listed(world, session, f"{base}/vi/news/tin-hoat-dong/", "nukeviet")
    robots = Protego.parse(session.get(f"{base}/robots.txt").text)
    assert [link for link in links if session.get(link).status_code == 404] == [
        f"{base}/vi/news/tin-hoat-dong/bai-viet-da-go-bo-99.html"
    ]
    assert [link for link in links if not robots.can_fetch(link, "Guong")] == [
        f"{base}/vi/noi-bo/lich-cong-tac-tuan-12.html"
    ]


@each_portal
def test_robots_open_all_articles_and_one_portal_asks_for_a_delay(
    world: World, session: requests.Session, portal
) -> None:
    robots = Protego.parse(session.get(f"{world.base_url(portal.key)}/robots.txt").text)
    assert robots.crawl_delay("Guong") == portal.crawl_delay_seconds
    for page in PAGES:
        if page.portal == portal.key:
            assert robots.can_fetch(world.address(page), "Guong")


@pytest.mark.parametrize("portal", ["nukeviet", "newspaper", "wordpress"])
def test_feed_and_sitemap_name_the_articles(world: World, session: requests.Session, portal: str) -> None:
    source = next(source for source in world.sources() if source.key == portal)
    wanted = [world.address(page) for page in PAGES if page.portal == portal and page.published]
    feed = feedparser.parse(session.get(source.feeds[0]).content)
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == wanted[: 10 if portal == "wordpress" else 30]
    top = session.get(source.sitemaps[0]).text
    maps = [session.get(child).text for child in re.findall(r"<loc>(\S+sitemap\S+)</loc>", top)] or [top]
    assert {link for one in maps for link in re.findall(r"<loc>(.+?)</loc>", one) if "/category/" not in link} == set(
        wanted
    )


def test_the_newspaper_answers_304_to_an_etag_and_compresses(world: World, session: requests.Session) -> None:
    address = world.address(next(page for page in PAGES if page.portal == "newspaper"))
    first = session.get(address)
    assert first.headers["Content-Encoding"] == "gzip"
    again = session.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert session.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_nukeviet_answers_304_to_a_date_and_names_no_charset(world: World, session: requests.Session) -> None:
    address = world.address(next(page for page in PAGES if page.portal == "nukeviet"))
    first = session.get(address)
    assert "ETag" not in first.headers
    assert first.headers["Content-Type"] == "text/html"
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert session.get(address, headers=since).status_code == 304
    since = {"If-Modified-Since": "Tue, 01 Jan 2019 00:00:00 GMT"}
    assert session.get(address, headers=since).status_code == 200
    assert session.get(address, headers={"If-Modified-Since": "hôm qua".encode()}).status_code == 200


def test_the_government_portal_changes_with_every_visit(world: World, session: requests.Session) -> None:
    page = next(page for page in PAGES if page.portal == "tandan")
    first, second = (session.get(world.address(page)) for _ in range(2))
    assert not {"ETag", "Last-Modified"} & first.headers.keys()
    assert first.content != second.content
    lines = [article_lines(BeautifulSoup(answer.content, "lxml"), "tandan") for answer in (first, second)]
    assert lines[0] == lines[1]


def test_attachments_are_served_as_committed(world: World, session: requests.Session) -> None:
    for page in PAGES:
        for name in page.expected.attachments:
            answer = session.get(world.attachment_address(page, name))
            assert answer.headers["Content-Type"].startswith("application/")
            assert answer.content == (FILES / name).read_bytes()


def test_head_has_no_body_and_odd_addresses_are_not_found(world: World, session: requests.Session) -> None:
    base = world.base_url("newspaper")
    head = session.head(f"{base}/robots.txt")
    assert int(head.headers["Content-Length"]) > 0
    assert head.content == b""
    for path in ("/khong-co.html", "/../../etc/passwd", "/%00", "//x"):
        assert session.get(base + path).status_code == 404


def test_the_second_revision_is_served_after_advancing() -> None:
    with serve() as world:
        before = {page.key: world.address(page) for page in world.pages}
        edited = before["nukeviet-khen-thuong-lu-quet-2026"]
        old = requests.get(edited, timeout=5)
        assert world.advance() == 2
        since = {"If-Modified-Since": old.headers["Last-Modified"]}
        new = requests.get(edited, headers=since, timeout=5)
        assert new.status_code == 200
        assert "Mùa A Sử" in new.content.decode()
        assert "Mùa A Sử" not in old.content.decode()
        after = {page.key: world.address(page) for page in world.pages}
        (gone,) = before.keys() - after.keys()
        (added,) = after.keys() - before.keys()
        assert requests.get(before[gone], timeout=5).status_code == 404
        assert requests.get(after[added], timeout=5).status_code == 200


def test_every_request_is_logged_with_time_status_and_agent() -> None:
    with serve(PORTALS[2:3]) as world:
        start = time.monotonic()
        address = f"{world.base_url('newspaper')}/robots.txt"
        requests.get(address, headers={"User-Agent": "Guong/1"}, timeout=5)
        requests.get(f"{address}?x=1", headers={"If-None-Match": "x"}, timeout=5)
        first, second = world.log
    assert (first.portal, first.method, first.path, first.status) == ("newspaper", "GET", "/robots.txt", 200)
    assert first.user_agent == "Guong/1"
    assert (second.path, second.conditional, first.conditional) == ("/robots.txt?x=1", True, False)
    assert start <= first.at <= second.at <= time.monotonic()


def test_fixed_ports_give_the_same_addresses_again_and_a_taken_port_is_explained() -> None:
    with serve() as world:
        ports = {source.key: int(source.base_url.rsplit(":", 1)[1]) for source in world.sources()}
        with pytest.raises(UserMistake, match=str(ports["tandan"])), serve(ports=ports):
            pass
    with serve(ports=ports) as again:
        assert {source.key: source.base_url for source in again.sources()} == {
            key: f"http://127.0.0.1:{port}" for key, port in ports.items()
        }


def test_stopping_ends_all_threads_even_with_an_idle_client() -> None:
    before = threading.active_count()
    with requests.Session() as client:
        with serve() as world:
            for source in world.sources():
                client.get(source.base_url + "/robots.txt")
        assert threading.active_count() == before
