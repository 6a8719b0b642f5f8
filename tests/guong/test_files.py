"""Scans and old Word files through the weekly job: told while nothing reads them, read once something does."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.attachments.ocr import Picture
from crawler.attachments.tools import Tools
from crawler.records import Link, Outcome, Response
from guong.installation import crawl_options, create_installation, open_installation, open_job
from guong.pipeline import Job, run_week
from guong.rereading import mine_archive
from guong.sample import PROVINCE, sample_world
from registry.attachments import count_attachments
from registry.plans import list_plans, load_plan
from registry.runs import list_page_states, list_runs
from registry.search import search
from samples.world import FILES

SCAN = "quyet-dinh-218-qd-ubnd"
WORDS = "tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành"  # only the scan says so


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    """A board whose first week ran on a machine with neither Tesseract nor LibreOffice."""
    data: Path = tmp_path_factory.mktemp("files")
    create_installation(data, PROVINCE)
    installation = open_installation(data)
    with sample_world(data), open_job(installation) as opened:
        bare = replace(opened, tools=Tools())
        report = run_week(bare, crawl_options(installation.settings))
        assert report.mined.files["needs_ocr"] == 1
        assert report.mined.files["needs_office"] == 1
        yield bare


class Reader:
    """Stands for Tesseract: says what is printed on the one scan of the sample world, and counts."""

    def __init__(self) -> None:
        self.pages = 0

    def __call__(self, picture: Picture) -> list[str]:
        self.pages += 1
        return (FILES / f"{SCAN}.scan.txt").read_text(encoding="utf-8").split("\n")


def test_what_waits_is_read_when_its_program_arrives_and_only_then(job: Job) -> None:
    store = job.store
    assert count_attachments(store)["needs_ocr"] == 1
    assert search(store, WORDS).hits == ()
    nothing = mine_archive(job)
    assert nothing.pages == 0  # still no program: nothing is read in vain

    reader = Reader()
    read = mine_archive(replace(job, tools=Tools(recognise=reader)))
    assert (read.pages, reader.pages, dict(read.mined.files)) == (1, 1, {"ocr": 1})
    [hit] = search(store, WORDS).hits
    assert (hit.file, hit.page) == (f"{SCAN}.pdf", 1)
    [plan] = [plan for plan in list_plans(store, limit=500) if plan.symbol == "218/QĐ-UBND"]
    assert [(file.name, file.is_document) for file in load_plan(store, plan.id).attachments] == [(f"{SCAN}.pdf", True)]
    assert count_attachments(store)["needs_office"] == 1

    docx = (FILES / "danh-sach-khen-thuong-dot-2.docx").read_bytes()
    converted = mine_archive(replace(job, tools=Tools(convert=lambda body, kind: docx)))
    assert (converted.pages, dict(converted.mined.files)) == (1, {"read": 1})
    assert "needs_office" not in count_attachments(store)


def test_reading_everything_again_does_not_recognise_again(job: Job) -> None:
    reader = Reader()
    tools = Tools(recognise=reader)
    mine_archive(replace(job, tools=tools))
    reader.pages = 0
    again = mine_archive(replace(job, tools=tools), again=True)
    assert again.mined.files["ocr"] == 1
    assert reader.pages == 0


def test_a_page_that_is_itself_a_scan_stays_due_until_something_reads_it(job: Job) -> None:
    url = "http://portal.vn/tin/quyet-dinh.pdf"
    store_page(job, url, (FILES / f"{SCAN}.pdf").read_bytes())
    waits = mine_archive(job)
    assert dict(waits.mined.states) == {"unreadable": 1}
    [told] = [page for page in list_page_states(job.store, list_runs(job.store, limit=1)[0].id) if page.url == url]
    assert "cần OCR" in told.detail
    read = mine_archive(replace(job, tools=Tools(recognise=Reader())))
    assert dict(read.mined.states) == {"mined": 1}
    assert mine_archive(replace(job, tools=Tools(recognise=Reader()))).pages == 0


def store_page(job: Job, url: str, body: bytes) -> None:
    """Put a page into archive and frontier as a crawl does."""
    now = job.clock().timestamp()
    run, _ = job.frontier.begin_run({"tandan": [Link(url, "article")]}, now, resume_within=0)
    task = job.frontier.next_task("http://portal.vn", run, ["tandan"], now)
    assert task is not None
    headers = (("Content-Type", "application/pdf"),)
    record = job.archive.append(Response(url, 200, "OK", headers, body, body, now))
    digest = hashlib.sha256(body).hexdigest()
    outcome = Outcome(
        "fetched", now + 9e6, done=True, record=record, final_url=url, body_sha256=digest, text_sha256=digest
    )
    job.frontier.settle(task, outcome, run, now)
    job.frontier.finish_run(run, now)


def test_the_week_says_what_to_install(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    from guong.told import print_files

    print_files({"read": 7, "needs_ocr": 2, "needs_office": 1})
    told = capsys.readouterr().out
    assert "Tệp kèm: 7 đã đọc được chữ, 2 chưa đọc được: cần OCR, 1 chưa đọc được: cần LibreOffice\n" in told
    assert "Cần làm: 2 tệp chưa đọc được: cần OCR: cài tesseract-ocr" in told
    assert "Cần làm: 1 tệp chưa đọc được: cần LibreOffice: cài libreoffice" in told
    print_files({})
    assert capsys.readouterr().out == ""
