"""What the role classifier sees of one person: cues around every mention, and the page."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.text import place_tones
from nlp.cues import LEFT_CUES, NEAR_CUES, PAGE_CUES, RIGHT_CUES
from nlp.document import Document, Sentence
from nlp.people import Mention, NamedPerson

VERSION: Final = "roles-1"
_WINDOW: Final = 170  # characters on each side; longer ones add noise (validation)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class MentionFeatures:
    """The features one mention contributes and the sentence they come from."""

    sentence: Sentence
    features: Mapping[str, float]


def readable(document: Document) -> str:
    """Return the page's text as the cues expect it: lower case, tones placed; equal length."""
    return place_tones(document.unified).lower()


def page_features(document: Document, lowered: str) -> dict[str, float]:
    """Return features of the whole page, shared by its people."""
    title_end = document.lines[0][1] if document.lines else 0
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
    document: Document, lowered: str, mention: Mention, names: Sequence[tuple[int, int]]
) -> MentionFeatures | None:
    """Return the features of one mention; `names` are all name spans of the page (they are masked)."""
    sentence = document.sentence_at(mention.start)
    if sentence is None:
        return None
    left = _masked(lowered, max(sentence.start, mention.start - _WINDOW), mention.start, names)
    right = _masked(lowered, mention.end, min(sentence.end, mention.end + _WINDOW), names)
    features: dict[str, float] = {}
    for name, cue in LEFT_CUES.items():
        if cue.search(left):
            features[f"L.{name}"] = 1.0
    for name, cue in RIGHT_CUES.items():
        if cue.search(right):
            features[f"R.{name}"] = 1.0
    whole = lowered[sentence.start : sentence.end]
    for name, cue in NEAR_CUES.items():
        if cue.search(whole):
            features[f"N.{name}"] = 1.0
    for word in _near_words(left, right):
        features[word] = 1.0
    features |= _place_features(document, mention, sentence)
    return MentionFeatures(sentence, features)


def person_features(
    person: NamedPerson,
    mentions: Sequence[MentionFeatures],
    page: Mapping[str, float],
    people_on_page: int,
) -> dict[str, float]:
    """Join the features of a person's mentions: a cue counts once, how often it was seen adds a little."""
    counted: Counter[str] = Counter()
    for mention in mentions:
        counted.update(mention.features.keys())
    size = max(len(mentions), 1)
    features: dict[str, float] = {}
    for name, count in counted.items():
        features[name] = 1.0 if not name.startswith("line.") else count / size
        if name[:2] in ("L.", "R.", "N.") and size > 1:
            features[f"share.{name}"] = count / size
    features["mentions"] = math.log(size)
    features["alone"] = float(people_on_page == 1)
    features["crowd"] = min(1.0, people_on_page / 15)
    if person.honorific:
        features[f"hon={place_tones(person.honorific).lower()}"] = 1.0
    else:
        features["hon.none"] = 1.0
    features[f"name.n={len(person.name.split())}"] = 1.0
    if person.name.isupper():
        features["name.caps"] = 1.0
    features |= page
    for name in ("title.model", "title.praise", "title.deed", "title.award", "page.praise", "page.model"):
        if features.get(name) and features.get("line.title.any"):
            features[f"{name}&in_title"] = 1.0
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


def _near_words(left: str, right: str) -> list[str]:
    before = _WORD.findall(left[-70:])
    after = _WORD.findall(right[:80])
    found = [f"l1={word}" for word in before[-1:]]
    found += [f"r1={word}" for word in after[:1]]
    found += [f"l={word}" for word in before[-6:] if word.isalpha()]
    found += [f"r={word}" for word in after[:9] if word.isalpha()]
    found += [f"l2={a}_{b}" for a, b in zip(before[-7:], before[-6:], strict=False)]
    found += [f"r2={a}_{b}" for a, b in zip(after[:9], after[1:10], strict=False)]
    return found


def _place_features(document: Document, mention: Mention, sentence: Sentence) -> dict[str, float]:
    start, end = document.lines[sentence.line]
    last = len(document.lines) - 1 - sentence.line
    features: dict[str, float] = {}
    if sentence.line == 0:
        features["line.title"] = features["line.title.any"] = 1.0
    if sentence.line == 1:
        features["line.lead"] = 1.0
    if last == 0:
        features["line.last"] = 1.0
    if last <= 2 and end - start < 60:
        features["line.byline"] = 1.0
    if end - start < 45:
        features["line.short"] = 1.0
    if mention.end >= len(document.text.rstrip()) - 3:
        features["line.end_of_page"] = 1.0
    position = mention.start / max(len(document.text), 1)
    features[f"line.part={min(int(position * 4), 3)}"] = 1.0
    return features
