from pathlib import Path

import pytest

from crawler.attachments.pdf import read_pdf
from nlp.own_document import find_own_document

FILES = Path(__file__).parents[2] / "samples" / "files"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"

# head of a file -> symbol, date, issuer, subject
HEADS = [
    (
        ["UBND TỈNH LÀO CAI", "Số: 96/KH-UBND", STATE, "Lào Cai, ngày 30 tháng 9 năm 2025", "KẾ HOẠCH",
         "Nhân rộng điển hình tiên tiến", "giai đoạn 2025 - 2030", "Căn cứ Chỉ thị số 41-CT/TW ngày 26/12/2024"],
        ("96/KH-UBND", "2025-09-30", "UBND tỉnh Lào Cai", "Nhân rộng điển hình tiên tiến giai đoạn 2025 - 2030"),
    ),
    (  # two columns read as one line each, as recognised scans give them
        [f"ỦY BAN NHÂN DÂN {STATE}", "XÃ BẮC HÀ Độc lập - Tự do - Hạnh phúc",
         "Số 12/QĐ-UBND Bắc Hà, ngày 3 tháng 4 năm 2026", "QUYẾT ĐỊNH", "Về việc tặng Giấy khen",
         "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ"],
        ("12/QĐ-UBND", "2026-04-03", "UBND xã Bắc Hà", "tặng Giấy khen"),
    ),
    (
        ["SỞ NỘI VỤ", "Số: 45/TB-SNV", STATE, "Lào Cai, ngày 5 tháng 5 năm 2026", "Kính gửi: các xã",
         "Theo Kế hoạch số 96/KH-UBND"],
        ("45/TB-SNV", "2026-05-05", None, None),
    ),
    (  # the heading first, as some recognised scans order it
        ["ỦY BAN NHÂN DÂN XÃ VĂN BÀN", "QUYẾT ĐỊNH", "Về việc tặng Giấy khen trong phong trào hiến đất làm đường",
         "Số: 218/QĐ-UBND", "Văn Bàn, ngày 22 tháng 6 năm 2026", "Điều 1. Tặng Giấy khen"],
        ("218/QĐ-UBND", "2026-06-22", "UBND xã Văn Bàn", "tặng Giấy khen trong phong trào hiến đất làm đường"),
    ),
    (
        ["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 904/QĐ-SGDĐT", "QUYẾT ĐỊNH", "Tặng Giấy khen cho nhà giáo",
         "Lào Cai, ngày 14 tháng 11 năm 2025", "Điều 1. Tặng Giấy khen"],
        ("904/QĐ-SGDĐT", "2025-11-14", None, "Tặng Giấy khen cho nhà giáo"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "told"), HEADS, ids=[told[0] for _, told in HEADS])
def test_the_head_of_a_file_tells_which_document_it_is(
    lines: list[str], told: tuple[str, str, str | None, str | None]
) -> None:
    head = "\n".join(lines)
    found = find_own_document(head)
    assert found is not None
    assert (found.symbol, found.date, found.issuer, found.subject) == told
    assert (found.role, found.year) == ("issued", int(told[1][:4]))
    assert head[found.start : found.end] == found.surface


NONE = [
    "",
    "Danh sách khen thưởng\n(kèm theo Quyết định số 12/QĐ-UBND ngày 3/4/2026)\n1. Nguyễn Văn A",
    "Căn cứ Kế hoạch số 96/KH-UBND ngày 30/9/2025 của UBND tỉnh\nĐiều 1. Khen thưởng.",
    "Một dòng\n" * 20 + "Số: 96/KH-UBND",  # far below the head
]


@pytest.mark.parametrize("text", NONE)
def test_a_file_that_only_cites_documents_is_none_of_them(text: str) -> None:
    assert find_own_document(text) is None


@pytest.mark.parametrize("path", sorted(FILES.glob("ke-hoach-*.pdf")), ids=lambda path: path.stem)
def test_the_sample_plans_are_themselves(path: Path) -> None:
    found = find_own_document(read_pdf(path.read_bytes(), path.name).text)
    assert found is not None
    assert found.symbol is not None
    assert path.stem.removeprefix("ke-hoach-").split("-")[0] == found.symbol.split("/")[0]
    assert found.date is not None
    assert found.subject
