"""Recognising the letters of a page image with Tesseract, if it is installed with its Vietnamese data."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crawler.attachments.programs import ProgramFailed, run_program
from crawler.pages.markup import clean_line

# On full pages of decisions 200 dpi errs no more than 300 dpi and takes a quarter less time (benchmarks/ocr.py).
DPI: Final = 200
MAX_PIXELS: Final = 24_000_000  # A3 at 200 dpi has 7.7 million; a page may claim to be metres wide
SECONDS_PER_PAGE: Final = 90.0  # an A4 page takes a second of one core; what takes this long is a trap
INSTALL: Final = "cài tesseract-ocr và tesseract-ocr-vie (sh tools/install-ocr.sh) rồi đọc lại"
_LANGUAGE: Final = "vie"
# Stamping ink is not quite white in red: values from here on are made so, the darker ones stretched. Of 230, 205 and
# 185 on worn and stamped plans 205 erred least (0.15 % of the characters; 1.9 % without).
_WHITE_FROM: Final = 205
_STRETCHED: Final = bytes(min(255, value * 255 // _WHITE_FROM) for value in range(256))


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as grey values, row by row: `pixels` holds width x height bytes, 0 black to 255 white."""

    width: int
    height: int
    pixels: bytes


def whiten_stamps(red: bytes) -> bytes:
    """Return the red channel of a page (0 to 255 a pixel) with stamping ink made white, the rest stretched darker."""
    return red.translate(_STRETCHED)


# Returns the lines seen in a picture; raises ProgramFailed.
Recognise = Callable[[Picture], list[str]]


def find_recogniser() -> Recognise | None:
    """Return the recogniser of this machine, None when Tesseract or its Vietnamese data is missing."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        languages = run_program([program, "--list-langs"], seconds=20).decode("utf-8", errors="replace").split()
    except ProgramFailed:
        return None
    return (lambda picture: _recognise(program, picture)) if _LANGUAGE in languages else None


def _recognise(program: str, picture: Picture) -> list[str]:
    # A portable grey map is the pixels behind one line of head: no image library, no temporary file.
    head = f"P5\n{picture.width} {picture.height}\n255\n".encode()
    output = run_program(
        [program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", "3", "--dpi", str(DPI)],
        data=head + picture.pixels,
        seconds=SECONDS_PER_PAGE,
        environment={"OMP_THREAD_LIMIT": "1"},  # its threads cost twice the processor time and save a tenth of the wait
    )
    lines = map(clean_line, output.decode("utf-8", errors="replace").replace("\f", "\n").split("\n"))
    return [line for line in lines if any(character.isalnum() for character in line)]
