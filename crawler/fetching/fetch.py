"""One polite attempt to get a URL: bounded in time and size, every hop guarded and kept."""

import contextlib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Final

import requests
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.exceptions import HTTPError

from crawler.fetching.coding import ACCEPTED, decode_body
from crawler.fetching.egress import Egress
from crawler.fetching.explain import explain, is_lasting, proxy_refusal
from crawler.fetching.guard import attempt_within, guarded_session
from crawler.fetching.tls import TlsException, exception_for, tls_context
from crawler.fetching.urls import fetchable_url, is_same_site, join_url, origin_of
from crawler.records import Response
from domain.errors import FetchFailed

_REDIRECTS: Final = {301, 302, 303, 307, 308}
_CHUNK: Final = 65_536
_WEEK: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one attempt: seconds in all, and bytes on the wire and decoded for pages and attachments."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    page_bytes: int = 10 * 2**20
    file_bytes: int = 40 * 2**20
    hops: int = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask for: the URL, the hosts that may answer, and the validators of an earlier answer.

    With `form` (urlencoded) it is a POST; a redirect is followed by GET, as browsers do. `tls` are the exceptions that
    hold for single hosts.
    """

    url: str
    hosts: frozenset[str]
    allow_loopback: bool = False
    max_bytes: int = Limits().page_bytes
    etag: str = ""
    last_modified: str = ""
    form: str = ""
    tls: tuple[TlsException, ...] = ()
    referer: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One request of an attempt: where it goes, the redirects that led there, the seconds left for the attempt.

    Waiting for a turn between two steps is not counted.
    """

    url: str
    form: str
    hops: tuple[Response, ...]
    seconds: float


