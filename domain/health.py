"""The health of sources: what each run saw of a source, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

FindingKind = Literal[
    "never_answered", "host_gone", "host_moved", "certificate", "robots", "blocked", "unreachable", "layout", "hijack",
    "errors", "vanished", "silent", "falling", "dates", "list_short", "entry_failed", "network", "lull",
]  # fmt: skip
Severity = Literal["bad", "warn"]

# What each kind of finding is called, the gravest first: this is also the order of the digest.
FINDING_LABELS: Final[Mapping[FindingKind, str]] = {
    "network": "nhiều nguồn cùng không truy cập được",
    "hijack": "nghi bị chèn nội dung lạ",
    "host_moved": "đã chuyển sang địa chỉ khác",
    "host_gone": "không tìm thấy tên miền",
    "certificate": "chứng chỉ có vấn đề",
    "robots": "robots.txt không còn cho phép",
    "blocked": "bị chặn",
    "unreachable": "không truy cập được",
    "never_answered": "chưa từng trả lời",
    "layout": "giao diện đã đổi",
    "errors": "lỗi tăng",
    "vanished": "nhiều bài bị gỡ",
    "silent": "im lặng",
    "falling": "ít tin hẳn đi",
    "lull": "nhiều nguồn cùng ít tin",
    "dates": "ngày đăng dừng lại",
    "list_short": "danh mục đọc thiếu",
    "entry_failed": "một trang danh mục hỏng",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """How one entry page (list, feed, map) of a source ended, by page state.

    `links` counts the articles its first page leads to, `announced` is the total it prints ("Tổng số 120 tin"),
    `shown` how many it says it shows ("Hiển thị 1 - 20"); None where not read or not said. `foreign` are betting
    words on links that lead away.
    """

    url: str
    state: str
    note: str = ""
    links: int | None = None
    announced: int | None = None
    shown: int | None = None
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one run saw of one source in the time from `since` (None: the first look) to `at`.

    `found` are article addresses not known before, `saved` new articles in the registry, `dated` those of them with a
    date, `newest` the latest ISO day printed on any article so far, `known` all article addresses. `states` counts
    the addresses tried in that time by how they ended.
    """

    source: str
    at: datetime
    since: datetime | None
    found: int
    saved: int
    dated: int
    newest: str | None
    known: int
    states: Mapping[str, int]
    entries: tuple[Entry, ...]

    @property
    def answered(self) -> bool:
        """Tell whether at least one entry page could be read."""
        return any(entry.state in ("fetched", "unchanged") for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a source ("" for all of them): since when, in words, and what to do about it."""

    source: str
    kind: FindingKind
    severity: Severity
    since: date
    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers nobody has seen between numbers that were: 18/KH-UBND, 20/KH-UBND: 19.

    `series` names issuer, type and year or term in words; `before` and `after` are the symbols on both sides.
    """

    series: str
    before: str
    after: str
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The health of one week in words, one item a line; `new` come first, `standing` are only named again."""

    week: str
    new: tuple[str, ...] = ()
    recovered: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    sources: int = 0
    notes: tuple[str, ...] = field(default=())

    def lines(self) -> tuple[str, ...]:
        """Return the digest as lines to print."""
        parts = (
            ("Mới", self.new), ("Đã hồi phục", self.recovered), ("Vẫn còn", self.standing), ("Số văn bản", self.gaps),
            ("Ghi chú", self.notes),
        )  # fmt: skip
        told = [f"{head}: {line}" for head, items in parts for line in items]
        if not (self.new or self.standing or self.recovered):
            told.insert(0, f"cả {self.sources} nguồn đều bình thường")
        return tuple(told)
