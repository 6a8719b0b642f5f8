import hashlib
import io
from typing import Any

import pytest

from crawler.attachments.texts import read_attachment, read_file_text
from crawler.attachments.tools import Tools
from crawler.pages.file_text import join_pages, number_ranges
from domain.pages import ATTACHMENT_STATES, Attachment, page_at

FILE = Attachment("https://a.vn/van-ban.pdf", "van-ban.pdf")
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def a_pdf(*pages: str, locked: bool = False) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("bi-mat") if locked else None)
    for page in pages:
        canvas.drawString(72, 720, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def a_scan() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (80, 100), 200).save(out, "PDF")
    return out.getvalue()


# bytes, what the server called them -> media type, state, word of the note
FILES: list[tuple[Any, str, str, str, str]] = [
    (a_pdf("Ke hoach"), "text/html", "application/pdf", "read", ""),
    (b"<!DOCTYPE html><html><body>404</body></html>", "application/pdf", "text/html", "not_file", "trang web"),
    (b"", "application/pdf", "application/pdf", "empty", "rỗng"),
    (a_pdf("x", locked=True), "application/pdf", "application/pdf", "locked", "mật khẩu"),
    (a_scan(), "application/pdf", "application/pdf", "needs_ocr", "cần OCR"),
    (a_scan()[:400], "application/pdf", "application/pdf", "broken", "hỏng"),
    (LOCKED, "application/octet-stream", "application/x-ole-storage", "locked", "mật khẩu"),
    (b"Rar!\x1a\x07\x01", "application/x-rar; v=5", "application/x-rar", "unsupported", "chưa đọc được"),
    (b"GIF89a", "", "", "unsupported", "không rõ"),
]


@pytest.mark.parametrize(("body", "said", "kind", "state", "note"), FILES)
def test_the_bytes_decide_and_every_file_ends_in_an_explained_state(
    body: bytes, said: str, kind: str, state: str, note: str
) -> None:
    read = read_attachment(FILE, body, said, Tools())
    assert (read.media_type, read.state) == (kind, state)
    assert note in read.note
    assert (read.text is None) == (state != "read")
    assert read.sha256 == hashlib.sha256(body).hexdigest()
    assert state in ATTACHMENT_STATES


def test_pages_of_a_text_are_found_by_offset() -> None:
    text, starts = join_pages([["a", "b"], [], ["c"], []])
    assert (text, starts) == ("a\nb\nc", (0, 4, 4, 6))
    assert [page_at(starts, at) for at in (0, 2, 3, 4)] == [1, 1, 1, 3]
    assert page_at((), 5) is None


@pytest.mark.parametrize(
    ("numbers", "written"), [([], ""), ([3], "3"), ([1, 2, 3, 7], "1–3, 7"), ([1, 3, 4], "1, 3–4")]
)
def test_page_numbers_are_written_as_ranges(numbers: list[int], written: str) -> None:
    assert number_ranges(numbers) == written


def test_a_name_stands_in_messages_only() -> None:
    assert read_file_text(a_pdf("Ke hoach"), "bang-tinh.xlsx", Tools()).text == "Ke hoach"
