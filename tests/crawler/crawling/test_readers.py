"""Readers beside the crawl: the same sense of every page; one that is lost takes no other page with it."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.crawling.crawl import crawl
from crawler.crawling.judging import Judge
from crawler.crawling.options import Options
from crawler.crawling.outcomes import Retry
from crawler.crawling.reader_wire import read_answer, read_question, write_answer, write_question
from crawler.crawling.readers import ReaderBug, ReaderLost, Readers, ReadingBeside, ReadingHere, open_readers
from crawler.crawling.reading import Reading, read_response
from crawler.queue.frontier import Frontier
from crawler.records import ArchiveRecord, CrawlReport, Form, Link, Progress, Response, Task
from crawler.sources.source import Source
from crawler.warc.archive import Archive, load_response, verify_archive

SOURCE = Source("thu", "Thử", start=("http://cong.vn/tin/",), family="nukeviet")
URL = "http://cong.vn/tin/guong/bai-1.html"
# A reader that dies, hangs or fails on certain words, and reads all else.
MOODY = """
import os, sys, time
from multiprocessing.connection import Connection
from crawler.crawling import reader_process
read = reader_process.read_response
def moody(task, response, source):
    if b"POISON" in response.body:
        os.kill(os.getpid(), 9)
    while b"STUCK" in response.body:
        time.sleep(1)
    if b"BUG" in response.body:
        raise ZeroDivisionError("ours")
    return read(task, response, source)
