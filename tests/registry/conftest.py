"""A small registry on disk and builders for what is saved in it."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.actors import Actor
from domain.extraction import Case, DateMention, DocumentReference, Evidence, Extraction, Hijack, UnitMention
from domain.pages import Attachment, Page
from registry.articles import SavedArticle, save_article
from registry.decisions import Decision, Verdict, decide
from registry.queue import QueueFilter, QueueItem, list_queue
from registry.sessions import open_session
from registry.sources import SourceRow, save_sources
from registry.store import Store, open_store
from registry.units import UnitRow, save_units

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # a Monday morning in Vietnam
REFORM = "2025-07-01"


def _unit(key: str, name: str, level: str, parent: str | None, *, becomes: str = "") -> UnitRow:
    kind, _, short = name.partition(" ")
    starts, ends = (REFORM if key[0] == "n" else None), (REFORM if key[0] == "o" else None)
    return UnitRow(key, key[1:], name, short, kind.lower(), level, parent, starts, ends, tuple(becomes.split()))


# o: until the reform, n: since the reform, s: unchanged. Hà Nam and Nam Định became part of Ninh Bình.
UNITS = [
    _unit("o35", "Tỉnh Hà Nam", "province", None, becomes="n37"),
    _unit("o36", "Tỉnh Nam Định", "province", None, becomes="n37"),
    _unit("n37", "Tỉnh Ninh Bình", "province", None),
    _unit("s14", "Tỉnh Sơn La", "province", None),
    _unit("o350", "Huyện Thanh Liêm", "district", "o35", becomes="n371 n372"),
    _unit("o351", "Xã Thanh Hà", "commune", "o350", becomes="n371"),
    _unit("o352", "Xã Thanh Phong", "commune", "o350", becomes="n371"),
    _unit("o361", "Xã Tân Tiến", "commune", "o36", becomes="n372"),
    _unit("n371", "Xã Thanh Bình", "commune", "n37"),
    _unit("n372", "Xã Liêm Hà", "commune", "n37"),
    _unit("n373", "Phường Hà Nam", "commune", "n37"),
    _unit("s141", "Xã Thuận Châu", "commune", "s14"),
    _unit("s142", "Xã Tân Tiến", "commune", "s14"),
]
SOURCES = [
    SourceRow("ninhbinh", "Báo Ninh Bình", "n37"),
    SourceRow("hanam", "Sở Nội vụ Hà Nam", "o35"),
    SourceRow("sonla", "Báo Sơn La", "s14"),
]


class Desk:
    """What the tests do again and again, at the time `now`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW

    def later(self, **words: float) -> datetime:
        self.now += timedelta(**words)
        return self.now

    @staticmethod
    def actor(name: str = "Lan", *roles: Any) -> Actor:
        return Actor(name.lower(), name, frozenset(roles or ("reviewer",)))

    @staticmethod
    def case(text: str, name: str, **fields: Any) -> Case:
        """A case whose evidence is the text from the name to the next full stop."""
        start = text.index(name)
        end = text.index(".", start) + 1
        plain = Case(
            kind="individual", name=name, person=None, score=0.8, stage="commended", unit="Xã Thanh Bình",
            field="kinh tế", deeds=("Hiến đất làm đường",), awards=(), benefits=(), minor=False,
            evidence=(Evidence(start, end, text[start:end], "được tặng"),), by="rules@1",
        )  # fmt: skip
        return replace(plain, **fields)

    @staticmethod
    def reference(symbol: str | None, **fields: Any) -> DocumentReference:
        surface = symbol or "kế hoạch"
        plain = DocumentReference(
            surface=surface, start=0, end=len(surface), symbol=symbol, family="state_admin", type="Kế hoạch",
            number=None, year=None, date=None, period=None, issuer=None, role="issued", subject=None, restored=False,
            confidence=0.9, by="rules@1",
        )  # fmt: skip
        return replace(plain, **fields)

    @staticmethod
    def mention(key: str | None, name: str) -> UnitMention:
        return UnitMention(name, 0, len(name), "commune", name, None, None, False, "rules@1", key)

    @staticmethod
    def date(value: str) -> DateMention:
        return DateMention(value, 0, len(value), value, "day", False, "rules@1")

    @staticmethod
    def extraction(text: str, **fields: Any) -> Extraction:
        title = text.partition("\n")[0]
        plain = Extraction(
            source="ninhbinh", sha256="0" * 64, title=title, lead=None, author=None, published="2026-11-10",
            text=text, body_start=len(title) + 1, page_kind="portrait", relevance=0.9,
            hijack=Hijack(False, 0.0, (), ()), documents=(), dates=(), units=(), people=(), cases=(),
            organisations=(), counts=(), events=(), attachments=(), warnings=(),
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        return replace(plain, **fields)

    def save(
        self, text: str, *names: str, url: str | None = "https://example.vn/1",
        attachments: tuple[Attachment, ...] = (), cases: tuple[Case, ...] | None = None,
        own_documents: dict[str, DocumentReference | None] | None = None, **fields: Any,
    ) -> SavedArticle:  # fmt: skip
        """Save an article with a case for each of `names`, or with `cases`."""
        found = tuple(self.case(text, name) for name in names) if cases is None else cases
        read = self.extraction(text, cases=found, **fields)
        page = Page(
            source=read.source, sha256=read.sha256, text=text, title=read.title, published=read.published, url=url,
            attachments=attachments,
        )  # fmt: skip
        return save_article(self.store, page, read, now=self.now, own_documents=own_documents)

    def queue(self, **fields: Any) -> list[QueueItem]:
        return list_queue(self.store, QueueFilter(**{"scope": "all", **fields}), now=self.now)

    def fill(self, *names: str) -> list[int]:
        """Save one article with a case for each name, best first, and open the session; return candidate ids."""
        text = "Gương sáng\n" + " ".join(f"{name} được tặng Bằng khen." for name in names)
        cases = tuple(self.case(text, name, score=0.9 - at / 1000) for at, name in enumerate(names))
        self.save(text, url=f"https://example.vn/{names[0]}", cases=cases)
        open_session(self.store, now=self.now)
        return [self.id_of(name) for name in names]

    def id_of(self, name: str) -> int:
        return int(self.store.value("SELECT id FROM candidates WHERE name = ?", (name,)))

    def decide(self, candidate_id: int, action: Any, *, by: str = "Lan", **fields: Any) -> Decision:
        return decide(self.store, self.actor(by), candidate_id, Verdict(action, **fields), now=self.now)

    def count(self, table: str) -> int:
        return int(self.store.value(f"SELECT count(*) FROM {table}"))  # noqa: S608


def new_desk(path: Path) -> Desk:
    store = open_store(path, create=True)
    save_units(store, UNITS)
    save_sources(store, SOURCES)
    return Desk(store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "registry.sqlite3"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    made = new_desk(path)
    yield made
    made.store.close()


@pytest.fixture
def make_desk() -> Any:
    """The function that makes a fresh desk in a file, for tests that need several."""
    return new_desk
