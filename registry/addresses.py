"""One key per article address, whatever spelling a link used."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from registry.store import Store

# Parameters that follow the reader, never choose the article.
_TRACKING: Final = re.compile(r"^(utm_.*|fbclid|gclid|zarsrc|_ga|ref_src)$", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def address_key(url: str) -> str:
    """Return the identity of an address: scheme, fragment, tracking and default port do not count.

    Host case does not count either; path and the order of the remaining parameters do.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:  # "http://[broken": still an identity, only of itself
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    place = host if port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower()) else f"{host}:{port}"
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name)
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{place}{parts.path or '/'}{query}"


def find_article(store: Store, *urls: str) -> int | None:
    """Return the id of the article saved under any of these spellings of its address."""
    keys = [address_key(url) for url in urls]
    found = store.value(f"SELECT id FROM articles WHERE key IN ({', '.join('?' * len(keys))})", keys)
    return None if found is None else int(found)
