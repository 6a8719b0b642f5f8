"""The quick selection gives what the library's own gives, on real page structures and on every selector in use."""

import dataclasses

import pytest

from crawler.families.table import FAMILIES
from crawler.pages.markup import FURNITURE, HIDDEN, parse_html
from crawler.pages.selecting import iterate, select
from samples.server import serve

SELECTORS = [
    "a", "a[href]", "p.lead", ".lead, #body", "h1[itemprop='headline'], h1.title", "div p > a", "ul>li a[href]", "*",
    "li + li", "*.lead", "td ~ td", "p:first-child", "[style*='a,b' i]", "[id$='_lblNoiDung'], .x", ".a.b",
    "p:not(.lead)",
    "#body .lead", "A[HREF]", "[DATA-n]", "p#one.lead", "div:has(a), .x",
]  # fmt: skip
PAGE = """<html><body><div id="body"><p class="lead a b" id="one">Lời <a href="/x">dẫn</a></p><p>Hai</p>
<ul><li><a href="/y">y</a></li><li data-n="1"><a name="z">z</a></li></ul><span id="ct_lblNoiDung" style="x:a,b">t</span>
<table><tr><td>1</td><td class="x">2</td></tr></table>
<h1 class="title" itemprop="headline">T</h1></div></body></html>"""


def rule_selectors() -> set[str]:
    rules = [FAMILIES[name] for name in FAMILIES] if isinstance(FAMILIES, dict) else list(FAMILIES)
    names = ("marks", "title", "body", "lead", "published", "bylines", "drop", "attachments", "list_links")
    found = {getattr(rule, name) for rule in rules for name in names}
    assert dataclasses.is_dataclass(rules[0])
    return (found - {""}) | {FURNITURE, HIDDEN}


@pytest.mark.parametrize("css", SELECTORS)
def test_each_form_of_selector_selects_the_same(css: str) -> None:
    soup = parse_html(PAGE)
    assert [id(one) for one in select(soup, css)] == [id(one) for one in soup.select(css)]


def test_every_rule_of_every_family_selects_the_same_on_every_sample_page() -> None:
    import requests

    selectors, selected = rule_selectors(), 0
    with serve() as world:
        pages = [requests.get(world.address(page), timeout=10).content for page in world.pages]
    for page in pages:
        soup = parse_html(page.decode("utf-8", errors="replace"))
        for css in selectors:
            expected = soup.select(css)
            assert [id(one) for one in select(soup, css)] == [id(one) for one in expected], css
            selected += len(expected)
    assert selected > 1000


def test_selection_stays_below_its_root() -> None:
    soup = parse_html(PAGE)
    first = select(soup, "#body .lead")[0]
    assert [one.name for one in iterate(first, "a[href], p, span")] == ["a"]
    assert select(first, "#body a") == select(first, "a")  # ancestors above the root count


def test_what_was_taken_out_is_not_selected() -> None:
    soup = parse_html(PAGE)
    select(soup, "#one")[0].decompose()
    select(soup, "ul")[0].unwrap()
    taken = select(soup, "table")[0].extract()
    for css in ("a", "p", ".lead", "li", "ul", "td", "#body > li", "h1[itemprop='headline']", "a, li, td"):
        assert [id(one) for one in select(soup, css)] == [id(one) for one in soup.select(css)], css
        assert [id(one) for one in select(taken, css)] == [id(one) for one in taken.select(css)], css


def test_only_names_the_page_has_are_tried() -> None:
    """A selector of which one part stands nowhere costs nothing; one of names alone needs no further trial."""
    soup = parse_html(PAGE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("soupsieve.SoupSieve.match", lambda *_: pytest.fail("tried"))
        assert select(soup, ".khong-co a[href], .khong-co > p") == []
        assert [one.name for one in select(soup, "p.lead, li, a[name]")] == ["p", "li", "li", "a"]
