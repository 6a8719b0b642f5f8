"""The text of a page photographed or scanned into a JPEG or PNG."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from crawler.attachments.ocr import INSTALL, MAX_PIXELS, Picture, Recognise, whiten_stamps
from crawler.attachments.programs import ProgramFailed
from crawler.pages.file_text import FileText, UnreadableFile, join_pages

# What Pillow says of pictures of more than 89 million pixels, from their head alone: a few kB may unpack to gigabytes.
_TOO_BIG: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN: Final = (UnidentifiedImageError, OSError, ValueError, SyntaxError)


def read_picture(body: bytes, name: str, recognise: Recognise | None) -> FileText:
    """Return the lines recognised in one picture, as one page; raises UnreadableFile."""
    if recognise is None:
        raise UnreadableFile("needs_ocr", f"{name}: ảnh chụp, chưa đọc được: cần OCR", remedy=INSTALL)
    try:
        lines = recognise(_picture(body, name))
    except ProgramFailed as error:
        raise UnreadableFile("broken", f"{name}: không nhận dạng được ảnh") from error
    text, starts = join_pages([lines])
    if not text:
        raise UnreadableFile("empty", f"{name}: ảnh không có chữ nào")
    return FileText(text, starts, "ocr", ("ảnh: đọc bằng nhận dạng chữ (OCR), có thể sai",))


def _picture(body: bytes, name: str) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=("JPEG", "PNG")) as image:
                upright = ImageOps.exif_transpose(image).convert("RGBA")
    except _TOO_BIG as error:
        raise UnreadableFile("too_big", f"{name}: ảnh quá lớn") from error
    except _BROKEN as error:
        raise UnreadableFile("broken", f"{name}: ảnh hỏng, không mở được") from error
    page = Image.new("RGBA", upright.size, "white")
    page.alpha_composite(upright)
    share = (MAX_PIXELS / (page.width * page.height)) ** 0.5
    if share < 1:
        page = page.resize((int(page.width * share), int(page.height * share)))
    return Picture(page.width, page.height, whiten_stamps(page.getchannel("R").tobytes()))
