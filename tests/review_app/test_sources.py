"""The sources page: who is ill, since when, what to do; and what became of each page."""

import re
from typing import Any

import pytest

from domain.health import Finding
from registry.health import update_findings
from review_app.sparks import HEIGHT, draw


def text(answer: Any) -> str:
    return str(answer.content.decode())


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def named(html: str) -> list[str]:
    """The sources of the table, in order."""
    return re.findall(r'href="/nguon/chi-tiet/\?ten=[^"&]*"><strong>([^<]+)</strong>', html)


FILTERS = [
    ("", ["Báo Sơn La", "Báo chưa đọc", "Báo Ninh Bình"]),
    ("?muc=bad", ["Báo Sơn La"]),
    ("?muc=good", ["Báo Ninh Bình"]),
    ("?muc=none", ["Báo chưa đọc"]),
    ("?muc=warn", []),
    ("?q=im+lang", ["Báo Sơn La"]),  # by what is wrong
    ("?q=ninh+binh", ["Báo chưa đọc", "Báo Ninh Bình"]),  # by unit too
    ("?muc=moon", ["Báo Sơn La", "Báo chưa đọc", "Báo Ninh Bình"]),
    ("?muc=bad&q=ninh+binh", []),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_sources_are_filtered_those_in_need_first(board: Any, query: str, expected: list[str]) -> None:
    assert named(text(board.client("kythuat").get(f"/nguon/{query}"))) == expected


def test_a_line_tells_unit_week_findings_and_chart(board: Any) -> None:
    html = text(board.client("kythuat").get("/nguon/?muc=bad"))
    said = plain(html)
    for words in ("Tỉnh Sơn La", "cần xử lý", "Im lặng", "lẽ ra đã có khoảng 12 bài", "0 / thường 6", "bị chặn: 1"):
        assert words in said
    assert 'aria-label="Bài mới trong tuần ở mỗi lượt đọc, cũ đến mới: 6, 5, 7, 6, 0, 0"' in html
    assert "40" not in re.findall(r'<svg class="spark".*?</svg>', html)[0]  # the first look is no week


def test_the_digest_of_the_week_is_shown(board: Any) -> None:
    said = plain(text(board.client("lan").get("/nguon/")))
    assert "Bản tin sức khỏe tuần 2026-W47" in said
    assert "2 điều mới" in said


def test_trouble_of_most_sources_stands_on_top(board: Any) -> None:
    finding = Finding("", "network", "bad", board.now.date(), "6/10 nguồn cùng không truy cập được", "kiểm tra mạng")
    update_findings(board.store, [finding], set(), (), board.now)
    assert "6/10 nguồn cùng không truy cập được" in plain(text(board.client("kythuat").get("/nguon/")))


def test_numbers_nobody_has_seen_are_listed(board: Any) -> None:
    assert "Số văn bản chưa thấy" not in text(board.client("lan").get("/nguon/"))
    board.store.run(
        "INSERT INTO plans (key, symbol, number, type, year, issuer, issuer_key, symbol_folded, first_seen, last_seen, "
        "province_key) SELECT 'n37|KH-UBND|663|' || year, '663/KH-UBND', '663', type, year, issuer, issuer_key, 'x', "
        "first_seen, last_seen, province_key FROM plans WHERE symbol = '661/KH-UBND'"
    )
    said = plain(text(board.client("lan").get("/nguon/")))
    assert "thấy 661/KH-UBND , 663/KH-UBND ; chưa thấy số 662" in said


def test_a_source_tells_what_to_do_its_weeks_and_its_entry_pages(board: Any) -> None:
    html = text(board.client("kythuat").get("/nguon/chi-tiet/?ten=sonla"))
    said = plain(html)
    for words in (
        "Việc cần làm: mở cổng xem",
        "lần đầu",
        "0 / thường 6",
        "https://baosonla.example.vn/rss",
        "HTTP 404",
        "120",
    ):
        assert words in said
    assert "<script>alert" not in html


STATES = [
    ("", {"https://baosonla.example.vn/chan", "https://baosonla.example.vn/chen"}),
    ("&ket=blocked", {"https://baosonla.example.vn/chan"}),
    ("&ket=quarantined", {"https://baosonla.example.vn/chen"}),
    ("&ket=gone", set[str]()),
]


@pytest.mark.parametrize(("query", "expected"), STATES)
def test_pages_of_a_source_are_listed_by_their_end(board: Any, query: str, expected: set[str]) -> None:
    html = text(board.client("lan").get(f"/nguon/chi-tiet/?ten=sonla{query}"))
    listed = set(re.findall(r"https://baosonla\.example\.vn/ch[ae]n", html.partition('id="trang"')[2]))
    assert listed == expected


def test_a_suspected_page_is_no_link(board: Any) -> None:
    html = text(board.client("lan").get("/nguon/chi-tiet/?ten=sonla"))
    assert 'href="https://baosonla.example.vn/chan"' in html
    assert 'href="https://baosonla.example.vn/chen"' not in html


@pytest.mark.parametrize("key", ["", "khong-co", "../../etc", "a" * 3000, "<b>", "%00"])
def test_an_unknown_source_is_not_found(board: Any, key: str) -> None:
    answer = board.client("lan").get("/nguon/chi-tiet/", {"ten": key})
    assert answer.status_code == 404
    assert "<b>”" not in text(answer)


def test_a_source_never_read_says_so(board: Any) -> None:
    said = plain(text(board.client("lan").get("/nguon/chi-tiet/?ten=hanoi")))
    assert "chưa được đọc lần nào" in said
    assert "Không có trang nào" in said


def test_bars_stand_on_the_ground_and_fit_the_chart() -> None:
    chart = draw([0, 1, 200, 40], 50.0)
    assert chart is not None
    assert [bar.height for bar in chart.bars] == [1, 2, HEIGHT, 5]
    assert all(bar.y + bar.height == HEIGHT for bar in chart.bars)
    assert chart.bars[-1].now
    assert chart.line == HEIGHT - 6
    assert draw([], 5.0) is None
    quiet = draw([0, 0], None)
    assert quiet is not None
    assert quiet.line is None


def test_only_the_newest_bars_are_drawn() -> None:
    chart = draw(list(range(100)), None)
    assert chart is not None
    assert [bar.count for bar in chart.bars] == list(range(86, 100))
