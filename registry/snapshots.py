"""The saved article version that a reading, a plan sighting or a candidate speaks of."""

from dataclasses import dataclass

from domain.errors import BadRecord
from registry.clock import local_date, moment
from registry.store import Store


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One saved version; `original_id` is the group of its copies (`registry.copies`), itself when it has none.

    `day` is the ISO day of publication (else the day it was saved), the day on which unit names are resolved;
    `at` is the stamp of this save.
    """

    article_id: int
    original_id: int
    version_id: int
    text_sha256: str
    page_sha256: str
    published: str | None
    day: str
    province_key: str | None
    at: str


def load_snapshot(store: Store, article_id: int, at: str) -> Snapshot:
    """Return the current version of an article, seen again at stamp `at`."""
    row = store.row(
        "SELECT a.id AS article_id, coalesce(a.copy_of, a.id) AS original_id, v.id AS version_id, v.text_sha256, "
        "v.page_sha256, v.published, a.province_key FROM articles AS a "
        "JOIN article_versions AS v ON v.id = a.current_version_id WHERE a.id = ?",
        (article_id,),
    )
    if row is None:
        raise BadRecord(f"article {article_id} has no current version")
    return Snapshot(**row, day=(row["published"] or local_date(moment(at)).isoformat())[:10], at=at)
