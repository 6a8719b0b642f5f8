"""Turning a text document of an old or foreign office program into DOCX with LibreOffice, if it is installed."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from crawler.attachments.file_kinds import DOC, ODT, RTF
from crawler.attachments.programs import ProgramFailed, run_program

SECONDS: Final = 90.0  # a report of some pages takes 2 s; what takes this long is a trap
INSTALL: Final = "cài libreoffice-writer-nogui rồi đọc lại"
# The reader of each kind is fixed, so that a file cannot choose one by looking like something else inside.
_READERS: Final = {DOC: ("doc", "MS Word 97"), RTF: ("rtf", "Rich Text Format"), ODT: ("odt", "writer8")}
CONVERTIBLE: Final = frozenset(_READERS)

# Returns DOCX bytes for the bytes of a file of a kind in CONVERTIBLE; raises ProgramFailed.
Convert = Callable[[bytes, str], bytes]

# No macro runs, nothing linked is loaded, and what would go out goes to a closed port of this machine.
_SETTINGS: Final = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    *(
        ("org.openoffice.Inet/Settings", f"ooInet{scheme}Proxy{part}", value)
        for scheme in ("HTTP", "HTTPS", "FTP")
        for part, value in (("Name", "127.0.0.1"), ("Port", "9"))
    ),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)


def find_converter() -> Convert | None:
    """Return the converter of this machine, None when LibreOffice or its word processor is missing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    folder = Path(program).resolve().parent
    # Packaged as parts, LibreOffice may be there for spreadsheets alone.
    if folder.name == "program" and not (folder / "libswlo.so").exists():
        return None
    return lambda body, kind: _convert(program, body, kind)


def _convert(program: str, body: bytes, kind: str) -> bytes:
    ending, reader = _READERS[kind]
    with tempfile.TemporaryDirectory(prefix="guong-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"in.{ending}"
        source.write_bytes(body)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            f"--infilter={reader}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"),
            str(source),
        ]  # fmt: skip
        run_program(command, seconds=SECONDS, environment={"HOME": name, "TMPDIR": name})
        try:
            return (folder / "out" / "in.docx").read_bytes()
        except OSError as error:
            raise ProgramFailed(f"{program}: không chuyển được tệp") from error


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}'
        "</oor:items>"
    )
