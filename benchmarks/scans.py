"""Documents with a text layer turned into what a scanner makes of them: pictures without text, worn and stamped."""

import io
import math
import random
from collections.abc import Sequence
from typing import Final

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI: Final = 200
RED: Final = (214, 44, 48)  # of stamping ink on paper
_STAMP: Final = 290  # pixels across: 3.7 cm, as the rules on seals have it
_SKEW_DEGREES: Final = 0.6
_NOISE: Final = 28  # of 255
_JPEG_QUALITY: Final = 35


def scan(pdf: bytes) -> list[Image.Image]:
    """Return each page as a clean picture at 200 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def wear(picture: Image.Image, seed: int = 1) -> Image.Image:
    """Return the page laid crooked, out of focus, with dust, compressed hard; the same for the same seed."""
    crooked = picture.rotate(_SKEW_DEGREES, Image.Resampling.BICUBIC, fillcolor="white")
    soft = crooked.filter(ImageFilter.GaussianBlur(0.7))
    dust = Image.frombytes("L", soft.size, random.Random(seed).randbytes(soft.width * soft.height))  # noqa: S311
    dust = dust.point([value * _NOISE // 255 for value in range(256)])
    grainy = ImageChops.add(soft, Image.merge("RGB", [dust] * 3), scale=1.0, offset=-_NOISE // 2)
    out = io.BytesIO()
    grainy.save(out, "JPEG", quality=_JPEG_QUALITY)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def stamp(picture: Image.Image, *, across: float = 0.42, down: float = 0.3) -> Image.Image:
    """Return the page with a round red stamp over its text, centred at these shares of width and height.

    Ink lets black print through: the colours multiply.
    """
    ink = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(ink)
    x, y, r = picture.width * across, picture.height * down, _STAMP / 2
    for radius, width in ((r, 7), (r - 14, 3), (r * 0.58, 3)):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=RED, width=width)
    for at in range(36):  # letters round the edge are strokes across the ring
        angle = math.tau * at / 36
        inner, outer = r * 0.66, r * (0.78 + 0.1 * (at % 3 == 0))
        pen.line(
            [(x + math.cos(angle) * each, y + math.sin(angle) * each) for each in (inner, outer)], fill=RED, width=6
        )
    star = [(r * 0.42 if at % 2 == 0 else r * 0.17, math.tau * at / 10 - math.pi / 2) for at in range(10)]
    pen.polygon([(x + math.cos(angle) * radius, y + math.sin(angle) * radius) for radius, angle in star], fill=RED)
    return ImageChops.multiply(picture, ink)


def to_pdf(pictures: Sequence[Image.Image]) -> bytes:
    """Bind pictures into a PDF that has no text layer."""
    out = io.BytesIO()
    first, *others = pictures
    first.save(out, "PDF", resolution=DPI, save_all=True, append_images=others, quality=75)
    return out.getvalue()
