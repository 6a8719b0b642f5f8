from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.extraction import DateMention
from domain.pages import Page
from nlp.dates import find_dates
from nlp.document import read_document

# Expressions as printed on real pages: publication date, value of the contract, kind.
EXPRESSIONS = [
    ("ngày 07 tháng 4 năm 2023", None, "2023-04-07", "day"),
    ("Ngày 06/3/2023", None, "2023-03-06", "day"),
    ("Ngày 04/8", "2023-08-04", "2023-08-04", "day"),
    ("Ngày đăng: 04-08-2023, 02:00", None, "2023-08-04", "published"),
    ("Thứ Ba, 22/10/2019, 15:50", None, "2019-10-22", "published"),
    ("quý I/2020", None, "2020-01-01/2020-03-31", "quarter"),
    ("từ ngày 20/4 - 25/4/2020", None, "2020-04-20/2020-04-25", "range"),
    ("(2020 - 2025)", None, "2020/2025", "term"),
    ("giai đoạn 2022 - 2025", None, "2022/2025", "period"),
    ("định kỳ 06 tháng, năm", None, None, "recurrence"),
    ("Vừa qua", "2019-10-22", None, "vague"),
    ("từ nay đến Hội nghị", "2019-10-22", None, "vague"),
    ("từ nay đến năm 2015", "2014-04-15", "2014-04-15/2015", "range"),
    ("trước ngày 10-8", "2021-07-28", "../2021-08-10", "deadline"),
    ("trước ngày 06 hàng tháng", None, None, "recurrence"),
    ("Ngày đăng 26/09/2023 | 14:07", None, "2023-09-26", "published"),
    ("từ quý I đến quý III/2020", None, "2020-01-01/2020-09-30", "range"),
    ("từ năm 2017 - 2019", None, "2017/2019", "period"),
    ("Thứ Năm, 01/12/2016, 22:55 [GMT+7]", None, "2016-12-01", "published"),
    ("Sáng nay 7/6", "2023-06-07", "2023-06-07", "morning"),
    ("Hôm qua 12.5", "2023-05-13", "2023-05-12", "day"),
    ("Sáng 19-4", "2023-04-19", "2023-04-19", "morning"),
    ("Chiều 26/12", "2025-12-26", "2025-12-26", "afternoon"),
    ("Tối 2/3", "2025-03-03", "2025-03-02", "evening"),
    ("Sáng ngày (10/8)", "2015-10-07", "2015-08-10", "morning"),
    ("Ngày 12.4", "2023-04-12", "2023-04-12", "day"),
    ("từ ngày 04-10/3/2024", None, "2024-03-04/2024-03-10", "range"),
    ("9 - 10.12.2020", None, "2020-12-09/2020-12-10", "range"),
    ("11/6/1948 - 11/6/2023", None, "1948-06-11/2023-06-11", "anniversary"),
    ("nhiệm kỳ 2025 - 2030", None, "2025/2030", "term"),
    ("nhiệm kỳ 2023 – 2028", None, "2023/2028", "term"),
    ("năm học 2017-2018", None, "2017/2018", "school_year"),
    ("6 tháng đầu năm 2025", None, "2025-01-01/2025-06-30", "period"),
    ("5 năm qua", "2025-09-29", None, "vague"),
    ("đến hết ngày 20/5/2023", None, "../2023-05-20", "deadline"),
    ("từ ngày 25/5/2023 đến hết ngày 01/6/2023", None, "2023-05-25/2023-06-01", "range"),
    ("tính đến hết ngày 21/3", "2024-04-01", "../2024-03-21", "status"),
    ("từ quý IV/2013 và hoàn thành trước tháng 3.2014", None, "2013-10-01/2014-02-28", "range"),
    ("Đầu tháng 11 vừa qua", "2025-12-05", "2025-11", "vague"),
    ("ngày 03 tháng bốn năm 2018", None, "2018-04-03", "day"),
]
# Each text with the values expected in order, without publication date.
TEXTS = [
    ("Lễ trao tặng diễn ra 2/9/2024.", ["2024-09-02"]),
    ("ngày 20.4.2023, 05-06-2023, ngày 5/6/23", ["2023-04-20", "2023-06-05", "2023-06-05"]),
    ("NGÀY 16 THÁNG 7 NĂM 2021", ["2021-07-16"]),
    ("19 Tháng 2 2022", ["2022-02-19"]),
    ("đăng 2026-01-13", ["2026-01-13"]),
    ("từ ngày 3-8/2/2018", ["2018-02-03/2018-02-08"]),
    ("hai ngày 2-3.6.2017", ["2017-06-02/2017-06-03"]),
    ("từ ngày 5 đến ngày 25-2-2019", ["2019-02-05/2019-02-25"]),
    ("các ngày 3, 4 và 5/6/2021", ["2021-06-03/2021-06-05"]),
    ("ngày 5 và 12/6/2021", ["2021-06-05", "2021-06-12"]),
    ("29/4-1/5/2024", ["2024-04-29/2024-05-01"]),
    ("Từ ngày 28/12 đến ngày 05/01/2025", ["2024-12-28/2025-01-05"]),
    ("tháng 12 trong năm 2017", ["2017-12"]),
    ("tháng 3, tháng 5, tháng 9 năm 2016", ["2016-03", "2016-05", "2016-09"]),
    ("tháng Mười năm 2020", ["2020-10"]),
    ("năm 2014 đầy biến động, tháng 5 cùng năm", ["2014", "2014-05"]),
    ("từ tháng 3 đến tháng 5/2024", ["2024-03/2024-05"]),
    ("9 tháng năm 2026", ["2026-01-01/2026-09-30"]),
    ("ngày 9 tháng năm 2026", ["2026-05-09"]),
    ("06 tháng cuối năm 2024", ["2024-07-01/2024-12-31"]),
    ("quý IV năm 2023, QI/2026", ["2023-10-01/2023-12-31", "2026-01-01/2026-03-31"]),
    ("năm 2005 - 2006", ["2005/2006"]),
    ("kể từ 1/1/2024 trở đi", ["2024-01-01/.."]),
    ("Sinh năm 1974, SN 1980", ["1974", "1980"]),
    ("ngày 2-4/3/2018 (tức 15-17 tháng Giêng năm Mậu Tuất)", ["2018-03-02/2018-03-04", "2018-03-02/2018-03-04"]),
    ("mùng 4 Tết (19/2/2018)", ["2018-02-19", "2018-02-19"]),
    ("tháng 7 âm lịch, mùng 10 tháng 3 âm lịch, 15/7 âm lịch", [None, None, None]),
    ("dịp 20-11 hằng năm", [None]),
    ("T7/2017 và T.8/2017", ["2017-07", "2017-08"]),
    (
        "Năm 2017: hạn chót 31/8, nộp trước 30-6, 26/3 là ngày thành lập.",
        ["2017", "../2017-08-31", "../2017-06-30", "2017-03-26"],
    ),
    # The page fixes the year.
    ("Sáng 4/6, hội thi mở màn; bế mạc ngày 19/6/2018.", ["2018-06-04", "2018-06-19"]),
    ("Chiều 8/9 kỷ niệm 60 năm ngày thành lập 12/9/1958.", ["2018-09-08", "1958-09-12"]),
    ("Ngày 4/3, kỷ niệm 30 năm thành lập; trường thành lập ngày 5/3/1989", ["2019-03-04", "1989-03-05"]),
    ("Đầu tháng 3/1975 đơn vị hành quân. Ngày 10/3 trận đánh bắt đầu.", ["1975-03", "1975-03-10"]),
    ("chúc Tết Mậu Tuất chiều 9-2", ["2018-02-09"]),
    ("Hội chợ Cần Thơ 2019 mở từ ngày 2/4 đến 15/5", ["2019-04-02", "2019-05-15"]),
    ("Tối 5-1 tôn vinh thợ giỏi năm 2021", ["2022-01-05", "2021"]),
    ("Tuyển sinh từ ngày 8/6, năm học 2019-2020", ["2019-06-08", "2019/2020"]),
    (
        "Sáng 28/4, kỳ họp bầu ủy viên nhiệm kỳ 2021 - 2026; một ủy viên thôi chức ngày 18/4/2022.",
        ["2022-04-28", "2021/2026", "2022-04-18"],  # the end of a term is no present
    ),
    (
        "Đại hội ngày 8/6 nhìn lại nhiệm kỳ 2015 - 2017, bàn việc nhiệm kỳ 2017-2019.",
        ["2017-06-08", "2015/2017", "2017/2019"],
    ),
    ("Lịch cũ (29/3) bỏ, dự kiến họp vào tháng 4; đơn gửi cuối tháng 1/2024.", ["2024-03-29", "2024-04", "2024-01"]),
    ("Cần nhớ mốc 3-2: đăng ký từ ngày 3-2-2026 đến 3-3-2026", ["2026-02-03", "2026-02-03/2026-03-03"]),
    ("ngày 27/10/1868 (nhằm ngày 12/9 Mậu Thìn)", ["1868-10-27", "1868-10-27"]),
    # Nothing fixes the year.
    ("Ngày 17.3, tại xã, huyện trao quà", [None]),
    ("Sáng 10/5 bà thăm bến cảng, nơi con tàu rời bến ngày 5/6/1911", [None, "1911-06-05"]),  # no news is so old
    ("Sáng 6/8 cụ sinh ngày 4/10/1930 được chúc thọ", [None, "1930-10-04"]),
    ("Hôm qua 2.9, xã họp theo Chỉ thị số 07-CT/TW ngày 11.9.2013", [None, "2013-09-11"]),
    ("Nghị định 69/2017/NĐ-CP ngày 25/5", ["2017-05-25"]),
]
NO_DATES = [
    "31/2/2024 không phải là ngày",
    "ngày 29/2/2023",
    "số 12/2024/QĐ-UBND",
    "thương binh hạng 2/4, thương binh 2/4",
    "trú tại số 12/5 đường 30/4, phường 3",
    "đường 21 tháng 8, phố 19 tháng 5",
    "Bệnh viện 30/4, trường THPT 19-5, quảng trường 2/9",
    "thắng 3-1, tỷ số 6-3, 6-2",
    "mới hoàn thành một phần (2/3)",
    "từ 3-6 triệu, trước 2-3 tiếng, sau 15-20 lần",
    "6/6 huyện, 3/4 dân số, 1/3 diện tích, 5-7 triệu đồng",
    "mỗi ngày 2-3 lần, ngày 2-3 bữa",
    "gọi 0905.123.456 hoặc 0243-123-4567",
    "máy chủ 192.168.1.1, phiên bản 1.2.3",
    "QL 1A, km 12/5",
    "Nghị định 10/2017 của Chính phủ",
    "2000 - 2010 đồng",
    "ông làm việc 5 tháng 10 ngày",
]


