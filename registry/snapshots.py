"""The saved article version that a reading, a plan sighting or a candidate speaks of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One saved version; `original_id` is the first article with the same body, itself when it is no copy.

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
