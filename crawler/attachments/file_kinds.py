"""What kind of file some bytes are, by the bytes alone: names and headers lie."""

from typing import Final

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
DOC: Final = "application/msword"
XLS: Final = "application/vnd.ms-excel"
OLE: Final = "application/x-ole-storage"  # any other file of old Office programs
RTF: Final = "application/rtf"
ZIP: Final = "application/zip"
HTML: Final = "text/html"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"

_OPEN_DOCUMENT: Final = (ODT, ODS)
_ZIPPED: Final = {b"word/": DOCX, b"xl/": XLSX, b"ppt/": PPTX}
# Streams of an OLE file have their names in UTF-16; a locked DOCX or XLSX is an OLE file with this one.
_STREAMS: Final = {
    "EncryptedPackage".encode("utf-16-le"): OLE,
    "WordDocument".encode("utf-16-le"): DOC,
    "Workbook".encode("utf-16-le"): XLS,
    "Book\0".encode("utf-16-le"): XLS,
}
_MAGIC: Final = {b"{\\rtf": RTF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}


def sniff(body: bytes) -> str:
    """Return the media type that the bytes prove, "" when they prove none."""
    if b"%PDF-" in body[:1024]:
        head = body[: body.index(b"%PDF-")]
        return HTML if b"<html" in head.lower() else PDF
    if body.startswith(b"PK\x03\x04"):
        return _zip_kind(body)
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for stream, kind in _STREAMS.items() if stream in body), OLE)
    for magic, kind in _MAGIC.items():
        if body.startswith(magic):
            return kind
    return HTML if b"<html" in body[:2000].lower() else ""


def is_locked_office(body: bytes) -> bool:
    """Tell whether the bytes are a DOCX or XLSX behind a password."""
    return sniff(body) == OLE and "EncryptedPackage".encode("utf-16-le") in body


def _zip_kind(body: bytes) -> str:
    for kind in _OPEN_DOCUMENT:
        if b"mimetype" + kind.encode() in body[:200]:
            return kind
    # The first file may be any part; the directory at the end names them all.
    names = body[:4000] + body[-100_000:]
    return next((kind for prefix, kind in _ZIPPED.items() if prefix in names), ZIP)