def find(text: str, published: str | None = None) -> tuple[DateMention, ...]:
    return find_dates(read_document(Page(source="test", sha256="", text=text, published=published)))


@pytest.mark.parametrize(("surface", "published", "value", "kind"), EXPRESSIONS)
def test_an_expression_has_its_value_and_kind(
    surface: str, published: str | None, value: str | None, kind: str
) -> None:
    first = find(surface, published)[0]
    assert (first.value, first.kind) == (value, kind)


@pytest.mark.parametrize(("text", "values"), TEXTS)
def test_dates_are_found_and_resolved_in_running_text(text: str, values: list[str | None]) -> None:
    assert [mention.value for mention in find(text)] == values


@pytest.mark.parametrize("text", NO_DATES)
def test_measures_streets_and_impossible_days_are_no_dates(text: str) -> None:
    assert find(text) == ()


def test_a_death_is_no_birth() -> None:
    kinds = [mention.kind for mention in find("sinh ngày 5/3/1950, hy sinh ngày 12/2/1972")]
    assert kinds == ["birth", "day"]


def test_an_anniversary_is_two_days_and_no_period() -> None:
    told = [
        (mention.surface, mention.value, mention.kind)
        for mention in find("ngày ra lời kêu gọi (11/6/1948 - 11/6/2023)")
    ]
    assert told == [("11/6/1948", "1948-06-11", "anniversary"), ("11/6/2023", "2023-06-11", "anniversary")]


