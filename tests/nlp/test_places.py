import re

import pytest

from domain.extraction import UnitMention
from domain.pages import Page
from domain.unit_index import load_units
from nlp.document import read_document
from nlp.places import find_units

MARK = re.compile(r"\[([^\]]+)\]")


def units_in(text: str, published: str | None = "2023-05-04", url: str | None = None) -> tuple[UnitMention, ...]:
    page = Page(source=url or "test", sha256="", text=text, published=published, url=url)
    return find_units(read_document(page), load_units())


MARKED = [
    "Ông Vàng Văn Tâm ở [bản Pá Lông], [xã Phổng Lái], [huyện Thuận Châu], [tỉnh Sơn La].",
    "Người dân [thôn Đồng Mé] ([xã Hòa Nhơn], [Hòa Vang], [TP Đà Nẵng]) góp công.",
    "Tại [Sa Pa] ([Lào Cai]), trời rét.",
    "Đoàn đến [các huyện Lục Ngạn], [Lục Nam] và [Yên Thế].".replace("[các huyện Lục Ngạn]", "các [huyện Lục Ngạn]"),
    "Ngày hội của các [tỉnh Sơn La], [Hòa Bình], [Điện Biên] và [Lai Châu].",
    "Lễ trao giải diễn ra tại [TPHCM], sau đó ở [TP.HCM] và [TP. Hồ Chí Minh].",
    "[ĐẮK LẮK]: Khen thưởng 12 nông dân",
    "Bà Nay H'Nan ở [xã Ea Bar], [huyện Buôn Đôn], [tỉnh Đăk Lăk].",
    "Trường nằm trên địa bàn [phường 5], [quận 10], [TP.HCM].",
    "Hộ ông Lâm ở [khu phố 4], [phường Thống Nhất], [TP. Biên Hòa].",
    "Cựu chiến binh [thị trấn Nông trường Mộc Châu], [huyện Mộc Châu].",
    "Chị Sùng Thị Mỷ, [huyện miền núi Bắc Yên], trồng sơn tra.",
    "Bí thư Tỉnh ủy [Quảng Trị] Lê Văn Tám dự.",
    "Anh Lò Văn Hặc quê ở [Mường La], nay sống tại [Sơn La].",
    "Đồng bào [xã Tân Đức] và [Dương Thành] góp quỹ.",
    "[Long An] khen Trường Mầm non Hoa Sen ([Tân Trụ]), Trường Tiểu học Sao Mai ([Thủ Thừa]).",
    "Mùa vàng trên vùng cao [Hoàng Su Phì], chuyện kể từ [Mù Cang Chải].",
    "Xã vùng cao ([Hoành Bồ], [Quảng Ninh]) và [TP.Huế] cùng dự.",
    "Từ [xã Sín Thầu], [huyện Mường Nhé], người dân [Sín Thầu] ra tỉnh dự lễ.",
    "Trạm trưởng Y tế [xã Triệu Lăng] (cũ) được khen.",
    "Đoàn thăm [Xã Bàu hàm 2], đến với các chiến sĩ [Trường Sa].",
    "Bà con [khối Tân Thành], [phường Lê Mao] và [tổ 5] góp công.",
    # no places
    "Văn phòng dẫn đầu Khối 01; khối Tân Thành Công vui.",
    "Chiến sĩ Trường Sa Anh được khen; xã hội hóa và xã viên góp công.",
    "Quân khu 7 và Phân khu 2 giao lưu.",
    "Trưởng bản Giàng A Páo và trưởng thôn Nguyễn Văn Bảy cùng họp.",
    "Chủ tịch xã Nguyễn Thị Thoa phát biểu.",
    "Chị Hà Giang và anh Nguyễn Thái Bình là hai đoàn viên tiêu biểu.",
    "Bài và ảnh của phóng viên nước ngoài tại Pháp, Nga và Trung Quốc.",
    "Tinh thần tiên tiến, đoàn kết, thống nhất và hòa bình.",
    "Chủ tịch UBND tỉnh và lãnh đạo huyện đến thăm.",
    "Hợp tác xã Thanh Xuân đạt doanh thu cao.",
    "Phóng viên Báo Nông Thôn Ngày Nay đưa tin theo P.V.",
    "Đường Điện Biên Phủ và đường Hà Nam được sửa.",
    "Chủ tịch Hồ Chí Minh căn dặn thanh niên.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_places_are_found_as_printed(marked: str) -> None:
    assert [unit.surface for unit in units_in(MARK.sub(r"\1", marked))] == MARK.findall(marked)


RESOLVED = [
    # text, day, surface -> key
    (
        "xã Chiềng Pha, huyện Thuận Châu, tỉnh Sơn La",
        "2023-05-04",
        {"huyện Thuận Châu": "119@..", "tỉnh Sơn La": "14@.."},
    ),
    ("xã Thuận Châu, tỉnh Sơn La", "2026-03-01", {"xã Thuận Châu": "03721@2025-07-01", "tỉnh Sơn La": "14@.."}),
    ("huyện Thuận Châu cũ nay là xã Thuận Châu", "2026-03-01", {"huyện Thuận Châu": "119@.."}),
    ("tỉnh Bắc Giang", "2024-01-01", {"tỉnh Bắc Giang": "24@.."}),
    ("tỉnh Bắc Ninh", "2026-01-01", {"tỉnh Bắc Ninh": "24@2025-07-01"}),
    ("tỉnh Bắc Ninh", "2024-01-01", {"tỉnh Bắc Ninh": "27@.."}),
    ("tỉnh Thừa Thiên-Huế", "2020-01-01", {"tỉnh Thừa Thiên-Huế": "46@.."}),
    ("tỉnh Đồng Nai", "2026-01-01", {"tỉnh Đồng Nai": "75@2025-07-01"}),
    ("thành phố Đồng Nai", "2026-06-01", {"thành phố Đồng Nai": "75@2026-04-30"}),
    ("TPHCM", "2024-01-01", {"TPHCM": "79@.."}),
    ("Sài Gòn mưa lớn", "2026-01-01", {"Sài Gòn": "79@2025-07-01"}),
    ("huyện Châu Thành, tỉnh Tiền Giang", "2024-01-01", {"huyện Châu Thành": "821@.."}),
    ("thị xã Thái Hoà, Nghệ An", "2024-01-01", {"thị xã Thái Hoà": "414@.."}),
]


@pytest.mark.parametrize(("text", "day", "expected"), RESOLVED)
def test_a_name_means_the_unit_of_its_time(text: str, day: str, expected: dict[str, str]) -> None:
    found = {unit.surface: unit.key for unit in units_in(text, day)}
    assert {surface: found[surface] for surface in expected} == expected


def test_a_name_of_many_units_stays_open_without_context() -> None:
    (unit,) = units_in("Đoàn thăm huyện Châu Thành.")
    assert (unit.code, unit.key) == (None, None)
    assert len(unit.alternatives) >= 8


def test_the_host_decides_among_units_of_one_name() -> None:
    (unit,) = units_in("Đoàn thăm huyện Châu Thành.", url="https://tiengiang.gov.vn/tin/1")
    assert (unit.key, unit.inferred) == ("821@..", True)


def test_a_province_of_the_page_decides_among_units_of_one_name() -> None:
    found = units_in("Tỉnh Tiền Giang tổng kết phong trào.\nÔng Bảy sống ở huyện Châu Thành đã 30 năm.")
    assert found[-1].key == "821@.."


def test_a_later_mention_takes_the_meaning_of_the_first() -> None:
    found = units_in("Huyện Châu Thành, tỉnh Tiền Giang có 20 hộ khá.\nHuyện Châu Thành, tỉnh An Giang có 9 hộ.")
    assert [unit.key for unit in found if unit.kind == "district"] == ["821@..", "892@.."]


def test_the_date_in_the_text_serves_where_none_is_published() -> None:
    (unit, *_) = units_in("Tỉnh Bắc Ninh, ngày 12/8/2025", published=None)
    assert unit.key == "24@2025-07-01"


def test_valid_on_is_a_day_on_which_the_code_holds() -> None:
    units = {unit.surface: unit for unit in units_in("huyện Mộc Châu, tỉnh Sơn La", "2026-03-01")}
    assert units["huyện Mộc Châu"].valid_on == "2025-06-30"
    assert units["huyện Mộc Châu"].inferred
    assert units["tỉnh Sơn La"].valid_on == "2026-03-01"


def test_taken_ranges_hold_no_places() -> None:
    document = read_document(Page(source="t", sha256="", text="Quyết định của Sơn La về Hà Nam"))
    found = find_units(document, load_units(), taken=[(0, 21)])
    assert [unit.surface for unit in found] == ["Hà Nam"]


def test_spans_are_those_of_the_text() -> None:
    text = "TIN\n\nBà con xã Mường Bú, huyện Mường La (Sơn La) và TP. Sơn La thi đua."
    for unit in units_in(text):
        assert text[unit.start : unit.end] == unit.surface
