"""Hash chains: a row's digest covers its own fields and the digest of the row before it."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

GENESIS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking a chain found; `broken_at` is the first bad id, `head` the digest of the last good row."""

    ok: bool
    checked: int
    head: str
    broken_at: int | None = None
    problem: str = ""


def canonical(fields: Mapping[str, object]) -> str:
    """Return JSON that is the same for the same fields, in whatever order they came."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous: str, fields: Mapping[str, object]) -> str:
    """Return the digest of a row that follows the one with digest `previous`."""
    return hashlib.sha256(f"{previous}\n{canonical(fields)}".encode()).hexdigest()


def new_salt() -> str:
    """Return a fresh random salt, without which a digest of a name could be guessed."""
    return secrets.token_hex(16)


def salted(salt: str, body: str) -> str:
    """Return the digest that stands in the chain for text which may later be erased."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def check(rows: Iterable[Mapping[str, object]]) -> ChainReport:
    """Walk rows in id order; each has id, previous, digest and the covered fields."""
    head, checked = GENESIS, 0
    for row in rows:
        checked += 1
        fields = {name: value for name, value in row.items() if name not in ("previous", "digest")}
        problem = _problem(row, fields, expected_id=checked, head=head)
        if problem:
            return ChainReport(False, checked, head, broken_at=int(str(row["id"])), problem=problem)
        head = str(row["digest"])
    return ChainReport(True, checked, head)


def _problem(row: Mapping[str, object], fields: Mapping[str, object], *, expected_id: int, head: str) -> str:
    if row["id"] != expected_id:
        return f"thiếu dòng số {expected_id}"
    if row["previous"] != head:
        return "không nối tiếp dòng trước"
    if row["digest"] != link(head, fields):
        return "nội dung đã bị sửa"
    return ""
