"""Articles of the corpus as training sees them: in all the forms portals print, with their marked people."""

import dataclasses
from collections import Counter
from typing import Final

from domain.pages import Page
from models.annotations import AnnotatedArticle, PersonMention
from models.augmentation import shorten
from nlp.document import Document, read_document
from nlp.people import Mention, NamedPerson, name_key, printed_honorific

FOLDS: Final = 5
SEED: Final = 7
PROBE: Final = 25  # articles whose features make the fingerprint
LIMITS: Final = "scores are of held-out articles of the corpus; real pages are harder, see docs/quality.md"


def glue_lines(article: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article as careless portals print it: lines run together, some without their full stop.

    Offsets stay: a line break becomes a blank, a dropped stop too. Real pages glue captions, credits and paragraphs.
    """
    letters = list(article.text)
    at = 0
    lines = article.text.split("\n")
    for number, line in enumerate(lines[:-1]):
        end = at + len(line)
        if number > 0:
            letters[end] = " "
            if letters[end - 1] == "." and (number * 7 + len(line)) % 3 == 0:
                letters[end - 1] = " "
        at = end + 1
    return dataclasses.replace(article, text="".join(letters))


def variants_of(article: AnnotatedArticle) -> list[AnnotatedArticle]:
    """Return an article as portals may print it: as written, lines glued, as a digest and as a teaser."""
    glued = glue_lines(article)
    return [article, dataclasses.replace(glued, id=f"{article.id}-glued"), *shorten(article)]


def read_training_document(article: AnnotatedArticle) -> Document:
    """Return the article as the reader sees a page."""
    return read_document(Page(source=article.id, sha256="", text=article.text, published=article.published))


def annotated_people(article: AnnotatedArticle, document: Document) -> list[tuple[NamedPerson, str]]:
    """Return the marked people of an article with their roles, in text order."""
    groups: dict[str, list[PersonMention]] = {}
    for mention in article.people:
        groups.setdefault(name_key(mention.full_name), []).append(mention)
    people: list[tuple[NamedPerson, str]] = []
    for key, group in groups.items():
        mentions = tuple(_as_mention(document, mention) for mention in group)
        honorific = next((m.honorific for m in mentions if m.honorific), None)
        roles = Counter(mention.role for mention in group)
        role = "exemplary" if roles["exemplary"] else roles.most_common(1)[0][0]
        people.append((NamedPerson(group[0].full_name, honorific, mentions, key), role))
    return sorted(people, key=lambda pair: pair[0].mentions[0].start)


def _as_mention(document: Document, mention: PersonMention) -> Mention:
    honorific = printed_honorific(document, mention.start)
    return Mention(mention.start, mention.end, document.text[mention.start : mention.end], honorific)
