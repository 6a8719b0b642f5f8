"""A migration: the Party terms in the keys of documents follow the dates `domain.symbols` knows."""

from typing import Any, Final

from sqlite_utils import Database

from domain.symbols import party_term

# The day that decided a document's term: its own date, else that of the news of its being issued.
_PARTY: Final = """
SELECT p.id, p.key, p.issuer_key, p.year, coalesce(p.date, (
    SELECT min(v.published) FROM document_references AS r JOIN article_versions AS v ON v.id = r.version_id
    WHERE r.plan_id = p.id AND r.role = 'issued')) AS day
FROM plans AS p WHERE p.year IS NOT NULL AND EXISTS (
    SELECT 1 FROM document_references AS r WHERE r.plan_id = p.id AND r.family = 'party')
"""


def move_to_their_terms(db: Database) -> int:
    """Give each Party document the term its date lies in, joining it with one already there; return how many moved.

    Inside a transaction. Sightings move along; nothing is lost.
    """
    moved = 0
    for plan in db.query(_PARTY):
        if plan["day"] is None:
            continue
        term = party_term(plan["day"], central=plan["issuer_key"] == "central")
        if term != plan["year"]:
            _move(db, plan, term)
            moved += 1
    return moved


def _move(db: Database, plan: dict[str, Any], term: str) -> None:
    key = plan["key"].rpartition("|")[0] + "|" + term
    there = db.execute("SELECT id FROM plans WHERE key = ?", (key,)).fetchone()
    if there is None:
        db.execute("UPDATE plans SET key = ?, year = ? WHERE id = ?", (key, term, plan["id"]))
        old = (plan["year"], term, plan["id"])
        db.execute("UPDATE plan_fts SET body = replace(body, ?, ?) WHERE rowid = ?", old)
        return
    db.execute("UPDATE document_references SET plan_id = ? WHERE plan_id = ?", (there[0], plan["id"]))
    db.execute("DELETE FROM plan_fts WHERE rowid = ?", (plan["id"],))
    db.execute("DELETE FROM plans WHERE id = ?", (plan["id"],))
