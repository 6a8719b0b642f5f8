"""What is looked for first never hides a clause."""

import pytest

from guong.training_articles import read_training_document
from models.annotations import load_corpus
from nlp.clause_needs import NEEDS, may_hold
from nlp.clauses import CLAUSES
from nlp.lowering import lowered

ARTICLES = load_corpus()[::9]


@pytest.mark.parametrize("clause", sorted(NEEDS))
def test_no_clause_holds_without_one_of_its_words(clause: str) -> None:
    held = 0
    for article in ARTICLES:
        document = read_training_document(article)
        text = lowered(document)
        for sentence in document.sentences:
            here = [m for m in article.people if sentence.start <= m.start < sentence.end]
            for mention in here[:1]:
                masked = f"{text[sentence.start : mention.start]}#{text[mention.end : sentence.end]}"
                if CLAUSES[clause].search(masked):
                    held += 1
                    assert may_hold(clause, masked)
    assert clause in CLAUSES
    assert held or not may_hold(clause, "")


def test_a_clause_without_words_may_always_hold() -> None:
    assert may_hold("is_awarded", "")
