"""What makes a new version of an article and what does not: crawled from a real server and mined, again and again."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.crawling.options import Options
from crawler.queue.frontier import Frontier
from crawler.sources.source import Source
from crawler.warc.archive import Archive
from domain.actors import Actor
from domain.unit_index import load_units
from guong.installation import unit_row
from guong.pipeline import Job, run_week
from guong.readers import load_reader
from registry.articles import list_versions
from registry.cases import load_case
from registry.decisions import Verdict, decide
from registry.queue import QueueFilter, list_queue
from registry.store import Store, open_store
from registry.units import save_units

NAME = "Giàng A Tủa"
AWARDED = (
    f"Ông {NAME}, xã Khao Mang, tỉnh Lào Cai vừa được Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen vì đã ba lần tự bỏ "
    "tiền bắc cầu cho học sinh ba bản đến trường trong mùa nước lũ."
)
STORY = (
    AWARDED,
    "Năm ấy nhà ông bán con trâu lớn nhất để mua cáp và thuê thợ hàn về tận bản làm suốt cả một mùa khô.",
    "Trưởng bản cho biết ông chưa bao giờ nhận một đồng tiền công, cầu hỏng thì ông lại lặng lẽ đi sửa.",
)


@dataclass(frozen=True)
class Look:
    """One state of the page: everything but `story` and `title` is beside the point."""

    title: str = "Người ba lần bắc cầu"
    story: tuple[str, ...] = STORY
    views: str = "Lượt xem: 12"
    related: str = "Xã Khao Mang ra quân làm thủy lợi"
    image: str = "/anh/1.jpg"
    space: str = "\n"
    mark: str = "a1"


def generic(look: Look) -> str:
    body = look.space.join(f"<p>{part}</p>" for part in look.story)
    return f"""<html><head><title>{look.title}</title><meta property="og:type" content="article">
<script>var csrf = "{look.mark}";</script></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>{look.title}</h1>
<img src="{look.image}" alt="">{body}<div class="views">{look.views}</div></article>
<aside><h3>Tin liên quan</h3><ul><li><a href="/khac-{look.mark}.html">{look.related}</a></li></ul></aside>
<footer>Đang truy cập: {len(look.mark)}</footer></body></html>"""


def nukeviet(look: Look) -> str:
    body = look.space.join(f"<p>{part}</p>" for part in look.story)
    return f"""<html><head><title>{look.title}</title></head><body><div class="news_column panel panel-default"
itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body"><h1 class="title margin-bottom-lg"
itemprop="headline">{look.title}</h1><div class="row"><span class="h5">Thứ ba - 10/11/2026 08:42</span></div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg"><img src="{look.image}">{body}</div></div>
<form id="form3B"><div id="stringrating">Tổng số điểm của bài viết là: {len(look.views)}</div></form>
<p class="h5">{look.views}</p><ul class="related"><li><a href="/x-{look.mark}.html">{look.related}</a></li></ul></div>
</body></html>"""


PAGES = {"generic": generic, "nukeviet": nukeviet}


@dataclass
class Portal:
    """A portal of one page, whose looks the test changes."""

    origin: str = ""
    html: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def portal() -> Iterator[Portal]:
    made = Portal()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            pages = {
                "/bai-1.html": made.html,
                "/": '<html><body><h3><a href="/bai-1.html">Một bài báo</a></h3></body></html>',
            }
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.origin = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def job(portal: Portal, tmp_path: Path) -> Iterator[Job]:
    source = Source(
        name="cong", title="Cổng", start=(f"{portal.origin}/",), article_pattern=r"/bai-\d+\.html$", delay_seconds=0.0,
        revisit_days=0.0, allow_loopback=True,
    )  # fmt: skip
    with (
        closing(open_store(tmp_path / "registry.sqlite3", create=True)) as store,
        Frontier(tmp_path / "frontier.sqlite3") as frontier,
        Archive(tmp_path / "archive") as archive,
    ):
        save_units(store, (unit_row(unit) for unit in load_units()))
        yield Job(store, frontier, archive, load_reader(), (source,), "", lambda: datetime.now(UTC))


def read(job: Job, portal: Portal, html: str) -> Store:
    """Let the portal show this page, and do a week's job."""
    portal.html = html
    before = portal.asked.count("/bai-1.html")
    report = run_week(job, Options(patience=0.5))
    assert not report.crawled.bugs
    assert not report.mined.bugs
    assert portal.asked.count("/bai-1.html") > before
    return job.store


