from collections import Counter
from datetime import datetime

import pypdfium2
import pytest

from crawler.attachments.office import read_docx
from domain.errors import BadRecord
from domain.text import normalise
from domain.unit_index import load_units
from samples.portals import PORTALS
from samples.records import SamplePage
from samples.site import DOC, DOCX, PDF, file_answer
from samples.world import FILES, load_pages, read_page, split_links

EDITIONS = tuple({(page.key, page.revision): page for r in (1, 2) for page in load_pages(r)}.values())
MERGER = datetime.fromisoformat("2025-07-01T00:00:00+07:00")
# Words of the page frames that no article may contain, so that their absence proves clean reading.
FURNITURE = (
    "Lượt xem", "Đang online", "Thống kê", "Skip Ribbon", "Tin liên quan", "TIN LIÊN QUAN", "Ý kiến bạn đọc",
    "Bình luận", "Bản in", "Quay lại", "23°", "Những tin mới hơn", "Tổng số điểm", "Click để đánh giá", "Từ khóa",
    "Giấy phép", "Đã xem", "Phản hồi:", "Mã bảo mật", "File đính kèm", "Tệp đính kèm", "Đường dây nóng",
    "Tuấn Kiệt", "Nguyễn Đình Bính", "Chịu trách nhiệm",
)  # fmt: skip

each_edition = pytest.mark.parametrize("page", EDITIONS, ids=lambda page: f"{page.key}.{page.revision}")


def test_there_are_at_least_149_pages_on_portals_of_eleven_families() -> None:
    found = Counter(page.portal for page in load_pages())
    assert sum(found.values()) >= 149
    assert found.keys() == {portal.key for portal in PORTALS}
    assert min(found.values()) >= 7
    assert len({portal.family for portal in PORTALS}) >= 11


def test_pages_lie_on_both_sides_of_the_merger_and_one_has_no_date() -> None:
    dates = [page.published for page in load_pages()]
    dated = [date for date in dates if date]
    assert len(dates) - len(dated) == 1
    assert sum(date < MERGER for date in dated) >= 20
    assert sum(date >= MERGER for date in dated) >= 20
    assert {2019, 2026} <= {date.year for date in dated}


def test_every_kind_of_page_and_case_is_there() -> None:
    pages = [page.expected for page in load_pages()]
    kinds = Counter(page.kind for page in pages)
    assert kinds.keys() == {"portrait", "award_list", "plan", "conference", "model", "decision", "other"}
    assert sum(page.relevant for page in pages) >= 30
    assert sum(not page.relevant for page in pages) >= 10
    assert sum(page.hijacked for page in pages) == 1
    for field in ("exemplary", "households", "collectives", "models", "officials", "authors", "others", "counts"):
        assert any(getattr(page, field) for page in pages), field
    assert {page.province for page in load_pages()} >= {"Lào Cai", "Yên Bái", "Đắk Lắk", "Sóc Trăng"}


@each_edition
def test_what_is_expected_stands_on_the_page(page: SamplePage) -> None:
    text = page.expected.text + "\n" + (page.expected.author or "")
    named = (*page.expected.people, *page.expected.collectives, *page.expected.models, *page.expected.counts)
    assert [name for name in named if name not in text] == []
    symbols = [document.symbol for document in page.expected.documents]
    assert page.expected.hijacked or [symbol for symbol in symbols if symbol not in text] == []


@each_edition
def test_a_person_has_one_role_on_a_page(page: SamplePage) -> None:
    assert [name for name, n in Counter(page.expected.people).items() if n > 1] == []


@each_edition
def test_the_article_text_is_clean(page: SamplePage) -> None:
    assert page.expected.text == normalise(page.expected.text)
    assert [word for word in FURNITURE if word in page.expected.text] == []
    assert not any(word in page.expected.text.lower() for word in ("hư cấu", "minh họa", "dữ liệu mẫu"))
    body = page.expected.text[page.expected.body_start :]
    assert body.split("\n")[0] == page.blocks[0].text


@each_edition
def test_the_unit_of_a_page_existed_on_its_day_in_its_province(page: SamplePage) -> None:
    if page.expected.unit is None or page.published is None:
        return
    found = load_units().named(page.expected.unit, on=page.published.date())
    provinces = {load_units().province_of(unit.key).short_name for unit in found}
    assert page.province in provinces, (page.expected.unit, provinces)


def test_the_hijacked_page_shows_the_brand_in_symbols_too() -> None:
    (page,) = [page.expected for page in load_pages() if page.expected.hijacked]
    brand = next(word for word, before in page.injected if before == "UBND")
    assert page.text.count(brand) >= 8
    assert "UBND" not in page.text
    restored = page.text
    for word, before in page.injected:
        restored = restored.replace(word, before)
    assert [document.symbol for document in page.documents if document.symbol not in restored] == []
    assert "Lào Cai" in restored
    assert "Lào Cai" not in page.text


