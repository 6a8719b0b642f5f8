"""A small registry on disk and builders for what is saved in it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.actors import Actor
from domain.extraction import Case, DocumentReference, Evidence, Extraction, Hijack, UnitMention
from domain.pages import Page
from registry.sources import SourceRow, save_sources
from registry.store import Store, open_store
from registry.units import UnitRow, save_units

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # a Monday morning in Vietnam
REFORM = "2025-07-01"


def unit(key: str, name: str, level: str, parent: str | None, *, ends: str | None = None, becomes: str = "") -> UnitRow:
    kind, _, short = name.partition(" ")
    if name.startswith("Thị trấn"):
        kind, short = "Thị trấn", name.removeprefix("Thị trấn ")
    starts = REFORM if key.startswith("n") else None
    return UnitRow(key, key[1:], name, short, kind.lower(), level, parent, starts, ends, tuple(becomes.split()))


# Old Hà Nam (o35) and Nam Định (o36) became part of Ninh Bình (n37); Sơn La stayed.
UNITS = [
    unit("o35", "Tỉnh Hà Nam", "province", None, ends=REFORM, becomes="n37"),
    unit("o36", "Tỉnh Nam Định", "province", None, ends=REFORM, becomes="n37"),
    unit("n37", "Tỉnh Ninh Bình", "province", None),
    unit("s14", "Tỉnh Sơn La", "province", None),
    unit("o350", "Huyện Thanh Liêm", "district", "o35", ends=REFORM),
    unit("o351", "Xã Thanh Hà", "commune", "o350", ends=REFORM, becomes="n371"),
    unit("o352", "Xã Thanh Phong", "commune", "o350", ends=REFORM, becomes="n371"),
    unit("n371", "Xã Thanh Bình", "commune", "n37"),
    unit("n372", "Xã Liêm Hà", "commune", "n37"),
    unit("n373", "Phường Hà Nam", "commune", "n37"),
    unit("s141", "Xã Thuận Châu", "commune", "s14"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "registry.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path, create=True)
    save_units(opened, UNITS)
    save_sources(opened, [SourceRow("ninhbinh", "Báo Ninh Bình", "n37"), SourceRow("sonla", "Báo Sơn La", "s14")])
    yield opened
    opened.close()


def actor(name: str = "Lan", *roles: str) -> Actor:
    return Actor(name.lower(), name, frozenset(roles or ("reviewer",)))  # type: ignore[arg-type]


def case(
    text: str, name: str, *, unit: str | None = "Xã Thanh Bình", score: float = 0.8, kind: str = "individual"
) -> Case:
    start = text.index(name)
    end = text.index(".", start) + 1
    evidence = (Evidence(start, end, text[start:end], "được tặng"),)
    return Case(
        kind, name, None, score, "commended", unit, "kinh tế", ("Hiến đất làm đường",), (), (), False, evidence,  # type: ignore[arg-type]
        "rules@1",
    )  # fmt: skip


def extraction(text: str, cases: tuple[Case, ...] = (), *, published: str | None = "2026-11-10", source: str = "ninhbinh", documents: tuple[DocumentReference, ...] = (), units: tuple[UnitMention, ...] = ()) -> Extraction:  # fmt: skip
    title, _, _ = text.partition("\n")
    return Extraction(
        source=source, sha256="0" * 64, title=title, lead=None, author=None, published=published, text=text,
        body_start=len(title) + 1, page_kind="portrait", relevance=0.9, hijack=Hijack(False, 0.0, (), ()),
        documents=documents, dates=(), units=units, people=(), cases=cases, organisations=(), counts=(), events=(),
        attachments=(), warnings=(), text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def page(read: Extraction, url: str | None = "https://example.vn/bai-1") -> Page:
    return Page(
        source=read.source, sha256=read.sha256, text=read.text, title=read.title, published=read.published, url=url
    )


def reference(symbol: str, **fields: object) -> DocumentReference:
    plain = DocumentReference(
        surface=symbol, start=0, end=len(symbol), symbol=symbol, family="state_admin", type="KH", number=None, year=None,
        date=None, period=None, issuer=None, role="issued", subject=None, restored=False, confidence=0.9, by="rules@1",
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Callable[..., datetime]:
    """The time `minutes` (or other timedelta words) after NOW."""
    return lambda **words: NOW + timedelta(**words)
