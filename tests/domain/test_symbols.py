import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.symbol_tokens import read_token
from domain.symbols import canonical, document_key, read_symbol

# Symbols as printed on real pages, with their canonical form and family.
PRINTED = [
    ("661/KH-UBND", "661/KH-UBND", "state_admin"),
    ("124/KH-UBND", "124/KH-UBND", "state_admin"),
    ("18/KH-UBND", "18/KH-UBND", "state_admin"),
    ("137/KH-UBND", "137/KH-UBND", "state_admin"),
    ("156/KH-UBND", "156/KH-UBND", "state_admin"),
    ("05-CT/TW", "05-CT/TW", "party"),
    ("34-CT/TW", "34-CT/TW", "party"),
    ("19-CT/TU", "19-CT/TU", "party"),
    ("01-KL/TW", "01-KL/TW", "party"),
    ("41-CT/TW", "41-CT/TW", "party"),
    ("25-KH/TU", "25-KH/TU", "party"),
    ("57- NQ/TW", "57-NQ/TW", "party"),
    ("60/NQ-TW", "60-NQ/TW", "party"),
    ("1587-KL/TU", "1587-KL/TU", "party"),
    ("30-CT/TU", "30-CT/TU", "party"),
    ("714-TB/TU", "714-TB/TU", "party"),
    ("03-CT/TƯ", "03-CT/TW", "party"),
    ("36-HD/VPTW", "36-HD/VPTW", "party"),
    ("31-HD/BTCTW", "31-HD/BTCTW", "party"),
    ("24-BS/UBKTTU", "24-BS/UBKTTU", "party"),
    ("59-CV/BCĐ", "59-CV/BCĐ", "party"),
    ("03/CV-BCĐ", "03/CV-BCĐ", "state_admin"),
    ("06/2022/QH15", "06/2022/QH15", "legal"),
    ("91/2025/QH15", "91/2025/QH15", "legal"),
    ("30/2026/QH16", "30/2026/QH16", "legal"),
    ("76/2025/UBTVQH15", "76/2025/UBTVQH15", "legal"),
    ("237/NQ-UBTVQH16", "237/NQ-UBTVQH16", "state_admin"),
    ("98/2023/NĐ-CP", "98/2023/NĐ-CP", "legal"),
    ("152/2025/NĐ-CP", "152/2025/NĐ-CP", "legal"),
    ("15/2025/TT-BNV", "15/2025/TT-BNV", "legal"),
    ("2/2023/TT-BNV", "02/2023/TT-BNV", "legal"),
    ("36/2017/QĐ-UBND", "36/2017/QĐ-UBND", "legal"),
    ("163/QĐ-UBND", "163/QĐ-UBND", "state_admin"),
    ("1526/QĐ-TTg", "1526/QĐ-TTg", "state_admin"),
    ("19/CT-TTG", "19/CT-TTg", "state_admin"),
    ("16/KH-HĐTĐKT", "16/KH-HĐTĐKT", "state_admin"),
    ("134/TB-VPCP", "134/TB-VPCP", "state_admin"),
    ("332/NQ-CP", "332/NQ-CP", "state_admin"),
    ("4912/UBND-NC", "4912/UBND-NC", "cong_van"),
    ("1066/UBND-VXNV", "1066/UBND-VXNV", "cong_van"),
    ("1194/VPUBND-HCQT", "1194/VPUBND-HCQT", "cong_van"),
    ("1424/SNV-BTĐKT", "1424/SNV-BTĐKT", "cong_van"),
    ("424/SGDĐT-TĐKT", "424/SGDĐT-TĐKT", "cong_van"),
    ("990/TTr-SNV", "990/TTr-SNV", "state_admin"),
    ("164/TTr- SKHCN", "164/TTr-SKHCN", "state_admin"),
    ("109/TTr-ƯBNĐ", "109/TTr-UBND", "state_admin"),
    ("935/UBDT-TTTT", "935/UBDT-TTTT", "cong_van"),
    ("126/SKHĐT", "126/SKHĐT", "bare"),
    ("151/2028/TT - BQP", "151/2028/TT-BQP", "legal"),
    ("13/BTC-TĐKT", "13/BTC-TĐKT", "cong_van"),
    ("1232/BTĐKT-VI", "1232/BTĐKT-VI", "cong_van"),
    ("56/HD-BTĐKTTW", "56/HD-BTĐKTTW", "state_admin"),
    ("4843 - QĐ/HNDT", "4843-QĐ/HNDT", "party"),
    ("367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "party"),
    ("84 QĐ/TWĐTN", "84-QĐ/TWĐTN", "party"),
    ("298 KH/TWĐTN", "298-KH/TWĐTN", "party"),
    ("649/HD-TLÐ", "649/HD-TLĐ", "state_admin"),
    ("316/PA-UBND", "316/PA-UBND", "state_admin"),
    ("14084/KH-UBND", "14084/KH-UBND", "state_admin"),
    ("16/VBHN-VPQH", "16/VBHN-VPQH", "state_admin"),
    ("63/ 2008 / HYH- HD/TĐKT", "63/2008/HYH-HD/TĐKT", "irregular"),
    ("1018/CV_MTTW_BTT", "1018/CV-MTTW-BTT", "state_admin"),
]
MISPRINTS = [
    ("661/kh-ubnd", "661/KH-UBND"),  # small letters
    ("98/2023/ND-CP", "98/2023/NĐ-CP"),  # D for Đ
    ("98/2023/NĐ-CР", "98/2023/NĐ-CP"),  # the last letter is Cyrillic
    ("661KH-UBND", "661/KH-UBND"),  # lost slash
    ("163qd-ubnd", "163/QĐ-UBND"),  # as in addresses
    ("18-KH-UBND", "18/KH-UBND"),
    ("1O43/KH-UBND", "1043/KH-UBND"),  # letter O in the number
    ("l8/KH-UBND", "18/KH-UBND"),  # letter l in the number
    ("34-CT/T.Ư", "34-CT/TW"),
    ("22/CT-TW", "22-CT/TW"),
    ("19/CT-TU", "19-CT/TU"),
    ("601/QĐ-Ttg", "601/QĐ-TTg"),
    ("18 /KH-UBND", "18/KH-UBND"),
    ("18／KH–UBND", "18/KH-UBND"),  # full-width slash, en dash
    ("1/KH-UBND", "01/KH-UBND"),
    ("001/KH-UBND", "01/KH-UBND"),
    ("30a/2008/NQ-CP", "30a/2008/NQ-CP"),
    ("Kế hoạch số: 18/KH-UBND", "18/KH-UBND"),
    ("424/SGDĐT TĐKT", "424/SGDĐT-TĐKT"),  # lost dash
    ("Số: /KH-UBND", "/KH-UBND"),  # a draft
    ("Số: ……/BC-BNV", "/BC-BNV"),
]
NO_SYMBOLS = ["", "/", "1", "2/4", "24/7", "12/5/2024", "PA88", "29A-123.45", "5-3/TW", "12/19/TĐKT", "KH-UBND"]
TYPES = [
    ("661/KH-UBND", "Kế hoạch"),
    ("34-CT/TW", "Chỉ thị"),
    ("98/2023/NĐ-CP", "Nghị định"),
    ("15/2025/TT-BNV", "Thông tư"),
    ("12-TT/TU", "Thông tri"),  # the Party's TT
    ("2055/UBND-NC", "Công văn"),
    ("990/TTr-SNV", "Tờ trình"),
    ("156/CĐ-TTg", "Công điện"),
    ("06/2022/QH15", None),  # a law or a resolution: only the noun tells
    ("126/SKHĐT", None),
]


@pytest.mark.parametrize(("printed", "expected", "family"), PRINTED)
def test_a_printed_symbol_has_one_canonical_form(printed: str, expected: str, family: str) -> None:
    symbol = read_symbol(printed)
    assert symbol is not None
    assert (symbol.canonical, symbol.family) == (expected, family)


@pytest.mark.parametrize(("printed", "expected"), MISPRINTS)
def test_a_misprint_is_read_as_what_was_meant(printed: str, expected: str) -> None:
    assert canonical(printed) == expected


@pytest.mark.parametrize("text", NO_SYMBOLS)
def test_other_numbers_are_no_symbols(text: str) -> None:
    assert read_symbol(text) is None


@pytest.mark.parametrize(("printed", "name"), TYPES)
def test_the_symbol_names_its_type(printed: str, name: str | None) -> None:
    symbol = read_symbol(printed)
    assert symbol is not None
    assert symbol.type_name == name


def test_a_draft_has_no_number() -> None:
    symbol = read_symbol("Số: /KH-UBND")
    assert symbol is not None
    assert (symbol.number, symbol.type_code) == (None, "KH")


def test_an_impossible_year_stays_for_a_person_to_judge() -> None:
    symbol = read_symbol("151/2028/TT - BQP")
    assert symbol is not None
    assert symbol.year == 2028


def test_known_tokens_keep_their_own_meaning() -> None:
    # HD (hướng dẫn) is not HĐ (hợp đồng), BC (báo cáo) not BCĐ.
    assert [read_token(token) for token in ("HD", "HĐ", "BC", "BCĐ", "bcd", "TƯ", "TU")] == [
        "HD", "HĐ", "BC", "BCĐ", "BCĐ", "TW", "TU",
    ]  # fmt: skip


def test_one_party_number_is_two_documents_in_two_terms() -> None:
    symbol = read_symbol("34-CT/TW")
    assert symbol is not None
    old, new = (document_key(symbol, "Bộ Chính trị", day) for day in ("2014-04-07", "2024-05-24"))
    assert old == ("Bộ Chính trị", "CT", "34", "term 2011")
    assert new == ("Bộ Chính trị", "CT", "34", "term 2021")


def test_state_numbers_restart_every_year() -> None:
    symbol = read_symbol("12/KH-UBND")
    assert symbol is not None
    assert document_key(symbol, "UBND tỉnh Gia Lai", "2025-03-01")[3] == "2025"
    assert document_key(symbol, None, None) == ("?", "KH", "12", "?")


def test_a_legal_symbol_carries_its_year_and_local_terms_begin_in_autumn() -> None:
    legal, local = read_symbol("98/2023/NĐ-CP"), read_symbol("25-KH/TU")
    assert legal is not None
    assert local is not None
    assert document_key(legal, "Chính phủ", None)[3] == "2023"
    assert document_key(local, "Tỉnh ủy", "2025-12-12")[3] == "term 2025"


PIECES = st.sampled_from(
    ["1", "O", "18", "2023", "/", "-", "_", " ", "KH", "QĐ", "qd", "TW", "TƯ", "UBND", "ƯBNĐ", "Ð", "SỐ ", "số: ", "…",
     "TT", "CP", "QH15", "Dubai Palace", ".", "ß", "İ"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_reading_never_fails_and_a_canonical_form_is_stable(text: str) -> None:
    once = canonical(text)
    assert once is None or canonical(once) == once
