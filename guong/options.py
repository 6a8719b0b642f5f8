"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """Add --data, the folder of one installation."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("guong-data"),
        envvar="GUONG_DATA",
        show_default=True,
        help="Thư mục dữ liệu.",
    )(command)
