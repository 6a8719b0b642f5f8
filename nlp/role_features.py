"""What the role classifier sees of one person: cues around every mention, and the page."""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from domain.text import place_tones
from nlp.clauses import find_clauses
from nlp.cues import NEAR_CUES, PAGE_CUES
from nlp.document import Document, Sentence
from nlp.people import Mention, NamedPerson
from nlp.predicates import Cue, cue_features, find_cues

VERSION: Final = "roles-11"
# Decisive clauses count for more than single words: a larger value is penalised less. 1, 2, 3, 5 tried.
CLAUSE_WEIGHT: Final = 2.0
_SHORT_LINE: Final = 60
_COMPANY: Final = 4  # people named beside one
_LONG_TITLE: Final = 220
_WINDOW: Final = 170  # characters on each side; longer ones add noise (validation)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class MentionFeatures:
    """The features one mention contributes and the sentence they come from."""

    sentence: Sentence
    features: Mapping[str, float]


def page_features(document: Document, lowered: str) -> dict[str, float]:
    """Return features of the whole page, shared by its people."""
    titled = bool(document.sentences) and is_title(document, document.sentences[0])
    title_end = document.lines[0][1] if titled else 0
    title, size = lowered[:title_end], max(len(lowered), 1)
    features: dict[str, float] = {}
    for name, cue in PAGE_CUES.items():
        if cue.search(title):
            features[f"title.{name}"] = 1.0
        hits = len(cue.findall(lowered))
        if hits:
            features[f"page.{name}"] = min(1.0, 400.0 * hits / size)
    features["page.long"] = min(1.0, size / 6000)
    return features


def mention_features(
    document: Document, lowered: str, mention: Mention, names: Sequence[tuple[int, int]], cues: dict[int, list[Cue]]
) -> MentionFeatures | None:
    """Return the features of one mention; `names` are all name spans of the page in text order (they are masked).

    `cues` remembers the cues of sentences already read, by the sentence's start.
    """
    sentence = document.sentence_at(mention.start)
    if sentence is None:
        return None
    if sentence.start not in cues:
        cues[sentence.start] = find_cues(lowered, sentence.start, sentence.end)
    names = names[bisect_left(names, (sentence.start, 0)) : bisect_left(names, (sentence.end, 0))]
    others = [name for name in names if name[0] != mention.start]
    features = cue_features(cues[sentence.start], mention.start, mention.end, others)
    for name in find_clauses(lowered, mention.start, mention.end, others, (sentence.start, sentence.end)):
        features[f"D.{name}"] = CLAUSE_WEIGHT
    whole = lowered[sentence.start : sentence.end]
    for name, cue in NEAR_CUES.items():
        if cue.search(whole):
            features[f"N.{name}"] = 1.0
    left = _masked(lowered, max(sentence.start, mention.start - _WINDOW), mention.start, names)
    right = _masked(lowered, mention.end, min(sentence.end, mention.end + _WINDOW), names)
    for word in near_words(left, right):
        features[word] = 1.0
    for name in _marks(left, right):
        features[name] = 1.0
    features |= _place_features(document, mention, sentence)
    return MentionFeatures(sentence, features)


