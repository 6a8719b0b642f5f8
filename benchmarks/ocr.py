"""How well scanned plans are read: character errors and seconds a page, clean, worn and stamped, in red and in grey.

python -m benchmarks.ocr [--json] [--documents N]

The scans are made here from the sample plans, whose text is known and whose font has every Vietnamese letter.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from benchmarks.scans import scan, stamp, to_pdf, wear
from crawler.attachments.ocr import INSTALL, Recognise, find_recogniser
from crawler.attachments.pdf import read_pdf
from domain.text import normalise

Treatment = Callable[[Image.Image], Image.Image]

_FILES: Final = Path(__file__).parent.parent / "samples" / "files"
TREATMENTS: Final[dict[str, Treatment]] = {
    "clean": lambda page: page,
    "worn": wear,
    "stamped": stamp,
    "worn, stamped": lambda page: wear(stamp(page)),
}


@dataclass(frozen=True, slots=True)
class OcrFigures:
    """One treatment read in one way; `cer` is the share of wrong characters, in all and of the worst page (0..1)."""

    treatment: str
    channel: str
    pages: int
    characters: int
    cer: float
    worst: float
    seconds_per_page: float


def measure(recognise: Recognise, documents: int | None = None) -> list[OcrFigures]:
    """Read every treatment in red (as the product does) and, for comparison, in grey."""
    plans = [path.read_bytes() for path in sorted(_FILES.glob("ke-hoach-*-kh-*.pdf"))[:documents]]
    truths = [read_pdf(plan, "mẫu") for plan in plans]
    pages = [(page, truth) for plan, text in zip(plans, truths, strict=True) for page, truth in _pages(plan, text.text)]
    return [_figures(name, channel, pages, recognise) for name in TREATMENTS for channel in ("red", "grey")]


def _pages(plan: bytes, text: str) -> list[tuple[Image.Image, str]]:
    pictures = scan(plan)
    starts = [*read_pdf(plan, "mẫu").page_starts, len(text) + 1]
    return [(picture, text[starts[at] : starts[at + 1] - 1]) for at, picture in enumerate(pictures)]


def _figures(
    treatment: str, channel: str, pages: Sequence[tuple[Image.Image, str]], recognise: Recognise
) -> OcrFigures:
    errors, seconds = [], 0.0
    for picture, truth in pages:
        treated = TREATMENTS[treatment](picture)
        # A grey scan has the same values in each channel, so that the product's own way reads it as grey.
        pdf = to_pdf([treated.convert("L").convert("RGB") if channel == "grey" else treated])
        start = _processor_seconds()
        read = read_pdf(pdf, "bản quét", recognise).text
        seconds += _processor_seconds() - start
        errors.append((count_errors(truth, read), len(_flat(truth))))
    characters = sum(size for _, size in errors)
    return OcrFigures(
        treatment,
        channel,
        len(pages),
        characters,
        round(sum(wrong for wrong, _ in errors) / characters, 4),
        round(max(wrong / size for wrong, size in errors), 4),
        round(seconds / len(pages), 2),
    )


def _processor_seconds() -> float:
    """What we and the programs we started have used so far: a busy machine does not change it much."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def count_errors(truth: str, read: str) -> int:
    """Return the fewest insertions, deletions and changes of characters between two texts; line breaks are spaces."""
    wanted = np.frombuffer(_flat(truth).encode("utf-32-le"), dtype=np.uint32)
    places = np.arange(len(wanted) + 1)
    row = places.copy()
    for number, character in enumerate(_flat(read), 1):
        changed = row[:-1] + (wanted != ord(character))
        best = np.concatenate(([number], np.minimum(changed, row[1:] + 1)))
        # Deleting along the row: the least of what stands to the left, one more for each step.
        row = np.minimum.accumulate(best - places) + places
    return int(row[-1])


def _flat(text: str) -> str:
    return " ".join(normalise(text).split())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when Tesseract is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--documents", type=int, default=None, help="only the first N sample plans")
    given = parser.parse_args(arguments)
    recognise = find_recogniser()
    if recognise is None:
        print(f"Không có Tesseract: {INSTALL}", file=sys.stderr)  # noqa: T201
        return 1
    figures = measure(recognise, given.documents)
    if given.json:
        print(json.dumps([asdict(each) for each in figures], ensure_ascii=False, indent=2))  # noqa: T201
        return 0
    print(f"{'scan':14} {'channel':8} {'pages':>5} {'chars':>6} {'CER':>7} {'worst':>7} {'s/page':>7}")  # noqa: T201
    for each in figures:
        print(  # noqa: T201
            f"{each.treatment:14} {each.channel:8} {each.pages:5} {each.characters:6} {each.cer:7.2%} "
            f"{each.worst:7.2%} {each.seconds_per_page:7.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
