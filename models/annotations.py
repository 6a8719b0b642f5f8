"""Read the annotated articles of the training corpus.

The format is described in `models/corpus/README.md`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CORPUS: Final = Path(__file__).parent / "corpus"
KINDS: Final = frozenset({"portrait", "award_list", "plan", "conference", "model", "decision", "other"})
ROLES: Final = {
    "e": "exemplary",
    "h": "exemplary",
    "o": "official",
    "a": "author",
    "v": "victim",
    "x": "other",
}
GROUPS: Final = {"c": "collective", "m": "model"}
HEAD_FIELDS: Final = ("published", "unit", "genre", "kind", "relevant", "event")
# {e|Lò Văn Inh} or {e|Inh|Lò Văn Inh}
MARK: Final = re.compile(r"\{([a-z])\|([^{}|\n]+)(?:\|([^{}|\n]+))?\}")


class BadAnnotation(ValueError):
    """An article of the corpus breaks the format; the message names file, article and remedy."""


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One marked mention of a person: [start, end) in the article's text."""

    start: int
    end: int
    role: str
    full_name: str
    household: bool


@dataclass(frozen=True, slots=True)
class GroupMention:
    """One marked exemplary collective or model."""

    start: int
    end: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article of the corpus with its mentions in text order."""

    id: str
    published: str
    unit: str
    genre: str
    kind: str
    relevant: bool
    event: str
    text: str
    people: tuple[PersonMention, ...]
    groups: tuple[GroupMention, ...]


def read_articles(source: str, name: str) -> Iterator[AnnotatedArticle]:
    """Yield the articles of one corpus file; `name` stands in error messages."""
    blocks = re.split(r"(?m)^=== *", unicodedata.normalize("NFC", source))
    for block in blocks[1:]:
        yield _read_article(block, name)


def load_corpus(folder: Path = CORPUS) -> list[AnnotatedArticle]:
    """Return every article of the folder's `.txt` files in file and text order; ids must be unique."""
    articles: list[AnnotatedArticle] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        for article in read_articles(path.read_text(encoding="utf-8"), path.name):
            if article.id in seen:
                raise BadAnnotation(f"{path.name}: id {article.id} stands in {seen[article.id]} already")
            seen[article.id] = path.name
            articles.append(article)
    return articles


def _read_article(block: str, name: str) -> AnnotatedArticle:
    head_text, _, body = block.partition("\n\n")
    identity, *lines = head_text.strip().split("\n")
    where = f"{name}: {identity.strip()}"
    head = dict(_read_field(line, where) for line in lines)
    missing = [field for field in HEAD_FIELDS if field not in head]
    if missing:
        raise BadAnnotation(f"{where}: missing {', '.join(missing)}")
    if head["kind"] not in KINDS:
        raise BadAnnotation(f"{where}: kind {head['kind']!r} is none of {', '.join(sorted(KINDS))}")
    if head["relevant"] not in ("yes", "no"):
        raise BadAnnotation(f"{where}: relevant must be yes or no")
    text, people, groups = _read_marks(body.strip(), where)
    return AnnotatedArticle(
        id=identity.strip(),
        published=head["published"],
        unit=head["unit"],
        genre=head["genre"],
        kind=head["kind"],
        relevant=head["relevant"] == "yes",
        event=head["event"],
        text=text,
        people=people,
        groups=groups,
    )


def _read_field(line: str, where: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon:
        raise BadAnnotation(f"{where}: head line without a colon: {line!r}")
    return key.strip(), value.strip()


def _read_marks(marked: str, where: str) -> tuple[str, tuple[PersonMention, ...], tuple[GroupMention, ...]]:
    pieces: list[str] = []
    people: list[PersonMention] = []
    groups: list[GroupMention] = []
    at = cursor = 0
    for match in MARK.finditer(marked):
        plain = marked[cursor : match.start()]
        pieces.append(plain)
        at += len(plain)
        letter, surface, full_name = match[1], match[2], match[3]
        end = at + len(surface)
        if letter in ROLES:
            people.append(PersonMention(at, end, ROLES[letter], full_name or surface, letter == "h"))
        elif letter in GROUPS:
            groups.append(GroupMention(at, end, GROUPS[letter], full_name or surface))
        else:
            raise BadAnnotation(f"{where}: unknown mark {match[0]!r}")
        pieces.append(surface)
        at, cursor = end, match.end()
    pieces.append(marked[cursor:])
    text = "".join(pieces)
    if re.search(r"[{}|]", text):
        raise BadAnnotation(f"{where}: a brace or bar is left after reading the marks")
    return text, tuple(people), tuple(groups)
