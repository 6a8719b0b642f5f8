"""Commands on health: how the sources do, and what became of a page."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from domain.health import FINDING_LABELS
from domain.pages import PAGE_STATES
from guong.exit_codes import TROUBLE
from guong.options import data_option

if TYPE_CHECKING:
    from registry.health import FindingRow, HarvestRow


@click.command("status")
@data_option
@click.option("--json", "as_json", is_flag=True, help="In mỗi nguồn một dòng JSON.")
@click.option("--digest", is_flag=True, help="In lại bản tin tuần gần nhất.")
def status_command(data: Path, as_json: bool, digest: bool) -> None:
    """Sức khỏe các nguồn: lần đọc gần nhất, số bài có và lẽ ra có trong tuần, điều đang hỏng và việc cần làm.

    Ví dụ: guong sources status --json
    """
    from crawler.sources.source import load_sources
    from guong.workspace import open_workspace
    from registry.health import list_findings, load_digest, load_histories
    from registry.store import open_store

    workspace = open_workspace(data)
    store = open_store(workspace.registry, read_only=True)
    try:
        histories, findings, last = load_histories(store), list_findings(store), load_digest(store)
    finally:
        store.close()
    if digest:
        told = last[0].lines() if last else ("chưa có bản tin nào: chạy `guong week`",)
        click.echo("\n".join(told))
        return
    by_source: dict[str, list[FindingRow]] = {}
    for row in findings:
        by_source.setdefault(row.finding.source, []).append(row)
    named = {source.name: source.title for source in load_sources(workspace.sources)}
    for name in sorted({*named, *histories} | (by_source.keys() - {""})):
        rows = histories.get(name, [])
        record = _record(name, named.get(name, name), rows[-1] if rows else None, by_source.get(name, []))
        click.echo(json.dumps(record, ensure_ascii=False) if as_json else "\n".join(_lines(record)))
    for row in by_source.get("", []) if not as_json else ():
        click.echo(f"Toàn bộ: {FINDING_LABELS[row.finding.kind]}: {row.finding.what}; {row.finding.todo}")


def _record(name: str, title: str, last: "HarvestRow | None", findings: "list[FindingRow]") -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "last_run": last.harvest.at.isoformat() if last else None,
        "answered": last.harvest.answered if last else None,
        "week_found": last.week_found if last else None,
        "week_expected": round(last.expected, 1) if last and last.expected is not None else None,
        "newest": last.harvest.newest if last else None,
        "known": last.harvest.known if last else 0,
        "states": dict(last.harvest.states) if last else {},
        "findings": [{**asdict(row.finding), "since": row.finding.since.isoformat()} for row in findings],
    }


def _lines(record: dict[str, Any]) -> list[str]:
    found = "-" if record["week_found"] is None else str(record["week_found"])
    expected = "chưa đủ lịch sử" if record["week_expected"] is None else f"thường {record['week_expected']:g}"
    day = (record["last_run"] or "chưa đọc")[:10]
    state = "có điều cần xem" if record["findings"] else "bình thường" if record["last_run"] else "chưa đọc lần nào"
    lines = [f"{record['name']}\t{record['title']}\t{day}\ttuần này {found} bài ({expected})\t{state}"]
    for each in record["findings"]:
        label = FINDING_LABELS[each["kind"]]
        lines.append(f"    {label} từ {each['since']}: {each['what']}. Việc cần làm: {each['todo']}")
    return lines


@click.command("pages")
@data_option
@click.option("--source", required=True, help="Tên nguồn.")
@click.option("--state", type=click.Choice(list(PAGE_STATES)), default=None, help="Chỉ các trang có kết cục này.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="In mỗi trang một dòng JSON.")
def source_pages_command(data: Path, source: str, state: str | None, limit: int, as_json: bool) -> None:
    """Các trang của một nguồn theo kết cục: không trang nào mất mà không có lý do.

    Ví dụ: guong sources pages --source bao-lao-cai --state refused_by_robots
    """
    from crawler.queue.ledger import Ledger
    from crawler.sources.source import find_source, load_sources
    from guong.page_trails import printable
    from guong.workspace import open_workspace

    workspace = open_workspace(data)
    with Ledger(workspace.frontier) as ledger:
        states = ledger.states(source)
        if not states:
            find_source(load_sources(workspace.sources), source)  # an unknown name is told with its neighbours
        pages = ledger.pages(source, state, limit=limit)
    for page in pages:
        record = {"url": page.url, "state": page.state, "note": page.note, "title": page.title}
        line = f"{page.state}\t{printable(page.url)}\t{printable(page.note) or '-'}"
        click.echo(json.dumps(record, ensure_ascii=False) if as_json else line)
    if not as_json:
        told = ", ".join(f"{n} {PAGE_STATES[each]}" for each, n in states.items()) or "chưa có trang nào"
        click.echo(f"Tổng của nguồn: {told}.")


@click.command("pages")
@data_option
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
def pages_command(data: Path, urls: tuple[str, ...]) -> None:
    """Một trang đã đi đến đâu và vì sao (không) có trong sổ; thoát 1 nếu có trang chưa từng được tìm thấy.

    Ví dụ: guong pages https://laocai.gov.vn/tin/bai-1.html
    """
    from crawler.queue.ledger import Ledger
    from crawler.sources.source import load_sources
    from guong.page_trails import checked_url, explain, explain_unknown
    from guong.workspace import open_workspace
    from registry.addresses import find_article
    from registry.store import open_store

    workspace = open_workspace(data)
    asked = [checked_url(url) for url in urls]
    store = open_store(workspace.registry, read_only=True)
    unknown = 0
    try:
        with Ledger(workspace.frontier) as ledger:
            for url in asked:
                trail = ledger.trail(url)
                unknown += trail is None
                told = (
                    explain(trail, find_article(store, trail.url, trail.fetch_url))
                    if trail
                    else explain_unknown(url, load_sources(workspace.sources))
                )
                click.echo("\n".join(told))
    finally:
        store.close()
    if unknown:
        sys.exit(TROUBLE)


SOURCE_COMMANDS: Final = (status_command, source_pages_command)
COMMANDS: Final = (pages_command,)
