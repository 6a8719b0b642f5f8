"""Links to other articles among the paragraphs of one."""

import pytest

from crawler.articles.further_reading import remove_further_reading
from crawler.pages.markup import lines_of, parse_html

ONE, TWO = "Ông Rơ Châm Hăk đào giếng cho làng.", "Giếng sâu mười bốn mét."
LINK = '<a href="/khac-123.html">Người mở lớp học dưới gốc cây</a>'
LEADING = [
    f"<p>Xem thêm: {LINK}</p>",
    f"<p><strong>&gt;&gt; {LINK}</strong></p>",
    f"<p>» {LINK}</p>",
    '<p><a href="/khac-123.html">&gt;&gt; Người mở lớp học dưới gốc cây</a></p>',
    '<p><a href="/khac-123.html">» Người mở lớp học dưới gốc cây</a></p>',
    '<p><a href="/khac-123.html"><em>Đọc tiếp: Người mở lớp học dưới gốc cây</em></a></p>',
    f"<p><b>TIN LIÊN QUAN</b></p><ul><li>{LINK}</li><li>{LINK}</li></ul>",
    f"<p>Các bài viết liên quan:</p><p>{LINK}</p><p>- {LINK}</p>",
    f"<div><div>Mời bạn đọc xem thêm</div><div>{LINK}</div></div>",
]
TOLD = [
    ("<p>Xem thêm: <a href='/tep/ke-hoach.pdf'>Kế hoạch số 27 của Hội</a></p>", "Xem thêm: Kế hoạch số 27 của Hội"),
    ("<p>Danh sách xem thêm <a href='/x'>tại đây</a>.</p>", "Danh sách xem thêm tại đây."),
    (f"<p>Như ở bài {LINK}, giếng cạn từ lâu.</p>", "Như ở bài Người mở lớp học dưới gốc cây, giếng cạn từ lâu."),
    (f"<p>{LINK}</p>", "Người mở lớp học dưới gốc cây"),
    ("<p>Xem thêm</p>", "Xem thêm"),
    ("<p>Bài liên quan</p><p>Không phải liên kết.</p>", "Bài liên quan\nKhông phải liên kết."),
]


@pytest.mark.parametrize("further", LEADING)
def test_what_only_leads_to_other_articles_is_no_text(further: str) -> None:
    body = parse_html(f"<div><p>{ONE}</p>{further}<p>{TWO}</p></div>")
    remove_further_reading(body)
    assert lines_of(body) == [ONE, TWO]


@pytest.mark.parametrize(("markup", "text"), TOLD)
def test_what_belongs_to_the_text_stays(markup: str, text: str) -> None:
    body = parse_html(f"<div><p>{ONE}</p>{markup}<p>{TWO}</p></div>")
    remove_further_reading(body)
    assert "\n".join(lines_of(body)) == f"{ONE}\n{text}\n{TWO}"
