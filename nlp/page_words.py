"""What a page is about, from its words alone: its people share it, and so does its relevance."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import exp, log, sqrt
from typing import Final

from domain.learning import Classifier
from nlp.document import Document
from nlp.lowering import lowered

VERSION: Final = "topic-1"
_TEMPERATURE: Final = 2.0
_SHIFT: Final = 1.5
_WORD: Final = re.compile(r"[^\W\d_]+")


def page_words(document: Document, names: Sequence[tuple[int, int]]) -> dict[str, float]:
    """Return {"hiến": value, "hiến đất": value}: log counts of syllables and of neighbours.

    `names`: sorted spans that are left out, so that no word knows a person. The syllables' values form a vector of
    length 1, so that a long page says no more than a short one.
    """
    words = _WORD.findall(_without(lowered(document), names))
    counts = Counter(words)
    if not counts:
        return {}
    length = sqrt(sum((1 + log(count)) ** 2 for count in counts.values()))
    counts.update(f"{first} {second}" for first, second in pairwise(words))
    return {word: (1 + log(count)) / length for word, count in counts.items()}


def read_topic(document: Document, names: Sequence[tuple[int, int]], classifier: Classifier) -> float:
    """Return how likely a page of these words concerns the board, 0..1; `classifier` has the classes "yes" and "no".

    The classifier has learned from articles that resemble one another more than pages of other hands do: to those it
    says no too readily, so its odds are tempered (temperatures of 1 to 3 and shifts of 0 to 1.5 tried).
    """
    (row,) = classifier.probabilities([page_words(document, names)])
    return 1 / (1 + exp(-(_odds(float(row[classifier.classes.index("yes")])) / _TEMPERATURE + _SHIFT)))


def topic_features(topic: float) -> dict[str, float]:
    """Return a topic in [0, 1] as features: itself and its odds, bounded."""
    return {"topic": topic, "topic.odds": min(1.0, max(-1.0, _odds(topic) / 4))}


def _odds(chance: float) -> float:
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))


def _without(text: str, names: Sequence[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in names:
        if start >= at:
            pieces.append(text[at:start])
            at = end
    pieces.append(text[at:])
    return " ".join(pieces)