reader_process.read_response = moody
reader_process._MEMORY = 2**28
reader_process.main()
"""
MOODY_PROGRAM = (sys.executable, "-c", MOODY)


def own_readers() -> list[int]:
    """The reader processes this process has started and not yet seen off."""
    listed = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    return [pid for pid in map(int, listed.split()) if b"reader_process" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@contextmanager
def opened(readers: Readers) -> Iterator[Readers]:
    try:
        yield readers
    finally:
        readers.close()


def task_of(kind: Any = "article", url: str = URL) -> Task:
    return Task(url, url, "thu", kind, 0, "waiting")


def response_of(body: str | bytes, url: str = URL) -> Response:
    raw = body.encode() if isinstance(body, str) else body
    return Response(url, 200, "OK", (("Content-Type", "text/html; charset=utf-8"),), raw, raw, 1.0)


def beside(seconds: float = 60.0, count: int = 1) -> ReadingBeside:
    return ReadingBeside(count, seconds=seconds, program=MOODY_PROGRAM)


def test_a_reader_beside_tells_what_the_crawl_would_have_read_itself(
    article: Callable[..., str], listing: Callable[..., str]
) -> None:
    shown: list[tuple[Any, str | bytes]] = [
        ("article", article("Một bài")),
        ("article", "<html><body><p>không phải bài</p></body></html>"),
        ("article", b"%PDF-1.4 x"),
        ("article", ""),
        ("list", listing("/tin/a/bai-1.html", "/tin/a/bai-2.html", pages=("/tin/", "/tin/page-2"))),
        ("list", "<html><body>trống</body></html>"),
        ("feed", "<rss><channel><item><link>http://cong.vn/tin/a/bai-3.html</link></item></channel></rss>"),
        ("attachment", b"%PDF-1.4 y"),
        ("probe", "x"),
    ]
    with opened(ReadingBeside(2)) as readers:
        asked = [(task_of(kind), response_of(body)) for kind, body in shown]
        found = [readers.read(task, response, SOURCE) for task, response in asked]
        for (task, response), future in zip(asked, found, strict=True):
            assert future.result(60) == replace(read_response(task, response, SOURCE), page=None)


def test_what_is_said_survives_the_pipe() -> None:
    links = (Link("http://a.vn/", "list", "Tiếp »", 3, Form("trang=3", "a=1")), Link("http://a.vn/x.pdf", "attachment"))
    reading = Reading("source_changed", links, "ab", 'ghi chú "lạ" \udc80', mined=False, canonical="http://a.vn/c")
    assert read_answer(write_answer(reading)) == reading
    assert read_answer(write_answer("Traceback ...")) == "Traceback ..."
    hop = response_of("chuyển hướng")
    task, response, source = read_question(write_question(task_of(), replace(response_of("thân"), hops=(hop,)), SOURCE))
    assert (task, source, response.body, response.wire) == (task_of(), SOURCE, "thân".encode(), b"")
    assert [(one.url, one.body) for one in response.hops] == [(URL, b"")]


def test_a_page_that_kills_its_readers_is_lost_alone(article: Callable[..., str]) -> None:
    pages = [article(f"Bài {number}" + (" POISON" if number == 3 else "")) for number in range(8)]
    with opened(beside(count=2)) as readers:
        futures = [readers.read(task_of(), response_of(page), SOURCE) for page in pages]
        ends = [future.exception(60) for future in futures]
        assert [type(end) for end in ends] == [ReaderLost if number == 3 else type(None) for number in range(8)]
        assert "dừng giữa chừng" in str(ends[3])


def test_a_page_that_never_ends_is_given_up(article: Callable[..., str]) -> None:
    with opened(beside(seconds=0.2)) as readers:
        stuck = readers.read(task_of(), response_of(article("STUCK")), SOURCE)
        assert isinstance(stuck.exception(60), ReaderLost)
    with opened(beside()) as readers:
        assert readers.read(task_of(), response_of(article("Bài")), SOURCE).result(60).state == "fetched"


def test_a_page_that_asks_for_too_much_memory_is_lost_and_no_bug_of_ours(article: Callable[..., str]) -> None:
    with opened(beside()) as readers:
        swollen = readers.read(task_of(), response_of("<p>" * 600_000), SOURCE)
        assert isinstance(swollen.exception(60), ReaderLost)
        assert readers.read(task_of(), response_of(article("Bài")), SOURCE).result(60).state == "fetched"


def test_our_own_bug_comes_back_with_its_traceback() -> None:
    with opened(beside()) as readers:
        error = readers.read(task_of(), response_of("BUG"), SOURCE).exception(60)
    assert isinstance(error, ReaderBug)
    assert "ZeroDivisionError: ours" in str(error)


def test_closing_breaks_off_what_is_being_read_and_leaves_no_process(article: Callable[..., str]) -> None:
    readers = beside(count=2)
    assert readers.read(task_of(), response_of(article("Bài")), SOURCE).result(60).state == "fetched"
    stuck = [readers.read(task_of(), response_of("STUCK"), SOURCE) for _ in range(4)]
    readers.close()
    assert all(future.cancelled() or isinstance(future.exception(60), ReaderLost) for future in stuck)
    assert own_readers() == []


def test_readers_end_with_a_crawl_that_was_killed() -> None:
    program = (
        "import time\n"
        "from crawler.crawling.readers import ReadingBeside\n"
        "from crawler.records import Response, Task\n"
        "from crawler.sources.source import Source\n"
        "response = Response('http://a.vn/', 200, '', (), b'', b'x', 1.0)\n"
        "task = Task('http://a.vn/', 'http://a.vn/', 'a', 'article', 0, 'waiting')\n"
        "readers = ReadingBeside(1)\n"
        "print(readers.read(task, response, Source('a', 'A', start=('http://a.vn/',))).result().state, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[3]
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"not_article\n"
        process.kill()
        # The reader holds the same end of this pipe: it ends when both are gone.
        assert process.communicate(timeout=60)[1] == b""


def test_a_reader_leaves_it_to_the_crawl_when_to_stop(article: Callable[..., str]) -> None:
    with opened(beside()) as readers:
        before = readers.read(task_of(), response_of(article("Bài")), SOURCE).result(60)
        pids = own_readers()
        for one in (signal.SIGTERM, signal.SIGINT):
            os.kill(pids[0], one)
        assert readers.read(task_of(), response_of(article("Bài")), SOURCE).result(60) == before
        assert own_readers() == pids


def test_the_crawl_reads_by_itself_where_there_is_one_processor() -> None:
    assert isinstance(open_readers(0), ReadingHere)
    error = ReadingHere().read(task_of("no such kind"), response_of("x"), SOURCE).exception()
    assert isinstance(error, KeyError)


def test_a_crawl_whose_readers_are_killed_again_and_again_loses_no_page(
    site: Any, source_of: Callable[..., Source], fast: Options, http: Callable[..., bytes],
    article: Callable[..., str], listing: Callable[..., str], frontier: Frontier, archive: Archive,
) -> None:  # fmt: skip
    paths = [f"/tin/a/bai-{number}.html" for number in range(20)]
    site.routes["/tin/"] = http(listing(*paths))
    site.routes |= {path: http(article(f"Bài {path}")) for path in paths}
    killed: list[int] = []

    def kill_some(progress: Progress) -> None:
        if progress.done % 6 == 0:
            killed.extend(pid for pid in own_readers() if not os.kill(pid, signal.SIGKILL))

    options = replace(fast, readers=1)
    report = crawl([source_of(site)], frontier=frontier, archive=archive, options=options, on_progress=kill_some)
    assert report.finished
    assert (report.counts["article"], report.bugs) == ({"fetched": 20}, ())
    assert len(killed) >= 3
    assert own_readers() == []
    asked = Counter(path for path in site.paths() if path in paths)
    assert set(asked) == set(paths)
    assert sum(asked.values()) - len(paths) <= len(killed) // 2  # a page is lost only with two readers
    assert verify_archive(archive)[1] == ()


def test_a_page_without_reader_is_archived_counted_and_tried_again(tmp_path: Path) -> None:
    def lost() -> Reading:
        raise ReaderLost("đã thử hai lần")

    with Archive(tmp_path / "archive") as archive, Frontier(tmp_path / "frontier.sqlite") as frontier:
        judge = Judge({"thu": SOURCE}, frontier, archive, lambda: 1.0, Retry(), 1)
        record = judge.archive_answer(task_of(), response_of("x"))
        assert isinstance(record, ArchiveRecord)
        outcome = judge.outcome(task_of(), response_of("x"), record, lost)
        assert (outcome.state, outcome.done, outcome.note) == ("failed", False, "đã thử hai lần")
        assert outcome.record == record
        assert load_response(archive, record).body == b"x"
        assert judge.bugs == []


@pytest.mark.parametrize("readers", [0, 1])
def test_a_host_is_asked_nothing_while_its_page_is_read(
    readers: int, site: Any, source_of: Callable[..., Source], fast: Options, http: Callable[..., bytes],
    article: Callable[..., str], listing: Callable[..., str], frontier: Frontier, archive: Archive,
) -> None:  # fmt: skip
    paths = [f"/tin/a/bai-{number}.html" for number in range(5)]
    site.routes["/tin/"] = http(listing(*paths))
    site.routes |= {path: http(article(f"Bài {path}")) for path in paths}
    asked: list[tuple[int, int]] = []
    crawl(
        [source_of(site)], frontier=frontier, archive=archive, options=replace(fast, readers=readers),
        on_progress=lambda progress: asked.append((len(site.paths()), progress.done)),
    )  # fmt: skip
    assert asked == [(done, done) for done in range(1, len(paths) + 2)]


def test_a_crawl_asked_to_stop_settles_what_is_being_read(
    site: Any, source_of: Callable[..., Source], fast: Options, http: Callable[..., bytes],
    article: Callable[..., str], listing: Callable[..., str], frontier: Frontier, archive: Archive,
) -> None:  # fmt: skip
    paths = [f"/tin/a/bai-{number}.html" for number in range(3)]
    site.routes["/tin/"] = http(listing(*paths))
    site.routes |= {path: http(article(f"Bài {path}")) for path in paths}
    options = replace(fast, readers=1)

    def go(stop: Callable[[], bool]) -> CrawlReport:
        return crawl([source_of(site)], frontier=frontier, archive=archive, options=options, stop=stop)

    assert not go(lambda: bool(own_readers())).finished  # a reader is started for the list
    assert site.paths() == ["/tin/"]
    assert frontier.tally.state_of(site.url("/tin/")) == "fetched"
    assert go(lambda: False).counts["article"] == {"fetched": 3}
    assert site.paths() == ["/tin/", *paths]
    assert own_readers() == []
