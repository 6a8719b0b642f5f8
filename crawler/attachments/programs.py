"""Starting another program within bounds: no shell, a time limit, and nothing of it left behind."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress


class ProgramFailed(Exception):
    """The program ended with an error, was too slow or could not be started."""


def run_program(
    command: Sequence[str], *, data: bytes = b"", seconds: float, environment: Mapping[str, str] | None = None
) -> bytes:
    """Run `command` with `data` on its standard input and return its standard output; raises ProgramFailed.

    After `seconds`, or when we are interrupted, it is killed with every process it started. `environment` is added
    to ours.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            start_new_session=True,  # its own process group, so that its children can be killed with it
        )
    except OSError as error:
        raise ProgramFailed(f"{command[0]}: {error.strerror}") from error
    with process:
        try:
            output, _ = process.communicate(data, timeout=seconds)
        except BaseException as error:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise ProgramFailed(f"{command[0]}: quá {seconds:.0f} giây") from error
            raise
    if process.returncode != 0:
        raise ProgramFailed(f"{command[0]}: kết thúc với mã {process.returncode}")
    return output
