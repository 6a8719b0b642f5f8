import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.extraction import DocumentReference, OrganisationMention
from domain.pages import Page
from domain.text import normalise
from nlp.dates import find_dates
from nlp.document import read_document
from nlp.documents import find_documents

# Texts of our own with (surface, symbol, date, role) of each reference.
CASES = [
    (
        "Hôm qua, UBND huyện đã ban hành Kế hoạch số 321/KH-UBND ngày 09 tháng 5 năm 2022 về phòng cháy rừng.",
        [("Kế hoạch số 321/KH-UBND", "321/KH-UBND", "2022-05-09", "issued")],
    ),
    (
        "Ngày 11/8/2022, UBND tỉnh Cà Mau ban hành Kế hoạch số 77/KH-UBND tổ chức hội thi cấy lúa.",
        [("Kế hoạch số 77/KH-UBND", "77/KH-UBND", "2022-08-11", "issued")],
    ),
    (
        "Thực hiện Chỉ thị số 09-CT/TW, ngày 3/2/2019 của Ban Bí thư khóa XII và Kế hoạch số 45/KH-UBND của tỉnh.",
        [
            ("Chỉ thị số 09-CT/TW", "09-CT/TW", "2019-02-03", "cited"),
            ("Kế hoạch số 45/KH-UBND", "45/KH-UBND", None, "cited"),
        ],
    ),
    (
        "Số: 208/KH-UBND\nHậu Lộc, ngày 3 tháng 6 năm 2024",
        [("Số: 208/KH-UBND", "208/KH-UBND", "2024-06-03", "issued")],
    ),
    (
        "Theo Quyết định số 163/QĐ-UBND (ngày 5/2/2020) tặng Bằng khen cho 32 tập thể.",
        [("Quyết định số 163/QĐ-UBND", "163/QĐ-UBND", "2020-02-05", "cited")],
    ),
    (
        "Kế hoạch số 88/KH-UBND đã được UBND tỉnh ban hành ngày 03/5/2018 để chào mừng ngày hội.",
        [("Kế hoạch số 88/KH-UBND", "88/KH-UBND", "2018-05-03", "issued")],
    ),
    (
        "Căn cứ Quyết định số 45/QĐ-TTg mà Thủ tướng ký ngày 2/8/2022, sở họp ngày 5/9/2022.",
        [("Quyết định số 45/QĐ-TTg", "45/QĐ-TTg", "2022-08-02", "cited")],
    ),
    (
        "Số: 97/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do\nSơn La, ngày\n22 tháng 4 năm 2024",
        [("Số: 97/KH-UBND", "97/KH-UBND", "2024-04-22", "issued")],
    ),
    (
        "Lo mưa lớn, ngày 18/5/2021, Chủ tịch UBND tỉnh phát đi Công điện số 15/CĐ-UBND gửi các huyện.",
        [("Công điện số 15/CĐ-UBND", "15/CĐ-UBND", "2021-05-18", "issued")],
    ),
    (
        "Theo Quyết định 123/QĐ-UBND, sáng 12/5/2024 tỉnh tổ chức lễ.",  # the day of the ceremony
        [("Quyết định 123/QĐ-UBND", "123/QĐ-UBND", None, "cited")],
    ),
    (
        "Quyết định 27/2021/QĐ-UBND về bến đò. Ngày ban hành: 14/9/2021.",
        [("Quyết định 27/2021/QĐ-UBND", "27/2021/QĐ-UBND", "2021-09-14", "cited")],
    ),
    (
        "Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022",
        [("Luật Thi đua, khen thưởng số 06/2022/QH15", "06/2022/QH15", "2022-06-15", "cited")],
    ),
    (
        "Bộ trưởng Bộ Nội vụ ban hành Thông tư số 15/2025/TT-BNV ngày 04/8.",  # the symbol tells the year
        [("Thông tư số 15/2025/TT-BNV", "15/2025/TT-BNV", "2025-08-04", "issued")],
    ),
    ("Số hiệu: 147/QĐ-SYT ngày 23/02/2026", [("Số hiệu: 147/QĐ-SYT", "147/QĐ-SYT", "2026-02-23", "issued")]),
    ("nhờ Nghị quyết 29 về giáo dục", [("Nghị quyết 29", "29", None, "cited")]),
    (
        "Kết luận số 230 và Nghị định 98/2023",
        [("Kết luận số 230", "230", None, "cited"), ("Nghị định 98/2023", "98/2023", None, "cited")],
    ),
    (
        "Bám sát Chỉ thị của Tỉnh ủy và Kế hoạch của Ủy ban nhân dân tỉnh về trồng rừng",
        [("Chỉ thị của Tỉnh ủy", None, None, "cited"), ("Kế hoạch của Ủy ban nhân dân tỉnh", None, None, "cited")],
    ),
    (
        "Sở tiếp tục Đề án “Mỗi làng một thư viện nhỏ\" trong tỉnh",  # quotes do not match
        [("Đề án “Mỗi làng một thư viện nhỏ\"", None, None, "cited")],
    ),
]  # fmt: skip
NONE = [
    "Nghị quyết Trung ương 4 (khóa XII) về xây dựng Đảng",  # a plenum, no number
    "quyết định 3 nội dung, ra quyết định số 5 người",
    "Kế hoạch 5 năm, Kế hoạch năm 2023, Chương trình 135, Dự án 661",
    "nghị quyết của chi bộ, kế hoạch của trường, chỉ thị của cấp trên",
    "Chương trình “Hát mãi ước mơ” phát sóng tối 10/5",
    "Nghị quyết 5 điểm, Nghị quyết 2023",
]


