"""The command that only crawls."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from domain.pages import PAGE_STATES
from guong.exit_codes import DONE, STOPPED, TROUBLE
from guong.options import data_option

if TYPE_CHECKING:
    from crawler.records import CrawlReport

STOPPED_LINE: Final = "Đã dừng theo yêu cầu; chạy lại để tiếp tục, không mất trang nào."
_KINDS: Final = {
    "article": "bài viết",
    "attachment": "tệp đính kèm",
    "list": "trang danh mục",
    "feed": "nguồn RSS",
    "sitemap": "sơ đồ trang",
}


@click.command("crawl")
@data_option
@click.option("--source", "sources", multiple=True, help="Chỉ thu thập nguồn này (lặp lại được).")
def crawl_command(data: Path, sources: tuple[str, ...]) -> None:
    """Chỉ thu thập những trang đến hạn vào kho lưu trữ, chưa đọc; dừng rồi chạy lại được.

    Mã thoát như `guong week`. Đọc những gì đã thu thập: `guong week` hoặc `guong mine`.

    Ví dụ: guong crawl --source bao-tinh
    """
    from guong.installation import contact_reminder, crawl_options, open_installation, open_job
    from guong.pipeline import run_crawl
    from guong.progress import show_steps
    from guong.source_checks import ready_job
    from guong.source_words import ready_lines
    from guong.stopping import polite_stop

    installation = open_installation(data)
    with (
        polite_stop() as stop,
        show_steps() as on_step,
        open_job(installation, command="crawl", only=sources, stop=stop, on_step=on_step) as job,
    ):
        options = crawl_options(installation.settings)
        ready_to_go, ready = ready_job(job, data, options, named=bool(sources))
        report = run_crawl(ready_to_go, options) if ready.sources else None
    for line in (*contact_reminder(installation.settings, job.sources), *ready_lines(ready)):
        click.echo(line)
    if report is None:
        click.echo(STOPPED_LINE)
        sys.exit(STOPPED)
    print_crawl(report)
    if report.bugs:
        sys.exit(TROUBLE)
    sys.exit(DONE if report.finished else STOPPED)


def print_crawl(report: "CrawlReport") -> None:
    """Print how the URLs of a run ended, by kind and by source, and what needs a person's eye."""
    if not report.finished:
        click.echo(STOPPED_LINE)
    click.echo(f"Lượt thu thập {report.run}: {report.requests} lượt hỏi")
    for kind, name in _KINDS.items():
        if report.counts.get(kind):
            click.echo(f"{name}: {told_states(report.counts[kind])}")
    for source, states in report.by_source.items():
        click.echo(f"  {source}: {told_states(states)}")
    for problem in report.problems:
        click.echo(f"Cần xem: {problem.source}: {problem.message}")
    for bug in report.bugs:
        click.echo(f"Lỗi của chương trình, trang được giữ lại:\n{bug}", err=True)


def told_states(states: Mapping[str, int]) -> str:
    """Return counts by state in words, most first."""
    return ", ".join(f"{n} {PAGE_STATES[state]}" for state, n in sorted(states.items(), key=lambda one: -one[1])) or "-"


COMMANDS: Final = (crawl_command,)
