"""The command that makes a source of an address."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guong.exit_codes import TROUBLE
from guong.options import data_option

if TYPE_CHECKING:
    from crawler.checking.proposing import Proposal
    from crawler.sources.source import Source
    from guong.installation import Installation

_SHOWN: Final = 10


@click.command("add")
@data_option
@click.argument("url")
@click.option("--title", default="", help="Tên in của nguồn (mặc định: tên trang tự xưng).")
@click.option("--unit", default=None, help="Mã tỉnh hoặc xã mà nguồn này của đơn vị đó.")
@click.option("--delay", type=click.FloatRange(0.0, 60.0), default=2.0, show_default=True, help="Giãn cách, giây.")
@click.option("--write", is_flag=True, help="Ghi nguồn vào thư mục nguồn nếu nó trả lời.")
@click.option("--yes", is_flag=True, help="Không hỏi lại tên và đơn vị.")
@click.option("--allow-loopback", is_flag=True, hidden=True, help="Chỉ dùng cho trang mẫu trên máy này.")
def add_command(  # noqa: PLR0913, PLR0917 - click passes one parameter per option
    data: Path, url: str, title: str, unit: str | None, delay: float, write: bool, yes: bool, allow_loopback: bool
) -> None:
    """Đọc thử một địa chỉ, nhận ra họ giao diện, RSS và sơ đồ trang, rồi in nguồn đề nghị dưới dạng TOML.

    URL là trang danh mục, trang chủ, RSS hoặc sơ đồ trang. Chưa ghi gì nếu không có --write; nguồn không trả lời
    thì không bao giờ được ghi. Nguồn đã có không bị thay đổi.

    Ví dụ: guong sources add https://baolaocai.example/nguoi-tot-viec-tot/ --write
    """
    from guong.installation import open_installation
    from guong.source_files import append_source, source_table
    from guong.workspace import job_lock

    installation = open_installation(data)
    with job_lock(installation.workspace, "sources add"):
        proposal = _propose(installation, url, delay, allow_loopback)
        _show(proposal)
        if not proposal.check.answered:
            click.echo("Nguồn này chưa dùng được nên chưa ghi gì.", err=True)
            sys.exit(TROUBLE)
        source = _completed(proposal.source, title, unit, ask=write and not yes)
        click.echo(f"\n{source_table(source)}")
        if write:
            click.echo(f"Đã ghi nguồn “{source.name}” vào {append_source(installation.workspace.sources, source)}.")
        else:
            click.echo("Chưa ghi gì; chạy lại với --write để ghi.")


def _propose(installation: "Installation", url: str, delay: float, allow_loopback: bool) -> "Proposal":
    """Ask the address; what is learned of its host (robots.txt, pauses) goes to the frontier."""
    from crawler.checking.calling import Caller
    from crawler.checking.proposing import draft_source, propose_source
    from crawler.fetching.urls import origin_of
    from crawler.queue.frontier import Frontier
    from crawler.sources.source import load_sources
    from guong.installation import crawl_options

    draft = draft_source(url, delay_seconds=delay, allow_loopback=allow_loopback)
    known = load_sources(installation.workspace.sources)
    _refuse_known(url, known)
    taken = {source.name for source in known}
    with Frontier(installation.workspace.frontier) as frontier:
        memories = {origin_of(url): frontier.host(origin_of(url))}
        caller = Caller(crawl_options(installation.settings), memories, keep=True)
        try:
            return propose_source(url, caller, draft, taken=taken, now=datetime.now(UTC).timestamp())
        finally:
            caller.close()
            for origin, memory in caller.learned().items():
                frontier.remember_host(origin, memory)


def _refuse_known(url: str, known: "tuple[Source, ...]") -> None:
    from crawler.fetching.urls import canonical_url
    from domain.errors import UserMistake

    for source in known:
        if canonical_url(url) in {canonical_url(one) for one in source.entry_urls()}:
            raise UserMistake(
                f"{url}: đã có trong nguồn “{source.name}”",
                kept="chưa ghi gì",
                remedy=f"chạy `guong sources check {source.name}` để hỏi thử, hoặc sửa tệp nguồn",
            )


def _show(proposal: "Proposal") -> None:
    from guong.source_words import check_lines

    for line in check_lines(proposal.check):
        click.echo(line)
    articles = proposal.check.articles
    for link in articles[:_SHOWN]:
        click.echo(f"      - {link.title or '(không có tiêu đề)'} {link.url}")
    if len(articles) > _SHOWN:
        click.echo(f"      ... và {len(articles) - _SHOWN} bài khác")
    for entry in proposal.dropped:
        if entry.reason and proposal.check.answered:
            click.echo(f"    Bỏ qua {entry.url}: {entry.reason.told}")


def _completed(source: "Source", title: str, unit: str | None, *, ask: bool) -> "Source":
    """Give the source its title and unit: as told, else as guessed, the guess confirmed where it is to be written."""
    from crawler.fetching.urls import host_of
    from domain.errors import UserMistake
    from domain.unit_index import load_units
    from guong.unit_guess import guess_unit, unit_with_code

    units, today = load_units(), datetime.now(UTC).date()
    named = replace(source, title=title or source.title)
    if unit:
        return replace(named, unit=unit_with_code(unit, units, today).code)
    guess = guess_unit(host_of(source.entry_urls()[0]), named.title, units, today)
    told = f"{guess.name} (mã {guess.code})" if guess else "không đoán được"
    click.echo(f"    Đơn vị theo tên máy chủ và tên trang: {told}")
    if not ask:
        return replace(named, unit=guess.code if guess else "")
    if not sys.stdin.isatty():
        raise UserMistake(
            "Cần xác nhận tên và đơn vị trước khi ghi", kept="chưa ghi gì", remedy="thêm --unit MÃ, hoặc --yes"
        )
    named = replace(named, title=click.prompt("Tên nguồn", default=named.title))
    code = click.prompt("Mã đơn vị", default=guess.code if guess else "", show_default=True)
    return replace(named, unit=unit_with_code(code, units, today).code if code else "")
