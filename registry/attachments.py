"""Files that came with articles: their text, pages and state, and the document each of them is."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from domain.pages import Attachment
from domain.text import fold
from registry.masking import mask_names
from registry.store import Row, Store


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file as a page shows it; `state` is one of `domain.pages.ATTACHMENT_STATES`."""

    id: int
    url: str
    name: str
    media_type: str
    state: str
    note: str
    pages: int


def save_attachments(
    store: Store, article_id: int, attachments: Iterable[Attachment], hidden: frozenset[str] = frozenset()
) -> None:
    """Add or complete the attachments of an article, `hidden` names blotted out; inside `store.write()`.

    Text once read stays when the file cannot be read any more: a sighting without text tells only its reason.
    """
    for item in attachments:
        old = store.row("SELECT * FROM attachments WHERE article_id = ? AND url = ?", (article_id, item.url))
        if old is not None and (_is_same(old, item) or (old["text"] is not None and item.text is None)):
            continue
        text = mask_names(item.text, hidden) if item.text is not None and hidden else item.text
        values: Row = {
            "name": item.name,
            "media_type": item.media_type,
            "sha256": item.sha256,
            "text": text,
            "text_sha256": _digest(item.text),
            "page_starts": json.dumps(item.page_starts),
            "state": item.state,
            "note": item.note,
        }
        if old is None:
            attachment_id = store.insert("attachments", {"article_id": article_id, "url": item.url, **values})
        else:
            attachment_id = old["id"]
            names = ", ".join(f"{name} = :{name}" for name in values)
            store.run(f"UPDATE attachments SET {names} WHERE id = :id", {**values, "id": attachment_id})
        _index_attachment(store, attachment_id, old["text"] if old else None, text)


def _is_same(old: Row, item: Attachment) -> bool:
    """A text whose names were blotted out since is known by its digest."""
    same_text = old["text"] == item.text or (item.text is not None and old["text_sha256"] == _digest(item.text))
    return same_text and (old["state"], old["note"]) == (item.state, item.note)


def _digest(text: str | None) -> str:
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def _index_attachment(store: Store, attachment_id: int, old: str | None, new: str | None) -> None:
    if old is not None:
        store.run(
            "INSERT INTO attachment_fts (attachment_fts, rowid, body) VALUES ('delete', ?, ?)",
            (attachment_id, fold(old)),
        )
    if new is not None:
        store.run("INSERT INTO attachment_fts (rowid, body) VALUES (?, ?)", (attachment_id, fold(new)))


def mask_attachments(store: Store, article_id: int, names: frozenset[str]) -> None:
    """Blot `names` out of the texts of an article's files and their index; inside `store.write()`."""
    for row in store.rows("SELECT id, text FROM attachments WHERE article_id = ? AND text IS NOT NULL", (article_id,)):
        masked = mask_names(row["text"], names)
        if masked != row["text"]:
            store.run("UPDATE attachments SET text = ? WHERE id = ?", (masked, row["id"]))
            _index_attachment(store, row["id"], row["text"], masked)


def list_attachments(store: Store, article_id: int) -> list[AttachmentRow]:
    """Return the files of an article in the order they were found."""
    rows = store.rows(
        "SELECT id, url, name, media_type, state, note, json_array_length(page_starts) AS pages "
        "FROM attachments WHERE article_id = ? ORDER BY id",
        (article_id,),
    )
    return [AttachmentRow(**row) for row in rows]


def count_attachments(store: Store) -> dict[str, int]:
    """Return how many files are in each attachment state."""
    rows = store.rows("SELECT state, count(*) AS n FROM attachments GROUP BY state ORDER BY state")
    return {row["state"]: row["n"] for row in rows}


def articles_awaiting(store: Store, states: Iterable[str]) -> list[str]:
    """Return the addresses of articles with a file in one of these states."""
    rows = store.rows(
        "SELECT DISTINCT a.url FROM attachments AS t JOIN articles AS a ON a.id = t.article_id "
        "WHERE t.state IN (SELECT value FROM json_each(?)) AND a.url IS NOT NULL ORDER BY a.id",
        (json.dumps(sorted(states)),),
    )
    return [row["url"] for row in rows]


def find_recognised(store: Store, sha256: str) -> Attachment | None:
    """Return what recognising gave for these bytes before: it takes seconds a page and gives the same again."""
    row = store.row(
        "SELECT url, name, media_type, sha256, text, page_starts, state, note FROM attachments "
        "WHERE sha256 = ? AND state = 'ocr' ORDER BY id DESC LIMIT 1",
        (sha256,),
    )
    return None if row is None else Attachment(**{**row, "page_starts": tuple(json.loads(row["page_starts"]))})
