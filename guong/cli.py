"""The command line: `guong COMMAND`; mistakes of the user end in one line, never in a traceback."""

import sys
from typing import Any

import click

from domain.errors import Busy, GuongError, UserMistake
from guong import cli_board, cli_crawl, cli_health, cli_reading, cli_sources, cli_store
from guong.exit_codes import BUSY, MISTAKE, TROUBLE

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class OneLineErrors(click.Group):
    """A group whose commands report what happened, what was kept and what to do, in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a failure ends in its exit code (`guong.exit_codes`)."""
        try:
            return super().invoke(ctx)
        except Busy as error:
            _fail(error, BUSY)
        except UserMistake as error:
            _fail(error, MISTAKE)
        except GuongError as error:
            _fail(error, TROUBLE)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(141)


def _fail(error: GuongError, code: int) -> None:
    click.echo(f"Lỗi: {error}", err=True)
    sys.exit(code)


@click.group(cls=OneLineErrors, context_settings=CONTEXT)
@click.version_option(package_name="guong", prog_name="guong")
def main() -> None:
    """Gương: tìm điển hình tiên tiến trong tin tức địa phương, để con người thẩm định."""


for command in (
    *cli_reading.COMMANDS,
    *cli_board.COMMANDS,
    *cli_crawl.COMMANDS,
    *cli_sources.COMMANDS,
    *cli_health.COMMANDS,
    *cli_store.COMMANDS,
):
    main.add_command(command)
for part in cli_health.SOURCE_COMMANDS:
    cli_sources.sources_command.add_command(part)
