"""What kind of page this is and whether it concerns the board: named features, and a reading of them by rules."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import exp, log1p
from typing import Final

from domain.extraction import PageKind
from domain.learning import Classifier
from nlp.counts import find_counts
from nlp.document import Document
from nlp.events import find_events
from nlp.lowering import lowered
from nlp.models_named import find_models
from nlp.page_evidence import EVIDENCE_PATTERNS, NEEDS
from nlp.phrases import compile_phrases, load_classes

VERSION: Final = "pages-3"
KINDS: Final[tuple[PageKind, ...]] = (
    "portrait", "award_list", "plan", "conference", "model", "decision", "other",
)  # fmt: skip
_LEAD: Final = 400  # characters after the title
_EARLY: Final = 600  # what a page is about stands near its beginning
_LONG_TITLE: Final = 220
# The digit stands first so that the search skips to digits.
_COUNTED: Final = re.compile(
    r"\d(?<![\w./-]\d)[\d.]* (?:tập thể|cá nhân|gương|điển hình|hộ|gia đình|đoàn viên|hội viên|nông dân|học sinh"
    r"|giáo viên"
    r"|thanh niên|đảng viên|chi bộ|đơn vị|người|đại biểu|em|nghệ nhân|mô hình)(?!\w)"
)
_PLAN_SYMBOL: Final = re.compile(r"\d(?:/(?:kh|hd|ct|đa|ctr)[-/]|-(?:kh|hd|ct|đa|ctr)/)")
_DECISION_SYMBOL: Final = re.compile(r"\d(?:/(?:qđ|ttr)-|-(?:qđ|ttr)/)")
_LIST_LINE: Final = re.compile(r"^\s*(?:\d{1,3}[.)]|[-+*•])\s")
_SPEECH: Final = re.compile(r"[\"“][^\"”\n]{20,}[\"”]")


def page_signals(document: Document, extra: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the named features of a page, each in [0, 1] or a small log count.

    `extra`: features from elsewhere (exemplary people found, their scores), merged unchanged.
    """
    text = lowered(document)
    title_end, lead_end = _parts(document)
    signals = _class_signals(text, title_end, lead_end)
    signals |= _shape(document, text)
    signals |= _evidence(text, title_end)
    signals |= _found(document)
    return signals | dict(extra or {})


def _parts(document: Document) -> tuple[int, int]:
    """Return where the title and the lead end; a long first line is no title."""
    if not document.lines:
        return 0, 0
    end = document.lines[0][1]
    title_end = end if end < _LONG_TITLE and len(document.lines) > 1 else 0
    return title_end, min(len(document.text), title_end + _LEAD)


@cache
def _patterns() -> tuple[re.Pattern[str], Mapping[str, str]]:
    classes = load_classes("page_cues")
    return compile_phrases(classes), classes


def _class_signals(text: str, title_end: int, lead_end: int) -> dict[str, float]:
    """Return how often each class of phrases occurs in title, lead and page."""
    pattern, classes = _patterns()
    title: set[str] = set()
    lead: Counter[str] = Counter()
    page: Counter[str] = Counter()
    for match in pattern.finditer(text):
        name = classes[match[0]]
        page[name] += 1
        if match.end() <= title_end:
            title.add(name)
        elif title_end <= match.start() and match.end() <= lead_end:
            lead[name] += 1
    signals = {f"title.{name}": 1.0 for name in title}
    signals |= {f"lead.{name}": min(1.0, log1p(count) / 2.5) for name, count in lead.items()}
    return signals | {f"page.{name}": min(1.0, log1p(count) / 2.5) for name, count in page.items()}


