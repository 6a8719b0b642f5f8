"""The text of a DOCX: paragraphs, tables, headers and footers."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from crawler.pages.file_text import MAX_CHARACTERS, MAX_UNPACKED, FileText, UnreadableFile
from crawler.pages.markup import CELL_SEPARATOR, clean_line
from domain.text import normalise

_DEPTH: Final = 3  # tables in tables
# The library walks the XML as objects: whatever it does not find there ends in one of these.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, PackageNotFoundError, LookupError, ValueError, OSError, RuntimeError, SyntaxError,
    AttributeError, TypeError,
)  # fmt: skip


def check_unpacked(body: bytes, name: str, kind: str) -> None:
    """Raise UnreadableFile when a zipped office file is broken, or unpacks to more than 100 MiB."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            size = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile("broken", f"{name}: {kind} hỏng, không mở được") from error
    if size > MAX_UNPACKED:
        raise UnreadableFile("too_big", f"{name}: {kind} giải nén quá lớn")


def read_docx(body: bytes, name: str) -> FileText:
    """Return headers, then paragraphs and table rows in order, then footers; raises UnreadableFile."""
    check_unpacked(body, name, "DOCX")
    try:
        document = Document(io.BytesIO(body))
        lines = _bounded(_all_lines(document))
    except _BROKEN as error:
        raise UnreadableFile("broken", f"{name}: DOCX hỏng, không mở được") from error
    if not lines:
        raise UnreadableFile("empty", f"{name}: không có chữ nào")
    return FileText(normalise("\n".join(lines)))


def _bounded(lines: Iterator[str]) -> list[str]:
    kept: list[str] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size > MAX_CHARACTERS:
            break
    return kept


def _all_lines(document: Any) -> Iterator[str]:
    yield from _margins(document, "header")
    yield from _block_lines(document)
    yield from _margins(document, "footer")


def _margins(document: Any, part: str) -> Iterator[str]:
    """Each header or footer once: sections mostly share them."""
    told: set[str] = set()
    for section in document.sections:
        for name in (part, f"first_page_{part}", f"even_page_{part}"):
            for line in _block_lines(getattr(section, name)):
                if line not in told:
                    told.add(line)
                    yield line


def _block_lines(container: Any, depth: int = 0) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield from filter(None, map(clean_line, block.text.split("\n")))
        elif isinstance(block, Table):
            yield from filter(None, (_row(row, depth) for row in block.rows))


def _row(row: Any, depth: int) -> str:
    cells: list[str] = []
    seen = None
    for cell in row.cells:  # a merged cell appears once for each column it spans
        if cell._tc is seen:
            continue
        seen = cell._tc
        lines = _block_lines(cell, depth + 1) if depth < _DEPTH else iter((clean_line(cell.text),))
        cells.append(" ".join(lines))
    return CELL_SEPARATOR.join(filter(None, cells))
