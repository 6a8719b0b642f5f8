"""Scores of models: precision, recall, F1 and calibration."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one yes/no task; the rates are 0.0 where nothing was found or expected."""

    true_positives: int
    false_positives: int
    false_negatives: int

    @property
    def precision(self) -> float:
        """Return tp / (tp + fp)."""
        found = self.true_positives + self.false_positives
        return self.true_positives / found if found else 0.0

    @property
    def recall(self) -> float:
        """Return tp / (tp + fn)."""
        expected = self.true_positives + self.false_negatives
        return self.true_positives / expected if expected else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = 2 * self.true_positives + self.false_positives + self.false_negatives
        return 2 * self.true_positives / total if total else 0.0


def score_labels(expected: Sequence[str], found: Sequence[str], of: str) -> Score:
    """Count how well `found` labels repeat `expected` ones for the class `of`; equal lengths."""
    pairs = list(zip(expected, found, strict=True))
    return Score(
        true_positives=sum(1 for e, f in pairs if e == f == of),
        false_positives=sum(1 for e, f in pairs if f == of != e),
        false_negatives=sum(1 for e, f in pairs if e == of != f),
    )


def log_loss(chances: Sequence[float]) -> float:
    """Return the mean negative log-likelihood of the true classes; `chances`: shape (n,), of the true class."""
    return -sum(math.log(max(chance, 1e-12)) for chance in chances) / max(len(chances), 1)


def calibration_error(scores: Sequence[float], truths: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error in [0, 1]: mean |confidence - accuracy| over equal-width bins."""
    total, error = len(scores), 0.0
    for k in range(bins):
        inside = [
            (s, t)
            for s, t in zip(scores, truths, strict=True)
            if k / bins <= s < (k + 1) / bins or (k == bins - 1 and s == 1.0)
        ]
        if inside:
            confidence = sum(s for s, _ in inside) / len(inside)
            accuracy = sum(t for _, t in inside) / len(inside)
            error += len(inside) / total * abs(confidence - accuracy)
    return error


def folds_by_group(groups: Sequence[str], folds: int) -> list[list[int]]:
    """Return `folds` lists of item indices; items of one group (an event) stay together, sizes are balanced."""
    members: dict[str, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    parts: list[list[int]] = [[] for _ in range(folds)]
    for group in sorted(members, key=lambda g: (-len(members[g]), g)):
        min(parts, key=len).extend(members[group])
    return [sorted(part) for part in parts]
