"""File systems that fail as a server's disk does: one that fills up, one the kernel turns read-only; Linux, as root."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_IMAGE_BYTES: Final = 512 * 2**20


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A file system in memory whose size can be changed while it is in use."""

    folder: Path

    def resize(self, size: int) -> None:
        """Give it so many bytes."""
        _run("mount", "-o", f"remount,size={size}", str(self.folder))

    def used(self) -> int:
        """Bytes in use."""
        status = os.statvfs(self.folder)
        return (status.f_blocks - status.f_bfree) * status.f_frsize


@contextmanager
def small_disk(size: int) -> Iterator[SmallDisk]:
    """Mount a file system of `size` bytes until the block ends."""
    with _mount_point() as folder:
        _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
        try:
            yield SmallDisk(folder)
        finally:
            _run("umount", str(folder))


@dataclass(frozen=True, slots=True)
class FailingDisk:
    """An ext4 file system in a file, mounted so that an error of its own turns it read-only, as a bad disk does."""

    folder: Path
    image: Path

    def mount(self) -> None:
        """Mount it for reading and writing."""
        _run("mount", "-o", "loop,errors=remount-ro", str(self.image), str(self.folder))

    def fail(self) -> None:
        """Make the kernel meet an error: open files stay open, every write from now on is refused."""
        device = Path(_run("findmnt", "-n", "-o", "SOURCE", str(self.folder)).strip()).name
        Path(f"/sys/fs/ext4/{device}/trigger_fs_error").write_text("benchmark", encoding="ascii")

    def mend(self) -> None:
        """Unmount, check and mount again, as an operator would."""
        _run("umount", str(self.folder))
        _run("e2fsck", "-fy", str(self.image), good=(0, 1))
        self.mount()


@contextmanager
def failing_disk() -> Iterator[FailingDisk]:
    """Make and mount such a file system until the block ends."""
    with _mount_point() as folder, tempfile.NamedTemporaryFile(suffix=".ext4") as image:
        image.truncate(_IMAGE_BYTES)
        _run("mkfs.ext4", "-q", "-F", image.name)
        disk = FailingDisk(folder, Path(image.name))
        disk.mount()
        try:
            yield disk
        finally:
            _run("umount", str(folder))


@contextmanager
def _mount_point() -> Iterator[Path]:
    if os.geteuid() != 0:
        sys.exit("this mode mounts a file system of its own: run it as root")
    with tempfile.TemporaryDirectory(prefix="guong-crash-") as folder:
        yield Path(folder)


def _run(*command: str, good: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in good:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout
