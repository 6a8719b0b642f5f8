"""The training corpus is large, varied, written by hand and independent of the pages we measure on."""

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.pages import Page
from domain.text import normalise, place_tones, unify
from domain.unit_index import load_units
from models.annotations import AnnotatedArticle, BadAnnotation, load_corpus, read_articles
from nlp.document import read_document
from nlp.tokens import find_tokens

ARTICLES = load_corpus()
# Shorter lines are fixed expressions ("Huân chương Lao động hạng Ba") or little more than a title and a name.
FEWEST_GRAMS = 12
SHARED = os.environ.get("GUONG_SHARED")


def sentences_of(article: AnnotatedArticle) -> Iterator[tuple[int, int]]:
    document = read_document(Page(article.id, "", article.text))
    return ((sentence.start, sentence.end) for sentence in document.sentences)


def masked_syllables(article: AnnotatedArticle, start: int, end: int, places: frozenset[str]) -> list[str]:
    """Return the sentence's syllables with names, numbers and units replaced by one sign each."""
    spans = sorted((m.start, m.end) for m in article.people)
    words: list[str] = []
    for token in find_tokens(article.text, start, end):
        if any(a <= token.start < b for a, b in spans):
            word = "<name>"
        elif token.text[0].isdigit():
            word = "<number>"
        elif token.text[0].isalpha():
            word = place_tones(unify(token.text)).lower()
        else:
            continue
        if word.startswith("<") and words and words[-1] == word:
            continue
        words.append(word)
    return mask_places(words, places)


def mask_places(words: list[str], places: frozenset[str]) -> list[str]:
    masked: list[str] = []
    at = 0
    while at < len(words):
        size = next((n for n in (4, 3, 2) if " ".join(words[at : at + n]) in places), 0)
        masked.append("<unit>" if size else words[at])
        at += size or 1
    return masked


def test_the_corpus_is_as_large_as_promised() -> None:
    sentences = sum(1 for article in ARTICLES for _ in sentences_of(article))
    assert len(ARTICLES) >= 400
    assert sentences >= 3000


def test_at_least_half_of_the_sentences_are_hard_negatives() -> None:
    """A sentence without any exemplar counts; most of them name officials, witnesses, victims or authors."""
    without = total = 0
    for article in ARTICLES:
        exemplars = [(m.start, m.end) for m in article.people if m.role == "exemplary"]
        for start, end in sentences_of(article):
            total += 1
            without += not any(start <= a < end for a, _ in exemplars)
    assert without >= total / 2


def test_it_is_varied() -> None:
    assert len({article.unit for article in ARTICLES}) >= 50
    assert len({article.genre for article in ARTICLES}) >= 60
    years = Counter(article.published[:4] for article in ARTICLES)
    assert set(years) >= {"2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026"}
    after = sum(date.fromisoformat(article.published) >= date(2025, 7, 1) for article in ARTICLES)
    assert 100 <= after <= len(ARTICLES) - 100
    roles = Counter(mention.role for article in ARTICLES for mention in article.people)
    assert min(roles.values()) >= 100, roles


def test_no_two_sentences_share_half_their_five_grams() -> None:
    places = load_units().places()
    owners: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: list[int] = []
    names: list[str] = []
    for article in ARTICLES:
        for start, end in sentences_of(article):
            words = masked_syllables(article, start, end, places)
            grams = {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
            if len(grams) < FEWEST_GRAMS:
                continue
            for gram in grams:
                owners[gram].append(len(sizes))
            sizes.append(len(grams))
            names.append(f"{article.id}: {article.text[start:end]}")
    shared: Counter[tuple[int, int]] = Counter()
    for group in owners.values():
        for i, first in enumerate(group):
            for second in group[i + 1 :]:
                shared[first, second] += 1
    alike = [f"{names[a]}\n{names[b]}" for (a, b), count in shared.items() if 2 * count >= min(sizes[a], sizes[b])]
    assert not alike, "\n\n".join(alike[:10])


def syllables(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", place_tones(unify(normalise(text))).lower())


def runs(text: str, size: int = 20) -> set[tuple[str, ...]]:
    words = syllables(text)
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def shared_texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(folder.rglob("*examples*.json")):
        yield from strings_in(json.loads(path.read_text(encoding="utf-8")))


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_in(item)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED, reason="GUONG_SHARED is not set: the real pages are not here")
def test_no_run_of_twenty_syllables_comes_from_the_real_pages() -> None:
    real = set().union(*(runs(text) for text in shared_texts(Path(SHARED or ""))))
    assert len(real) > 10_000
    ours = [(article.id, article.text) for article in ARTICLES]
    ours += [(path.name, path.read_text(encoding="utf-8")) for path in Path("samples/pages").glob("*.md")]
    copied = {name for name, text in ours if runs(text) & real}
    assert not copied


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("=== a\npublished: 2024-01-01\n\nTitle", "missing"),
        (HEAD := "=== a\npublished: 2024-01-01\nunit: x\ngenre: g\nkind: other\nrelevant: no\nevent: e\n\n", ""),
        (HEAD.replace("kind: other", "kind: song") + "T", "kind"),
        (HEAD.replace("relevant: no", "relevant: maybe") + "T", "relevant"),
        (HEAD + "Ông {q|Lò Văn A} đến", "unknown mark"),
        (HEAD + "Ông {e|Lò Văn A đến", "brace"),
    ],
)
def test_a_broken_annotation_is_refused_with_its_place(source: str, message: str) -> None:
    if not message:
        assert len(list(read_articles(source + "Title", "f.txt"))) == 1
        return
    with pytest.raises(BadAnnotation, match=message):
        list(read_articles(source, "f.txt"))


def test_marks_become_spans_of_the_plain_text() -> None:
    article = next(read_articles(HEAD + "Tin\nÔng {e|Lò Văn Inh} và ông {e|Inh|Lò Văn Inh}. {a|T.H}", "f.txt"))
    assert article.text == "Tin\nÔng Lò Văn Inh và ông Inh. T.H"
    assert [article.text[m.start : m.end] for m in article.people] == ["Lò Văn Inh", "Inh", "T.H"]
    assert [m.full_name for m in article.people] == ["Lò Văn Inh", "Lò Văn Inh", "T.H"]
    assert [m.role for m in article.people] == ["exemplary", "exemplary", "author"]
