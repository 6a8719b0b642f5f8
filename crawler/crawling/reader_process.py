"""A reader as a process of its own: takes one page at a time from the crawl that started it and answers its sense.

python -m crawler.crawling.reader_process DESCRIPTOR - started by `crawler.crawling.readers`.
"""

import gc
import signal
import sys
import traceback
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from typing import Final

from crawler.crawling.reader_wire import read_question, write_answer
from crawler.crawling.reading import Reading, read_response

_THOROUGH: Final = 256  # pages
# Bytes a page may make its reader ask for; the largest page allowed, of usual density, needs 0.7 GB.
_MEMORY: Final = 5 * 2**28


def serve(wire: Connection) -> None:
    """Answer until the crawl has gone, killed or not.

    The tree of a page is one knot of references, garbage as a whole when it is read. Looking for garbage while it grows
    took a quarter of the time.
    """
    gc.freeze()
    gc.disable()
    with suppress(EOFError, OSError):
        for number in count(1):
            wire.send_bytes(write_answer(_answer(wire.recv_bytes())))
            gc.collect(2 if number % _THOROUGH == 0 else 0)


def _answer(question: bytes) -> Reading | str:
    try:
        return read_response(*read_question(question))
    except MemoryError:  # the page's doing, not a bug of ours; what is left of this process is not to be trusted
        sys.exit(1)
    except Exception:
        return traceback.format_exc()


def _bound_memory() -> None:
    with suppress(ImportError, OSError, ValueError):  # systems that know no such bound
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard < 0 else min(_MEMORY, hard), hard))


def main() -> None:
    """Serve the crawl at the other end of the descriptor; when to stop is the crawl's to say, not a signal's."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    _bound_memory()
    with Connection(int(sys.argv[-1])) as wire:
        serve(wire)


if __name__ == "__main__":
    main()
