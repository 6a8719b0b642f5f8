from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.document import Document, read_document
from nlp.hijack import find_hijack


def read(text: str, url: str | None = None) -> Document:
    return read_document(replace(Page("page", "0" * 64, normalise(text)), url=url))


# Name of the case, text.
INJECTED = [
    (
        "symbols and agency",
        "Sáng 12/5, Kubet tỉnh đã ban hành Kế hoạch số 88/KH-Kubet về nhân rộng điển hình. Hỏi Kubet tỉnh.",
    ),
    (
        "a name of the trade in a symbol",
        "Thực hiện Công văn số 417/Lucky Palace-VX của Lucky Palace tỉnh, các xã rà soát.",
    ),
    (
        "province",
        "Theo Đài Phát thanh - Truyền hình Nhà cái, đợt thi đua kéo dài đến hết quý II trên địa bàn tỉnh Nhà cái.",
    ),
    ("torn word", "Các xã tập trung Link vào Fun88 cường tuyên truyền gương người tốt, việc tốt trong hội viên."),
    ("half a word", "Đảng và Nhà soi kèo quan tâm đồng bào. Lời cảm ơn của nguyên Chủ tịch soi kèo Phan Văn Bảy."),
    ("header", "Link vào W88: trang chủ chính thức\nLink vào W88\nXã Hòa An tổng kết phong trào thi đua năm 2023."),
    ("invitation", "Link vào Nhà cái mới nhất hôm nay"),
    ("keyword list", "kuwin, giá heo hơi hôm nay, tỉ số, mẫu đơn xin nghỉ phép, lô đề"),
    ("keyword list without marks", "nha cai, truc tiep, bang xep hang, lich thi dau cup, ket qua"),
    (
        "advertising",
        "Kubet là nhà cái uy tín hàng đầu, đăng ký nhận thưởng, nạp rút nhanh, có tài xỉu, nổ hũ, bắn cá đổi thưởng.",
    ),
]
CLEAN = [
    "Triệt phá đường dây đánh bạc qua Sunwin, Rikvip, khởi tố 12 bị can. Đại lý của nhà cái nhận cá cược, tài xỉu.",
    "Dự thảo nghị định về kinh doanh casino cho phép thí điểm người Việt vào chơi casino tại khu nghỉ dưỡng.",
    "Liên đoàn bóng đá điều tra nghi án cá độ, bán độ ở giải hạng Nhất; cầu thủ bị phạt tiền vì liên quan nhà cái.",
    "Khách sạn Imperial Palace và Rex Palace đón 200 đoàn viên dự hội nghị; nhà tài trợ là F88 và Vietcombank.",
    "Rà soát website cơ quan nhà nước bị chèn link ẩn quảng cáo nhà cái: nhiều trang .gov.vn bị cài link vào Fun88.",
    "Agribank tỉnh đã ban hành Kế hoạch số 12/KH-Agribank về phong trào thi đua năm 2024.",
    "Công ty Microsoft ra mắt Office365; xe biển số 29A-888.88 về đích; đoàn K88 quy tập hài cốt liệt sĩ.",
    "Lịch thi đấu, kết quả, bảng xếp hạng vòng 12\nĐội bóng đã thắng 2-1 trên sân nhà. Huấn luyện viên hài lòng.",
    "Chi hội nông dân đá gà? Không: hội thi gà đẹp, trồng dâu, nuôi tằm, đan lát của xã.",
    "Ông chủ trang trại nuôi gà kể chuyện bỏ cờ bạc, lô đề để làm lại cuộc đời, được xã tặng Giấy khen.",
    "Triển khai Kế hoạch số 1043/KH-UBND ngày 28/7/2021 của UBND tỉnh, tăng cường tuyên truyền; 05-CT/TW; 18/QĐ-TTg.",
    "Đăng nhập cổng dịch vụ công, đăng ký nhận kết quả; link đăng nhập có trên trang chủ chính thức của Sở.",
    "",
]


@pytest.mark.parametrize(("name", "text"), INJECTED, ids=[name for name, _ in INJECTED])
def test_injected_text_is_suspected(name: str, text: str) -> None:
    found = find_hijack(read(text))
    assert found.suspected
    assert 0.5 <= found.score <= 1.0
    assert found.terms


