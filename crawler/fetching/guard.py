"""The connection guard: no private address is reached, no server holds a socket longer than agreed."""

import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_auth_from_url
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from crawler.fetching.egress import Egress, check_behind_proxy

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
    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _watch(sock)  # a proxy may drip its answer to CONNECT, before there is a request
        return sock

    def getresponse(self) -> Any:
        _watch(self.sock)
        return super().getresponse()


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPS


_POOLS: Final = {"http": _HTTPPool, "https": _HTTPSPool}


class GuardedAdapter(IPFilterAdapter):  # type: ignore[misc]  # the library has no types
    """Refuses private, loopback and metadata addresses at connect time; loopback only where allowed.

    Behind a proxy the name is checked and then left as it is, so that CONNECT carries the name; the library alone
    would send the address it resolved.
    """

    def __init__(self, *, is_https: bool, allow_loopback: bool, egress: Egress, context: ssl.SSLContext) -> None:
        self._egress = egress
        self._context = context
        self._unknown_here: set[str] = set()  # a closed network may take many seconds to say that again
        super().__init__(is_https_proto=is_https, allow_loopback=allow_loopback)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make pools whose connections are watched."""
        HTTPAdapter.init_poolmanager(self, *args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Return the manager of the proxy, its connections watched too."""
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """Return the credentials for the proxy; in UTF-8, which the library cannot do."""
        name, password = get_auth_from_url(proxy)
        secret = base64.b64encode(f"{name}:{password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {secret}"} if name else {}

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Check the host of a request, and choose the pool: by address when direct, by name through the proxy."""
        if self._egress.proxy:
            host_params, pool_kwargs = HTTPAdapter.build_connection_pool_key_attributes(self, request, verify, cert)
            self._check_behind_proxy(host_params["host"], host_params["port"])
        else:
            host_params, pool_kwargs = super().build_connection_pool_key_attributes(request, verify, cert)
        if self._is_https_proto:
            pool_kwargs["ssl_context"] = self._context
        return host_params, pool_kwargs

    def _check_behind_proxy(self, host: str, port: int | None) -> None:
        if host in self._unknown_here:
            return
        number = port or (443 if self._is_https_proto else 80)
        if not check_behind_proxy(host, number, proxy_resolves=self._egress.proxy_resolves):
            self._unknown_here.add(host)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave trust to the context: it always verifies."""
        conn.cert_reqs = "CERT_REQUIRED"


def guarded_session(
    user_agent: str, *, allow_loopback: bool, context: ssl.SSLContext, egress: Egress | None = None
) -> requests.Session:
    """Return a session that follows no redirect by itself and can reach public addresses only.

    The environment (HTTPS_PROXY, .netrc) is not asked: the settings alone say how requests leave. The sample world
    on loopback is never asked through a proxy.
    """
    way_out = egress if egress and not allow_loopback else Egress()
    session = requests.Session()
    session.headers.clear()
    session.headers.update({"User-Agent": user_agent})
    session.trust_env = False
    if way_out.proxy:
        session.proxies = {"http": way_out.proxy, "https": way_out.proxy}
    for scheme in ("http", "https"):
        adapter = GuardedAdapter(
            is_https=scheme == "https", allow_loopback=allow_loopback, egress=way_out, context=context
        )
        session.mount(f"{scheme}://", adapter)
    return session
