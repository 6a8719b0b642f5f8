"""Pages that are gone without saying so: a "not found" or the home page under status 200 where an article was."""

import hashlib
import re
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from crawler.crawling.outcomes import DAY, Retry, of_failure
from crawler.crawling.reading import Reading
from crawler.records import Link, Outcome, Response, Task
from domain.text import fold

SOFT_GONE: Final = "trang báo không tìm thấy hoặc trang chủ với mã 200 thay cho bài đã lưu"
_REPEATS: Final = 3  # runs that must see it before the article counts as withdrawn
_ALIKE: Final = 0.9  # share of words two "not found" pages have in common; clocks and counters differ
_NOT_TEXT: Final = re.compile(r"<script\b.*?</script>|<style\b.*?</style>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_missing(task: Task, reading: Reading) -> bool:
    """Tell whether a page that was an article now shows something that is none, without an error of its own."""
    kept = task.kind == "article" and bool(task.text_sha256)
    return kept and reading.state in ("not_article", "source_changed")


def is_home(response: Response) -> bool:
    """Tell whether an article's address was redirected to the front page."""
    parts = urlsplit(response.url)
    return bool(response.hops) and parts.path in ("", "/") and not parts.query


def probe_url(task: Task) -> str:
    """Return an address beside the article's that no portal can have; one for each host, so that it is asked once."""
    parts = urlsplit(task.fetch_url)
    suffix = re.search(r"\.\w{2,5}$", parts.path)
    name = hashlib.sha256(parts.netloc.encode()).hexdigest()[:16]
    return f"{parts.scheme}://{parts.netloc}/trang-khong-co-{name}{suffix[0] if suffix else ''}"


def of_missing(task: Task, now: float, retry: Retry, *, is_soft: bool | None, seen_runs: int) -> Outcome | None:
    """The outcome of an article that is missing.

    `is_soft` says whether the host answers so for any page that does not exist (None: not asked yet), `seen_runs` in
    how many earlier runs this article was missing so. None when the page itself must have changed.
    """
    if is_soft is None:
        asked = of_failure(task, "failed", "không còn giống bài viết đã lưu", now, retry)
        due = now + retry.first_seconds  # right after the probe, which is asked before any article
        return replace(asked, next_due=due, done=False, links=(Link(probe_url(task), "probe"),))
    if not is_soft:
        return None
    state = "gone" if seen_runs + 1 >= _REPEATS else "failed"
    return Outcome(state, now + DAY, done=True, note=SOFT_GONE, failed=True)


def is_alike(response: Response, probe: Response) -> bool:
    """Tell whether a page and the answer for a page that cannot exist say the same, or lead to the same place."""
    if response.hops and probe.hops:
        return response.url == probe.url
    one, other = _words(response), _words(probe)
    return bool(one | other) and len(one & other) / len(one | other) >= _ALIKE


def _words(response: Response) -> frozenset[str]:
    text = _NOT_TEXT.sub(" ", response.body[:400_000].decode("utf-8", errors="replace"))
    return frozenset(_WORD.findall(fold(text)))
