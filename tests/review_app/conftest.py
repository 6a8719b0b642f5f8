"""A small installation for the pages: accounts, units, articles with cases, documents and runs; people are invented."""

import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.extraction import (
    Award,
    Benefit,
    Case,
    DocumentReference,
    Evidence,
    Extraction,
    Hijack,
    Person,
    UnitMention,
)
from domain.health import Digest, Entry, Finding, Harvest
from domain.pages import Attachment, Page
from registry.articles import save_article
from registry.health import HarvestRow, save_digest, save_harvests, update_findings
from registry.runs import PageState, finish_run, save_page_state, start_run
from registry.sessions import open_session
from registry.sources import SourceRow, save_sources
from registry.store import Store, open_store
from registry.units import UnitRow, save_units
from review_app import server

# Test modules import parts of the app when they are collected: Django must be ready by then.
server.use_installation(Path(tempfile.mkdtemp(prefix="guong-test-")))

from django.contrib.auth.models import User  # noqa: E402
from django.test import Client  # noqa: E402

ROOT = Path(__file__).parents[2]
REFORM = "2025-07-01"
PASSWORD = "mật khẩu rất dài 42"  # noqa: S105  # of a test account


def unit(key: str, name: str, level: str, parent: str | None, ends: str | None = None, becomes: str = "") -> UnitRow:
    kind, _, short = name.partition(" ")
    starts = REFORM if key.startswith("n") else None
    return UnitRow(key, key[1:], name, short, kind.lower(), level, parent, starts, ends, tuple(becomes.split()))


UNITS = [
    unit("o35", "Tỉnh Hà Nam", "province", None, REFORM, "n37"),
    unit("o36", "Tỉnh Nam Định", "province", None, REFORM, "n37"),
    unit("n37", "Tỉnh Ninh Bình", "province", None),
    unit("s14", "Tỉnh Sơn La", "province", None),
    unit("o350", "Huyện Thanh Liêm", "district", "o35", REFORM),
    unit("o351", "Xã Thanh Hà", "commune", "o350", REFORM, "n371"),
    unit("o352", "Xã Thanh Phong", "commune", "o350", REFORM, "n371"),
    unit("n371", "Xã Thanh Bình", "commune", "n37"),
    unit("n372", "Xã Liêm Hà", "commune", "n37"),
    unit("n373", "Phường Hà Nam", "commune", "n37"),
    unit("n374", "Xã Bình Lục", "commune", "n37"),
    unit("s141", "Xã Thuận Châu", "commune", "s14"),
]

# Invented people. Each article: "=== source days-ago", title, lead, paragraphs. [name|kind|unit key|score|cue] marks a
# case in the sentence it stands in.
ARTICLES = [
    (*head.split(), *text.strip().split("\n", maxsplit=1))
    for head, text in re.findall(
        r"^=== (.+)\n((?:(?!===).+\n)+)", Path(__file__).with_name("articles.txt").read_text("utf-8"), re.MULTILINE
    )
]
_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\|(\w+)\|([\d.]+)\|([^\]]+)\]")
_TITLES = re.compile(r"^(Ông|ông|Bà|bà|Anh|Em|Gia đình bà)\s+")


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation with some clients for it."""

    data: Path
    store: Store
    now: datetime

    def client(self, username: str = "") -> Client:
        """Return a browser on this machine; with `username` logged in."""
        client = Client(SERVER_NAME="127.0.0.1")
        if username:
            client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def case_id(self, name: str) -> int:
        """Return the id of the candidate called `name`."""
        return int(self.store.value("SELECT id FROM candidates WHERE name = ?", (name,)))

    def value(self, sql: str, *values: object) -> Any:
        """Return one value of the registry."""
        return self.store.value(sql, values)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the accounts of every test once: hashing passwords is slow on purpose."""
    data = tmp_path_factory.mktemp("prepared")
    server.prepare(data)
    for username, roles, name in (
        ("lan", ("reviewer",), "Nguyễn Thị Lan"),
        ("minh", ("reviewer",), "Trần Văn Minh"),
        ("thu", ("secretary",), "Lê Minh Thư"),
        ("nghien", ("researcher",), "Bùi Nghiên"),
        ("kythuat", ("officer",), "Cao Kỹ"),
    ):
        server.create_account(data, username, roles, PASSWORD if username == "lan" else None, name=name)
    return data


