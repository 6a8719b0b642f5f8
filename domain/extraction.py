"""What one article says: the records of the published contract `guong.extraction/1`.

All offsets are half-open code-point ranges in `Extraction.text` (NFC). `by` names the rule or the
model@version that made the item. Dates are ISO 8601 text as described in `docs/extraction.schema.json`.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

SCHEMA: Final = "guong.extraction/1"

PageKind = Literal["portrait", "award_list", "plan", "conference", "model", "decision", "other"]
Role = Literal["exemplary", "official", "author", "victim", "other"]
CaseKind = Literal["individual", "household", "collective", "model"]
Stage = Literal["detected", "nominated", "proposed", "selected", "nurtured", "commended", "replicated"]
DateKind = Literal[
    "day", "morning", "afternoon", "evening", "published", "document", "period", "term", "quarter",
    "range",
    "deadline", "recurrence", "anniversary", "school_year", "status", "birth", "vague",
]  # fmt: skip
UnitKind = Literal["province", "district", "commune", "village", "region", "abroad"]
OrganisationKind = Literal[
    "department",
    "party",
    "mass_org",
    "armed_forces",
    "school",
    "hospital",
    "enterprise",
    "cooperative",
    "other",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that proves a claim, and the cue in it that decided."""

    start: int
    end: int
    quote: str
    cue: str


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A mention of a numbered (or announced but un-numbered) document."""

    surface: str
    start: int
    end: int
    symbol: str | None
    family: Literal["state_admin", "legal", "party", "cong_van", "bare", "irregular", "none"]
    type: str | None
    number: str | None
    year: int | None
    date: str | None
    period: str | None
    issuer: str | None
    role: Literal["issued", "cited"]
    subject: str | None
    restored: bool
    confidence: float
    by: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, period or recurrence; `value` is null when the page does not fix it."""

    surface: str
    start: int
    end: int
    value: str | None
    kind: DateKind
    inferred: bool
    by: str


@dataclass(frozen=True, slots=True)
class UnitMention:
    """An administrative unit; `code` is its GSO code on `valid_on`, null when several fit (`alternatives`).

    "region" (Tây Nguyên) and "abroad" (Paris) are places without a unit: no code, no key.
    """

    surface: str
    start: int
    end: int
    kind: UnitKind
    name: str
    code: str | None
    valid_on: str | None
    inferred: bool
    by: str
    key: str | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """An organisation tied, where the text allows it, to an administrative unit."""

    surface: str
    start: int
    end: int
    kind: OrganisationKind
    name: str
    unit: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Person:
    """A named person, once per page in the fullest form; `score` is the probability of the exemplary role."""

    name: str
    honorific: str | None
    role: Role
    score: float
    unit: str | None
    mentions: tuple[tuple[int, int], ...]
    evidence: tuple[Evidence, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Award:
    """An award or title named near a case."""

    surface: str
    start: int
    end: int
    form: str
    level: str | None
    giver: str | None


@dataclass(frozen=True, slots=True)
class Benefit:
    """A measured benefit: `value` in base units (đồng, m2, people), `unit` as printed."""

    surface: str
    start: int
    end: int
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Case:
    """An exemplary case; `person` indexes `Extraction.people` for individuals and households."""

    kind: CaseKind
    name: str
    person: int | None
    score: float
    stage: Stage
    unit: str | None
    field: str | None
    deeds: tuple[str, ...]
    awards: tuple[Award, ...]
    benefits: tuple[Benefit, ...]
    minor: bool
    evidence: tuple[Evidence, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Count:
    """Counted but unnamed winners, such as "34 tập thể"."""

    surface: str
    start: int
    end: int
    kind: Literal["individual", "household", "collective", "model", "mixed"]
    n: int
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Event:
    """A conference, congress or ceremony, with its ordinal ("lần thứ V") when printed."""

    surface: str
    start: int
    end: int
    name: str
    ordinal: int | None
    date: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Restoration:
    """A proposal to read damaged text; never applied by itself."""

    surface: str
    restored: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Hijack:
    """How likely the page carries injected text, and what it may have said before."""

    suspected: bool
    score: float
    terms: tuple[str, ...]
    restored: tuple[Restoration, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything one article says, in the order of the published contract.

    `origin` is the printed source of a syndicated text ("Nguồn tin: Báo X" gives "Báo X"), null where the page prints
    none; what an older version wrote lacks it.
    """

    source: str
    sha256: str
    title: str | None
    lead: str | None
    author: str | None
    origin: str | None = field(default=None, kw_only=True)
    published: str | None
    text: str
    body_start: int
    page_kind: PageKind
    relevance: float
    hijack: Hijack
    documents: tuple[DocumentReference, ...]
    dates: tuple[DateMention, ...]
    units: tuple[UnitMention, ...]
    people: tuple[Person, ...]
    cases: tuple[Case, ...]
    organisations: tuple[OrganisationMention, ...]
    counts: tuple[Count, ...]
    events: tuple[Event, ...]
    attachments: tuple[str, ...]
    warnings: tuple[str, ...]
    text_sha256: str
    schema: str = field(default=SCHEMA)
