"""Who each named person is on this page: exemplary, official, author, victim or other, with the proving sentence."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from domain.extraction import Evidence, Person, Role, UnitMention
from domain.learning import Classifier
from nlp.clauses import LOG_ODDS
from nlp.document import Document, Sentence
from nlp.honour_lists import find_honoured
from nlp.lowering import lowered
from nlp.page_words import topic_features
from nlp.people import NamedPerson, name_key
from nlp.predicates import Cue, find_cues
from nlp.pronouns import take_up_pronouns
from nlp.role_features import (
    MentionFeatures,
    in_honour_list,
    mention_features,
    page_features,
    person_features,
    read_crowd,
)

ROLES: Final[tuple[Role, ...]] = ("exemplary", "official", "author", "victim", "other")
# Below this probability an exemplary reading is not claimed. For calibrated probabilities F1 is best at half of its
# best value (Lipton, Elkan and Naryanaswamy 2014): near .41 on held-out articles. A little higher costs no right claim
# on real pages and keeps wrong ones out.
EXEMPLARY_AT: Final = 0.45
# The features of nlp/predicates.py that tell on which side of a name a cue stands.
_SIDES: Final = ("L1", "R1", "L*", "R*", "LV1", "RV1")
_NEVER_A_CASE: Final = frozenset({"hồ chí minh"})


@dataclass(frozen=True, slots=True)
class RoleInput:
    """One person with everything the classifier and the evidence need."""

    person: NamedPerson
    mentions: tuple[MentionFeatures, ...]
    features: Mapping[str, float]


def read_role_inputs(document: Document, people: Sequence[NamedPerson], topic: float) -> list[RoleInput]:
    """Return the features of every person of a page, in the order of `people`; training uses the same.

    `topic`: how likely the page concerns the board by its words, 0..1 (nlp/page_words.py).
    """
    text = lowered(document)
    page = page_features(document, text) | topic_features(topic)
    crowd = read_crowd(document, people)
    names = sorted((m.start, m.end) for person in people for m in person.mentions)
    cues: dict[int, list[Cue]] = {}
    inputs: list[RoleInput] = []
    taken = take_up_pronouns(document, text, people)
    honoured = find_honoured(document, text, names)
    for at, person in enumerate(people):
        found = [
            in_honour_list(features) if features and m.start in honoured else features
            for m in person.mentions
            for features in [mention_features(document, text, m, names, cues)]
        ]
        more = [mention_features(document, text, m, names, cues) for m in taken[at]]
        seen = tuple(f for f in (*found, *more) if f is not None)
        inputs.append(RoleInput(person, seen, person_features(person, seen, page, crowd, at)))
    return inputs


def decide_roles(
    document: Document,
    people: Sequence[NamedPerson],
    classifier: Classifier,
    units: Sequence[UnitMention] = (),
    *,
    topic: float,
) -> tuple[Person, ...]:
    """Return the people of a page with roles, scores and evidence, in the order given."""
    inputs = read_role_inputs(document, people, topic)
    names = sorted((m.start, m.end) for person in people for m in person.mentions)
    rows = classifier.probabilities([item.features for item in inputs])
    chances = [
        with_clauses(dict(zip(classifier.classes, row, strict=True)), item.features)
        for item, row in zip(inputs, rows, strict=True)
    ]
    return tuple(
        _person(document, item, row, classifier, (units, names)) for item, row in zip(inputs, chances, strict=True)
    )


def with_clauses(chances: Mapping[str, float], features: Mapping[str, float]) -> dict[str, float]:
    """Return the probabilities after what decisive clauses add to the odds of the exemplary role; they sum to 1."""
    added = sum(weight for name, weight in LOG_ODDS.items() if f"D.{name}" in features)
    chance = min(max(chances.get("exemplary", 0.0), 1e-6), 1 - 1e-6)
    moved = 1 / (1 + exp(-(log(chance / (1 - chance)) + added)))
    rest = (1 - moved) / (1 - chance)
    return {role: moved if role == "exemplary" else value * rest for role, value in chances.items()}


def choose_role(name: str, chances: Mapping[str, float]) -> Role:
    """Return the role for a person of this name: exemplary only where it is likely enough."""
    others = [role for role in ROLES if role != "exemplary"]
    if chances.get("exemplary", 0.0) >= EXEMPLARY_AT and name_key(name) not in _NEVER_A_CASE:
        return "exemplary"
    return max(others, key=lambda role: chances.get(role, 0.0))


def _person(
    document: Document,
    item: RoleInput,
    chances: Mapping[str, float],
    classifier: Classifier,
    around: tuple[Sequence[UnitMention], Sequence[tuple[int, int]]],
) -> Person:
    role = choose_role(item.person.name, chances)
    never = name_key(item.person.name) in _NEVER_A_CASE
    evidence = _evidence(document, item, classifier, role)
    return Person(
        name=item.person.name,
        honorific=item.person.honorific,
        role=role,
        score=0.0 if never else round(chances.get("exemplary", 0.0), 4),
        unit=_unit_of(item, *around),
        mentions=tuple((m.start, m.end) for m in item.person.mentions),
        evidence=(evidence,) if evidence else (),
        by=classifier.version,
    )


def _evidence(document: Document, item: RoleInput, classifier: Classifier, role: Role) -> Evidence | None:
    """Return the sentence whose cues carried most weight for the role."""
    if not item.mentions:
        return None

    def weight(mention: MentionFeatures) -> float:
        return sum(classifier.weight(name, role) * value for name, value in mention.features.items())

    best = max(item.mentions, key=weight)
    sentence = best.sentence
    return Evidence(
        start=sentence.start,
        end=sentence.end,
        quote=document.text[sentence.start : sentence.end],
        cue=_cue_of(document, sentence, classifier, role),
    )


def _cue_of(document: Document, sentence: Sentence, classifier: Classifier, role: Role) -> str:
    """Return the word of the sentence whose class speaks most for the role, as printed; "" where none does."""
    best, words = 0.0, ""
    for cue in find_cues(lowered(document), sentence.start, sentence.end):
        weight = max(classifier.weight(f"{side}={cue.name}", role) for side in _SIDES)
        if weight > best:
            best, words = weight, document.text[cue.start : cue.end]
    return words


def _unit_of(item: RoleInput, units: Sequence[UnitMention], names: Sequence[tuple[int, int]]) -> str | None:
    """Return the unit that belongs to the person: the first one named between this name and the next person's.

    Where none follows, the last one before the name counts, unless another person stands between.
    """
    for mention, found in zip(item.person.mentions, item.mentions, strict=False):
        start, end = name_reach((mention.start, mention.end), names, (found.sentence.start, found.sentence.end))
        places = units[bisect_left(units, start, key=_start) : bisect_left(units, end, key=_start)]
        after = [unit for unit in places if mention.end <= unit.start]
        before = [unit for unit in places if unit.end <= mention.start]
        if after or before:
            return after[0].name if after else before[-1].name
    return None


def name_reach(name: tuple[int, int], names: Sequence[tuple[int, int]], sentence: tuple[int, int]) -> tuple[int, int]:
    """Return the part of a sentence that speaks of one name: from the name before it to the name after it.

    `names`: the spans of all people's names of the page in text order.
    """
    before, after = bisect_left(names, (name[0], 0)), bisect_left(names, (name[1], 0))
    while before and names[before - 1][1] > name[0]:
        before -= 1
    start = names[before - 1][1] if before and names[before - 1][0] >= sentence[0] else sentence[0]
    return start, min(names[after][0], sentence[1]) if after < len(names) else sentence[1]


def _start(unit: UnitMention) -> int:
    return unit.start
