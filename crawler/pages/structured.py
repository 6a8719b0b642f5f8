"""What a page says of itself to machines: JSON-LD, Open Graph, meta elements."""

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bs4.element import Tag

from crawler.fetching.urls import host_of, is_same_site
from crawler.pages.accounts import without_accounts
from crawler.pages.markup import attribute, clean_line
from crawler.pages.selecting import iterate, select
from domain.errors import BadRecord
from domain.text import fold

_ARTICLE_TYPES: Final = {
    "article", "newsarticle", "reportagenewsarticle", "opinionnewsarticle", "analysisnewsarticle", "blogposting",
    "report", "socialmediaposting", "reviewnewsarticle", "backgroundnewsarticle",
}  # fmt: skip
_LONGEST: Final = 120  # characters of an organisation's name


@dataclass(frozen=True, slots=True)
class Structured:
    """Claims of a page about itself; "" where it is silent. `origin` is an organisation other than its site."""

    is_article: bool = False
    title: str = ""
    lead: str = ""
    author: str = ""
    published: str = ""
    origin: str = ""


def read_structured(soup: Tag, url: str = "") -> Structured:
    """Read JSON-LD first, then Open Graph and meta elements; `url` is the page's own, where it is known."""
    item = next(_articles(soup), {})
    meta = _metas(soup)

    def said(key: str, *names: str) -> str:
        return _text(item.get(key)) or next((meta[name] for name in names if name in meta), "")

    return Structured(
        is_article=bool(item) or meta.get("og:type") == "article",
        title=said("headline") or said("name", "og:title"),
        lead=said("description", "og:description", "description"),
        author=_without_site(
            _author(item.get("author")) or without_accounts(said("", "article:author", "author")), meta
        ),
        published=said("datePublished", "article:published_time", "pubdate", "dc.date.issued"),
        origin=_origin(item, meta, url),
    )


def _articles(soup: Tag) -> Iterator[Mapping[str, Any]]:
    for script in select(soup, "script[type='application/ld+json' i]"):
        try:
            # strict=False: raw line breaks inside strings are common.
            data = json.loads(
                html.unescape(script.get_text()) if "&quot;" in script.get_text() else script.get_text(), strict=False
            )
        except (ValueError, RecursionError):
            continue
        yield from (item for item in _items(data) if _types(item) & _ARTICLE_TYPES)


def _items(data: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for one in data:
            yield from _items(one)
    elif isinstance(data, dict):
        yield data
        yield from _items(data.get("@graph", []))
        yield from _items(data.get("mainEntity", []))


def _types(item: Mapping[str, Any]) -> set[str]:
    kinds = item.get("@type", "")
    return {str(kind).rsplit("/", 1)[-1].lower() for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _author(value: Any) -> str:
    people = value if isinstance(value, list) else [value]
    names = []
    for person in people:
        if isinstance(person, dict) and "organization" not in _types(person):
            names.append(_text(person.get("name")))
        elif isinstance(person, str) and not person.startswith("http"):
            names.append(_text(person))
    return ", ".join(name for name in names if without_accounts(name))


def _without_site(author: str, meta: Mapping[str, str]) -> str:
    """A site that names itself as the author of all its pages says nothing of who wrote one."""
    names = {_letters(meta[key]) for key in ("og:site_name", "application-name") if key in meta}
    return "" if _letters(author) in names else author


def _origin(item: Mapping[str, Any], meta: Mapping[str, str], url: str) -> str:
    """The organisation an article says its text is from, only where it is shown to be another than the site."""
    host = _host(url)
    site = [meta[key] for key in ("og:site_name", "application-name") if key in meta]
    publishers = _dicts(item.get("publisher"))
    for value in _several(item.get("sourceOrganization")):
        if named := _foreign(value, host, [*site, *(_text(one.get("name")) for one in publishers)], by_name=True):
            return named
    for value in _several(item.get("isBasedOn")):
        makers = [maker for key in ("publisher", "sourceOrganization") for maker in _dicts(_of(value, key))]
        said = [_foreign(maker, host, site, by_name=True) for maker in makers] or [_foreign_host(_address(value), host)]
        if named := next(filter(None, said), ""):
            return named
    return next(filter(None, (_foreign(publisher, host, site, by_name=False) for publisher in publishers)), "")


def _foreign(value: Any, host: str, site: Sequence[str], *, by_name: bool) -> str:
    """The name of an organisation that is not the site: by its address, or `by_name` when the site's name is known."""
    name = _text(_of(value, "name") or ("" if _address(value) else value))[:_LONGEST]
    if name and _is_own(name, host, site):
        return ""
    if address := _address(value):
        other = _foreign_host(address, host)
        return (name or other) if other else ""
    return name if by_name and any(site) else ""


def _is_own(name: str, host: str, site: Sequence[str]) -> bool:
    ours = [letters for one in (*site, host) if (letters := _letters(one))]
    return any(_letters(name) in one or one in _letters(name) for one in ours)


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _foreign_host(address: str, host: str) -> str:
    other = _host(address)
    if not (host and other) or is_same_site(address, frozenset({host})) or host.endswith("." + other):
        return ""
    return other


def _host(address: str) -> str:
    try:
        return host_of(address) if address.startswith(("http://", "https://")) else ""
    except BadRecord:
        return ""


def _address(value: Any) -> str:
    said = value if isinstance(value, str) else _of(value, "url") or _of(value, "@id")
    return said if isinstance(said, str) and said.startswith(("http://", "https://")) else ""


def _of(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in _several(value) if isinstance(one, dict)]


def _text(value: Any) -> str:
    return clean_line(html.unescape(value)) if isinstance(value, str) else ""


def _metas(soup: Tag) -> dict[str, str]:
    """Return the content of each meta element by its name, property or itemprop in lower case, first one wins."""
    found: dict[str, str] = {}
    for meta in iterate(soup, "meta"):
        content = clean_line(attribute(meta, "content"))
        for key in ("property", "name", "itemprop"):
            if content and (name := attribute(meta, key).lower()):
                found.setdefault(name, content)
    return found
