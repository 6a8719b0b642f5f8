"""CSS selection on whole pages, quick: only elements that have the tag, class or id a selector ends in are tried."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
    possible = [one for one in alternatives if all(key in index for key in one.needed)]
    if all(one.plain for one in possible):
        yield from _below(root, document, _numbers(index, possible))
        return
    sure = set(_numbers(index, [one for one in possible if one.plain]))
    matcher: Any = soupsieve.compile(css)
    for element in _below(root, document, _numbers(index, possible)):
        if element.number in sure or matcher.match(element):
            yield element


def _document_of(root: Tag) -> Document | None:
    top = root
    while top.parent is not None:
        top = top.parent
    return top if isinstance(top, Document) else None


def _numbers(index: dict[str, list[int]], alternatives: Sequence[_Alternative]) -> list[int]:
    """Return the numbers of the elements that have all keys of one of the alternatives, in order."""
    if len(alternatives) == 1 and len(alternatives[0].own) == 1:
        return index[alternatives[0].own[0]]
    found: set[int] = set()
    for alternative in alternatives:
        first, *others = alternative.own
        found.update(set(index[first]).intersection(*(index[key] for key in others)) if others else index[first])
    return sorted(found)


def _below(root: Tag, document: Document, numbers: list[int]) -> Iterator[Element]:
    """Yield those of the numbered elements that still stand below `root`."""
    first = bisect_left(numbers, root.number + 1) if isinstance(root, Element) else 0
    for at in range(first, len(numbers)):
        element = document.elements[numbers[at]]
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
        for number, element in enumerate(document.elements):
            index[element.name].append(number)
            for name, value in element.attrs.items():
                index["[" + name].append(number)
                if name == "class":
                    for one in set(value):
                        index["." + one].append(number)
                elif name == "id":
                    index[f"#{value}"].append(number)
        document.places = dict(index)
    return document.places


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
