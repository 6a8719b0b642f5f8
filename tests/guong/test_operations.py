"""What operators are told is so: unit files, exit codes, environment, help."""

import configparser
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from guong import exit_codes
from guong.cli import main
from guong.settings import Settings, load_settings
from review_app.environment import read_environment

DOCS = Path(__file__).parents[2] / "docs"
UNITS = sorted((DOCS / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]


def all_commands(group: click.Group, path: str = "guong") -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from all_commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(all_commands(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    text = " ".join((COMMANDS[name].help or "").split())
    assert f"Ví dụ: {name}" in text


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_starts_a_command_that_exists_and_may_write_its_data_only(path: Path) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text(encoding="utf-8"))
    service = dict(unit["Service"])
    program, command = service["ExecStart"].split()
    assert f"guong {command}" in COMMANDS
    assert program.endswith("/guong")
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == service["PrivateTmp"] == service["ProtectHome"] == "yes"
    assert service["Environment"].startswith("GUONG_DATA=" + service["ReadWritePaths"])
    assert service["User"] != "root"
    assert int(service["TimeoutStopSec"]) >= 30


def test_a_week_that_was_stopped_or_found_another_job_is_no_failure_to_systemd() -> None:
    text = (DOCS / "systemd" / "guong-week.service").read_text(encoding="utf-8")
    (codes,) = re.findall(r"^SuccessExitStatus=(.*)$", text, re.MULTILINE)
    assert [int(code) for code in codes.split()] == [exit_codes.STOPPED, exit_codes.BUSY]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / path.name) for path in UNITS]
    checked = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_exit_code_is_told_to_operators() -> None:
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    codes = {value for name, value in vars(exit_codes).items() if name.isupper()}
    assert {int(code) for code in re.findall(r"^\| (\d) \|", text, re.MULTILINE)} == codes


def test_the_two_proxies_have_two_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What `guong serve` is told of the proxy before it must not be taken for the crawler's way out."""
    assert read_environment({"GUONG_BEHIND_PROXY": "1"}).proxied
    assert not read_environment({"GUONG_PROXY": "http://10.0.0.1:3128"}).proxied
    monkeypatch.setenv("GUONG_BEHIND_PROXY", "1")
    assert load_settings(tmp_path).proxy == ""


def test_the_settings_told_to_operators_exist() -> None:
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(proxy|proxy_resolves|ca_bundle|contact|host|port)`", text))
    assert named <= set(Settings.model_fields)
    assert len(named) == 6


def test_every_command_told_to_operators_exists() -> None:
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"(?:\bbin/|`|^|\n)guong ((?:sources |users )?[a-z]+)\b", text))
    groups: dict[str, Any] = {name.removeprefix("guong "): command for name, command in COMMANDS.items()}
    assert {name for name in told if name not in groups} <= {"sources", "users"}
    assert {"week", "backup", "restore", "verify", "sources check", "sources add", "init"} <= told
