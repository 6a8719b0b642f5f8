from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.pages import Attachment
from registry.search import COUNT_CAP, HitKind, search

ARTICLES: tuple[HitKind, ...] = ("article",)
TEXTS = {
    "plan": "Hà Nam nhân rộng gương điển hình tiên tiến\nUBND tỉnh ban hành Kế hoạch số 661/KH-UBND về nhân rộng.",
    "hoa": "Người phụ nữ hiến đất\nBà Lò Thị Hoa ở Đắk Nông vượt lên bản thân, được tặng Bằng khen.",
    "friend": "Tình bạn đẹp\nAnh Tấn giúp người bạn thân làm kinh tế.",
}


@pytest.fixture
def library(desk: Any) -> Any:
    documents = (desk.reference("661/KH-UBND", date="2026-04-07", subject="nhân rộng điển hình tiên tiến"),)
    desk.save(TEXTS["plan"], url="https://a.vn/plan", documents=documents, source="hanam")
    desk.save(TEXTS["hoa"], "Lò Thị Hoa", url="https://a.vn/hoa")
    desk.save(TEXTS["friend"], url="https://a.vn/friend")
    for symbol, year in (("1043/KH-UBND", 2023), ("34-CT/TW", 2014), ("34-CT/TW", 2024), ("05-CT/TW", 2016)):
        family = "party" if "CT" in symbol else "state_admin"
        text = f"Văn bản {year} {family}\nThực hiện văn bản trên."
        documents = (desk.reference(symbol, year=year, family=family, role="cited"),)
        desk.save(text, url=f"https://a.vn/{symbol}{year}", documents=documents)
    desk.decide(desk.id_of("Lò Thị Hoa"), "confirm")
    return desk


def found(desk: Any, text: str, kind: Any) -> list[str]:
    return [hit.title for hit in search(desk.store, text, kinds=(kind,)).hits]


@pytest.mark.parametrize(
    ("query", "symbols"),
    [
        ("661/KH-UBND", ["661/KH-UBND"]),
        ("661/kh-ubnd", ["661/KH-UBND"]),
        ("661", ["661/KH-UBND"]),
        ("1043", ["1043/KH-UBND"]),
        ("5", ["05-CT/TW"]),
        ("05-ct/tw", ["05-CT/TW"]),
        ("nhan rong dien hinh", ["661/KH-UBND"]),
        ("kế hoạch 2023", ["1043/KH-UBND"]),
        ("kế hoạch Hà Nam", ["661/KH-UBND"]),
        ("34-CT/TW", ["34-CT/TW", "34-CT/TW"]),
        ("999/KH-UBND", []),
    ],
)
def test_documents_are_found_by_symbol_words_and_year(library: Any, query: str, symbols: list[str]) -> None:
    assert found(library, query, "plan") == symbols


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("điển hình tiên tiến", ["Hà Nam nhân rộng gương điển hình tiên tiến"]),
        ("dien hinh tien tien", ["Hà Nam nhân rộng gương điển hình tiên tiến"]),
        ("dak nong", ["Người phụ nữ hiến đất"]),
        ("Đăk Nông", ["Người phụ nữ hiến đất"]),
        ("bản thân", ["Người phụ nữ hiến đất", "Tình bạn đẹp"]),
        ("bạn thân", ["Tình bạn đẹp", "Người phụ nữ hiến đất"]),
        ('"phụ nữ hiến"', ["Người phụ nữ hiến đất"]),
        ('"nữ phụ hiến"', []),
        ("661/KH-UBND", ["Hà Nam nhân rộng gương điển hình tiên tiến"]),
        ("không có từ này", []),
    ],
)
def test_articles_are_found_with_and_without_marks(library: Any, query: str, titles: list[str]) -> None:
    assert found(library, query, "article") == titles


@pytest.mark.parametrize(
    ("query", "names"), [("lo thi hoa", ["Lò Thị Hoa"]), ("hoa thanh bình", ["Lò Thị Hoa"]), ("tấn", [])]
)
def test_entries_are_found_by_name_and_unit(library: Any, query: str, names: list[str]) -> None:
    assert found(library, query, "entry") == names


def test_hits_come_by_kind_with_totals_and_highlights(library: Any) -> None:
    result = search(library.store, "bang khen")
    assert result.totals == {"plan": 0, "entry": 0, "article": 1}
    [hit] = result.hits
    assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["Bằng", "khen"]
    assert (hit.url, hit.source, hit.published) == ("https://a.vn/hoa", "ninhbinh", "2026-11-10")
    assert [each.kind for each in search(library.store, "lò thị hoa").hits] == ["entry", "article"]


def test_a_hit_with_the_marks_typed_says_so(library: Any) -> None:
    first, second = search(library.store, "bản thân", kinds=ARTICLES).hits
    assert (first.exact, second.exact) == (True, False)


def test_only_the_current_text_of_an_article_is_found(library: Any) -> None:
    library.save("Tình bạn đẹp\nBài đã viết lại hoàn toàn.", url="https://a.vn/friend")
    assert found(library, "bạn thân", "article") == ["Người phụ nữ hiến đất"]
    assert found(library, "viết lại", "article") == ["Tình bạn đẹp"]


def test_the_text_of_attachments_is_searched(library: Any) -> None:
    files = (Attachment("https://a.vn/kh.pdf", "kh.pdf", text="Phụ lục: tiêu chí xét chọn gương nông dân"),)
    library.save(TEXTS["plan"], url="https://a.vn/plan", attachments=files, source="hanam")
    [hit] = search(library.store, "tieu chi xet chon", kinds=ARTICLES).hits
    assert "tiêu chí xét chọn" in hit.snippet
    assert hit.snippet_marks


def test_copies_are_one_hit(desk: Any) -> None:
    body = "Bà Lò Thị Hoa hiến đất làm đường cho bản. " + "Câu dài kể chuyện ở địa phương. " * 10
    for at in range(3):
        desk.save(f"Tiêu đề {at}\n{body}", url=f"https://a{at}.vn/")
    [hit] = search(desk.store, "hiến đất").hits
    assert (hit.title, hit.copies) == ("Tiêu đề 0", 2)


def test_hits_are_paged_and_counts_capped(desk: Any) -> None:
    with desk.store.write():
        for at in range(30):
            desk.save(f"Bài số {at}\nChuyện hiến đất ở bản {at}.", url=f"https://a.vn/{at}")
    pages = [search(desk.store, "hiến đất", limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    titles = [hit.title for page in pages for hit in page.hits]
    assert len(titles) == len(set(titles)) == 30
    assert pages[0].totals["article"] == 30
    assert COUNT_CAP == 1000


PIECES = [
    "điển ",
    "661/KH ",
    '"',
    "AND ",
    "OR ",
    "NOT ",
    "NEAR(",
    ")",
    "*",
    "^",
    "-",
    ":",
    "title:",
    "\x00",
    "'",
    "%",
    ";",
    "{}",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_whatever_is_typed_search_answers(library: Any, text: str) -> None:
    assert search(library.store, text).query == text