class Fetcher:
    """Fetches URLs with one session per origin; use one origin from one thread at a time.

    `clock` gives seconds since the epoch, `stop` tells whether to give up. Failures raise `FetchFailed` with the
    page state; `received_before(error)` gives what had come until then.
    """

    def __init__(
        self,
        user_agent: str,
        limits: Limits | None = None,
        *,
        egress: Egress | None = None,
        clock: Callable[[], float] = time.time,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._egress = egress or Egress()
        self._contexts: dict[TlsException | None, ssl.SSLContext] = {None: tls_context(self._egress.ca_bundle, None)}
        self._clock = clock
        self._stop = stop
        self._sessions: dict[tuple[str, bool, TlsException | None], requests.Session] = {}

    def begin(self, wanted: Wanted) -> Step:
        """Return the first step of an attempt."""
        return Step(fetchable_url(wanted.url), wanted.form, (), self._limits.total_seconds)

    def fetch(self, wanted: Wanted, *, may_fetch: Callable[[str], bool] = lambda url: True) -> Response:
        """Get a URL, following at most `Limits.hops` redirects; `may_fetch` is asked before each hop (robots)."""
        step: Step | None = self.begin(wanted)
        while step is not None:
            started = time.monotonic()
            response = self.take(wanted, step)
            step = self.after(wanted, step, response, time.monotonic() - started)
            if step is not None and not may_fetch(step.url):
                raise failed(f"robots.txt không cho phép {step.url}", "refused_by_robots", hops=step.hops)
        return response

    def after(self, wanted: Wanted, step: Step, response: Response, spent: float) -> Step | None:
        """Return the step a redirect asks for, None when the answer is final; raises FetchFailed for a bad redirect."""
        target = response.header("Location") if response.status in _REDIRECTS else ""
        if not target:
            return None
        hops = (*step.hops, replace(response, hops=()))
        url = _next_hop(step.url, target, hops)
        # A form may be answered by a redirect to its own address.
        asked = {fetchable_url(hop.url) for hop in hops if not hop.request_body}
        if len(hops) > self._limits.hops or url in asked:
            raise failed(f"chuyển hướng lòng vòng sau {len(hops)} bước", "failed", hops=hops)
        if not is_same_site(url, wanted.hosts):
            raise failed(f"chuyển hướng ra ngoài nguồn: {url}", "forbidden_address", hops=hops)
        return Step(url, "", hops, step.seconds - spent)

    def take(self, wanted: Wanted, step: Step) -> Response:
        """Make one request; redirects are not followed. Raises FetchFailed."""
        if not is_same_site(step.url, wanted.hosts):
            raise failed(f"địa chỉ ngoài nguồn: {step.url}", "forbidden_address")
        return replace(self._one(wanted, step), hops=step.hops)

    def _one(self, wanted: Wanted, step: Step) -> Response:
        url, hops, wanted = step.url, step.hops, replace(wanted, form=step.form)
        session = self._session(url, wanted)
        headers = _request_headers(wanted)
        left = max(0.1, step.seconds)
        end = time.monotonic() + left
        timeout = (min(self._limits.connect_seconds, left), min(self._limits.read_seconds, left))
        answer: requests.Response | None = None
        try:
            with attempt_within(left):
                answer = session.request(
                    "POST" if step.form else "GET", url, data=step.form or None, headers=headers,
                    timeout=timeout, stream=True, allow_redirects=False,
                )  # fmt: skip
                if answer.status_code == 407 and session.proxies:
                    raise failed(proxy_refusal(self._egress.proxy_name()), "failed", hops=hops)
                return self._read(answer, wanted, end, hops)
        except InvalidIPAddress as error:
            raise failed(f"{url} trỏ tới địa chỉ nội bộ {error}", "forbidden_address", hops=hops) from error
        except (requests.RequestException, HTTPError, OSError) as error:
            reason = explain(error, self._egress.proxy_name())
            raise failed(reason, "failed", hops=hops, lasting=is_lasting(error)) from error
        finally:
            if answer is not None:
                answer.close()

    def _session(self, url: str, wanted: Wanted) -> requests.Session:
        exception = exception_for(url, wanted.tls)
        key = (origin_of(url), wanted.allow_loopback, exception)
        if key not in self._sessions:
            self._sessions[key] = guarded_session(
                self._user_agent,
                allow_loopback=wanted.allow_loopback,
                context=self._context(exception),
                egress=self._egress,
            )
        return self._sessions[key]

    def _context(self, exception: TlsException | None) -> ssl.SSLContext:
        if exception not in self._contexts:
            self._contexts[exception] = tls_context(self._egress.ca_bundle, exception)
        return self._contexts[exception]

    def _read(self, answer: requests.Response, wanted: Wanted, end: float, hops: tuple[Response, ...]) -> Response:
        wire, trouble = self._read_wire(answer.raw, wanted.max_bytes, end)
        decoded = decode_body(bytes(wire), answer.headers.get("Content-Encoding", ""), wanted.max_bytes)
        too_big = trouble == "length" or decoded.too_big
        truncated = "length" if too_big else trouble or ("" if decoded.whole else "disconnect")
        response = Response(
            url=answer.url,
            status=answer.status_code,
            reason=answer.reason or "",
            headers=tuple(answer.raw.headers.items()),
            wire=bytes(wire),
            body=decoded.body,
            fetched_at=self._clock(),
            request_headers=tuple((name, str(value)) for name, value in answer.request.headers.items()),
            truncated=truncated,
            hops=hops,
            warnings=(decoded.warning,) if decoded.warning else (),
            request_body=wanted.form.encode("ascii"),
        )
        if too_big:
            raise failed(f"lớn hơn {wanted.max_bytes} byte", "too_big", partial=response, hops=hops)
        if truncated:
            raise failed(f"nội dung bị cắt ({truncated})", "failed", partial=response, hops=hops)
        return response

    def _read_wire(self, raw: Any, limit: int, end: float) -> tuple[bytearray, str]:
        """Read until the end, the limit or the deadline; `read1` returns what has come, so a drip cannot hold us."""
        wire = bytearray()
        try:
            while chunk := raw.read1(_CHUNK, decode_content=False):
                wire += chunk
                if len(wire) > limit:
                    return wire[:limit], "length"
                if time.monotonic() > end or self._stop():
                    return wire, "time"
        except (HTTPError, OSError, ValueError):
            return wire, "disconnect"
        # A socket shut by the watchdog looks like an ordinary end when no length was announced.
        return wire, "time" if time.monotonic() >= end else ""

    def close(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()


class _Interrupted(FetchFailed):
    """A failure that keeps what had been received."""

    partial: Response | None = None
    hops: tuple[Response, ...] = ()


def failed(
    message: str,
    state: str,
    *,
    partial: Response | None = None,
    hops: tuple[Response, ...] = (),
    lasting: bool = False,
) -> FetchFailed:
    """Build the error of one attempt with the responses it did receive; a `lasting` one is tried again in a week."""
    error = _Interrupted(message, state=state, retry_after_seconds=_WEEK if lasting else None)
    error.partial = partial
    error.hops = hops
    return error


def received_before(error: FetchFailed) -> tuple[Response, ...]:
    """Return the responses (redirects, a cut body) that came before an attempt failed, oldest first."""
    if not isinstance(error, _Interrupted):
        return ()
    return error.hops + ((error.partial,) if error.partial else ())


def _next_hop(url: str, target: str, hops: tuple[Response, ...]) -> str:
    # Servers send raw UTF-8 in Location; the library hands it over as Latin-1.
    with contextlib.suppress(UnicodeError):
        target = target.encode("latin-1").decode("utf-8")
    joined = join_url(url, target)
    if joined is None:
        raise failed(f"chuyển hướng tới địa chỉ lạ: {target[:200]}", "forbidden_address", hops=hops)
    return fetchable_url(joined)


def _request_headers(wanted: Wanted) -> dict[str, str]:
    headers = {
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "vi",
        "Accept-Encoding": ACCEPTED,
    }
    if wanted.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if wanted.referer:
        headers["Referer"] = wanted.referer
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.last_modified:
        headers["If-Modified-Since"] = wanted.last_modified
    return headers


def retry_after_seconds(response: Response) -> float | None:
    """Read Retry-After (seconds or an HTTP date) as seconds after the response; None when absent or unreadable."""
    value = response.header("Retry-After").strip()
    if value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - response.fetched_at)
