"""A page as a tree of Beautiful Soup, put together straight from what the parser reports.

The tree is the one `BeautifulSoup(text, "lxml")` builds, which a test compares on every sample page, in a third of the
time: what is the same for every element of a page lies in a class, not in each element.
"""

from collections.abc import Mapping
from typing import Any, Final

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import (
    AttributeValueList,
    Comment,
    Doctype,
    HTMLAttributeDict,
    NavigableString,
    PageElement,
    ProcessingInstruction,
    Tag,
)
from lxml import etree

_LISTS: Final = {name: frozenset(names or ()) for name, names in HTMLTreeBuilder.DEFAULT_CDATA_LIST_ATTRIBUTES.items()}
_EVERYWHERE: Final = _LISTS["*"]  # class and its like: attributes that hold several words
_LISTS_OF: Final = {name: _EVERYWHERE | names for name, names in _LISTS.items() if name != "*"}
_TEXT_OF: Final = dict(HTMLTreeBuilder.DEFAULT_STRING_CONTAINERS)  # script, style: what their text is made of
_PRESERVED: Final = frozenset(HTMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS)
_EMPTY: Final = frozenset(HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())
_SPECIAL: Final = _EMPTY | _PRESERVED | frozenset(_TEXT_OF)
_SPACES: Final = BeautifulSoup.ASCII_SPACES


class Element(Tag):
    """An element of a parsed page; `number` is its place in document order, from 0."""

    parser_class = BeautifulSoup
    namespace = None
    prefix = None
    parent = None
    next_sibling = None
    previous_sibling = None
    next_element = None
    sourceline = None
    sourcepos = None
    known_xml = False
    hidden = False
    attribute_value_list_class = AttributeValueList
    can_be_empty_element = False
    cdata_list_attributes = HTMLTreeBuilder.DEFAULT_CDATA_LIST_ATTRIBUTES
    preserve_whitespace_tags = HTMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    _namespaces: dict[str, str] = {}  # noqa: RUF012 - of the library; HTML has none, and nobody adds any

    number: int


class _Builder(LXMLTreeBuilder):
    """What the library asks when a tree is written out; the tree itself is put together below."""

    def feed(self, markup: object) -> None:
        """Take nothing."""


class Document(BeautifulSoup):
    """A parsed page with its elements as they stood when it was parsed; `places` is kept by `crawler.pages.selecting`.

    Everything else is as the library has it; elements that are added later are not among `elements`.
    """

    def __init__(self) -> None:
        super().__init__("", builder=_Builder())
        self.elements: list[Element] = []
        self.places: dict[str, list[int]] | None = None


def parse_tree(text: str) -> Document:
    """Parse HTML as browsers forgive it."""
    document = Document()
    parser = etree.HTMLParser(target=_Target(document), recover=True)
    parser.feed(text.removeprefix("\ufeff"))  # lxml would take it for a character of the page
    parser.close()
    return document


class _Target:
    """Puts the tree together; the methods are called by lxml in document order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._elements = document.elements
        self._open: list[Tag] = [document]
        self._last: PageElement = document
        self._text: list[str] = []
        self._preserved = 0  # open elements that keep their spaces
        self._kinds: list[type[NavigableString]] = [NavigableString]  # what text is made of here

    def start(self, name: str, attributes: Mapping[str, str], _: Mapping[str, str] | None = None) -> None:
        """An element opens."""
        if self._text:
            self._end_text()
        element = Element.__new__(Element)
        element.name = name
        element.contents = []
        element.attrs = _attributes(name, attributes) if attributes else HTMLAttributeDict()
        element.number = len(self._elements)
        self._elements.append(element)
        self._hang(element)
        self._open.append(element)
        if name in _SPECIAL:
            self._mark(element, name)

    def _mark(self, element: Element, name: str) -> None:
        if name in _EMPTY:
            element.can_be_empty_element = True
            if name == "meta":  # an encoding told there is that of the text it is written out as
                self._document.builder.set_up_substitutions(element)
        elif name in _PRESERVED:
            self._preserved += 1
        elif name in _TEXT_OF:
            self._kinds.append(_TEXT_OF[name])
            element.interesting_string_types = {_TEXT_OF[name]}

    def end(self, name: str) -> None:
        """The element opened last ends."""
        if self._text:
            self._end_text()
        self._open.pop()
        if name not in _SPECIAL:
            return
        if name in _PRESERVED:
            self._preserved -= 1
        elif name in _TEXT_OF:
            self._kinds.pop()

    def data(self, text: str) -> None:
        """Text, perhaps one of several pieces."""
        self._text.append(text)

    def comment(self, text: str) -> None:
        """<!-- text -->"""
        self._add(Comment, text)

    def pi(self, target: str, data: str) -> None:
        """<?target data>"""
        self._add(ProcessingInstruction, f"{target} {data}")

    def doctype(self, name: str, public: str, system: str) -> None:
        """<!DOCTYPE name PUBLIC "public" "system">"""
        self._add(Doctype, str(Doctype.for_name_and_ids(name, public, system)))

    def close(self) -> None:
        """The page ends."""
        if self._text:
            self._end_text()
        if self._document.contents:  # the chain of what follows what begins with the first node
            self._document.next_element = self._document.contents[0].previous_element = None

    def _end_text(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        self._add(self._kinds[-1], text)

    def _add(self, kind: type[NavigableString], text: str) -> None:
        if self._text:
            self._end_text()
        if not self._preserved and not text.strip(_SPACES):
            text = "\n" if "\n" in text else " "
        string = str.__new__(kind, text)
        string.next_element = string.next_sibling = None
        self._hang(string)

    def _hang(self, node: PageElement) -> None:
        """Make a node the last child of the element that is open, and the last of the page so far."""
        parent = self._open[-1]
        node.parent = parent
        if parent.contents:
            before = parent.contents[-1]
            before.next_sibling = node
            node.previous_sibling = before
        else:
            node.previous_sibling = None
        parent.contents.append(node)
        node.previous_element = self._last
        self._last.next_element = node
        self._last = node


def _attributes(name: str, given: Mapping[str, str]) -> Any:
    found: Any = HTMLAttributeDict(given)
    several = _LISTS_OF.get(name, _EVERYWHERE)
    for key, value in given.items():
        if key in several:  # past the dictionary's own rules, which are for values that are no text
            dict.__setitem__(found, key, AttributeValueList(value.split()))
    return found
