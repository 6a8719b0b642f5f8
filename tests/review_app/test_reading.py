"""Pages to read: the registry list, search, plans, articles, coverage, sources, history, log."""

import re
from datetime import timedelta
from typing import Any

import pytest

from domain.actors import Actor
from domain.extraction import Hijack
from registry.articles import save_article
from registry.decisions import Verdict, decide

MINH = Actor("minh", "Trần Văn Minh", frozenset({"reviewer"}))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def confirmed(board: Any) -> Any:
    for name in ("Vũ Đình Khoát", "Hoàng Bảo Ngân", "Lò Văn Pánh"):
        decide(board.store, MINH, board.case_id(name), Verdict("confirm"), now=board.now)
    return board


ENTRIES = [
    ("", {"Vũ Đình Khoát", "Hoàng Bảo Ngân"}),
    ("?vung=all", {"Vũ Đình Khoát", "Hoàng Bảo Ngân", "Lò Văn Pánh"}),
    ("?q=vu+dinh", {"Vũ Đình Khoát"}),
    ("?q=thanh+binh", {"Vũ Đình Khoát"}),
    ("?loai=collective", set[str]()),
    ("?loai=moon", {"Vũ Đình Khoát", "Hoàng Bảo Ngân"}),
]


@pytest.mark.parametrize(("query", "expected"), ENTRIES)
def test_the_list_is_filtered(confirmed: Any, query: str, expected: set[str]) -> None:
    html = text(confirmed.client("lan").get(f"/so/{query}"))
    assert set(re.findall(r"<strong>([^<]+)</strong></a>", html)) == expected


def test_an_entry_shows_evidence_and_history(confirmed: Any) -> None:
    html = text(confirmed.client("nghien").get("/so/1/"))
    assert "Vũ Đình Khoát, 62 tuổi, là người đầu tiên" in html
    assert "Trần Văn Minh" in html
    assert "Mở hồ sơ thẩm định" not in html  # a researcher has no business there


def test_an_entry_taken_off_the_list_is_shown_on_request(confirmed: Any) -> None:
    decision = confirmed.value(
        "SELECT max(id) FROM decisions WHERE candidate_id = ?", confirmed.case_id("Vũ Đình Khoát")
    )
    confirmed.client("thu").post(f"/quyet-dinh/{decision}/hoan-tac/")
    client = confirmed.client("lan")
    assert "Vũ Đình Khoát" not in text(client.get("/so/"))
    assert "đã gỡ" in text(client.get("/so/?kem=1"))


@pytest.mark.parametrize("address", ["/so/", "/so/2/", "/bai/4/", "/tim/?q=chiec+vi", "/tim/?q=Hoàng+Bảo+Ngân"])
@pytest.mark.parametrize(("username", "named"), [("lan", True), ("nghien", False), ("kythuat", False)])
def test_a_childs_name_is_for_those_who_decide(confirmed: Any, address: str, username: str, named: bool) -> None:
    html = plain(
        text(confirmed.client(username).get(address))
        .replace('value="Hoàng Bảo Ngân"', "")
        .replace("<mark>", "")
        .replace("</mark>", "")
    )
    html = html.replace("Hoàng Bảo Ngân · Gương", "")  # the search page's title repeats the question
    assert ("Hoàng Bảo Ngân" in html) == named


SEARCHES = [
    ("661/KH-UBND", "661/KH-UBND"),
    ("661", "661/KH-UBND"),
    ("hiến đất", "Người nông dân hiến hơn nghìn mét vuông đất mở đường"),
    ("hien dat", "Người nông dân hiến hơn nghìn mét vuông đất mở đường"),
    ("HIẾN ĐẤT", "Người nông dân hiến hơn nghìn mét vuông đất mở đường"),
    ("camera nha nong", "Mô hình “Camera nhà nông” giữ yên xóm làng"),
    ("Toàn văn kế hoạch", "UBND tỉnh ban hành kế hoạch xây dựng điển hình tiên tiến"),  # only in the attachment
]


@pytest.mark.parametrize(("words", "title"), SEARCHES)
def test_search_finds_with_and_without_marks_and_by_symbol(board: Any, words: str, title: str) -> None:
    html = text(board.client("nghien").get("/tim/", {"q": words}))
    titles = [plain(found) for found in re.findall(r"<h3>(.*?)</h3>", html)]
    assert re.sub(r"\s", "", title) in [re.sub(r"\s", "", found) for found in titles]


def test_a_hit_in_a_file_says_which_file_and_page(board: Any) -> None:
    html = text(board.client("nghien").get("/tim/", {"q": "toan van ke hoach", "loai": "article"}))
    assert "tệp 661-KH-UBND.pdf, trang 2" in html
    assert re.findall(r"<mark>([^<]+)</mark>", html)[-4:] == ["Toàn", "văn", "kế", "hoạch"]


