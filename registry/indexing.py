"""The full-text index of article versions: folded words without the text itself."""

from domain.text import fold
from registry.store import Store


def index_version(store: Store, version_id: int, title: str, text: str) -> None:
    """Add a version to the full-text index."""
    store.run("INSERT INTO article_fts (rowid, title, body) VALUES (?, ?, ?)", (version_id, fold(title), fold(text)))


def unindex_version(store: Store, version_id: int, title: str, text: str) -> None:
    """Take a version out of the full-text index; title and text as they were indexed."""
    store.run(
        "INSERT INTO article_fts (article_fts, rowid, title, body) VALUES ('delete', ?, ?, ?)",
        (version_id, fold(title), fold(text)),
    )
