"""Named people of one page: mentions found by the tagger, linked to the fullest form of each name."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from domain.learning import SequenceTagger
from domain.text import place_tones, unify
from nlp.aliases import join_aliases
from nlp.document import Document
from nlp.initials import find_initial_names
from nlp.listed_names import find_listed_names
from nlp.lowering import lowered
from nlp.name_features import (
    TokenRow,
    honorific_words,
    line_features,
    page_hints,
    read_rows,
    sentence_features,
)
from nlp.name_repair import repair_name
from nlp.tokens import Token, find_tokens

_HO_CHI_MINH: Final = re.compile(r"(?<!\w)(?:Hồ Chí Minh|HỒ CHÍ MINH)(?!\w)")
# What bears his name: the city, the roads, orders, academies and youth organisations.
_NAMED_AFTER_HIM: Final = re.compile(
    r"(?:tp\.?|thành phố|t\.p|đường|đường mòn|huân chương|huy hiệu|giải thưởng|quốc gia|học viện|tncs|tntp|cộng sản"
    r"|thanh niên|tiền phong|đoàn|đội|quảng trường|bảo tàng|lăng|cung|công ty|ga|báo|đhqg|đại học|trường|cảng|làng)"
    r"[ .-]*$"
)
_INITIALS: Final = re.compile(r"^[A-ZĐ](?:\.?[A-ZĐ]){0,3}\.?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named: [start, end) without honorific; `honorific` as printed before it."""

    start: int
    end: int
    text: str
    honorific: str | None


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person of the page: the fullest name and every mention in text order."""

    name: str
    honorific: str | None
    mentions: tuple[Mention, ...]
    key: str = field(default="")


class _Spans:
    """Ranges of a page, asked many times whether they meet a mention: a page may hold thousands of both."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))  # how far the spans up to each one go

    def cover(self, mention: Mention) -> bool:
        """Tell whether a mention lies inside one of the spans."""
        at = bisect_right(self._starts, mention.start)
        return at > 0 and self._reach[at - 1] >= mention.end

    def touch(self, mention: Mention) -> bool:
        """Tell whether a mention shares a character with one of the spans."""
        at = bisect_left(self._starts, mention.end)
        return at > 0 and self._reach[at - 1] > mention.start


def find_people(
    document: Document,
    tagger: SequenceTagger,
    places: frozenset[str],
    blocked: Sequence[tuple[int, int]] = (),
) -> tuple[NamedPerson, ...]:
    """Return every named person once; `blocked` ranges (names of schools, streets, awards) hold no people."""
    spans = _Spans(blocked)
    mentions = [m for m in find_mentions(document, tagger, places) if not spans.cover(m)]
    return link_mentions(mentions, document.text)


def find_mentions(document: Document, tagger: SequenceTagger, places: frozenset[str]) -> list[Mention]:
    """Return the mentions the tagger marks, in text order, honorifics cut off."""
    rows = read_rows(document)
    hints = page_hints(rows, places)
    mentions: list[Mention] = []
    for row in rows:
        if row.may_name:
            features = sentence_features(row, hints, line_features(document, row.sentence))
            mentions += _read_labels(document.text, row, tagger.tag(features))
    return _overlay(document, mentions, places)


def _overlay(document: Document, mentions: Sequence[Mention], places: frozenset[str]) -> list[Mention]:
    """Add what rules know for certain: names with initials and every mention of Hồ Chí Minh the person.

    Names in lists and credits are added where the tagger saw none.
    """
    certain = [_certain(document, start, end) for start, end in find_initial_names(document.text)]
    taken = [(mention.start, mention.end) for mention in certain]
    for match in _HO_CHI_MINH.finditer(document.unified):
        named_after = _NAMED_AFTER_HIM.search(document.unified[max(0, match.start() - 40) : match.start()].lower())
        taken.append(match.span())
        if not named_after:
            certain.append(_certain(document, *match.span()))
    spans = _Spans(taken)
    kept = [*certain, *(m for m in mentions if not spans.touch(m))]
    spans = _Spans((m.start, m.end) for m in kept)
    listed = [_certain(document, start, end) for start, end in find_listed_names(document.text, places)]
    return sorted([*kept, *(m for m in listed if not spans.touch(m))], key=lambda m: m.start)


def _certain(document: Document, start: int, end: int) -> Mention:
    return Mention(start, end, document.text[start:end], printed_honorific(document, start))


def printed_honorific(document: Document, start: int) -> str | None:
    """Return the honorific or title printed right before a name that starts at `start`, or None."""
    sentence = document.sentence_at(start)
    tokens = find_tokens(document.text, max(sentence.start if sentence else start, start - 60), start)
    text = lowered(document)
    return _honorific_of(document.text, tokens, [text[t.start : t.end] for t in tokens], len(tokens))