def _shape(document: Document, text: str) -> dict[str, float]:
    """Return features of the page's form: length, lists, symbols, counted winners."""
    size = max(len(text), 1)
    listed = sum(1 for start, end in document.lines if _LIST_LINE.match(document.text, start, end))
    signals = {
        "shape.long": min(1.0, size / 6000),
        "shape.short": 1.0 if size < 700 else 0.0,
        "shape.listed": listed / max(len(document.lines), 1),
        "shape.counted": min(1.0, log1p(len(_COUNTED.findall(text))) / 2),
        "shape.plan_symbol": float(bool(_PLAN_SYMBOL.search(text))),
        "shape.decision_symbol": float(bool(_DECISION_SYMBOL.search(text))),
        "shape.speech": min(1.0, len(_SPEECH.findall(text)) / 5),
    }
    return {name: value for name, value in signals.items() if value}


def _evidence(text: str, title_end: int) -> dict[str, float]:
    """Return what the page claims, and how much of it: one claim in a digest weighs as much as three in a feature."""
    signals: dict[str, float] = {}
    for name, pattern in EVIDENCE_PATTERNS.items():
        if not any(need in text for need in NEEDS.get(name, ("",))):
            continue
        starts = [match.start() for match in pattern.finditer(text)]
        if starts:
            signals[f"says.{name}"] = 1.0
            signals[f"often.{name}"] = min(1.0, 500 * len(starts) / max(len(text), 250))
            if starts[0] < title_end + _EARLY:
                signals[f"early.{name}"] = 1.0
            if starts[0] < title_end:
                signals[f"titled.{name}"] = 1.0
    return signals


def _found(document: Document) -> dict[str, float]:
    """Return what the finders of counted winners, events and models make of the page."""
    counts, named = find_counts(document), {"events": find_events(document, ()), "models": find_models(document)}
    signals = {f"found.{name}": 1.0 for name, found in named.items() if found}
    if counts:
        signals["found.counts"] = 1.0
    if any(count.kind in ("collective", "mixed") or "điển hình" in count.what for count in counts):
        signals["found.winners"] = 1.0
    return signals


# Classes that say a page is about something else; counted over the whole page only these help. Praise deep in a long
# article is noise: what it claims, and where, is among the other signals (accuracy on real pages .88 -> .91).
_SHARES: Final = (0.4, 0.4, 0.2)  # of rules, classifier and topic in relevance; equal thirds are no better
_OTHER_TOPICS: Final = frozenset(
    "crime sport arts abroad market service accident death appointment poor rhetoric contest".split()
)


def is_trained(signal: str) -> bool:
    """Tell whether classifiers are fitted on this signal; the others are for rules and for people to read."""
    part, _, name = signal.partition(".")
    return part != "page" or name in _OTHER_TOPICS


# Weights of the rule reading: what speaks for a page that concerns the board, and against it.
_FOR: Final = {
    "says.praise_of_counted": 1.2,
    "says.counted_praised": 0.8,
    "says.award_received": 0.5,
    "early.award_received": 0.5,
    "says.award_given": 0.8,
    "says.is_praised": 0.9,
    "says.sudden": 1.5,
    "says.emulation_event": 1.0,
    "early.emulation_event": 0.8,
    "early.exemplars": 0.8,
    "early.emulation_document": 1.2,
    "says.study_uncle_ho": 0.6,
    "says.such_as": 0.8,
    "says.is_model": 0.9,
    "early.named_model": 0.7,
    "early.rise_of": 0.8,
    "early.group_deed": 0.8,
    "says.column": 0.8,
    "says.honest": 1.2,
    "says.rescue": 0.7,
    "says.brave": 1.2,
    "early.gift": 0.6,
    "early.unpaid": 0.4,
    "says.rears": 0.9,
    "early.clan": 0.5,
    "people.any": 1.6,
    "people.top": 1.2,
}
_AGAINST: Final = {
    "page.crime": 1.0,
    "lead.crime": 1.2,
    "page.sport": 1.2,
    "page.arts": 1.2,
    "lead.abroad": 0.8,
    "page.market": 1.0,
    "page.service": 0.9,
    "lead.accident": 0.6,
    "lead.appointment": 1.0,
    "early.funeral": 1.8,
    "early.lottery": 1.8,
    "says.appeal": 0.9,
    "says.advice": 1.0,
    "early.press_contest": 1.2,
    "early.organisation_chart": 1.2,
    "lead.poor": 0.6,
    "early.charity": 0.5,
}
_START: Final = -1.4
_START_WITHOUT_PEOPLE: Final = -0.6  # where nobody has looked for people, their absence says nothing


