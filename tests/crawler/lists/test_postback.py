from urllib.parse import parse_qsl

import pytest

from crawler.lists.postback import has_expired, next_form
from crawler.pages.markup import parse_html
from crawler.records import Form, Response

URL = "http://so.vn/TinTuc.aspx?cat=3"
HOSTS = frozenset({"so.vn"})
STATE = '<input type="hidden" name="__VIEWSTATE" value="A+/="><input type="hidden" name="__EVENTTARGET" value="">'


def form(inside: str, action: str = "./TinTuc.aspx?cat=3", head: str = STATE) -> str:
    return f'<form method="post" action="{action}">{head}{inside}</form>'


GRID = "<a href=\"javascript:__doPostBack('dnn$grid','Page${0}')\">{0}</a>"
SENT = [
    ("a numbered pager", form(GRID.format(2) + GRID.format(3)), 3,
     {"__VIEWSTATE": "A+/=", "__EVENTTARGET": "dnn$grid", "__EVENTARGUMENT": "Page$3"}),
    ("a pager that only goes on", form("<a href=\"javascript:__doPostBack('p$next','')\">Trang sau</a>"), 2,
     {"__VIEWSTATE": "A+/=", "__EVENTTARGET": "p$next", "__EVENTARGUMENT": ""}),
    ("a Telerik button", form('<input type="submit" name="g$ctl28" value=" " class="rgPageNext">'), 2,
     {"__VIEWSTATE": "A+/=", "__EVENTTARGET": "", "g$ctl28": " "}),
    ("a page number in a hidden field", form('<a data-page="2" href="#">2</a>', "/?cmd=redraw",
     '<input type="hidden" name="pageNo" value="1"><input type="hidden" name="itemsPerPage" value="10">'), 2,
     {"pageNo": "2", "itemsPerPage": "10"}),
]  # fmt: skip
UNSENT = [
    ("the last page", form(GRID.format(1) + GRID.format(2)), 3),
    ("a switched-off button", form('<input type="submit" name="n" value="Sau" disabled>'), 2),
    ("another host", form(GRID.format(2), "http://khac.vn/TinTuc.aspx"), 2),
    ("a postback to another page", form(GRID.format(2), "/LienHe.aspx"), 2),
    ("a search", form('<a href="#">2</a>', "/tim-kiem", '<input type="hidden" name="page" value="1">'), 2),
    ("a login", form('<a href="#">2</a><input type="password" name="x">', "/", '<input type="hidden" name="page">'), 2),
    ("a form that is fetched", form(GRID.format(2)).replace('"post"', '"get"'), 2),
    ("too much state", form(GRID.format(2), head=STATE.replace("A+/=", "x" * 2**20)), 2),
]  # fmt: skip


@pytest.mark.parametrize(("html", "page", "fields"), [row[1:] for row in SENT], ids=[row[0] for row in SENT])
def test_the_next_page_is_asked_with_hidden_fields_only(html: str, page: int, fields: dict[str, str]) -> None:
    extra = '<input type="text" name="q" value="từ khóa"><input type="password" name="pw" value="x">'
    shown = html.replace("</form>", f"{extra}</form>") if "__VIEWSTATE" in html else html
    link = next_form(parse_html(shown), URL, page, HOSTS)
    assert link is not None
    assert link.form is not None
    assert dict(parse_qsl(link.form.body, keep_blank_values=True)) == fields
    assert link.form.key == f"trang={page}"


@pytest.mark.parametrize(("html", "page"), [row[1:] for row in UNSENT], ids=[row[0] for row in UNSENT])
def test_nothing_else_is_ever_submitted(html: str, page: int) -> None:
    assert next_form(parse_html(html), URL, page, HOSTS) is None


def test_a_forgotten_state_is_recognised_in_both_languages() -> None:
    def answer(text: str) -> Response:
        return Response(URL, 500, "", (), b"", text.encode(), 0.0)

    assert has_expired(answer("<h2><i>Validation of viewstate MAC failed.</i> If this application</h2>"))
    assert has_expired(answer("<p>The state information is invalid for this page</p>"))
    assert not has_expired(answer("<input name='__VIEWSTATE' value='x'><h1>Tin tức</h1>"))


def test_a_form_without_name_or_content_is_refused() -> None:
    with pytest.raises(ValueError, match="form"):
        Form("", "a=1")
