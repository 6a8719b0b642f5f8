"""The sources of a crawl, as data: one TOML table for each portal or newspaper."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import soupsieve

from crawler.families.table import AUTO, rules_named
from crawler.fetching.tls import TlsException, check_intermediate
from crawler.fetching.urls import canonical_url, host_of, is_same_site
from domain.errors import BadRecord, UserMistake

SHIPPED: Final = Path(__file__).parent
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Expected:
    """How much a source usually yields; 0 means nothing is expected."""

    articles: int = 0
    per_week: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One portal or newspaper.

    `name` is its short id, `title` its printed name, `unit` the code of the unit that owns it. `start` are listing
    pages, `feeds` RSS or Atom, `sitemaps` XML maps. `family` is a CMS family or "auto". `article_pattern` and
    `list_links` override the family's URL pattern and CSS selector. `hosts` are further hosts that belong to it.
    `verified` says that it has been seen to answer, on the ISO date `verified_on`. `tls` are its hosts' TLS exceptions.
    """

    name: str
    title: str
    start: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    unit: str = ""
    kind: str = "portal"
    family: str = "auto"
    hosts: tuple[str, ...] = ()
    article_pattern: str = ""
    list_links: str = ""
    delay_seconds: float = 2.0
    max_pages: int = 50
    revisit_days: float = 7.0
    allow_loopback: bool = False
    verified: bool = False
    verified_on: str = ""
    seen_in: str = ""
    until: str = ""
    expected: Expected = field(default=Expected())
    tls: tuple[TlsException, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise BadRecord(f"name {self.name!r}: small letters, digits and hyphens only")
        if not self.entry_urls():
            raise BadRecord(f"{self.name}: needs at least one of start, feeds, sitemaps")
        for url in self.entry_urls():
            canonical_url(url)
        if self.delay_seconds < 0 or self.max_pages < 1 or self.revisit_days < 0:
            raise BadRecord(f"{self.name}: delay_seconds, revisit_days >= 0 and max_pages >= 1")
        _check_rules(self)
        for one in self.tls:
            if not is_same_site(f"https://{one.host}/", self.all_hosts()):
                raise BadRecord(f"{self.name}: tls {one.host} không phải máy chủ của nguồn này")

    def entry_urls(self) -> tuple[str, ...]:
        """Return every URL the crawl begins with."""
        return self.start + self.feeds + self.sitemaps

    def all_hosts(self) -> frozenset[str]:
        """Return the hosts whose pages belong to this source, without "www."."""
        return frozenset(host_of(url) for url in self.entry_urls()) | {host.removeprefix("www.") for host in self.hosts}


def _check_rules(source: Source) -> None:
    try:
        re.compile(source.article_pattern)
        soupsieve.compile(source.list_links or "a")
    except re.error as error:
        raise BadRecord(f"{source.name}: article_pattern is no regular expression ({error})") from error
    except soupsieve.SelectorSyntaxError as error:
        raise BadRecord(f"{source.name}: list_links is no CSS selector ({error.args[0].splitlines()[0]})") from error
    if source.family != AUTO:
        rules_named(source.family)


def load_sources(*paths: Path) -> tuple[Source, ...]:
    """Read the sources of TOML files and folders, in order; a name may appear once."""
    found: dict[str, Source] = {}
    for file in _files(paths):
        for source in read_sources(_text(file), str(file)):
            if source.name in found:
                raise UserMistake(
                    f"Nguồn “{source.name}” được khai báo hai lần ({file})", remedy="đổi tên một trong hai nguồn"
                )
            found[source.name] = source
    return tuple(found.values())


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.glob("*.toml")) if path.is_dir() else [path])
    return files


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake(
            f"Không đọc được tệp nguồn {file} ({error})", remedy="kiểm tra đường dẫn và lưu tệp bằng UTF-8"
        ) from error


def read_sources(text: str, where: str) -> tuple[Source, ...]:
    """Read the `[[source]]` tables of one TOML text; `where` names it in errors. Raises UserMistake."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserMistake(f"{where}: TOML không hợp lệ ({error})", remedy="sửa dòng được nêu") from error
    tables = data.get("source")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UserMistake(f"{where}: không có bảng [[source]] nào", remedy="xem crawler/sources/README.md để biết mẫu")
    return tuple(_source(table, where) for table in tables)


def _source(table: Mapping[str, Any], where: str) -> Source:
    named = f"{where}, nguồn “{table.get('name', '?')}”"
    types = {one.name: one for one in fields(Source)}
    unknown = sorted(set(table) - set(types))
    if unknown:
        close = difflib.get_close_matches(unknown[0], types, n=1)
        hint = f"ý bạn là “{close[0]}”?" if close else f"các khóa hợp lệ: {', '.join(types)}"
        raise UserMistake(f"{named}: khóa lạ “{unknown[0]}”", remedy=hint)
    try:
        values = {key: _value(key, value) for key, value in table.items() if key != "tls"}
        return Source(**values, tls=_exceptions(table.get("tls", []), Path(where).parent))
    except UserMistake as error:  # the family, a file of certificates
        raise UserMistake(f"{named}: {error.what}", remedy=error.remedy) from error
    except (TypeError, BadRecord) as error:
        raise UserMistake(f"{named}: {error}", remedy="sửa bảng này trong tệp nguồn") from error


def _exceptions(tables: Any, folder: Path) -> tuple[TlsException, ...]:
    """Read the `tls` tables of a source; a file is looked for beside the TOML file."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadRecord("tls phải là danh sách bảng, ví dụ tls = [{ host = ..., reason = ..., legacy = ... }]")
    found = []
    for table in tables:
        if not all(isinstance(value, str) for value in table.values()):
            raise BadRecord("tls: mọi giá trị phải là chuỗi")
        file = table.get("intermediate")
        found.append(TlsException(**(table | ({"intermediate": str(folder / file)} if file else {}))))
        if file:
            check_intermediate(found[-1])
    return tuple(found)


_LISTS: Final = {"start", "feeds", "sitemaps", "hosts"}
_NUMBERS: Final = {"delay_seconds", "max_pages", "revisit_days"}
_FLAGS: Final = {"allow_loopback", "verified"}


def _value(key: str, value: Any) -> Any:
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadRecord(f"{key} phải là danh sách chuỗi")
        return tuple(value)
    if key == "expected":
        return Expected(**value) if isinstance(value, dict) else Expected(articles=int(value))
    if key in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadRecord(f"{key} phải là số")
        return value
    if not isinstance(value, bool if key in _FLAGS else str):
        raise BadRecord(f"{key} sai kiểu: {value!r}")
    return value


def find_source(sources: Iterable[Source], name: str) -> Source:
    """Return the source with this name; raises UserMistake with the closest names."""
    known = {source.name: source for source in sources}
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or sorted(known)[:10]
    raise UserMistake(
        f"Không có nguồn “{name}”",
        remedy=f"nguồn hiện có: {', '.join(close)}" if close else "chưa khai báo nguồn nào trong crawler/sources",
    )
