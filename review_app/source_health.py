"""The sources as their page shows them: how each does, what is wrong in words, the gravest first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.health import FINDING_LABELS, Finding
from domain.pages import PAGE_STATES
from domain.text import fold
from registry.health import FindingRow, HarvestRow, last_answers, list_findings, load_histories
from registry.overview import SourceFigures, load_source_figures
from registry.sources import SourceRow, list_sources
from registry.store import Store
from registry.units import unit_names
from review_app.sparks import Spark, draw

# How a source does, the order of the table.
CONDITIONS: Final = {"bad": "cần xử lý", "warn": "cần để ý", "none": "chưa đọc", "good": "bình thường"}
# Ends that leave a page unread although it may hold news.
TROUBLE: Final = ("source_changed", "refused_by_robots", "blocked", "forbidden_address", "too_big", "failed", "unreadable", "quarantined")  # fmt: skip  # noqa: E501
_NEVER: Final = SourceFigures({}, 0, None)


@dataclass(frozen=True, slots=True)
class Ailment:
    """One open finding in words."""

    label: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the table; `found` and `expected` are of the current week, None before there is a history."""

    source: SourceRow
    unit: str
    condition: str
    ailments: tuple[Ailment, ...]
    figures: SourceFigures
    pages: int
    trouble: tuple[tuple[str, str, int], ...]
    answered_at: datetime | None
    found: int | None
    expected: int | None
    spark: Spark | None

    @property
    def condition_label(self) -> str:
        """What the condition is called."""
        return CONDITIONS[self.condition]

    def matches(self, words: Sequence[str]) -> bool:
        """Tell whether every folded word stands in name, key, unit, address or findings."""
        said = " ".join(each.label for each in self.ailments)
        text = fold(f"{self.source.name} {self.source.key} {self.unit} {self.source.url} {said}")
        return all(word in text for word in words)


def load_lines(store: Store) -> list[SourceLine]:
    """Return every source, those in need of a person first, then by name."""
    figures = load_source_figures(store)
    histories = load_histories(store)
    answers = last_answers(store)
    ailing: dict[str, list[FindingRow]] = {}
    for row in list_findings(store):
        ailing.setdefault(row.finding.source, []).append(row)
    known = list_sources(store)
    strangers = [SourceRow(key, key, None) for key in sorted(figures.keys() - {source.key for source in known})]
    names = unit_names(store)
    lines = [
        _line(
            source,
            names.get(source.unit_key or "", ""),
            (ailing.get(source.key, []), histories.get(source.key, []), answers.get(source.key)),
            figures.get(source.key, _NEVER),
        )
        for source in (*known, *strangers)
    ]
    order = list(CONDITIONS)
    return sorted(lines, key=lambda line: (order.index(line.condition), fold(line.source.name), line.source.key))


def common_ailments(store: Store) -> tuple[Ailment, ...]:
    """Return what is wrong with most sources at once."""
    return tuple(_ailment(row) for row in list_findings(store, source=""))


def count_conditions(lines: Sequence[SourceLine]) -> Mapping[str, int]:
    """Return the number of sources in each condition."""
    counts = Counter(line.condition for line in lines)
    return {code: counts[code] for code in CONDITIONS}


def _line(
    source: SourceRow,
    unit: str,
    seen: tuple[Sequence[FindingRow], Sequence[HarvestRow], datetime | None],
    figures: SourceFigures,
) -> SourceLine:
    findings, history, answered_at = seen
    last = history[-1] if history else None
    expected = last.expected if last else None
    return SourceLine(
        source=source,
        unit=unit,
        condition=_condition(findings, figures, last),
        ailments=tuple(_ailment(row) for row in findings),
        figures=figures,
        pages=sum(figures.counts.values()),
        trouble=tuple(
            (state, PAGE_STATES[state], figures.counts[state]) for state in TROUBLE if figures.counts.get(state)
        ),
        answered_at=answered_at,
        found=last.week_found if last else None,
        expected=None if expected is None else round(expected),
        spark=draw(weekly_counts(history), expected),
    )


def weekly_counts(history: Sequence[HarvestRow]) -> list[int]:
    """Return what was found in the week up to each run; the first look, a source's whole past, is no week."""
    return [row.week_found for row in history if row.week_found is not None]


def _condition(findings: Sequence[FindingRow], figures: SourceFigures, last: HarvestRow | None) -> str:
    if any(row.finding.severity == "bad" for row in findings):
        return "bad"
    if findings:
        return "warn"
    return "good" if last or figures.last_at else "none"


def _ailment(row: FindingRow) -> Ailment:
    return Ailment(FINDING_LABELS[row.finding.kind], row.finding)
