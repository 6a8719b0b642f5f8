"""The text of a file attached to an article: PDF and DOCX, within bounds."""

import hashlib
import io
import threading
import zipfile
from dataclasses import replace
from typing import Any, Final

import pypdfium2
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from crawler.markup import CELL_SEPARATOR, clean_line
from domain.errors import UnreadableInput
from domain.pages import Attachment

MAX_PAGES: Final = 200
_MAX_CHARACTERS: Final = 2_000_000
_MAX_UNPACKED: Final = 100 * 2**20  # a DOCX of a few kB can unpack to gigabytes
_PDFIUM: Final = threading.Lock()  # the library is not safe to use from two threads
_REMEDY: Final = "mở bằng phần mềm văn phòng, lưu thành PDF có lớp chữ hoặc .txt rồi thử lại"


def read_attachment(attachment: Attachment, body: bytes, content_type: str = "") -> Attachment:
    """Return the attachment with digest, media type and text; text stays None when the file holds none we can read."""
    media_type = sniff(body) or content_type.partition(";")[0].strip()
    known = replace(attachment, sha256=hashlib.sha256(body).hexdigest(), media_type=media_type)
    try:
        return replace(known, text=file_text(body, attachment.name) or None)
    except UnreadableInput:
        return known


def sniff(body: bytes) -> str:
    """Return the media type that the first bytes prove, "" when they prove none; names and headers lie."""
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf"
    if body.startswith(b"PK\x03\x04"):
        is_word = b"word/" in body[:4000] or b"word/document.xml" in body
        return (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" if is_word else "application/zip"
        )
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "application/x-ole-storage"  # .doc, .xls of old
    return "text/html" if b"<html" in body[:2000].lower() else ""


def file_text(body: bytes, name: str) -> str:
    """Return the text of a PDF or DOCX, one paragraph or printed line a line; raises UnreadableInput."""
    kind = sniff(body)
    if kind == "application/pdf":
        return pdf_text(body, name)
    if kind.endswith("wordprocessingml.document"):
        return docx_text(body, name)
    raise UnreadableInput(f"{name}: loại tệp chưa đọc được ({kind or 'không rõ'})", remedy=_REMEDY)


def pdf_text(body: bytes, name: str) -> str:
    """Return the text layer of the first `MAX_PAGES` pages, "" for a scan; raises UnreadableInput when it is broken."""
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            what = "PDF có mật khẩu" if locked else "PDF hỏng, không mở được"
            raise UnreadableInput(f"{name}: {what}", remedy=_REMEDY) from error
        try:
            return _joined(document)
        finally:
            document.close()


def _joined(document: Any) -> str:
    lines: list[str] = []
    size = 0
    for number in range(min(len(document), MAX_PAGES)):
        try:
            page = document[number]
            text_page = page.get_textpage()
            text = text_page.get_text_bounded()
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            continue  # one broken page does not spoil the others
        lines += filter(None, map(clean_line, text.replace("\r", "\n").replace("\ufffe", "-").split("\n")))
        size += len(text)
        if size > _MAX_CHARACTERS:
            break
    return "\n".join(lines)


def docx_text(body: bytes, name: str) -> str:
    """Return paragraphs and table rows in order; raises UnreadableInput when the file is broken or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MAX_UNPACKED:
                raise UnreadableInput(f"{name}: DOCX giải nén quá lớn", remedy=_REMEDY)
        document = Document(io.BytesIO(body))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise UnreadableInput(f"{name}: DOCX hỏng, không mở được", remedy=_REMEDY) from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines += filter(None, map(clean_line, block.text.split("\n")))
        elif isinstance(block, Table):
            lines += (row for row in map(_row, block.rows) if row)
    return "\n".join(lines)


def _row(row: Any) -> str:
    cells: list[str] = []
    for cell in row.cells:  # a merged cell appears once for each column it spans
        text = clean_line(cell.text)
        if text and (not cells or cells[-1] != text):
            cells.append(text)
    return CELL_SEPARATOR.join(cells)
