"""HTML from templates in which every value is escaped unless it is already `Html`."""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

_TEMPLATES: Final = Path(__file__).parent / "templates"
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")


class Html(str):
    """Text that is HTML already and must not be escaped again."""

    __slots__ = ()


def fill(name: str, /, **values: object) -> Html:
    """Fill `templates/<name>.html`; plain strings are escaped, a missing or unknown value raises KeyError."""
    return Html(_template(name).substitute({key: escape(value) for key, value in values.items()}))


def escape(value: object) -> str:
    """Escape for element content and attributes, leaving `Html` as it is."""
    return value if isinstance(value, Html) else html.escape(str(value))


def tag(name: str, content: object, /, **attributes: str) -> Html:
    """One element; a trailing underscore of an attribute name is dropped and the other ones become hyphens."""
    shown = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{shown}>{escape(content)}</{name}>")


def join(parts: Iterable[str], between: str = "\n") -> Html:
    """Concatenate HTML; plain strings among the parts are escaped."""
    return Html(between.join(escape(part) for part in parts))


def slug(title: str, separator: str = "-") -> str:
    """ASCII words of a title: "Đội 3 - Sa Pa" becomes "doi-3-sa-pa"."""
    bare = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    letters = "".join(character for character in bare if not unicodedata.combining(character))
    return _NOT_SLUG.sub(separator, letters).strip(separator)


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))
