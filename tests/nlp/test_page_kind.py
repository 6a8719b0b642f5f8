from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pages import Page
from domain.text import normalise
from nlp.document import Document, read_document
from nlp.lowering import lower_unified
from nlp.page_kind import is_trained, kind_by_rules, page_signals, people_signals, relevance_by_rules
from nlp.phrases import load_classes


def read(text: str) -> Document:
    return read_document(Page("page", "0" * 64, normalise(text)))


AWARDS = (
    "Xã Hòa An tuyên dương 12 tập thể và 34 cá nhân\n"
    "Chủ tịch UBND xã tặng Giấy khen cho 12 tập thể, 34 cá nhân tiêu biểu trong phong trào thi đua yêu nước."
)
PLAN = (
    "Kế hoạch nhân rộng điển hình tiên tiến giai đoạn 2026-2030\n"
    "UBND tỉnh ban hành Kế hoạch số 77/KH-UBND về phát hiện, bồi dưỡng, nhân rộng điển hình tiên tiến."
)
MEETING = (
    "Hội nghị điển hình tiên tiến xã Nậm Cắt lần thứ I\n"
    "Sáng 12/6, Đảng ủy xã tổ chức hội nghị điển hình tiên tiến, đại biểu tham dự nghe các tham luận."
)
MODEL = (
    "Mô hình “Sân chơi từ lốp cũ” ở phường An Lạc\n"
    "Mô hình “Sân chơi từ lốp cũ” là điểm sáng, được nhiều xã đến học hỏi và nhân rộng."
)
CRIME = (
    "Bắt nhóm trộm xe máy liên tỉnh\n"
    "Cơ quan điều tra khởi tố ba bị can, tạm giam hai đối tượng về tội trộm cắp; tòa án sẽ xét xử."
)
MATCH = "Đội khách thắng ở vòng loại\nHuấn luyện viên hài lòng: cầu thủ ghi bàn từ phút thứ ba của trận đấu."
FUNERAL = "Lễ viếng nguyên lãnh đạo tỉnh\nÔng từ trần ngày 3/4; lễ viếng và lễ truy điệu tại nhà tang lễ thành phố."
MARKET = (
    "Giá vàng giảm nhẹ\nThị trường chứng khoán lình xình, doanh nghiệp chờ lãi suất ngân hàng; khách hàng mua căn hộ."
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (AWARDS, "award_list"),
        (PLAN, "plan"),
        (MEETING, "conference"),
        (MODEL, "model"),
        (CRIME, "other"),
        (MATCH, "other"),
    ],
)
def test_rules_name_the_kind(text: str, kind: str) -> None:
    assert kind_by_rules(page_signals(read(text))) == kind


@pytest.mark.parametrize("text", [AWARDS, PLAN, MEETING, MODEL])
def test_pages_about_exemplars_are_relevant(text: str) -> None:
    assert relevance_by_rules(page_signals(read(text))) >= 0.5


@pytest.mark.parametrize("text", [CRIME, MATCH, FUNERAL, MARKET, "", "Giờ vàng mua sắm"])
def test_ordinary_pages_are_not_relevant(text: str) -> None:
    assert relevance_by_rules(page_signals(read(text))) < 0.5


def test_an_exemplary_person_makes_a_page_more_relevant() -> None:
    text = read("Chuyện ở bản Nà Hạ\nNgười đàn ông ấy kể về 3 ha mận hậu và con đường về bản.")
    without = relevance_by_rules(page_signals(text, people_signals([0.1])))
    assert relevance_by_rules(page_signals(text, people_signals([0.1, 0.9]))) > without + 0.2


def test_people_signals_tell_nobody_from_nobody_exemplary() -> None:
    assert people_signals([]) == {"people.none": 1.0}
    assert people_signals([0.2])["people.any"] == 0.0
    assert people_signals([0.2, 0.9, 0.8])["people.top"] == 0.9


def test_a_year_is_not_a_count_of_winners() -> None:
    signals = page_signals(read("Tin ngắn\nGiải được trao từ năm 2016 người dân đều biết."))
    assert "says.praise_of_counted" not in signals


def test_claims_of_the_title_are_told_from_claims_far_below() -> None:
    below = page_signals(read("Tin trong ngày\n" + "Trời nắng đẹp. " * 60 + "Hai xã được tặng Bằng khen."))
    above = page_signals(read("Hai xã được tặng Bằng khen\nTrời nắng đẹp."))
    assert "says.award_received" in below
    assert "early.award_received" not in below
    assert above["titled.award_received"] == 1.0


def test_counted_winners_events_and_models_are_signals() -> None:
    signals = page_signals(read(AWARDS)) | page_signals(read(MEETING)) | page_signals(read(MODEL))
    assert {"found.counts", "found.winners", "found.events", "found.models"} <= signals.keys()


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("brave", "Nghe hô, anh Bửu phóng xe đuổi theo, ghì ngã tên cướp."),
        ("appeal", "Mọi giúp đỡ xin gửi về chị Mơ; rất cần các nhà hảo tâm."),
        ("advice", "Bác sĩ Tạo khuyên người bệnh không tự mua thuốc."),
    ],
)
def test_bystanders_appeals_and_advice_are_told_apart(claim: str, sentence: str) -> None:
    signals = page_signals(read(f"Tin trong ngày\n{sentence}"))
    assert {name for name in ("brave", "appeal", "advice") if f"says.{name}" in signals} == {claim}


def test_models_learn_from_other_topics_but_not_from_praise_anywhere_on_the_page() -> None:
    assert is_trained("page.crime")
    assert is_trained("lead.praise")
    assert is_trained("says.is_praised")
    assert not is_trained("page.praise")


def test_phrases_are_written_as_pages_are_matched() -> None:
    for phrase in load_classes("page_cues"):
        assert phrase == lower_unified(phrase)


PIECES = sorted(load_classes("page_cues"))[::8]
PIECES += ["\n", ". ", " ", "12 tập thể", "“", "”", "1. ", "2.016 ", "İ", "\u00a0", "ông A", "Kế hoạch số 1/KH-UBND"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_signals_stay_between_zero_and_one(text: str) -> None:
    signals = page_signals(read(text))
    assert all(0.0 <= value <= 1.0 for value in signals.values())
    assert 0.0 <= relevance_by_rules(signals) <= 1.0
    assert signals == page_signals(read(text))


@pytest.mark.parametrize(
    "piece", ["được ", "12 người ", "trao ", "ông bà anh ", "kế hoạch ", "“" + "a" * 30, "1", "\n- "]
)
def test_time_grows_with_the_length_alone(piece: str, grows_with_length_alone: Any) -> None:
    grows_with_length_alone(lambda size: partial(page_signals, read(piece * (size // len(piece)))))
