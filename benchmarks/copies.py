"""Which articles are taken for copies of one another, on texts of the corpus altered as portals alter them.

python -m benchmarks.copies [--json] [--show]
"""

import argparse
import json
import os
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, islice, takewhile
from typing import Any, Final

from benchmarks.shared import gold_pages
from models.annotations import load_corpus
from registry.sameness import Copyable, is_copy
from registry.shingles import fingerprints

SEED: Final = 20261121
_LEAST: Final = 600  # characters of a body that is altered
_YEAR: Final = re.compile(r"\b20[12]\d\b")
_DAY: Final = re.compile(r"\b(\d{1,2})([/-])(\d{1,2})\b")
_NAME: Final = re.compile(r"\b(?:ông|bà|anh|chị|em|cháu|cô|chú) ((?:[^\W\d_]+ ){1,4}[^\W\d_]+)", re.IGNORECASE)

Alter = Callable[[str, random.Random], str]


def _sentences(body: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?…])\s+", body) if part]


def _first_half(body: str, rng: random.Random) -> str:
    parts = _sentences(body)
    return " ".join(parts[: max(2, len(parts) // 2)])


def _thinned(body: str, rng: random.Random) -> str:
    return " ".join(part for at, part in enumerate(_sentences(body)) if at % 4 != 2)


def _with_lead(body: str, rng: random.Random) -> str:
    return f"Câu chuyện đẹp đang được bà con trong vùng nhắc tới với nhiều tình cảm quý mến.\n{body}"


def _with_byline(body: str, rng: random.Random) -> str:
    return f"(Cổng TTĐT) - {body}\nTin, ảnh: Phương Thảo\n(Theo Báo Bình Minh)"


def _reworded(body: str, rng: random.Random) -> str:
    for old, new in (
        ("Ủy ban nhân dân", "UBND"),
        ("thành phố", "TP"),
        (" ông ", " ông "),
        ("tuyên dương", "biểu dương"),
    ):
        body = body.replace(old, new)
    return body


def _with_caption(body: str, rng: random.Random) -> str:
    parts = body.split("\n")
    return "\n".join((*parts[:1], "Quang cảnh buổi gặp mặt. Ảnh: CTV", *parts[1:]))


def _retyped(body: str, rng: random.Random) -> str:
    """Other dashes, quotes, spaces and line breaks, the tone marks placed the other way."""
    return body.replace("hòa", "hoà").replace("-", "–").replace(". ", ".\n").replace('"', "”")


COPIES: Final[dict[str, Alter]] = {
    "first half": _first_half,
    "every fourth sentence left out": _thinned,
    "another lead": _with_lead,
    "by-line and source added": _with_byline,
    "abbreviated": _reworded,
    "a caption inside": _with_caption,
    "retyped": _retyped,
}


def _next_year(body: str, rng: random.Random) -> str:
    moved = _YEAR.sub(lambda year: str(int(year[0]) + 1), body)
    return _DAY.sub(lambda day: f"{1 + (int(day[1]) + 4) % 28}{day[2]}{day[3]}", moved)


def _other_names(body: str, rng: random.Random) -> str:
    """Give everybody after a word of address another given name, at every mention."""
    given = "Khuê Bách Thược Nhiên Trầm Lựu Quỳ Ngải Mận Đào Sung Vả Trám Sấu".split()
    for found in _NAME.findall(body):
        words = list(takewhile(str.istitle, found.split()))
        if len(words) > 1:
            body = re.sub(rf"\b{words[-1]}\b", rng.choice(given), body)
    return body


TEMPLATES: Final[dict[str, Alter]] = {"the next year's": _next_year, "other people": _other_names}


def altered(bodies: list[str], ways: dict[str, Alter]) -> Iterator[tuple[str, str, str]]:
    """Yield (way, body, altered body) for every body that a way changes."""
    for way, alter in ways.items():
        rng = random.Random(SEED)  # noqa: S311 - a draw to repeat, no secret
        for body in bodies:
            other = alter(body, rng)
            if other != body:
                yield way, body, other


def negatives(bodies: list[str], events: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs that are no copies: templates, one event told twice, digests, a shared paragraph, strangers."""
    yield from altered(bodies, TEMPLATES)
    for told in events.values():
        yield from (("one event, two authors", one, other) for one, other in combinations(told, 2))
    for at, body in enumerate(bodies):
        others = [bodies[(at + step) % len(bodies)] for step in (1, 2, 3)]
        yield "a digest with it", body, "\n".join((others[0], body, *others[1:]))
        yield "a digest that begins with it", body, "\n".join((body, *others[:2]))
        shared = max(_sentences(body), key=len)
        yield "one sentence shared", body, f"{shared} {others[0]}"
    rng = random.Random(SEED)  # noqa: S311 - a draw to repeat, no secret
    for _ in range(500):
        one, other = rng.sample(bodies, 2)
        yield "strangers", one, other


def judge(pair: tuple[str, str]) -> tuple[bool, bool]:
    """Return whether the fingerprints bring two bodies together, and whether they are then taken for copies."""
    near = bool(set(fingerprints(pair[0])) & set(fingerprints(pair[1])))
    return near, near and is_copy(Copyable("", pair[0]), Copyable("", pair[1]))


def measure(limit: int | None = None) -> dict[str, Any]:
    """Return, for each kind of pair, how many there are, meet, and are taken for copies; and the time of one.

    `limit` takes only so many articles of the corpus.
    """
    articles = load_corpus()
    bodies = [body for article in articles if len(body := _body(article.text)) >= _LEAST][:limit]
    events: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        if article.event and len(body := _body(article.text)) >= _LEAST // 2:
            events[article.event].append(body)
    counts: dict[str, dict[str, list[int]]] = {"copies": {}, "others": {}}
    start = time.process_time()
    pairs = 0
    for kind, found in (("copies", altered(bodies, COPIES)), ("others", negatives(bodies, events))):
        for way, one, other in found:
            near, same = judge((one, other))
            row = counts[kind].setdefault(way, [0, 0, 0])
            row[0], row[1], row[2] = row[0] + 1, row[1] + near, row[2] + same
            pairs += 1
    milliseconds = 1000 * (time.process_time() - start) / pairs
    right = sum(row[2] for row in counts["copies"].values())
    wrong = sum(row[2] for row in counts["others"].values())
    total = sum(row[0] for row in counts["copies"].values())
    return {
        "pairs": counts,
        "precision": round(right / (right + wrong), 4),
        "recall": round(right / total, 4),
        "ms_per_pair": round(milliseconds, 2),
        "gold": list(_gold_pairs()) if os.environ.get("GUONG_SHARED") else [],
    }


def _body(text: str) -> str:
    return text.partition("\n")[2]


def _gold_pairs() -> Iterator[tuple[str, str]]:
    """Yield the pairs of real pages that are taken for copies."""
    pages = [(page.source, page.text, set(fingerprints(page.text))) for page in gold_pages()]
    for (name, one, prints), (other_name, other, other_prints) in combinations(pages, 2):
        if prints & other_prints and is_copy(Copyable("", one), Copyable("", other)):
            yield name, other_name


def shown(limit: int) -> Iterator[tuple[str, str, str]]:
    """Yield pairs that are judged wrongly, for a person to read."""
    bodies = [body for article in load_corpus() if len(body := _body(article.text)) >= _LEAST]
    wrong = (("not linked: " + way, a, b) for way, a, b in altered(bodies, COPIES) if not judge((a, b))[1])
    yield from islice(wrong, limit)
    yield from islice((("linked: " + w, a, b) for w, a, b in altered(bodies, TEMPLATES) if judge((a, b))[1]), limit)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="print so many wrongly judged pairs instead")
    chosen = parser.parse_args()
    out = sys.stdout.write
    if chosen.show:
        for way, one, other in shown(chosen.show):
            out(f"=== {way}\n{one}\n--- {other}\n")
        return
    result = measure()
    if chosen.json:
        out(json.dumps(result, ensure_ascii=False) + "\n")
        return
    for kind, rows in result["pairs"].items():
        for way, (n, near, same) in rows.items():
            out(f"{kind:7} {way:32} {n:5} pairs {near:5} meet {same:5} linked\n")
    out(", ".join(f"{key} {result[key]}" for key in ("precision", "recall", "ms_per_pair")) + "\n")
    out(f"real pages taken for copies: {result['gold']}\n")


if __name__ == "__main__":
    main()
