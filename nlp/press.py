"""Newspapers, agencies and news sites that a page names as the source of its text or pictures."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from domain.text import place_tones
from nlp.place_grammar import UPPER
from nlp.wordlists import load_lines

# Before a source: "Theo Tuổi Trẻ", "Ảnh: AP", "PV Thanh Niên", "trao đổi với Lao Động", "trên VTV3".
_BEFORE: Final = re.compile(
    r"(?<!\w)(?:(?:nguồn|nguồn tin|ảnh|video|clip|đồ họa) ?: ?|(?:theo|như|pv|p\.v|phóng viên|hãng tin) "
    r"|(?P<weak>(?:chia sẻ|trao đổi|nói|trả lời) với |với pv |trên |tờ |trang |kênh ))[\"(]?(?=[^\W\d_])"
)
# "Như Tuổi Trẻ đã thông tin"
_TELLS: Final = re.compile(
    r" (?:(?:đã|vừa|từng|nhiều lần|cũng) ){0,3}(?:đưa tin|thông tin|phản ánh|dẫn lời|có bài|ghi nhận|loan tin)(?!\w)"
)
# What closes a story or a caption: "Minh An/VOV", "(Theo Dân trí)", "Bích Lan - Nghệ An Online".
_SIGNED: Final = re.compile(r"(?:[/|]|[^\W\d_] ?- |\(|^) ?(?:theo |nguồn:? |ảnh:? )?$", re.IGNORECASE | re.MULTILINE)
_WORDS: Final = re.compile(r"[^\s,;:()/\"]+(?: [^\s,;:()/\"]+){0,4}")
_SITE: Final = re.compile(r"[a-z][\w-]{1,30}(?:\.[\w-]{2,20}){0,2}\.(?:vn|com|net|org|info)(?![\w/@-])")
_ONLINE: Final = re.compile(rf"(?:[{UPPER}]\w* ){{1,3}}[Oo]nline(?!\w)")
_ALSO: Final = re.compile(r"(?:, | và )(?=[^\W\d_])")
_BREAKS: Final = ',;:()/"\n|'
_LONGEST: Final = 40
_SITE_ENDS: Final = ("online", ".vn", ".com", ".net", ".org", ".info")


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """Return the first and the last words of the names: most words are neither, and need no longer look."""
    split = [name.split(" ") for name in press_names()]
    return frozenset(words[0] for words in split), frozenset(words[-1] for words in split)


@cache
def press_names() -> frozenset[str]:
    """Return the names of papers and agencies in small letters, tones placed the old way."""
    return frozenset(place_tones(name) for name in load_lines("press_names"))


def find_press(text: str, lower: str) -> list[tuple[int, int]]:
    """Return start and end of the papers, agencies and sites named as sources in `text` (unified), in text order.

    `lower` is the text in small letters with tones placed the old way.
    """
    found: dict[int, int] = {}
    for slot in _BEFORE.finditer(lower):
        at: int | None = slot.end()
        while at is not None:
            end = press_end(text, lower, at)
            if end is None or not _is_whole(text, at, end, weak=slot["weak"] is not None):
                break
            found[at] = end
            also = _ALSO.match(text, end)
            at = also.end() if also else None
    for tells in _TELLS.finditer(lower):
        found.update(_names_until(text, lower, tells.start()))
    for stop in _line_ends(text):
        for start, end in _names_until(text, lower, stop):
            if start not in found and _SIGNED.search(text[max(0, start - 12) : start]):
                found[start] = end
    return sorted(found.items())


def _line_ends(text: str) -> Iterator[int]:
    """Yield where each line ends but for brackets, stars, stops and blanks."""
    at = 0
    for line in text.split("\n"):
        if stripped := line.rstrip(")]*. "):
            yield at + len(stripped)
        at += len(line) + 1


def press_end(text: str, lower: str, at: int) -> int | None:
    """Return where the paper or site that begins at `at` ends, or None where none begins."""
    run = _WORDS.match(lower, at)
    if run is None:
        return None
    other = (_SITE.match(lower, at) if "." in run[0] else None) or (
        _ONLINE.match(text, at) if "online" in run[0] else None
    )
    if other:
        return other.end()
    if run[0].split(" ", 1)[0].rstrip(".!?*") not in _edges()[0]:
        return None
    end = run.end()
    while end > at:
        stop = at + len(text[at:end].rstrip(".!?*"))
        if lower[at:stop] in press_names() and text[at].isupper():
            return stop
        end = text.rfind(" ", at, end)
    return None


def _is_whole(text: str, start: int, end: int, *, weak: bool) -> bool:
    """Whether the name ends here; "Xây dựng" needs a sign behind it and a clear word before."""
    after = text[end : end + 2]
    if after.lstrip(" ")[:1].isupper():
        return False
    has_small = any(word[0].islower() for word in text[start:end].split())
    return not has_small or not (weak or after.strip(" ")[:1].isalpha())


def _names_until(text: str, lower: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield the paper or site that ends right before `end`, the longest reading."""
    last = lower[lower.rfind(" ", max(0, end - _LONGEST), end) + 1 : end].lstrip('(/"')
    last = last.rpartition("/")[2]
    if last not in _edges()[1] and not last.endswith(_SITE_ENDS):
        return
    first = max(max(text.rfind(sign, max(0, end - _LONGEST), end) for sign in _BREAKS) + 1, end - _LONGEST, 0)
    starts = [at for at in range(first, end) if text[at] != " " and (at == 0 or not text[at - 1].isalnum())]
    for at in starts:
        if press_end(text, lower, at) == end:
            yield at, end
            return
