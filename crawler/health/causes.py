"""Why a page could not be had, told from its state and note."""

import re
from typing import Final

from domain.health import Entry, FindingKind

# How the operating system and the libraries say that a name has no address.
_NO_NAME: Final = re.compile(
    r"NameResolutionError|Failed to resolve|Name or service not known|getaddrinfo failed|nodename nor servname"
    r"|Temporary failure in name resolution|No address associated",
    re.IGNORECASE,
)
_CERTIFICATE: Final = re.compile(r"SSLError|SSLCertVerif|CERTIFICATE_VERIFY|TLSV1_|HANDSHAKE_FAILURE|chứng chỉ", re.I)
_ELSEWHERE: Final = re.compile(r"chuyển hướng ra ngoài nguồn: (?P<target>\S+)")
_OF_STATE: Final[dict[str, FindingKind]] = {
    "refused_by_robots": "robots",
    "blocked": "blocked",
    "source_changed": "layout",
    "quarantined": "hijack",
}


def cause_of(entry: Entry) -> FindingKind | None:
    """Return what kept an entry page from being read; None when it was read."""
    if entry.state in ("fetched", "unchanged"):
        return None
    if redirected_to(entry.note):
        return "host_moved"
    if _NO_NAME.search(entry.note):
        return "host_gone"
    if _CERTIFICATE.search(entry.note):
        return "certificate"
    return _OF_STATE.get(entry.state, "unreachable")


def redirected_to(note: str) -> str:
    """Return the foreign address a redirect led to, "" for any other note."""
    match = _ELSEWHERE.search(note)
    return match["target"] if match else ""
