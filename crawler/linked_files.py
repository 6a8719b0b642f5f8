"""The files an article offers: which links lead to them and what they are called."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from bs4.element import Tag

from crawler.markup import attribute, clean_line, text_of
from crawler.urls import join_url
from domain.pages import Attachment

_FILE: Final = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.IGNORECASE)
_LABEL: Final = re.compile(r"^(?:Tập tin|Tệp tin|Tệp|File)\s*:\s*")


def find_attachments(soup: Tag, body: Tag | None, css: str, url: str) -> tuple[Attachment, ...]:
    """Files offered beside the article, and links in its body that lead to files; each address once."""
    found: dict[str, Attachment] = {}
    beside = soup.select(css) if css else []
    inside = body.select("a[href]") if body is not None else []
    offered = [(link, True) for link in beside] + [(link, False) for link in inside]
    for link, is_offered in offered:
        target = _target(link, url)
        if target is None or target in found or not (is_offered or _is_file(link, target)):
            continue
        found[target] = Attachment(url=target, name=_file_name(link, target))
    return tuple(found.values())


def _target(link: Tag, url: str) -> str | None:
    href = attribute(link, "href").strip()
    return None if not href or href.startswith("#") else join_url(url, href)


def _is_file(link: Tag, target: str) -> bool:
    path = urlsplit(target).path
    return bool(_FILE.search(path)) or link.has_attr("download") or path.lower().endswith("linkclick.aspx")


def _file_name(link: Tag, target: str) -> str:
    shown = _LABEL.sub("", text_of(link))
    if attribute(link, "download"):
        return clean_line(attribute(link, "download"))
    own = clean_line(unquote(urlsplit(target).path.rsplit("/", 1)[-1]))
    return own if _FILE.search(own) and not _FILE.search(shown) else shown or own
