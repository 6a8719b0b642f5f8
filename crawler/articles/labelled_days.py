"""The day of an article where its family does not look for it: in a line that says what day it is."""

import re
from typing import Final

from bs4.element import Tag

from crawler.pages.markup import lines_of
from crawler.pages.published import read_published
from domain.text import fold

# Cập nhật: 08:42, 03/04/2026; Ngày đăng: 3-4-2026; Đăng lúc 08h42 ngày 3/4/2026
_LABEL: Final = re.compile(
    r"[\W_]*(?:ngay (?:dang(?: tin| bai)?|cap nhat|xuat ban|viet)|(?:tin |bai )?(?:cap nhat|dang|xuat ban)(?: tai)?)"
    r"\s*:?\s*(?:(?:vao|luc|ngay|thu \w+|chu nhat)\s*[,:]?\s*)*(?=\d)"
)
_LONGEST: Final = 80


def labelled_day(page: Tag) -> str | None:
    """Return the day or time that a short line of the page calls that of the article; None where several differ."""
    found = set()
    for line in lines_of(page):
        label = _LABEL.match(fold(line)) if len(line) <= _LONGEST else None
        if label and (day := read_published(line[label.end() :])):
            found.add(day)
    return found.pop() if len(found) == 1 else None
