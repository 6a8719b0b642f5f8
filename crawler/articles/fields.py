"""The fields of an article that stand beside its text: when, by whom, taken from where."""

from collections.abc import Sequence

from bs4.element import Tag

from crawler.articles.bylines import author_of_label, author_of_last_line, author_of_own_element
from crawler.articles.labelled_days import labelled_day
from crawler.articles.origins import origin_of_elements, origin_of_line
from crawler.families.rules import Rules
from crawler.pages.markup import attribute, lines_of, text_of
from crawler.pages.published import read_published
from crawler.pages.selecting import iterate
from crawler.pages.structured import Structured


def published_of(soup: Tag, rules: Rules, structured: Structured) -> str | None:
    """The printed date has the reader's eye on it; the machine's is preferred only where the family is known for it."""
    printed = None
    for element in iterate(soup, rules.published) if rules.published else ():
        printed = read_published(attribute(element, "datetime") or attribute(element, "content") or text_of(element))
        if printed:
            break
    machine = read_published(structured.published)
    return ((machine or printed) if rules.trusts_structured else (printed or machine)) or labelled_day(lines_of(soup))


def author_of(soup: Tag, rules: Rules, structured: Structured) -> str:
    """Return the author that a by-line of its own names, "" without one; JSON-LD's where the family is known for it."""
    for element in iterate(soup, rules.bylines) if rules.bylines else ():
        text = text_of(element)
        if named := author_of_label(text):
            return named
        read = author_of_own_element if rules.bare_bylines else author_of_last_line
        if (rules.trusts_structured or rules.bare_bylines) and (named := read(text)):
            return named
    return structured.author if rules.trusts_structured else ""


def printed_origin(soup: Tag, rules: Rules) -> str:
    """Return the source that an element of its own prints, "" without one."""
    return origin_of_elements(soup, rules.origins, rules.bylines, bare=rules.bare_origins)


def signature_of(lines: Sequence[str]) -> str:
    """The author a body ends with, above the line of its source if there is one."""
    signed = lines[-2:-1] if len(lines) > 1 and origin_of_line(lines[-1]) else lines[-1:]
    return (author_of_last_line(signed[0]) if signed else None) or ""
