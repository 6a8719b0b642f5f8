"""Our generic reader beside trafilatura on real pages of others: scrapinghub/article-extraction-benchmark.

Its folder holds `ground-truth.json` (key -> {"articleBody", "url"}) and `html/<key>.html.gz`. Texts are compared as
that benchmark compares them: multisets of four words in a row, precision and recall as means of pages, their F1.
Our body begins with the lead, the title is left out; where a page is no article to us, its text counts as any file's.
"""

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Final

from crawler.articles.article import read_any_html, read_article

OURS: Final = "guong generic"
FALLBACK: Final = "trafilatura"
_WORD: Final = re.compile(r"\w+")
_IN_A_ROW: Final = 4


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """A page of a stranger, with the body a person saw in it."""

    url: str
    html: str
    body: str


Reader = Callable[[ForeignPage], str]


def load_foreign_pages(folder: Path) -> list[ForeignPage]:
    """Load the pages of the folder, in the order of its keys; raises OSError or KeyError when a part is missing."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        ForeignPage(
            one["url"],
            gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()).decode("utf-8", "replace"),
            one["articleBody"],
        )
        for key, one in sorted(truth.items())
    ]


def read_ours(page: ForeignPage) -> str:
    """Return lead and body by our generic reader, the rules of all families off."""
    raw = page.html.encode()
    read = read_article(raw, {"Content-Type": "text/html; charset=utf-8"}, page.url, "generic")
    read = read or read_any_html(raw, page.url, page.url)
    return read.text[len(read.title or "") :]


def read_by_trafilatura(page: ForeignPage) -> str:
    """Return the text trafilatura gives by itself."""
    from trafilatura import extract

    return extract(page.html, url=page.url, include_comments=False) or ""


READERS: Final[dict[str, Reader]] = {OURS: read_ours, FALLBACK: read_by_trafilatura}


def score_shingles(expected: str, found: str) -> tuple[float, float]:
    """Return precision and recall of the runs of four words; nothing found where something is expected scores 0."""
    wanted, had = _shingles(expected), _shingles(found)
    if wanted == had:
        return 1.0, 1.0
    both = (wanted & had).total()
    return (both / had.total() if had else 0.0, both / wanted.total() if wanted else 0.0)


def measure_foreign(pages: Sequence[ForeignPage]) -> dict[str, dict[str, float]]:
    """Return F1, precision, recall and seconds of processor time of each reader over the same pages."""
    rows = {}
    for name, reader in READERS.items():
        start = time.process_time()
        found = [reader(page) for page in pages]
        seconds = time.process_time() - start
        scores = [score_shingles(page.body, text) for page, text in zip(pages, found, strict=True)]
        rows[name] = {**_means(scores), "seconds": round(seconds, 1)}
    return rows


def _means(scores: Iterable[tuple[float, float]]) -> dict[str, float]:
    precisions, recalls = zip(*scores, strict=True)
    precision, recall = mean(precisions), mean(recalls)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + _IN_A_ROW]) for at in range(max(1, len(words) - _IN_A_ROW + 1)))
    return Counter(run for run in runs if run)
