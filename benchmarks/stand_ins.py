"""Simple stand-ins for the learned models, to measure what each model is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from domain.learning import Classifier, NamedFeatures, SequenceTagger, TokenFeatures
from nlp.clauses import LOG_ODDS
from nlp.page_kind import relevance_by_rules
from nlp.roles import ROLES

# Names of more syllables are rare; a longer run of capitals is a headline or the name of a body.
_LONGEST: Final = 5
# What features of nlp/name_features.py the word lists of surnames and middle names give: how their names begin.
_NAME_LISTS: Final = ("surname", "middle", "run.sur", "in.after_place.sur", "in.next.sur", "in.prev.sur",
                      "in.name_from_here")  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleTagger:
    """Names by rules: capitals after an honorific, or from a surname to the end of the capitals; no place names."""

    version: str = "name-rules@1"

    def tag(self, sentence: Sequence[TokenFeatures]) -> Sequence[str]:
        """Return B, I or O for each token from the features that the trained tagger sees."""
        labels = ["O"] * len(sentence)
        rows = [frozenset(features) for features in sentence]
        for first, last in _runs(rows):
            start = _name_start(rows, first, last)
            if start is not None:
                labels[start] = "B"
                labels[start + 1 : last] = ["I"] * (last - start - 1)
        return labels


def _runs(rows: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Return the runs of capitalised words as [first, last)."""
    starts = [i for i, row in enumerate(rows) if "in.at=0" in row]
    runs: list[tuple[int, int]] = []
    for first in starts:
        last = first + 1
        while last < len(rows) and any(f.startswith("in.at=") for f in rows[last]) and "in.at=0" not in rows[last]:
            last += 1
        runs.append((first, last))
    return runs


def _name_start(rows: Sequence[frozenset[str]], first: int, last: int) -> int | None:
    """Return where a name begins in a run of capitals, None where the run names nobody."""
    if "run.hon" in rows[first] and last - first <= _LONGEST:
        return first
    if "run.open=-" not in rows[first]:
        return None
    for i in range(first, last - 1):
        is_place = any(feature.startswith("in.place/") for feature in rows[i])
        if "surname" in rows[i] and not is_place and last - i <= _LONGEST:
            return i
    return None


@dataclass(frozen=True, slots=True)
class FlatRoles:
    """Knows nothing of roles: each is as likely as the others, so that decisive clauses alone decide."""

    version: str = "flat-roles@1"
    classes: Sequence[str] = ROLES

    def probabilities(self, items: Sequence[NamedFeatures]) -> Sequence[Sequence[float]]:
        """Return equal chances for every item."""
        return [[1 / len(self.classes)] * len(self.classes) for _ in items]

    def weight(self, name: str, of_class: str) -> float:
        """Return 0.0: no feature counts."""
        return 0.0


@dataclass(frozen=True, slots=True)
class FlatTopic:
    """Knows no words: every topic is as likely as not."""

    version: str = "flat-topic@1"
    classes: Sequence[str] = ("no", "yes")

    def probabilities(self, items: Sequence[NamedFeatures]) -> Sequence[Sequence[float]]:
        """Return even chances for every page."""
        return [[0.5, 0.5] for _ in items]

    def weight(self, name: str, of_class: str) -> float:
        """Return 0.0: no word counts."""
        return 0.0


@dataclass(frozen=True, slots=True)
class RuleRelevance:
    """Relevance by rules alone, in the place of the trained classifier."""

    version: str = "relevance-rules@1"
    classes: Sequence[str] = ("no", "yes")

    def probabilities(self, items: Sequence[NamedFeatures]) -> Sequence[Sequence[float]]:
        """Return the chances of "no" and "yes"."""
        return [[1 - chance, chance] for chance in map(relevance_by_rules, items)]

    def weight(self, name: str, of_class: str) -> float:
        """Return 0.0: rules are not linear in their features."""
        return 0.0


@dataclass(frozen=True, slots=True)
class WithoutClauseOdds:
    """A role classifier that takes away beforehand what decisive clauses will add to the odds."""

    inner: Classifier

    @property
    def version(self) -> str:
        """Return the version of the classifier inside."""
        return self.inner.version

    @property
    def classes(self) -> Sequence[str]:
        """Return the classes of the classifier inside."""
        return self.inner.classes

    def probabilities(self, items: Sequence[NamedFeatures]) -> Sequence[Sequence[float]]:
        """Return the chances moved against the clauses; each row sums to 1."""
        rows = self.inner.probabilities(items)
        return [self._moved(item, row) for item, row in zip(items, rows, strict=True)]

    def weight(self, name: str, of_class: str) -> float:
        """Return the weight the classifier inside gives."""
        return self.inner.weight(name, of_class)

    def _moved(self, item: NamedFeatures, row: Sequence[float]) -> list[float]:
        added = sum(weight for name, weight in LOG_ODDS.items() if f"D.{name}" in item)
        at = list(self.classes).index("exemplary")
        chance = min(max(row[at], 1e-6), 1 - 1e-6)
        moved = 1 / (1 + exp(-(log(chance / (1 - chance)) - added)))
        rest = (1 - moved) / (1 - chance)
        return [moved if k == at else value * rest for k, value in enumerate(row)]


@dataclass(frozen=True, slots=True)
class WithoutNameLists:
    """A tagger that does not see which words are known surnames or middle names."""

    inner: SequenceTagger

    @property
    def version(self) -> str:
        """Return the version of the tagger inside."""
        return self.inner.version

    def tag(self, sentence: Sequence[TokenFeatures]) -> Sequence[str]:
        """Return the labels of the tagger inside for fewer features."""
        return self.inner.tag(without_lists(sentence))


def without_lists(sentence: Sequence[TokenFeatures]) -> list[list[str]]:
    """Return the features of each token that the lists of surnames and middle names did not give."""
    return [[feature for feature in features if not feature.startswith(_NAME_LISTS)] for features in sentence]
