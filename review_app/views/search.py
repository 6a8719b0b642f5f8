"""Search, and the article as it was read."""

from dataclasses import dataclass, replace
from typing import Any, Final, cast

from django.shortcuts import render
from django.utils import timezone

from domain.actors import Actor
from registry.articles import find_changes, list_versions, load_article, load_version
from registry.attachments import AttachmentRow, list_attachments
from registry.masking import mask_names
from registry.overview import list_article_cases, load_minor_entries, load_minor_names
from registry.query import find_matches, read_query
from registry.readings import load_reading
from registry.search import KINDS, RANKED, HitKind, SearchHit, search
from review_app.access import JUDGES, READERS, page_for
from review_app.board import current_actor, registry, source_names
from review_app.labels import HIT_KINDS
from review_app.marking import Piece, Span, mark_lines, mark_text
from review_app.masking import may_see_minors
from review_app.paging import PAGE_SIZE, make_page, offset_of, page_number

# With several kinds on one page each shows its best few.
_EACH: Final = 6
_LONGEST_QUERY: Final = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit as the page prints it."""

    kind: HitKind
    id: int
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    source: str | None
    published: str | None
    loose: bool
    copies: int
    file: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class _Asked:
    page: int
    alone: bool
    marked: bool


@page_for(*READERS)
def show_search(request: Any) -> Any:
    """Search plans, entries and articles, with or without marks."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST_QUERY]
    kind = request.GET.get("loai", "")
    kinds = (cast(HitKind, kind),) if kind in KINDS else KINDS
    year = request.GET.get("nam", "")
    year = year if year.isascii() and year.isdigit() and len(year) == 4 else ""
    found = search(registry(), text, kinds=kinds, limit=RANKED)
    hits = [hit for hit in found.hits if not year or (hit.published or "").startswith(year)]
    alone = len(kinds) == 1
    asked = _Asked(page_number(request.GET.get("trang")) if alone else 1, alone, read_query(text).has_marks)
    groups = [_group(current_actor(request), each, hits, asked) for each in kinds]
    if not year:
        groups = [{**group, "total": found.totals.get(group["kind"], 0)} for group in groups]
    context = {
        "q": text,
        "kind": kind if kind in KINDS else "",
        "year": year,
        "kinds": HIT_KINDS,
        "sources": source_names(),
        "years": range(timezone.localdate().year, 2014, -1),
        "groups": [group for group in groups if group["total"] or alone],
    }
    return render(request, "search.html", context)


@page_for(*READERS)
def show_article(request: Any, article_id: int) -> Any:
    """Show an article as it was read, in its newest or a chosen version."""
    store, actor = registry(), current_actor(request)
    article = load_article(store, article_id)
    versions = list_versions(store, article_id)
    wanted = request.GET.get("ban", "")
    shown = next((each for each in versions if str(each.n) == wanted), article.current)
    hidden = _hidden(actor, "article", [article_id]).get(article_id, frozenset())
    text = mask_names(shown.text, hidden) if hidden else shown.text
    query = read_query(request.GET.get("q", "")[:_LONGEST_QUERY])
    before = next((each for each in versions if each.n == shown.n - 1), None)
    context = {
        "article": article,
        "version": shown,
        "versions": versions,
        "title": mask_names(shown.title or "", hidden) if hidden else shown.title,
        "lines": mark_lines(text, find_matches(query, text).pieces, body_start=shown.body_start),
        "changes": find_changes(load_version(store, before.id), shown) if before and not hidden else [],
        "cases": list_article_cases(store, article_id, now=timezone.now()) if actor.has(*JUDGES) else [],
        "reading": load_reading(store, shown.id),
        "hidden": bool(hidden),
        "sources": source_names(),
        "files": _files(article_id, hidden),
    }
    return render(request, "article.html", context)


def _files(article_id: int, hidden: frozenset[str]) -> list[AttachmentRow]:
    """The files of an article; a file may bear the name of a child."""
    files = list_attachments(registry(), article_id)
    if not hidden:
        return files
    return [replace(each, name=mask_names(each.name, hidden), note=mask_names(each.note, hidden)) for each in files]


def _group(actor: Actor, kind: HitKind, hits: list[SearchHit], asked: _Asked) -> dict[str, Any]:
    own = [hit for hit in hits if hit.kind == kind]
    start, size = (offset_of(asked.page), PAGE_SIZE) if asked.alone else (0, _EACH)
    on_page = own[start : start + size]
    hidden = _hidden(actor, kind, [hit.id for hit in on_page])
    printed = [_printed(hit, hidden.get(hit.id, frozenset()), asked.marked) for hit in on_page]
    page = make_page(asked.page, printed, len(own))
    return {
        "kind": kind,
        "label": HIT_KINDS[kind],
        "page": page,
        "total": len(own),
        "alone": asked.alone,
        "each": _EACH,
    }


def _printed(hit: SearchHit, hidden: frozenset[str], marked: bool) -> Hit:
    if hidden:
        hit = replace(
            hit,
            title=mask_names(hit.title, hidden),
            snippet=mask_names(hit.snippet, hidden),
            file=hit.file and mask_names(hit.file, hidden),
        )
    return Hit(
        hit.kind,
        hit.id,
        mark_text(hit.title, hit.title_marks),
        _without(hit.snippet, hit.snippet_marks, f" · {hit.published}"),
        hit.source,
        hit.published,
        loose=marked and not hit.exact,
        copies=hit.copies,
        file=hit.file,
        page=hit.page,
    )


def _without(text: str, marks: tuple[Span, ...], part: str) -> tuple[Piece, ...]:
    """Mark a text leaving out `part`, which the page prints elsewhere, unless a mark touches it."""
    if not marks and text == part.removeprefix(" · "):
        return ()
    start = text.find(part)
    end = start + len(part)
    if start < 0 or any(a < end and b > start for a, b in marks):
        return mark_text(text, marks)
    kept = [(a, b) if b <= start else (a - len(part), b - len(part)) for a, b in marks]
    return mark_text(text[:start] + text[end:], kept)


def _hidden(actor: Actor, kind: HitKind, ids: list[int]) -> dict[int, frozenset[str]]:
    """Return the names the actor may not see, by article or entry; plans name no children."""
    if may_see_minors(actor) or kind == "plan":
        return {}
    return load_minor_names(registry(), ids) if kind == "article" else load_minor_entries(registry(), ids)
