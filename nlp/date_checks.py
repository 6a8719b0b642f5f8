"""What a printed date says against itself: the day of the week is a checksum."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from domain.extraction import DateMention
from nlp.date_frames import WEEKDAY, weekday_of
from nlp.document import Document
from nlp.lowering import lowered

_NAMES: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
# "kỳ họp thứ năm, ngày 12/3" counts sessions.
_COUNTED: Final = r"(?<!họp )(?<!lần )(?<!hạng )(?<!hàng )(?<!khóa )"
_INSIDE: Final = re.compile(rf"(?<!\w){_COUNTED}{WEEKDAY}")
_BEFORE: Final = re.compile(rf"(?<!\w){_COUNTED}{WEEKDAY}\s?[,(-]?\s?(?:ngày\s)?$")
_REACH: Final = 24
_MOST: Final = 5  # one careless page need not fill the list of warnings


def check_weekdays(document: Document, dates: Iterable[DateMention]) -> list[str]:
    """Return one Vietnamese line for each day whose printed weekday is another than the calendar's.

    The value stays as printed: whether the day or the weekday is the slip, only a person can tell.
    """
    text = lowered(document)
    found: list[str] = []
    for mention in dates:
        day = _day(mention)
        if day is None:
            continue
        match = _INSIDE.search(text, mention.start, mention.end) or _BEFORE.search(
            text, max(0, mention.start - _REACH), mention.start
        )
        printed = weekday_of(match) if match else None
        if printed is not None and printed != day.weekday():
            found.append(
                f"ngày “{mention.surface}” ghi {_NAMES[printed]} nhưng {day:%d/%m/%Y} là {_NAMES[day.weekday()]}"
            )
    return found[:_MOST]


def _day(mention: DateMention) -> date | None:
    """Return the one day a mention means; ranges and months have none."""
    try:
        return date.fromisoformat((mention.value or "")[:10]) if "/" not in (mention.value or "") else None
    except ValueError:
        return None
