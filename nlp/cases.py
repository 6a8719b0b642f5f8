"""Cases: each exemplary person as an individual or a household, exemplary collectives and models, with their proof."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.extraction import Award, Benefit, Case, Evidence, Person, UnitMention
from nlp.awards import awards_in
from nlp.benefits import benefits_in
from nlp.collectives import Collective
from nlp.document import Document, Sentence
from nlp.fields import field_of
from nlp.households import find_households
from nlp.lowering import lowered
from nlp.minors import is_minor
from nlp.models_named import NamedModel
from nlp.roles import name_reach
from nlp.stages import stage_of

BY: Final = "cases@1"
_MAX_DEEDS: Final = 3
_MAX_GOING_ON: Final = 3
# "Anh còn vận động bà con ...": the pronoun takes up the person named just before.
_PRONOUN: Final = re.compile(r"[\"“]?(?:Anh|Chị|Ông|Bà|Em|Cô|Cụ|Bác|Chú|Thầy|Cậu|Bạn) (?=[a-zà-ỹđ])")
_DEED: Final = re.compile(
    r"hiến|cứu|nhặt được|trả lại|giúp|vận động|quyên góp|ủng hộ|tự nguyện|sáng kiến|nghiên cứu|sáng chế|trồng|nuôi|khởi nghiệp"
    r"|thu nhập|tạo việc làm|gắn bó|tận tụy|dạy|chăm sóc|khám|gìn giữ|truyền dạy|sưu tầm|dũng cảm|mô hình|xây dựng|vượt khó"
    r"|vươn lên|thoát nghèo|đạt|đoạt|giành|hoàn thành|đóng góp|cống hiến|thành tích|hành động|khống chế|phát triển"
)


@dataclass(frozen=True, slots=True)
class Material:
    """What the finders of a page offer to its cases."""

    units: Sequence[UnitMention]
    awards: Sequence[Award]
    benefits: Sequence[Benefit]


def build_cases(
    document: Document,
    people: Sequence[Person],
    collectives: Sequence[Collective],
    models: Sequence[NamedModel],
    material: Material,
) -> tuple[Case, ...]:
    """Return the cases of a page: every exemplary person exactly once, then collectives, then models."""
    names = sorted(mention for person in people for mention in person.mentions)
    households = find_households(document, people)
    cases = [
        _person_case(document, (index, person), names, material, household=index in households)
        for index, person in enumerate(people)
        if person.role == "exemplary"
    ]
    cases += [_collective_case(document, collective, material) for collective in collectives]
    cases += [_model_case(document, model, material) for model in models]
    return tuple(cases)


def _person_case(
    document: Document,
    numbered: tuple[int, Person],
    names: Sequence[tuple[int, int]],
    material: Material,
    *,
    household: bool,
) -> Case:
    index, person = numbered
    ranges = _ranges_of(document, person, names)
    text = " ".join(lowered(document)[a:b] for a, b in ranges)
    return Case(
        kind="household" if household else "individual",
        name=person.name,
        person=index,
        score=person.score,
        stage=stage_of(" ".join([text, *(lowered(document)[e.start : e.end] for e in person.evidence)])),
        unit=person.unit,
        field=field_of(text),
        deeds=_deeds(document, ranges),
        awards=awards_in(material.awards, ranges),
        benefits=benefits_in(material.benefits, ranges),
        minor=is_minor(document, person),
        evidence=person.evidence or _any_evidence(document, person),
        by=BY,
    )


def _ranges_of(document: Document, person: Person, names: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what the page says of one person: sentences that name nobody else, else the part around the name."""
    found: dict[int, tuple[int, int]] = {}
    own = frozenset(person.mentions)
    # The last mention of a sentence speaks for it.
    speaking = {sentence: mention for mention in person.mentions if (sentence := document.sentence_at(mention[0]))}
    for sentence, mention in speaking.items():
        first, last = bisect_left(names, (sentence.start, 0)), bisect_left(names, (sentence.end, 0))
        others = [name for name in names[first:last] if name not in own]
        start, end = name_reach(mention, others, (sentence.start, sentence.end))
        # Before the name only its own title counts: what was said of the person before belongs to them.
        found[sentence.start] = (sentence.start, sentence.end) if len(others) < 2 else (max(start, mention[0]), end)
        if not others:
            found |= {a: (a, b) for a, b in _going_on(document, sentence, names)}
    return [found[start] for start in sorted(found)]


def _any_evidence(document: Document, person: Person) -> tuple[Evidence, ...]:
    """Return where the person is first named, for a role that came without evidence: every case has its proof."""
    start, end = person.mentions[0]
    sentence = document.sentence_at(start)
    if sentence is not None:
        start, end = sentence.start, sentence.end
    return (Evidence(start, end, document.text[start:end], "nêu tên"),)


def _going_on(document: Document, sentence: Sentence, names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the sentences right after this one, in its paragraph, that go on with a pronoun and name nobody."""
    at = bisect_right(document.sentences, sentence.start, key=lambda s: s.start)
    for following in document.sentences[at : at + _MAX_GOING_ON]:
        named = bisect_left(names, (following.start, 0))
        if following.line != sentence.line or (named < len(names) and names[named][0] < following.end):
            return
        if not _PRONOUN.match(document.text, following.start, following.end):
            return
        yield following.start, following.end


def _collective_case(document: Document, collective: Collective, material: Material) -> Case:
    bounds = (collective.evidence.start, collective.evidence.end)
    text = lowered(document)[bounds[0] : bounds[1]]
    return Case(
        kind="collective",
        name=collective.name,
        person=None,
        score=collective.score,
        stage=stage_of(text),
        unit=collective.unit,
        field=field_of(text),
        deeds=_deeds(document, [bounds]),
        awards=awards_in(material.awards, [bounds]),
        benefits=benefits_in(material.benefits, [bounds]),
        minor=False,
        evidence=(collective.evidence,),
        by=collective.by,
    )


def _model_case(document: Document, model: NamedModel, material: Material) -> Case:
    start, end = model.sentence
    text = lowered(document)[start:end]
    return Case(
        kind="model",
        name=model.name,
        person=None,
        score=0.5,
        stage=stage_of(text),
        unit=_unit_near(material.units, model.start, model.end, model.sentence),
        field=field_of(text),
        deeds=(),
        awards=awards_in(material.awards, [model.sentence]),
        benefits=benefits_in(material.benefits, [model.sentence]),
        minor=False,
        evidence=(Evidence(start, end, document.text[start:end], model.cue),),
        by=BY,
    )


def _deeds(document: Document, ranges: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the first sentences that tell a deed, as printed."""
    text = lowered(document)
    told = [document.text[a:b].strip(" ,;-–") for a, b in ranges if _DEED.search(text, a, b)]
    return tuple(told[:_MAX_DEEDS])


def _unit_near(units: Sequence[UnitMention], start: int, end: int, bounds: tuple[int, int]) -> str | None:
    """Return the unit inside or nearest to a name, within its sentence."""
    near = [unit for unit in units if bounds[0] <= unit.start < bounds[1]]
    if not near:
        return None
    return min(near, key=lambda unit: 0 if start <= unit.start < end else abs(unit.start - end)).name
