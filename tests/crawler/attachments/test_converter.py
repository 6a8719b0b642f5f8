import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from crawler.attachments.converter import Convert, find_converter
from crawler.attachments.file_kinds import RTF
from crawler.attachments.programs import ProgramFailed
from crawler.attachments.texts import read_attachment
from crawler.attachments.tools import Tools
from domain.pages import Attachment

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)
FILE = Attachment("https://a.vn/bc.doc", "bc.doc")


def write_program(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> Convert:
    """A program in LibreOffice's place; `$out` is where the result belongs, `$@` what it was asked."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nfor each; do [ "$before" = --outdir ] && out=$each; before=$each; done\n{then}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    found = find_converter()
    assert found is not None
    return found


def test_without_libreoffice_an_old_file_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_converter() is None
    read = read_attachment(FILE, OLD, tools=Tools())
    assert (read.state, read.media_type, read.text) == ("needs_office", "application/msword", None)
    assert "cần LibreOffice" in read.note
    assert not Tools().cover("needs_office")
    assert Tools(convert=lambda body, kind: b"").cover("needs_office")


def test_libreoffice_for_spreadsheets_alone_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "soffice").write_text("#!/bin/sh\n")
    (folder / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert find_converter() is None
    (folder / "libswlo.so").touch()
    assert find_converter() is not None


def test_the_file_is_converted_by_the_reader_of_its_kind_with_macros_off_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    convert = write_program(
        tmp_path, monkeypatch,
        f'cp -r "$HOME" {seen}; echo "$@" > {seen}/asked; mkdir -p "$out"; printf done > "$out/in.docx"',
    )  # fmt: skip
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    assert convert(OLD, "application/msword") == b"done"
    assert (seen / "in.doc").read_bytes() == OLD
    assert "--infilter=MS Word 97" in (seen / "asked").read_text()
    settings = (seen / "profile" / "user" / "registrymodifications.xcu").read_text()
    assert '<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value>' in settings
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("then", ["exit 1", "exit 0", "sleep 600"])
def test_a_file_that_cannot_be_converted_is_broken_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    convert = write_program(tmp_path, monkeypatch, then)
    monkeypatch.setattr("crawler.attachments.converter.SECONDS", 1.0)
    read = read_attachment(FILE, OLD, tools=Tools(convert=convert))
    assert (read.state, read.text) == ("broken", None)
    assert "không chuyển được" in read.note


@pytest.fixture(scope="module")
def real() -> Convert:
    found = find_converter()
    if found is None:  # half a gigabyte: an installation may do without it, and old files are then told as unread
        pytest.skip("no LibreOffice; install one with: sudo apt-get install libreoffice-writer-nogui")
    return found


class _Listener(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012  # shared on purpose: handlers live for one request

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    server = HTTPServer(("127.0.0.1", 0), _Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/anh.png", _Listener.asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_old_document_is_read(real: Convert) -> None:
    said = "".join(f"\\u{ord(each)}?" if ord(each) > 127 else each for each in "Bà Vì Thị Ơn nuôi dạy năm trẻ mồ côi.")
    rtf = f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {said}\\par }}".encode()
    read = read_attachment(FILE, rtf, tools=Tools(convert=real))
    assert (read.media_type, read.state, read.text) == (RTF, "read", "Bà Vì Thị Ơn nuôi dạy năm trẻ mồ côi.")


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
)
MANIFEST = """<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>
<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"""


def an_odt(picture: str, section: str) -> bytes:
    """A text document with a linked picture and a section whose text is to come from elsewhere."""
    content = (
        f'<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        "<office:body><office:text><text:p>Chào "
        '<draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{picture}" xlink:type="simple"/></draw:frame></text:p><text:section text:name="s">'
        f'<text:section-source xlink:href="{section}"/><text:p/></text:section></office:text></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", content)
    return out.getvalue()


def test_what_a_document_links_to_is_neither_fetched_nor_opened(
    real: Convert, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    # LibreOffice with its own settings asks for the picture three times.
    address, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("mật khẩu của máy chủ", encoding="utf-8")
    for section in (f"{address}.odt", secret.as_uri()):
        read = read_attachment(FILE, an_odt(address, section), tools=Tools(convert=real))
        assert (read.state, read.text) == ("read", "Chào")
    assert asked == []


def test_rubbish_in_the_clothes_of_an_old_document_is_broken(real: Convert) -> None:
    assert shutil.which("soffice") or shutil.which("libreoffice")
    with pytest.raises(ProgramFailed):
        real(OLD, "application/msword")
    assert read_attachment(FILE, OLD, tools=Tools(convert=real)).state == "broken"
