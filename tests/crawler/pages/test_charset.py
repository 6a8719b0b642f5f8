import unicodedata

import pytest

from crawler.pages.charset import decode_text
from domain.errors import UnreadableInput

TEXT = "Ông Nguyễn Văn Bền ở thôn Nậm Cang là gương điển hình tiên tiến trong phong trào hiến đất. "


def windows_1258(text: str) -> bytes:
    """Vietnamese Windows text: base letters with combining tone marks."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        shape = "".join(mark for mark in parts[1:] if mark in "\u0302\u0306\u031b")
        tone = "".join(mark for mark in parts[1:] if mark not in "\u0302\u0306\u031b")
        out += unicodedata.normalize("NFC", parts[0] + shape).encode("cp1258") + tone.encode("cp1258")
    return out


CASES = [
    ("strict UTF-8 beats a wrong header", TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8"),
    ("a byte order mark beats everything", b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=tis-620", "utf-8-sig"),
    ("UTF-16 with its mark", TEXT.encode("utf-16"), "", "utf-16"),
    ("UTF-16 without a mark", ("<html>" + TEXT).encode("utf-16-le"), "", "utf-16-le"),
    ("a few bad bytes stay UTF-8", (TEXT * 3).encode() + b"\xe1\xba " + TEXT.encode(), "", "utf-8"),
    ("the page's own word", b"<meta charset=windows-1258>" + windows_1258(TEXT), "", "windows-1258"),
    (
        "the page's word beats the server's",
        b"<meta charset=windows-1258>" + windows_1258(TEXT),
        "charset=cp1252",
        "windows-1258",
    ),
    ("the server's word", windows_1258(TEXT), "text/html; charset=windows-1258", "windows-1258"),
    ("a detector last", windows_1258(TEXT * 3), "", "cp1258"),
    ("a wrong word of the page is seen through", b"<meta charset=iso-8859-1>" + windows_1258(TEXT), "", "cp1258"),
]


@pytest.mark.parametrize(("raw", "header", "encoding"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_ladder_finds_the_encoding(raw: bytes, header: str, encoding: str) -> None:
    decoded = decode_text(raw, content_type=header)
    assert decoded.encoding == encoding
    assert TEXT.strip() in decoded.text.replace("\x00", "")


@pytest.mark.parametrize("raw", [bytes(range(128, 256)) * 8, "Привет, это русская страница ".encode("cp1251") * 20])
def test_bytes_in_no_certain_encoding_are_refused_with_a_remedy(raw: bytes) -> None:
    with pytest.raises(UnreadableInput, match="UTF-8"):
        decode_text(raw, name="tep.txt")
