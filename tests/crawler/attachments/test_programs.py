import os
import sys
import time
from pathlib import Path

import pytest

from crawler.attachments.programs import ProgramFailed, run_program


def test_a_program_gets_its_input_and_gives_its_output() -> None:
    script = "import os, sys; sys.stdout.write(sys.stdin.read().upper() + os.environ['WORD'])"
    given = run_program([sys.executable, "-c", script], data=b"abc ", seconds=30, environment={"WORD": "xong"})
    assert given == b"ABC xong"


def test_no_shell_reads_the_arguments() -> None:
    assert run_program(["echo", "$(id); rm -rf *"], seconds=30) == b"$(id); rm -rf *\n"


def test_a_slow_program_is_killed_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "child"
    script = (
        "import pathlib, subprocess, sys, time; child = subprocess.Popen(['sleep', '600']);"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid)); time.sleep(600)"
    )
    with pytest.raises(ProgramFailed, match="quá"):
        run_program([sys.executable, "-c", script], seconds=3)
    assert is_gone(int(note.read_text()))


def is_gone(pid: int) -> bool:
    """Wait for the kernel to end a killed process; a zombie waiting for its reaper is gone too."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("command", [["no-such-program-here"], [sys.executable, "-c", "raise SystemExit(3)"]])
def test_a_missing_or_failing_program_says_so(command: list[str]) -> None:
    with pytest.raises(ProgramFailed):
        run_program(command, seconds=30)
