"""Weeks of simulated life: portals change, fall silent, move, are hijacked, recover; the digest names each at once."""

import importlib.util
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from crawler.crawling.options import Options
from crawler.queue.frontier import Frontier
from crawler.sources.source import Source
from crawler.warc.archive import Archive
from domain.health import Digest
from guong.installation import create_installation
from guong.pipeline import Job, run_week
from guong.readers import load_reader
from registry.health import list_findings, load_digest
from registry.store import open_store


def _load(name: str) -> ModuleType:
    """Tests are not packages: a module beside this one is loaded by its path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


world = _load("simulated_portals")
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ILL = 5  # the week in which everything goes wrong at once
# What each portal suffers, and what the digest must call it.
SUFFERING = {
    "doi-giao-dien": ("new_layout", "giao diện đã đổi"),
    "im-lang": ("goes_silent", "im lặng"),
    "doi-mien": ("redirects", "đã chuyển sang địa chỉ khác"),
    "bi-chiem": ("is_hijacked", "nghi bị chèn nội dung lạ"),
    "hay-loi": ("fails_often", "lỗi tăng"),
    "cam-doc": ("forbids", "robots.txt không còn cho phép"),
    "mat-ngay": ("loses_dates", "ngày đăng dừng lại"),
    "doc-thieu": ("announces_more", "danh mục đọc thiếu"),
}
HEALTHY = ("on-dinh", "thua-tin", "nhieu-tin", "deu-dan")


@dataclass(frozen=True)
class Life:
    """The digests by week (None where the run wrote none), and what a second run in the last week wrote."""

    digests: dict[int, Digest | None]
    repeated: Digest | None
    open_at_end: frozenset[tuple[str, str]]
    requests: dict[str, int]

    def named(self, week: int) -> set[str]:
        """The sources among the new findings of a week."""
        digest = self.digests[week]
        return {line.partition("(")[2].partition(")")[0] for line in digest.new} if digest else set()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Eight weeks of fourteen portals, one run a week, on a clock of their own."""
    portals = [world.Portal(name, trouble=getattr(world, how)) for name, (how, _) in SUFFERING.items()]
    portals += [world.Portal(name, per_week=n) for name, n in zip(HEALTHY, (7, 1, 12, 6), strict=True)]
    portals += [
        world.Portal("mat-mien"),
        world.Portal("om-roi-khoi", trouble=world.is_down, ill_from=ILL - 1, ill_until=ILL),
    ]
    patch = pytest.MonkeyPatch()
    data = tmp_path_factory.mktemp("life")
    with world.served(portals):
        by_name = {portal.name: portal for portal in portals}
        gone = lambda name: name == "mat-mien" and by_name[name].week >= ILL  # noqa: E731
        patch.setattr(socket, "getaddrinfo", world.resolver(gone))
        try:
            yield _live(data, by_name)
        finally:
            patch.undo()


def _live(data: Path, portals: dict[str, "world.Portal"]) -> Life:  # type: ignore[name-defined]
    installation = create_installation(data, "tỉnh Lào Cai")
    store = open_store(installation.workspace.registry)
    sources = [
        Source(
            name=name, title=f"Cổng {name}", start=(f"{portal.origin}/tin/",), family="nukeviet", verified=True,
            article_pattern=r"/tin/bai-\d", delay_seconds=0.0, revisit_days=300, allow_loopback=True,
        )
        for name, portal in portals.items()
    ]  # fmt: skip
    digests: dict[int, Digest | None] = {}
    with Frontier(installation.workspace.frontier) as frontier, Archive(installation.workspace.archive) as archive:
        job = Job(store, frontier, archive, load_reader(), sources, installation.province.key, lambda: MONDAY)
        for week in range(ILL + 3):
            for portal in portals.values():
                portal.week = week
            now = MONDAY + timedelta(weeks=week, minutes=17 * (week % 3))
            report = run_week(replace(job, clock=lambda now=now: now), Options(patience=0.0))
            assert not report.crawled.bugs
            assert not report.mined.bugs
            digests[week] = report.digest
        still_open = frozenset((row.finding.source, row.finding.kind) for row in list_findings(store))
        repeated = run_week(replace(job, clock=lambda: now + timedelta(hours=5)), Options(patience=0.0)).digest
    newest = load_digest(store)
    assert newest is not None
    assert newest[0] == digests[ILL + 2]
    store.close()
    return Life(digests, repeated, still_open, {name: len(portal.log) for name, portal in portals.items()})


def test_healthy_weeks_bring_one_quiet_digest_each(life: Life) -> None:
    for week in range(ILL - 1):
        digest = life.digests[week]
        assert digest is not None
        assert digest.new == digest.standing == ()
        assert digest.lines()[0] == "cả 14 nguồn đều bình thường"


@pytest.mark.parametrize("name", [*SUFFERING, "mat-mien"])
def test_each_illness_is_named_within_one_run(life: Life, name: str) -> None:
    called = SUFFERING[name][1] if name in SUFFERING else "không tìm thấy tên miền"
    digest = life.digests[ILL]
    assert digest is not None
    [line] = [line for line in digest.new if f"({name})" in line]
    assert called in line
    assert "Việc cần làm: " in line


def test_a_portal_that_was_down_is_named_then_recovers_once(life: Life) -> None:
    assert life.named(ILL - 1) == {"om-roi-khoi"}
    told = [
        week for week, digest in life.digests.items() if digest and any("om-roi-khoi" in r for r in digest.recovered)
    ]
    assert told == [ILL]


def test_no_healthy_portal_is_ever_named(life: Life) -> None:
    said = "\n".join(line for digest in life.digests.values() if digest for line in digest.lines())
    for name in HEALTHY:
        assert name not in said


def test_what_stands_is_not_told_again_in_full(life: Life) -> None:
    for week in (ILL + 1, ILL + 2):
        digest = life.digests[week]
        assert digest is not None
        assert digest.new == digest.recovered == ()
        assert any("im-lang từ" in line for line in digest.standing)
        assert len(digest.lines()) <= len(SUFFERING) + 4


def test_a_second_run_in_the_same_week_writes_no_second_digest(life: Life) -> None:
    assert life.repeated is None


def test_lasting_illness_stays_open_until_it_is_healed(life: Life) -> None:
    assert life.open_at_end == {
        ("im-lang", "silent"), ("doi-mien", "host_moved"), ("mat-mien", "host_gone"), ("cam-doc", "robots"),
        ("doi-giao-dien", "layout"), ("bi-chiem", "hijack"), ("hay-loi", "errors"), ("mat-ngay", "dates"),
        ("doc-thieu", "list_short"),
    }  # fmt: skip
