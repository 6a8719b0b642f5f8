"""How far a job has come: a bar on a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from guong.pipeline import Step

_EVERY_SECONDS: Final = 2.0


@contextmanager
def show_steps() -> Iterator[Callable[[Step], None]]:
    """Yield a function that shows a step; the bar goes to standard error, so output can be piped."""
    if sys.stderr.isatty():
        with _bar() as progress:
            yield _on_bar(progress)
    else:
        yield _plain_lines(time.monotonic)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _on_bar(progress: Progress) -> Callable[[Step], None]:
    tasks: dict[str, int] = {}

    def show(step: Step) -> None:
        if step.phase not in tasks:
            tasks[step.phase] = progress.add_task(step.phase, total=step.total)
        progress.update(progress.task_ids[tasks[step.phase]], completed=step.done, total=step.total)

    return show


def _plain_lines(clock: Callable[[], float]) -> Callable[[Step], None]:
    last: dict[str, float] = {}

    def show(step: Step) -> None:
        now = clock()
        if step.done == step.total or now - last.get(step.phase, 0.0) >= _EVERY_SECONDS:
            last[step.phase] = now
            click.echo(f"{step.phase}: {step.done}/{step.total}", err=True)

    return show
