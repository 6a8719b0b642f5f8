"""What is wrong with a source, judged from what its runs have seen: `assess` is the whole question."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from crawler.health.baseline import (
    Period,
    Usual,
    chance_of_so_few,
    chance_of_so_many,
    periods_of,
    usual_yield,
)
from crawler.health.causes import cause_of, redirected_to
from crawler.health.words import REACHING, RISING
from crawler.pages.published import VIETNAM
from domain.health import FINDING_LABELS, Entry, Finding, FindingKind, Harvest, Severity

_SURPRISING: Final = 0.01  # chance alone brings it in fewer than one week of a hundred
# A new lowest week comes every quarter by chance; 1.0 told twice as many false falls in simulated years, 0.7 still all
# of those to a quarter.
_BELOW_FEWEST: Final = 0.7
# One week must be lower than any before; several thin weeks together tell a slow fall that no single one shows.
_LOOKING_BACK: Final = ((1, _SURPRISING), (2, 0.002), (4, 0.002))
_SHORT_LIST: Final = 0.9  # of what a list announces, so much must be known
_LIST_DROP: Final = 0.4  # a first page that shows less than this share of its usual links has changed
_SOME_LINKS: Final = 5
_STALE: Final = timedelta(days=21)
_OF_YIELD: Final[tuple[FindingKind, ...]] = ("silent", "falling", "dates", "list_short")
_OF_REACHING: Final[frozenset[FindingKind]] = frozenset(
    {"never_answered", "host_gone", "host_moved", "certificate", "robots", "blocked", "unreachable", "entry_failed"}
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the entry of a source says about itself; `per_week` is what it is expected to yield (0: not said)."""

    name: str
    per_week: int = 0
    max_pages: int = 50


