"""Join the learned models and the unit index into the reader that nlp works with."""

from functools import cache

from domain.unit_index import load_units
from models.artefacts import (
    COLLECTIVE_CLASSIFIER,
    KIND_CLASSIFIER,
    RELEVANCE_CLASSIFIER,
    ROLE_CLASSIFIER,
    TOPIC_CLASSIFIER,
    load_linear_model,
    load_person_tagger,
)
from nlp.extract import Reader


@cache
def load_reader() -> Reader:
    """Return the reader with the committed models; loaded once a process."""
    return Reader(
        units=load_units(),
        tagger=load_person_tagger(),
        topic=load_linear_model(TOPIC_CLASSIFIER),
        roles=load_linear_model(ROLE_CLASSIFIER),
        kinds=load_linear_model(KIND_CLASSIFIER),
        relevance=load_linear_model(RELEVANCE_CLASSIFIER),
        collectives=load_linear_model(COLLECTIVE_CLASSIFIER),
    )
