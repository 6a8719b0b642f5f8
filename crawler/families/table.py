"""All families by name, and which one a page belongs to."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from bs4.element import Tag

from crawler.families import (
    generic,
    liferay,
    newspaper,
    nukeviet,
    own_portal,
    paper_fck,
    paper_pbody,
    paper_table,
    tandan,
    webforms,
    webpart,
    wordpress,
)
from crawler.families.rules import Rules
from crawler.pages.selecting import iterate
from domain.errors import UserMistake

AUTO: Final = "auto"
FAMILIES: Final[Mapping[str, Rules]] = {
    module.RULES.name: module.RULES
    # A page that carries the marks of several is of the first.
    for module in (
        tandan, webpart, nukeviet, liferay, webforms, own_portal, paper_table, paper_fck, paper_pbody, newspaper,
        wordpress, generic,
    )
}  # fmt: skip


def rules_named(name: str) -> Rules:
    """Return the rules of a family; "auto" has those of any page. Raises UserMistake for an unknown name."""
    if name == AUTO:
        return generic.RULES
    if name not in FAMILIES:
        raise UserMistake(f"Không có họ giao diện “{name}”", remedy=f"dùng một trong: {AUTO}, {', '.join(FAMILIES)}")
    return FAMILIES[name]


def detect_family(soup: Tag, html: str = "") -> Rules:
    """Return the family whose marks a page carries, the generic one for none; its text (`html`) makes it quicker."""
    small = html.lower()
    likely = (
        rules for rules in FAMILIES.values() if not small or any(word in small for word in _words_of(rules.marks))
    )
    return next((rules for rules in likely if rules.marks and next(iterate(soup, rules.marks), None)), generic.RULES)


@cache
def _words_of(marks: str) -> tuple[str, ...]:
    """Return the longest word of each selector: where none stands in a page, no selector can match."""
    return tuple(max(re.findall(r"[\w-]+", mark), key=len).lower() for mark in marks.split(",") if mark)
