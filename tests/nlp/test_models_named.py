import pytest

from domain.pages import Page
from domain.text import normalise
from nlp.document import read_document
from nlp.events import find_events
from nlp.fields import field_of, fields
from nlp.models_named import find_models
from nlp.stages import stage_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mô hình “Tiếng kẻng an ninh” của tổ dân phố 7 được nhân rộng.", ["Tiếng kẻng an ninh"]),
        ("Cách làm hay “Ngày thứ Bảy không hẹn” được giới thiệu, nhân rộng.", ["Ngày thứ Bảy không hẹn"]),
        ("Kế hoạch về “Tuyên truyền gương điển hình” được triển khai.", []),
        ("Chỉ thị “Học tập và làm theo” có hiệu quả.", []),
    ],
)
def test_models_are_named_and_subjects_of_documents_are_not(text: str, names: list[str]) -> None:
    assert [model.name for model in find_models(read_document(Page("p", "0" * 64, normalise(text))))] == names


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("được chủ tịch ubnd tỉnh tặng bằng khen", "commended"),
        ("đề nghị tặng cờ thi đua của chính phủ", "proposed"),
        ("mô hình được nhân rộng ra 12 khu dân cư", "replicated"),
        ("ông trồng 3 ha mận hậu", "detected"),
    ],
)
def test_stages_follow_the_words(text: str, stage: str) -> None:
    assert stage_of(text) == stage


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("anh lao xuống sông cứu hai cháu nhỏ", "cứu người"),
        ("em nhặt được ví và trả lại người đánh rơi", "trung thực"),
        ("ông trồng 3 ha cà phê và nuôi bò", "nông nghiệp"),
        ("bác sĩ khám bệnh ở trạm y tế", "y tế"),
        ("không có gì để nói", None),
    ],
)
def test_fields_follow_the_words(text: str, field: str | None) -> None:
    assert field_of(text) == field
    assert field is None or field in fields()


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("Sáng nay, Đại hội Thi đua yêu nước tỉnh lần thứ V khai mạc.", 5),
        ("Hội nghị điển hình tiên tiến xã lần thứ nhất họp hôm qua.", 1),
        ("Lễ tuyên dương nông dân giỏi lần thứ 12 diễn ra tối nay.", 12),
        ("Hội nghị biểu dương gia đình văn hóa diễn ra sáng nay.", None),
    ],
)
def test_events_carry_their_ordinal(text: str, ordinal: int | None) -> None:
    (event,) = find_events(read_document(Page("p", "0" * 64, normalise(text))), ())
    assert event.ordinal == ordinal
