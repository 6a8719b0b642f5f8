"""The queue: who sees what, in which order, and how many questions the database is asked."""

import re
from datetime import timedelta
from typing import Any

import pytest

from domain.actors import Actor
from registry.decisions import Verdict, decide


def names(html: str) -> list[str]:
    return re.findall(r'<h2><a href="/truong-hop/[^"]+">([^<]+)</a>', html)


def text(answer: Any) -> str:
    return str(answer.content.decode())


VIEWS = [
    ("", ["Vũ Đình Khoát", "Đỗ Thị Nhàn", "Hợp tác xã Rau sạch Thanh Bình", "Hoàng Bảo Ngân", "Mô hình “Camera nhà nông”", "Phan Văn Tước"]),  # noqa: E501
    ("?vung=other", ["Lò Văn Pánh"]),
    ("?loai=household", ["Đỗ Thị Nhàn"]),
    ("?vung=all&loai=individual", ["Vũ Đình Khoát", "Lò Văn Pánh", "Hoàng Bảo Ngân", "Phan Văn Tước"]),
    ("?ngan=decided", []),
    ("?trang=7", []),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), VIEWS)
def test_the_queue_holds_the_boards_province_by_score(board: Any, query: str, expected: list[str]) -> None:
    assert names(text(board.client("lan").get(f"/hang-doi/{query}"))) == expected


def test_a_decided_case_moves_to_its_shelf(board: Any) -> None:
    minh = Actor("minh", "Trần Văn Minh", frozenset({"reviewer"}))
    decide(board.store, minh, board.case_id("Đỗ Thị Nhàn"), Verdict("reject", "official"), now=board.now)
    tomorrow = (board.now + timedelta(days=3)).date()
    put_off = Verdict("postpone", "unsure", until=tomorrow)
    decide(board.store, minh, board.case_id("Phan Văn Tước"), put_off, now=board.now)
    client = board.client("lan")
    assert "Đỗ Thị Nhàn" not in names(text(client.get("/hang-doi/")))
    assert names(text(client.get("/hang-doi/?ngan=decided"))) == ["Đỗ Thị Nhàn"]
    postponed = text(client.get("/hang-doi/?ngan=postponed"))
    assert names(postponed) == ["Phan Văn Tước"]
    assert f"{tomorrow:%d/%m/%Y}" in postponed
    assert "1/6 đã quyết định" in postponed


def test_two_reviewers_never_get_the_same_case(board: Any) -> None:
    given = [board.client(name).post("/hang-doi/tiep/")["Location"] for name in ("lan", "minh")]
    assert given == [f"/truong-hop/{board.case_id('Vũ Đình Khoát')}/", f"/truong-hop/{board.case_id('Đỗ Thị Nhàn')}/"]
    assert "Nguyễn Thị Lan đang xem" in text(board.client("minh").get("/hang-doi/"))


def test_a_filter_goes_along_to_the_next_case(board: Any) -> None:
    answer = board.client("lan").post("/hang-doi/tiep/?vung=other")
    assert answer["Location"] == f"/truong-hop/{board.case_id('Lò Văn Pánh')}/?vung=other"


def test_an_empty_queue_says_so(board: Any) -> None:
    client = board.client("lan")
    answer = client.post("/hang-doi/tiep/?vung=other&loai=model", follow=True)
    assert "Không còn trường hợp nào chờ bạn" in text(answer)
    assert "Xong phần này rồi" in text(answer)


def test_a_secretary_without_the_role_of_reviewer_takes_no_case(board: Any) -> None:
    answer = board.client("thu").post("/hang-doi/tiep/")
    assert answer.status_code == 403
    assert board.value("SELECT count(*) FROM candidates WHERE claimed_by IS NOT NULL") == 0


def test_without_a_province_everything_is_shown(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from django.conf import settings

    monkeypatch.setattr(settings, "GUONG", replace(settings.GUONG, province=""))
    assert len(names(text(board.client("lan").get("/hang-doi/")))) == 7


@pytest.mark.parametrize(
    "address", ["/hang-doi/?vung=all", "/so/?vung=all", "/lich-su/?cua=all", "/tim/?q=xa", "/do-phu/"]
)
def test_a_longer_list_asks_no_more_questions(board: Any, address: str) -> None:
    """No query per row: with one decision and with six the database is asked equally often."""
    client = board.client("lan")
    minh = Actor("minh", "Trần Văn Minh", frozenset({"reviewer"}))
    ids = [row["id"] for row in board.store.rows("SELECT id FROM candidates ORDER BY id")]
    decide(board.store, minh, ids[0], Verdict("confirm"), now=board.now)
    few = count_queries(client, address)
    for candidate_id in ids[1:6]:
        decide(board.store, minh, candidate_id, Verdict("confirm"), now=board.now)
    assert count_queries(client, address) <= few
    assert few < 40


def count_queries(client: Any, address: str) -> int:
    from review_app.board import registry

    asked: list[str] = []
    registry().db.conn.set_trace_callback(asked.append)
    try:
        assert client.get(address).status_code == 200
    finally:
        registry().db.conn.set_trace_callback(None)
    return len([sql for sql in asked if sql.lstrip().upper().startswith(("SELECT", "WITH"))])
