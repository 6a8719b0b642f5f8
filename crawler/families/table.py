"""All families by name, and which one a page belongs to."""

from collections.abc import Mapping
from typing import Final

from bs4.element import Tag

from crawler.families import generic, newspaper, nukeviet, tandan
from crawler.families.rules import Rules
from domain.errors import UserMistake

AUTO: Final = "auto"
FAMILIES: Final[Mapping[str, Rules]] = {
    rules.name: rules for rules in (tandan.RULES, nukeviet.RULES, newspaper.RULES, generic.RULES)
}


def rules_named(name: str) -> Rules:
    """Return the rules of a family; "auto" has those of any page. Raises UserMistake for an unknown name."""
    if name == AUTO:
        return generic.RULES
    if name not in FAMILIES:
        raise UserMistake(f"Không có họ giao diện “{name}”", remedy=f"dùng một trong: {AUTO}, {', '.join(FAMILIES)}")
    return FAMILIES[name]


def detect_family(soup: Tag) -> Rules:
    """Return the family whose marks a page carries, the generic one when it carries none."""
    return next((rules for rules in FAMILIES.values() if rules.marks and soup.select_one(rules.marks)), generic.RULES)
