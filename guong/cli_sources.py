"""Commands on sources: what is described, what answers, what a new address would bring."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guong.cli_source_add import add_command
from guong.exit_codes import DONE, STOPPED, TROUBLE
from guong.options import data_option

if TYPE_CHECKING:
    from crawler.sources.source import Source


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
    from crawler.sources.source import load_sources
    from guong.workspace import open_workspace

    sources = load_sources(open_workspace(data).sources)
    for source in sources:
        click.echo(json.dumps(source_record(source), ensure_ascii=False) if as_json else source_line(source))
    if not as_json:
        verified = sum(source.verified for source in sources)
        click.echo(f"Tổng: {len(sources)} nguồn, {verified} đã xác minh, {len(sources) - verified} chưa xác minh.")


@sources_command.command("check")
@data_option
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="In mỗi nguồn một dòng JSON.")
def check_command(data: Path, names: tuple[str, ...], as_json: bool) -> None:
    """Hỏi thử từng nguồn (hay chỉ các nguồn có tên), đọc thử một bài, và ghi verified = true cho nguồn trả lời.

    Mỗi trang danh mục, RSS, sơ đồ trang được hỏi một lần, theo robots.txt và giãn cách của nguồn. Tệp nguồn giữ
    nguyên chú thích và thứ tự. Nguồn đã xác minh mà nay không trả lời thì không bị bỏ dấu. Thoát 1 nếu có nguồn
    không trả lời.

    Ví dụ: guong sources check bao-tinh
    """
    from crawler.queue.frontier import Frontier
    from guong.installation import chosen_sources, crawl_options, open_installation
    from guong.progress import show_steps
    from guong.source_checks import Bench, check_sources
    from guong.source_words import check_lines, check_record
    from guong.stopping import polite_stop
    from guong.workspace import job_lock

    installation = open_installation(data)
    workspace = installation.workspace
    with (
        polite_stop() as stop,
        show_steps() as on_step,
        job_lock(workspace, "sources check"),
        Frontier(workspace.frontier) as frontier,
    ):
        sources = chosen_sources(workspace, names)
        bench = Bench(data, frontier, crawl_options(installation.settings), stop, on_step)
        checks = check_sources(bench, sources, now=datetime.now(UTC))
        stopped = stop()
    for check in checks:
        for line in [json.dumps(check_record(check), ensure_ascii=False)] if as_json else check_lines(check):
            click.echo(line)
    answered = sum(check.answered for check in checks)
    if not as_json:
        click.echo(f"Trả lời: {answered} trên {len(sources)} nguồn" + (", đã dừng theo yêu cầu." if stopped else "."))
    if stopped:
        sys.exit(STOPPED)
    sys.exit(DONE if answered == len(sources) else TROUBLE)


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


sources_command.add_command(add_command)
COMMANDS: Final = (sources_command,)
