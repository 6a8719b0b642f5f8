import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from nlp.document import read_document
from nlp.symbols import SymbolMention, find_symbols, restore_symbol

FOUND = [
    ("theo Kế hoạch số 661/KH-UBND của tỉnh", ["661/KH-UBND"]),
    ("Nghị quyết số 18-NQ/TW; Nghị quyết số 60- NQ/TW", ["18-NQ/TW", "60-NQ/TW"]),
    ("Kế hoạch số\n18/KH-UBND", ["18/KH-UBND"]),  # the line breaks after "số"
    ("Kế hoạch số18/KH-UBND", ["18/KH-UBND"]),
    ("QĐ số 1O43/KH-UBND", ["1043/KH-UBND"]),  # letter O after "số"
    ("Quyết định 84 QĐ/TWĐTN", ["84-QĐ/TWĐTN"]),
    ("kế hoạch 661/kh-ubnd", ["661/KH-UBND"]),
    ("văn bản 424/SGDĐT TĐKT gửi", ["424/SGDĐT-TĐKT"]),
    ("Tờ trình 126/SKHĐT", ["126/SKHĐT"]),
    ("Hướng dẫn số 63/ 2008 / HYH- HD/TĐKT", ["63/2008/HYH-HD/TĐKT"]),
    ("Quyết định số 15/QĐ-Abcxyz", ["15/QĐ-UBND"]),  # a word stands where only an agency can
    ("Số: /KH-UBND", ["/KH-UBND"]),
    ("các văn bản 12/KH-UBND, 13/KH-UBND và 14/KH-UBND", ["12/KH-UBND", "13/KH-UBND", "14/KH-UBND"]),
]
NOT_SYMBOLS = [
    "thương binh hạng 2/4",
    "Phòng PA88",
    "xe 29A-123.45 va vào xe 51F-678.90",
    "tàu cá QNa-90129/TS",
    "ngày 12/5/2024",
    "thắng 3-1",
    "quốc lộ 1A/QL",
    "km 5/QL14",
    "trực 24/7",
    "số nhà 12/AB đường Lê Lợi",
    "Covid-19/ABC",
    "U23-VN",
    "2-TP.HCM",
    "120 HĐ/năm",
    "0905 123 456",
]


def find(text: str) -> tuple[SymbolMention, ...]:
    return find_symbols(read_document(Page(source="test", sha256="", text=text)))


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_symbols_are_found_in_running_text(text: str, expected: list[str]) -> None:
    assert [mention.symbol.canonical for mention in find(text)] == expected


@pytest.mark.parametrize("text", NOT_SYMBOLS)
def test_measures_plates_and_scores_are_no_symbols(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("surface", "restored"),
    [
        ("1043/KH-Dubai Palace", "1043/KH-UBND"),
        ("2055/Dubai Palace-NC", "2055/UBND-NC"),
        ("Công văn số 2055/Lucky Star-NC", "Công văn số 2055/UBND-NC"),
        ("661/KH-UBND", "661/KH-UBND"),
        ("không có số", "không có số"),
    ],
)
def test_an_agency_is_put_back_where_foreign_words_stand(surface: str, restored: str) -> None:
    assert restore_symbol(surface, "UBND") == restored


def test_the_foreign_words_of_a_damaged_symbol_are_kept() -> None:
    (mention,) = find("ban hành Công văn số 2055/Dubai Palace-NC về việc")
    assert (mention.foreign, mention.symbol.canonical) == ("Dubai Palace", "2055/UBND-NC")


PIECES = st.sampled_from(
    ["số ", "Số: ", "Kế hoạch ", "12", "1O", "/", "-", " ", "\n", "2023", "KH", "QĐ", "UBND", "TW", "ubnd",
     "Dubai Palace", "…", "_", "Đ", "a", ".", "đường "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for mention in find(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
