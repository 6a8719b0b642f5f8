"""Commands on what is stored: search, coverage, verify, backup, restore."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click

from guong.options import data_option


@click.command("search")
@data_option
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True)
def search_command(data: Path, text: str, limit: int) -> None:
    """Tìm trong văn bản, sổ điển hình và bài viết, có dấu hay không dấu, hoặc theo số ký hiệu.

    Ví dụ: guong search "661/KH-UBND"
    """
    from guong.workspace import open_workspace
    from registry.search import search
    from registry.store import open_store

    store = open_store(open_workspace(data).registry, read_only=True)
    try:
        result = search(store, text, limit=limit)
    finally:
        store.close()
    kinds = {"plan": "văn bản", "entry": "sổ", "article": "bài"}
    for hit in result.hits:
        page = f", trang {hit.page}" if hit.page else ""
        where = f" · tệp {hit.file}{page}" if hit.file else ""
        click.echo(f"[{kinds[hit.kind]}] {hit.title} ({hit.published or 'không rõ ngày'}){where}\n    {hit.snippet}")
    click.echo("Tổng: " + ", ".join(f"{total} {kinds[kind]}" for kind, total in result.totals.items()))


@click.command("coverage")
@data_option
@click.option("--from", "start", required=True, help="Từ ngày, YYYY-MM-DD.")
@click.option("--to", "end", required=True, help="Đến hết ngày, YYYY-MM-DD.")
@click.option("--level", type=click.Choice(["province", "commune"]), default="commune", show_default=True)
def coverage_command(data: Path, start: str, end: str, level: str) -> None:
    """Đơn vị nào có, chưa từng có, hay không rõ tin trong một khoảng thời gian.

    Ví dụ: guong coverage --from 2025-07-01 --to 2026-06-30
    """
    from domain.errors import UserMistake
    from guong.installation import open_installation
    from registry.coverage import STATUS_LABELS, measure_coverage
    from registry.store import open_store

    installation = open_installation(data)
    try:
        window = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError as error:
        raise UserMistake(f"không phải ngày: {start}, {end}", remedy="viết YYYY-MM-DD, ví dụ 2025-07-01") from error
    store = open_store(installation.workspace.registry, read_only=True)
    try:
        rows = measure_coverage(store, installation.province.key, start=window[0], end=window[1], level=level)
    finally:
        store.close()
    for row in rows:
        click.echo(
            f"{row.name}\t{row.articles} bài\t{row.candidates} trường hợp\t{row.confirmed} xác nhận\t"
            f"{row.last_seen or '-'}\t{STATUS_LABELS[row.status]}"
        )


@click.command("verify")
@data_option
def verify_command(data: Path) -> None:
    """Kiểm tra kho dữ liệu, chuỗi quyết định, hàng đợi và kho lưu trữ trang; thoát 1 nếu có sai lệch.

    Ví dụ: guong verify
    """
    from crawler.queue.frontier import Frontier
    from crawler.warc.archive import Archive, verify_archive
    from guong.workspace import open_workspace
    from registry.backup import verify_store
    from registry.store import open_store

    workspace = open_workspace(data)
    store = open_store(workspace.registry, read_only=True)
    try:
        found = verify_store(store)
    finally:
        store.close()
    problems = [f"sổ: {problem}" for problem in found.problems]
    if workspace.frontier.exists():
        with Frontier(workspace.frontier) as frontier:
            state = frontier.verify()
        if state != "ok":
            problems.append(f"hàng đợi: {state}")
    records, damages = verify_archive(Archive(workspace.archive, writable=False))
    problems += [f"kho lưu trữ: {damage}" for damage in damages]
    for problem in problems:
        click.echo(problem)
    click.echo(f"Đã kiểm tra {found.decisions} quyết định, {found.audit_lines} dòng nhật ký, {records} bản ghi trang.")
    click.echo("Toàn vẹn." if not problems else f"{len(problems)} sai lệch.")
    sys.exit(1 if problems else 0)


@click.command("backup")
@data_option
@click.argument("target", type=click.Path(path_type=Path))
def backup_command(data: Path, target: Path) -> None:
    """Sao lưu cả thư mục dữ liệu (sổ, tài khoản, hàng đợi, thiết lập, kho trang) vào thư mục TARGET khi đang dùng.

    Ví dụ: guong backup /mnt/sao-luu/2026-11-21
    """
    from guong.backups import back_up_all
    from guong.workspace import open_workspace

    files = back_up_all(open_workspace(data), target, now=datetime.now(UTC))
    click.echo(f"Đã sao lưu {files} tệp vào {target} và kiểm tra bản sao.")


@click.command("restore")
@data_option
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore_command(data: Path, source: Path) -> None:
    """Khôi phục thư mục dữ liệu từ bản sao lưu; dữ liệu đang có được giữ lại bên cạnh.

    Ví dụ: guong restore /mnt/sao-luu/2026-11-21
    """
    from guong.backups import restore_all

    kept = restore_all(source, data, now=datetime.now(UTC))
    click.echo(f"Đã khôi phục {data} từ {source}." + (f" Dữ liệu cũ ở {kept}." if kept else ""))


COMMANDS: Final = (search_command, coverage_command, verify_command, backup_command, restore_command)