def test_days_without_year_follow_the_publication() -> None:
    found = find("Ngày 12/4, hôm qua, chiều mai, tháng 6 năm ngoái, từ nay đến ngày 30/6", "2024-05-10")
    assert [mention.value for mention in found] == [
        "2024-04-12", "2024-05-09", "2024-05-11", "2023-06", "2024-05-10/2024-06-30",
    ]  # fmt: skip
    assert all(mention.inferred for mention in found)


def test_a_day_just_after_new_year_is_seen_from_both_sides() -> None:
    assert find("Ngày 30/12, tỉnh tổ chức hội nghị", "2024-01-02")[0].value == "2023-12-30"
    assert find("Ngày 3/1 tới, tỉnh tổ chức hội nghị", "2023-12-28")[0].value == "2024-01-03"


def test_the_portal_line_of_publication_serves_as_reference() -> None:
    published, event = find("Thứ Ba, 22/10/2019, 15:50\nSáng 20/10, thành phố tuyên dương điển hình")
    assert (published.kind, published.surface) == ("published", "Thứ Ba, 22/10/2019, 15:50")
    assert (event.value, event.kind, event.inferred) == ("2019-10-20", "morning", True)


def test_a_printed_year_is_not_inferred() -> None:
    assert not find("ngày 07 tháng 4 năm 2023")[0].inferred