@pytest.fixture(scope="session")
def filled(prepared: Path) -> tuple[Path, datetime]:
    """Fill one installation, to be copied, and tell at what time."""
    data = prepared.with_name("filled")
    made = fill(prepared, data)
    made.store.close()
    return data, made.now


@pytest.fixture
def board(filled: tuple[Path, datetime], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A filled installation whose board is Ninh Bình's."""
    monkeypatch.setenv("GUONG_PROVINCE", "tỉnh Ninh Bình")
    installation = copied(filled, tmp_path / "data")
    yield installation
    installation.store.close()


@pytest.fixture(scope="session")
def copier(filled: tuple[Path, datetime]) -> Callable[[Path], Installation]:
    """Return what makes the same installation in another folder, for a server in its own process."""
    return lambda data: copied(filled, data)


def copied(filled: tuple[Path, datetime], data: Path) -> Installation:
    """Copy the filled installation to `data` and point the app there."""
    shutil.copytree(filled[0], data)
    server.use_installation(data)
    return Installation(data, open_store(data / "registry.sqlite3"), filled[1])


def fill(prepared: Path, data: Path, now: datetime | None = None) -> Installation:
    """Copy the accounts to `data`, point the app there and save the articles into a new registry."""
    data.mkdir(parents=True)
    for file in prepared.iterdir():
        if file.is_file():
            shutil.copy(file, data / file.name)
    (data / "guong.toml").write_text('province = "tỉnh Ninh Bình"\n', encoding="utf-8")
    server.use_installation(data)
    now = now or datetime.now(UTC)
    store = open_store(data / "registry.sqlite3", create=True)
    save_units(store, UNITS)
    save_sources(
        store,
        [
            SourceRow("ninhbinh", "Báo Ninh Bình", "n37", url="https://baoninhbinh.example.vn/"),
            SourceRow("sonla", "Báo Sơn La", "s14", url="https://baosonla.example.vn/"),
        ],
    )
    run = start_run(store, "week", now=now - timedelta(hours=2))
    for number, (source, days, title, body) in enumerate(ARTICLES, start=1):
        url = f"https://bao{source}.example.vn/bai-{number}"
        save_article(
            store, *read(source, url, title, body, now - timedelta(days=int(days))), now=now - timedelta(hours=1)
        )
        save_page_state(store, PageState(url, source, "mined", "", now, run))
    blocked = PageState("https://baosonla.example.vn/chan", "sonla", "blocked", "HTTP 403", now, run)
    save_page_state(store, blocked)
    quarantined = PageState("https://baosonla.example.vn/chen", "sonla", "quarantined", "", now, run)
    save_page_state(store, quarantined)
    fill_health(store, run, now)
    finish_run(store, run, now=now - timedelta(minutes=50), summary={"new_candidates": 7, "silent": 0})
    open_session(store, now=now)
    return Installation(data, store, now)


def fill_health(store: Store, run: int, now: datetime) -> None:
    """Two sources over some weeks: Sơn La fell silent and was hijacked, Ninh Bình is well; one was never read."""
    save_sources(store, [SourceRow("hanoi", "Báo chưa đọc", "n37", url="https://chuadoc.example.vn/")])
    counts = {"ninhbinh": (40, 5, 7, 6, 8, 6, 7), "sonla": (25, 6, 5, 7, 6, 0, 0)}
    for source, found in counts.items():
        rows, before = [], None
        for weeks, n in zip(range(len(found) - 1, -1, -1), found, strict=True):
            at = now - timedelta(weeks=weeks)
            number = start_run(store, "week", now=at) if weeks else run
            entries = (
                Entry(f"https://bao{source}.example.vn/tin/", "fetched", "", 20, 120),
                Entry(f"https://bao{source}.example.vn/rss", "gone" if source == "sonla" else "fetched", "HTTP 404"),
            )
            day = (at - timedelta(days=2)).date().isoformat()
            harvest = Harvest(source, at, before, n, n, n, day, 100, {"mined": n}, entries)
            rows.append(HarvestRow(harvest, number, 6.0 if len(rows) > 4 else None, n if before else None))
            if weeks:
                finish_run(store, number, now=at)
            before = at
        save_harvests(store, rows)
    day = (now - timedelta(weeks=2)).date()
    findings = [
        Finding("sonla", "silent", "bad", day, "không có bài mới, lẽ ra đã có khoảng 12 bài", "mở cổng xem"),
        Finding("sonla", "hijack", "warn", day, "liên kết lạ <script>alert(1)</script>", "báo đơn vị quản trị cổng"),
    ]
    update_findings(store, findings, {"sonla", "ninhbinh"}, (), now)
    new = tuple(f"Báo Sơn La (sonla): {each.what}" for each in findings)
    save_digest(store, Digest("2026-W47", new=new, sources=2), run_id=run, now=now)


def read(source: str, url: str, title: str, body: str, published: datetime) -> tuple[Page, Extraction]:
    """Return the page of a marked text and what would be read from it."""
    text, cases, people = title + "\n", list[Case](), list[Person]()
    rest = body
    while mark := _MARK.search(rest):
        text += rest[: mark.start()]
        start = len(text)
        text += mark[1]
        rest = rest[mark.end() :]
        cases.append(_case(mark, start + (len(mark[1]) - len(_TITLES.sub("", mark[1]))), len(people)))
        if mark[2] in ("individual", "household"):
            people.append(_person(mark))
    text += rest
    cases = [_with_evidence(case, text) for case in cases]
    people = [_with_mentions(person, text) for person in people]
    day = published.date().isoformat()
    extraction = Extraction(
        source=source, sha256=hashlib.sha256(text.encode()).hexdigest(), title=title, lead=None, author="Thu Hà",
        published=day, text=text, body_start=text.index("\n", len(title) + 1) + 1,
        page_kind="plan" if "kế hoạch" in title else "portrait", relevance=0.9, hijack=Hijack(False, 0.0, (), ()),
        documents=_documents(text), dates=(), units=tuple(_units(cases)), people=tuple(people),
        cases=tuple(replace(case, unit=case.unit and _named(case.unit)) for case in cases), organisations=(), counts=(),
        events=(), attachments=(), warnings=(), text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    whole = "Trang đầu của phụ lục\nToàn văn kế hoạch"
    attachments = (
        Attachment(url + "/661.pdf", "661-KH-UBND.pdf", "application/pdf", "1" * 64, whole, (0, 22), "ocr"),
        Attachment(url + "/pl.pdf", "phu-luc.pdf", "application/pdf", "2" * 64, state="needs_ocr", note="bản quét"),
    )
    page = Page(
        source=source, sha256=extraction.sha256, text=text, title=title, published=day, url=url, family="test",
        attachments=attachments if extraction.documents else (),
    )  # fmt: skip
    return page, extraction


def _named(key: str) -> str:
    return next(each.name for each in UNITS if each.key == key)


def _case(mark: re.Match[str], start: int, person: int) -> Case:
    name = _TITLES.sub("", mark[1])
    young = mark[1].startswith("Em ")
    awards = (Award("Bằng khen", 0, 1, "Bằng khen", "tỉnh", "Chủ tịch UBND tỉnh"),) if "Khoát" in name else ()
    benefits = (Benefit("1.200 m2 đất", 0, 1, 1200.0, "m2"),) if "Khoát" in name else ()
    deeds = ("Hiến 1.200 m2 đất làm đường", "Vận động mười bảy hộ cùng hiến đất") if "Khoát" in name else ()
    return Case(
        mark[2], name, person if mark[2] in ("individual", "household") else None, float(mark[4]), "commended", mark[3],  # type: ignore[arg-type]
        "nông nghiệp" if not young else "giáo dục", deeds, awards, benefits, young,
        (Evidence(start, start + 1, mark[1], mark[5]),), "rules@1",
    )  # fmt: skip


def _with_evidence(case: Case, text: str) -> Case:
    evidence = case.evidence[0]
    start = max(text.rfind("\n", 0, evidence.start), text.rfind(". ", 0, evidence.start) + 1) + 1
    end = re.compile(r"\.(?=\s|$)").search(text, evidence.start)
    stop = end.end() if end else len(text)
    return replace(case, evidence=(Evidence(start, stop, text[start:stop], evidence.cue),))


def _person(mark: re.Match[str]) -> Person:
    honorific = mark[1].split()[0].lower()
    return Person(_TITLES.sub("", mark[1]), honorific, "exemplary", float(mark[4]), None, (), (), "rules@1")


def _with_mentions(person: Person, text: str) -> Person:
    words = {person.name, f"ông {person.name.split()[-1]}"}
    spans = [match.span() for word in words for match in re.finditer(rf"\b{re.escape(word)}\b", text)]
    return replace(person, mentions=tuple(sorted(spans)))


def _units(cases: list[Case]) -> Iterator[UnitMention]:
    for case in cases:
        if case.unit:
            name = _named(case.unit)
            yield UnitMention(name, 0, 1, "commune", name, case.unit[1:], None, False, "rules@1", key=case.unit)


def _documents(text: str) -> tuple[DocumentReference, ...]:
    found = []
    for symbol, family, kind, date, issuer, role, subject in (
        ("661/KH-UBND", "state_admin", "KH", "2026-11-02", "UBND tỉnh Ninh Bình", "issued", "Xây dựng, nhân rộng điển hình tiên tiến năm 2027"),  # noqa: E501
        ("34-CT/TW", "party", "CT", "2014-04-07", "Bộ Chính trị", "cited", "Tiếp tục đổi mới công tác thi đua, khen thưởng"),  # noqa: E501
    ):  # fmt: skip
        if symbol in text:
            start = text.rindex(symbol)
            found.append(
                DocumentReference(
                    symbol, start, start + len(symbol), symbol, family, kind, symbol.split("/")[0].split("-")[0],  # type: ignore[arg-type]
                    int(date[:4]), date, None, issuer, role, subject, False, 0.9, "rules@1",  # type: ignore[arg-type]
                )
            )  # fmt: skip
    return tuple(found)


@pytest.fixture(scope="session")
def password() -> str:
    """Return the password of the account "lan"."""
    return PASSWORD


@pytest.fixture
def again(board: Installation) -> Callable[[int, Callable[[str], str]], tuple[Page, Extraction]]:
    """Return what reads article number `at` anew with an edited body, at the same address."""

    def reread(at: int, edit: Callable[[str], str]) -> tuple[Page, Extraction]:
        source, days, title, body = ARTICLES[at]
        url = f"https://bao{source}.example.vn/bai-{at + 1}"
        return read(source, url, title, edit(body), board.now - timedelta(days=int(days)))

    return reread


@pytest.fixture
def free_port() -> int:
    """Return a port nobody listens on."""
    return _free_port()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def serving() -> Callable[[Path], Any]:
    """Return what runs the real server for a folder in its own process, as long as the block lasts."""
    return _serving


@contextmanager
def _serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = _free_port()
    code = (
        "import sys; from pathlib import Path; from review_app.server import serve; "
        "serve(Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2]), "
        "when_ready=lambda: (sys.stdout.write('ready\\n'), sys.stdout.flush()))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(data), str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=20)
        process.stdout.close()
