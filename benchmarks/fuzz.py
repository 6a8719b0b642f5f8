"""Read damaged pages and check what must hold for any text; exits 1 on a fault or on a page over five seconds.

python -m benchmarks.fuzz --pages N [--seed S] [--first INDEX] [--json]

Texts are the sample world's and, where GUONG_SHARED is set, the labelled pages. A fault is told with the line that
repeats it, and with the least text found to show it.
"""

import argparse
import json
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.mutations import mutate
from benchmarks.shared import gold_pages
from domain.extraction import Extraction
from domain.pages import Page
from guong.contract import from_json, to_json
from guong.readers import load_reader
from nlp.extract import Reader, extract
from samples.world import load_pages

SLOWEST: Final = 5.0  # seconds of processor time one page may take
_ROUND_TRIP_EACH: Final = 50  # one page in so many goes through JSON and back: that costs more than reading it
_SHOWN: Final = 600  # characters of a reduced text that are printed
_TRIES: Final = 300  # readings spent on reducing one text
_MOST_FAULTS: Final = 30  # a run with more stops: one cause makes many
_DAYS: Final = (None, "2019-11-20", "2024-02-29T08:30:00+07:00", "2025-07-01", "2026-05-19")
_ADDRESSES: Final = (None, "https://baomoi.example.vn/tin/1.html", "https://soctrang.gov.vn/a", "http://[")