def test_article_and_plan_list_their_files_and_what_is_unread(board: Any) -> None:
    client = board.client("nghien")
    html = text(client.get("/tim/", {"q": "toan van ke hoach"}))
    article = re.search(r'href="(/bai/\d+/)', html)
    plan = re.search(r'href="(/van-ban/\d+/)', text(client.get("/tim/", {"q": "661/KH-UBND", "loai": "plan"})))
    assert article is not None
    assert plan is not None
    for address in (article[1], plan[1]):
        page = plain(text(client.get(address)))
        assert "661-KH-UBND.pdf ↗ đã đọc bằng nhận dạng chữ (OCR)" in page
        assert "phu-luc.pdf ↗ chưa đọc được: cần OCR" in page
        assert "Bản quét" in page


def test_what_was_searched_is_highlighted(board: Any) -> None:
    html = text(board.client("nghien").get("/tim/", {"q": "hien dat"}))
    assert {"hiến", "đất"} <= set(re.findall(r"<mark>([^<]+)</mark>", html))
    article = text(board.client("nghien").get("/bai/1/", {"q": "hien dat"}))
    assert "hiến" in re.findall(r"<mark[^>]*>([^<]+)</mark>", article)


def test_search_narrows_to_a_kind_and_a_year(board: Any) -> None:
    client = board.client("nghien")
    html = text(client.get("/tim/", {"q": "dien hinh", "loai": "plan"}))
    assert "661/KH-UBND" in html
    assert "Bài viết <span" not in html
    assert "34-CT/TW" in text(client.get("/tim/", {"q": "34-CT/TW", "nam": "2014"}))
    assert "Không tìm thấy" in text(client.get("/tim/", {"q": "Camera", "nam": "2014"}))


ODD = [
    "",
    '"',
    "AND OR NOT",
    "a" * 500,
    "%_*'\"()",
    "\x00",
    "🙂",
    "<script>alert(1)</script>",
    "col:x",
    "NEAR(a b)",
    "-",
    "^a",
]


@pytest.mark.parametrize("words", ODD)
@pytest.mark.parametrize("path", ["/tim/", "/so/", "/do-phu/", "/bai/1/"])
def test_nothing_a_person_types_breaks_a_page(board: Any, path: str, words: str) -> None:
    answer = board.client("lan").get(path, {"q": words, "trang": words, "nam": words, "loai": words})
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)


def test_a_plan_shows_who_issued_and_who_cited_it(board: Any) -> None:
    client = board.client("nghien")
    assert "661/KH-UBND" in text(client.get("/van-ban/"))
    assert "34-CT/TW" in text(client.get("/van-ban/?vung=all"))
    issued = board.value("SELECT id FROM plans WHERE symbol = '661/KH-UBND'")
    html = text(client.get(f"/van-ban/{issued}/"))
    for expected in ("UBND tỉnh Ninh Bình", "02/11/2026", "Bài đưa tin ban hành", "661-KH-UBND.pdf"):
        assert expected in html
    cited = board.value("SELECT id FROM plans WHERE symbol = '34-CT/TW'")
    assert "Bài nhắc đến" in text(client.get(f"/van-ban/{cited}/"))


def test_an_edited_article_shows_what_changed(board: Any, again: Any) -> None:
    page, read = again(0, lambda body: body.replace("mười bảy hộ", "mười chín hộ"))
    save_article(board.store, page, read, now=board.now)
    html = text(board.client("lan").get("/bai/1/"))
    assert "Bản 2" in html
    assert re.search(r"<ins>.*mười chín hộ", html)
    assert "mười bảy hộ" in text(board.client("lan").get("/bai/1/?ban=1"))


def test_the_printed_source_of_a_copy_is_shown_as_text(board: Any, again: Any) -> None:
    from dataclasses import replace

    addresses = ("/bai/1/", f"/truong-hop/{board.case_id('Vũ Đình Khoát')}/")
    client = board.client("lan")
    assert all("· Nguồn tin:" not in text(client.get(address)) for address in addresses)
    page, read = again(0, lambda body: body + "\nMột dòng mới.")
    save_article(board.store, page, replace(read, origin="Báo <b>Hoàng Liên</b>"), now=board.now)
    for address in addresses:
        assert "· Nguồn tin: Báo &lt;b&gt;Hoàng Liên&lt;/b&gt;" in text(client.get(address))


