"""The records of the sample world: what a page shows, and what a reader should find in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Family = Literal[
    "sharepoint_tandan",
    "nukeviet",
    "newspaper_jsonld",
    "liferay",
    "webforms",
    "own_portal",
    "paper_table",
    "wordpress",
    "paper_pbody",
    "paper_fck",
    "sharepoint_webpart",
]
BlockKind = Literal["paragraph", "caption", "item", "row", "heading"]

# How the cells of one table row stand on one line of the article text.
CELL_SEPARATOR: Final = " | "


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the article body; `source` keeps inline links and cell bars, `text` is what a reader sees.

    `image` is the file name of the picture a caption belongs to, empty for the other kinds.
    """

    kind: BlockKind
    source: str
    text: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document a page names: canonical symbol, ISO date or None when the page gives none, and its role."""

    symbol: str
    date: str | None
    role: Literal["issued", "cited"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be found on a page.

    `lines` is the article text, one element a line: title, lead, then paragraphs and captions in page order.
    `published` is an ISO date, or a date-time with +07:00 where the page shows a time. Names carry no honorific;
    `households` are named by their person; `others` are witnesses, relatives, suspects and victims.
    `counts` are commended groups that the page counts without naming their members. `unit` is the full name of the
    unit the page is chiefly about, as it was on the day of publication. `injected` pairs each foreign word with what
    stood there before, longest first.
    """

    title: str
    lead: str | None
    author: str | None
    published: str | None
    lines: tuple[str, ...]
    attachments: tuple[str, ...]
    kind: str
    relevant: bool
    exemplary: tuple[str, ...]
    households: tuple[str, ...]
    collectives: tuple[str, ...]
    models: tuple[str, ...]
    officials: tuple[str, ...]
    authors: tuple[str, ...]
    others: tuple[str, ...]
    counts: tuple[str, ...]
    documents: tuple[DocumentFact, ...]
    unit: str | None = None
    injected: tuple[tuple[str, str], ...] = ()

    @property
    def hijacked(self) -> bool:
        """Whether foreign words were put into the page."""
        return bool(self.injected)

    @property
    def text(self) -> str:
        """The article text as `domain.pages.Page.text` holds it."""
        return "\n".join(self.lines)

    @property
    def body_start(self) -> int:
        """Offset in `text` after title and lead, in code points."""
        head = self.lines[: 1 if self.lead is None else 2]
        return sum(len(line) + 1 for line in head)

    @property
    def people(self) -> tuple[str, ...]:
        """Every named person of the page, in no particular order."""
        return self.exemplary + self.households + self.officials + self.authors + self.others


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One page of the sample world in one revision.

    `portal` is the key of a `samples.portals.Portal`, `province` the province the page is about under the name valid
    when it was published. `published` and `updated` are aware (+07:00); `published` is None for an undated page.
    A page exists from `revision` on, until it is withdrawn in revision `gone_in`. `quirks` names faults of real
    portals that the page shows: nbsp, nfd, entities, bad_microdata, utc, old_theme, late_date,
    cp1258, us_date, zwsp.
    """

    key: str
    portal: str
    channel: str
    province: str
    published: datetime | None
    updated: datetime | None
    source: str | None
    blocks: tuple[Block, ...]
    expected: Expected
    revision: int = 1
    gone_in: int | None = None
    quirks: frozenset[str] = frozenset()
