"""No question that a crawl asks for every page walks through the whole queue, however long it is."""

from collections.abc import Iterator

import pytest

from crawler.queue.frontier import Frontier
from crawler.queue.tables import HostMemory
from crawler.records import ArchiveRecord, Link, Outcome

BASE = "http://portal.vn"
RECORD = ArchiveRecord("guong-000001.warc.gz", 0)


class Plans:
    """Collects what SQLite would do for each statement that runs."""

    def __init__(self, frontier: Frontier) -> None:
        self._db = frontier._file._db
        self._seen: list[str] = []
        self._db.set_trace_callback(self._seen.append)

    def steps(self) -> Iterator[tuple[str, str]]:
        """Yield (step, statement) of every statement so far."""
        self._db.set_trace_callback(None)
        for sql in {sql for sql in self._seen if sql.split()[0] in ("SELECT", "UPDATE", "INSERT", "WITH")}:
            for row in self._db.execute(f"EXPLAIN QUERY PLAN {sql}"):
                yield row["detail"], sql


@pytest.fixture
def run(frontier: Frontier) -> int:
    run, _ = frontier.begin_run({"mau": [Link(f"{BASE}/tin", "list")]}, 0.0, resume_within=1000)
    return run


def test_no_table_is_scanned_to_hand_out_and_settle_pages(frontier: Frontier, run: int) -> None:
    links = [Link(f"{BASE}/bai-{number}", "article") for number in range(30)]
    further = (*links, Link(f"{BASE}/tin?page=2", "list", depth=1))
    file = Link(f"{BASE}/tep.pdf", "attachment")
    plans = Plans(frontier)
    frontier.add("mau", [Link(f"{BASE}/goc", "article")], 0.0)
    settled = []
    while (task := frontier.next_task(BASE, run, ["mau"], 1.0)) and len(settled) < 20:
        found = further if task.kind == "list" else (file,) if task.kind == "article" else ()
        frontier.settle(
            task,
            Outcome(
                "fetched", 9e9, done=True, status=200, record=RECORD, body_sha256=task.url, text_sha256=task.url,
                links=found, canonical=f"{BASE}/goc", final_url=f"{task.url}?x=1",
            ),
            run,
            1.0,
        )  # fmt: skip
        settled.append(task.kind)
        frontier.due_origins(run, ["mau"], 1.0)
        frontier.remember_host(BASE, HostMemory(failures=len(settled)))
        frontier.host(BASE)
        frontier.tally.text_of(task.url)
        frontier.tally.probe_of(task.url, run)
        frontier.tally.runs_noting(task.url, "x")
        frontier.mining.records_of([task.url])
        frontier.mining.set_mined(task.url, task.url, "mined")
        frontier.tally.ended(run, task.url)
        frontier.is_known(task.url)
    assert {"list", "article", "attachment"} <= set(settled)
    tables = ("urls", "attempts", "aliases", "hosts", "runs")
    walks = [
        (step, sql)
        for step, sql in plans.steps()
        if any(step.startswith((f"SCAN {table}", "SCAN a ", "SCAN u")) for table in tables)
    ]
    # The smallest origin is one look at the left end of the index.
    assert [step for step, sql in walks if "min(origin)" not in sql] == []


def test_a_statement_that_walks_the_queue_would_be_seen(frontier: Frontier, run: int) -> None:
    plans = Plans(frontier)
    frontier.waiting(run, ["mau"], 1.0)
    assert any(step.startswith("SCAN urls") for step, _ in plans.steps())


def test_due_origins_names_the_earliest_of_each_origin_and_leaves_out_what_is_settled(
    frontier: Frontier, run: int
) -> None:
    other, third = "http://khac.vn", "http://ba.vn"
    frontier.add("mau", [Link(f"{other}/bai-{number}", "article") for number in range(3)], 5.0)
    frontier.add("mau", [Link(f"{other}/tep.pdf", "attachment")], 3.0)
    frontier.add("khong", [Link(f"{third}/bai", "article")], 0.0)
    assert frontier.due_origins(run, ["mau"], 10.0) == {BASE: 0.0, other: 3.0}
    assert frontier.due_origins(run, ["mau", "khong"], 2.0) == {BASE: 0.0, third: 0.0}
    task = frontier.next_task(BASE, run, ["mau"], 1.0)
    assert task is not None
    frontier.settle(task, Outcome("fetched", 0.0, done=True), run, 1.0)
    assert frontier.due_origins(run, ["mau"], 4.0) == {other: 3.0}
    assert frontier.due_origins(run, [], 4.0) == {}


def test_an_empty_queue_has_no_due_origin(frontier: Frontier) -> None:
    assert frontier.due_origins(1, ["mau"], 4.0) == {}