def test_a_hijacked_page_is_flagged(board: Any, again: Any) -> None:
    from dataclasses import replace

    page, read = again(0, lambda body: body + "\nMột dòng mới.")
    save_article(board.store, page, replace(read, hijack=Hijack(True, 0.9, ("x",), ())), now=board.now)
    assert "Nghi bị chèn nội dung lạ" in text(board.client("lan").get("/bai/1/"))
    assert "Nghi bị chèn nội dung lạ" in text(board.client("lan").get(f"/truong-hop/{board.case_id('Vũ Đình Khoát')}/"))


def test_a_hostile_address_becomes_no_link(board: Any) -> None:
    board.store.run("UPDATE articles SET url = 'javascript:alert(1)'")
    for address in ("/bai/1/", f"/truong-hop/{board.case_id('Vũ Đình Khoát')}/"):
        assert "javascript:" not in text(board.client("lan").get(address))


def test_coverage_tells_silence_from_not_listening(confirmed: Any) -> None:
    html = text(confirmed.client("nghien").get("/do-phu/?ky=3650"))
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr><td.*?</tr>", html)]
    rows = {plain(row[0]).split(" gồm ")[0]: plain(row[1]) for row in cells}
    assert rows["Phường Hà Nam"] == "có điển hình đã xác nhận"
    assert rows["Xã Liêm Hà"] == "có trường hợp chờ thẩm định"


def test_units_are_listed_as_a_dictionary_would(board: Any) -> None:
    board.store.run("UPDATE units SET name = 'Xã Ấm Hạ' WHERE key = 'n372'")
    html = text(board.client("nghien").get("/do-phu/"))
    listed = re.findall(r"<td[^>]*><strong>([^<]+)</strong>", html)
    assert listed == ["Phường Hà Nam", "Xã Ấm Hạ", "Xã Bình Lục", "Xã Thanh Bình"]


def test_a_source_is_called_by_its_name(board: Any) -> None:
    for address in ("/bai/1/", "/tim/?q=hien+dat", f"/truong-hop/{board.case_id('Vũ Đình Khoát')}/"):
        assert "Báo Ninh Bình" in text(board.client("lan").get(address))


def test_coverage_finds_a_unit_by_its_old_name(board: Any) -> None:
    html = text(board.client("nghien").get("/do-phu/?q=thanh+phong"))
    assert "<strong>Xã Thanh Bình</strong>" in html
    assert "<strong>Xã Liêm Hà</strong>" not in html


def test_sources_show_trouble_and_runs(board: Any) -> None:
    client = board.client("kythuat")
    html = plain(text(client.get("/nguon/")))
    assert "bị chặn: 1" in html
    assert "Báo Ninh Bình" in html
    assert "7 trường hợp mới" in html
    assert "im lặng" not in html  # nothing to tell
    run = plain(text(client.get("/nguon/dot/1/?ket=blocked")))
    assert "HTTP 403" in run
    assert "bai-1" not in run


def test_history_is_ones_own_or_everybodys(confirmed: Any) -> None:
    decide(
        confirmed.store,
        Actor("lan", "Nguyễn Thị Lan", frozenset({"reviewer"})),
        confirmed.case_id("Phan Văn Tước"),
        Verdict("reject", "official"),
        now=confirmed.now,
    )
    client = confirmed.client("lan")
    own, all_ = text(client.get("/lich-su/")), text(client.get("/lich-su/?cua=all"))
    assert "Phan Văn Tước" in own
    assert "Vũ Đình Khoát" not in own
    assert "Vũ Đình Khoát" in all_
    assert all_.count("hoan-tac") == 1  # only what one may undo has the button
    assert text(confirmed.client("thu").get("/lich-su/?cua=all")).count("hoan-tac") == 4


def test_long_histories_are_paged(board: Any) -> None:
    candidate = board.case_id("Phan Văn Tước")
    lan = Actor("lan", "Lan", frozenset({"reviewer"}))
    from registry.decisions import undo

    for minute in range(16):
        made = decide(
            board.store, lan, candidate, Verdict("reject", "official"), now=board.now + timedelta(minutes=minute)
        )
        undo(board.store, lan, made.id, now=board.now + timedelta(minutes=minute))
    first = text(board.client("lan").get("/lich-su/"))
    older = re.search(r'href="(\?truoc=\d+)">Cũ hơn', first)
    assert older
    rest = text(board.client("lan").get(f"/lich-su/{older[1]}"))
    assert first.count('data-label="Lúc"') + rest.count('data-label="Lúc"') == 32


def test_the_log_tells_who_came_and_whether_its_chain_is_whole(confirmed: Any) -> None:
    confirmed.client("nghien").get("/hang-doi/")  # not allowed: that is written down too
    html = plain(text(confirmed.client("kythuat").get("/nhat-ky/?xet=1")))
    assert "Chuỗi nguyên vẹn" in html
    assert "bị từ chối quyền" in html
    assert "đăng nhập" in html
    assert "Khoát" not in html  # the log names no one
