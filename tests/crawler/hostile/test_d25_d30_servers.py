"""Behaviours 25 to 30: broken TLS, hijacked pages, files in disguise, firewalls, full disks, hidden attachments."""

import base64
import errno
import io
import os
import random
import shutil
import ssl
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme
from docx import Document

from crawler.crawling.cloaking import REFERER, compare
from crawler.crawling.crawl import crawl
from crawler.fetching.egress import Egress
from crawler.fetching.tls import TlsException
from crawler.intake.mining import load_page, mark_mined, pages_to_mine
from crawler.queue.frontier import Frontier
from crawler.records import Response
from crawler.warc.archive import Archive, load_response, verify_archive
from domain.errors import StoreProblem

Kept = Callable[..., None]


def test_d25_a_broken_chain_fails_with_its_remedy_and_a_named_exception_mends_it(
    secure_site: Any, tmp_path: Path, source_of: Any, fast: Any, http: Any, article: Any, listing: Any,
    frontier: Frontier, archive: Archive, later: Any,
) -> None:  # fmt: skip
    root = trustme.CA()
    child = root.create_child_ca()
    leaf = child.issue_cert("127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with leaf.private_key_and_cert_chain_pem.tempfile() as both, leaf.cert_chain_pems[0].tempfile() as alone:
        context.load_cert_chain(alone, both)  # the intermediate is not sent
    (tmp_path / "root.pem").write_bytes(root.cert_pem.bytes())
    (tmp_path / "child.pem").write_bytes(child.cert_pem.bytes())
    site = secure_site(context)
    site.routes |= {"/tin/": http(listing("/tin/a/bai-1.html")), "/tin/a/bai-1.html": http(article("Bài 1"))}
    options = replace(fast, patience=0.1, egress=Egress(ca_bundle=tmp_path / "root.pem"))
    refused = crawl([source_of(site)], frontier=frontier, archive=archive, options=options)
    assert site.log == []
    assert refused.counts["list"] == {"waiting": 1}
    assert any("tls intermediate" in problem.message for problem in refused.problems)
    later()
    pin = TlsException(f"127.0.0.1:{site.port}", "thiếu chứng chỉ trung gian", str(tmp_path / "child.pem"))
    mended = crawl([source_of(site, tls=(pin,))], frontier=frontier, archive=archive, options=options)
    assert mended.counts["article"] == {"fetched": 1}
    assert any("ngoại lệ TLS" in problem.message for problem in mended.problems)


CASINO = '<div style="display:none"><a href="http://nha-cai.example/">Link vào nhà cái tài xỉu đổi thưởng</a></div>'
SENT = "<script>location.href='http://nha-cai.example/vao'</script>"


@pytest.mark.parametrize("trick", ["links", "script", "redirect"])
def test_d26_a_page_that_differs_for_visitors_from_search_is_quarantined_and_kept(
    small: Any, visit: Any, kept: Kept, answers: Any, http: Any, article: Any, bad: str, later: Any, frontier: Frontier,
    trick: str,
) -> None:  # fmt: skip
    first = "/tin/a/bai-1.html"  # the first article of a run is the one that is looked at
    visit(revisit_days=0)
    for item in pages_to_mine(frontier):
        mark_mined(frontier, item.url, item.sha256, "mined")
    honest = http(article("Bài 1", body="Ông Lò Văn Tình được tặng Bằng khen."))
    shown = {
        "links": http(article("Bài 1", extra=CASINO)),
        "script": http(article("Bài 1", extra=SENT)),
        "redirect": http(status="302 Found", Location="http://nha-cai.example/"),
    }[trick]
    small.routes[first] = lambda asked, _: shown if "google" in asked.headers.get("referer", "") else honest
    small.log.clear()
    later()
    report = visit(look_every=1, revisit_days=0)
    looks = [asked for asked in small.log if "referer" in asked.headers]
    assert [asked.path for asked in looks] == [first]  # once for the host and the run
    assert looks[0].headers["referer"] == REFERER
    assert looks[0].headers["user-agent"].startswith("Guong/")  # never another crawler's name
    assert report.counts["article"] == {"quarantined": 1, "unchanged": 2}
    assert frontier.tally.state_of(small.url(first)) == "quarantined"
    assert pages_to_mine(frontier) == ()  # not read until a person has looked
    assert len(answers(first)) == 3  # both runs' answers, and what the visitor was shown
    assert any("nha-cai.example" in problem.message for problem in report.problems)
    kept(report)


def test_d26_an_honest_page_is_asked_again_politely_now_and_then_and_stays_as_it_is(
    small: Any, visit: Any, kept: Kept, later: Any, frontier: Frontier
) -> None:
    counts = []
    for _ in range(9):
        later()
        small.log.clear()
        report = visit(look_every=4, revisit_days=0, delay_seconds=0.02)
        counts.append(sum("referer" in asked.headers for asked in small.log))
        assert min(b.at - a.at for a, b in pairwise(small.log)) >= 0.02
        kept(report)
    assert counts[0] == 0
    assert sum(counts) == 2
    assert set(frontier.tally.states()) == {"fetched"}


def test_d26_a_server_that_has_enough_of_a_second_look_is_left_alone(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, later: Any, frontier: Frontier
) -> None:
    visit(revisit_days=0)
    first, page = "/tin/a/bai-1.html", http(article("Bài 1"))
    busy = http(status="429 Too Many", Retry_After="5000")
    small.routes[first] = lambda asked, _: busy if "referer" in asked.headers else page
    later()
    report = visit(look_every=1, revisit_days=0)
    assert small.log[-1].headers["referer"] == REFERER  # the last request of the run
    assert frontier.tally.state_of(small.url(first)) == "fetched"
    assert frontier.host(small.url().rstrip("/")).paused_until > time.time() + 4000
    assert report.counts["article"] == {"unchanged": 1}
    later()
    again = visit(revisit_days=0)
    assert again.counts["article"] == {"unchanged": 3}  # the others came when the pause was over
    kept(again)


def test_d26_an_article_about_a_raid_or_rotating_advertisements_is_no_hijack() -> None:
    def page(*links: str) -> Response:
        body = "<html>Công an triệt phá đường dây cá cược, tài xỉu, nhà cái." + "".join(
            f'<a href="{x}">x</a>' for x in links
        )
        return Response("http://cong.example/a", 200, "OK", (), b"", body.encode(), 0.0)

    hosts = frozenset({"cong.example"})
    assert not compare(page("http://qc1.example/"), page("http://qc2.example/", "http://qc3.example/"), hosts).suspected
    assert not compare(page(), page("/b", "http://media.cong.example/c"), hosts).hosts


def docx() -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph("Danh sách khen thưởng")
    document.save(out)
    return out.getvalue()


def link_to(path: str) -> str:
    return f'<div class="news-download-file"><p class="list-group-item"><a href="{path}">Tập tin</a></p></div>'


DISGUISED = [
    ("application/pdf", b"<html><body>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</body></html>", "not_article"),
    ("application/pdf", b"", "unreadable"),
    ("text/html", docx(), "fetched"),
    ("application/pdf", b"%PDF-1.7\n" + b"x" * 500_000, "too_big"),
]


@pytest.mark.parametrize(("kind", "body", "state"), DISGUISED, ids=["html-as-pdf", "empty", "docx-as-html", "huge"])
def test_d27_a_file_is_known_by_its_bytes_bounded_and_counted(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, bad: str, kind: str, body: bytes, state: str
) -> None:
    small.routes[bad] = http(article("Bài 2", extra=link_to("/tep.pdf")))
    small.routes["/tep.pdf"] = http(body, Content_Type=kind)
    report = visit()
    assert report.counts["attachment"] == {state: 1}
    assert report.counts["article"] == {"fetched": 3}
    kept(report)


def test_d27_a_pdf_served_as_html_in_place_of_an_article_is_archived_for_reading(
    small: Any, visit: Any, kept: Kept, http: Any, bad: str, frontier: Frontier, archive: Archive
) -> None:
    small.routes[bad] = http(b"%PDF-1.7\n%%EOF", Content_Type="text/html")
    report = visit()
    assert report.counts["article"] == {"fetched": 3}
    (item,) = [item for item in pages_to_mine(frontier) if item.url.endswith("bai-2.html")]
    assert load_response(archive, item.record).body.startswith(b"%PDF-")
    kept(report)


def test_d27_a_zip_that_unpacks_for_ever_does_not_stop_the_reader(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, bad: str, frontier: Frontier, archive: Archive
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("word/document.xml", bytes(80 * 2**20))
        bundle.writestr("[Content_Types].xml", "<Types/>")
    small.routes[bad] = http(article("Bài 2", extra=link_to("/bom.docx")))
    small.routes["/bom.docx"] = http(out.getvalue(), Content_Type="application/msword")
    report = visit()
    assert sum(report.counts["attachment"].values()) == 1
    for item in pages_to_mine(frontier):
        assert load_page(frontier, archive, item) is not None
    kept(report)


CHALLENGE = "<html><script>document.cookie='a='+(7*6);location.reload(true)</script></html>"


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden"])
def test_d28_a_firewall_challenge_is_a_block_that_slows_us_down_and_is_told(
    small: Any, visit: Any, kept: Kept, titles: Any, http: Any, bad: str, status: str
) -> None:
    small.routes[bad] = http(CHALLENGE, status=status)
    report = visit(delay_seconds=0.2)
    assert report.counts["article"] == {"fetched": 2, "blocked": 1}
    times = {asked.path: asked.at for asked in small.log}
    assert times["/tin/a/bai-3.html"] - times[bad] >= 0.4  # twice the usual gap after a refusal
    assert any("từ chối 1 lần" in problem.message for problem in report.problems)
    assert titles() == ["Bài 1", "Bài 3"]
    kept(report)


def test_d28_a_block_does_not_replace_the_last_good_version(
    small: Any, visit: Any, kept: Kept, titles: Any, http: Any, bad: str, later: Any
) -> None:
    visit(revisit_days=0)
    small.routes[bad] = http(CHALLENGE)
    later()
    report = visit(revisit_days=0)
    assert report.counts["article"] == {"unchanged": 2, "blocked": 1}
    assert titles() == ["Bài 1", "Bài 2", "Bài 3"]
    kept(report)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Any:
    """A file system of 1 MiB of its own, or a skip where none may be mounted."""
    folder = tmp_path / "dia"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or not mount:
        pytest.skip("only root may mount a file system")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False).returncode:
        pytest.skip("this machine does not let root mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def noise(size: int) -> bytes:
    """ASCII that compresses badly."""
    return base64.b64encode(random.Random(3).randbytes(size))


def test_d29_a_full_disk_stops_the_run_and_afterwards_everything_comes(
    small: Any, source_of: Any, fast: Any, http: Any, article: Any, bad: str, tiny_disk: Path
) -> None:
    small.routes[bad] = http(article("Bài 2").encode() + b"<!--" + noise(140_000) + b"-->")
    ballast = tiny_disk / "day"
    with Archive(tiny_disk / "kho") as archive, Frontier(tiny_disk / "hang-doi.sqlite") as frontier:
        space = os.statvfs(tiny_disk)
        ballast.write_bytes(b"x" * max(0, space.f_bavail * space.f_frsize - 150_000))
        with pytest.raises(StoreProblem, match=r"No space left|disk is full|full"):
            crawl([source_of(small)], frontier=frontier, archive=archive, options=fast)
        ballast.unlink()
    with Archive(tiny_disk / "kho") as archive, Frontier(tiny_disk / "hang-doi.sqlite") as frontier:
        assert frontier.verify() == "ok"
        report = crawl([source_of(small)], frontier=frontier, archive=archive, options=fast)
        assert report.finished
        assert sum(report.counts["article"].values()) == 3
        assert len(pages_to_mine(frontier)) == 3
        assert verify_archive(archive)[1] == ()


def test_d29_a_read_only_file_system_stops_the_run_and_afterwards_everything_comes(
    small: Any, source_of: Any, fast: Any, tiny_disk: Path
) -> None:
    def remount(mode: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{mode}", str(tiny_disk)], check=True)

    with Archive(tiny_disk / "kho") as archive, Frontier(tiny_disk / "hang-doi.sqlite") as frontier:
        frontier.begin_run({}, time.time(), resume_within=1)
    # A handle that is open for writing keeps a file system writable: the job meets it when it opens its files.
    remount("ro")
    with pytest.raises(StoreProblem):
        Archive(tiny_disk / "kho")
    with pytest.raises(StoreProblem), Frontier(tiny_disk / "hang-doi.sqlite") as frontier:
        frontier.begin_run({}, time.time(), resume_within=1)
    remount("rw")
    with Archive(tiny_disk / "kho") as archive, Frontier(tiny_disk / "hang-doi.sqlite") as frontier:
        report = crawl([source_of(small)], frontier=frontier, archive=archive, options=fast)
        assert report.counts["article"] == {"fetched": 3}


def test_d29_a_queue_that_turns_read_only_in_mid_run_loses_nothing(
    small: Any, source_of: Any, fast: Any, frontier: Frontier, archive: Archive, kept: Kept
) -> None:
    seen: list[str] = []

    def shut(progress: Any) -> None:
        seen.append(progress.url)
        if len(seen) == 2:
            frontier._file.run("PRAGMA query_only = ON")  # every write fails as on a file system turned read-only

    with pytest.raises(StoreProblem, match="readonly"):
        crawl([source_of(small)], frontier=frontier, archive=archive, options=fast, on_progress=shut)
    frontier._file.run("PRAGMA query_only = OFF")
    report = crawl([source_of(small)], frontier=frontier, archive=archive, options=fast)
    assert report.counts["article"] == {"fetched": 3}
    assert sum(path.endswith(".html") for path in small.paths()) <= 4  # only the one under way is asked again
    kept(report)


def test_d29_an_archive_that_can_no_longer_be_written_marks_nothing_done(
    small: Any, source_of: Any, fast: Any, frontier: Frontier, archive: Archive, kept: Kept, monkeypatch: Any
) -> None:
    real, calls = os.fsync, [0]

    def fsync(handle: int) -> None:
        calls[0] += 1
        if calls[0] > 4:
            raise OSError(errno.EROFS, "Read-only file system")
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(StoreProblem, match="Read-only"):
            crawl([source_of(small)], frontier=frontier, archive=archive, options=fast)
    for item in pages_to_mine(frontier):
        assert load_response(archive, item.record).status == 200
    report = crawl([source_of(small)], frontier=frontier, archive=archive, options=fast)
    assert report.counts["article"] == {"fetched": 3}
    kept(report)


JUMPING = """
import sys, time
from pathlib import Path
real, shift = time.time, [0.0]
time.time = lambda: real() + shift[0]
from crawler.warc.archive import Archive
from crawler.crawling.crawl import crawl
from crawler.queue.frontier import Frontier
from crawler.sources.source import Source
folder, url, days = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
shift[0] = float(sys.argv[4]) * 86400
source = Source("thu", "Thử", start=(url,), family="nukeviet", delay_seconds=0.0, allow_loopback=True)
def jump(progress):
    shift[0] = days * 86400 - shift[0]
with Archive(folder / "archive") as archive, Frontier(folder / "frontier.sqlite") as frontier:
    report = crawl([source], frontier=frontier, archive=archive, on_progress=jump)
    print(dict(report.counts.get("article", {})), report.finished)
"""


@pytest.mark.parametrize(("days", "start"), [(30, 0), (-30, 0), (0, 30)], ids=["forth", "back", "ran-ahead-once"])
def test_d29_a_clock_that_jumps_back_and_forth_silences_no_page(
    small: Any, tmp_path: Path, days: int, start: int
) -> None:
    def week(*shifts: int) -> str:
        arguments = [sys.executable, "-c", JUMPING, str(tmp_path), small.url("/tin/"), *map(str, shifts)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
        return done.stdout.strip()

    assert week(days, start) == "{'fetched': 3} True"
    small.log.clear()
    week(0, 0)
    assert small.paths()[0] == "/tin/"  # the next run looks at the list at once


def test_d30_a_file_behind_here_without_extension_is_fetched_and_belongs_to_its_article(
    small: Any, visit: Any, kept: Kept, http: Any, article: Any, bad: str, frontier: Frontier, archive: Archive
) -> None:
    body = 'Xem danh sách <a href="/LinkClick.aspx?fileticket=aB3&tabid=9">tại đây</a>.'
    small.routes[bad] = http(article("Bài 2", body=body))
    small.routes["/LinkClick.aspx?fileticket=aB3&tabid=9"] = http(
        docx(), Content_Type="application/octet-stream",
        Content_Disposition="attachment; filename*=UTF-8''Danh%20s%C3%A1ch.docx",
    )  # fmt: skip
    report = visit()
    assert report.counts["attachment"] == {"fetched": 1}
    pages = [load_page(frontier, archive, item) for item in pages_to_mine(frontier)]
    (file,) = [file for page in pages if page and page.title == "Bài 2" for file in page.attachments]
    assert file.text == "Danh sách khen thưởng"
    assert file.name == "Danh sách.docx"
    kept(report)
