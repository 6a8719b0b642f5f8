import io
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.scans import scan, stamp, to_pdf
from crawler.attachments import pdf
from crawler.attachments.ocr import MAX_PIXELS, Picture, Recognise
from crawler.attachments.pdf import MAX_OCR_PAGES, MAX_PAGES, read_pdf
from crawler.attachments.programs import ProgramFailed
from crawler.pages.file_text import UnreadableFile
from domain.pages import page_at

PLAN = (Path(__file__).parents[3] / "samples" / "files" / "ke-hoach-96-kh-ubnd.pdf").read_bytes()
WORDS = "Ke hoach bieu duong guong nguoi tot viec tot nam nay "


def draw(*pages: Callable[[object], None], size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF with a page for each function, which gets reportlab's canvas."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(*lines: str) -> Callable[[object], None]:
    def write(canvas: object) -> None:
        for at, line in enumerate(lines):
            canvas.drawString(60, 780 - 14 * at, line)  # type: ignore[attr-defined]

    return write


def picture(canvas: object) -> None:
    """A photograph of a page: one grey picture all over it."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)  # type: ignore[attr-defined]


def blank(canvas: object) -> None:
    pass


class Recogniser:
    """Stands for Tesseract: remembers what it was shown and says a line for each picture."""

    def __init__(self, *, fails_at: int = 0) -> None:
        self.shown: list[Picture] = []
        self.fails_at = fails_at

    def __call__(self, shown: Picture) -> list[str]:
        self.shown.append(shown)
        if len(self.shown) == self.fails_at:
            raise ProgramFailed("tesseract: quá 90 giây")
        return [f"Dòng thứ nhất của ảnh {len(self.shown)}", "dòng thứ hai"]


def test_only_pages_without_text_are_recognised_and_offsets_tell_their_page() -> None:
    recogniser = Recogniser()
    found = read_pdf(draw(text(WORDS, "trang mot"), picture, blank, text("trang bon")), "kh.pdf", recogniser)
    assert len(recogniser.shown) == 1
    assert found.text.split("\n") == [
        WORDS.strip(),
        "trang mot",
        "Dòng thứ nhất của ảnh 1",
        "dòng thứ hai",
        "trang bon",
    ]
    pages = {word: page_at(found.page_starts, found.text.index(word)) for word in ("Ke", "mot", "Dòng", "hai", "bon")}
    assert pages == {"Ke": 1, "mot": 1, "Dòng": 2, "hai": 2, "bon": 4}
    assert found.state == "ocr"
    assert found.notes == ("trang 2: đọc bằng nhận dạng chữ (OCR), có thể sai",)


def test_a_scan_that_bears_only_the_lines_of_a_digital_signature_is_recognised() -> None:
    def signed(canvas: object) -> None:
        picture(canvas)
        text("Nguoi ky: UBND tinh", "Thoi gian ky: 07.04.2026 10:11:12")(canvas)

    assert read_pdf(draw(signed), "kh.pdf", Recogniser()).state == "ocr"
    # The same lines beside a small picture are a page of text with a letterhead.
    assert (
        read_pdf(draw(text("Nguoi ky: UBND tinh", "Thoi gian ky: 07.04.2026")), "kh.pdf", Recogniser()).state == "read"
    )


HOLED = "K? ho?ch ph?t hi?n, b?i d??ng ?i?n h?nh ti?n ti?n".replace("?", "\ufffd")
GARBAGE = [
    (["\ue001\ue002\ue003 \ue004"], True),
    ([HOLED] * 5, True),
    (["Kế hoạch phát hiện, bồi dưỡng điển hình tiên tiến"], False),
    (["KÕ ho¹ch ph¸t hiÖn, båi d­ìng ®iÓn h×nh tiªn tiÕn"], False),  # an old font, which can be converted
    (["Plan of the year 2026, page 3", "12 | 34 | 56"], False),
    ([], False),
]


@pytest.mark.parametrize(("lines", "garbage"), GARBAGE)
def test_a_text_layer_without_meaning_is_told(lines: list[str], garbage: bool) -> None:
    assert pdf._is_garbage(lines) == garbage


def test_a_page_whose_text_layer_means_nothing_is_recognised() -> None:
    def symbols(canvas: object) -> None:
        canvas.setFont("ZapfDingbats", 14)  # type: ignore[attr-defined]
        for at in range(8):
            canvas.drawString(60, 780 - 20 * at, "\x80\x81\x82\x83\x84\x85" * 8)  # type: ignore[attr-defined]

    body = draw(symbols)
    layer = read_pdf(body, "x.pdf", Recogniser())
    assert (layer.state, layer.text.split("\n")[0]) == ("ocr", "Dòng thứ nhất của ảnh 1")


def test_without_a_recogniser_a_scan_waits_for_it_and_the_readable_pages_are_kept() -> None:
    with pytest.raises(UnreadableFile, match="cần OCR") as caught:
        read_pdf(draw(picture), "quet.pdf")
    assert caught.value.state == "needs_ocr"
    assert "tesseract-ocr-vie" in caught.value.remedy
    found = read_pdf(draw(text(WORDS), picture, picture), "kh.pdf")
    assert (found.text, found.state) == (WORDS.strip(), "needs_ocr")
    assert found.notes == ("trang 2–3: chưa đọc được: cần OCR",)


def test_a_page_that_cannot_be_recognised_is_told_and_the_others_are_read() -> None:
    found = read_pdf(draw(picture, picture, picture), "quet.pdf", Recogniser(fails_at=2))
    assert found.state == "ocr"
    assert found.notes[1] == "trang 2: không nhận dạng được hoặc quá số trang cho phép"
    with pytest.raises(UnreadableFile, match="không nhận dạng được trang 1") as caught:
        read_pdf(draw(picture), "quet.pdf", Recogniser(fails_at=1))
    assert caught.value.state == "broken"


def test_a_recogniser_that_fails_again_and_again_is_not_asked_for_every_page() -> None:
    asked = []

    def hang(shown: Picture) -> list[str]:
        asked.append(shown)
        raise ProgramFailed("tesseract: quá 90 giây")

    with pytest.raises(UnreadableFile, match="trang 1–9"):
        read_pdf(draw(*[picture] * 9), "bay.pdf", hang)
    assert len(asked) == 3


def test_long_files_are_read_within_bounds_and_say_so() -> None:
    found = read_pdf(draw(*[text(f"trang {number}") for number in range(MAX_PAGES + 30)]), "dai.pdf")
    assert len(found.text.split("\n")) == len(found.page_starts) == MAX_PAGES
    assert found.notes == (f"chỉ đọc {MAX_PAGES} trong {MAX_PAGES + 30} trang",)
    recogniser = Recogniser()
    scanned = read_pdf(draw(*[picture] * (MAX_OCR_PAGES + 3)), "quet.pdf", recogniser)
    assert len(recogniser.shown) == MAX_OCR_PAGES
    assert f"trang {MAX_OCR_PAGES + 1}–{MAX_OCR_PAGES + 3}: không nhận dạng được" in scanned.notes[1]


def test_a_page_of_many_metres_is_rendered_small() -> None:
    recogniser = Recogniser()
    read_pdf(draw(picture, size=(14000, 14000)), "to.pdf", recogniser)
    [shown] = recogniser.shown
    assert 0.9 * MAX_PIXELS < shown.width * shown.height == len(shown.pixels) <= 1.01 * MAX_PIXELS


def test_red_ink_is_white_in_the_picture_and_black_stays() -> None:
    def inked(canvas: object) -> None:
        for colour, y in (((0.84, 0.17, 0.19), 500), ((0, 0, 0), 100)):
            canvas.setFillColorRGB(*colour)  # type: ignore[attr-defined]
            canvas.rect(0, y, 595, 200, stroke=0, fill=1)  # type: ignore[attr-defined]

    recogniser = Recogniser()
    read_pdf(draw(inked), "dau.pdf", recogniser)
    [shown] = recogniser.shown
    column = shown.pixels[shown.width // 2 :: shown.width]
    per_point = shown.height / 842
    assert column[int((842 - 600) * per_point)] == 255  # the red bar
    assert column[int((842 - 200) * per_point)] == 0  # the black one


@pytest.mark.parametrize(
    ("body", "state"), [(b"%PDF-1.7\n" + b"rubbish" * 50, "broken"), (draw(blank, blank), "empty")]
)
def test_what_holds_no_text_says_why(body: bytes, state: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(body, "x.pdf", Recogniser())
    assert caught.value.state == state


@pytest.mark.ocr
def test_a_stamped_scan_of_a_plan_gives_its_symbol_date_and_subject(recognise: Recognise) -> None:
    found = read_pdf(to_pdf([stamp(page) for page in scan(PLAN)]), "quet.pdf", recognise)
    assert found.state == "ocr"
    assert "Số: 96/KH-UBND" in found.text
    assert "Lào Cai, ngày 30 tháng 9 năm 2025" in found.text
    assert "Phát hiện, bồi dưỡng, tổng kết và nhân rộng điển hình tiên tiến" in found.text
    assert "hộ gia đình đang lao động" in found.text  # under the stamp
