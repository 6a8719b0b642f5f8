"""Stopping a long job: the first signal lets it finish the page at hand, the second ends the process at once."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_SHOW_CURSOR: Final = "\x1b[?25h"  # a progress bar hides it
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def polite_stop() -> Iterator[Callable[[], bool]]:
    """Yield a function that tells whether Ctrl-C or SIGTERM asked the job to stop after the page at hand."""
    asked = threading.Event()

    def ask(number: int, frame: object) -> None:
        if asked.is_set():
            _end_now(number)
        asked.set()
        _say("Đang dừng sau trang này; bấm Ctrl-C (hoặc gửi tín hiệu) lần nữa để dừng ngay.\n")

    before = {number: signal.signal(number, ask) for number in _SIGNALS}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_now(number: int) -> None:
    """Leave without waiting for requests under way: what is on disk is whole at any instant, as after a kill."""
    if sys.stderr.isatty():
        _say(_SHOW_CURSOR)
    _say("Đã dừng ngay; chạy lại lệnh này để tiếp tục, không mất trang nào.\n")
    os._exit(128 + number)


def _say(text: str) -> None:
    """Write past Python's buffers: a handler may run in the middle of another write to them."""
    with contextlib.suppress(OSError):  # nobody reads any more
        os.write(2, text.encode())
