"""Makes the attached DOCX, DOC and scanned PDF of the sample world from their texts; needed only when a text changes.

python -m samples.make_office /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf

`x.docx.txt` becomes x.docx, `x.doc.txt` a Word 97 file (LibreOffice writes it, called as `soffice`), `x.scan.txt` the
picture of a page without a text layer. The font must have all Vietnamese letters.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docx import Document
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from domain.errors import UserMistake
from samples.world import FILES

_DPI: Final = 150
_PAGE: Final = (int(8.27 * _DPI), int(11.69 * _DPI))  # A4
_MARGIN: Final = _DPI
_SKEW_DEGREES: Final = 0.6
_SPECKS: Final = 900
_JPEG_QUALITY: Final = 35
_SEED: Final = 218


def make_docx(text: str, path: Path) -> None:
    """Write paragraphs, and lines of "| a | b |" as one table."""
    document = Document()
    document.core_properties.author, document.core_properties.comments = "Văn thư", ""
    table = None
    for line in filter(None, text.split("\n")):
        if not line.startswith("|"):
            document.add_paragraph(line)
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        table = table or document.add_table(rows=0, cols=len(cells))
        for place, cell in zip(table.add_row().cells, cells, strict=True):
            place.text = cell
    document.save(str(path))


def make_doc(text: str, path: Path) -> None:
    """Write a genuine Word 97 binary by way of a DOCX."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.docx"
        make_docx(text, source)
        command = ["soffice", "--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        path.write_bytes((Path(folder) / path.name).read_bytes())


def make_scan(text: str, path: Path, font: Path) -> None:
    """Write one A4 page as a scanner would: grey, a little askew, blurred and specked, no text layer."""
    letters = ImageFont.truetype(str(font), int(12 / 72 * _DPI))
    page = Image.new("L", _PAGE, 250)
    draw = ImageDraw.Draw(page)
    y = float(_MARGIN)
    for line in _lines(text, letters, _PAGE[0] - 2 * _MARGIN):
        draw.text((_MARGIN, y), line, font=letters, fill=30)
        y += 1.5 * letters.size
    chance = random.Random(_SEED)  # noqa: S311 - specks of dust
    for _ in range(_SPECKS):
        draw.point((chance.randrange(_PAGE[0]), chance.randrange(_PAGE[1])), fill=chance.randrange(90, 200))
    scan = page.rotate(_SKEW_DEGREES, fillcolor=250, resample=Image.Resampling.BICUBIC)
    scan.filter(ImageFilter.GaussianBlur(0.5)).save(path, "PDF", resolution=_DPI, quality=_JPEG_QUALITY)


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    for paragraph in text.strip().split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}".strip()
            if font.getlength(longer) > width:
                yield line
                longer = word
            line = longer
        yield line


def main(arguments: list[str]) -> None:
    """Make every file again with the font file named on the command line."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        raise UserMistake("no font file given", remedy="pass a .ttf that has all Vietnamese letters")
    for source in sorted(FILES.glob("*.*.txt")):
        text, target = source.read_text(encoding="utf-8"), source.with_suffix("")
        if target.suffix == ".scan":
            make_scan(text, target.with_suffix(".pdf"), Path(arguments[0]))
        else:
            (make_docx if target.suffix == ".docx" else make_doc)(text, target)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserMistake as mistake:
        sys.exit(str(mistake))