@dataclass(frozen=True, slots=True)
class Fault:
    """What did not hold on the page made from `seed` and `index`; `least` is a shorter text that shows it too."""

    seed: int
    index: int
    what: str
    least: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How reading the damaged pages went; `seconds` holds the processor time of each page."""

    seconds: tuple[float, ...]
    faults: tuple[Fault, ...]

    @property
    def slowest(self) -> float:
        """The processor seconds of the slowest page."""
        return max(self.seconds, default=0.0)

    @property
    def p99(self) -> float:
        """The processor seconds that all but one page in a hundred stay under."""
        return sorted(self.seconds)[len(self.seconds) * 99 // 100] if self.seconds else 0.0


def faults_of(extraction: Extraction) -> list[str]:
    """Return what breaks the promises of an extraction, one line each; nothing where all hold."""
    return [*_misplaced(extraction, extraction.text), *_miscounted(extraction), *_out_of_bounds(extraction)]


def _misplaced(item: object, text: str) -> Iterator[str]:
    """Yield every record below `item` whose span, surface or quote does not stand in the text."""
    if isinstance(item, tuple):
        for member in item:
            yield from _misplaced(member, text)
    elif is_dataclass(item) and not isinstance(item, type):
        yield from _misprinted(item, text)
        for part in fields(item):
            yield from _misplaced(getattr(item, part.name), text)


def _misprinted(item: Any, text: str) -> Iterator[str]:
    name = type(item).__name__
    if hasattr(item, "start"):
        if not 0 <= item.start < item.end <= len(text):
            yield f"{name} at [{item.start}, {item.end}) of {len(text)} characters"
        for printed in ("surface", "quote"):
            if getattr(item, printed, text[item.start : item.end]) != text[item.start : item.end]:
                yield f"{name}.{printed} is not what stands at its place"
    for start, end in getattr(item, "mentions", ()):
        if not 0 <= start < end <= len(text):
            yield f"{name} mentioned at [{start}, {end}) of {len(text)} characters"


def _miscounted(extraction: Extraction) -> Iterator[str]:
    """Yield exemplary people without exactly one case, cases of nobody, and cases without proof."""
    told = Counter(case.person for case in extraction.cases if case.kind in ("individual", "household"))
    exemplary = {index for index, person in enumerate(extraction.people) if person.role == "exemplary"}
    if told != Counter(exemplary):
        yield "exemplary people and their cases do not match"
    if any(case.person is not None for case in extraction.cases if case.kind in ("collective", "model")):
        yield "a collective or a model points to a person"
    if any(case.person is not None and case.name != extraction.people[case.person].name for case in extraction.cases):
        yield "a case bears another name than its person"
    if not all(case.evidence for case in extraction.cases):
        yield "a case has no evidence"
    if not all(person.mentions for person in extraction.people):
        yield "a person is mentioned nowhere"


def _out_of_bounds(extraction: Extraction) -> Iterator[str]:
    scores = [*(person.score for person in extraction.people), *(case.score for case in extraction.cases)]
    if not all(0.0 <= value <= 1.0 for value in (extraction.relevance, extraction.hijack.score, *scores)):
        yield "a score is not between 0 and 1"
    for case in extraction.cases:
        if not all(deed and deed in extraction.text for deed in case.deeds):
            yield "a deed is not what the text says"


def damaged_page(texts: Sequence[str], seed: int, index: int) -> Page:
    """Return the damaged page number `index` of a run; the same arguments give the same page."""
    rng = random.Random(f"{seed}:{index}")  # noqa: S311 - repeatable, nothing secret
    text = mutate(rng, texts)
    line = text.split("\n", 1)[0]
    title = line if "\n" in text and 0 < len(line) < 200 else None
    return Page(
        source=rng.choice((f"{seed}-{index}.txt", f"[{seed}] {index}.txt")),
        sha256="0" * 64,
        text=text,
        title=title,
        published=rng.choice(_DAYS),
        url=rng.choice(_ADDRESSES),
        body_start=len(line) + 1 if title else 0,
    )


def check_page(page: Page, reader: Reader, *, round_trip: bool) -> tuple[float, list[str]]:
    """Return the processor seconds that reading took, and the faults; a raised exception is one."""
    start = time.process_time()
    try:
        extraction = extract(page, reader)
        seconds = time.process_time() - start
        faults = faults_of(extraction)
        if round_trip and from_json(to_json(extraction)) != extraction:
            faults.append("JSON and back is not the same extraction")
    except Exception as error:  # whatever a text makes the reader raise is what this run looks for
        seconds = time.process_time() - start
        at = traceback.extract_tb(error.__traceback__)[-1]
        faults = [f"{type(error).__name__} in {at.name}, {Path(at.filename).name}:{at.lineno}: {error}"]
    if seconds > SLOWEST:
        faults.append(f"took more than {SLOWEST:g} s")
    return seconds, faults


def reduce_text(text: str, shows: Callable[[str], bool]) -> str:
    """Return a shorter text for which `shows` still holds, found by leaving parts out, in bounded time."""
    size, tries = len(text) // 2, 0
    while size and tries < _TRIES:
        at = 0
        while at < len(text) and tries < _TRIES:
            shorter = text[:at] + text[at + size :]
            tries += 1
            if shows(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def fuzz(texts: Sequence[str], reader: Reader, indices: range, seed: int = 0) -> Outcome:
    """Read the damaged pages with these numbers and return how that went."""
    seconds: list[float] = []
    faults: list[Fault] = []
    for index in indices:
        page = damaged_page(texts, seed, index)
        took, found = check_page(page, reader, round_trip=index % _ROUND_TRIP_EACH == 0)
        seconds.append(took)
        faults += [Fault(seed, index, what, _least(page, reader, what)) for what in found]
        if len(faults) >= _MOST_FAULTS:
            break
    return Outcome(tuple(seconds), tuple(faults))


def _least(page: Page, reader: Reader, what: str) -> str:
    if what.startswith("took"):
        return page.text  # each try would take seconds

    def shows(text: str) -> bool:
        shorter = Page(page.source, page.sha256, text, published=page.published, url=page.url)
        return what in check_page(shorter, reader, round_trip=what.startswith("JSON"))[1]

    return reduce_text(page.text, shows)


def real_texts() -> list[str]:
    """Return the texts to damage: the sample world's and, where GUONG_SHARED is set, the labelled pages."""
    texts = [page.expected.text for page in load_pages()]
    if os.environ.get("GUONG_SHARED"):
        texts += [page.text for page in gold_pages()]
    return texts


def main() -> None:
    """Read damaged pages, tell every fault and how long pages took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000, help="how many damaged pages to read")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other damage")
    parser.add_argument("--first", type=int, default=0, metavar="INDEX", help="start at this page of the run")
    parser.add_argument("--json", action="store_true", help="print one JSON line last")
    arguments = parser.parse_args()
    texts = real_texts()
    indices = range(arguments.first, arguments.first + arguments.pages)
    outcome = fuzz(texts, load_reader(), indices, arguments.seed)
    for fault in outcome.faults:
        sys.stdout.write(
            f"{fault.what}\n  python -m benchmarks.fuzz --pages 1 --seed {fault.seed} --first {fault.index}\n"
        )
        sys.stdout.write(f"  {len(fault.least)} characters: {fault.least[:_SHOWN]!r}\n")
    result = {
        "pages": len(outcome.seconds),
        "failures": len(outcome.faults),
        "slowest_s": round(outcome.slowest, 3),
        "p99_s": round(outcome.p99, 4),
    }
    sys.stdout.write(f"{len(texts)} texts damaged; {', '.join(f'{name} {value}' for name, value in result.items())}\n")
    if arguments.json:
        sys.stdout.write(json.dumps(result) + "\n")
    sys.exit(1 if outcome.faults else 0)


if __name__ == "__main__":
    main()