@dataclass(frozen=True, slots=True)
class _Case:
    """One source with its history, oldest first; the last harvest is the run at hand."""

    profile: Profile
    history: Sequence[Harvest]
    periods: Sequence[Period]
    open_since: Mapping[str, date]

    @property
    def now(self) -> Harvest:
        return self.history[-1]

    def before(self, kind: FindingKind) -> Sequence[Harvest]:
        """The earlier harvests a kind is judged by: an illness that lasts must not become the measure of health."""
        began = self.open_since.get(kind)
        return [each for each in self.history[:-1] if began is None or _day(each.at) < began]

    def tell(self, kind: FindingKind, severity: Severity, what: str, todo: str) -> Finding:
        return Finding(self.profile.name, kind, severity, _day(self.now.at), what, todo)


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def assess(
    profile: Profile, history: Sequence[Harvest], open_since: Mapping[str, date] | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a source now, the gravest first; `history` is oldest first and not empty.

    `open_since` tells which kinds of finding are open already, and from which day on.
    A cause hides its symptoms: a source that cannot be reached is not called silent as well.
    """
    case = _Case(profile, history, periods_of(history), open_since or {})
    causes = [finding for rule in _CAUSES for finding in rule(case)]
    symptoms = [] if _is_grave(causes) else [finding for rule in _SYMPTOMS for finding in rule(case)]
    order = list(FINDING_LABELS)
    return tuple(sorted((*causes, *symptoms), key=lambda finding: order.index(finding.kind)))


def _is_grave(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "bad" and finding.kind not in (*_OF_YIELD, "hijack") for finding in findings)


def unsettled(findings: Iterable[Finding], harvest: Harvest) -> frozenset[FindingKind]:
    """Return the kinds this run can neither find nor clear, given what `assess` found in it.

    A portal that is down is not cured of its silence; a run that brought no page says nothing about pages.
    """
    if not harvest.answered:
        return frozenset(FINDING_LABELS) - _OF_REACHING
    kinds = frozenset(_OF_YIELD) if _is_grave(findings) else frozenset[FindingKind]()
    fresh = sum(harvest.states.values()) - harvest.states.get("unchanged", 0)
    return kinds if fresh else kinds | frozenset[FindingKind](("hijack", "errors", "vanished", "layout"))


def expected_now(profile: Profile, history: Sequence[Harvest]) -> tuple[float | None, int | None]:
    """Return (articles expected, articles found) of the newest period; None where history does not tell."""
    periods = periods_of(history)
    if not periods:
        return None, None
    usual = usual_yield(periods[:-1], profile.per_week)
    return (usual.per_week * periods[-1].weeks if usual else None), periods[-1].found


def _reaching(case: _Case) -> Iterator[Finding]:
    """Entry pages are the eyes on a source: all of them blind, or one."""
    entries = case.now.entries
    failed = [(entry, cause) for entry in entries if (cause := cause_of(entry)) is not None]
    if not failed:
        return
    if len(failed) < len(entries):
        named = "; ".join(f"{entry.url}: {_reason(entry)}" for entry, _ in failed[:3])
        more = f" và {len(failed) - 3} trang khác" if len(failed) > 3 else ""
        yield case.tell("entry_failed", "warn", named + more, "sửa hoặc bỏ địa chỉ này trong tệp nguồn nếu đã đổi")
        return
    kind = Counter(cause for _, cause in failed).most_common(1)[0][0]
    entry = next(entry for entry, cause in failed if cause == kind)
    what, todo = REACHING[kind]
    said = what.format(target=redirected_to(entry.note), note=_reason(entry), n=len(failed))
    if any(harvest.answered for harvest in case.history):
        yield case.tell(kind, "bad", said, todo)
    else:
        yield case.tell("never_answered", "bad", f"chưa lần nào đọc được; lần này: {said}", todo)


def _reason(entry: Entry) -> str:
    return (entry.note or "chưa hỏi được")[:160]


def _layout(case: _Case) -> Iterator[Finding]:
    """A first page that suddenly shows a few stray links has a new layout."""
    before: dict[str, list[int]] = {}
    for harvest in case.before("layout"):
        for entry in harvest.entries:
            if entry.links is not None:
                before.setdefault(entry.url, []).append(entry.links)
    for entry in case.now.entries:
        counts = sorted(before.get(entry.url, ()))
        if entry.links is None or len(counts) < 3:
            continue
        usual = counts[len(counts) // 2]
        if usual >= _SOME_LINKS and entry.links < _LIST_DROP * usual:
            what = f"{entry.url}: trang danh mục chỉ còn {entry.links} liên kết bài, thường có {usual}"
            yield case.tell("layout", "bad", what, "xem lại family, list_links, article_pattern của nguồn")
            return


def _rising(case: _Case) -> Iterator[Finding]:
    """Pages that end badly more often than they used to."""
    told: set[FindingKind] = set()
    for kind, states, fewest, smallest, said, todo in RISING:
        count, tried = _share(case.history[-1:], states)
        if kind in told or count < fewest or count < smallest * tried:
            continue
        usual_count, usual_tried = _share(case.before(kind), states)
        # One page in fifty fails everywhere; a source without a past is held to that.
        usual = max(0.02, usual_count / usual_tried if usual_tried else 0.0)
        if chance_of_so_many(count, tried, min(usual, 0.99)) < _SURPRISING:
            told.add(kind)
            what = f"{count}/{tried} trang {said}, thường chỉ {usual:.0%}"
            yield case.tell(kind, "bad" if count > 0.5 * tried else "warn", what, todo)


def _share(history: Sequence[Harvest], states: Sequence[str]) -> tuple[int, int]:
    count = sum(harvest.states.get(state, 0) for harvest in history for state in states)
    return count, sum(sum(harvest.states.values()) for harvest in history)


def _hijack(case: _Case) -> Iterator[Finding]:
    count = case.now.states.get("quarantined", 0)
    words = [(entry.url, entry.foreign) for entry in case.now.entries if entry.foreign]
    told = [f"{count} trang nghi bị chèn quảng cáo cờ bạc, đã để riêng"] if count else []
    told += [f"{url} có liên kết lạ ({', '.join(found[:4])})" for url, found in words[:2]]
    if told:
        severity: Severity = "bad" if words or count >= 3 else "warn"
        todo = "báo đơn vị quản trị cổng, không mở liên kết lạ; xem các trang để riêng trong Nguồn tin"
        yield case.tell("hijack", severity, "; ".join(told), todo)


def _yield(case: _Case) -> Iterator[Finding]:
    """Nothing new although something was due, or far less than in any week before."""
    if not case.periods or not case.now.answered:
        return
    heard = max((at for at, period in enumerate(case.periods) if period.found), default=-1)
    quiet = case.periods[heard + 1 :]
    if quiet:
        yield from _silence(case, case.periods[: heard + 1], quiet)
        return
    for weeks, chance in _LOOKING_BACK:
        thin, usual = case.periods[-weeks:], usual_yield(case.periods[:-weeks], case.profile.per_week)
        if usual and _is_falling(thin, usual, chance):
            yield _fall(case, thin, usual)
            return


def _fall(case: _Case, thin: Sequence[Period], usual: Usual) -> Finding:
    found, expected = sum(period.found for period in thin), usual.per_week * sum(period.weeks for period in thin)
    said = "thường có" if usual.measured else "khai báo là có"
    when = "tuần này" if len(thin) == 1 else f"{len(thin)} tuần qua"
    return Finding(
        case.profile.name,
        "falling",
        "warn",
        _day(thin[-1].end if len(thin) == 1 else thin[0].start),
        f"{when} {found} bài mới, {said} khoảng {expected:.0f}",
        "mở cổng xem có đúng là ít tin không; nếu không, danh mục khai báo có thể đã thiếu",
    )


def _silence(case: _Case, before: Sequence[Period], quiet: Sequence[Period]) -> Iterator[Finding]:
    usual = usual_yield(before, case.profile.per_week)
    if usual is None:
        return
    expected = usual.per_week * sum(period.weeks for period in quiet)
    if chance_of_so_few(0, expected, usual.spread) < _SURPRISING:
        start = _day(quiet[0].start)
        yield Finding(
            case.profile.name,
            "silent",
            "bad",
            start,
            f"không có bài mới từ {start:%d/%m/%Y}, lẽ ra đã có khoảng {expected:.0f} bài",
            "mở cổng xem tin mới nằm ở đâu; danh mục có thể đã chuyển chỗ hoặc cổng ngừng cập nhật",
        )


def _is_falling(thin: Sequence[Period], usual: Usual, chance: float) -> bool:
    found, weeks = sum(period.found for period in thin), sum(period.weeks for period in thin)
    expected = usual.per_week * weeks
    return (
        found <= expected / 2
        and (len(thin) > 1 or found < _BELOW_FEWEST * usual.fewest * weeks)
        and chance_of_so_few(found, expected, usual.spread) < chance
    )


def _dates(case: _Case) -> Iterator[Finding]:
    """New articles come, but their dates are lost, or are all old."""
    if len(case.periods) < 2 or case.periods[-1].saved < 3:
        return
    current, before = case.periods[-1], periods_of(case.before("dates"))
    todo = "xem lại cách đọc ngày của họ giao diện này; bài không có ngày khó xếp vào tuần"
    saved, dated = sum(period.saved for period in before), sum(period.dated for period in before)
    if current.dated == 0 and dated * 2 >= saved > 0:
        yield case.tell("dates", "warn", f"{current.saved} bài mới đều không đọc được ngày đăng", todo)
        return
    newest = case.now.newest
    earlier = next((each for each in reversed(case.before("dates")) if each.at <= current.start), None)
    if newest is None or earlier is None or earlier.newest is None or newest > earlier.newest:
        return
    if (
        newest < (case.now.at - _STALE).date().isoformat()
        and earlier.newest >= (earlier.at - _STALE).date().isoformat()
    ):
        day = "/".join(reversed(newest.split("-")))
        yield case.tell("dates", "warn", f"có bài mới nhưng ngày đăng mới nhất vẫn là {day}", todo)


def _lists(case: _Case) -> Iterator[Finding]:
    """A list that says how long it is, against what was read from it."""
    entries = case.now.entries
    longest = max((entry for entry in entries if entry.announced), key=lambda entry: entry.announced or 0, default=None)
    todo = "xem lại list_links, article_pattern; tăng max_pages nếu danh mục dài"
    if longest and longest.announced and _is_short(case.now.known, longest.announced):
        what = f"{longest.url} báo có {longest.announced} tin, mới biết {case.now.known} bài của nguồn này"
        yield case.tell("list_short", "warn", what, todo)
        return
    for entry in entries:
        if entry.shown and entry.links is not None and _is_short(entry.links, entry.shown, 0.6, 3):
            what = f"{entry.url} báo đang hiện {entry.shown} tin, chỉ nhận ra {entry.links}"
            yield case.tell("list_short", "warn", what, todo)
            return


def _is_short(known: int, announced: int, share: float = _SHORT_LIST, least: int = 5) -> bool:
    return announced - known >= least and known < share * announced


_Rule = Callable[[_Case], Iterator[Finding]]
_CAUSES: Final[tuple[_Rule, ...]] = (_reaching, _layout, _rising, _hijack)
_SYMPTOMS: Final[tuple[_Rule, ...]] = (_yield, _dates, _lists)
