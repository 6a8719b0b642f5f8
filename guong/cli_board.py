"""Commands of the board: init, week, mine, demo, serve, users."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from domain.pages import PAGE_STATES
from guong.exit_codes import DONE, STOPPED, TROUBLE
from guong.options import data_option
from guong.told import print_files

if TYPE_CHECKING:
    from guong.installation import Installation
    from guong.pipeline import WeekReport

# More silent units than this are counted, not listed.
_LISTED: Final = 12
DEMO_ACCOUNT: Final = "thu-ky"


@click.command("init")
@data_option
@click.option("--province", required=True, help="Tỉnh của hội đồng, ví dụ “tỉnh Lào Cai”.")
@click.option("--contact", default="", help="Địa chỉ liên hệ ghi trong tên trình thu thập.")
def init_command(data: Path, province: str, contact: str) -> None:
    """Lập thư mục dữ liệu cho một hội đồng, chép các nguồn đi kèm của tỉnh và các tỉnh đã nhập vào.

    Chạy lại được: thiết lập và nguồn đã có giữ nguyên, chỉ thêm nguồn còn thiếu.

    Ví dụ: guong init --province "tỉnh Lào Cai" --contact mailto:cntt@laocai.example
    """
    from guong.installation import copy_shipped_sources, create_installation

    installation = create_installation(data, province, contact=contact)
    click.echo(f"Đã lập {installation.workspace.data} cho {installation.province.name}.")
    copied = copy_shipped_sources(installation)
    known = copied.shipped - len(copied.names)
    click.echo(
        f"Đã chép {len(copied.names)} nguồn đi kèm vào {installation.workspace.sources}"
        + (f", {known} nguồn đã có từ trước." if known else ".")
    )
    for line in copied.missing:
        click.echo(f"Còn thiếu: {line}")
    click.echo(
        "Các nguồn mới chép chưa được xác minh: chạy `guong sources check` để hỏi thử (`guong week` cũng tự hỏi)."
    )
    click.echo("Thêm nguồn khác: `guong sources add ĐỊA-CHỈ`, hoặc viết tệp .toml trong thư mục nguồn.")


@click.command("week")
@data_option
@click.option("--source", "sources", multiple=True, help="Chỉ thu thập nguồn này (lặp lại được).")
def week_command(data: Path, sources: tuple[str, ...]) -> None:
    """Việc hằng tuần: thu thập, đọc, xếp hạng, mở phiên thẩm định và in tóm tắt; dừng rồi chạy lại được.

    Nguồn chưa xác minh được hỏi thử trước, mỗi tuần một lần; nguồn nào trả lời thì được thu thập ngay.

    Mã thoát: 0 xong, 1 có lỗi cần xem, 2 chưa bắt đầu được, 3 đã dừng theo yêu cầu, 4 công việc khác đang chạy.

    Ví dụ: guong week
    """
    from guong.installation import open_installation

    sys.exit(run_week_once(open_installation(data), sources))


def run_week_once(installation: "Installation", only: tuple[str, ...] = ()) -> int:
    """Run the weekly job with a progress display; return the exit code."""
    from guong.installation import contact_reminder, crawl_options, open_job
    from guong.pipeline import run_week
    from guong.progress import show_steps
    from guong.source_checks import ready_job
    from guong.source_words import ready_lines
    from guong.stopping import polite_stop

    with (
        polite_stop() as stop,
        show_steps() as on_step,
        open_job(installation, only=only, stop=stop, on_step=on_step) as job,
    ):
        options = crawl_options(installation.settings)
        ready_to_go, ready = ready_job(job, installation.workspace.data, options, named=bool(only))
        report = run_week(ready_to_go, options) if ready.sources else None
        stopped = stop() or report is None or not report.crawled.finished
    if stopped:
        click.echo("Đã dừng theo yêu cầu; chạy lại để tiếp tục, không mất trang nào.")
    for line in (*contact_reminder(installation.settings, job.sources), *ready_lines(ready)):
        click.echo(line)
    if report is None:
        return STOPPED
    print_week(report)
    if report.crawled.bugs or report.mined.bugs:
        return TROUBLE
    return STOPPED if stopped else DONE


def print_week(report: "WeekReport") -> None:
    """Print what the week brought: pages by end state, new candidates, plans, silent units, problems."""
    click.echo(f"Phiên {report.session.week}: {report.session.added - report.session.decided} trường hợp chờ thẩm định")
    told = [f"{n} {PAGE_STATES[state]}" for state, n in sorted(report.states.items())]
    states = ", ".join(told) or "không có trang nào đến hạn"
    click.echo(f"Trang: {states}")
    click.echo(f"Mới: {report.mined.new_candidates} trường hợp, {report.mined.new_plans} văn bản")
    if report.mined.changed:
        click.echo(f"Bài đã sửa: {report.mined.changed}")
    print_files(report.mined.files)
    if report.silent_units:
        more = f" và {len(report.silent_units) - _LISTED} đơn vị khác" if len(report.silent_units) > _LISTED else ""
        click.echo("Im lặng: " + ", ".join(report.silent_units[:_LISTED]) + more)
    else:
        click.echo("Im lặng: không có đơn vị nào mới im lặng")
    for problem in report.crawled.problems[:_LISTED]:
        click.echo(f"Cần xem: {problem.source}: {problem.message}")
    if len(report.crawled.problems) > _LISTED:
        click.echo(f"Cần xem: và {len(report.crawled.problems) - _LISTED} dòng khác: guong sources status")
    if report.digest is not None:
        click.echo(f"Sức khỏe nguồn tin, bản tin tuần {report.digest.week}:")
        for line in report.digest.lines():
            click.echo(f"  {line}")
    for bug in (*report.crawled.bugs, *report.mined.bugs):
        click.echo(f"Lỗi của chương trình, trang được giữ lại:\n{bug}", err=True)


@click.command("demo")
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ để phục vụ.")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, envvar="GUONG_PORT")
@click.option("--no-serve", is_flag=True, help="Làm xong việc chính rồi thoát.")
def demo_command(data: Path, host: str, port: int, no_serve: bool) -> None:
    """Chạy việc chính trên thế giới mẫu rồi mở ứng dụng thẩm định (địa chỉ và liên kết đăng nhập một lần).

    Ví dụ: guong demo --data thu-muc --port 9000
    """
    from guong.installation import create_installation
    from guong.sample import PROVINCE, sample_world
    from review_app.server import check_port

    if not no_serve:
        check_port(host, port)
    installation = create_installation(data, PROVINCE)
    with sample_world(data):
        code = run_week_once(installation)
        if no_serve or code:
            sys.exit(code)
        open_app(data, host, port)


def open_app(data: Path, host: str, port: int) -> None:
    """Prepare and serve the review app, printing its address and, for the demo's account, a one-time link."""
    from review_app import server

    server.prepare(data)
    if DEMO_ACCOUNT not in {account.username for account in server.list_accounts(data)}:
        server.create_account(data, DEMO_ACCOUNT, ("reviewer", "secretary"), name="Thư ký (mẫu)")
    link = server.make_login_link(data, DEMO_ACCOUNT)
    server.serve(data, host, port, when_ready=lambda: _announce(host, port, link))


