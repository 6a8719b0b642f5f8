"""Reading beside the crawl: in processes of their own, so that no page holds up, or breaks, more than its reader."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from queue import SimpleQueue
from typing import Final, Protocol

from crawler.crawling.reader_wire import read_answer, write_question
from crawler.crawling.reading import Reading, read_response
from crawler.records import Response, Task
from crawler.sources.source import Source
from domain.errors import GuongError

PROGRAM: Final = (sys.executable, "-P", "-m", "crawler.crawling.reader_process")
_LONGEST: Final = 300.0  # seconds for one page; the largest of no known family takes thirty on a quiet machine
_LEAVING: Final = 2.0
_TRIES: Final = 2  # a reader may be killed for no fault of its page: by hand, or because memory ran out elsewhere
_LIGHT: Final = ("attachment", "probe")  # not parsed: sending them would cost more than reading them
_LIMIT: Final = 4  # more readers than this no polite crawl keeps busy


class ReaderLost(GuongError):
    """A page took its readers with it: each was killed, broke, or did not answer in time."""


class ReaderBug(Exception):
    """An error of our own in a reader, with its traceback."""


class Readers(Protocol):
    """Reads pages; `Future.result` raises ReaderLost, or our own bug."""

    def read(self, task: Task, response: Response, source: Source) -> Future[Reading]:
        """Begin to read a successful response as the kind of page it was asked for."""

    def close(self) -> None:
        """Break off what is being read."""


class ReadingHere:
    """Reads in the crawl's own thread: nothing to start, for small crawls and where there is one processor."""

    def read(self, task: Task, response: Response, source: Source) -> Future[Reading]:
        """Read now; the future is done."""
        return _done(lambda: read_response(task, response, source))

    def close(self) -> None:
        """Nothing is under way."""


class ReadingBeside:
    """Reads in `count` processes of a program, each started when first needed and replaced when it is lost.

    A page that takes more than `seconds` is lost with its reader.
    """

    def __init__(self, count: int, *, seconds: float = _LONGEST, program: Sequence[str] = PROGRAM) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="reader")  # each thread waits for one process
        self._seconds = seconds
        self._program = tuple(program)
        self._closed = False
        self._running: set[_Process] = set()
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)

    def read(self, task: Task, response: Response, source: Source) -> Future[Reading]:
        """Give the page to the next reader that is free."""
        if task.kind in _LIGHT:
            return _done(lambda: read_response(task, response, source))
        return self._pool.submit(self._read, task, response, source)

    def _read(self, task: Task, response: Response, source: Source) -> Reading:
        question = write_question(task, response, source)
        for _ in range(_TRIES):
            if self._closed:
                break
            with suppress(EOFError, OSError, TimeoutError):
                answer = read_answer(self._ask(question))
                if isinstance(answer, str):
                    raise ReaderBug(answer)
                return answer
        raise ReaderLost(f"tiến trình đọc trang dừng giữa chừng {_TRIES} lần liền khi đọc trang này")

    def _ask(self, question: bytes) -> bytes:
        process = self._idle.get()
        try:
            if process is None:
                process = _Process(self._program)
                self._running.add(process)
            answer = process.ask(question, self._seconds)
        except BaseException:
            if process is not None:
                self._running.discard(process)
                process.kill()
            self._idle.put(None)
            raise
        self._idle.put(process)
        return answer

    def close(self) -> None:
        """End the processes, those at rest by letting them go, the others by force."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        resting = [self._idle.get() for _ in range(self._idle.qsize())]
        for process in self._running.difference(resting):
            process.interrupt()
        self._pool.shutdown()
        for process in tuple(self._running):
            process.end()


class _Process:
    """One reader process and the pipe to it."""

    def __init__(self, program: Sequence[str]) -> None:
        self._wire, theirs = Pipe()
        with theirs:
            # A group of its own: Ctrl-C is the crawl's to hear, which lets its readers finish.
            self._process = subprocess.Popen(
                [*program, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                process_group=0,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
            )

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Return the answer; raises EOFError, OSError or TimeoutError."""
        wire: Connection = self._wire
        wire.send_bytes(question)
        if not wire.poll(seconds):
            raise TimeoutError
        return wire.recv_bytes()

    def interrupt(self) -> None:
        """Kill the process under a thread that waits for its answer; the thread clears up."""
        self._process.kill()

    def end(self) -> None:
        """Let the process go when it is at rest, and see that it goes."""
        self._wire.close()
        try:
            self._process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Kill the process."""
        self._wire.close()
        self._process.kill()
        self._process.wait()


def spare_processors() -> int:
    """Return how many processors a crawl leaves to its readers, at most four: none on a machine with one."""
    known = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(_LIMIT, len(known) - 1)


def open_readers(count: int) -> Readers:
    """Return `count` readers beside the crawl; with 0 it reads by itself."""
    return ReadingBeside(count) if count > 0 else ReadingHere()


def _done(read: Callable[[], Reading]) -> Future[Reading]:
    future: Future[Reading] = Future()
    try:
        future.set_result(read())
    except Exception as error:
        future.set_exception(error)
    return future
