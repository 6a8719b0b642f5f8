"""The articles kept out of training stay out, and are read no worse than they once were."""

from benchmarks.heldout import load_heldout, measure
from models.annotations import load_corpus


def test_no_article_of_the_corpus_is_among_them() -> None:
    trained = load_corpus()
    kept = load_heldout()
    assert len(kept) >= 60
    assert not {article.id for article in trained} & {article.id for article in kept}
    assert not {article.text for article in trained} & {article.text for article in kept}


def test_they_are_read_as_well_as_the_floors_say() -> None:
    figures = measure(load_heldout())
    assert figures["persons"]["f1"] >= 0.93
    assert figures["exemplary"]["f1"] >= 0.70
    assert figures["relevance_accuracy"] >= 0.80
