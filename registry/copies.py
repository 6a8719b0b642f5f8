"""Copies: articles that are one text, filed in one group with the one to prefer at its head.

`articles.copy_group` names the group by its first saved article and never changes its meaning, for the identity of
weakly placed candidates hangs on it. `articles.copy_of` is the head to show and count, NULL for the head itself.
"""

from typing import Final

from domain.text import fold
from registry.sameness import Copyable, is_copy
from registry.shingles import fingerprints
from registry.store import Row, Store

# Shorter bodies (a caption, a notice of one line) recur by chance and make no article a copy of another.
_LEAST_CHARACTERS: Final = 200
_CLOSEST: Final = 8  # articles with most fingerprints in common that are compared word by word
_COMMON: Final = 200  # a fingerprint of more articles than this is a set phrase: its first ones are looked at


def index_prints(store: Store, article_id: int, body: str) -> None:
    """Make the present body of an article findable by its fingerprints; inside `store.write()`."""
    for print_ in fingerprints(body):
        store.run("INSERT OR IGNORE INTO article_prints (print, article_id) VALUES (?, ?)", (print_, article_id))


def forget_prints(store: Store, article_id: int, body: str) -> None:
    """Take a former body of an article out of the fingerprints; inside `store.write()`."""
    for print_ in fingerprints(body):
        store.run("DELETE FROM article_prints WHERE print = ? AND article_id = ?", (print_, article_id))


def body_key(body: str) -> str | None:
    """Return the body as it is compared for being the very same; None when it is too short to be telling."""
    plain = " ".join(fold(body).split())
    return plain if len(plain) >= _LEAST_CHARACTERS else None


def file_copy(store: Store, article_id: int, version: Row) -> int:
    """Put an article whose present text is `version` where it belongs; return its group. In `store.write()`.

    Without any copy the article is its own group.
    """
    before: int | None = store.value("SELECT copy_group FROM articles WHERE id = ?", (article_id,))
    found = _same_body(store, article_id, version) or _near(store, article_id, version)
    groups = [_group_of(store, each) for each in found]
    group = before if before in groups else next(iter(groups), None)
    if group is None and not (before == article_id and _has_others(store, article_id)):
        store.run("UPDATE articles SET copy_group = NULL, copy_of = NULL WHERE id = ?", (article_id,))
    if group is not None:
        store.run(
            "UPDATE articles SET copy_group = :group WHERE id IN (:id, :group)", {"group": group, "id": article_id}
        )
    for each in {before, group} - {None}:
        _elect(store, int(each or 0))
    return group or article_id


def _same_body(store: Store, article_id: int, version: Row) -> list[int]:
    if version["body_sha256"] is None:
        return []
    rows = store.rows(
        "SELECT a.id FROM article_versions AS v JOIN articles AS a ON a.current_version_id = v.id "
        "WHERE v.body_sha256 = ? AND a.id <> ? ORDER BY a.id LIMIT ?",
        (version["body_sha256"], article_id, _CLOSEST),
    )
    return [row["id"] for row in rows]


def _near(store: Store, article_id: int, version: Row) -> list[int]:
    """Return the articles whose present text is a copy of this one, most fingerprints in common first."""
    own = _copyable(version)
    if body_key(own.body) is None:
        return []
    shared: dict[int, int] = {}
    for print_ in fingerprints(own.body):
        for row in store.rows(
            "SELECT article_id FROM article_prints WHERE print = ? ORDER BY article_id LIMIT ?", (print_, _COMMON)
        ):
            shared[row["article_id"]] = shared.get(row["article_id"], 0) + 1
    shared.pop(article_id, None)
    closest = sorted(shared, key=lambda each: (-shared[each], each))[:_CLOSEST]
    return [each for each in closest if is_copy(own, _copyable(_present(store, each)))]


def _present(store: Store, article_id: int) -> Row:
    return store.row(
        "SELECT v.* FROM articles AS a JOIN article_versions AS v ON v.id = a.current_version_id WHERE a.id = ?",
        (article_id,),
    ) or {"text": "", "body_start": 0}


def _copyable(version: Row) -> Copyable:
    text, start = version["text"], version["body_start"]
    return Copyable(text[:start], text[start:])


def _group_of(store: Store, article_id: int) -> int:
    return int(store.value("SELECT coalesce(copy_group, id) FROM articles WHERE id = ?", (article_id,)))


def _has_others(store: Store, group: int) -> bool:
    return bool(store.value("SELECT count(*) FROM articles WHERE copy_group = ? AND id <> ?", (group, group)))


_PREFERRED: Final = """
SELECT a.id FROM articles AS a LEFT JOIN sources AS s ON s.key = a.source WHERE a.copy_group = ?
ORDER BY coalesce(s.kind = 'gov', 0) OR a.url GLOB '*://*.gov.vn/*' DESC, a.published IS NULL, a.published, a.id LIMIT 1
"""


def _elect(store: Store, group: int) -> None:
    """Put the official article at the head of its group, else the one published first, else the one found first."""
    head = store.value(_PREFERRED, (group,))
    store.run(
        "UPDATE articles SET copy_of = CASE WHEN id = :head THEN NULL ELSE :head END WHERE copy_group = :group",
        {"head": head, "group": group},
    )
