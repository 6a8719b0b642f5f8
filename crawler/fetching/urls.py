"""The identity of a URL: which different spellings mean the same page."""

import posixpath
import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from domain.errors import BadRecord

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# ;jsessionid=AB12 (Java), /(S(ab12))/ (ASP.NET cookieless session)
_PATH_SESSION: Final = re.compile(r";jsessionid=[^/?#]*|/\([A-Z]\([^()/]*\)\)(?=/)", re.IGNORECASE)
_NOISE: Final = re.compile(
    r"^(utm_\w+|fbclid|gclid|zarsrc|zalo_\w+|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken)$", re.IGNORECASE
)
# ?PHPSESSID=ab12 &ASPSESSIONIDXY=CD: another visitor's session, not to be continued by us.
_QUERY_SESSION: Final = re.compile(
    r"(?:^|(?<=&))(?:phpsessid|jsessionid|aspsessionid\w*|cftoken)=[^&]*&?", re.IGNORECASE
)
_KEPT_IN_PATH: Final = "/:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY: Final = "/:@!$'()*,;~-._?"


@lru_cache(maxsize=4096)  # a list page asks for the identity of each of its links several times
def canonical_url(url: str) -> str:
    """Return the identity of an http(s) URL; raises BadRecord when it is none.

    Host lower case, default port and fragment dropped, path NFC with one percent-encoding, session ids and
    campaign parameters removed, query sorted.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise BadRecord(f"not a URL: {url!r} ({error})") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise BadRecord(f"not an http(s) URL: {url!r}")
    authority = _host(parts.hostname) + (f":{port}" if port and port != _DEFAULT_PORTS[scheme] else "")
    return urlunsplit((scheme, authority, _path(parts.path), _query(parts.query), ""))


def _host(hostname: str) -> str:
    host = unicodedata.normalize("NFC", hostname).lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _path(path: str) -> str:
    plain = unicodedata.normalize("NFC", _PATH_SESSION.sub("", path))
    # %2F stays: decoding it would change which page is meant.
    decoded = "%2F".join(unquote(piece) for piece in re.split("%2f", plain, flags=re.IGNORECASE))
    encoded = quote(unicodedata.normalize("NFC", decoded), safe=_KEPT_IN_PATH + "%")
    return _without_dots(_lonely_percent(encoded)) or "/"


def _lonely_percent(path: str) -> str:
    return re.sub(r"%(?![0-9A-F]{2})", "%25", path)


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    clean = posixpath.normpath(path)
    return clean + "/" if path.endswith(("/", "/.", "/..")) and clean != "/" else clean


def _query(query: str) -> str:
    pairs = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if not _NOISE.match(key)]
    if not pairs and query and not parse_qsl(query, keep_blank_values=True):
        return query
    encoded = (f"{quote(key, safe=_KEPT_IN_QUERY)}={quote(value, safe=_KEPT_IN_QUERY)}" for key, value in sorted(pairs))
    return "&".join(encoded)


def join_url(base: str, reference: str) -> str | None:
    """Resolve a link as a browser would; None for anything that is not http(s)."""
    try:
        joined = urljoin(base, reference.strip())
        canonical_url(joined)
    except (ValueError, BadRecord):
        return None
    return joined.split("#", 1)[0]


def fetchable_url(url: str) -> str:
    """Drop from a URL what must not be sent (fragment, session ids), keep its spelling."""
    parts = urlsplit(url.strip())
    query = _QUERY_SESSION.sub("", parts.query)
    query = query if query == parts.query else query.rstrip("&")
    return urlunsplit((parts.scheme, parts.netloc, _PATH_SESSION.sub("", parts.path) or "/", query, ""))


def origin_of(url: str) -> str:
    """Return scheme://host[:port], the unit of politeness and of robots.txt."""
    parts = urlsplit(canonical_url(url))
    return f"{parts.scheme}://{parts.netloc}"


def host_of(url: str) -> str:
    """Return host[:port] without a leading "www."."""
    return urlsplit(canonical_url(url)).netloc.removeprefix("www.")


def is_same_site(url: str, hosts: frozenset[str]) -> bool:
    """Tell whether a URL lies on one of the hosts or below it (media.example.vn below example.vn)."""
    try:
        host = host_of(url)
    except BadRecord:
        return False
    return host in hosts or any(host.endswith("." + one) for one in hosts)
