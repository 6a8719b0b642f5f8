"""Files that came with articles, and their text once it has been read."""

from collections.abc import Iterable

from domain.pages import Attachment
from domain.text import fold
from registry.store import Row, Store


def save_attachments(store: Store, article_id: int, attachments: Iterable[Attachment]) -> None:
    """Add or complete the attachments of an article; inside `store.write()`."""
    for item in attachments:
        old = store.row("SELECT * FROM attachments WHERE article_id = ? AND url = ?", (article_id, item.url))
        values: Row = {"name": item.name, "media_type": item.media_type, "sha256": item.sha256, "text": item.text}
        if old is not None and item.text is None:
            continue  # a sighting without the file's text tells nothing new
        if old is None:
            attachment_id = store.insert("attachments", {"article_id": article_id, "url": item.url, **values})
        elif old["text"] == item.text:
            continue
        else:
            attachment_id = old["id"]
            store.run(
                "UPDATE attachments SET name = :name, media_type = :media_type, sha256 = :sha256, text = :text "
                "WHERE id = :id",
                {**values, "id": attachment_id},
            )
        _index_attachment(store, attachment_id, old["text"] if old else None, item.text)


def _index_attachment(store: Store, attachment_id: int, old: str | None, new: str | None) -> None:
    if old is not None:
        store.run(
            "INSERT INTO attachment_fts (attachment_fts, rowid, body) VALUES ('delete', ?, ?)",
            (attachment_id, fold(old)),
        )
    if new is not None:
        store.run("INSERT INTO attachment_fts (rowid, body) VALUES (?, ?)", (attachment_id, fold(new)))