def _announce(host: str, port: int, link: str) -> None:
    click.echo(f"Ứng dụng thẩm định: http://{host}:{port}/")
    if link:
        click.echo(f"Đăng nhập một lần:  http://{host}:{port}{link}")
    click.echo("Bấm Ctrl-C để dừng.")


@click.command("serve")
@data_option
@click.option("--host", default=None, help="Địa chỉ để phục vụ (mặc định theo guong.toml).")
@click.option("--port", type=click.IntRange(1, 65535), default=None, envvar="GUONG_PORT")
def serve_command(data: Path, host: str | None, port: int | None) -> None:
    """Mở ứng dụng thẩm định cho thư mục dữ liệu này.

    Ví dụ: guong serve --port 8765
    """
    from guong.installation import open_installation
    from review_app import server

    settings = open_installation(data).settings
    where, at = host or settings.host, port or settings.port
    server.prepare(data)
    server.serve(data, where, at, when_ready=lambda: _announce(where, at, ""))


@click.group("users")
def users_command() -> None:
    """Tài khoản của ứng dụng thẩm định."""


@users_command.command("add")
@data_option
@click.argument("username")
@click.option("--name", default="", help="Họ tên hiển thị.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(["reviewer", "secretary", "researcher", "officer"]),
    help="Vai trò (lặp lại được).",
)
def users_add(data: Path, username: str, name: str, roles: tuple[str, ...]) -> None:
    """Thêm một tài khoản và in liên kết đăng nhập một lần (dùng trong một giờ) để người đó đặt mật khẩu.

    Ví dụ: guong users add lan --name "Nguyễn Thị Lan" --role reviewer
    """
    from guong.installation import open_installation
    from review_app import server

    settings = open_installation(data).settings
    server.prepare(data)
    server.create_account(data, username, roles, name=name)
    click.echo(f"Đã thêm {username}. Mở liên kết này trong một giờ để đặt mật khẩu:")
    click.echo(f"http://{settings.host}:{settings.port}{server.make_login_link(data, username)}")


@users_command.command("link")
@data_option
@click.argument("username")
def users_link(data: Path, username: str) -> None:
    """In một liên kết đăng nhập một lần mới cho tài khoản.

    Ví dụ: guong users link lan
    """
    from guong.installation import open_installation
    from review_app import server

    settings = open_installation(data).settings
    server.prepare(data)
    click.echo(f"http://{settings.host}:{settings.port}{server.make_login_link(data, username)}")


@users_command.command("off")
@data_option
@click.argument("username")
def users_off(data: Path, username: str) -> None:
    """Khoá tài khoản ngay lập tức; các quyết định đã có vẫn mang tên người đó.

    Ví dụ: guong users off lan
    """
    from guong.installation import open_installation
    from review_app import server

    open_installation(data)
    server.prepare(data)
    server.set_active(data, username, active=False)
    click.echo(f"Đã khoá {username}.")


@users_command.command("unlock")
@data_option
@click.argument("username")
def users_unlock(data: Path, username: str) -> None:
    """Mở lại tài khoản đã khoá và quên các lần đăng nhập sai.

    Ví dụ: guong users unlock lan
    """
    from guong.installation import open_installation
    from review_app import server

    open_installation(data)
    server.prepare(data)
    server.set_active(data, username, active=True)
    server.unlock(data, username)
    click.echo(f"Đã mở {username}.")


@users_command.command("list")
@data_option
def users_list(data: Path) -> None:
    """Liệt kê tài khoản.

    Ví dụ: guong users list
    """
    from guong.installation import open_installation
    from review_app import server

    open_installation(data)
    server.prepare(data)
    for account in server.list_accounts(data):
        state = "" if account.active else " (đã khoá)"
        click.echo(f"{account.username}\t{account.name}\t{', '.join(sorted(account.roles))}{state}")


COMMANDS: Final = (init_command, week_command, demo_command, serve_command, users_command)
