"""From bytes to text: byte order mark, strict UTF-8, the page's word, the server's, old fonts, a detector; in order."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from domain.errors import UnreadableInput
from domain.legacy_text import repair_text

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# <meta charset="utf-8">, <meta http-equiv="Content-Type" content="text/html; charset=utf-8">, <?xml encoding="utf-8"?>
_META: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I
)
_HEADER: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_MULTIBYTE: Final = re.compile(rb"[\xc3-\xe2][\x80-\xbf]{1,2}")
_VIETNAMESE: Final = frozenset(
    unicodedata.normalize("NFC", base + mark + tone)
    for base, marks in {
        "a": "\u0302\u0306",
        "e": "\u0302",
        "o": "\u0302\u031b",
        "u": "\u031b",
        "i": "",
        "y": "",
    }.items()
    for mark in ("", *marks)
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | {"đ"}


@dataclass(frozen=True, slots=True)
class Decoding:
    """Text with the encoding that gave it and what had to be forgiven."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode_text(raw: bytes, *, content_type: str = "", name: str = "") -> Decoding:
    """Decode a page or text file; raises UnreadableInput when no encoding is certain enough."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoding(raw.decode(encoding, errors="replace"), encoding)
    if (wide := _wide(raw)) is not None:
        return wide
    try:
        return Decoding(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _nearly_utf8(raw) or _declared(raw, content_type) or _old_font(raw) or _detected(raw, name)


def _wide(raw: bytes) -> Decoding | None:
    """UTF-16 without a mark: every second byte of ASCII markup is zero."""
    head = raw[:400]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return None
    encoding = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return Decoding(text, encoding) if "\x00" not in text else None


def _nearly_utf8(raw: bytes) -> Decoding | None:
    """UTF-8 with a few bad bytes stays UTF-8: one in ten multi-byte letters, seen where a CMS cut a teaser.

    Text in another encoding hardly ever makes valid sequences by chance: there the bad ones outnumber them.
    """
    text = raw.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    valid = len(_MULTIBYTE.findall(raw))
    if bad * 10 > max(10, valid) or bad > valid:
        return None
    return Decoding(text, "utf-8", (f"{bad} byte hỏng trong UTF-8",))


def _declared(raw: bytes, content_type: str) -> Decoding | None:
    meta = _META.search(raw[:4096])
    header = _HEADER.search(content_type)
    claims = (meta.group(1).decode("ascii") if meta else "", header.group(1) if header else "")
    for claim in claims:
        text = _decode_as(raw, claim)
        if text is not None and looks_vietnamese(text):
            return Decoding(text, claim.lower())
    return None


def _decode_as(raw: bytes, claim: str) -> str | None:
    try:
        found = codecs.lookup(claim).name
        # Browsers read Latin-1 as windows-1252; strict Latin-1 accepts anything.
        found = "cp1252" if found in ("iso8859-1", "ascii") else found
        return None if found == "utf-8" else unicodedata.normalize("NFC", raw.decode(found))
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _old_font(raw: bytes) -> Decoding | None:
    """Bytes of TCVN3 or VNI as browsers show them, windows-1252; `old_encodings` converts them as text."""
    text = "".join(map(_shown, raw.decode("latin-1")))
    return Decoding(text, "cp1252") if repair_text(text).kind in ("tcvn3", "vni") else None


def _shown(character: str) -> str:
    # Five bytes are undefined in windows-1252; browsers keep them as control characters.
    return character if character < "\x80" else character.encode("latin-1").decode("cp1252", "ignore") or character


def _detected(raw: bytes, name: str) -> Decoding:
    guesses = [_decode_as(raw, "cp1258"), *(str(guess) for guess in from_bytes(raw[:200_000]))][:4]
    for guess in guesses:
        text = unicodedata.normalize("NFC", guess) if guess else ""
        if text and looks_vietnamese(text):
            encoding = "cp1258" if guess is guesses[0] else from_bytes(raw).best().encoding  # type: ignore[union-attr]
            whole = text if guess is guesses[0] else _decode_as(raw, encoding) or text
            return Decoding(whole, encoding, (f"bảng mã đoán là {encoding}",))
    raise UnreadableInput(
        f"{name or 'Nội dung'}: không xác định được bảng mã", remedy="lưu lại tệp bằng UTF-8 rồi thử lại"
    )


def looks_vietnamese(text: str) -> bool:
    """Tell whether the letters beyond ASCII are those Vietnamese uses: at least 95 of 100 (mojibake has few)."""
    foreign = [character for character in text if ord(character) > 127 and character.isalpha()]
    if "\ufffd" in text:
        return False
    native = sum(character.lower() in _VIETNAMESE for character in foreign)
    return native >= 0.95 * len(foreign)