def relevance_by_rules(signals: Mapping[str, float]) -> float:
    """Return how likely the page concerns the board, 0..1, without a trained model."""
    seen = any(name in signals for name in ("people.top", "people.none"))
    points = _START if seen else _START_WITHOUT_PEOPLE
    points += sum(weight * signals.get(name, 0.0) for name, weight in _FOR.items())
    points -= sum(weight * signals.get(name, 0.0) for name, weight in _AGAINST.items())
    return 1.0 / (1.0 + exp(-points))


def kind_by_rules(signals: Mapping[str, float]) -> PageKind:
    """Return the kind of page without a trained model; "other" where it does not concern the board."""
    if relevance_by_rules(signals) < 0.5:
        return "other"
    return next((kind for kind, applies in _KIND_RULES if applies(signals)), "portrait")


def _has(*names: str) -> Callable[[Mapping[str, float]], bool]:
    return lambda signals: any(signals.get(name, 0.0) > 0 for name in names)


def _is_plan(signals: Mapping[str, float]) -> bool:
    numbered = _has("shape.plan_symbol", "page.plan_number")(signals)
    return numbered and not _has("says.praise_of_counted", "says.counted_praised")(signals)


def _is_meeting(signals: Mapping[str, float]) -> bool:
    return signals.get("lead.meeting", 0.0) + signals.get("title.meeting", 0.0) >= 0.44


# In this order: the first that applies names the kind.
_KIND_RULES: Final[tuple[tuple[PageKind, Callable[[Mapping[str, float]], bool]], ...]] = (
    ("plan", _is_plan),
    ("decision", lambda s: _has("shape.decision_symbol")(s) and not _is_meeting(s)),
    ("conference", lambda s: _is_meeting(s) and _has("says.emulation_event", "says.study_uncle_ho")(s)),
    ("award_list", _has("early.praise_of_counted", "early.counted_praised", "titled.award_given", "titled.award_to")),
    ("model", _has("titled.named_model", "early.named_model")),
)


def people_signals(scores: Sequence[float]) -> dict[str, float]:
    """Return the features of a page's people from their probabilities of being exemplary, for `page_signals`."""
    if not scores:
        return {"people.none": 1.0}
    named = sum(1 for score in scores if score >= 0.5)
    return {
        "people.top": max(scores),
        "people.any": float(named > 0),
        "people.count": min(1.0, log1p(named) / 2.5),
        "people.sum": min(1.0, log1p(sum(scores)) / 2.5),
    }


def decide_relevance(signals: Mapping[str, float], classifier: Classifier | None = None, topic: float = 0.5) -> float:
    """Return how likely the page concerns the board, 0..1; `classifier` has the classes "yes" and "no".

    `topic`: what its words alone say (nlp/page_words.py), 0..1.
    """
    if classifier is None:
        return relevance_by_rules(signals)
    (row,) = classifier.probabilities([signals])
    return join_relevance(relevance_by_rules(signals), float(row[classifier.classes.index("yes")]), topic)


def join_relevance(by_rules: float, learned: float, topic: float) -> float:
    """Return the relevance of a page from what rules, cues and words make of it, 0..1 each."""
    return sum(share * value for share, value in zip(_SHARES, (by_rules, learned, topic), strict=True))


def decide_kind(signals: Mapping[str, float], classifier: Classifier | None = None) -> PageKind:
    """Return the kind of page; the classes of `classifier` are the kinds."""
    if classifier is None:
        return kind_by_rules(signals)
    (row,) = classifier.probabilities([signals])
    likely = classifier.classes[max(range(len(row)), key=lambda k: row[k])]
    return next((kind for kind in KINDS if kind == likely), "other")