@each_edition
def test_a_page_stands_in_a_channel_of_its_portal(page: SamplePage) -> None:
    portal = next(portal for portal in PORTALS if portal.key == page.portal)
    assert page.channel in {channel.slug for channel in portal.channels}


def test_the_second_revision_edits_adds_and_withdraws() -> None:
    first = {page.key: page for page in load_pages(1)}
    second = {page.key: page for page in load_pages(2)}
    edited = [key for key in first.keys() & second.keys() if first[key].expected != second[key].expected]
    assert len(edited) == 1
    assert second[edited[0]].updated is not None
    assert len(second.keys() - first.keys()) == 1
    assert len(first.keys() - second.keys()) == 1


def test_one_article_is_printed_by_two_portals() -> None:
    by_text: dict[tuple[str, ...], list[SamplePage]] = {}
    for page in load_pages():
        by_text.setdefault(page.expected.lines, []).append(page)
    copies = [pages for pages in by_text.values() if len(pages) > 1]
    assert len(copies) == 1
    assert {page.portal for page in copies[0]} == {"newspaper", "nukeviet"}
    assert [page.source for page in copies[0] if page.portal == "nukeviet"] == ["Báo Hoàng Liên"]


TEXT_PDFS = sorted(path for path in FILES.glob("*.pdf") if path.with_suffix(".txt").is_file())


@pytest.mark.parametrize("path", TEXT_PDFS, ids=lambda path: path.stem)
def test_a_pdf_says_what_its_text_says(path) -> None:
    document = pypdfium2.PdfDocument(path)
    read = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert read.split() == path.with_suffix(".txt").read_text(encoding="utf-8").split()
    assert path.stat().st_size < 60_000


def test_every_attachment_exists_and_belongs_to_a_page() -> None:
    used = {name for page in EDITIONS for name in page.expected.attachments}
    assert used == {path.name for path in FILES.iterdir() if path.suffix != ".txt"}
    assert {file_answer(name, None).media_type for name in used} == {PDF, DOCX, DOC}
    with pytest.raises(BadRecord, match=r"khong-co\.pdf"):
        file_answer("khong-co.pdf", None)


def test_a_scan_is_a_picture_and_has_no_text_layer() -> None:
    (scan,) = [path for path in FILES.glob("*.pdf") if path.with_suffix(".scan.txt").is_file()]
    document = pypdfium2.PdfDocument(scan)
    assert [page.get_textpage().get_text_range() for page in document] == [""]
    assert [one.type for one in document[0].get_objects()] == [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    document.close()
    assert scan.stat().st_size < 80_000


def test_a_docx_and_a_doc_of_word_97_are_there() -> None:
    for docx in sorted(FILES.glob("*.docx")):
        words = docx.with_suffix(".docx.txt").read_text(encoding="utf-8").replace("|", " ").split()
        assert read_docx(docx.read_bytes(), docx.name).text.replace("|", " ").split() == words
    (doc,) = FILES.glob("*.doc")
    raw = doc.read_bytes()
    assert raw.startswith(b"\xd0\xcf\x11\xe0")
    assert "Nông Thị Hoàn".encode("utf-16-le") in raw


def test_inline_links_are_cut_out_of_a_paragraph() -> None:
    assert split_links("Xem [tại đây](a.pdf).") == [("Xem ", None), ("tại đây", "a.pdf"), (".", None)]


HEAD = '+++\nportal = "newspaper"\nchannel = "thoi-su"\nkind = "other"\nrelevant = false\n{}+++\nTựa\n> Sapô\nĐoạn\n'


def test_a_page_file_is_read_block_by_block() -> None:
    page = read_page("newspaper-x.2", HEAD.format("revision = 2\n") + "- mục\n| a | b |\n![x.jpg] Chú. Ảnh: A\n## Đề\n")
    assert page.key == "newspaper-x"
    assert [block.kind for block in page.blocks] == ["paragraph", "item", "row", "caption", "heading"]
    assert page.expected.lines == ("Tựa", "Sapô", "Đoạn", "mục", "a | b", "Chú. Ảnh: A", "Đề")
    assert page.expected.published is None


@pytest.mark.parametrize("raw", ["Tựa\nĐoạn", "+++\nportal = 1\n", HEAD.format("chanel = 'x'\n")])
def test_a_malformed_page_file_is_refused_with_its_name(raw: str) -> None:
    with pytest.raises(BadRecord, match="bai-hong"):
        read_page("bai-hong", raw)
