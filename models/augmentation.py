"""Shorter versions of corpus articles: portals often print a teaser or a digest instead of the article."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Final

from models.annotations import AnnotatedArticle, GroupMention, PersonMention

_SENTENCE: Final = re.compile(r"[^\n]+?(?:[.!?…][\"”)]*(?= )|$)", re.MULTILINE)
_SHORT: Final = 2  # sentences beside those that name somebody exemplary


def shorten(article: AnnotatedArticle) -> Iterator[AnnotatedArticle]:
    """Yield a digest (the first sentences and those that name an exemplar, in one line) and a teaser with its title.

    The label of the page stays true: a relevant article keeps the sentences that make it so.
    """
    spans = [m.span() for m in _SENTENCE.finditer(article.text)]
    body = [span for span in spans if span[0] > article.text.find("\n")] or spans
    named = [span for span in body if _names_somebody(article, span)]
    yield _cut(article, sorted({*body[:_SHORT], *named[:3]}), "-digest", " ")
    if spans and body and body[0] != spans[0]:
        yield _cut(article, sorted({spans[0], body[0], *named[:1]}), "-teaser", "\n")


def _names_somebody(article: AnnotatedArticle, span: tuple[int, int]) -> bool:
    start, end = span
    exemplary = (m for m in article.people if m.role == "exemplary")
    return any(start <= m.start < end for m in exemplary) or any(start <= g.start < end for g in article.groups)


def _cut(article: AnnotatedArticle, spans: list[tuple[int, int]], suffix: str, glue: str) -> AnnotatedArticle:
    pieces: list[str] = []
    people: list[PersonMention] = []
    groups: list[GroupMention] = []
    at = 0
    for start, end in spans:
        shift = at - start
        for mention in article.people:
            if start <= mention.start and mention.end <= end:
                people.append(dataclasses.replace(mention, start=mention.start + shift, end=mention.end + shift))
        for group in article.groups:
            if start <= group.start and group.end <= end:
                groups.append(dataclasses.replace(group, start=group.start + shift, end=group.end + shift))
        pieces.append(article.text[start:end])
        at += end - start + len(glue)
    return dataclasses.replace(
        article, id=article.id + suffix, text=glue.join(pieces), people=tuple(people), groups=tuple(groups)
    )
