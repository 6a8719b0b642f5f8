import pytest

from crawler.attachments.linked_files import disposition_name, find_attachments
from crawler.pages.markup import parse_html

URL = "http://so.vn/tin/bai.aspx"
LINKS = [
    ('<a href="/LinkClick.aspx?fileticket=aB%3d">tại đây</a>', "tại đây"),
    ('<a href="/documents/20182/53/ke-hoach/9f-11">Kế hoạch</a>', "Kế hoạch"),
    ('<a href="/Handlers/DownloadFile.ashx?id=4">xem</a>', "xem"),
    ('<a href="/tep/danh%20s%C3%A1ch.PDF">Tải về</a>', "danh sách.PDF"),
    ('<a href="/tep/9f.pdf">📎 kế hoạch.pdf</a>', "kế hoạch.pdf"),
    ('<a href="/taive.ashx?id=9">» Quyết định số 12</a>', "Quyết định số 12"),
    ('<a href="/tin/bai-khac.aspx">tại đây</a>', None),
    ('<a href="javascript:taiVe(4)">tại đây</a>', None),
    ('<a href="/app-download">Ứng dụng</a>', None),
]


@pytest.mark.parametrize(("html", "name"), LINKS)
def test_a_link_of_the_body_is_a_file_when_its_address_or_handler_says_so(html: str, name: str | None) -> None:
    body = parse_html(f"<div>{html}</div>").div
    found = find_attachments(parse_html(""), body, "", URL)
    assert [file.name for file in found] == ([name] if name else [])


def test_a_relative_link_begins_where_the_page_says() -> None:
    page = parse_html('<base href="http://so.vn/"><div><a href="tep/ds.pdf">Danh sách</a></div>')
    assert [file.url for file in find_attachments(page, page.div, "", URL)] == ["http://so.vn/tep/ds.pdf"]


NAMES = [
    ('attachment; filename="ke-hoach.pdf"', "ke-hoach.pdf"),
    ("attachment; filename*=UTF-8''k%E1%BA%BF%20ho%E1%BA%A1ch.pdf; filename=x.pdf", "kế hoạch.pdf"),
    ('inline; filename="../../etc/ke-hoach.doc"', "ke-hoach.doc"),
    ("attachment; filename=" + "kế-hoạch.pdf".encode().decode("latin-1"), "kế-hoạch.pdf"),
    ("attachment; filename=k%E1%BA%BF.pdf", "kế.pdf"),
    ("attachment", ""),
    ("", ""),
]


@pytest.mark.parametrize(("header", "name"), NAMES)
def test_the_server_may_name_the_file(header: str, name: str) -> None:
    assert disposition_name(header) == name
