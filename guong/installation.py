"""Set up an installation and open what its jobs need."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from crawler.crawling.options import Options
from crawler.crawling.readers import spare_processors
from crawler.fetching.egress import Egress, check_egress
from crawler.queue.frontier import Frontier
from crawler.sources.shipped import missing_for, province_of, sources_for_province
from crawler.sources.source import SHIPPED, Source, find_source, load_sources
from crawler.warc.archive import Archive
from domain.errors import BadRecord, UserMistake
from domain.unit_index import UnitIndex, load_units
from domain.units import Level, Unit
from guong.pipeline import Job, Step
from guong.readers import load_reader
from guong.settings import Settings, load_settings, renewed_settings, save_settings
from guong.source_files import copy_shipped
from guong.workspace import Workspace, job_lock, open_workspace
from registry.sources import SourceRow, save_sources
from registry.store import Store, open_store
from registry.units import UnitRow, save_units

# Commands that read what is stored and ask no portal.
_OFFLINE: Final = frozenset({"mine", "import"})


@dataclass(frozen=True, slots=True)
class Installation:
    """One board's installation: its files, its settings and its province."""

    workspace: Workspace
    settings: Settings
    province: Unit


def create_installation(data: Path, province: str, **settings: object) -> Installation:
    """Make the data folder, the registry with all units and the settings; safe to repeat for the same province."""
    units = load_units()
    unit = find_province(units, province)
    workspace = open_workspace(data, create=True)
    with job_lock(workspace, "init"):
        store = open_store(workspace.registry, create=True)
        try:
            save_units(store, (unit_row(each) for each in units))
        finally:
            store.close()
        chosen = renewed_settings(data, province=unit.name, **settings)
        save_settings(data, chosen)
    return Installation(workspace, chosen, unit)


@dataclass(frozen=True, slots=True)
class CopiedSources:
    """What an installation got from the shipped list, and what that list is known to lack (a sentence each)."""

    names: tuple[str, ...]
    shipped: int
    missing: tuple[str, ...]


def copy_shipped_sources(installation: Installation) -> CopiedSources:
    """Copy the shipped sources of the province and those merged into it; a name already there is left as it is."""
    code, workspace = installation.province.code, installation.workspace
    shipped = sources_for_province(code)
    with job_lock(workspace, "init"):
        names = copy_shipped(sorted(SHIPPED.glob("*.toml")), frozenset(one.name for one in shipped), workspace.sources)
    missing = tuple(f"{_KINDS[one.kind]} của {province_of(one).name}: {one.reason}" for one in missing_for(code))
    return CopiedSources(names, len(shipped), missing)


_KINDS: Final = {
    "portal": "cổng thông tin điện tử",
    "emulation": "trang thi đua - khen thưởng hoặc Sở Nội vụ",
    "newspaper": "báo địa phương",
}


def open_installation(data: Path) -> Installation:
    """Open an installation that `create_installation` made; raises UserMistake."""
    workspace = open_workspace(data)
    settings = load_settings(data)
    if not settings.province:
        raise UserMistake(f"{data}: chưa chọn tỉnh", remedy="chạy `guong init --province “tỉnh ...”`")
    return Installation(workspace, settings, find_province(load_units(), settings.province))


def find_province(units: UnitIndex, name: str) -> Unit:
    """Return today's province of this full or short name; raises UserMistake with the names that exist."""
    today = datetime.now(UTC).date()
    found = units.named(name, "province", today)
    if len(found) == 1:
        return found[0]
    former = units.named(name, "province")
    if former:
        now = ", ".join(sorted({units_name(units, key) for unit in former for key in units.roll_up(unit.key)}))
        raise UserMistake(f"{name} nay thuộc {now}", remedy="dùng tên tỉnh hiện nay; dữ liệu tỉnh cũ được gộp vào")
    names = ", ".join(sorted(unit.name for unit in units.at("province", today)))
    raise UserMistake(f"Không có tỉnh, thành phố nào tên “{name}”", remedy=f"chọn một trong: {names}")


