"""The text of a spreadsheet, XLS, XLSX or ODS: a row a line, a visible sheet a page.

The file is read in a process of its own with bounded memory: a sheet of two cells may claim to be seventeen thousand
million cells large, and the library would ask for room for all of them.
"""

import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from crawler.attachments.programs import ProgramFailed, run_program
from crawler.pages.file_text import MAX_CHARACTERS, FileText, UnreadableFile, join_pages
from crawler.pages.markup import CELL_SEPARATOR, clean_line

_SECONDS: Final = 60.0
_MEMORY: Final = 2**30  # bytes of address space
_MAX_ROWS: Final = 50_000


def read_sheets(body: bytes, name: str) -> FileText:
    """Return the cells of the visible sheets, with the names of the sheets; raises UnreadableFile."""
    command = [sys.executable, "-P", "-m", "crawler.attachments.sheets"]
    try:
        told = json.loads(run_program(command, data=body, seconds=_SECONDS))
    except (ProgramFailed, ValueError) as error:
        raise UnreadableFile("broken", f"{name}: bảng tính hỏng hoặc quá lớn, không đọc được") from error
    if told.get("locked"):
        raise UnreadableFile("locked", f"{name}: bảng tính có mật khẩu")
    text, starts = join_pages(told["sheets"])
    if not text:
        raise UnreadableFile("empty", f"{name}: không có chữ nào")
    notes = (f"chỉ đọc {_MAX_ROWS} dòng đầu",) if told["cut"] else ()
    return FileText(text, starts, notes=notes)


def read_workbook(body: bytes) -> dict[str, Any]:
    """Return {"sheets": lines by sheet, "cut": bool} or {"locked": True}; whatever the library raises passes."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(body))
    except PasswordError:
        return {"locked": True}
    sheets: list[list[str]] = []
    rows = size = 0
    for each in workbook.sheets_metadata:
        if each.typ != SheetTypeEnum.WorkSheet or each.visible != SheetVisibleEnum.Visible:
            continue
        lines: list[str] = []
        for line in _lines(workbook.get_sheet_by_name(each.name).iter_rows()):
            rows, size = rows + 1, size + len(line)
            if rows > _MAX_ROWS or size > MAX_CHARACTERS:
                return {"sheets": [*sheets, lines], "cut": True}
            lines.append(line)
        sheets.append([clean_line(each.name), *lines] if lines else [])
    return {"sheets": sheets, "cut": False}


def _lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    for row in rows:
        line = CELL_SEPARATOR.join(filter(None, map(_cell, row)))
        if line:
            yield line


def _cell(value: Any) -> str:
    """Write a value the way a Vietnamese reader sees it: 5, not 5.0; 30/09/2025."""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    return clean_line(str(value))


def main() -> None:
    """Read a workbook from standard input and write what it says as JSON, within bounds of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(read_workbook(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
