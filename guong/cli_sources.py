"""Commands on sources: what is described, what answers, what a new address would bring."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guong.options import data_option

if TYPE_CHECKING:
    from crawler.sources import Source


@click.group("sources")
def sources_command() -> None:
    """Nguồn tin: danh sách, kiểm tra, thêm mới."""


@sources_command.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="In mỗi nguồn một dòng JSON.")
def list_command(data: Path, as_json: bool) -> None:
    """Liệt kê các nguồn trong thư mục dữ liệu và nguồn nào đã được xác minh.

    Ví dụ: guong sources list
    """
    from crawler.sources import load_sources
    from guong.workspace import open_workspace

    sources = load_sources(open_workspace(data).sources)
    for source in sources:
        click.echo(json.dumps(source_record(source), ensure_ascii=False) if as_json else source_line(source))
    if not as_json:
        verified = sum(source.verified for source in sources)
        click.echo(f"Tổng: {len(sources)} nguồn, {verified} đã xác minh, {len(sources) - verified} chưa xác minh.")


def source_record(source: "Source") -> dict[str, object]:
    """Return a source as `--json` prints it."""
    return {
        "name": source.name,
        "title": source.title,
        "unit": source.unit,
        "kind": source.kind,
        "family": source.family,
        "entries": list(source.entry_urls()),
        "verified": source.verified,
        "verified_on": source.verified_on or None,
        "until": source.until or None,
        "seen_in": source.seen_in or None,
    }


def source_line(source: "Source") -> str:
    """Return a source as one line for people: name, title, first address, whether it has been seen to answer."""
    state = f"đã xác minh {source.verified_on}".rstrip() if source.verified else "chưa xác minh"
    ended = f", dùng đến {source.until}" if source.until else ""
    return f"{source.name}\t{source.title}\t{source.entry_urls()[0]}\t{state}{ended}"


COMMANDS: Final = (sources_command,)
