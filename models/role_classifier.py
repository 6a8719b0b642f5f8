"""A calibrated multinomial logistic regression over named features, stored as plain numbers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Final

from domain.errors import BadRecord
from domain.learning import NamedFeatures

FORMAT: Final = "guong.linear/1"


@dataclass(frozen=True, slots=True)
class LinearClassifier:
    """Weights by feature name; reading needs no scientific library, so it starts fast and loads no code."""

    version: str
    classes: tuple[str, ...]
    intercepts: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    temperature: float

    def probabilities(self, items: Sequence[NamedFeatures]) -> Sequence[Sequence[float]]:
        """Return shape (len(items), len(classes)); each row sums to 1."""
        return [self._one(item) for item in items]

    def weight(self, name: str, of_class: str) -> float:
        """Return the weight of one named feature for one class, 0.0 where it is unknown."""
        row = self.weights.get(name)
        return row[self.classes.index(of_class)] if row else 0.0

    def _one(self, item: NamedFeatures) -> list[float]:
        scores = list(self.intercepts)
        for name, value in item.items():
            row = self.weights.get(name)
            if row is not None:
                for k, weight in enumerate(row):
                    scores[k] += weight * value
        top = max(scores)
        powers = [exp((score - top) / self.temperature) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


def fit_linear(
    items: Sequence[NamedFeatures],
    labels: Sequence[str],
    *,
    c: float = 0.3,
    at_least: int = 2,
    balanced: bool = False,
    seed: int = 7,
) -> tuple[tuple[str, ...], list[float], dict[str, tuple[float, ...]]]:
    """Fit by L2-penalised maximum likelihood; returns classes, intercepts and weights by feature name.

    A feature seen in fewer than `at_least` items is left out: it cannot generalise.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen: dict[str, int] = {}
    for item in items:
        for name in item:
            seen[name] = seen.get(name, 0) + 1
    kept = [{name: value for name, value in item.items() if seen[name] >= at_least} for item in items]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    model = LogisticRegression(C=c, max_iter=2000, class_weight="balanced" if balanced else None, random_state=seed)
    model.fit(matrix, labels)
    classes = tuple(str(name) for name in model.classes_)
    names = vectorizer.get_feature_names_out()
    rows, intercepts = model.coef_, list(map(float, model.intercept_))
    if len(classes) == 2:  # scikit-learn keeps one row for two classes
        rows = [-rows[0], rows[0]]
        intercepts = [-intercepts[0], intercepts[0]]
    weights = {
        str(name): tuple(round(float(row[k]), 4) for row in rows)
        for k, name in enumerate(names)
        if any(abs(row[k]) > 5e-4 for row in rows)
    }
    return classes, intercepts, weights


def save_linear(model: LinearClassifier, path: Path) -> None:
    """Write the weights as JSON, feature names sorted so that equal models give equal bytes."""
    document = {
        "format": FORMAT,
        "version": model.version,
        "classes": list(model.classes),
        "temperature": model.temperature,
        "intercepts": [round(value, 6) for value in model.intercepts],
        "weights": {name: list(model.weights[name]) for name in sorted(model.weights)},
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def load_linear(path: Path) -> LinearClassifier:
    """Load what `save_linear` wrote; raises BadRecord for another format."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if document.get("format") != FORMAT:
        raise BadRecord(f"{path.name}: not a {FORMAT} model")
    return LinearClassifier(
        version=document["version"],
        classes=tuple(document["classes"]),
        intercepts=tuple(document["intercepts"]),
        weights={name: tuple(row) for name, row in document["weights"].items()},
        temperature=float(document["temperature"]),
    )
