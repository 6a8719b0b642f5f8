import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document

from crawler.attachments.office import read_docx
from crawler.pages.file_text import MAX_UNPACKED, UnreadableFile


def a_docx(write: Callable[..., None]) -> bytes:
    document = Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(body: bytes, **changed: bytes) -> bytes:
    """The same package with other parts; names have "__" for "/" and "_" for "."."""
    parts = {name.replace("__", "/").replace("_", "."): content for name, content in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, parts.pop(entry.filename, old.read(entry)))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def test_headers_tables_in_tables_and_merged_cells_are_read_in_order() -> None:
    def write(document: object) -> None:
        document.sections[0].header.paragraphs[0].text = "UBND TỈNH LÀO CAI"  # type: ignore[attr-defined]
        document.sections[0].footer.paragraphs[0].text = "Nơi nhận: Sở Nội vụ"  # type: ignore[attr-defined]
        document.add_paragraph("Danh sách đề nghị\nkhen thưởng")  # type: ignore[attr-defined]
        table = document.add_table(rows=3, cols=3)  # type: ignore[attr-defined]
        table.cell(0, 0).merge(table.cell(0, 2)).text = "Cá nhân"
        for at, said in enumerate(("1", "Vì Thị Ơn", "Vì Thị Ơn")):  # two cells may say the same
            table.cell(1, at).text = said
        inner = table.cell(2, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "Bản Nà Lốc", "Sơn La"
        document.add_paragraph("Hết.")  # type: ignore[attr-defined]

    assert read_docx(a_docx(write), "x.docx").text.split("\n") == [
        "UBND TỈNH LÀO CAI", "Danh sách đề nghị", "khen thưởng", "Cá nhân", "1 | Vì Thị Ơn | Vì Thị Ơn",
        "Bản Nà Lốc | Sơn La", "Hết.", "Nơi nhận: Sở Nội vụ",
    ]  # fmt: skip


def test_a_package_that_unpacks_to_gigabytes_is_refused_unread() -> None:
    bomb = repacked(a_docx(lambda document: None), word__media__x_png=bytes(MAX_UNPACKED + 1))
    assert len(bomb) < MAX_UNPACKED // 100
    with pytest.raises(UnreadableFile, match="quá lớn") as caught:
        read_docx(bomb, "bom.docx")
    assert caught.value.state == "too_big"


BROKEN = [
    b"PK\x03\x04" + b"word/document.xml" * 9,
    repacked(a_docx(lambda document: None), word__document_xml=b"<w:document"),
    repacked(a_docx(lambda document: None), word__document_xml=b"not xml at all"),
]


@pytest.mark.parametrize("body", BROKEN)
def test_a_broken_package_says_so(body: bytes) -> None:
    with pytest.raises(UnreadableFile, match="DOCX hỏng") as caught:
        read_docx(body, "hong.docx")
    assert caught.value.state == "broken"


def test_entities_that_grow_without_end_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, (b"&%c;" % (97 + level)) * 10) for level in range(1, 12)
    )
    bomb += b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    bomb += b"<w:t>&l;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(UnreadableFile):
        read_docx(repacked(a_docx(lambda document: None), word__document_xml=bomb), "bom.docx")


def test_an_empty_document_is_empty() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_docx(a_docx(lambda document: None), "rong.docx")
    assert caught.value.state == "empty"
