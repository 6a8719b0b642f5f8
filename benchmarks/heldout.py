"""How well Gương reads articles of our own that no model was trained on: models/heldout, written like the corpus.

python -m benchmarks.heldout [--json]
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import models
from domain.pages import Page
from guong.readers import load_reader
from models.annotations import AnnotatedArticle, read_articles
from models.evaluation import Score
from nlp.extract import extract
from nlp.people import name_key

FOLDER: Final = Path(models.__file__).with_name("heldout")
_ROWS: Final = ("persons", "exemplary")


def load_heldout(folder: Path = FOLDER) -> list[AnnotatedArticle]:
    """Return the articles of all files of the folder, in order."""
    files = sorted(folder.glob("*.txt"))
    return [article for file in files for article in read_articles(file.read_text(encoding="utf-8"), file.name)]


def measure(articles: Iterable[AnnotatedArticle]) -> dict[str, Any]:
    """Return {"articles", "persons": {precision, recall, f1}, "exemplary": {...}, "relevance_accuracy"}."""
    reader = load_reader()
    persons, exemplary, right, read = [0, 0, 0], [0, 0, 0], 0, 0
    for article in articles:
        found = extract(Page(article.id, "0" * 64, article.text, published=article.published), reader)
        _count(persons, {name_key(m.full_name) for m in article.people}, {name_key(p.name) for p in found.people})
        wanted = {name_key(m.full_name) for m in article.people if m.role == "exemplary"}
        _count(exemplary, wanted, {name_key(p.name) for p in found.people if p.role == "exemplary"})
        right += (found.relevance >= 0.5) == article.relevant
        read += 1
    return {
        "articles": read,
        "persons": _figures(persons),
        "exemplary": _figures(exemplary),
        "relevance_accuracy": round(right / max(read, 1), 3),
    }


def _count(totals: list[int], wanted: set[str], found: set[str]) -> None:
    for at, part in enumerate((wanted & found, found - wanted, wanted - found)):
        totals[at] += len(part)


def _figures(totals: list[int]) -> dict[str, float]:
    score = Score(*totals)
    return {
        "found": totals[0],
        "wrong": totals[1],
        "missed": totals[2],
        "precision": round(score.precision, 3),
        "recall": round(score.recall, 3),
        "f1": round(score.f1, 3),
    }


def main() -> None:
    """Print the figures, as a line of JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    result = measure(load_heldout())
    if parser.parse_args().json:
        sys.stdout.write(json.dumps(result) + "\n")
        return
    lines = [" ".join([name, *(f"{key} {value}" for key, value in result[name].items())]) for name in _ROWS]
    lines.append(f"relevance accuracy {result['relevance_accuracy']} of {result['articles']} articles")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
