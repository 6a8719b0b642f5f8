"""Days that a line of the page gives with a word that says what they are."""

import pytest

from crawler.articles.labelled_days import labelled_day
from crawler.pages.markup import lines_of, parse_html

CASES = [
    ("<div>Cập nhật: Thứ sáu, 03/04/2026 - 08:42</div>", "2026-04-03T08:42:00+07:00"),
    ("<p>Ngày đăng: 3-4-2026</p><p>Đăng ngày 03/04/2026</p>", "2026-04-03"),
    ("<span>(Cập nhật lúc 08h42 ngày 3/4/2026)</span>", "2026-04-03T08:42:00+07:00"),
    ("<p>Tin đăng ngày 3 tháng 4 năm 2026</p>", "2026-04-03"),
    ("<p>Hôm nay: 21/11/2026</p>", None),
    ("<p>Cập nhật lần cuối: 12/03/2019</p>", None),
    ("<p>Đăng ký trước ngày 12/03/2026</p>", None),
    ("<li>Ngày đăng: 03/04/2026</li><li>Ngày đăng: 04/04/2026</li>", None),  # a list: which one is meant?
    ("<p>Đăng bài viết này, từ 3/4/2026 " + "chúng tôi nhận được nhiều thư của bạn đọc gần xa" * 2 + ".</p>", None),
]


@pytest.mark.parametrize(("html", "day"), CASES)
def test_a_line_that_says_what_its_day_is_gives_it(html: str, day: str | None) -> None:
    assert labelled_day(lines_of(parse_html(html))) == day
