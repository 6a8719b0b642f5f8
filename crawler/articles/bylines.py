"""The author of an article, from a by-line."""

import re
from typing import Final

from crawler.pages.accounts import without_accounts
from domain.text import fold

# Tác giả: Minh Hòa; Bài, ảnh: Lan Anh; Tin và ảnh: K'Sor Nam; Bài: A; ảnh: B
_LABEL: Final = re.compile(
    r"^\s*(?:tac gia|bai va anh|tin va anh|bai, anh|tin, anh|bai - anh|tin - anh|bai/anh|tin bai|bai|tin"
    r"|nguoi viet|thuc hien|ban doc|pv|ctv)\s*[:.]?\s*(?:,\s*anh\s*:)?\s*"
)
# With their marks: "Ánh Tuyết" and "Anh Tú" are authors, "Ảnh" credits a picture.
_NOT_AUTHOR: Final = re.compile(r"^\s*(?:nguồn(?: tin)?|theo|ảnh)\b", re.IGNORECASE)


def author_of_label(text: str) -> str | None:
    """Return the name after "Tác giả:" and its like; None for another label ("Nguồn tin:") or no label."""
    folded = fold(text)
    label = _LABEL.match(folded)
    if label is None or ":" not in text[: label.end()]:
        return None
    return _trimmed(text[label.end() :]) or None


def author_of_last_line(line: str) -> str | None:
    """Return the author when the last line of a body is a signature: a label with a name, or a bare name."""
    if len(line) > 80:
        return None
    if labelled := author_of_label(line):
        return labelled
    return _trimmed(line) if looks_like_signature(line) else None


def author_of_own_element(text: str) -> str | None:
    """Return the author from an element that holds nothing else: "Lê Na", "Văn phòng Sở", "Tác giả: Lê Na"."""
    if labelled := author_of_label(text):
        return labelled
    plain = without_accounts(_trimmed(text))
    return plain if plain and len(plain) <= 80 and not _NOT_AUTHOR.match(text) and ":" not in plain else None


def looks_like_signature(line: str) -> bool:
    """Tell whether a line is nothing but one to six words in capitals ("Minh Hòa", "H'Yim Kđoh")."""
    words = [word for word in re.split(r"[\s,&/-]+", line.strip(" ./()")) if word]
    if not 1 <= len(words) <= 6 or _NOT_AUTHOR.match(line) or line.rstrip().endswith((":", "!", "?")):
        return False
    return all(
        word[0].isupper() and word.replace("'", "").replace("’", "").replace(".", "").isalpha() for word in words
    )


def _trimmed(text: str) -> str:
    return re.split(r";\s*(?=[Ảả]nh\s*:)", text)[0].strip(" .;,()")
