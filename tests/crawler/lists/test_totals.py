"""What lists print about their length, and the figures that only look like it."""

import pytest

from crawler.lists.totals import Totals, read_totals

CASES = [
    ('<div class="pager">Tổng số: <b>1.204</b> tin bài</div>', Totals(1204)),
    ("<span>Tổng số tin: 85</span>", Totals(85)),
    ("<p>Tổng cộng 120 bản ghi</p>", Totals(120)),
    ("<p>Tìm thấy 33 bài viết</p>", Totals(33)),
    ("<p>Chuyên mục này có 57 tin</p>", Totals(57)),
    ("<div>Hiển thị 1 - 20 trong tổng số 120 tin</div>", Totals(120, 20)),
    ("<div>Hiển thị tin 21 đến 40 của 1.120</div>", Totals(1120, 20)),
    ("<div>Đang xem 1–10/85</div>", Totals(85, 10)),
    ("<div>Hiển thị 30 - 20 trong 120</div>", Totals()),  # a reversed range is no range
    ("<div>Tổng số lượt truy cập: 1.204.511</div>", Totals()),
    ("<div>Tổng truy cập: 88.120 | Đang xem: 12</div>", Totals()),
    ("<div>Trang 1/12</div>", Totals()),
    ("<h3>Cuộc thi thu hút tổng số 1.200 bài viết</h3>", Totals()),  # a headline
    ('<a href="/x">Tổng số 300 tin bài được gửi về cuộc thi</a>', Totals()),
    (f"<p>Ban tổ chức cho biết, {'sau ba tháng phát động ' * 4}đã nhận tổng số 1.200 bài viết</p>", Totals()),
    ("<script>var x='Tổng số 99 tin';</script>", Totals()),
    ("", Totals()),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_a_list_says_how_long_it_is(html: str, expected: Totals) -> None:
    assert read_totals(f"<html><body>{html}</body></html>") == expected
