import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.scans import scan, stamp
from crawler.attachments.ocr import MAX_PIXELS, Picture, Recognise
from crawler.attachments.pictures import read_picture
from crawler.attachments.programs import ProgramFailed
from crawler.attachments.texts import read_attachment
from crawler.attachments.tools import Tools
from crawler.pages.file_text import UnreadableFile
from domain.pages import Attachment

PLAN = (Path(__file__).parents[3] / "samples" / "files" / "ke-hoach-96-kh-ubnd.pdf").read_bytes()


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def shown_of(body: bytes) -> Picture:
    seen: list[Picture] = []

    def look(picture: Picture) -> list[str]:
        seen.append(picture)
        return ["chữ"]

    assert read_picture(body, "anh.png", look).state == "ocr"
    return seen[0]


def test_red_ink_and_what_is_transparent_are_white_and_black_stays() -> None:
    image = Image.new("RGBA", (3, 1), (0, 0, 0, 255))
    image.putpixel((1, 0), (214, 44, 48, 255))
    image.putpixel((2, 0), (0, 0, 0, 0))
    assert shown_of(encoded(image)) == Picture(3, 1, b"\x00\xff\xff")


def test_a_photograph_lying_on_its_side_is_turned_as_the_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    shown = shown_of(encoded(Image.new("RGB", (40, 10), "white"), "JPEG", exif=exif))
    assert (shown.width, shown.height) == (10, 40)


def test_a_large_photograph_is_made_smaller() -> None:
    shown = shown_of(encoded(Image.new("L", (8000, 6000), 255)))
    assert 0.98 * MAX_PIXELS < shown.width * shown.height == len(shown.pixels) <= MAX_PIXELS


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(side: int) -> bytes:
    """A picture of a few kB that says it is `side` pixels wide and high."""
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return head + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


BAD = [
    (encoded(Image.new("L", (50, 50)))[:60], "broken"),
    (b"\xff\xd8\xff\xe0" + bytes(100), "broken"),
    (claiming(60_000), "too_big"),
    (claiming(10_000), "too_big"),
]


@pytest.mark.parametrize(("body", "state"), BAD, ids=["cut", "rubbish", "huge", "big"])
def test_a_hostile_or_broken_picture_says_why_it_is_not_read(body: bytes, state: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_picture(body, "anh.png", lambda picture: ["chữ"])
    assert caught.value.state == state


def test_a_picture_waits_for_a_recogniser_and_one_without_letters_is_empty() -> None:
    body = encoded(Image.new("L", (50, 50)))
    assert read_attachment(Attachment("https://a.vn/1.png", "1.png"), body, tools=Tools()).state == "needs_ocr"
    for recognise, state in ((lambda picture: [], "empty"), (fail, "broken")):
        with pytest.raises(UnreadableFile) as caught:
            read_picture(body, "1.png", recognise)
        assert caught.value.state == state


def fail(picture: Picture) -> list[str]:
    raise ProgramFailed("tesseract: quá 90 giây")


@pytest.mark.ocr
def test_a_photographed_plan_gives_its_symbol(recognise: Recognise) -> None:
    found = read_picture(encoded(stamp(scan(PLAN)[0]), "JPEG", quality=60), "kh.jpg", recognise)
    assert "Số: 96/KH-UBND" in found.text
