"""Models match the corpus and the features they were trained with, and training is repeatable."""

from pathlib import Path

import pytest

from domain.unit_index import load_units
from guong.training import roles_fingerprint, tagged_sentences, tagger_fingerprint, train_all
from guong.training_articles import variants_of
from guong.training_collectives import collectives_fingerprint
from guong.training_pages import page_fingerprint
from guong.training_topic import topic_fingerprint
from models.annotations import CORPUS, load_corpus
from models.artefacts import (
    COLLECTIVE_CLASSIFIER,
    FOLDER,
    KIND_CLASSIFIER,
    LINEAR_MODELS,
    PERSON_TAGGER,
    RELEVANCE_CLASSIFIER,
    ROLE_CLASSIFIER,
    TOPIC_CLASSIFIER,
    corpus_sha256,
    load_card,
    load_person_tagger,
)
from models.evaluation import folds_by_group

ARTICLES = load_corpus()
REMEDY = "the features changed: run `make train`"


@pytest.mark.parametrize("name", [PERSON_TAGGER, *LINEAR_MODELS])
def test_every_model_was_trained_on_this_corpus(name: str) -> None:
    assert load_card(name).corpus_sha256 == corpus_sha256(CORPUS), "the corpus changed: run `make train`"


def test_the_tagger_was_trained_with_these_features() -> None:
    assert load_card(PERSON_TAGGER).features_sha256 == tagger_fingerprint(ARTICLES, load_units()), REMEDY


def test_the_role_classifier_was_trained_with_these_features() -> None:
    assert load_card(ROLE_CLASSIFIER).features_sha256 == roles_fingerprint(ARTICLES), REMEDY


def test_the_collective_classifier_was_trained_with_these_features() -> None:
    card = load_card(COLLECTIVE_CLASSIFIER)
    assert card.features_sha256 == collectives_fingerprint(ARTICLES), REMEDY


@pytest.mark.parametrize("name", [KIND_CLASSIFIER, RELEVANCE_CLASSIFIER])
def test_the_page_classifiers_were_trained_with_these_features(name: str) -> None:
    assert load_card(name).features_sha256 == page_fingerprint(ARTICLES), REMEDY


def test_the_topic_classifier_was_trained_with_these_words() -> None:
    assert load_card(TOPIC_CLASSIFIER).features_sha256 == topic_fingerprint(ARTICLES), REMEDY


def test_cards_tell_scores_and_limits() -> None:
    for name in (PERSON_TAGGER, *LINEAR_MODELS):
        card = load_card(name)
        assert card.version.startswith(f"{name}@")
        assert card.scores
        assert all(0 <= score <= 1 for score in card.scores.values())
        assert card.limits


def test_artefacts_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < 8_000_000


def test_training_twice_gives_the_same_models(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    source = (CORPUS / "digest.txt").read_text(encoding="utf-8")
    (corpus / "few.txt").write_text("=== " + "=== ".join(source.split("=== ")[1:13]), encoding="utf-8")
    outputs = []
    for name in ("first", "second"):
        train_all(corpus, tmp_path / name, say=lambda line: None)
        outputs.append({p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.json")})
    assert outputs[0]
    assert outputs[0] == outputs[1]
    # The engine writes its features in no fixed order: the tagger is compared by what it says.
    first, second = (load_person_tagger(tmp_path / name) for name in ("first", "second"))
    for article in ARTICLES[:15]:
        for features, _ in tagged_sentences(article, load_units()):
            assert list(first.tag(features)) == list(second.tag(features))


def test_variants_keep_their_marks() -> None:
    for article in ARTICLES[:40]:
        for variant in variants_of(article):
            for mention in variant.people:
                surface = variant.text[mention.start : mention.end]
                assert surface
                assert surface.strip() == surface


def test_folds_keep_an_event_together() -> None:
    groups = [article.event for article in ARTICLES]
    folds = folds_by_group(groups, 5)
    assert sorted(i for fold in folds for i in fold) == list(range(len(groups)))
    for event in {group for group in groups if groups.count(group) > 1}:
        assert sum(any(groups[i] == event for i in fold) for fold in folds) == 1
