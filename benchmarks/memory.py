"""The peak memory of this process alone."""

import re
import resource
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")


def peak_megabytes() -> float:
    """Return the most resident memory this process has held, in MB.

    `ru_maxrss` also counts the parent's memory that a child shared before it became another program, so a process
    started from a big one would look big; the kernel's own count is used where there is one.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text(encoding="ascii")) if _STATUS.is_file() else None
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(kilobytes / 1024, 1)
