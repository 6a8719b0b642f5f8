import hashlib
import io
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from crawler.attachments.file_kinds import sniff
from crawler.attachments.tools import Tools
from crawler.intake.files import MAX_BYTES, read_file
from domain.errors import UnreadableInput

TEXT = "Gương sáng ở bản Nà Lốc\nThứ sáu - 03/04/2026 08:42\n\nÔng Lường Văn Pản hiến 300 m2 đất làm đường.\n"


def a_pdf(lines: list[str], *, encrypted: bool = False) -> bytes:
    """A PDF with a text layer, one page for each line."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("bi-mat") if encrypted else None)
    for line in lines:
        canvas.drawString(72, 720, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def a_scan() -> bytes:
    """A PDF of one page that is nothing but a picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (80, 100), 200).save(out, "PDF")
    return out.getvalue()


def a_docx() -> bytes:
    document = Document()
    document.add_heading("Báo cáo thành tích", level=1)
    document.add_paragraph("Bà Vì Thị Ơn nuôi dạy năm trẻ mồ côi.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "1", "Vì Thị Ơn"
    document.add_paragraph("Năm 2025")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_plain_text_is_kept_whole_in_composed_form() -> None:
    raw = unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n").encode()
    page = read_file(raw, "bai.txt")
    assert page.text == TEXT
    assert page.title == "Gương sáng ở bản Nà Lốc"
    assert page.text[page.body_start :].startswith("Thứ sáu")
    assert page.published == "2026-04-03T08:42:00+07:00"
    assert page.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("text", ["Ông Pản hiến đất.\nBà con noi theo.", "Một dòng duy nhất", "\n\n- \nabc"])
def test_a_first_line_that_is_a_sentence_or_all_there_is_is_no_title(text: str) -> None:
    page = read_file(text.encode(), "bai.txt")
    assert (page.title, page.text, page.body_start) == (None, text, 0)


def test_a_given_date_and_address_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "bai.txt"
    path.write_text(TEXT, encoding="utf-8")
    page = read_file(path, "bai.txt", url="http://portal.vn/1", published=date(2024, 1, 2))
    assert (page.published, page.url, page.source) == ("2024-01-02", "http://portal.vn/1", "bai.txt")


def test_html_becomes_the_article_and_a_bare_page_its_text(article: object) -> None:
    page = read_file(article("Bài một").encode(), "bai.html")  # type: ignore[operator]
    assert (page.title, page.family, page.warnings) == ("Bài một", "nukeviet", ())
    bare = read_file("<p>Ông Pản hiến đất.</p><p>Bà con noi theo.</p>".encode(), "x.htm")
    assert bare.text.split("\n")[-2:] == ["Ông Pản hiến đất.", "Bà con noi theo."]
    assert bare.warnings


def test_html_under_a_text_name_stays_text() -> None:
    assert read_file(b"<html><body>Xin chao</body></html>", "bai.txt").text.startswith("<html>")


def test_pdf_and_docx_give_their_text() -> None:
    pdf = read_file(a_pdf(["Ke hoach so 12/KH-UBND", "trang hai"]), "ke-hoach.pdf")
    assert pdf.text.split("\n") == ["Ke hoach so 12/KH-UBND", "trang hai"]
    docx = read_file(a_docx(), "bao-cao.docx")
    assert docx.text.split("\n") == [
        "Báo cáo thành tích", "Bà Vì Thị Ơn nuôi dạy năm trẻ mồ côi.", "1 | Vì Thị Ơn", "Năm 2025",
    ]  # fmt: skip
    assert docx.title == "Báo cáo thành tích"


def test_the_bytes_decide_not_the_name() -> None:
    assert read_file(a_pdf(["Xin chao"]), "trang.html").family == "pdf"
    assert read_file("<!DOCTYPE html><html><body><p>Xin chào</p></body></html>".encode(), "tep.pdf").family == "generic"
    assert sniff(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == "application/x-ole-storage"


BAD = [
    ("rong.txt", b"", "rỗng"),
    ("trang.txt", b" \n\t ", "rỗng"),
    ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "ảnh hỏng|cần OCR"),
    ("anh.txt", bytes(range(256)) * 4, "nhị phân"),
    ("la.txt", "Привет, это русская страница ".encode("cp1251") * 20, "bảng mã"),
    ("hong.pdf", b"%PDF-1.7\n" + b"rubbish" * 50, "PDF hỏng"),
    ("hong.docx", b"PK\x03\x04" + b"word/document.xml" * 9, "DOCX hỏng"),
    ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "chưa đọc được"),
    ("to.txt", b"a" * (MAX_BYTES + 1), "20 MiB"),
]


@pytest.mark.parametrize(("name", "raw", "why"), BAD, ids=[case[0] for case in BAD])
def test_what_cannot_be_read_is_named_with_the_reason_and_a_remedy(name: str, raw: bytes, why: str) -> None:
    with pytest.raises(UnreadableInput, match=why) as caught:
        read_file(raw, name)
    assert name in str(caught.value)
    assert caught.value.remedy


def test_a_missing_file_a_locked_pdf_and_a_scan_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="không mở được"):
        read_file(tmp_path / "khong-co.txt", "khong-co.txt")
    with pytest.raises(UnreadableInput, match="mật khẩu"):
        read_file(a_pdf(["x"], encrypted=True), "khoa.pdf")
    with pytest.raises(UnreadableInput, match="bản quét"):
        read_file(a_scan(), "quet.pdf", tools=Tools())
    with pytest.raises(UnreadableInput, match="không có chữ"):
        read_file(a_pdf([""]), "trang-trang.pdf")


def test_a_scan_is_read_by_recognising_and_says_so() -> None:
    page = read_file(a_scan(), "quet.pdf", tools=Tools(lambda picture: ["Kế hoạch biểu dương", "Ông Pản hiến đất."]))
    assert (page.family, page.title) == ("pdf", "Kế hoạch biểu dương")
    assert page.text.endswith("Ông Pản hiến đất.")
    assert page.warnings == ("trang 1: đọc bằng nhận dạng chữ (OCR), có thể sai",)
