"""The text of a file with its pages, and the one error of files that have none for us."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.errors import UnreadableInput
from domain.text import normalise

MAX_CHARACTERS: Final = 2_000_000
MAX_UNPACKED: Final = 100 * 2**20  # a zip file of a few kB can unpack to gigabytes
REMEDY: Final = "mở bằng phần mềm văn phòng, lưu thành PDF có lớp chữ hoặc .txt rồi thử lại"


@dataclass(frozen=True, slots=True)
class FileText:
    """What was read of one file: `text` in NFC, a paragraph or printed line a line.

    `page_starts` holds the offset in `text` of every page, () for a file without pages. `state` is one of
    `domain.pages.ATTACHMENT_STATES`; `notes` say in Vietnamese which pages were recognised, left out or unread.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    state: str = "read"
    notes: tuple[str, ...] = field(default=())


class UnreadableFile(UnreadableInput):
    """A file that gives no text; `state` is the attachment state that says why."""

    def __init__(self, state: str, what: str, *, remedy: str = REMEDY) -> None:
        self.state = state
        super().__init__(what, remedy=remedy)


def join_pages(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """Return the lines of all pages as one NFC text, and the offset where each page begins.

    A page without lines begins where the next one does.
    """
    lines: list[str] = []
    starts: list[int] = []
    at = 0
    for page in pages:
        starts.append(at)
        for line in map(normalise, page):
            lines.append(line)
            at += len(line) + 1
    return "\n".join(lines), tuple(starts)


def number_ranges(numbers: Sequence[int]) -> str:
    """Write ascending page numbers the short way: [1, 2, 3, 7] -> "1–3, 7"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
