"""Build the tables of administrative units in domain/data from published lists.

Usage: python tools/build_units.py FOLDER, where FOLDER/data/units holds the four source files
(units before 1/7/2025, units now, and which became which).
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from domain.text import normalise, place_tones  # noqa: E402  (run as a file, the project may not be installed)

REFORM = "2025-07-01"
# Resolutions 30/2026/QH16 and 237/NQ-UBTVQH16: Đồng Nai becomes a city, 10 of its communes wards.
CITY_DAY = "2026-04-30"
HUE_DAY = "2025-01-01"  # Resolution 175/2024/QH15: the province Thừa Thiên Huế becomes the city of Huế
# Codes of the lineage table that the list of units writes otherwise.
OTHER_CODES = {"06970": "06978", "23737": "23938"}
# Districts without communes, which the lineage of communes cannot reach.
ISLANDS = {"318": "11948", "471": "19742", "498": "20333", "536": "21548", "755": "26732"}
LISTED_TWICE = "bảng chuyển đổi dùng mã {}, danh mục đơn vị hiện nay dùng mã {}: lấy theo danh mục"
NO_COMMUNES = "huyện đảo không có cấp xã nên bảng chuyển đổi không có; thành đặc khu ngày 01/7/2025"
NOT_LISTED = "có trong bảng chuyển đổi nhưng không còn trong danh mục 10.035 xã trước 01/7/2025 (đã nhập từ trước)"

Row = tuple[str, ...]


@dataclass(slots=True)
class Tables:
    """Rows of the files to write."""

    provinces: list[Row] = field(default_factory=list)
    districts: list[Row] = field(default_factory=list)
    communes: list[Row] = field(default_factory=list)
    lineage: list[Row] = field(default_factory=list)
    gaps: list[Row] = field(default_factory=list)


def clean(name: str) -> str:
    """Return a full name in one spelling: NFC, single blanks, tones placed the old way, kind capitalised once."""
    name = place_tones(re.sub(r"\s+", " ", normalise(name)).strip())
    name = re.sub(r"^(Thị|Thành|Đặc) (Trấn|Xã|Phố|Khu) ", lambda m: f"{m[1]} {m[2].lower()} ", name)
    return name[0].upper() + name[1:]


def key(code: str, valid_from: str = "") -> str:
    """Return the key of a unit, as `domain.unit_index.unit_key` does."""
    return f"{code}@{valid_from or '..'}"


def build(folder: Path) -> Tables:
    """Read the four source files and return all rows."""
    before = load(folder / "units_before_2025-07-01.json")
    now = load(folder / "units_2026-07-25.json")
    merges = load(folder / "dvhcvn_merges.json")["data"]
    splits = load(folder / "dvhcvn_splits.json")["data"]
    tables = Tables()
    kept = add_provinces(tables, before, now, merges)
    add_old_units(tables, before)
    first_names = {unit["level2_id"]: unit["name"] for province in merges for unit in province["level2s"]}
    add_new_communes(tables, now, {OTHER_CODES.get(c, c): name for c, name in first_names.items()}, kept)
    add_commune_lineage(tables, before, merges)
    add_gaps(tables, before, splits)
    return tables


def load(path: Path) -> Any:
    """Read one JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def add_provinces(tables: Tables, before: Any, now: Any, merges: Any) -> dict[str, str]:
    """Add provinces of all times and their lineage; return today's key of each code."""
    old = {p["Code"]: clean(p["FullName"]) for p in before}
    new = {p["Code"]: clean(p["FullName"]) for p in now}
    sources = {p["level1_id"]: [OTHER_CODES.get(m["old_id"], m["old_id"]) for m in p["merges"]] for p in merges}
    unchanged = {code for code in new if sources[code] == [code]}
    tables.provinces.append(("46", "Tỉnh Thừa Thiên Huế", "", "", HUE_DAY))
    tables.lineage.append((key("46"), key("46", HUE_DAY), "full"))
    for code, name in old.items():
        first = HUE_DAY if code == "46" else ""
        tables.provinces.append((code, name, "", first, "" if code in unchanged else REFORM))
    today = {}
    for code, name in new.items():
        today[code] = key(code, HUE_DAY if code == "46" else "")
        if code in unchanged:
            continue
        today[code] = key(code, REFORM)
        tables.lineage += [(key(one), today[code], "full") for one in sources[code]]
        renamed = name != first_name(code, old, name)
        tables.provinces.append((code, first_name(code, old, name), "", REFORM, CITY_DAY if renamed else ""))
        if renamed:
            tables.lineage.append((today[code], key(code, CITY_DAY), "full"))
            today[code] = key(code, CITY_DAY)
            tables.provinces.append((code, name, "", CITY_DAY, ""))
    return today


