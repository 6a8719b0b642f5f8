import io
import zipfile
from pathlib import Path

import pytest

from crawler.attachments.texts import read_file_text
from crawler.attachments.tools import Tools
from crawler.pages.file_text import UnreadableFile
from domain.pages import page_at

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def an_xlsx(*sheets: str, hidden: int = 0) -> bytes:
    """A workbook of sheets given as XML rows; sheet number `hidden` (from 1) is hidden."""
    states = ["hidden" if at == hidden else "visible" for at in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="Trang {at}" sheetId="{at}" r:id="r{at}" state="{state}"/>' for at, state in enumerate(states, 1)
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{TYPE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    book = f'<Relationship Id="r" Type="{TYPE}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "_rels/.rels": f"<Relationships {package}>{book}</Relationships>",
        "xl/workbook.xml": f"<workbook {MAIN} {LINKS}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {package}>{links}</Relationships>",
    }
    for at, rows in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package_file:
        for name, content in parts.items():
            package_file.writestr(name, content)
    return out.getvalue()


def row(number: int, *cells: str | float) -> str:
    said = "".join(
        f'<c r="{chr(65 + at)}{number}"><v>{cell}</v></c>'
        if isinstance(cell, float)
        else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{said}</row>'


def test_rows_are_lines_and_visible_sheets_are_pages() -> None:
    body = an_xlsx(row(1, "TT", "Họ và tên") + row(3, 1.0, "Vì Thị  Ơn", 2.5), row(1, "ẩn"), row(1, "Hết"), hidden=2)
    found = read_file_text(body, "ds.xls", Tools())
    assert found.text.split("\n") == ["Trang 1", "TT | Họ và tên", "1 | Vì Thị Ơn | 2,5", "Trang 3", "Hết"]
    assert [found.text[start:].split("\n")[0] for start in found.page_starts] == ["Trang 1", "Trang 3"]


def test_a_workbook_of_the_format_of_1997_is_read() -> None:
    body = (Path(__file__).parent / "danh-sach-1997.xls").read_bytes()  # written by us with xlwt
    found = read_file_text(body, "ds.doc", Tools())
    assert found.text.split("\n") == [
        "Đợt 1", "TT | Họ và tên | Đơn vị | Tiền thưởng", "1 | Vì Thị Ơn | bản Nà Lốc | 1500000",
        "2 | Lò Văn Pánh | bản Huổi Én | 1500000,5", "03/04/2026", "Đợt 2", "Hà Thị Mẩy",
    ]  # fmt: skip
    assert page_at(found.page_starts, found.text.index("Mẩy")) == 2


HUGE = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (an_xlsx(HUGE), "broken"),  # two cells that claim seventeen thousand million
        (an_xlsx(row(1, "x"))[:-300], "broken"),
        (an_xlsx(""), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600), "broken"),
    ],
    ids=["huge", "cut", "empty", "ole"],
)
def test_what_is_hostile_broken_or_empty_is_told_and_harms_nobody(body: bytes, state: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_file_text(body, "x.xlsx", Tools())
    assert caught.value.state == state
