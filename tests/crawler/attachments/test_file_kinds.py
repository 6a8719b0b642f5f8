import io
import zipfile

import pytest

from crawler.attachments.file_kinds import is_locked_office, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return out.getvalue()


KINDS = [
    (b"%PDF-1.7\n...", "application/pdf"),
    (b"\xef\xbb\xbf\r\n%PDF-1.4", "application/pdf"),
    (b"<html><p>%PDF-1.4 is what a PDF begins with", "text/html"),
    (b"<!DOCTYPE html><HTML>", "text/html"),
    (zipped("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
    (zipped("mimetype", "content.xml"), "opendocument.text"),
    (zipped("anh.jpg"), "application/zip"),
    (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "application/x-ole-storage"),
    (OLE, "application/x-ole-storage"),
    (b"{\\rtf1\\ansi", "application/rtf"),
    (b"\xff\xd8\xff\xe0", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    ("Kế hoạch số 12".encode(), ""),
    (b"", ""),
]


@pytest.mark.parametrize(("body", "kind"), KINDS, ids=[f"{at} {kind}" for at, (_, kind) in enumerate(KINDS)])
def test_the_bytes_tell_what_a_file_is(body: bytes, kind: str) -> None:
    assert sniff(body) == kind or (kind and sniff(body).endswith(kind))


def test_a_word_file_behind_a_password_is_told_from_an_old_one() -> None:
    assert is_locked_office(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert not is_locked_office(OLE + "WordDocument".encode("utf-16-le"))
