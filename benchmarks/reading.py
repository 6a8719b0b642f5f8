"""How exactly an article is read from its page, beside three well-known readers, on the same pages in the same run.

python -m benchmarks.reading [--json] [--generic FOLDER]

The others come with `pip install -c constraints.txt '.[bench]'`, newspaper4k apart, because it asks for an older
python-dateutil than ours and works with ours: `pip install --no-deps newspaper4k==0.9.6 w3lib tldextract
requests-file`.
One that is not installed is named under "missing".

The pages are those of the sample world, written for the project: eleven families of content systems, with the text
that a reader should find beside each. "generic" is our reader with the rules of the families switched off, as it reads
a page no family fits. Words are compared as a multiset, title and lead included; a reader that hands over the title
apart has it put before its text. Every reader gets the decoded page; none may use the network.

`--generic` names the folder of scrapinghub/article-extraction-benchmark: real pages on which our generic reader is then
compared with trafilatura, in the same run (`benchmarks/foreign_pages.py`).
"""

import argparse
import json
import socket
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any, Final

import requests

from benchmarks.foreign_pages import load_foreign_pages, measure_foreign
from crawler.articles.article import read_article
from crawler.pages.charset import decode_text
from crawler.pages.markup import clean_line, lines_of, parse_html
from domain.text import normalise
from samples.portals import portal_named
from samples.records import Expected, SamplePage
from samples.server import serve

OURS: Final = "guong"
GENERIC: Final = "guong generic"
FALLBACK: Final = "trafilatura"
# Figures are means of pages; so much is rounding.
_TOLERANCE: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader made of a page; "" where it says nothing. `published` begins with the day as ISO."""

    title: str = ""
    text: str = ""
    published: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One page as served, with what should be found."""

    page: SamplePage
    url: str
    html: str

    @property
    def family(self) -> str:
        """The family of the portal that serves it."""
        return portal_named(self.page.portal).family

    @property
    def expected(self) -> Expected:
        """What should be found."""
        return self.page.expected


Reader = Callable[[str, str], Found]


def readers() -> Mapping[str, Reader]:
    """Return the readers that are installed, by name."""
    known = {name: make() for name, make in _OTHERS.items() if find_spec(_MODULES[name])}
    return {
        OURS: lambda html, url: _ours(html, url, "auto"),
        GENERIC: lambda html, url: _ours(html, url, "generic"),
        FALLBACK: _trafilatura,
        **known,
    }


def _make_readability() -> Reader:
    import readability

    return lambda html, url: _readability(readability.Document(html, url=url))


def _make_newspaper() -> Reader:
    import newspaper

    settings = newspaper.Config()
    settings.fetch_images = False
    settings.language = "vi"
    return lambda html, url: _newspaper(newspaper.Article(url, config=settings), html)


_OTHERS: Final = {"readability-lxml": _make_readability, "newspaper4k": _make_newspaper}
_MODULES: Final = {"readability-lxml": "readability", "newspaper4k": "newspaper"}


def _ours(html: str, url: str, family: str) -> Found:
    page = read_article(html.encode(), {"Content-Type": "text/html; charset=utf-8"}, url, family)
    if page is None:
        return Found()
    return Found(page.title or "", page.text, page.published or "", page.author or "")


def _trafilatura(html: str, url: str) -> Found:
    from trafilatura import bare_extraction

    document: Any = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if document is None:
        return Found()
    return _found(document.title, document.text, document.date, document.author)


def _readability(document: Any) -> Found:
    title = document.short_title()
    return _found(title, "\n".join(lines_of(parse_html(document.summary(html_partial=True)))), "", "")


def _newspaper(article: Any, html: str) -> Found:
    article.download(input_html=html)
    article.parse()
    day = article.publish_date.isoformat() if article.publish_date else ""
    return _found(article.title, article.text, day, ", ".join(article.authors))


def _found(title: str | None, text: str | None, published: str | None, author: str | None) -> Found:
    head, body = clean_line(title or ""), normalise(text or "")
    whole = body if clean_line(body).startswith(head) else f"{head}\n{body}"
    return Found(head, whole, published or "", clean_line(author or ""))


@contextmanager
def offline() -> Iterator[None]:
    """Let nothing be connected to while readers work: some would fetch pictures or lists of domains."""

    def refuse(*_: object) -> None:
        raise OSError("no network in a benchmark")

    kept = socket.socket.connect
    socket.socket.connect = refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect = kept  # type: ignore[method-assign]


def sample_pages() -> list[Sample]:
    """Return every page of the sample world as its portal serves it."""
    with serve() as world:
        addresses = [(page, world.address(page)) for page in world.pages]
        return [Sample(page, url, _decoded(requests.get(url, timeout=10))) for page, url in addresses]


