"""Which of the days on a page of no family is that of its article: portals print today's beside their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bs4.element import Tag

from crawler.pages.markup import attribute, text_of
from crawler.pages.published import read_published
from crawler.pages.selecting import iterate

_MOST: Final = 50  # a list prints a day beside each title
_BARE: Final = 50  # "Thứ sáu, ngày 3 tháng 4 năm 2026 - 08:42 (GMT+7)"


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day in an element that is called so: as printed, as ISO, and whether the markup gives it for machines."""

    printed: str
    day: str
    is_marked: bool


def find_days(page: Tag, css: str) -> tuple[PrintedDay, ...]:
    """Return the days in the elements `css` selects, in page order."""
    found = []
    for element in islice(iterate(page, css), _MOST):
        marked = attribute(element, "datetime") or attribute(element, "content")
        printed = text_of(element)
        if day := read_published(marked or printed):
            found.append(PrintedDay(printed, day, bool(marked)))
    return tuple(found)


def day_among(days: Sequence[PrintedDay], lines: Sequence[str]) -> str | None:
    """Return the first day that these lines print: one of `days`, or a line that is little else but a day."""
    for line in lines:
        for one in days:
            if one.printed and (one.printed in line or (line in one.printed and read_published(line))):
                return one.day
        if len(line) <= _BARE and (day := read_published(line)):
            return day
    return None
