"""The connection guard: no private address is reached, no server holds a socket longer than agreed."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_attempt: Final = threading.local()  # `sockets`: those used by the attempt of this thread


@contextlib.contextmanager
def attempt_within(seconds: float) -> Iterator[None]:
    """Shut the sockets of this thread's attempt when time is up.

    A read time-out alone never fires on a server that drips one byte at a time.
    """
    sockets: list[socket.socket] = []
    _attempt.sockets = sockets
    timer = threading.Timer(max(0.0, seconds), _shut, [sockets])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _attempt.sockets = None


def _shut(sockets: list[socket.socket]) -> None:
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def _watch(sock: socket.socket | None) -> None:
    sockets = getattr(_attempt, "sockets", None)
    if sock is not None and sockets is not None:
        sockets.append(sock)


class _WatchedHTTP(HTTPConnection):
    def getresponse(self) -> Any:
        _watch(self.sock)
        return super().getresponse()


class _WatchedHTTPS(HTTPSConnection):
    def getresponse(self) -> Any:
        _watch(self.sock)
        return super().getresponse()


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPS


class GuardedAdapter(IPFilterAdapter):  # type: ignore[misc]  # the library has no types
    """Refuses private, loopback and metadata addresses at connect time; loopback only where allowed."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make pools whose connections are watched."""
        HTTPAdapter.init_poolmanager(self, *args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


def guarded_session(user_agent: str, *, allow_loopback: bool) -> requests.Session:
    """Return a session that follows no redirect by itself and can reach public addresses only."""
    session = requests.Session()
    session.headers.clear()
    session.headers.update({"User-Agent": user_agent})
    session.trust_env = not allow_loopback  # the sample world is never asked through a proxy
    for scheme in ("http", "https"):
        adapter = GuardedAdapter(is_https_proto=scheme == "https", allow_loopback=allow_loopback)
        session.mount(f"{scheme}://", adapter)
    return session
