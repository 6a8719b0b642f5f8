"""One page in, everything it says out: the order in which the finders see a page."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.extraction import Extraction, OrganisationMention, Person, UnitMention
from domain.learning import Classifier, SequenceTagger
from domain.pages import Page
from domain.unit_index import UnitIndex
from nlp.abroad import is_abroad
from nlp.awards import find_awards
from nlp.benefits import find_benefits
from nlp.cases import Material, build_cases
from nlp.collectives import find_collectives
from nlp.counts import find_counts
from nlp.date_checks import check_weekdays
from nlp.dates import find_dates
from nlp.document import Document, read_document
from nlp.documents import find_documents
from nlp.events import find_events
from nlp.far_places import find_far_places
from nlp.furniture import end_of_article
from nlp.hijack import find_hijack
from nlp.hosts import host_of
from nlp.lowering import lowered
from nlp.models_named import find_models
from nlp.organisations import find_organisations, name_blocks
from nlp.page_kind import decide_kind, decide_relevance, page_signals, people_signals
from nlp.page_words import read_topic
from nlp.people import find_people
from nlp.places import find_units
from nlp.roles import decide_roles
from nlp.symbols import find_symbols

# A page with fewer Vietnamese letters than this share is read with a warning.
_VIETNAMESE_SHARE: Final = 0.03
# A page that hardly concerns the board (a market report, a lottery, an injected page) names no exemplar.
_CLAIMS_FROM: Final = 0.3
# On a page that rather does not concern the board only a sure claim stands (.5, .6, .7 tried: wrong exemplars fall by a
# tenth, one right one in a hundred is lost).
_DOUBTFUL: Final = 0.5
_SURE: Final = 0.6
_MARKED: Final = re.compile(r"[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs beside the page: the units of Vietnam and the learned models."""

    units: UnitIndex
    tagger: SequenceTagger
    topic: Classifier
    roles: Classifier
    kinds: Classifier
    relevance: Classifier
    collectives: Classifier


def extract(page: Page, reader: Reader) -> Extraction:
    """Return everything one page says; never raises for what a page contains."""
    document = read_document(replace(page, text=page.text[: end_of_article(page.text)]))
    symbols = find_symbols(document)
    taken = [(symbol.start, symbol.end) for symbol in symbols]
    units = find_units(document, reader.units, taken=taken)
    organisations = find_organisations(document, units, taken=taken)
    dates = find_dates(document, symbols)
    blocks = name_blocks(document, units, organisations)
    found = find_people(document, reader.tagger, reader.units.places(), blocks)
    named = sorted((mention.start, mention.end) for person in found for mention in person.mentions)
    topic = read_topic(document, named, reader.topic)
    people = decide_roles(document, found, reader.roles, units, topic=topic)
    hijack = find_hijack(document, host_of(page.url or "") or None)
    signals = page_signals(document, people_signals([person.score for person in people]))
    foreign = is_abroad(lowered(document), units)
    relevance = 0.0 if hijack.suspected or foreign else round(decide_relevance(signals, reader.relevance, topic), 4)
    people = tuple(replace(p, role="other") if _claimed_in_doubt(p, relevance) else p for p in people)
    collectives = find_collectives(
        document, organisations, named, units=units, relevance=relevance, classifier=reader.collectives
    )
    # A page that honours a group concerns the board as surely as the group is honoured.
    relevance = max([relevance, *(collective.score for collective in collectives)])
    return Extraction(
        source=page.source,
        sha256=page.sha256,
        title=page.title,
        lead=page.lead,
        author=page.author or _author(people),
        origin=page.origin,
        published=page.published,
        text=page.text,
        body_start=page.body_start,
        page_kind=decide_kind(signals, reader.kinds),
        relevance=relevance,
        hijack=hijack,
        documents=find_documents(document, dates, organisations),
        dates=dates,
        units=_with_far_places(document, units, organisations, named),
        people=people,
        cases=build_cases(document, people, collectives, find_models(document), _material(document, units)),
        organisations=organisations,
        counts=find_counts(document),
        events=find_events(document, dates),
        attachments=tuple(attachment.url or attachment.name for attachment in page.attachments),
        warnings=(*page.warnings, *_warnings(document), *check_weekdays(document, dates)),
        text_sha256=hashlib.sha256(page.text.encode()).hexdigest(),
    )


def _with_far_places(
    document: Document,
    units: Sequence[UnitMention],
    organisations: Sequence[OrganisationMention],
    named: Sequence[tuple[int, int]],
) -> tuple[UnitMention, ...]:
    """Add regions and places abroad; nothing that decides about people or cases sees them."""
    taken = [(unit.start, unit.end) for unit in units] + [(body.start, body.end) for body in organisations]
    return tuple(sorted((*units, *find_far_places(document, [*taken, *named])), key=lambda one: one.start))


def _claimed_in_doubt(person: Person, relevance: float) -> bool:
    """Tell whether a person is held exemplary on a page that does not bear the claim."""
    if person.role != "exemplary" or relevance >= _DOUBTFUL:
        return False
    return relevance < _CLAIMS_FROM or person.score < _SURE


def _material(document: Document, units: Sequence[UnitMention]) -> Material:
    return Material(units, find_awards(document), find_benefits(document))


def _author(people: Sequence[Person]) -> str | None:
    return next((person.name for person in reversed(people) if person.role == "author"), None)


def _warnings(document: Document) -> list[str]:
    letters = len(_LETTER.findall(document.text))
    if letters >= 80 and len(_MARKED.findall(document.text)) < _VIETNAMESE_SHARE * letters:
        return ["văn bản hầu như không có chữ tiếng Việt: có thể là ngôn ngữ khác, mất dấu hoặc sai bảng mã"]
    return []
