"""Pages of long lists: bounded, and forgiving about what an address says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

PAGE_SIZE: Final = 25
LAST_PAGE: Final = 400


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `number` counts from 1. `total` is None where counting would cost too much."""

    number: int
    items: tuple[Any, ...]
    total: int | None
    has_next: bool

    @property
    def before(self) -> int | None:
        """Return the number of the page before; None for the first, so that addresses stay short."""
        return self.number - 1 if self.number > 2 else None

    @property
    def after(self) -> int:
        """Return the number of the next page."""
        return self.number + 1

    @property
    def first(self) -> int:
        """Return the place of the first item in the whole list, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """Return the place of the last item in the whole list."""
        return self.first + len(self.items) - 1


def page_number(text: str | None) -> int:
    """Return the page an address asks for, 1 when it makes no sense."""
    try:
        number = int(text or "1")
    except ValueError:
        return 1
    return min(max(number, 1), LAST_PAGE)


def offset_of(number: int) -> int:
    """Return how many items come before the page."""
    return (number - 1) * PAGE_SIZE


def make_page(number: int, found: Sequence[Any], total: int | None = None) -> Page:
    """Return a page of `found`, which may hold one item more than fits to tell that others follow."""
    items = tuple(found[:PAGE_SIZE])
    more = len(found) > PAGE_SIZE if total is None else offset_of(number) + len(items) < total
    return Page(number, items, total, more and number < LAST_PAGE)
