"""The direction rule: who gives and who is given, who speaks and who is praised."""

import pytest

from nlp.clauses import find_clauses

# <name looked at>, (another name); the clauses that must and must not hold
CASES = [
    ("ông (A) trao bằng khen của thủ tướng cho bà <B>, chi hội trưởng.", {"awarded_to"}, {"gives"}),
    ("ông <A> trao bằng khen cho bà (B).", {"gives"}, {"awarded_to", "is_awarded"}),
    ("anh <A>, 45 tuổi, bản nà hạ, vinh dự được chủ tịch ubnd tỉnh tặng bằng khen.", {"is_awarded"}, {"gives"}),
    ("bà <A> vừa đón nhận huân chương lao động hạng ba.", {"receives"}, set()),
    ("sở tổ chức tuyên dương em <A>, lớp 4a.", {"praised"}, {"gives"}),
    ("tiêu biểu là hộ ông <A> ở bản nà hạ.", {"such_as", "household"}, set()),
    ("điển hình như ông (A), ông (B) và bà <C>.", {"such_as"}, set()),
    ("đề nghị chủ tịch nước truy tặng danh hiệu anh hùng cho ông <A>.", {"proposed"}, set()),
    ("ông <A> - hiệu trưởng trường tiểu học - cho biết em (B) rất ngoan.", {"speaks", "chief_after"}, {"is_awarded"}),
    ("dự hội nghị có các đồng chí: (A), <B> - ủy viên ban thường vụ.", {"attends", "chief_after"}, {"such_as"}),
    ("thay mặt lãnh đạo tỉnh, ông <A> tặng hoa.", {"gives"}, {"is_awarded"}),
    ("công an khởi tố bị can <A> về tội lừa đảo.", {"accused"}, set()),
    ("vợ ông là bà <A> ở nhà chăm con.", {"kin_of"}, set()),
    ("hội đồng thu hồi giấy khen của ông <A>.", {"revoked"}, set()),
    ("“tốt lắm” - ông <A> nói.", {"speaks", "speaks_after_quote"}, set()),
    ("ảnh: <a>", {"credit"}, {"such_as"}),
    ("tác giả: <a> - phòng văn hóa - xã hội", {"labelled"}, {"is_awarded"}),
    ("tin liên quan: gương sáng <a> ở bản phiêng", {"labelled"}, {"is_awarded"}),
    ("bà <A>, người dân trong bản, cho biết: “đường sạch hẳn”.", {"resident_speaks", "speaks"}, set()),
    ("ông <A>, chuyên gia dự án, tham quan mô hình trồng quế.", {"visits"}, {"is_awarded"}),
    ("kế tục cha mình là liệt sĩ <A>, anh gắn bó với bản.", {"kin_martyr"}, set()),
    ("vụ tai nạn làm ba người chết: (A) (2007), <B> (2005).", {"dead_list"}, {"is_awarded"}),
    ("nạn nhân là chị <A>, 20 tuổi.", {"dead_list"}, set()),
    ("danh tính người bị nạn được xác định là em <A> (2014).", {"identified"}, set()),
    ("đại tá <A>, được bộ trưởng ủy quyền, trao bằng khen cho đại úy (B).", {"authorised"}, {"is_awarded"}),
    ("giám đốc sở <A> trao cờ thi đua cho ba trường.", {"hands_over"}, {"is_awarded"}),
    ("thưởng và tặng giấy khen cho tập thể công an tỉnh lào cai và đại tá <A>.", {"awarded_to"}, set()),
    ("công an phường giao lại cho anh <A> chiếc ví.", {"given_back"}, {"finds"}),
    ("chị <A> bỏ quên túi trên xe.", {"thanked_owner", "loses"}, set()),
    ("theo bác sĩ <A>, trời lạnh thì mạch co.", {"advises"}, set()),
    ("tháng 6 năm 1868, <A> rút về rạch giá.", {"of_the_past"}, set()),
    ("họ bàn việc cho ông <A> thôi chức và bầu người khác.", {"leaves_office"}, {"award_thanks_to"}),
    ("ông <A> cho biết trường đã tặng giấy khen cho em (B).", {"tells_of_award"}, {"is_awarded"}),
    ("bà <A> - giám đốc htx bản lài - nói mình tự học nghề.", {"runs_cooperative"}, {"gives"}),
    ("thầy <A> mở lớp, không lấy một đồng tiền công nào.", {"takes_no_money"}, {"gives"}),
    ("bà <A> nhiều năm liền được huyện khen.", {"is_commended"}, {"gives"}),
]


def in_words(value: str | set[str]) -> str:
    """Name a test; sets have no order of their own."""
    return value[:40] if isinstance(value, str) else " ".join(sorted(value))


@pytest.mark.parametrize(("case", "held", "not_held"), CASES, ids=in_words)
def test_clauses_tell_the_direction(case: str, held: set[str], not_held: set[str]) -> None:
    text, spans, others = "", [], []
    for piece in case.replace(">", "<").replace(")", "(").split("<"):
        for number, part in enumerate(piece.split("(")):
            if number % 2:
                others.append((len(text), len(text) + len(part)))
            text += part
        spans.append(len(text))
    start, end = spans[0], spans[1]
    found = set(find_clauses(text, start, end, others, (0, len(text))))
    assert held <= found
    assert not found & not_held


@pytest.mark.parametrize("text", ["cho " * 20_000, "được " * 20_000 + "a", ", " * 40_000, "tiêu biểu như " * 8_000])
def test_long_sentences_stay_cheap(text: str) -> None:
    """Only a window around the name is looked at, however long a sentence is."""
    middle = len(text) // 2
    find_clauses(text, middle, middle + 2, [], (0, len(text)))
