"""The pages of the sample world, read from `samples/pages`."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from domain.errors import BadRecord
from domain.text import normalise
from samples.portals import Portal, portal_named
from samples.records import CELL_SEPARATOR, Block, BlockKind, DocumentFact, Expected, SamplePage

PAGES: Final = Path(__file__).parent / "pages"
FILES: Final = Path(__file__).parent / "files"

_FENCE: Final = "+++\n"
_LINK: Final = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<file>[^)]+)\)")  # [tại đây](ke-hoach.pdf)
_IMAGE: Final = re.compile(r"!\[(?P<image>[^\]]+)\]\s*(?P<caption>.+)")  # ![anh.jpg] Chú thích. Ảnh: Tên
_KEYS: Final = frozenset(
    "portal channel province published updated author source attachments kind relevant injected revision gone_in "
    "quirks unit "
    "exemplary households collectives models officials authors others counts issued cited".split()
)


@cache
def load_pages(revision: int = 1) -> tuple[SamplePage, ...]:
    """Return the pages that exist in `revision` of the world, newest first, undated ones last.

    An edited page is returned in its newest edition not later than `revision`; a withdrawn one is left out.
    Raises `BadRecord` when a page file breaks the format described in `samples/pages/README.md`.
    """
    newest: dict[str, SamplePage] = {}
    for page in sorted(_all_editions(), key=lambda page: page.revision):
        if page.revision <= revision:
            newest[page.key] = page
    present = [page for page in newest.values() if page.gone_in is None or revision < page.gone_in]
    return tuple(sorted(present, key=_newest_first))


def read_page(name: str, raw: str) -> SamplePage:
    """Parse one page file; `name` is its file name without extension ("ten-bai" or, edited, "ten-bai.2")."""
    if not raw.startswith(_FENCE) or raw.count(_FENCE) < 2:
        raise BadRecord(f"{name}: expected a head between two +++ lines")
    _, head, text = raw.split(_FENCE, 2)
    facts = tomllib.loads(head)
    unknown = facts.keys() - _KEYS
    if unknown:
        raise BadRecord(f"{name}: unknown fields {sorted(unknown)}")
    lines = [line.strip() for line in normalise(text).split("\n") if line.strip()]
    lead = lines[1].removeprefix("> ") if lines[1:] and lines[1].startswith("> ") else None
    blocks = tuple(_read_block(line) for line in lines[1 if lead is None else 2 :])
    portal = portal_named(facts["portal"])
    return SamplePage(
        key=name.partition(".")[0],
        portal=portal.key,
        channel=facts["channel"],
        province=facts.get("province", "Lào Cai"),
        published=facts.get("published"),
        updated=facts.get("updated"),
        source=facts.get("source"),
        blocks=blocks,
        expected=_expected(portal, facts, (lines[0], lead), blocks),
        revision=facts.get("revision", 1),
        gone_in=facts.get("gone_in"),
        quirks=frozenset(facts.get("quirks", ())),
    )


def split_links(source: str) -> list[tuple[str, str | None]]:
    """Cut a block into (text, file name or None) pieces, in order."""
    pieces: list[tuple[str, str | None]] = []
    at = 0
    for match in _LINK.finditer(source):
        pieces += [(source[at : match.start()], None), (match["text"], match["file"])]
        at = match.end()
    return [*pieces, (source[at:], None)]


def _all_editions() -> tuple[SamplePage, ...]:
    paths = sorted(path for path in PAGES.glob("*.md") if path.name != "README.md")
    return tuple(read_page(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def _newest_first(page: SamplePage) -> tuple[bool, float, str]:
    stamp = page.published.timestamp() if page.published else 0.0
    return (page.published is None, -stamp, page.key)


def _read_block(line: str) -> Block:
    if image := _IMAGE.fullmatch(line):
        return Block("caption", image["caption"], image["caption"], image["image"])
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return Block("row", line, CELL_SEPARATOR.join(cells))
    marks: tuple[tuple[str, BlockKind], ...] = (("- ", "item"), ("## ", "heading"), ("", "paragraph"))
    mark, kind = next(pair for pair in marks if line.startswith(pair[0]))
    source = line.removeprefix(mark)
    return Block(kind, source, "".join(text for text, _ in split_links(source)))


def _expected(
    portal: Portal, facts: Mapping[str, Any], head: tuple[str, str | None], blocks: tuple[Block, ...]
) -> Expected:
    title, lead = head
    author = facts.get("author")
    lines = [title, *([lead] if lead else []), *(block.text for block in blocks)]
    if author and portal.family in ("sharepoint_tandan", "paper_table"):
        lines.append(author)  # these families print the by-line as the last paragraph of the body

    def names(field: str) -> tuple[str, ...]:
        return tuple(facts.get(field, ()))

    return Expected(
        title=title,
        lead=lead,
        author=author,
        published=_shown_date(portal, facts),
        lines=tuple(lines),
        attachments=names("attachments"),
        kind=facts["kind"],
        relevant=facts["relevant"],
        exemplary=names("exemplary"),
        households=names("households"),
        collectives=names("collectives"),
        models=names("models"),
        officials=names("officials"),
        authors=names("authors"),
        others=names("others"),
        counts=names("counts"),
        documents=_documents(facts, "issued") + _documents(facts, "cited"),
        unit=facts.get("unit"),
        injected=tuple(facts.get("injected", {}).items()),
    )


def _documents(facts: Mapping[str, Any], role: Any) -> tuple[DocumentFact, ...]:
    """Read "124/KH-UBND 2023-03-06" or, undated, "124/KH-UBND"."""
    pairs = [entry.partition(" ") for entry in facts.get(role, ())]
    return tuple(DocumentFact(symbol, date or None, role) for symbol, _, date in pairs)


def _shown_date(portal: Portal, facts: Mapping[str, Any]) -> str | None:
    published: datetime | None = facts.get("published")
    if published is None:
        return None
    if portal.family in ("sharepoint_tandan", "own_portal") or "old_theme" in facts.get("quirks", ()):
        return published.date().isoformat()  # these show the day only
    return published.isoformat()
