"""Which document a reference means: issuer, type, number and year or term."""

import re
from dataclasses import dataclass
from typing import Final

from domain.extraction import DocumentReference
from domain.symbols import party_term
from domain.text import fold
from registry.snapshots import Snapshot
from registry.store import Store
from registry.units import resolve_unit

# 661/KH-UBND, 34-CT/TW, 98/2023/NĐ-CP, 2055/UBND-NC: number, year of a legal text, the rest.
_SYMBOL: Final = re.compile(r"^0*(?P<number>\d+[a-z]?)\s*[-/]\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<tail>.+)$")
# Bodies of the state and the Party that exist once in the country.
_CENTRAL: Final = re.compile(
    r"(?:^|[-/])(?:TW|TTG|CP|CTN|QH\d*|UBTVQH\d*|VPCP|VPQH|VPTW|BTCTW|BTGTW|TLĐ|TWĐTN|TWHPN|MTTW|BTĐKTTW|"
    r"BNV|BQP|BCA|BGDĐT|BTC|BCT|BXD|BYT|BTP|BKHCN|BNNMT|BVHTTDL|BDTTG|BNG|BTNMT|BNNPTNT|BLĐTBXH|BTTTT|"
    r"BGTVT|BKHĐT)(?:$|[-/])"
)
# "UBND tỉnh Hà Nam" -> "tỉnh Hà Nam"; a bare "UBND tỉnh" names no unit.
_PLACE: Final = re.compile(
    r"(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+(?=[^\W\d_])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PlanKey:
    """The identity of a real document; `year` is a calendar year, or the first year of a Party term, or None."""

    issuer: str
    tail: str
    number: str
    year: str | None

    def __str__(self) -> str:
        return "|".join((self.issuer, self.tail, self.number, self.year or "?"))


def plan_key(store: Store, reference: DocumentReference, snapshot: Snapshot) -> PlanKey | None:
    """Return the key of the document meant, or None when it has no number (a draft, an announced plan)."""
    match = _SYMBOL.match(reference.symbol or "")
    number = (reference.number or (match["number"] if match else "")).lstrip("0")
    if not number:
        return None
    tail = match["tail"].replace(" ", "").upper() if match else fold(reference.type or "?")
    central = _CENTRAL.search(tail) is not None
    issuer = "central" if central else _local_issuer(store, reference.issuer, snapshot)
    return PlanKey(issuer, tail, number.lower(), _year(reference, match["year"] if match else None, snapshot, central))


def _local_issuer(store: Store, issuer: str | None, snapshot: Snapshot) -> str:
    place = _PLACE.search(issuer or "")
    own = snapshot.province_key or "?"
    if issuer is None or place is None or not issuer[place.end()].isupper():
        return own
    name = issuer[place.start() :]
    unit = resolve_unit(store, name, day=snapshot.day, province_key=snapshot.province_key)
    # A merged province is a new issuer, and an old one is still meant by its own name afterwards.
    unit = unit or resolve_unit(store, name, day=None, province_key=snapshot.province_key)
    return unit["key"] if unit is not None else f"{own}:{fold(name)}"


def _year(reference: DocumentReference, printed: str | None, snapshot: Snapshot, central: bool) -> str | None:
    date = reference.date or (f"{reference.year or printed}-07-01" if reference.year or printed else None)
    if date is None and reference.role == "issued":
        # News of a document being issued appears within days of it.
        date = snapshot.published
    if date is None:
        return None
    if reference.family != "party":
        return date[:4]
    return party_term(date, central=central)
