"""Fields of activity of a case, by the words of its sentences (facets of the board's reports)."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from nlp.phrases import compile_phrases, load_classes

# A rescue outweighs the trade of the rescuer: rare, telling words count more than everyday ones.
_WEIGHTS: Final[Mapping[str, float]] = {
    "cứu người": 4.0,
    "trung thực": 4.0,
    "hiến máu": 4.0,
    "hiến đất": 3.0,
    "chuyển đổi số": 2.0,
    "khoa học, sáng kiến": 1.5,
    "môi trường": 1.5,
    "an sinh xã hội": 1.5,
    "nông nghiệp": 0.8,
    "giáo dục": 0.8,
}


@cache
def _read() -> tuple[re.Pattern[str], Mapping[str, str]]:
    classes = load_classes("fields")
    return compile_phrases(classes), classes


def fields() -> tuple[str, ...]:
    """Return the names of all fields, as they stand in `Case.field`."""
    return tuple(dict.fromkeys(_read()[1].values()))


def field_of(lowered_text: str) -> str | None:
    """Return the field whose words weigh most in lower-cased text, None where none occurs."""
    pattern, classes = _read()
    counted = Counter(classes[match[0]] for match in pattern.finditer(lowered_text))
    if not counted:
        return None
    return max(counted, key=lambda name: (counted[name] * _WEIGHTS.get(name, 1.0), name))
