"""The weekly job as a real process that is hit again and again: by SIGKILL, a wrong clock, a full or failing disk."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.crash_disk import FailingDisk, SmallDisk
from benchmarks.portal_server import Asked, Site
from guong.installation import create_installation

PROVINCE: Final = "tỉnh Lào Cai"
_LONGEST: Final = 900.0  # seconds the last, undisturbed run may take
_DAY: Final = 86_400.0


@dataclass(slots=True)
class Lives:
    """What became of the job's processes: when each began (monotonic seconds), where each was hit, what it said."""

    starts: list[float] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    tracebacks: int = 0
    said: Counter[str] = field(default_factory=Counter)  # last line of those that gave up by themselves

    def ended(self, code: int, told: bytes) -> None:
        """Keep how a process ended."""
        self.codes[code] += 1
        self.tracebacks += b"Traceback" in told
        if code > 0:
            self.said[(told.decode(errors="replace").strip().splitlines() or [""])[-1]] += 1


@dataclass(frozen=True, slots=True)
class Crash:
    """One benchmark: the site, where the job's data lies, and chance."""

    site: Site
    data: Path
    dice: random.Random
    since: int = 0  # requests of the site that came before, from others
    lives: Lives = field(default_factory=Lives)

    @contextmanager
    def life(self, program: Sequence[str] = ("guong",)) -> Iterator[subprocess.Popen[bytes]]:
        """Start the weekly job; whatever happens it does not outlive the block."""
        command = [sys.executable, "-m", *program, "week", "--data", str(self.data)]
        self.lives.starts.append(time.monotonic())
        with tempfile.TemporaryFile() as told:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told)
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()
                told.seek(0)
                self.lives.ended(process.wait(), told.read())

    def set_up(self) -> None:
        """Make the installation and describe the site to it."""
        create_installation(self.data, PROVINCE)
        hosts = "\n".join(
            f'[[source]]\nname = "cong-{portal.host}"\ntitle = "Cổng {portal.host}"\n'
            f'start = ["{self.site.origin(portal.host)}/tin/"]\nfamily = "nukeviet"\ndelay_seconds = 0.0\n'
            f"max_pages = {portal.lists + 1}\nallow_loopback = true\nverified = true\n"
            for portal in self.site.portals
        )
        (self.data / "sources" / "benchmark.toml").write_text(hosts, encoding="utf-8")

    def wait_for_instant(self, process: subprocess.Popen[bytes], window: float) -> None:
        """Return at a random instant of the job's work, now and then while it is still starting."""
        before = len(self.site.asked())
        if self.dice.random() < 0.1:
            _sleep(process, self.dice.uniform(0.0, 1.0))
            self.lives.hits["starting"] += process.poll() is None
            return
        while len(self.site.asked()) == before and process.poll() is None:
            time.sleep(0.02)
        mining = self.crawled()
        # A job that only has to mine looks at the lists first.
        _sleep(process, self.dice.uniform(0.0, window + mining * 1.0))
        self.lives.hits["mining" if self.crawled() else "crawling"] += process.poll() is None

    def asked(self) -> list[Asked]:
        """Return the requests of this job."""
        return self.site.asked()[self.since :]

    def crawled(self) -> bool:
        """Tell whether every page and file has been asked for."""
        asked = {(one.host, one.path) for one in self.asked()}
        return all((p.host, path) in asked for p in self.site.portals for path in (*p.numbers, *p.files))


def _sleep(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


def kill(crash: Crash, kills: int, window: float) -> None:
    """Kill the job so often, then let it finish."""
    for _ in range(kills):
        with crash.life() as process:
            crash.wait_for_instant(process, window)
            process.send_signal(signal.SIGKILL)


def kill_under_wrong_clock(crash: Crash, kills: int, window: float, days: float) -> None:
    """The same, each time under another wrong clock, at most `days` off, which jumps once more on the way."""
    shifts = (0.0, -300.0, 3600.0, -days * _DAY, days * _DAY)
    for _ in range(kills):
        shift, then = crash.dice.choice(shifts), crash.dice.choice(shifts)
        after = crash.dice.uniform(0.5, 3.0)
        wrong = ("benchmarks.shifted_week", f"{shift:.0f}", f"{after:.2f}", f"{then - shift:.0f}")
        with crash.life(wrong) as process:
            crash.wait_for_instant(process, window)
            process.send_signal(signal.SIGKILL)


def finish(crash: Crash) -> int:
    """Let the job run undisturbed until everything is read; returns how many runs that took."""
    for run in range(1, 4):
        with crash.life() as process:
            process.wait(timeout=_LONGEST)
        if process.returncode == 0:
            return run
    return 0


def fill_up(crash: Crash, stops: int, disk: SmallDisk, whole: int) -> None:
    """Let the disk of the job fill up so often, with a little more room each time; `whole` is what it needs in all."""
    begun = disk.used()
    for stop in range(stops):
        disk.resize(int(begun + 2**20 + (whole - begun) * stop / stops))
        with crash.life() as process:
            process.wait(timeout=_LONGEST)
        crash.lives.hits["full"] += process.returncode != 0
    disk.resize(2 * whole + 2**26)


def fail_disk(crash: Crash, stops: int, window: float, disk: FailingDisk) -> None:
    """Turn the disk of the job read-only at random instants, wait until it gives up, and mend the disk."""
    os.sync()  # the installation itself is not what is tried here
    for _ in range(stops):
        with crash.life() as process:
            crash.wait_for_instant(process, window)
            disk.fail()
            process.wait(timeout=_LONGEST)
        disk.mend()
