"""The day of an article where its family does not look for it: in a line that says what day it is."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.pages.published import read_published
from domain.text import fold

# Cập nhật: 08:42, 03/04/2026; Ngày đăng: 3-4-2026; Đăng lúc 08h42 ngày 3/4/2026
_LABEL: Final = re.compile(
    r"[\W_]*(?:ngay (?:dang(?: tin| bai)?|cap nhat|xuat ban|viet)|(?:tin |bai )?(?:cap nhat|dang|xuat ban)(?: tai)?)"
    r"\s*:?\s*(?:(?:vao|luc|ngay|thu \w+|chu nhat)\s*[,:]?\s*)*(?=\d)"
)
_LONGEST: Final = 80


def labelled_day(lines: Iterable[str]) -> str | None:
    """Return the day or time that a short line of a page calls that of its article; None where several differ."""
    found = set()
    for line in lines:
        label = _LABEL.match(fold(line)) if len(line) <= _LONGEST else None
        if label and (day := read_published(line[label.end() :])):
            found.add(day)
    return found.pop() if len(found) == 1 else None
