"""The command line: `guong COMMAND`; mistakes of the user end in one line, never in a traceback."""

import sys
from typing import Any

import click

from domain.errors import GuongError, UserMistake
from guong import cli_board, cli_reading, cli_sources, cli_store

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class OneLineErrors(click.Group):
    """A group whose commands report what happened, what was kept and what to do, in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a user's mistake exits with 2, anything the project itself refuses with 1."""
        try:
            return super().invoke(ctx)
        except UserMistake as error:
            _fail(error, 2)
        except GuongError as error:
            _fail(error, 1)
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


for command in (*cli_reading.COMMANDS, *cli_board.COMMANDS, *cli_sources.COMMANDS, *cli_store.COMMANDS):
    main.add_command(command)
