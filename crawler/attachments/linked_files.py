"""The files an article offers: which links lead to them and what they are called."""

import re
from contextlib import suppress
from typing import Final
from urllib.parse import unquote, urlsplit

from bs4.element import Tag

from crawler.fetching.urls import join_url
from crawler.pages.markup import attribute, base_of, clean_line, text_of
from crawler.pages.selecting import select
from domain.pages import Attachment

_FILE: Final = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.IGNORECASE)
# Handlers that send a file and whose address does not say so: LinkClick.aspx?fileticket=..., /download.ashx?id=4
_HANDLER: Final = re.compile(
    r"linkclick\.aspx|/[\w-]*(?:download|getfile|taifile|taive|filehandler)[\w-]*\.(?:ashx|aspx|php)$|/(?:download|tai-ve)/"
    r"|/documents/\d+/|/c/document_library/get_file",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"filename\*=(?:utf-8|UTF-8)''(?P<coded>[^;]+)|filename=\"?(?P<plain>[^\";]+)")
_ICON: Final = re.compile(r"^[^\w(\[\"“]+")  # "📎 ke-hoach.pdf", "- Quyết định"
_LABEL: Final = re.compile(r"^(?:Tập tin|Tệp tin|Tệp|File)\s*:\s*")


def find_attachments(soup: Tag, body: Tag | None, css: str, url: str) -> tuple[Attachment, ...]:
    """Files offered beside the article, and links in its body that lead to files; each address once."""
    found: dict[str, Attachment] = {}
    beside = select(soup, css) if css else []
    inside = select(body, "a[href]") if body is not None else []
    offered = [(link, True) for link in beside] + [(link, False) for link in inside]
    root = base_of(soup, url)
    for link, is_offered in offered:
        target = _target(link, root)
        if target is None or target in found or not (is_offered or _is_file(link, target)):
            continue
        found[target] = Attachment(url=target, name=_file_name(link, target))
    return tuple(found.values())


def _target(link: Tag, url: str) -> str | None:
    href = attribute(link, "href").strip()
    return None if not href or href.startswith("#") else join_url(url, href)


def leads_to_file(link: Tag) -> bool:
    """Tell whether a link offers a file, as far as its address and its attributes say."""
    return _is_file(link, attribute(link, "href").strip())


def _is_file(link: Tag, target: str) -> bool:
    path = urlsplit(target).path
    return bool(_FILE.search(path) or _HANDLER.search(path)) or link.has_attr("download")


def disposition_name(header: str) -> str:
    """Return the file name a Content-Disposition header gives, "" without one; folders in it are dropped."""
    found = {kind: value for match in _NAMED.finditer(header) for kind, value in match.groupdict().items() if value}
    plain = found.get("plain", "")
    with suppress(UnicodeError):  # servers send raw UTF-8, which arrives as Latin-1
        plain = plain.encode("latin-1").decode("utf-8")
    name = unquote(found.get("coded", "")) or unquote(plain)
    return clean_line(re.split(r"[/\\]", name)[-1])


def _file_name(link: Tag, target: str) -> str:
    shown = _LABEL.sub("", _ICON.sub("", text_of(link)))
    if attribute(link, "download"):
        return clean_line(attribute(link, "download"))
    own = clean_line(unquote(urlsplit(target).path.rsplit("/", 1)[-1]))
    return own if _FILE.search(own) and not _FILE.search(shown) else shown or own
