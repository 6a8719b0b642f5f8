"""Makes the attached PDFs of the sample world from their texts; needed only when a text changes.

python -m samples.make_pdfs /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf

The font must have all Vietnamese letters (DejaVu Serif has; Liberation Serif lacks 42 of them) and is embedded as a
subset. The PDFs are committed, so that neither the font nor reportlab is needed to serve or read them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from domain.errors import UserMistake
from samples.world import FILES

_FONT: Final = "text"
_SIZE: Final = 11.5
_LEADING: Final = 17.0  # points from line to line
_MARGIN: Final = 62.0  # points
_CENTRED_BLOCKS: Final = 2  # the head of the document and its title


def make_pdf(text: str, path: Path) -> None:
    """Set one plain text as an A4 document; blocks are parted by empty lines, the first two are centred."""
    width, height = A4
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    top = height - _MARGIN
    y = top
    for line, centred in _lines(text, width - 2 * _MARGIN):
        if y < _MARGIN:
            canvas.showPage()
            y = top
        canvas.setFont(_FONT, _SIZE)
        if centred:
            canvas.drawCentredString(width / 2, y, line)
        else:
            canvas.drawString(_MARGIN, y, line)
        y -= _LEADING
    canvas.save()


def main(arguments: list[str]) -> None:
    """Make every PDF again with the font file named on the command line."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        raise UserMistake("no font file given", remedy="pass a .ttf that has all Vietnamese letters")
    pdfmetrics.registerFont(TTFont(_FONT, arguments[0]))
    for source in sorted(path for path in FILES.glob("*.txt") if not Path(path.stem).suffix):
        make_pdf(source.read_text(encoding="utf-8"), source.with_suffix(".pdf"))


def _lines(text: str, width: float) -> Iterator[tuple[str, bool]]:
    for number, block in enumerate(text.strip().split("\n\n")):
        for paragraph in block.split("\n"):
            for line in simpleSplit(paragraph, _FONT, _SIZE, width):
                yield line, number < _CENTRED_BLOCKS
        yield "", False


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserMistake as mistake:
        sys.exit(str(mistake))
