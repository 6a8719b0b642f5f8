"""The text of an attached file in an encoding of old is converted; its pages begin at the same lines."""

import io
from collections.abc import Callable

import docx
import pytest

from crawler.attachments.texts import read_attachment
from crawler.pages.file_text import FileText, UnreadableFile, join_pages
from crawler.pages.old_encodings import mend_file
from domain.pages import Attachment
from tests.domain.old_encoders import as_seen, tcvn3, vni

PAGES = (
    ("Quyết định về việc tặng Giấy khen cho các gương người tốt", "Điều 1. Tặng Giấy khen cho ông Lò Văn Tưởng"),
    ("Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành quyết định này", "Nơi nhận: như Điều 2"),
    (),  # an empty last page
)


@pytest.mark.parametrize("write", [tcvn3, vni])
def test_pages_of_a_converted_file_begin_at_the_same_lines(write: Callable[[str], bytes]) -> None:
    text, starts = join_pages(PAGES)
    old_text, old_starts = join_pages([[as_seen(write(line)) for line in page] for page in PAGES])
    mended = mend_file(FileText(old_text, old_starts), "qd.pdf")
    assert (mended.text.lower(), mended.page_starts) == (text.lower(), starts)
    assert mended.notes[0].startswith("đã chuyển từ")


def test_a_clean_file_comes_back_as_it_is() -> None:
    found = FileText(*join_pages(PAGES))
    assert mend_file(found, "qd.pdf") == found


def test_a_file_without_its_letters_is_broken_and_says_so() -> None:
    text, starts = join_pages(PAGES)
    with pytest.raises(UnreadableFile, match="mất chữ") as refused:
        mend_file(FileText(text.encode("ascii", "replace").decode(), starts), "qd.pdf")
    assert refused.value.state == "broken"


def test_the_file_behind_an_article_is_converted_too() -> None:
    printed = "\n".join(line for page in PAGES for line in page)
    document = docx.Document()
    for line in as_seen(vni(printed)).split("\n"):
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    read = read_attachment(Attachment("http://vi.du/qd.docx", "qd.docx"), held.getvalue())
    assert read.text == printed
    assert "VNI" in read.note
