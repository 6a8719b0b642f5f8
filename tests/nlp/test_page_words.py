"""The topic of a page: its words without its names, of length one, and the judgement of them tempered."""

from collections.abc import Sequence
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.learning import NamedFeatures
from domain.pages import Page
from domain.text import normalise
from nlp.document import Document, read_document
from nlp.page_words import page_words, read_topic, topic_features


def read(text: str) -> Document:
    return read_document(Page(source="t", sha256="", text=normalise(text)))


class Says:
    """A classifier of the topic that always gives the same chance."""

    version = "says@1"
    classes = ("no", "yes")

    def __init__(self, chance: float) -> None:
        self.chance = chance
        self.seen: list[NamedFeatures] = []

    def probabilities(self, items: Sequence[NamedFeatures]) -> Sequence[Sequence[float]]:
        self.seen += items
        return [[1 - self.chance, self.chance] for _ in items]

    def weight(self, name: str, of_class: str) -> float:
        return 0.0


def test_syllables_and_neighbours_are_counted_whatever_their_case_and_number() -> None:
    words = page_words(read("Hiến đất làm đường\nÔng hiến 200 m2 đất."), ())
    assert {"hiến", "đất", "hiến đất", "làm đường", "ông hiến"} <= words.keys()
    assert words["hiến"] > words["làm"] == words["đường"]
    assert not any(any(letter.isdigit() for letter in word) for word in words)


def test_no_name_is_among_the_words() -> None:
    text = "Ông Lò Văn Inh hiến đất. Ông Inh nói."
    names = [(text.index(name), text.index(name) + len(name)) for name in ("Lò Văn Inh", "Inh nói")]
    names[1] = (names[1][0], names[1][0] + 3)
    words = page_words(read(text), names)
    assert not {"lò", "inh", "lò văn", "văn inh"} & words.keys()
    assert "ông hiến" in words


@given(st.text(max_size=300))
def test_the_syllables_of_any_page_form_a_vector_of_length_one(text: str) -> None:
    words = page_words(read(text), ())
    single = [value for word, value in words.items() if " " not in word]
    assert not words or isclose(sqrt(sum(value * value for value in single)), 1.0)


@pytest.mark.parametrize("chance", [0.0, 0.02, 0.3, 0.5, 0.9, 1.0])
def test_the_judgement_is_tempered_toward_yes_and_stays_a_chance(chance: float) -> None:
    says = Says(chance)
    topic = read_topic(read("Hiến đất làm đường"), (), says)
    assert 0.0 < topic < 1.0
    assert topic > min(chance, 0.7)
    assert "hiến đất" in says.seen[0]


def test_a_surer_classifier_gives_a_surer_topic() -> None:
    topics = [read_topic(read("Hiến đất"), (), Says(chance)) for chance in (0.01, 0.2, 0.5, 0.8, 0.99)]
    assert topics == sorted(topics)


def test_the_odds_of_a_topic_are_bounded_and_even_at_one_half() -> None:
    assert topic_features(0.5) == {"topic": 0.5, "topic.odds": 0.0}
    assert topic_features(0.0)["topic.odds"] == -1.0
    assert topic_features(1.0)["topic.odds"] == 1.0
