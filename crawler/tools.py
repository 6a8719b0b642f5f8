"""The programs of this machine that reading files may use."""

from dataclasses import dataclass
from functools import cache

from crawler.ocr import Recognise, find_recogniser


@dataclass(frozen=True, slots=True)
class Tools:
    """What is installed; None is what is not, and files that need it are recorded as waiting for it."""

    recognise: Recognise | None = None

    def cover(self, state: str) -> bool:
        """Tell whether a file left in this attachment state for want of a program can be read now."""
        return state == "needs_ocr" and self.recognise is not None


@cache
def find_tools() -> Tools:
    """Return what this machine has; looked up once a process."""
    return Tools(find_recogniser())
