"""Pronouns that take up a person named just before: "Anh Tấn ... . Năm 2020, anh mở xưởng" speaks of Tấn again."""

import re
from collections.abc import Sequence
from typing import Final

from nlp.document import Document, Sentence
from nlp.people import Mention, NamedPerson

_WORDS: Final = "anh|chị|ông|bà|em|cô|cụ|bác|chú|thầy|cậu|già|mế"
# Where a clause begins or a noun lets its owner follow.
_OPENERS: Final = "".join(rf"|(?<=\b{word} )" for word in "mà thì nên khi của nhờ cho còn và được do".split())
# "anh em", "bà con", "chú trọng", "cô giáo" are words of their own.
_NOT: Final = (
    r"(?! (?:em|chị|con|trọng|nhỏ|bé|cả|ruột|hùng|gái|trai|giáo|thợ|lang|đỡ|ngoại|nội|chủ|bà|cháu|ấm|giúp việc)\b)"
)
_PRONOUN: Final = re.compile(
    rf"(?:(?<=^)|(?<=[(,;:–-] ){_OPENERS})(?P<word>{_WORDS}){_NOT}(?=[,.]? [a-zà-ỹđ0-9]|[.,;]?$)"
)
_PATIENCE: Final = 1  # sentences without a name or pronoun that may lie between


def take_up_pronouns(document: Document, lowered: str, people: Sequence[NamedPerson]) -> list[tuple[Mention, ...]]:
    """Return for each person the pronouns, as mentions, that speak of them in sentences without a name.

    The person is the only one named in the nearest sentence before that names anybody; a pronoun that does not fit
    the printed honorific speaks of nobody known.
    """
    named = _named_by_sentence(document, people)
    found: list[list[Mention]] = [[] for _ in people]
    focus: int | None = None
    idle = 0
    for sentence in document.sentences:
        if sentence.start in named:
            here = named[sentence.start]
            focus, idle = (min(here) if len(here) == 1 else None), 0
        elif focus is not None:
            mention = _subject(lowered, sentence, people[focus])
            idle = 0 if mention else idle + 1
            if mention:
                found[focus].append(mention)
            elif idle > _PATIENCE:
                focus = None
    return [tuple(mentions) for mentions in found]


def _named_by_sentence(document: Document, people: Sequence[NamedPerson]) -> dict[int, set[int]]:
    """Return who is named in each sentence that names anybody, by the sentence's start."""
    named: dict[int, set[int]] = {}
    for at, person in enumerate(people):
        for mention in person.mentions:
            sentence = document.sentence_at(mention.start)
            if sentence is not None:
                named.setdefault(sentence.start, set()).add(at)
    return named


def _subject(lowered: str, sentence: Sentence, person: NamedPerson) -> Mention | None:
    for match in _PRONOUN.finditer(lowered[sentence.start : sentence.end]):
        if _fits(match["word"], person):
            start = sentence.start + match.start("word")
            return Mention(start, start + len(match["word"]), match["word"], None)
    return None


def _fits(word: str, person: NamedPerson) -> bool:
    """Tell whether a pronoun may stand for somebody of this honorific; titles fit every pronoun."""
    printed = {part for m in person.mentions if m.honorific for part in m.honorific.lower().split()}
    pronouns = printed & set(_WORDS.split("|"))
    return not pronouns or word in pronouns
