"""The host of a page's address, whatever stands there."""

from urllib.parse import urlsplit


def host_of(address: str) -> str:
    """Return the host in lower case; "" where there is none or the address is malformed ("http://[", "//[bài 1]")."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
