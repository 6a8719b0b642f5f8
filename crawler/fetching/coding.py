"""The content coding of a response body, undone within a bound."""

import zlib
from dataclasses import dataclass
from typing import Final

ACCEPTED: Final = "gzip, deflate"
_STEP: Final = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body without its content coding; `whole` is False when the coded stream ends too early."""

    body: bytes
    whole: bool = True
    too_big: bool = False
    warning: str = ""


def decode_body(wire: bytes, coding: str, limit: int) -> Decoded:
    """Undo gzip or deflate, giving at most `limit` bytes; a body that only claims a coding stays as it is."""
    names = [name.strip().lower() for name in coding.split(",") if name.strip().lower() not in ("", "identity")]
    if not names or not wire:
        return Decoded(wire[:limit], too_big=len(wire) > limit)
    decoded = Decoded(wire)
    for name in reversed(names):
        decoded = _undo(decoded, name, limit)
        if not decoded.whole or decoded.too_big:
            return decoded
    return decoded


def _undo(coded: Decoded, name: str, limit: int) -> Decoded:
    if name not in ("gzip", "x-gzip", "deflate"):
        return Decoded(coded.body, warning=f"unknown content coding {name}")
    if name != "deflate" and not coded.body.startswith(b"\x1f\x8b"):
        # Seen on portals: the header says gzip, the body is plain.
        return Decoded(coded.body[:limit], too_big=len(coded.body) > limit, warning="says gzip, is plain")
    if name == "deflate":
        return _inflate(coded.body, zlib.MAX_WBITS if _has_zlib_head(coded.body) else -zlib.MAX_WBITS, limit)
    return _inflate(coded.body, zlib.MAX_WBITS | 16, limit)


def _has_zlib_head(data: bytes) -> bool:
    return len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


def _inflate(data: bytes, window: int, limit: int) -> Decoded:
    out = bytearray()
    rest = data
    while rest:
        engine = zlib.decompressobj(window)
        try:
            while rest and not engine.eof:
                out += engine.decompress(rest, min(_STEP, limit + 1 - len(out)))
                rest = engine.unconsumed_tail
                if len(out) > limit:
                    return Decoded(bytes(out[:limit]), too_big=True)
        except zlib.error as error:
            return Decoded(bytes(out), whole=False, warning=f"broken compressed body: {error}")
        if not engine.eof:
            return Decoded(bytes(out), whole=False, warning="compressed body ends too early")
        rest = engine.unused_data
        if window <= zlib.MAX_WBITS or not rest.startswith(b"\x1f\x8b"):
            break
    return Decoded(bytes(out))
