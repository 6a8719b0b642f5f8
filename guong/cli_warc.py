"""The part of `guong import` that takes WARC files."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from domain.pages import PAGE_STATES
from guong.exit_codes import DONE, STOPPED, TROUBLE

if TYPE_CHECKING:
    from guong.warc_job import WarcReport

_SHOWN: Final = 20  # records with trouble that are named one by one


def split_warcs(paths: Iterable[Path], suffixes: Iterable[str]) -> tuple[list[Path], list[Path]]:
    """Return the WARC files, those inside folders too, and the other paths; `suffixes` are what others may end in.

    A folder of nothing but WARC files is none of the others.
    """
    wanted = tuple(suffixes)
    warcs: list[Path] = []
    others: list[Path] = []
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        inside = [file for file in files if is_warc(file)]
        warcs += inside
        if not inside or any(file.suffix.lower() in wanted for file in files if file not in inside):
            others.append(path)
    return warcs, others


def is_warc(path: Path) -> bool:
    """Tell by the name whether a file is a WARC file."""
    return path.name.lower().endswith((".warc", ".warc.gz")) and not path.is_dir()


def import_warc_files(data: Path, paths: list[Path]) -> int:
    """Import WARC files, print what they brought, return the exit code."""
    from guong.installation import open_installation, open_job
    from guong.progress import show_steps
    from guong.stopping import polite_stop
    from guong.warc_job import import_warcs

    with (
        polite_stop() as stop,
        show_steps() as on_step,
        open_job(open_installation(data), command="import", stop=stop, on_step=on_step) as job,
    ):
        report = import_warcs(job, paths)
    print_warcs(report)
    if not report.finished:
        return STOPPED
    return TROUBLE if report.troubles or report.mined.bugs else DONE


def print_warcs(report: "WarcReport") -> None:
    """Print how every record of the WARC files ended, and what reading them brought."""
    if not report.finished:
        click.echo("Đã dừng theo yêu cầu; chạy lại lệnh này để tiếp tục, không mất trang nào.")
    told = ", ".join(f"{n} {PAGE_STATES[state]}" for state, n in sorted(report.states.items()))
    click.echo(f"Bản ghi WARC: {told or '0 trang'}; {report.technical} bản ghi kỹ thuật (yêu cầu, siêu dữ liệu)")
    for trouble in report.troubles[:_SHOWN]:
        click.echo(f"Lỗi: {trouble.url or 'tệp'}: {trouble.note}", err=True)
    if len(report.troubles) > _SHOWN:
        click.echo(f"Lỗi: và {len(report.troubles) - _SHOWN} bản ghi khác", err=True)
    read = ", ".join(f"{n} {PAGE_STATES[state]}" for state, n in sorted(report.mined.states.items()))
    click.echo(f"Đã đọc: {read or '0 bài'}")
    click.echo(f"Mới: {report.mined.new_candidates} trường hợp, {report.mined.new_plans} văn bản")
    click.echo(f"Phiên {report.session.week}: {report.session.added - report.session.decided} trường hợp chờ thẩm định")
    for bug in report.mined.bugs:
        click.echo(f"Lỗi của chương trình, trang được giữ lại:\n{bug}", err=True)
