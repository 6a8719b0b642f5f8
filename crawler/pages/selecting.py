"""CSS selection on whole pages, quick: only elements that have the tag, class or id a selector ends in are tried."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import soupsieve
from bs4.element import Tag

from crawler.pages.trees import Document, Element

_NAME: Final = r"[A-Za-z_][\w-]*"
# One element of a selector: "h1", ".title", "#main", "a[href]", "h1.title[itemprop]"
_COMPOUND: Final = re.compile(
    rf"(?P<tag>{_NAME}|\*)?(?P<marks>(?:[.#]{_NAME})*)(?P<attributes>(?:\[{_NAME}=?\])*)",
)
_COMBINATOR: Final = re.compile(r"\s*[>+~]\s*|\s+")
# What is judged by more than names and attributes, or where a comma does not part two selectors.
_OTHER: Final = re.compile(r"[:\\]")
_ATTRIBUTE: Final = re.compile(rf"\[\s*({_NAME})\s*([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class _Alternative:
    """One of the selectors a comma parts, by its keys: "h1", ".title", "#main", "[href".

    A page without one of `needed` has nothing for it; an element can match only with all of `own`, which decide alone
    when it is `plain`.
    """

    own: tuple[str, ...]
    needed: tuple[str, ...]
    plain: bool


def select(root: Tag, css: str) -> list[Tag]:
    """Return the elements below `root` that `css` selects, in document order."""
    return list(iterate(root, css))


def iterate(root: Tag, css: str) -> Iterator[Tag]:
    """Yield the elements below `root` that `css` selects, in document order; the tree must not change meanwhile.

    In a tree of `crawler.pages.trees` elements that were put in after parsing are not seen.
    """
    alternatives = _alternatives_of(css)
    document = _document_of(root) if alternatives is not None else None
    if alternatives is None or document is None:
        yield from root.css.iselect(css)
        return
    index = _index_of(document)
    sure: set[int] = set()
    likely: set[int] = set()
    for alternative in alternatives:
        if all(key in index for key in alternative.needed):
            (sure if alternative.plain else likely).update(_with_all(index, alternative.own))
    if not sure and not likely:
        return
    matcher: Any = soupsieve.compile(css)
    for element in _below(root, document, sorted(sure | likely)):
        if element.number in sure or matcher.match(element):
            yield element


def _document_of(root: Tag) -> Document | None:
    top = root
    while top.parent is not None:
        top = top.parent
    return top if isinstance(top, Document) else None


def _with_all(index: dict[str, list[int]], keys: tuple[str, ...]) -> Iterable[int]:
    if len(keys) == 1:
        return index[keys[0]]
    return set(index[keys[0]]).intersection(*(index[key] for key in keys[1:]))


def _below(root: Tag, document: Document, numbers: list[int]) -> Iterator[Element]:
    """Yield those of the numbered elements that still stand below `root`."""
    first = bisect_left(numbers, root.number + 1) if isinstance(root, Element) else 0
    for number in numbers[first:]:
        element = document.elements[number]
        above = element.parent
        while above is not None and above is not root:
            if above is document:
                return  # what follows stands behind `root` too
            above = above.parent
        if above is not None:
            yield element


def _index_of(document: Document) -> dict[str, list[int]]:
    """The numbers of the elements of a page, in order, by tag, class, id and attribute."""
    if document.places is None:
        index: defaultdict[str, list[int]] = defaultdict(list)
        for element in document.elements:
            for key in _keys_of(element):
                index[key].append(element.number)
        document.places = dict(index)
    return document.places


def _keys_of(element: Element) -> Iterator[str]:
    yield element.name
    for name, value in element.attrs.items():
        yield f"[{name}"
        if name == "class":
            yield from {f".{one}" for one in value}
        elif name == "id":
            yield f"#{value}"


@lru_cache(maxsize=512)
def _alternatives_of(css: str) -> tuple[_Alternative, ...] | None:
    """Take a selector apart; None when it holds more than this module knows."""
    bare = _ATTRIBUTE.sub(lambda found: f"[{found[1]}{'=' if found[2] else ''}]", css)
    if _OTHER.search(bare):
        return None
    found = [_alternative_of(one.strip()) for one in bare.split(",")]
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(found) else None


def _alternative_of(alternative: str) -> _Alternative | None:
    compounds = [_COMPOUND.fullmatch(one) for one in _COMBINATOR.split(alternative)]
    keys = [_keys_asked(one) for one in compounds if one is not None]
    if len(keys) < len(compounds) or not keys[-1]:
        return None
    return _Alternative(keys[-1], tuple(key for own in keys for key in own), len(keys) == 1 and "=" not in alternative)


def _keys_asked(compound: re.Match[str]) -> tuple[str, ...]:
    tag, names = compound["tag"] or "", re.findall(_NAME, compound["attributes"])
    tags = [tag.lower()] if tag not in ("", "*") else []
    return (*re.findall(rf"[.#]{_NAME}", compound["marks"]), *(f"[{name.lower()}" for name in names), *tags)