def _honorific_of(text: str, tokens: Sequence[Token], lower: Sequence[str], at: int) -> str | None:
    """Return the honorific before token `at` as printed."""
    words = honorific_words(lower, at)
    while words and lower[at - words] == ".":  # "1. Ông": the stop belongs to the number
        words -= 1
    return text[tokens[at - words].start : tokens[at - 1].end] if words else None


def label_tokens(tokens: Sequence[Token], spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return B, I, O labels of tokens for marked spans (the inverse of reading them); used for training."""
    labels = ["O"] * len(tokens)
    for start, end in spans:
        inside = [i for i, token in enumerate(tokens) if token.start >= start and token.end <= end]
        for position, i in enumerate(inside):
            labels[i] = "I" if position else "B"
    return labels


def _read_labels(text: str, row: TokenRow, labels: Sequence[str]) -> list[Mention]:
    mentions: list[Mention] = []
    i = 0
    while i < len(row.tokens):
        if labels[i] == "O":
            i += 1
            continue
        first = i
        i += 1
        while i < len(row.tokens) and labels[i] == "I":
            i += 1
        mended = repair_name(row.tokens, row.lower, first, i)
        mention = _read_mention(text, row, *mended) if mended else None
        if mention:
            mentions.append(mention)
    return mentions


def _read_mention(text: str, row: TokenRow, first: int, last: int) -> Mention | None:
    start, end = row.tokens[first].start, row.tokens[last - 1].end
    surface = text[start:end]
    if _INITIALS.match(surface.replace(" ", "")):
        return None
    return Mention(start, end, surface, _honorific_of(text, row.tokens, row.lower, first))


def name_key(name: str) -> str:
    """Return the form under which two spellings of one name are the same."""
    return re.sub(r"\s+", " ", place_tones(unify(name)).lower()).strip()


def link_mentions(mentions: Sequence[Mention], text: str = "") -> tuple[NamedPerson, ...]:
    """Join mentions of one person: equal names first, then short forms to the nearest fuller name before them.

    `text` is the page: what it says between two names ("tức", "bí danh") may make them one person's.
    """
    full: dict[str, list[Mention]] = {}
    short: list[Mention] = []
    for mention in mentions:
        if len(mention.text.split()) >= 2 or "." in mention.text:
            full.setdefault(name_key(mention.text), []).append(mention)
        else:
            short.append(mention)
    full = join_aliases(_join_suffixes(full), text)
    named = _by_last_word(full)
    for mention in short:
        key = name_key(mention.text)
        owner = _nearest(named.get(key, ()), mention.start) or (key if _is_mononym(mention) else None)
        if owner is not None:
            full.setdefault(owner, []).append(mention)
            insort(named.setdefault(key, []), (mention.start, owner))
    people = [_make_person(key, sorted(group, key=lambda m: m.start)) for key, group in full.items()]
    return tuple(sorted(people, key=lambda person: person.mentions[0].start))


def _join_suffixes(full: dict[str, list[Mention]]) -> dict[str, list[Mention]]:
    """Join "Văn Tấn" to "Nguyễn Văn Tấn" where exactly one longer name ends with it."""
    joined = dict(full)
    longer: dict[str, list[str]] = {}
    for key in full:
        words = key.split(" ")
        for size in range(1, len(words)):
            longer.setdefault(" ".join(words[-size:]), []).append(key)
    for key in sorted(full, key=len):
        # Longer names have not been joined yet: they come later.
        owners = longer.get(key, ())
        if len(owners) == 1:
            joined[owners[0]] = joined[owners[0]] + joined.pop(key)
    return joined


def _by_last_word(full: Mapping[str, Sequence[Mention]]) -> dict[str, list[tuple[int, str]]]:
    """Return for each given name where it is printed and in which full name, in text order.

    The given name is the last word; that of H'Yim Kđoh is the first.
    """
    named: dict[str, list[tuple[int, str]]] = {}
    for key, group in full.items():
        words = key.split()
        for word in {words[-1], words[0] if "'" in words[0] else words[-1]}:
            named.setdefault(word, []).extend((mention.start, key) for mention in group)
    return {word: sorted(places) for word, places in named.items()}


def _nearest(places: Sequence[tuple[int, str]], start: int) -> str | None:
    """Return the full name printed last up to `start`, else the first one after it; None without any."""
    at = bisect_right(places, start, key=lambda place: place[0])
    return places[max(at - 1, 0)][1] if places else None


def _is_mononym(mention: Mention) -> bool:
    """A name of one syllable stands alone only where an honorific introduces it."""
    return mention.honorific is not None and len(mention.text) > 1


def _make_person(key: str, group: Sequence[Mention]) -> NamedPerson:
    fullest = max(group, key=lambda m: (len(m.text.split()), not m.text.isupper(), -m.start))
    honorific = next((m.honorific for m in group if m.honorific), None)
    return NamedPerson(re.sub(r"\s+", " ", fullest.text), honorific, tuple(group), key)
