"""What a page says of itself to machines: JSON-LD, Open Graph, meta elements."""

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bs4.element import Tag

from crawler.markup import attribute, clean_line
from crawler.selecting import select

_ARTICLE_TYPES: Final = {
    "article", "newsarticle", "reportagenewsarticle", "opinionnewsarticle", "analysisnewsarticle", "blogposting",
    "report", "socialmediaposting", "reviewnewsarticle", "backgroundnewsarticle",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Structured:
    """Claims of a page about itself; "" where it is silent."""

    is_article: bool = False
    title: str = ""
    lead: str = ""
    author: str = ""
    published: str = ""


def read_structured(soup: Tag) -> Structured:
    """Read JSON-LD first, then Open Graph and meta elements."""
    item = next(_articles(soup), {})
    meta = _metas(soup)

    def said(key: str, *names: str) -> str:
        return _text(item.get(key)) or next((meta[name] for name in names if name in meta), "")

    return Structured(
        is_article=bool(item) or meta.get("og:type") == "article",
        title=said("headline") or said("name", "og:title"),
        lead=said("description", "og:description", "description"),
        author=_author(item.get("author")) or said("", "article:author", "author"),
        published=said("datePublished", "article:published_time", "pubdate", "dc.date.issued"),
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
    return ", ".join(name for name in names if name)


def _text(value: Any) -> str:
    return clean_line(html.unescape(value)) if isinstance(value, str) else ""


def _metas(soup: Tag) -> dict[str, str]:
    """Return the content of each meta element by its name, property or itemprop in lower case, first one wins."""
    found: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        content = clean_line(attribute(meta, "content"))
        for key in ("property", "name", "itemprop"):
            if content and (name := attribute(meta, key).lower()):
                found.setdefault(name, content)
    return found
