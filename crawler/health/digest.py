"""One digest a week: what is new first, what stands only named again, what recovered said once, no floods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.health import FINDING_LABELS, Digest, Finding, FindingKind, Gap

_MOST_LINES: Final = 20
_MOST_GAPS: Final = 8
_MANY: Final = 5  # sources at least before a common cause is looked for
# When most sources show one of these in the same run, the cause is ours or the calendar's, not theirs.
_COMMON: Final[tuple[tuple[FindingKind, frozenset[str], str, str], ...]] = (
    (
        "network",
        frozenset({"host_gone", "unreachable", "never_answered", "certificate"}),
        "{n}/{all} nguồn cùng không truy cập được trong lượt này",
        "kiểm tra mạng, máy chủ tên miền, proxy và chứng chỉ của chính máy này rồi chạy lại",
    ),
    (
        "lull",
        frozenset({"silent", "falling"}),
        "{n}/{all} nguồn cùng ít tin",
        "nghỉ lễ, Tết là lẽ thường; nếu không phải dịp nghỉ, kiểm tra lượt chạy gần nhất",
    ),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings of one run; `held` are (source, kind) pairs a common cause speaks for: neither new nor gone."""

    findings: tuple[Finding, ...]
    held: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class News:
    """What changed since the last digest: findings not told yet, those told and still open, those told and gone."""

    new: tuple[Finding, ...]
    standing: tuple[Finding, ...]
    recovered: tuple[Finding, ...]
    passing: int = 0


def find_common_cause(findings: Sequence[Finding], sources: int, today: date) -> Judged:
    """Replace what most of the `sources` show at once by one finding."""
    kept, held = list(findings), set[tuple[str, str]]()
    for kind, kinds, what, todo in _COMMON:
        hit = {finding.source for finding in kept if finding.kind in kinds}
        # When nothing at all answers, even two sources are enough to doubt our own line.
        alone = kind == "network" and len(hit) == sources >= 2
        if not alone and (len(hit) < _MANY or 2 * len(hit) <= sources):
            continue
        held |= {(finding.source, finding.kind) for finding in kept if finding.kind in kinds}
        kept = [finding for finding in kept if finding.kind not in kinds]
        kept.append(Finding("", kind, "bad", today, what.format(n=len(hit), all=sources), todo))
    return Judged(tuple(kept), frozenset(held))


def compose(week: str, news: News, titles: Mapping[str, str], gaps: Sequence[Gap], sources: int) -> Digest:
    """Write the digest; `titles` are the printed names of sources."""
    notes = []
    if news.passing:
        notes.append(f"{news.passing} trục trặc ngắn đã tự hết giữa hai bản tin")
    return Digest(
        week=week,
        new=_bounded([_full(finding, titles) for finding in _sorted(news.new)], "phát hiện"),
        recovered=_bounded([_recovery(finding, titles) for finding in _sorted(news.recovered)], "nguồn hồi phục"),
        standing=_standing(news.standing, titles),
        gaps=_bounded([gap_line(gap) for gap in gaps], "dãy số", _MOST_GAPS),
        sources=sources,
        notes=tuple(notes),
    )


def gap_line(gap: Gap) -> str:
    """Write a gap in words: thấy 18/KH-UBND, 20/KH-UBND: chưa thấy số 19."""
    missing = ", ".join(str(number) for number in gap.missing)
    return f"{gap.series}: thấy {gap.before}, {gap.after}: chưa thấy số {missing}"


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    order = list(FINDING_LABELS)
    return sorted(findings, key=lambda finding: (finding.severity != "bad", order.index(finding.kind), finding.source))


def _name(finding: Finding, titles: Mapping[str, str]) -> str:
    return f"{titles.get(finding.source, finding.source)} ({finding.source})" if finding.source else "Toàn bộ"


def _full(finding: Finding, titles: Mapping[str, str]) -> str:
    label = FINDING_LABELS[finding.kind]
    return f"{_name(finding, titles)}: {label}: {finding.what}. Việc cần làm: {finding.todo}"


def _recovery(finding: Finding, titles: Mapping[str, str]) -> str:
    ended = "không thấy thêm trang bị chèn" if finding.kind == "hijack" else "đã hết"
    return f"{_name(finding, titles)}: {FINDING_LABELS[finding.kind]} (từ {finding.since:%d/%m/%Y}): {ended}"


def _standing(findings: Sequence[Finding], titles: Mapping[str, str]) -> tuple[str, ...]:
    """One line for each kind: who still has it, since when."""
    lines = []
    for kind, label in FINDING_LABELS.items():
        those = sorted((each for each in findings if each.kind == kind), key=lambda each: (each.since, each.source))
        if those:
            named = [f"{each.source or 'toàn bộ'} từ {each.since:%d/%m/%Y}" for each in those[:_MOST_LINES]]
            more = f" và {len(those) - _MOST_LINES} nguồn khác" if len(those) > _MOST_LINES else ""
            lines.append(f"{label}: {', '.join(named)}{more}")
    return tuple(lines)


def _bounded(lines: Sequence[str], what: str, most: int = _MOST_LINES) -> tuple[str, ...]:
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], f"và {len(lines) - most} {what} khác: xem `guong sources status`")