def in_honour_list(mention: MentionFeatures) -> MentionFeatures:
    """Return the features of a mention that opens an item of a list of honourees."""
    return MentionFeatures(mention.sentence, {**mention.features, "D.honour_list": CLAUSE_WEIGHT})


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of one page: how often each is named, in page order, and who stands in the title."""

    counts: tuple[int, ...]
    titled: tuple[bool, ...]
    together: tuple[int, ...]  # how many others share a sentence with each person, counted up to _COMPANY


def read_crowd(document: Document, people: Sequence[NamedPerson]) -> Crowd:
    """Return what the people of a page have to do with each other."""
    counts: list[int] = []
    titled: list[bool] = []
    starts: list[frozenset[int]] = []
    for person in people:
        found = [s for m in person.mentions if (s := document.sentence_at(m.start))]
        counts.append(len(person.mentions))
        titled.append(any(is_title(document, s) for s in found))
        starts.append(frozenset(s.start for s in found))
    return Crowd(tuple(counts), tuple(titled), _company(starts))


def _company(starts: Sequence[frozenset[int]]) -> tuple[int, ...]:
    """Return with how many others each person shares a sentence; `starts`: the sentences that name each."""
    named: dict[int, list[int]] = {}
    for person, sentences in enumerate(starts):
        for sentence in sentences:
            named.setdefault(sentence, []).append(person)
    # One more than _COMPANY of a sentence are enough: the person may be among them.
    return tuple(
        min(len({k for s in sentences for k in named[s][: _COMPANY + 1]} - {person}), _COMPANY)
        for person, sentences in enumerate(starts)
    )


def person_features(
    person: NamedPerson, mentions: Sequence[MentionFeatures], page: Mapping[str, float], crowd: Crowd, at: int
) -> dict[str, float]:
    """Join the features of a person's mentions; `at` is the person's place in `crowd`.

    `page`: the features of the page, with its topic (nlp/page_words.py).
    """
    counted: Counter[str] = Counter()
    for mention in mentions:
        counted.update(mention.features.keys())
    size = max(len(mentions), 1)
    features: dict[str, float] = {}
    for name, count in counted.items():
        features[name] = 1.0 if not name.startswith("line.") else count / size
    features["mentions"] = math.log(len(person.mentions))
    if person.honorific:
        features[f"hon={place_tones(person.honorific).lower()}"] = 1.0
    else:
        features["hon.none"] = 1.0
    features[f"name.n={len(person.name.split())}"] = 1.0
    if person.name.isupper():
        features["name.caps"] = 1.0
    return features | dict(page) | _crowd_features(crowd, at)


def _crowd_features(crowd: Crowd, at: int) -> dict[str, float]:
    people = len(crowd.counts)
    mine = crowd.counts[at]
    features = {
        "crowd": min(1.0, people / 15),
        "crowd.share": mine / max(sum(crowd.counts), 1),
        f"crowd.together={crowd.together[at]}": 1.0,
    }
    if people == 1:
        features["crowd.alone"] = 1.0
    if mine == max(crowd.counts) and (mine > 1 or people == 1):
        features["crowd.most"] = 1.0
    elif max(crowd.counts) > 2 * mine:
        features["crowd.minor"] = 1.0
    if crowd.titled[at]:
        features["title.me"] = 1.0
    elif any(crowd.titled):
        features["title.other"] = 1.0
    return features


def _masked(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = start
    for a, b in names:
        if b <= start or a >= end:
            continue
        pieces.append(text[at : max(a, at)])
        pieces.append("@")
        at = min(b, end)
    pieces.append(text[at:end])
    return "".join(pieces)


def _marks(left: str, right: str) -> list[str]:
    """Return features of the punctuation beside a name: lists, brackets, dashes, credits."""
    found: list[str] = []
    before, after = left.rstrip()[-1:], right.lstrip()[:1]
    found.append(f"P<={before if before and not before.isalnum() else ('w' if before else '^')}")
    found.append(f"P>={after if after and not after.isalnum() else ('w' if after else '$')}")
    found.append(f"P<>={found[0][3:]}{found[1][3:]}")
    return found


def near_words(left: str, right: str) -> list[str]:
    """Return features of the words and pairs of words beside a name; `left` and `right`: the text around it."""
    before = _WORD.findall(left[-70:])
    after = _WORD.findall(right[:80])
    found = [f"l1={word}" for word in before[-1:]]
    found += [f"r1={word}" for word in after[:1]]
    found += [f"l={word}" for word in before[-6:] if word.isalpha()]
    found += [f"r={word}" for word in after[:9] if word.isalpha()]
    found += [f"l2={a}_{b}" for a, b in pairwise(before[-7:])]
    found += [f"r2={a}_{b}" for a, b in pairwise(after[:10])]
    return found


def _place_features(document: Document, mention: Mention, sentence: Sentence) -> dict[str, float]:
    """Return features of where on the page a mention stands.

    Only what survives lines glued together: the exact place on the page did not carry over to real pages (exemplary
    F1 .75 with it, .78 without).
    """
    start, end = document.lines[sentence.line]
    last = len(document.lines) - 1 - sentence.line
    features: dict[str, float] = {}
    if is_title(document, sentence):
        features["line.title"] = 1.0
    if end - start < _SHORT_LINE and last <= 2:
        features["line.byline"] = 1.0
    if sentence.end - sentence.start < 30:
        features["line.short_sentence"] = 1.0
    return features


def is_title(document: Document, sentence: Sentence) -> bool:
    """Tell whether the sentence is the page's title: a short first line above others."""
    start, end = document.lines[0]
    return sentence.line == 0 and end - start < _LONG_TITLE and len(document.lines) > 1
