"""What the reader asks of learned models: features in, labels or probabilities out."""

from collections.abc import Mapping, Sequence
from typing import Protocol

TokenFeatures = Sequence[str]  # the active features of one token, "name=value"
NamedFeatures = Mapping[str, float]  # named features of one item; absent means 0.0


class SequenceTagger(Protocol):
    """A trained tagger of token sequences."""

    @property
    def version(self) -> str:
        """Return `name@version`, written into `by` of whatever it finds."""

    def tag(self, sentence: Sequence[TokenFeatures]) -> Sequence[str]:
        """Return one label a token, such as B, I, O; the shape is that of `sentence`."""


class Classifier(Protocol):
    """A trained, calibrated classifier over named features."""

    @property
    def version(self) -> str:
        """Return `name@version`."""

    @property
    def classes(self) -> Sequence[str]:
        """Return the classes in the order of the probabilities."""

    def probabilities(self, items: Sequence[NamedFeatures]) -> Sequence[Sequence[float]]:
        """Return shape (len(items), len(classes)); each row sums to 1."""

    def weight(self, name: str, of_class: str) -> float:
        """Return the weight of one named feature for one class, 0.0 where it is unknown."""
