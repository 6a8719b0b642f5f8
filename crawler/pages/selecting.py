"""CSS selection on whole pages, quick: elements are passed over by tag, class or id before the selector is tried."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import soupsieve
from bs4.element import Tag

_NAME: Final = r"[A-Za-z_][\w-]*"
# The last compound of an alternative: "h1", ".title", "#main", "a[href]", "h1.title[itemprop='headline']"
_COMPOUND: Final = re.compile(
    rf"(?P<tag>{_NAME})?(?P<marks>(?:[.#]{_NAME})*)(?P<attributes>(?:\[{_NAME}\])*)$",
)
# What needs more than ancestors and attributes to be judged, or where a comma does not part two selectors.
_OTHER: Final = re.compile(r"[:\\]")
_ATTRIBUTE: Final = re.compile(rf"\[\s*({_NAME})[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class _Keys:
    """An element can match only with one of these; a selector that promises no such thing has none."""

    tags: frozenset[str]
    classes: frozenset[str]
    ids: frozenset[str]
    attributes: frozenset[str]

    def may_match(self, element: Tag) -> bool:
        attributes = element.attrs
        if element.name in self.tags:
            return True
        if not attributes:
            return False
        if (self.ids and attributes.get("id") in self.ids) or not self.attributes.isdisjoint(attributes):
            return True
        named = attributes.get("class") if self.classes else None
        return named is not None and not self.classes.isdisjoint(named if isinstance(named, list) else named.split())


def select(root: Tag, css: str) -> list[Tag]:
    """Return the elements below `root` that `css` selects, in document order."""
    return list(iterate(root, css))


def iterate(root: Tag, css: str) -> Iterator[Tag]:
    """Yield the elements below `root` that `css` selects, in document order; the tree must not change meanwhile."""
    keys = _keys_of(css)
    if keys is None:
        yield from root.css.iselect(css)
        return
    matcher: Any = soupsieve.compile(css)
    for element in root.descendants:
        if isinstance(element, Tag) and keys.may_match(element) and matcher.match(element):
            yield element


@lru_cache(maxsize=512)
def _keys_of(css: str) -> _Keys | None:
    bare = _ATTRIBUTE.sub(r"[\1]", css)
    if _OTHER.search(bare):
        return None
    kinds: dict[str, set[str]] = {"": set(), ".": set(), "#": set(), "[": set()}
    for alternative in bare.split(","):
        key = _key_of(alternative.strip())
        if key is None:
            return None
        kinds[key[0]].add(key[1])
    return _Keys(*(frozenset(kinds[kind]) for kind in ("", ".", "#", "[")))


def _key_of(alternative: str) -> tuple[str, str] | None:
    """Return what the last compound of a selector asks for, as a sign and a name: the rarest it names."""
    found = _COMPOUND.search(alternative)
    if found is None:
        return None
    marks: list[tuple[str, str]] = re.findall(rf"([.#])({_NAME})", found["marks"])
    if marks:
        return next((mark for mark in marks if mark[0] == "#"), marks[-1])
    if found["tag"]:
        return "", found["tag"].lower()
    names = re.findall(_NAME, found["attributes"])
    return ("[", names[0].lower()) if names else None
