"""Files that a kill may tear: how much of one is whole, the torn tail set aside, names and bytes brought to disk."""

import os
import zlib
from pathlib import Path
from typing import IO, Final

_BLOCK: Final = 2**20


def whole_bytes(path: Path) -> int:
    """Return how many bytes of a file are whole gzip members; each record is one member, checked by its CRC."""
    whole = read = 0
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        pending = b""
        while pending or (pending := file.read(_BLOCK)):
            try:
                engine.decompress(pending)
            except zlib.error:
                return whole
            rest = engine.unused_data
            read += len(pending) - len(rest)
            if engine.eof:
                whole = read
                engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            pending = rest
    return whole


def write_all(target: IO[bytes], data: bytes) -> None:
    """Write all bytes to an unbuffered file, which may take fewer at a time."""
    view = memoryview(data)
    while view:
        view = view[target.write(view) :]


def cut_tail(path: Path, whole: int, aside: Path) -> None:
    """Cut a file to its first `whole` bytes; the rest is kept in `aside`."""
    with path.open("r+b") as file:
        file.seek(whole)
        aside.write_bytes(file.read())
        file.truncate(whole)
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder to disk: a new or renamed file is only then there after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
