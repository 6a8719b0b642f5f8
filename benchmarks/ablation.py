"""What each part of the reader is worth: the same labelled pages read without it.

python -m benchmarks.ablation [--json] [--no-write]
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from benchmarks.quality import REPORT
from benchmarks.shared import gold_pages, score_gold
from benchmarks.stand_ins import (
    FlatRoles,
    FlatTopic,
    RuleRelevance,
    RuleTagger,
    WithoutClauseOdds,
    WithoutNameLists,
    without_lists,
)
from domain.extraction import Case, Extraction, Person
from domain.learning import SequenceTagger
from domain.pages import Page
from domain.unit_index import UnitIndex
from guong.readers import load_reader
from guong.training import TaggedSentence, tagged_sentences
from guong.training_articles import glue_lines
from models.annotations import CORPUS, load_corpus
from models.person_tagger import fit_tagger, load_tagger
from nlp.document import read_document
from nlp.extract import Reader, extract

MARK: Final = "<!-- ablation -->"
# A page with one of these words praises somebody: the baseline calls everybody on it exemplary.
_PRAISING: Final = re.compile(
    r"khen|tuyên dương|biểu dương|tôn vinh|vinh danh|tấm gương|gương sáng|điển hình|tiêu biểu|danh hiệu|huân chương"
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to read all pages."""

    name: str
    read: Callable[[Sequence[Page], Reader], list[Extraction]]


def with_reader(change: Callable[[Reader], Reader]) -> Callable[[Sequence[Page], Reader], list[Extraction]]:
    """Return a way to read in which the product works with other models."""

    def read(pages: Sequence[Page], reader: Reader) -> list[Extraction]:
        changed = change(reader)
        return [extract(page, changed) for page in pages]

    return read


def rules_only(reader: Reader) -> Reader:
    """Return a reader that has learned nothing: names, roles and relevance by rules."""
    return replace(reader, tagger=RuleTagger(), topic=FlatTopic(), roles=FlatRoles(), relevance=RuleRelevance())


def with_tagger(reader: Reader) -> Reader:
    """Return a reader that has learned names, but neither roles nor relevance."""
    return replace(reader, topic=FlatTopic(), roles=FlatRoles(), relevance=RuleRelevance())


def with_roles(reader: Reader) -> Reader:
    """Return a reader that has learned names and roles, but not relevance."""
    return replace(reader, relevance=RuleRelevance())


def without_topic(reader: Reader) -> Reader:
    """Return a reader that does not look at the words of the whole page."""
    return replace(reader, topic=FlatTopic())


def without_clause_odds(reader: Reader) -> Reader:
    """Return a reader whose roles come from the classifier alone."""
    return replace(reader, roles=WithoutClauseOdds(reader.roles))


def without_units(reader: Reader) -> Reader:
    """Return a reader that knows no administrative unit by name, its tagger trained without them."""
    units = UnitIndex([])
    return replace(reader, units=units, tagger=_trained_tagger(_training_sentences(units)))


def without_gazetteers(reader: Reader) -> Reader:
    """Return a reader that knows neither units nor surnames and middle names, its tagger trained without them."""
    units = UnitIndex([])
    sentences = [(without_lists(features), labels) for features, labels in _training_sentences(units)]
    return replace(reader, units=units, tagger=WithoutNameLists(_trained_tagger(sentences)))


def _training_sentences(units: UnitIndex) -> list[TaggedSentence]:
    versions = (version for article in load_corpus(CORPUS) for version in (article, glue_lines(article)))
    return [sentence for version in versions for sentence in tagged_sentences(version, units)]


def _trained_tagger(sentences: Sequence[TaggedSentence]) -> SequenceTagger:
    """Train a tagger as the product's is trained; takes some fifteen seconds."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "model.crf"
        fit_tagger(sentences, path)
        return load_tagger(path, "ablation@1")


def read_without_repair(pages: Sequence[Page], reader: Reader) -> list[Extraction]:
    """Read with tagged names left as they are."""
    with _no_repair():
        return [extract(page, reader) for page in pages]


@contextmanager
def _no_repair() -> Iterator[None]:
    """Switch name repair off; the product itself has no switch for it, for nobody should read without."""
    with patch("nlp.people.repair_name", lambda tokens, lower, first, last: (first, last)):
        yield


def read_baseline(pages: Sequence[Page], reader: Reader) -> list[Extraction]:
    """Read people with `underthesea.ner`; on a page that praises somebody everybody is exemplary.

    Everything else is the product's.
    """
    return [_baseline(page, extract(page, reader)) for page in pages]


def _baseline(page: Page, ours: Extraction) -> Extraction:
    praising = bool(_PRAISING.search(page.text.lower()))
    names = list(dict.fromkeys(_ner_names(page)))
    people = tuple(_anybody(name, praising) for name in names)
    cases = tuple(_case_of(at, name) for at, name in enumerate(names) if praising)
    return replace(ours, people=people, cases=cases, relevance=float(praising))


def _ner_names(page: Page) -> Iterator[str]:
    from underthesea import ner

    for sentence in read_document(page).sentences:
        words: list[str] = []
        for word, _, _, label in [*ner(page.text[sentence.start : sentence.end]), ("", "", "", "O")]:
            if label != "I-PER" and words:
                yield " ".join(words)
                words = []
            if label in ("B-PER", "I-PER"):
                words.append(word)


def _anybody(name: str, praising: bool) -> Person:
    return Person(name, None, "exemplary" if praising else "other", float(praising), None, (), (), "underthesea.ner")


def _case_of(at: int, name: str) -> Case:
    return Case("individual", name, at, 1.0, "detected", None, None, (), (), (), False, (), "baseline")


VARIANTS: Final = (
    Variant("baseline: underthesea.ner + praising page", read_baseline),
    Variant("rules only", with_reader(rules_only)),
    Variant("+ person tagger", with_reader(with_tagger)),
    Variant("+ role classifier", with_reader(with_roles)),
    Variant("+ relevance classifier = product", with_reader(lambda reader: reader)),
    Variant("without the topic of the page", with_reader(without_topic)),
    Variant("without odds of decisive clauses", with_reader(without_clause_odds)),
    Variant("without names of units, tagger retrained", with_reader(without_units)),
    Variant("without units, surnames, middle names, retrained", with_reader(without_gazetteers)),
    Variant("without name repair", read_without_repair),
)


def measure() -> dict[str, Any]:
    """Return {"pages", "variants": [{"name", "persons_f1", "exemplary": {...}, "relevance_accuracy"}]}."""
    pages, reader = gold_pages(), load_reader()
    return {"pages": len(pages), "variants": [_measured(variant, pages, reader) for variant in VARIANTS]}


def _measured(variant: Variant, pages: Sequence[Page], reader: Reader) -> dict[str, Any]:
    scores = score_gold(variant.read(pages, reader))
    exemplary = scores["rows"]["people exemplary"]
    return {
        "name": variant.name,
        "persons_f1": round(scores["rows"]["people (all)"]["F"]["v"], 4),
        "exemplary_precision": round(exemplary["P"]["v"], 4),
        "exemplary_recall": round(exemplary["R"]["v"], 4),
        "exemplary_f1": round(exemplary["F"]["v"], 4),
        "exemplary_f1_interval": [round(bound, 4) for bound in exemplary["F"]["ci"]],
        "relevance_accuracy": round(scores["relevance_accuracy"], 4),
    }


def table(result: dict[str, Any]) -> str:
    """Return the variants as a Markdown table."""
    day = datetime.now(UTC).date().isoformat()
    lines = [
        f"{result['pages']} real pages, measured {day} with `python -m benchmarks.ablation`; 95 % intervals by page.",
        "",
        "| reader | persons F1 | exemplary precision | recall | F1 | F1 interval | relevance accuracy |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in result["variants"]:
        low, high = row["exemplary_f1_interval"]
        lines.append(
            f"| {row['name']} | {row['persons_f1']:.3f} | {row['exemplary_precision']:.3f} "
            f"| {row['exemplary_recall']:.3f} | {row['exemplary_f1']:.3f} | {low:.3f}-{high:.3f} "
            f"| {row['relevance_accuracy']:.3f} |"
        )
    return "\n".join(lines)


def between_marks(page: str, text: str) -> str:
    """Return the page with `text` between its two marks; a page without marks gets them at its end."""
    before, _, rest = page.partition(MARK)
    _, _, after = rest.partition(MARK)
    gap = "" if before.endswith("\n") or not before else "\n"
    return f"{before}{gap}{MARK}\n{text}\n{MARK}{after or chr(10)}"


def main() -> None:
    """Measure, print, and write the table into docs/quality.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON line last")
    parser.add_argument("--no-write", action="store_true", help="leave docs/quality.md as it is")
    arguments = parser.parse_args()
    result = measure()
    text = table(result)
    sys.stdout.write(text + "\n")
    if not arguments.no_write:
        page = REPORT.read_text(encoding="utf-8") if REPORT.exists() else "# Quality\n"
        REPORT.write_text(between_marks(page, text), encoding="utf-8")
    if arguments.json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
