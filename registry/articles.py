"""Articles and their immutable versions.

An article is one address (or, without one, one text of one source). A version is one text of it; saving the same
text again adds nothing, a real change of text adds a version. Everything one page yields is saved in one
transaction, so that a killed process leaves the whole article or none of it.
"""

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from domain.errors import NotFound
from domain.extraction import DocumentReference, Extraction
from domain.pages import Page
from registry.addresses import address_key
from registry.attachments import mask_attachments, save_attachments
from registry.clock import local_date, moment, stamp
from registry.copies import body_key, file_copy, forget_prints, index_prints
from registry.indexing import index_version
from registry.linking import save_cases
from registry.masking import blotted_names, mask_version
from registry.plan_saving import save_own_documents, save_references
from registry.readings import province_of, reading_of, save_reading
from registry.snapshots import Snapshot
from registry.store import Row, Store

SaveStatus = Literal["new", "changed", "reread", "unchanged"]


@dataclass(frozen=True, slots=True)
class SavedArticle:
    """What saving did: "new" article, "changed" text, "reread" (same text, other extraction) or "unchanged"."""

    article_id: int
    version_id: int
    status: SaveStatus
    new_candidates: int = 0
    new_plans: int = 0
    suppressed: int = 0


@dataclass(frozen=True, slots=True)
class VersionView:
    """One text of an article; offsets everywhere count code points of `text`."""

    id: int
    article_id: int
    n: int
    text_sha256: str
    page_sha256: str
    title: str | None
    lead: str | None
    author: str | None
    published: str | None
    text: str
    body_start: int
    saved_at: datetime
    erased: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as it reads now, with the addresses of its copies."""

    id: int
    url: str | None
    source: str
    first_seen: datetime
    last_seen: datetime
    page_kind: str
    relevance: float
    hijack_suspected: bool
    current: VersionView
    versions: int
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One changed place between two versions, line by line; an insertion has an empty `before`."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def save_article(
    store: Store,
    page: Page,
    extraction: Extraction,
    *,
    now: datetime,
    own_documents: Mapping[str, DocumentReference | None] | None = None,
) -> SavedArticle:
    """Save a page with everything read from it, all in one transaction.

    `own_documents` tells by address which document each attached file is, None for a file that is none.

    Idempotent: the same page and extraction again write nothing but the time it was last seen. Raises BadRecord
    when a case lacks evidence or a quote is not the text at its offsets, and StoreProblem when the file cannot be
    written; in both cases nothing of this page is kept.
    """
    at = stamp(now)
    digest = hashlib.sha256(extraction.text.encode()).hexdigest()
    with store.write():
        article = _article(store, page, digest, at)
        version_id, is_new = _version_id(store, article["id"], page, extraction, digest, at)
        hidden = blotted_names(store, version_id, extraction.text)
        save_attachments(store, article["id"], page.attachments, hidden)
        known = store.value("SELECT sha256 FROM readings WHERE version_id = ?", (version_id,))
        is_current = article["current_version_id"] == version_id
        if is_current and known == reading_of(extraction)[0]:
            store.run("UPDATE articles SET last_seen = ? WHERE id = ?", (at, article["id"]))
            new_plans = save_own_documents(store, article["id"], own_documents or {}, at)
            return SavedArticle(article["id"], version_id, "unchanged", new_plans=new_plans)
        snapshot = _make_current(store, article, version_id, extraction, at)
        save_reading(store, snapshot, extraction)
        new_plans = save_references(store, snapshot, extraction.documents)
        new_plans += save_own_documents(store, article["id"], own_documents or {}, at)
        linked = save_cases(store, snapshot, extraction)
        hidden |= linked.suppressed
        if hidden:
            mask_version(store, version_id, hidden, at)
            mask_attachments(store, article["id"], hidden)
    status: SaveStatus = "reread" if is_current else "changed"
    if is_new and article["current_version_id"] is None:
        status = "new"
    return SavedArticle(article["id"], version_id, status, linked.new, new_plans, len(linked.suppressed))


def _article(store: Store, page: Page, digest: str, at: str) -> Row:
    key = address_key(page.url) if page.url else f"{page.source}#{digest}"
    found = store.row("SELECT id, current_version_id FROM articles WHERE key = ?", (key,))
    if found is not None:
        return found
    row: Row = {"key": key, "url": page.url, "source": page.source, "first_seen": at, "last_seen": at}
    return {"id": store.insert("articles", row), "current_version_id": None}


def _version_id(
    store: Store, article_id: int, page: Page, extraction: Extraction, digest: str, at: str
) -> tuple[int, bool]:
    found = store.value(
        "SELECT id FROM article_versions WHERE article_id = ? AND text_sha256 = ?", (article_id, digest)
    )
    if found is not None:
        return int(found), False
    count = store.value("SELECT count(*) FROM article_versions WHERE article_id = ?", (article_id,))
    row: Row = {
        "article_id": article_id,
        "n": count + 1,
        "text_sha256": digest,
        "body_sha256": _body_sha256(extraction),
        "page_sha256": page.sha256,
        "title": extraction.title,
        "lead": extraction.lead,
        "author": extraction.author,
        "published": extraction.published,
        "text": extraction.text,
        "body_start": extraction.body_start,
        "family": page.family,
        "saved_at": at,
    }
    version_id = store.insert("article_versions", row)
    index_version(store, version_id, extraction.title or "", extraction.text)
    return version_id, True


def _body_sha256(extraction: Extraction) -> str | None:
    body = body_key(extraction.text[extraction.body_start :])
    return None if body is None else hashlib.sha256(body.encode()).hexdigest()


def _make_current(store: Store, article: Row, version_id: int, extraction: Extraction, at: str) -> Snapshot:
    version = store.row("SELECT * FROM article_versions WHERE id = ?", (version_id,)) or {}
    former = store.row("SELECT * FROM article_versions WHERE id = ?", (article["current_version_id"],))
    if former is not None and former["id"] != version_id:
        forget_prints(store, article["id"], former["text"][former["body_start"] :])
    province = province_of(store, extraction.source, extraction.units)
    store.run(
        "UPDATE articles SET current_version_id = ?, published = ?, province_key = ?, last_seen = ? WHERE id = ?",
        (version_id, version["published"], province, at, article["id"]),
    )
    index_prints(store, article["id"], version["text"][version["body_start"] :])
    return Snapshot(
        article_id=article["id"],
        original_id=file_copy(store, article["id"], version),
        version_id=version_id,
        text_sha256=version["text_sha256"],
        page_sha256=version["page_sha256"],
        published=version["published"],
        day=(version["published"] or local_date(moment(at)).isoformat())[:10],
        province_key=province,
        at=at,
    )


def load_article(store: Store, article_id: int) -> ArticleView:
    """Return one article with its current text; NotFound for an unknown id."""
    with store.read():
        row = store.row(
            "SELECT a.*, r.page_kind, r.relevance, r.hijack_suspected, "
            "(SELECT count(*) FROM article_versions WHERE article_id = a.id) AS versions "
            "FROM articles AS a JOIN readings AS r ON r.version_id = a.current_version_id WHERE a.id = ?",
            (article_id,),
        )
        if row is None:
            raise NotFound(f"không có bài viết số {article_id}", remedy="tìm lại trong danh sách")
        first = row["copy_of"] or row["id"]
        copies = store.rows(
            "SELECT coalesce(url, source) AS address FROM articles "
            "WHERE (copy_of = ? OR id = ?) AND id <> ? ORDER BY id",
            (first, first, article_id),
        )
        current = load_version(store, row["current_version_id"])
    return ArticleView(
        id=row["id"],
        url=row["url"],
        source=row["source"],
        first_seen=moment(row["first_seen"]),
        last_seen=moment(row["last_seen"]),
        page_kind=row["page_kind"],
        relevance=row["relevance"],
        hijack_suspected=bool(row["hijack_suspected"]),
        current=current,
        versions=row["versions"],
        copies=tuple(copy["address"] for copy in copies),
    )


def load_version(store: Store, version_id: int) -> VersionView:
    """Return one version; NotFound for an unknown id."""
    row = store.row(f"SELECT {_VERSION} FROM article_versions WHERE id = ?", (version_id,))
    if row is None:
        raise NotFound(f"không có bản lưu số {version_id}", remedy="tìm lại trong danh sách")
    return _version(row)


def list_versions(store: Store, article_id: int) -> list[VersionView]:
    """Return all versions of an article, oldest first."""
    rows = store.rows(f"SELECT {_VERSION} FROM article_versions WHERE article_id = ? ORDER BY n", (article_id,))
    return [_version(row) for row in rows]


def find_changes(before: VersionView, after: VersionView) -> list[Change]:
    """Return what differs between two versions, line by line, in order."""
    old, new = before.text.split("\n"), after.text.split("\n")
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Change(tuple(old[a:b]), tuple(new[c:d])) for tag, a, b, c, d in codes if tag != "equal"]


_VERSION: Final = (
    "id, article_id, n, text_sha256, page_sha256, title, lead, author, published, text, body_start, saved_at, "
    "erased_at IS NOT NULL AS erased"
)


def _version(row: Row) -> VersionView:
    return VersionView(**{**row, "saved_at": moment(row["saved_at"]), "erased": bool(row["erased"])})