def find(
    text: str, published: str | None = None, organisations: tuple[OrganisationMention, ...] = ()
) -> tuple[DocumentReference, ...]:
    document = read_document(Page(source="test", sha256="", text=normalise(text), published=published))
    return find_documents(document, find_dates(document), organisations)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_references_have_surface_symbol_date_and_role(
    text: str, expected: list[tuple[str, str | None, str | None, str]]
) -> None:
    assert [(one.surface, one.symbol, one.date, one.role) for one in find(text)] == expected


@pytest.mark.parametrize("text", NONE)
def test_other_uses_of_the_nouns_are_no_references(text: str) -> None:
    assert find(text) == ()


def test_a_reference_tells_issuer_subject_and_period() -> None:
    (one,) = find(
        "Các xã bám sát Kế hoạch số 45/KH-UBND ngày 02 tháng 6 năm 2021 của UBND tỉnh An Giang về việc trồng cây "
        "phân tán giai đoạn 2021 - 2025; tháng nào cũng họp."
    )
    assert (one.issuer, one.type, one.number, one.year) == ("UBND tỉnh An Giang", "Kế hoạch", "45", 2021)
    assert one.subject == "trồng cây phân tán giai đoạn 2021 - 2025"
    assert (one.period, one.restored) == ("2021/2025", False)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            "Chỉ thị 41-CT/TW ngày 26/12/2024 của Ban Bí thư Trung ương Đảng khóa XIII",
            "Ban Bí thư Trung ương Đảng khóa XIII",
        ),
        ("Thông tư số 02/2017/TT-BYT của Bộ Y tế về giá", "Bộ Y tế"),
        ("Chỉ thị số 03-CT/TW của Bộ Chính trị và Kế hoạch số 16-KH/TU", "Bộ Chính trị"),
        ("Ủy ban nhân dân thành phố ban hành Kế hoạch số 88/KH-UBND", "Ủy ban nhân dân thành phố"),
        ("Kế hoạch số 88/KH-UBND về phòng chống dịch", None),
    ],
)
def test_the_issuer_is_named_without_what_follows(text: str, issuer: str | None) -> None:
    assert find(text)[0].issuer == issuer


def test_a_body_found_before_sets_the_issuer_s_full_name() -> None:
    text = "Tờ trình số 12/TTr-SVHTTDL của Sở Văn hóa, Thể thao và Du lịch"
    start = text.index("Sở")
    body = OrganisationMention(text[start:], start, len(text), "department", text[start:], None, "test")
    assert find(text, organisations=(body,))[0].issuer == "Sở Văn hóa, Thể thao và Du lịch"


def test_the_symbol_is_trusted_over_the_noun_with_less_confidence() -> None:
    (clash,), (clear,) = find("Công văn số 1043/KH-UBND"), find("Kế hoạch số 1043/KH-UBND")
    assert clash.type == clear.type == "Kế hoạch"
    assert clash.confidence < clear.confidence


def test_a_short_name_means_the_document_printed_in_full() -> None:
    short, full = find("Thông tư 02 gây chú ý. Thông tư số 02/2017/TT-BYT ngày 15/3/2017 quy định giá.")
    assert short.symbol == full.symbol == "02/2017/TT-BYT"
    assert short.date == full.date == "2017-03-15"


def test_a_repeated_symbol_shares_its_date() -> None:
    first, again = find("Kế hoạch số 12/KH-UBND ngày 3/4/2024. Theo Kế hoạch số 12/KH-UBND, các xã báo cáo.")
    assert first.date == again.date == "2024-04-03"


def test_the_day_of_one_document_is_not_given_to_the_next() -> None:
    first, second = find(
        "Sở Nội vụ có Tờ trình số 990/TTr-SNV ngày 3/4/2024; Hội đồng tỉnh có Công văn số 12/HĐTĐKT-TĐ."
    )
    assert (first.date, second.date) == ("2024-04-03", None)


def test_a_damaged_symbol_is_restored_where_the_word_stands_for_a_committee() -> None:
    (letter,) = find("Ngày 17/9, Lucky Star tỉnh đã gửi Công văn số 318/Lucky Star-NC tới các xã.", "2022-09-18")
    assert (letter.symbol, letter.restored, letter.issuer) == ("318/UBND-NC", True, "UBND tỉnh")
    assert (letter.surface, letter.date) == ("Công văn số 318/Lucky Star-NC", "2022-09-17")


def test_a_foreign_name_without_such_evidence_is_kept_as_printed() -> None:
    (decision,) = find("Quyết định số 15/QĐ-Petrolimex của tập đoàn")
    assert (decision.symbol, decision.family, decision.restored) == ("15/QĐ-Petrolimex", "irregular", False)


def test_a_draft_has_no_number() -> None:
    (draft,) = find("Số: /KH-UBND")
    assert (draft.symbol, draft.number) == ("/KH-UBND", None)


PIECES = st.sampled_from(
    ["Kế hoạch ", "Nghị quyết ", "số ", "Số: ", "18/KH-UBND", "34-CT/TW", "98/2023/NĐ-CP", "29", "ngày ", "5/6/2023",
     " ", "của ", "UBND tỉnh ", "Tỉnh ủy ", "ban hành ", "về việc ", "“", "”", ";", ".", "\n", "Dubai Palace ",
     "1043/KH-Dubai Palace", "giai đoạn 2021-2025 ", "Luật ", "06/2022/QH15", "Đề án ", "(", ")", "khóa XII "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_reference_is_a_piece_of_the_text_and_they_stay_apart(text: str) -> None:
    found = find(text)
    assert found == find(text)
    clean, end = normalise(text), 0
    for one in found:
        assert end <= one.start < one.end <= len(clean)
        assert one.surface == clean[one.start : one.end]
        assert 0 < one.confidence <= 1
        end = one.end