def first_name(code: str, old: dict[str, str], name: str) -> str:
    """Return the name of a merged province on 1/7/2025: a province that is now a city kept its old name first."""
    same_short = [one for one in old.values() if one.partition(" ")[2] == name.removeprefix("Thành phố ")]
    return same_short[0] if same_short and code == "75" else name


def add_old_units(tables: Tables, before: Any) -> None:
    """Add the districts and communes that ended on 1/7/2025."""
    for province in before:
        above = key(province["Code"], HUE_DAY if province["Code"] == "46" else "")
        for district in province["District"]:
            tables.districts.append((district["Code"], clean(district["FullName"]), above, "", REFORM))
            for ward in district.get("Ward") or []:
                tables.communes.append((ward["Code"], clean(ward["FullName"]), key(district["Code"]), "", REFORM))


def add_new_communes(tables: Tables, now: Any, first_names: dict[str, str], provinces: dict[str, str]) -> None:
    """Add the communes since 1/7/2025; where the kind changed later, both records and their lineage."""
    for province in now:
        for ward in province["Wards"]:
            code, name = ward["Code"], clean(ward["FullName"])
            first = clean(first_names[code])
            since = REFORM
            if first.split()[0] != name.split()[0]:
                tables.communes.append((code, first, key(province["Code"], REFORM), REFORM, CITY_DAY))
                tables.lineage.append((key(code, REFORM), key(code, CITY_DAY), "full"))
                since = CITY_DAY
            tables.communes.append((code, name, provinces[province["Code"]], since, ""))


def add_commune_lineage(tables: Tables, before: Any, merges: Any) -> None:
    """Add which old commune went where, in full or in part; island districts became communes themselves."""
    listed = {w["Code"] for p in before for d in p["District"] for w in d.get("Ward") or []}
    steps = [step for step in commune_steps(merges) if step[0] in listed]
    tables.lineage += [(key(old), key(new, REFORM), share) for old, new, share in steps]
    tables.lineage += [(key(old), key(new, REFORM), "full") for old, new in ISLANDS.items()]


def commune_steps(merges: Any) -> Iterator[tuple[str, str, str]]:
    """Yield old code, new code and share for every step of the lineage table, sorted."""
    steps = {
        (one["old_id"], OTHER_CODES.get(unit["level2_id"], unit["level2_id"]), one["type"])
        for province in merges
        for unit in province["level2s"]
        for one in unit["merges"]
        if one["old_id"] not in ISLANDS
    }
    return iter(sorted((old, new, {"full": "full", "partial": "part"}[share]) for old, new, share in steps))


def add_gaps(tables: Tables, before: Any, splits: Any) -> None:
    """Add every exception with its reason."""
    names = {d["Code"]: (clean(d["FullName"]), p["Code"]) for p in before for d in p["District"]}
    listed = {w["Code"] for p in before for d in p["District"] for w in d.get("Ward") or []}
    for province in splits:
        for one in province["level3s"]:
            if one["level3_id"] not in listed:
                heirs = " ".join(key(OTHER_CODES.get(s["new_id"], s["new_id"]), REFORM) for s in one["splits"])
                tables.gaps.append((one["level3_id"], clean(one["name"]), province["level1_id"], heirs, NOT_LISTED))
    for old, new in ISLANDS.items():
        tables.gaps.append((old, *names[old], key(new, REFORM), NO_COMMUNES))
    new_names = {row[0]: (row[1], row[2].partition("@")[0]) for row in tables.communes}
    for wrong, right in OTHER_CODES.items():
        reason = LISTED_TWICE.format(wrong, right)
        tables.gaps.append((wrong, *new_names[right], key(right, REFORM), reason))


def save(folder: Path, tables: Tables) -> None:
    """Write the five files, rows sorted by code and first day."""
    unit = ("code", "name", "parent", "valid_from", "valid_to")
    write(folder / "provinces.csv", unit, tables.provinces)
    write(folder / "districts.csv", unit, tables.districts)
    write(folder / "communes.csv", unit, tables.communes)
    write(folder / "lineage.csv", ("old", "new", "share"), tables.lineage)
    write(folder / "gaps.csv", ("code", "name", "province", "successor", "reason"), tables.gaps)


def write(path: Path, header: Row, rows: list[Row]) -> None:
    """Write one CSV file in a stable order."""
    ordered = sorted(rows, key=lambda row: (row[0], row[3:]))
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([header, *ordered])


def main() -> None:
    """Build from the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]) / "data" / "units"
    if not folder.is_dir():
        sys.exit(f"no folder data/units in {sys.argv[1]}; nothing was written")
    save(ROOT / "domain" / "data", build(folder))


if __name__ == "__main__":
    main()
