"""The programs of this machine that reading files may use."""

from dataclasses import dataclass
from functools import cache

from crawler.attachments.converter import Convert, find_converter
from crawler.attachments.ocr import Recognise, find_recogniser


@dataclass(frozen=True, slots=True)
class Tools:
    """What is installed; None is what is not, and files that need it are recorded as waiting for it."""

    recognise: Recognise | None = None
    convert: Convert | None = None

    def cover(self, state: str) -> bool:
        """Tell whether a file left in this attachment state for want of a program can be read now."""
        needed = {"needs_ocr": self.recognise, "needs_office": self.convert}
        return needed.get(state) is not None


@cache
def find_tools() -> Tools:
    """Return what this machine has; looked up once a process."""
    return Tools(find_recogniser(), find_converter())
