"""The portals the board reads, by the unit each one speaks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.store import Store


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One portal; `key` is what `Page.source` says, `unit_key` the unit it covers together with all below it."""

    key: str
    name: str
    unit_key: str | None
    kind: str = "gov"
    url: str = ""


def save_sources(store: Store, sources: Iterable[SourceRow]) -> None:
    """Insert or update the sources in one transaction."""
    with store.write():
        for source in sources:
            store.run(
                "INSERT INTO sources VALUES (?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET "
                "name = excluded.name, unit_key = excluded.unit_key, kind = excluded.kind, url = excluded.url",
                (source.key, source.name, source.unit_key, source.kind, source.url),
            )


def list_sources(store: Store) -> list[SourceRow]:
    """Return all sources by name."""
    return [SourceRow(**row) for row in store.rows("SELECT key, name, unit_key, kind, url FROM sources ORDER BY name")]
