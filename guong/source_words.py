"""What checking sources showed, in words for operators and as records for programs."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crawler.checking.checking import EntryCheck, SourceCheck
    from crawler.checking.reasons import Reason
    from guong.source_checks import Ready

ENTRY_KINDS: Final = {"list": "danh mục", "feed": "RSS", "sitemap": "sơ đồ trang"}
_LISTED: Final = 12


def check_lines(check: "SourceCheck") -> Iterator[str]:
    """Yield the lines that tell how one source answered: the verdict, each entry page, the trial."""
    source = check.source
    if check.answered:
        yield f"✓ {source.name} ({source.title}): trả lời, {len(check.articles)} bài, mới nhất {_day(check.newest)}"
    elif check.reason:
        yield f"✗ {source.name} ({source.title}): {check.reason.told}"
        yield f"    Cách xử lý: {check.reason.remedy}"
    for entry in check.entries:
        yield f"    {ENTRY_KINDS.get(entry.kind, entry.kind)} {entry.url}: {_entry(entry)}"
    if check.trial:
        trial = check.trial
        published = trial.published[:10] if trial.published else "không rõ ngày"
        yield f"    Đọc thử: “{trial.title}” ({published}, {trial.length} ký tự) {trial.url}"
    if check.detected and source.family not in ("auto", check.detected):
        yield f"    Họ giao diện khai báo {source.family}, nhận ra {check.detected}: nên sửa family trong tệp nguồn"
    elif check.detected:
        yield f"    Họ giao diện: {check.detected}"


def _entry(entry: "EntryCheck") -> str:
    if entry.reason:
        return entry.reason.told
    return f"{len(entry.articles)} bài, mới nhất {_day(entry.newest)}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "không rõ"


def check_record(check: "SourceCheck") -> dict[str, Any]:
    """Return how one source answered as `--json` prints it."""
    trial = check.trial
    return {
        "name": check.source.name,
        "answered": check.answered,
        "reason": _reason(check.reason),
        "family": check.source.family,
        "detected_family": check.detected or None,
        "articles": len(check.articles),
        "newest": check.newest.isoformat() if check.newest else None,
        "entries": [
            {
                "url": entry.url,
                "kind": entry.kind,
                "reason": _reason(entry.reason),
                "articles": len(entry.articles),
                "newest": entry.newest.isoformat() if entry.newest else None,
            }
            for entry in check.entries
        ],
        "trial": trial
        and {"url": trial.url, "title": trial.title, "published": trial.published, "length": trial.length},
    }


def _reason(reason: "Reason | None") -> dict[str, str] | None:
    return {"code": reason.code, "told": reason.told, "remedy": reason.remedy} if reason else None


def ready_lines(ready: "Ready") -> Iterator[str]:
    """Yield what a crawl says of sources that were not verified when it began; nothing where all were."""
    if ready.newly:
        yield f"Nguồn mới xác minh và thu thập ngay: {', '.join(ready.newly)}"
    for check in ready.silent:
        if check.reason:
            told, remedy = check.reason.told, check.reason.remedy
            yield f"Cần xem: {check.source.name}: chưa xác minh được nên chưa thu thập ({told}); {remedy}"
    if ready.resting:
        names = ", ".join(ready.resting[:_LISTED]) + (", ..." if len(ready.resting) > _LISTED else "")
        yield (
            f"{len(ready.resting)} nguồn chưa xác minh, đã hỏi trong tuần mà chưa trả lời nên chưa thu thập: {names};"
            " chạy `guong sources check` để hỏi lại ngay"
        )
