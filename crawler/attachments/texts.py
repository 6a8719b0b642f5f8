"""The text of a file attached to an article, or the reason why there is none; bounded, by the bytes alone."""

import hashlib
from dataclasses import replace

from crawler.attachments.converter import CONVERTIBLE, INSTALL, Convert
from crawler.attachments.file_kinds import DOCX, HTML, JPEG, ODS, ODT, PDF, PNG, XLS, XLSX, is_locked_office, sniff
from crawler.attachments.office import check_unpacked, read_docx
from crawler.attachments.pdf import read_pdf
from crawler.attachments.pictures import read_picture
from crawler.attachments.programs import ProgramFailed
from crawler.attachments.sheets import read_sheets
from crawler.attachments.tools import Tools, find_tools
from crawler.pages.file_text import FileText, UnreadableFile
from crawler.pages.old_encodings import mend_file
from domain.pages import Attachment


def read_attachment(
    attachment: Attachment, body: bytes, content_type: str = "", tools: Tools | None = None
) -> Attachment:
    """Return the attachment with digest, media type, text and pages; `state` and `note` tell what is missing."""
    media_type = sniff(body) or content_type.partition(";")[0].strip()
    known = replace(attachment, sha256=hashlib.sha256(body).hexdigest(), media_type=media_type)
    try:
        found = read_file_text(body, attachment.name, tools)
    except UnreadableFile as error:
        return replace(known, text=None, page_starts=(), state=error.state, note=error.what)
    return replace(
        known, text=found.text, page_starts=found.page_starts, state=found.state, note="; ".join(found.notes)
    )


def read_file_text(body: bytes, name: str, tools: Tools | None = None) -> FileText:
    """Read a file by what its bytes are, with the given programs (None: those of this machine).

    Text in an old Vietnamese encoding comes converted, with a note. `name` stands in messages only. Raises
    UnreadableFile, whose `state` is an attachment state.
    """
    if not body.strip():
        raise UnreadableFile("empty", f"{name}: tệp rỗng", remedy="tải lại tệp này")
    return mend_file(_read(body, name, find_tools() if tools is None else tools), name)


def _read(body: bytes, name: str, tools: Tools) -> FileText:
    kind = sniff(body)
    if kind == PDF:
        return read_pdf(body, name, tools.recognise)
    if kind in (JPEG, PNG):
        return read_picture(body, name, tools.recognise)
    if kind == DOCX:
        return read_docx(body, name)
    if kind in (XLSX, ODS, XLS):
        return _of_sheets(body, name, kind)
    if kind in CONVERTIBLE:
        return _converted(body, name, kind, tools.convert)
    if is_locked_office(body):
        raise UnreadableFile("locked", f"{name}: tệp có mật khẩu")
    if kind == HTML:
        raise UnreadableFile("not_file", f"{name}: trang web thay cho tệp", remedy="tải lại tệp này")
    raise UnreadableFile("unsupported", f"{name}: loại tệp chưa đọc được ({kind or 'không rõ'})")


def _of_sheets(body: bytes, name: str, kind: str) -> FileText:
    if kind != XLS:
        check_unpacked(body, name, "bảng tính")
    return read_sheets(body, name)


def _converted(body: bytes, name: str, kind: str, convert: Convert | None) -> FileText:
    if convert is None:
        raise UnreadableFile("needs_office", f"{name}: tệp Word cũ, chưa đọc được: cần LibreOffice", remedy=INSTALL)
    if kind == ODT:
        check_unpacked(body, name, "ODT")
    try:
        return read_docx(convert(body, kind), name)
    except ProgramFailed as error:
        raise UnreadableFile("broken", f"{name}: tệp Word cũ hỏng hoặc có mật khẩu, không chuyển được") from error
