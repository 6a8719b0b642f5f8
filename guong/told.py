"""Counts in words, as the commands print them."""

from collections.abc import Mapping
from typing import Final

import click

from domain.pages import ATTACHMENT_STATES

# What the person who looks after the machine can do about files in these states.
_REMEDIES: Final = {
    "needs_ocr": "cài tesseract-ocr và tesseract-ocr-vie (make ocr); lần chạy sau sẽ đọc",
    "needs_office": "cài libreoffice-writer-nogui; lần chạy sau sẽ đọc",
}


def print_files(files: Mapping[str, int]) -> None:
    """Print how many attached files are in each state, and what to install for those that wait."""
    if not files:
        return
    told = sorted(files.items(), key=lambda one: (-one[1], one[0]))
    click.echo("Tệp kèm: " + ", ".join(f"{count} {ATTACHMENT_STATES[state]}" for state, count in told))
    for state, remedy in _REMEDIES.items():
        if files.get(state):
            click.echo(f"Cần làm: {files[state]} tệp {ATTACHMENT_STATES[state]}: {remedy}")