BESIDE_THE_POINT = {
    "another view count": Look(views="Lượt xem: 4.031"),
    "another related list": Look(related="Trao quà cho hộ nghèo", mark="b2"),
    "another image address": Look(image="/anh/1.jpg?w=640&v=2"),
    "white space": Look(space="\n\n   \t&nbsp;\n"),
    "a token in a script": Look(mark="f00d" * 8),
}
TO_THE_POINT = {
    "a changed sentence": Look(story=(*STORY[:2], "Trưởng bản cho biết ông nhận tiền công một lần, năm 2019.")),
    "a changed number": Look(story=(STORY[0].replace("ba bản", "bốn bản"), *STORY[1:])),
    "a sentence more": Look(story=(*STORY, "Tòa soạn xin lỗi bạn đọc vì sơ suất trong bản tin trước.")),
    "another title": Look(title="Ông Tủa và những cây cầu"),
}


@pytest.mark.parametrize("family", PAGES)
@pytest.mark.parametrize("what", BESIDE_THE_POINT)
def test_what_is_beside_the_point_makes_no_version(job: Job, portal: Portal, family: str, what: str) -> None:
    read(job, portal, PAGES[family](Look()))
    store = read(job, portal, PAGES[family](BESIDE_THE_POINT[what]))
    assert [version.n for version in list_versions(store, 1)] == [1]


@pytest.mark.parametrize("family", PAGES)
@pytest.mark.parametrize("what", TO_THE_POINT)
def test_a_real_change_makes_one(job: Job, portal: Portal, family: str, what: str) -> None:
    read(job, portal, PAGES[family](Look()))
    read(job, portal, PAGES[family](TO_THE_POINT[what]))
    store = read(job, portal, PAGES[family](TO_THE_POINT[what]))
    assert [version.n for version in list_versions(store, 1)] == [1, 2]


def test_a_file_attached_later_is_known_without_a_new_version(job: Job, portal: Portal) -> None:
    read(job, portal, nukeviet(Look()))
    attached = '<ul class="news-download-file"><li class="list-group-item"><a download href="/files/ke-hoach-12.pdf">'
    html = nukeviet(Look()).replace('<form id="form3B">', f'{attached}Kế hoạch 12</a></li></ul><form id="form3B">')
    store = read(job, portal, html)
    urls = [row["url"] for row in store.rows("SELECT url FROM attachments")]
    assert urls == [f"{portal.origin}/files/ke-hoach-12.pdf"]
    assert [version.n for version in list_versions(store, 1)] == [1]


def test_a_decided_case_keeps_its_snapshot_and_shows_the_change(job: Job, portal: Portal) -> None:
    store = read(job, portal, nukeviet(Look()))
    now = datetime.now(UTC)
    [item] = [each for each in list_queue(store, QueueFilter(scope="all"), now=now) if each.name == NAME]
    decision = decide(store, Actor("lan", "Lan", frozenset({"reviewer"})), item.id, Verdict("confirm"), now=now)
    read(job, portal, nukeviet(Look(views="Lượt xem: 99", mark="c3")))
    assert not load_case(store, item.id, now=now).changed
    read(job, portal, nukeviet(TO_THE_POINT["a changed number"]))
    case = load_case(store, item.id, now=now)
    assert case.changed
    assert case.item.state == "decided"
    [kept] = case.decisions
    assert kept.version_id == decision.version_id == list_versions(store, 1)[0].id
    assert kept.text_sha256 == list_versions(store, 1)[0].text_sha256
    assert "ba bản" in list_versions(store, 1)[0].text
    assert "bốn bản" in list_versions(store, 1)[1].text