@pytest.mark.parametrize("text", CLEAN)
def test_clean_pages_are_not_suspected(text: str) -> None:
    found = find_hijack(read(text))
    assert not found.suspected
    assert not found.restored


def test_symbols_agencies_and_half_words_are_proposed_with_reasons() -> None:
    document = read(
        "Ngày 3/6, Dubai Palace tỉnh đã ban hành Công văn số 77/Dubai Palace-KGVX và Kế hoạch số 9/KH-Dubai Palace.\n"
        "Các sở Link vào Dubai Palace cường kiểm tra; báo cáo về Dubai Palace tỉnh trước ngày 15/11."
    )
    proposals = {(r.surface, r.restored) for r in find_hijack(document).restored}
    assert proposals == {
        ("Dubai Palace", "UBND"),
        ("77/Dubai Palace-KGVX", "77/UBND-KGVX"),
        ("9/KH-Dubai Palace", "9/KH-UBND"),
        ("Link vào Dubai Palace", "tăng"),
    }
    assert all(r.why for r in find_hijack(document).restored)


PLACE = "Trên địa bàn tỉnh Nhà cái, Báo Nhà cái mở chuyên mục gương sáng."


@pytest.mark.parametrize(
    ("text", "host", "province"),
    [
        (PLACE, "snv.gialai.gov.vn", "Gia Lai"),
        (PLACE + " Nguồn: baophutho.vn", None, "Phú Thọ"),
        (PLACE + " Đoàn công tác tỉnh Sơn La tới thăm.", None, "Sơn La"),
        (PLACE, None, None),
        (PLACE + " Nguồn: baophutho.vn, baosonla.org.vn", None, None),
    ],
)
def test_a_province_is_proposed_only_where_evidence_names_it(text: str, host: str | None, province: str | None) -> None:
    found = find_hijack(read(text), host)
    assert found.suspected
    assert {r.restored for r in found.restored} == ({province} if province else set())


def test_a_copied_article_on_a_betting_site_is_betrayed_by_its_address() -> None:
    text = "Xã Yên Bình tổng kết phong trào xây dựng nông thôn mới."
    assert find_hijack(read(text, url="https://vi-du.example/danh-de/tin-12.html")).suspected
    assert not find_hijack(read(text, url="https://vi-du.example/nong-thon-moi/tin-12.html")).suspected


def test_a_site_of_the_state_makes_a_betting_name_heavier() -> None:
    document = read("Xã Hòa An sơ kết công tác hội. Kubet\nKubet xem thêm")
    assert find_hijack(document, "xahoaan.gov.vn").score > find_hijack(document, "xahoaan.example").score


PIECES = [
    "Kubet", " tỉnh", " đã ban hành", "Link vào ", "Dubai Palace", "nhà cái", "Nhà cái", "1043/KH-", "-NC", "tỉnh ",
    "Báo ", " cường", "tăng ", "Nhà ", "Chủ tịch ", ", ", ". ", "\n", "kuwin", "88", "\u00a0", "İ", "\u0301", "lô đề",
    "soi kèo",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from([None, "x.gov.vn", "baogialai.com.vn"])
)
def test_proposals_point_into_the_text(text: str, host: str | None) -> None:
    document = read(text)
    found = find_hijack(document, host)
    assert 0.0 <= found.score <= 1.0
    assert found.suspected == (found.score >= 0.5)
    for proposal in found.restored:
        assert document.text[proposal.start : proposal.end] == proposal.surface
    assert all(a.end <= b.start for a, b in zip(found.restored, found.restored[1:], strict=False))


@pytest.mark.parametrize("piece", ["Link vào Kubet cường ", "1/KH-", "nhà cái, ", "tỉnh Nhà cái ", "Dubai ", "a, "])
def test_time_grows_with_the_length_alone(piece: str, grows_with_length_alone: Any) -> None:
    def prepare(size: int) -> Any:
        document = read(piece * (size // len(piece)))
        document.folded  # noqa: B018  # not the finder's time
        return partial(find_hijack, document, "x.gov.vn")

    grows_with_length_alone(prepare)
