"""The text of a PDF, page by page: its text layer, and recognised letters where a page is only a picture."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from unicodedata import category

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH

from crawler.attachments.ocr import DPI, INSTALL, MAX_PIXELS, Picture, Recognise, whiten_stamps
from crawler.attachments.programs import ProgramFailed
from crawler.pages.file_text import MAX_CHARACTERS, FileText, UnreadableFile, join_pages, number_ranges
from crawler.pages.markup import clean_line
from domain.legacy_text import repair_text

MAX_PAGES: Final = 200
MAX_OCR_PAGES: Final = 40  # a minute of one core; longer scans are told, not read to the end
_MAX_FAILURES: Final = 3
_PDFIUM: Final = threading.Lock()  # the library is not safe to use from two threads
_POINTS_PER_INCH: Final = 72.0

# A page with this many letters is text whatever pictures it has; with fewer than the second, whatever is drawn on it
# is worth a look; between them it is a scan when a picture covers it (a digital signature prints its few lines there).
_MANY_LETTERS: Final = 400
_FEW_LETTERS: Final = 20
_COVERED: Final = 0.5  # share of the page
_OBJECTS: Final = 2000  # looked at on one page
# Fonts without a table of their letters give private, control or missing characters.
_STRANGE: Final = frozenset({"Co", "Cn", "Cc"})
_STRANGE_SHARE: Final = 0.2


@dataclass(slots=True)
class _Pages:
    """The pages read so far; page numbers count from 1."""

    total: int
    lines: list[list[str]]
    pictures: list[int]  # pages that are to be recognised
    unread: list[int]  # of these, the ones nobody has read
    recognised: list[int]
    broken: list[int]


def read_pdf(body: bytes, name: str, recognise: Recognise | None = None) -> FileText:
    """Read the first `MAX_PAGES` pages; pages without a text layer are recognised, `MAX_OCR_PAGES` at most.

    Raises UnreadableFile when the file is broken, locked, or holds no text at all; state "needs_ocr" when
    recognising is what it needs and `recognise` is None.
    """
    with _opened(body, name) as document:
        pages = _text_layer(document)
        if recognise is not None:
            _recognise_pictures(document, pages, recognise)
    pages.unread = [number for number in pages.pictures if number not in pages.recognised]
    text, starts = join_pages(pages.lines)
    waits = recognise is None and bool(pages.unread)
    if not text:
        raise _no_text(name, pages, waits=waits)
    state = "needs_ocr" if waits else "ocr" if pages.recognised else "read"
    return FileText(text, starts, state, tuple(_notes(pages, waits=waits)))


@contextmanager
def _opened(body: bytes, name: str) -> Iterator[Any]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnreadableFile("locked", f"{name}: PDF có mật khẩu") from error
            raise UnreadableFile("broken", f"{name}: PDF hỏng, không mở được") from error
    try:
        yield document
    finally:
        with _PDFIUM:
            document.close()


def _text_layer(document: Any) -> _Pages:
    pages = _Pages(len(document), [], [], [], [], [])
    size = 0
    for number in range(1, min(pages.total, MAX_PAGES) + 1):
        lines: list[str] = []
        try:
            with _PDFIUM:
                page = document[number - 1]
                lines = _lines(page)
                if _is_garbage(lines):
                    lines = []
                if _is_picture(page, lines):
                    pages.pictures.append(number)
                page.close()
        except pypdfium2.PdfiumError:
            pages.broken.append(number)  # one broken page does not spoil the others
        pages.lines.append(lines)
        size += sum(map(len, lines))
        if size > MAX_CHARACTERS:
            break
    return pages


def _lines(page: Any) -> list[str]:
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    # pdfium writes U+FFFE for the hyphen at the end of a broken word.
    return list(filter(None, map(clean_line, text.replace("\r", "\n").replace("\ufffe", "-").split("\n"))))


def _is_garbage(lines: list[str]) -> bool:
    """Tell whether a text layer is of letters that mean nothing, such as those of a font without their table."""
    text = "\n".join(lines)
    strange = sum(each == "\ufffd" or (each != "\n" and category(each) in _STRANGE) for each in text)
    return strange > _STRANGE_SHARE * len(text) or repair_text(text).unreadable


def _is_picture(page: Any, lines: list[str]) -> bool:
    letters = _letters(lines)
    if letters >= _MANY_LETTERS:
        return False
    if letters < _FEW_LETTERS:
        drawn = [FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH] if letters else None  # without letters, text is a drawing too
        return next(iter(page.get_objects(filter=drawn, max_depth=4)), None) is not None
    return _picture_share(page) >= _COVERED


def _letters(lines: list[str]) -> int:
    return sum(map(str.isalpha, "".join(lines)))


def _picture_share(page: Any) -> float:
    """Return the share of the page (0..1) that its largest picture covers."""
    width, height = page.get_size()
    largest = 0.0
    for each in islice(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=4), _OBJECTS):
        left, bottom, right, top = each.get_bounds()
        seen = max(0.0, min(right, width) - max(left, 0.0)) * max(0.0, min(top, height) - max(bottom, 0.0))
        largest = max(largest, seen)
    return largest / (width * height) if width * height > 0 else 0.0


def _recognise_pictures(document: Any, pages: _Pages, recognise: Recognise) -> None:
    failures = 0
    for number in pages.pictures[:MAX_OCR_PAGES]:
        try:
            lines = recognise(_picture(document, number))
        except (pypdfium2.PdfiumError, ProgramFailed, MemoryError):
            failures += 1
            if failures == _MAX_FAILURES:
                break  # each may have taken the whole time allowed
            continue  # stays unread and is told
        pages.recognised.append(number)
        if _letters(lines) > _letters(pages.lines[number - 1]):
            pages.lines[number - 1] = lines


def _picture(document: Any, number: int) -> Picture:
    """Render a page at 200 dpi, or at what `MAX_PIXELS` allows, and keep its red: a red stamp turns white."""
    with _PDFIUM:
        page = document[number - 1]
        width, height = page.get_size()
        scale = DPI / _POINTS_PER_INCH
        scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        pixels = memoryview(bitmap.buffer).cast("B")[::4].tobytes()  # red, green, blue, unused
        picture = Picture(bitmap.width, bitmap.height, whiten_stamps(pixels))
        bitmap.close()
        page.close()
    return picture


def _no_text(name: str, pages: _Pages, *, waits: bool) -> UnreadableFile:
    if waits:
        return UnreadableFile("needs_ocr", f"{name}: bản quét, chưa đọc được: cần OCR", remedy=INSTALL)
    if pages.unread:
        return UnreadableFile("broken", f"{name}: bản quét, không nhận dạng được trang {number_ranges(pages.unread)}")
    if pages.broken:
        return UnreadableFile("broken", f"{name}: PDF hỏng ở trang {number_ranges(pages.broken)}")
    return UnreadableFile("empty", f"{name}: không có chữ nào, kể cả sau khi nhận dạng")


def _notes(pages: _Pages, *, waits: bool) -> Iterator[str]:
    if pages.recognised:
        yield f"trang {number_ranges(pages.recognised)}: đọc bằng nhận dạng chữ (OCR), có thể sai"
    if pages.unread:
        why = "chưa đọc được: cần OCR" if waits else "không nhận dạng được hoặc quá số trang cho phép"
        yield f"trang {number_ranges(pages.unread)}: {why}"
    if pages.broken:
        yield f"trang {number_ranges(pages.broken)}: hỏng, không đọc được"
    if pages.total > len(pages.lines):
        yield f"chỉ đọc {len(pages.lines)} trong {pages.total} trang"
