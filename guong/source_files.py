"""The installation's source files, changed in place: comments, order and whatever else stands in them stay."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from crawler.sources.source import Source, read_sources
from domain.errors import StoreProblem, UserMistake

ADDED_FILE: Final = "them.toml"
_UNSET: Final = {"verified": "verified = false", "verified_on": 'verified_on = ""'}
_HEAD: Final = "# Nguồn do `guong sources add` thêm vào; sửa tay được, chú thích được giữ nguyên.\n"
_HIDDEN_DEFAULTS: Final = {one.name: one.default for one in fields(Source)}


def mark_verified(folder: Path, days: Mapping[str, str]) -> tuple[str, ...]:
    """Set `verified = true` and `verified_on` for the sources named, each with its ISO day; return the names found."""
    found: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        document = _with_keys(path, frozenset(days))
        here = [table for table in _tables(document) if str(table.get("name")) in days]
        for table in here:
            name = str(table["name"])
            table["verified"] = True
            table["verified_on"] = days[name]
            found.append(name)
        if here:
            _save(path, tomlkit.dumps(document))
    return tuple(found)


def source_table(source: Source) -> str:
    """Return a source as the text of one `[[source]]` table, without what is as everywhere."""
    table = tomlkit.table()
    for one in fields(Source):
        value = getattr(source, one.name)
        if value != _HIDDEN_DEFAULTS[one.name] or one.name in ("name", "title", "unit", "kind", "family"):
            table[one.name] = list(value) if isinstance(value, tuple) else value
    tables = tomlkit.aot()
    tables.append(table)
    document = tomlkit.document()
    document["source"] = tables
    return tomlkit.dumps(document)


def append_source(folder: Path, source: Source) -> Path:
    """Add a source at the end of the file of added ones; what stands there is not touched. Returns the file."""
    path = folder / ADDED_FILE
    before = _text(path) if path.exists() else _HEAD
    _save(path, f"{before.rstrip()}\n\n{source_table(source)}")
    return path


def copy_shipped(files: Iterable[Path], names: frozenset[str], folder: Path) -> tuple[str, ...]:
    """Copy the tables of these sources from shipped files into files of the same name; known names are left alone.

    Returns the names copied, in order.
    """
    known = {str(table.get("name")) for path in folder.glob("*.toml") for table in _tables(_document(path))}
    copied: list[str] = []
    for shipped in files:
        chosen = [table for table in _tables(_document(shipped)) if str(table.get("name")) in names - known]
        if not chosen:
            continue
        path = folder / shipped.name
        before = _text(path) if path.exists() else f"# Chép từ danh sách đi kèm Gương ({shipped.name}).\n"
        tables = tomlkit.aot()
        for table in chosen:
            tables.append(table)
        document = tomlkit.document()
        document["source"] = tables
        _save(path, f"{before.rstrip()}\n\n{tomlkit.dumps(document).strip()}\n")
        copied += [str(table["name"]) for table in chosen]
    return tuple(copied)


def _with_keys(path: Path, names: frozenset[str]) -> tomlkit.TOMLDocument:
    """Read a file so that each of these sources has both keys, right below its name.

    The library adds a new key at the end of a table, below comments that speak of the next one.
    """
    document = _document(path)
    text = _text(path)
    for table in _tables(document):
        name = str(table.get("name"))
        missing = [line for key, line in _UNSET.items() if key not in table]
        if name in names and missing:
            line = re.compile(rf"^name[ \t]*=[ \t]*[\"']{re.escape(name)}[\"'].*$", re.MULTILINE)
            text = line.sub(lambda found, lines=missing: "\n".join((found[0], *lines)), text, count=1)  # type: ignore[misc]
    return tomlkit.parse(text)


def _tables(document: tomlkit.TOMLDocument) -> list[Table]:
    tables = document.get("source")
    return [table for table in tables if isinstance(table, Table)] if isinstance(tables, AoT) else []


def _document(path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(_text(path))
    except TOMLKitError as error:
        raise UserMistake(f"{path}: TOML không hợp lệ ({error})", remedy="sửa dòng được nêu") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake(f"Không đọc được tệp nguồn {path} ({error})", remedy="lưu tệp bằng UTF-8") from error


def _save(path: Path, text: str) -> None:
    """Write whole or not at all, and only what can be read back."""
    read_sources(text, str(path))
    part = path.with_suffix(".toml.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise StoreProblem(
            f"Không ghi được {path} ({error.strerror})", kept="tệp cũ giữ nguyên", remedy="kiểm tra quyền ghi"
        ) from error
