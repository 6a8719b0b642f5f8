"""The trees put together by ourselves are those of the library, node for node, on broken pages as on whole ones."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.trees import parse_tree
from samples.server import serve

PAGES = [
    "",
    "chỉ có chữ",
    "<p",
    "<p>một<p>hai<b>ba</p>bốn</b>",
    "<p>a</p></body></html><p>sau khi trang đã hết",
    "\ufeff<p>dấu thứ tự byte",
    "<!-- trước --><!doctype html><!-- sau --><td rel='a b' headers='c d' class=' x  y ' class=z>ô",
    "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/xhtml1.dtd'><html>",
    "<html xmlns='http://www.w3.org/1999/xhtml' xml:lang=vi><fb:like x:y=1>a</fb:like><svg xlink:href=b><a/></svg>",
    "<?php echo 1 ?><p>a<?xml version='1.0'?></p>",
    "<pre>  \n </pre>  \n <textarea> </textarea><pre><pre> </pre> </pre> <b> </b> \n\n <i></i>",
    "<template><p> a</p><script>1 < 2</script></template><ruby>漢<rp>(</rp><rt>hán</rt><rp>)</rp></ruby>",
    '<style>a{}</style><script type=\'application/ld+json\'>{"a": "</p>"}</script><noscript><p>b</noscript>',
    "<meta http-equiv='Content-Type' content='text/html; charset=windows-1258'><meta charset=x><meta name=a content=b>",
    "<![CDATA[x]]><p>a &amp; b &nbsp; &khongco; &#7879; &#0;</p><![CDATA[y]]>",
    "<a hidden disabled='' href=\"a'b\" data-x>a</a><input checked><br/></br><img/>",
    "<div>" * 400 + "sâu",
    "<table><p>ngoài<tr><td>trong<table><td>nữa</table><form><tr><input type=hidden></form></table>",
]
PIECES = [
    "<p>", "</p>", "<div class='a b'>", "</div>", "<td>", "</table>", "<table>", "<pre>", "</pre>", "<script>",
    "</script>", "<!--", "-->", "<br>", "<template>", "</template>", " ", "\n", "chữ", "&amp;", "<b", ">", "<?x ?>",
    "</html>", "<html class=c>", "<body id=d>", "<a href=x>", "</a>", "<style>", "</style>", "<![CDATA[", "]]>",
]  # fmt: skip


def nodes(soup: BeautifulSoup) -> Iterator[tuple[Any, ...]]:
    """Everything that is known of each node."""
    numbers = {id(node): number for number, node in enumerate((soup, *soup.descendants))}
    for node in soup.descendants:
        around = (node.parent, node.previous_element, node.next_element, node.previous_sibling, node.next_sibling)
        placed = tuple(numbers[id(one)] if one is not None else None for one in around)
        if isinstance(node, Tag):
            own = (node.can_be_empty_element, node.interesting_string_types, node.prefix, node.namespace, node.hidden)
            yield placed, node.name, dict(node.attrs), own, [numbers[id(child)] for child in node.contents]
        else:
            yield placed, type(node), str(node)


def is_same(text: str) -> bool:
    expected, found = BeautifulSoup(text, "lxml"), parse_tree(text)
    assert list(nodes(found)) == list(nodes(expected))
    return found.decode() == expected.decode() and found.get_text("|") == expected.get_text("|")


@pytest.mark.parametrize("text", PAGES)
@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
def test_a_tree_is_that_of_the_library(text: str) -> None:
    assert is_same(text)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_a_page_is_pieced_together_from_its_tree_is_that_of_the_library(text: str) -> None:
    assert is_same(text)


def test_the_trees_of_all_sample_pages_are_those_of_the_library() -> None:
    import requests

    with serve() as world:
        texts = [
            requests.get(world.address(page), timeout=10).content.decode("utf-8", "replace") for page in world.pages
        ]
    assert len(texts) > 50
    assert all(is_same(text) for text in texts)


def test_what_is_taken_out_of_a_tree_leaves_the_rest_whole() -> None:
    both = [parse_tree(PAGES[9] + PAGES[3]), BeautifulSoup(PAGES[9] + PAGES[3], "lxml")]
    for soup in both:
        for bold in soup("b"):
            bold.decompose()
            assert bold.decomposed
            assert bold.parent is None
        soup("p")[-1].unwrap()
    assert list(nodes(both[0])) == list(nodes(both[1]))
