"""Names of erased persons in saved article texts become blocks of the same length."""

import re
from typing import Final

from domain.text import unify
from registry.copies import forget_prints
from registry.indexing import index_version, unindex_version
from registry.query import name_pattern
from registry.store import Store

_BLOCK: Final = "█"
_BLOTS: Final = re.compile("█+(?:[ \n]█+)*")


def mask_version(store: Store, version_id: int, names: frozenset[str], at: str) -> None:
    """Blot `names` out of one article version, its index, its reading and its quotes; inside `store.write()`.

    Lengths stay, so the offsets of everybody else's evidence stay right; the hash keeps naming the original text.
    """
    row = store.row("SELECT * FROM article_versions WHERE id = ?", (version_id,))
    if row is None:
        return
    version = {part: row[part] for part in ("title", "lead", "text")}
    masked = {part: None if text is None else mask_names(text, names) for part, text in version.items()}
    forget_prints(store, row["article_id"], row["text"][row["body_start"] :])
    unindex_version(store, version_id, version["title"] or "", version["text"])
    store.run(
        "UPDATE article_versions SET title = :title, lead = :lead, text = :text, body_sha256 = NULL, erased_at = :at "
        "WHERE id = :id",
        {**masked, "at": at, "id": version_id},
    )
    index_version(store, version_id, masked["title"] or "", masked["text"] or "")
    store.run("UPDATE readings SET body = NULL WHERE version_id = ?", (version_id,))
    quotes = store.rows(
        "SELECT e.id, e.quote FROM evidence AS e JOIN sightings AS s ON s.id = e.sighting_id WHERE s.version_id = ?",
        (version_id,),
    )
    for quote in quotes:
        store.run("UPDATE evidence SET quote = ? WHERE id = ?", (mask_names(quote["quote"], names), quote["id"]))


def blotted_names(store: Store, version_id: int, text: str) -> frozenset[str]:
    """Return the names blotted out of a saved version, recovered from its whole `text` as the archive still has it.

    A page that is read anew must not bring back what was erased, whether or not the reader still finds the person.
    """
    masked = store.value("SELECT text FROM article_versions WHERE id = ? AND erased_at IS NOT NULL", (version_id,))
    if masked is None or len(masked) != len(text):
        return frozenset()
    return frozenset(text[found.start() : found.end()] for found in _BLOTS.finditer(masked))


def mask_names(text: str, names: frozenset[str]) -> str:
    """Return `text` with every letter of the names replaced by a block, whatever their case; keeps the length."""
    wanted = re.compile("|".join(name_pattern(name) for name in sorted(names, key=len, reverse=True)))
    # Letter by letter: İ grows in lower case, and offsets must stay.
    lower = "".join(each if len(each.lower()) != 1 else each.lower() for each in unify(text))
    out = list(text)
    for match in wanted.finditer(lower):
        out[match.start() : match.end()] = [each if each.isspace() else _BLOCK for each in match[0]]
    return "".join(out)
