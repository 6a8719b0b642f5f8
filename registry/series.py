"""Numbers nobody has seen: gaps in the series of documents an issuer numbers through a year or a term."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from domain.health import Gap
from domain.symbols import read_symbol
from registry.clock import stamp
from registry.store import Row, Store

_WIDEST: Final = 3  # so many numbers in a row may be unseen; a longer hole is only a part nobody reported on
_DENSE: Final = 0.5  # share of a series that must have been seen before each hole in it is told


def find_gaps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return (before, after) pairs of seen numbers with a few unseen between them, where that is worth a question.

    News names few documents of most series: there, near neighbours are chance. A hole counts when half of the series
    is known, or when so few numbers are known that neighbours this near are not expected (fewer than one pair).
    """
    seen = sorted(set(numbers))
    if len(seen) < 2:
        return []
    near = [(before, after) for before, after in pairwise(seen) if 1 < after - before <= _WIDEST + 1]
    dense = len(seen) / (seen[-1] - seen[0] + 1) >= _DENSE
    expected_by_chance = (len(seen) - 1) * (_WIDEST + 1) * len(seen) / seen[-1]
    return near if dense or expected_by_chance < 1 else []


def list_gaps(
    store: Store, *, province_keys: Iterable[str] | None = None, since: datetime | None = None, limit: int = 50
) -> list[Gap]:
    """Return the gaps of all series, or of these provinces' and the central series, newest series first.

    With `since` only gaps a document first seen after it made visible. Proposals for damaged symbols do not count.
    """
    rows = _numbered(store, province_keys)
    series: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        series.setdefault((row["issuer_key"], row["tail"], row["year"]), []).append(row)
    found = [gap for each in series.values() for gap in _gaps_of(each, stamp(since) if since else "")]
    return found[:limit]


def _numbered(store: Store, province_keys: Iterable[str] | None) -> list[Row]:
    keys = None if province_keys is None else sorted(province_keys)
    where = "" if keys is None else f"AND (p.province_key IS NULL OR p.province_key IN ({', '.join('?' * len(keys))})) "
    rows = store.rows(
        "SELECT p.key, p.symbol, p.number, p.type, p.year, p.issuer, p.issuer_key, p.first_seen, u.name AS unit "
        "FROM plans AS p LEFT JOIN units AS u ON u.key = p.issuer_key "
        "WHERE p.year IS NOT NULL AND p.symbol IS NOT NULL AND p.restored = 0 "
        f"AND p.number NOT GLOB '*[^0-9]*' {where}ORDER BY p.year DESC, p.issuer_key, p.id",
        keys or (),
    )
    # "issuer|tail|number|year": what stands between issuer and number tells one series from another.
    return [{**row, "tail": row["key"].split("|")[1]} for row in rows]


def _gaps_of(rows: Sequence[Row], since: str) -> list[Gap]:
    by_number = {int(row["number"]): row for row in rows}
    found = []
    for before, after in find_gaps(by_number):
        sides = by_number[before], by_number[after]
        if max(side["first_seen"] for side in sides) > since:
            missing = tuple(range(before + 1, after))
            found.append(Gap(_named(sides[1]), sides[0]["symbol"], sides[1]["symbol"], missing))
    return found


def _named(row: Row) -> str:
    """Return "Kế hoạch, Tỉnh Ninh Bình, năm 2026"."""
    symbol = read_symbol(row["symbol"])
    kind = (symbol.type_name if symbol else None) or row["type"] or "Văn bản"
    issuer = row["issuer"] or row["unit"] or ("Trung ương" if row["issuer_key"] == "central" else None)
    year = row["year"].replace("term ", "nhiệm kỳ từ ") if row["year"].startswith("term ") else f"năm {row['year']}"
    return ", ".join(part for part in (kind, issuer, year) if part)