def test_a_day_after_a_symbol_is_the_document_s() -> None:
    assert find("Kế hoạch số 661/KH-UBND ngày 07 tháng 4 năm 2023")[0].kind == "document"


def test_a_far_publication_date_does_not_break_the_reading() -> None:
    assert find("hôm qua", "0001-01-01")[0].value is None


PIECES = st.sampled_from(
    ["ngày ", "tháng ", "năm ", "quý ", "từ ", "đến ", "trước ", "hết ", "sáng ", "hôm qua ", "thứ ba, ", "nhiệm kỳ ",
     "12", "5", "31", "2", "2024", "1948", "I", "/", "-", ".", ":", ",", " ", "\n", "(", ")", "âm lịch", "vừa qua",
     "và ", "giêng", "trở đi", "hằng năm", "tức ", "số 5/KH-UBND ", "02:00", "kỷ niệm 75 năm", "từ nay đến ", "İ"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([None, "2024-02-29", "2024-05-10T02:00", "x"]))
def test_every_mention_is_a_piece_of_the_text(text: str, published: str | None) -> None:
    found = find(text, published)
    assert found == find(text, published)
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.surface == text[mention.start : mention.end]
    assert [m.start for m in found] == sorted(m.start for m in found)


@pytest.mark.parametrize(
    "piece", ["1/1/", "ngày ", "ngày 1/1, ", "12/2024/QĐ-UBND ngày 5/6 ", "từ nay đến năm 2015 ", "1-A/B "]
)
def test_time_grows_with_the_length_of_a_hostile_text(piece: str, grows_with_length_alone: Any) -> None:
    grows_with_length_alone(lambda size: partial(find, piece * (size // len(piece))))


def test_what_stands_on_the_next_line_does_not_count_the_years() -> None:
    text = "Nhân rộng điển hình giai đoạn 2022 - 2025\nLượt xem: 176"
    found = find_dates(read_document(Page("page", "0" * 64, text)))
    assert [one.value for one in found] == ["2022/2025"]