def units_name(units: UnitIndex, key: str) -> str:
    """Return the full name of a unit, or its key where it is unknown."""
    unit = units.get(key)
    return unit.name if unit else key


def unit_row(unit: Unit) -> UnitRow:
    """Return a unit as the registry stores it."""
    return UnitRow(
        key=unit.key,
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        level=unit.level,
        parent_key=unit.parent,
        valid_from=_iso(unit.valid_from),
        valid_to=_iso(unit.valid_to),
        successor_keys=unit.successors,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@contextmanager
def open_job(
    installation: Installation,
    *,
    command: str = "week",
    only: Iterable[str] = (),
    stop: Callable[[], bool] = lambda: False,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Iterator[Job]:
    """Open registry, frontier and archive under the folder's lock, held in the name of `command`.

    `only` names the sources to crawl (all if empty). A crawl needs a source; what works from the archive does not.
    """
    workspace, chosen = installation.workspace, tuple(only)
    with job_lock(workspace, command):
        offline = command in _OFFLINE
        sources = load_sources(workspace.sources) if offline else chosen_sources(workspace, chosen)
        store = open_store(workspace.registry)
        try:
            _check_units(store)
            save_sources(store, (source_row(source) for source in sources))
            with Frontier(workspace.frontier) as frontier, Archive(workspace.archive) as archive:
                yield Job(
                    store=store,
                    frontier=frontier,
                    archive=archive,
                    reader=load_reader(),
                    sources=sources,
                    province=installation.province.key,
                    clock=lambda: datetime.now(UTC),
                    stop=stop,
                    on_step=on_step,
                    whole=not chosen,
                )
        finally:
            store.close()


def chosen_sources(workspace: Workspace, only: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the board's sources, or those named; raises UserMistake where there is none or a name is unknown."""
    sources = load_sources(workspace.sources)
    if not sources:
        raise UserMistake(
            f"Chưa có nguồn nào trong {workspace.sources}", remedy="thêm một tệp .toml mô tả cổng thông tin hoặc tờ báo"
        )
    return tuple(find_source(sources, name) for name in only) if only else sources


def crawl_options(settings: Settings) -> Options:
    """Return how the installation crawls and leaves its network; raises UserMistake for a bad proxy or CA file."""
    ca_bundle = Path(settings.ca_bundle) if settings.ca_bundle else None
    egress = Egress(settings.proxy, settings.proxy_resolves, ca_bundle)
    check_egress(egress)
    chosen = Options(patience=settings.patience_seconds, egress=egress, readers=spare_processors())
    return replace(chosen, contact=settings.contact) if settings.contact else chosen


def contact_reminder(settings: Settings, sources: Iterable[Source]) -> tuple[str, ...]:
    """Return a line for the operator when portals are asked and cannot know whom to write to."""
    if settings.contact or all(source.allow_loopback for source in sources):
        return ()
    return ("Nên đặt contact trong guong.toml (trang hoặc hộp thư) để các cổng thông tin biết ai đang thu thập.",)


def source_row(source: Source) -> SourceRow:
    """Return a source as the registry stores it; its unit is today's, whatever its code meant before a merger."""
    return SourceRow(
        key=source.name,
        name=source.title,
        unit_key=todays_unit(source),
        kind="press" if source.kind == "newspaper" else "gov",
        url=source.entry_urls()[0],
    )


def todays_unit(source: Source) -> str | None:
    """Return the key of today's province or commune that a source speaks for; None where its code says nothing.

    The code of a source with `until` is that of its last day: seven province codes mean another province now.
    """
    units = load_units()
    if source.until:
        try:
            return units.roll_up(province_of(source).key)[0]
        except (BadRecord, ValueError, IndexError):
            return None
    today = datetime.now(UTC).date()
    levels: tuple[Level, ...] = ("province", "commune")
    return next((unit.key for level in levels for unit in units.at(level, today) if unit.code == source.unit), None)


def _check_units(store: Store) -> None:
    if not store.value("SELECT count(*) FROM units"):
        raise UserMistake("Kho dữ liệu chưa có danh mục đơn vị hành chính", remedy="chạy lại `guong init`")