def _decoded(answer: requests.Response) -> str:
    return decode_text(answer.content, content_type=answer.headers["Content-Type"]).text


def score_words(expected: str, found: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of two texts as multisets of words; nothing found scores 0."""
    wanted, had = Counter(expected.split()), Counter(found.split())
    both = (wanted & had).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / had.total(), both / wanted.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def score(sample: Sample, found: Found) -> dict[str, float]:
    """Return the figures of one page: words, and 1.0 for each field that is exactly right."""
    expected = sample.expected
    precision, recall, f1 = score_words(expected.text, found.text)
    return {
        "f1": f1,
        "precision": precision,
        "recall": recall,
        "text_exact": float(found.text.split() == expected.text.split()),
        "title": float(found.title == expected.title),
        "day": float(found.published[:10] == (expected.published or "")[:10]),
        "author": float(found.author == (expected.author or "")),
    }


def measure(samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the means of every reader, over all pages and by family, with seconds of processor time."""
    rows: dict[str, dict[str, float]] = {}
    by_family: dict[str, dict[str, float]] = {}
    with warnings.catch_warnings(), offline():
        warnings.simplefilter("ignore")  # of the other readers
        available = readers()
        for name, reader in available.items():
            start = time.process_time()
            read = [_attempt(reader, sample) for sample in samples]
            seconds = time.process_time() - start
            scores = [score(sample, found) for sample, found in zip(samples, read, strict=True)]
            rows[name] = {key: round(mean(one[key] for one in scores), 4) for key in scores[0]}
            rows[name] |= {"pages_per_s": round(len(samples) / seconds, 1)}
            by_family[name] = _by_family(samples, scores)
    return {"pages": len(samples), "families": len({sample.family for sample in samples}), "rows": rows,
            "by_family": by_family,
        "missing": sorted(_OTHERS.keys() - rows.keys())}  # fmt: skip


def _attempt(reader: Reader, sample: Sample) -> Found:
    """A page on which a reader fails counts as read empty."""
    try:
        return reader(sample.html, sample.url)
    except Exception as error:  # another's bug must not end the comparison; it is told
        sys.stderr.write(f"{sample.page.key}: {type(error).__name__}: {str(error)[:200]}\n")
        return Found()


def _by_family(samples: Sequence[Sample], scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for sample, one in zip(samples, scores, strict=True):
        found[sample.family].append(one["f1"])
    return {family: round(mean(figures), 4) for family, figures in found.items()}


def is_good_enough(result: Mapping[str, Any]) -> bool:
    """Tell whether no other reader is better than ours, and our generic reading not below the one it falls back on."""
    f1: dict[str, float] = {name: row["f1"] for name, row in result["rows"].items()}
    tables = [result["rows"], *([result["foreign"]["rows"]] if "foreign" in result else [])]
    return f1[OURS] >= max(f1.values()) and all(
        rows[GENERIC]["f1"] >= rows[FALLBACK]["f1"] - _TOLERANCE for rows in tables
    )


def _measure_foreign(folder: Path) -> dict[str, Any]:
    pages = load_foreign_pages(folder)
    with warnings.catch_warnings(), offline():
        warnings.simplefilter("ignore")
        return {"pages": len(pages), "rows": measure_foreign(pages)}


def _print_rows(rows: Mapping[str, Mapping[str, float]]) -> None:
    names = list(next(iter(rows.values())))
    sys.stdout.write(f"{'':18}" + "".join(f"{name:>12}" for name in names) + "\n")
    for reader, row in rows.items():
        sys.stdout.write(f"{reader:18}" + "".join(f"{row[name]:12}" for name in names) + "\n")


def main() -> None:
    """Measure, print, and fail when ours is not the best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON line last")
    parser.add_argument("--generic", type=Path, metavar="FOLDER", help="folder of article-extraction-benchmark")
    arguments = parser.parse_args()
    result = measure(sample_pages())
    if arguments.generic:
        result["foreign"] = _measure_foreign(arguments.generic)
    sys.stdout.write(f"{result['pages']} pages, {result['families']} families\n")
    _print_rows(result["rows"])
    for reader, row in result["by_family"].items():
        sys.stdout.write(f"{reader:18}" + "  ".join(f"{family} {f1}" for family, f1 in row.items()) + "\n")
    for name in result["missing"]:
        sys.stdout.write(f"{name:18}not installed\n")
    if "foreign" in result:
        sys.stdout.write(f"{result['foreign']['pages']} pages of others\n")
        _print_rows(result["foreign"]["rows"])
    if arguments.json:
        sys.stdout.write(json.dumps(result) + "\n")
    if not is_good_enough(result):
        sys.exit("another reader is better")


if __name__ == "__main__":
    main()
