"""Files a person hands over: HTML, plain text, PDF or DOCX, each as the page the reader receives."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from crawler.articles.article import page_of, read_any_html
from crawler.attachments.file_kinds import DOCX, PDF, sniff
from crawler.attachments.texts import read_file_text
from crawler.attachments.tools import Tools
from crawler.pages.charset import decode_text
from crawler.pages.old_encodings import mend_text
from crawler.pages.published import read_published
from domain.errors import UnreadableInput
from domain.pages import Page
from domain.text import fold, normalise

MAX_BYTES: Final = 20 * 2**20
_HTML_NAMES: Final = (".html", ".htm", ".xhtml", ".aspx")
_TITLE_END: Final = (".", ",", ";", ":")
_MAX_TITLE: Final = 200
_FAMILIES: Final = {PDF: "pdf", DOCX: "docx"}
_BINARY: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}


def read_file(
    content: Path | bytes,
    name: str,
    url: str | None = None,
    published: date | str | None = None,
    tools: Tools | None = None,
) -> Page:
    """Read one file as a page; `name` stands in messages and tells HTML from plain text.

    Plain text keeps every character of the file (in NFC), save that an old encoding is converted, which is warned of;
    HTML becomes the article without furniture. A given
    `published` replaces what the page says. `tools` are the programs to use, those of this machine when None.
    Raises UnreadableInput; UnreadableFile tells what a file of an office program needs.
    """
    raw = _bytes(content, name)
    page = replace(_read(raw, name, url, tools), source=name, url=url)
    if published is not None:
        page = replace(page, published=published if isinstance(published, str) else published.isoformat())
    return page


def _bytes(content: Path | bytes, name: str) -> bytes:
    if isinstance(content, Path):
        try:
            size = content.stat().st_size
            raw = content.read_bytes() if size <= MAX_BYTES else b""
        except OSError as error:
            raise UnreadableInput(
                f"{name}: không mở được ({error.strerror})", remedy="kiểm tra đường dẫn và quyền đọc"
            ) from error
    else:
        size, raw = len(content), content
    if size > MAX_BYTES:
        raise UnreadableInput(f"{name}: lớn hơn 20 MiB ({size} byte)", remedy="tách tệp thành từng bài rồi thử lại")
    if not raw.strip():
        raise UnreadableInput(f"{name}: tệp rỗng", remedy="tải lại tệp này")
    return raw


def _read(raw: bytes, name: str, url: str | None, tools: Tools | None) -> Page:
    kind = sniff(raw)
    if kind and kind != "text/html":
        return _of_office(raw, name, kind, tools)
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) and _looks_binary(raw):
        raise UnreadableInput(
            f"{name}: tệp nhị phân, không phải văn bản", remedy="dùng .html, .htm, .txt, .pdf hoặc .docx"
        )
    lower = name.lower()
    if lower.endswith(".txt"):
        return _of_text(raw, name)
    if lower.endswith(_HTML_NAMES) or kind == "text/html" or _opens_like_html(raw):
        return read_any_html(raw, name, url)
    return _of_text(raw, name)


def _opens_like_html(raw: bytes) -> bool:
    return raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<head", b"<body"))


def _looks_binary(raw: bytes) -> bool:
    head = raw[:8192]
    zeros = head.count(0)
    if zeros * 4 > len(head) and zeros * 4 < len(head) * 3 and b"<" in head:
        return False  # UTF-16 without a mark
    return zeros > 0 or sum(byte in _BINARY for byte in head) * 100 > len(head)


def _of_text(raw: bytes, name: str) -> Page:
    decoded = decode_text(raw, name=name)
    text, mended = mend_text(normalise(decoded.text), name)
    title = _title_of(text)
    return Page(
        source=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        text=text,
        title=title,
        published=_published_of(text),
        body_start=text.index("\n", text.index(title)) + 1 if title else 0,
        family="text",
        warnings=decoded.warnings + mended,
    )


def _title_of(text: str) -> str | None:
    """The first line is a title when it is short, does not end like a sentence, and more follows."""
    first, _, rest = text.lstrip().partition("\n")
    line = first.strip()
    if not rest.strip() or not 8 <= len(line) <= _MAX_TITLE or line.endswith(_TITLE_END):
        return None
    return line if any(character.isalpha() for character in line) else None


def _published_of(text: str) -> str | None:
    """A line near the top that is nothing but a date line ("Thứ sáu - 03/04/2026 08:42", "Đăng ngày 3/4/2026")."""
    for line in text.strip().split("\n")[:6]:
        words = fold(line).split()
        if 0 < len(words) <= 10 and (words[0] in ("thu", "dang", "cap", "chu") or line.strip()[0].isdigit()):
            found = read_published(line)
            if found:
                return found
    return None


def _of_office(raw: bytes, name: str, kind: str, tools: Tools | None) -> Page:
    found = read_file_text(raw, name, tools)
    title = _title_of(found.text)
    lines = tuple(found.text.split("\n"))
    page = page_of(title or "", lines, hashlib.sha256(raw).hexdigest(), name)
    return replace(page, family=_FAMILIES.get(kind, "office"), warnings=(*page.warnings, *found.notes))
