"""Serves the portals of `benchmarks.portal` from a process of its own, each on an address of loopback.

python -m benchmarks.portal_server --hosts 30 --pages 3000 --log FILE

Prints the port, then serves until standard input ends. Each request is a line of the log: monotonic seconds, number of
the host, path. The address of host n is 127.0.0.(n + 1), so that a crawler tells the hosts apart by name.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.portal import Portal, Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `at` is monotonic seconds, the same clock in every process of the machine."""

    at: float
    host: int
    path: str


@dataclass(frozen=True, slots=True)
class Site:
    """The running site as its driver sees it."""

    portals: tuple[Portal, ...]
    port: int
    log: Path

    def origin(self, host: int) -> str:
        """Address of a host without a slash at its end."""
        return f"http://{address_of(host)}:{self.port}"

    def asked(self) -> list[Asked]:
        """Return every request so far, in order."""
        return read_log(self.log)


def address_of(host: int) -> str:
    """Return the loopback address of a host."""
    return f"127.0.0.{host + 1}"


def portals_of(hosts: int, pages: int, file_every: int = 0) -> tuple[Portal, ...]:
    """Return `hosts` portals with `pages` articles in all."""
    return tuple(Portal(host, pages // hosts + (host < pages % hosts), file_every) for host in range(hosts))


def read_log(path: Path) -> list[Asked]:
    """Read the log of a server, which may still be writing."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Asked(float(at), int(host), where) for at, host, where in rows]


@contextmanager
def running_site(hosts: int, pages: int, log: Path, *, file_every: int = 0) -> Iterator[Site]:
    """Serve a site from a process of its own until the block ends."""
    command = [sys.executable, "-m", "benchmarks.portal_server", "--hosts", str(hosts), "--pages", str(pages)]
    command += ["--log", str(log), "--file-every", str(file_every)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError("the server has no pipes")
        port = json.loads(server.stdout.readline())["port"]
        yield Site(portals_of(hosts, pages, file_every), port, log)
        server.stdin.close()
        server.wait(timeout=30)


class _Connection(asyncio.Protocol):
    """One connection of one client: answers requests without a body, one after the other."""

    def __init__(self, portal: Portal, log: int) -> None:
        self._portal = portal
        self._log = log
        self._pending = b""
        self._wire: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._wire = transport if isinstance(transport, asyncio.Transport) else None

    def data_received(self, data: bytes) -> None:
        """Answer every request that has come whole."""
        self._pending += data
        while b"\r\n\r\n" in self._pending and self._wire is not None:
            head, _, self._pending = self._pending.partition(b"\r\n\r\n")
            method, path = head.split(b" ", 2)[:2]
            where = path.decode("ascii", "replace")
            os.write(self._log, f"{time.monotonic():.6f}\t{self._portal.host}\t{where}\n".encode())
            reply = self._portal.answer(where)
            self._wire.write(_head(reply) + (b"" if method == b"HEAD" else reply.body))


def _head(reply: Reply) -> bytes:
    status = "200 OK" if reply.status == 200 else f"{reply.status} Not Found"
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {reply.media_type}\r\nContent-Length: {len(reply.body)}\r\n\r\n"
    ).encode()


async def serve(portals: tuple[Portal, ...], log: int) -> None:
    """Listen on one port of as many addresses as there are portals; tell the port; end with standard input."""
    loop = asyncio.get_running_loop()
    port = 0
    for portal in portals:
        server = await loop.create_server(partial(_Connection, portal, log), address_of(portal.host), port)
        port = server.sockets[0].getsockname()[1]
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.buffer.read)


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=30)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--file-every", type=int, default=0)
    parser.add_argument("--log", type=Path, required=True)
    chosen = parser.parse_args()
    log = os.open(chosen.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        asyncio.run(serve(portals_of(chosen.hosts, chosen.pages, chosen.file_every), log))
    finally:
        os.close(log)


if __name__ == "__main__":
    main()
