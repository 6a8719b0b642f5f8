"""Forgetting a person on a lawful request: the text goes, counts and chain stay."""

from datetime import datetime
from typing import Final

from domain.actors import Actor
from domain.errors import Conflict, NotAllowed, NotFound
from domain.text import fold
from registry import audit
from registry.attachments import mask_attachments
from registry.clock import stamp
from registry.masking import mask_version
from registry.store import Row, Store
from registry.suppression import suppress

ERASED_NAME: Final = "(đã xóa theo yêu cầu)"


def erase_person(store: Store, actor: Actor, candidate_id: int, *, now: datetime) -> None:
    """Erase the person behind a candidate, for good: name, quotes, notes, and the name in every article and file saved.

    Article texts keep their length (the name becomes blocks), so offsets of others stay right; their hash keeps
    proving the text that was judged. The name in its unit goes on the suppression list. A registry entry leaves
    the list as by an undo, but is still counted. Backups and the crawler's archive are not touched.
    Raises NotAllowed unless the actor is a secretary, NotFound, and Conflict when it was done before.
    """
    if not actor.has("secretary"):
        raise NotAllowed(f"{actor.name} không có quyền xóa dữ liệu cá nhân", remedy="nhờ thư ký hội đồng")
    with store.write():
        row = store.row("SELECT * FROM candidates WHERE id = ?", (candidate_id,))
        if row is None:
            raise NotFound(f"không có trường hợp số {candidate_id}", remedy="quay lại danh sách")
        if row["state"] == "erased":
            raise Conflict(f"trường hợp {candidate_id} đã được xóa", remedy="không cần làm gì thêm")
        _mask_articles(store, row, stamp(now))
        _erase_rows(store, row, stamp(now))
        suppress(store, actor, row["name"], row["unit_key"], now=now)
        audit.record(store, actor, "erase", subject=f"candidate:{candidate_id}", now=now)
        # Until its segments are merged the index still lists the words of the old text.
        store.run("INSERT INTO article_fts (article_fts) VALUES ('optimize')")
        store.run("INSERT INTO attachment_fts (attachment_fts) VALUES ('optimize')")
    # The write-ahead log holds old pages too; a reader may delay this until the next checkpoint.
    store.value("PRAGMA wal_checkpoint(TRUNCATE)")


def _erase_rows(store: Store, row: Row, at: str) -> None:
    candidate = {"id": row["id"], "at": at, "name": ERASED_NAME, "folded": fold(ERASED_NAME)}
    store.run(
        "UPDATE evidence SET quote = '', cue = '' "
        "WHERE sighting_id IN (SELECT id FROM sightings WHERE candidate_id = :id)",
        candidate,
    )
    store.run(
        "UPDATE sightings SET name = :name, unit_text = NULL, deeds = '[]', awards = '[]', benefits = '[]' "
        "WHERE candidate_id = :id",
        candidate,
    )
    store.run(
        "UPDATE decision_details SET salt = NULL, body = NULL, erased_at = :at "
        "WHERE erased_at IS NULL AND decision_id IN (SELECT id FROM decisions WHERE candidate_id = :id)",
        candidate,
    )
    store.run("UPDATE entries SET status = 'removed', updated_at = :at WHERE candidate_id = :id", candidate)
    store.run(
        "UPDATE candidates SET identity = 'erased|' || id, name = :name, name_folded = :folded, words = '', "
        "unit_text = NULL, field = NULL, state = 'erased', claimed_by = NULL, claimed_name = NULL, "
        "claimed_until = NULL, postponed_until = NULL, version = version + 1, updated_at = :at WHERE id = :id",
        candidate,
    )


def _mask_articles(store: Store, row: Row, at: str) -> None:
    versions = store.rows(
        "SELECT id, article_id FROM article_versions WHERE article_id IN (SELECT v.article_id FROM sightings AS s "
        "JOIN article_versions AS v ON v.id = s.version_id WHERE s.candidate_id = ?)",
        (row["id"],),
    )
    sighted = store.rows("SELECT DISTINCT name FROM sightings WHERE candidate_id = ?", (row["id"],))
    names = frozenset({row["name"], *(each["name"] for each in sighted)})
    for version in versions:
        mask_version(store, version["id"], names, at)
    for article_id in {version["article_id"] for version in versions}:
        mask_attachments(store, article_id, names)
