"""The case page and what can be decided on it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from domain.actors import Actor
from registry.decisions import Verdict, decide
from registry.queue import claim

MINH = Actor("minh", "Trần Văn Minh", frozenset({"reviewer"}))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', html)
    assert found
    return found[1]


@pytest.fixture
def khoat(board: Any) -> str:
    return f"/truong-hop/{board.case_id('Vũ Đình Khoát')}/"


def test_the_evidence_is_marked_in_the_whole_article(board: Any, khoat: str) -> None:
    html = text(board.client("lan").get(khoat))
    marked = "".join(re.findall(r"<mark[^>]*>([^<]*)</mark>", html))
    assert marked.startswith("Ông Vũ Đình Khoát, 62 tuổi, là người đầu tiên")
    assert marked.endswith("mở rộng đường.")
    assert 'id="chung-cu-1"' in html
    assert '<span class="mention">ông Khoát</span>' in html
    assert "Đất của mình bớt đi một chút" in html  # the article to its end
    assert html.count("Người nông dân hiến hơn nghìn mét vuông đất mở đường</h2>") == 1


def test_everything_needed_for_the_judgement_is_there(board: Any, khoat: str) -> None:
    html = text(board.client("lan").get(khoat))
    for expected in (
        "Xã Thanh Bình", "Gồm: Xã Thanh Hà, Xã Thanh Phong", "nông nghiệp", "được biểu dương, khen thưởng",
        "Hiến 1.200 m2 đất làm đường", "Bằng khen", "1.200 m2 đất", "tự nguyện hiến", "rules@1",
        board.value("SELECT page_sha256 FROM evidence LIMIT 1"),
    ):  # fmt: skip
        assert expected in html
    assert re.search(r'href="https://baoninhbinh.example.vn/bai-1" rel="noopener noreferrer"', html)


def test_hostile_text_is_shown_as_text(board: Any, khoat: str) -> None:
    board.store.run("UPDATE candidates SET name = '<script>alert(1)</script>', unit_text = '\"><img src=x onerror=a>'")
    html = text(board.client("lan").get(khoat))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_opening_a_case_holds_it_for_the_reader(board: Any, khoat: str) -> None:
    assert 'value="confirm"' in text(board.client("lan").get(khoat))
    other = text(board.client("minh").get(khoat))
    assert "Nguyễn Thị Lan đang xem" in other
    assert 'value="confirm"' not in other


def test_fetching_ahead_holds_nothing(board: Any, khoat: str) -> None:
    board.client("lan").get(khoat, headers={"Sec-Purpose": "prefetch"})
    assert board.value("SELECT claimed_by FROM candidates WHERE name = 'Vũ Đình Khoát'") is None


def test_a_secretary_reads_without_holding(board: Any, khoat: str) -> None:
    assert 'value="confirm"' not in text(board.client("thu").get(khoat))
    assert board.value("SELECT claimed_by FROM candidates WHERE name = 'Vũ Đình Khoát'") is None


def test_confirming_lists_the_case_and_goes_to_the_next(board: Any, khoat: str) -> None:
    client = board.client("lan")
    page = text(client.get(khoat))
    answer = client.post(khoat + "quyet-dinh/", {"action": "confirm", "seen": seen(page)})
    assert answer["Location"] == f"/truong-hop/{board.case_id('Đỗ Thị Nhàn')}/"
    after = text(client.get(answer["Location"]))
    assert "Đã xác nhận: Vũ Đình Khoát" in after
    assert "Vũ Đình Khoát" in text(client.get("/so/"))
    assert "Đã xác nhận: Vũ Đình Khoát" not in text(client.get("/hang-doi/"))  # told once


def test_rejecting_stores_the_code_of_the_reason(board: Any, khoat: str) -> None:
    client = board.client("lan")
    client.post(khoat + "quyet-dinh/", {"action": "reject", "reason": "official", "note": "chủ tịch xã"})
    assert board.value("SELECT reason FROM decisions") == "official"
    html = text(client.get(khoat))
    assert "Cán bộ phát biểu, chủ trì hoặc trao thưởng" in html
    assert "chủ tịch xã" in html


def test_postponing_takes_the_case_away_until_the_day(board: Any, khoat: str) -> None:
    client = board.client("lan")
    day = (board.now + timedelta(days=9)).date().isoformat()
    client.post(khoat + "quyet-dinh/", {"action": "postpone", "reason": "ask_unit", "until": day})
    assert board.value("SELECT postponed_until FROM candidates WHERE state = 'postponed'") == day
    assert "Vũ Đình Khoát" not in re.findall(r"<h2><a [^>]+>([^<]+)", text(client.get("/hang-doi/")))


INCOMPLETE = [
    ({"action": "reject"}, "Chưa chọn lý do"),
    ({"action": "reject", "reason": "nonsense"}, "Chưa chọn lý do"),
    ({"action": "reject", "reason": "other"}, "Lý do khác cần ghi chú"),
    ({"action": "postpone", "reason": "unsure"}, "Chưa chọn ngày xem lại"),
    ({"action": "postpone", "reason": "unsure", "until": date(2020, 1, 1).isoformat()}, "Chưa chọn ngày xem lại"),
    ({"action": "delete"}, "Chưa chọn quyết định"),
]


@pytest.mark.parametrize(("form", "told"), INCOMPLETE)
def test_an_incomplete_verdict_changes_nothing(board: Any, khoat: str, form: dict[str, str], told: str) -> None:
    answer = board.client("lan").post(khoat + "quyet-dinh/", form)
    assert answer.status_code == 400
    assert told in text(answer)
    assert board.value("SELECT count(*) FROM decisions") == 0


def test_a_case_decided_meanwhile_is_not_decided_again(board: Any, khoat: str) -> None:
    client = board.client("lan")
    client.get(khoat)
    board.store.run("UPDATE candidates SET claimed_by = NULL, claimed_name = NULL, claimed_until = NULL")
    decide(board.store, MINH, board.case_id("Vũ Đình Khoát"), Verdict("reject", "official"), now=board.now)
    answer = client.post(khoat + "quyet-dinh/", {"action": "confirm"})
    assert answer.status_code == 409
    assert "đã được quyết định" in text(answer)
    assert board.value("SELECT count(*) FROM entries") == 0


def test_a_case_that_changed_since_it_was_shown_is_looked_at_again(board: Any, khoat: str) -> None:
    client = board.client("lan")
    version = seen(text(client.get(khoat)))
    board.store.run("UPDATE candidates SET version = version + 1")
    answer = client.post(khoat + "quyet-dinh/", {"action": "confirm", "seen": version})
    assert answer.status_code == 409
    assert board.value("SELECT count(*) FROM decisions") == 0


def test_a_case_in_a_colleagues_hands_is_not_decided(board: Any, khoat: str) -> None:
    claim(board.store, MINH, board.case_id("Vũ Đình Khoát"), now=board.now)
    answer = board.client("lan").post(khoat + "quyet-dinh/", {"action": "confirm"})
    assert answer.status_code == 409
    assert "Trần Văn Minh" in text(answer)


@pytest.mark.parametrize("username", ["thu", "nghien", "kythuat"])
def test_only_reviewers_decide(board: Any, khoat: str, username: str) -> None:
    answer = board.client(username).post(khoat + "quyet-dinh/", {"action": "confirm"})
    assert answer.status_code == 403
    assert board.value("SELECT count(*) FROM decisions") == 0


def test_undo_works_from_a_later_session(board: Any, khoat: str) -> None:
    board.client("lan").post(khoat + "quyet-dinh/", {"action": "confirm"})
    decision = board.value("SELECT id FROM decisions")
    later = board.client("lan")  # a new session, no note of what was done
    assert f"/quyet-dinh/{decision}/hoan-tac/" in text(later.get("/hang-doi/"))
    answer = later.post(f"/quyet-dinh/{decision}/hoan-tac/")
    assert answer["Location"] == khoat
    assert board.value("SELECT count(*) FROM entries WHERE status = 'listed'") == 0
    assert 'value="confirm"' in text(later.get(khoat))


def test_a_colleagues_decision_is_undone_by_the_secretary_only(board: Any, khoat: str) -> None:
    board.client("lan").post(khoat + "quyet-dinh/", {"action": "confirm"})
    decision = board.value("SELECT id FROM decisions")
    assert board.client("minh").post(f"/quyet-dinh/{decision}/hoan-tac/").status_code == 403
    assert board.client("thu").post(f"/quyet-dinh/{decision}/hoan-tac/").status_code == 302
    assert board.client("lan").post(f"/quyet-dinh/{decision}/hoan-tac/").status_code == 409


def test_the_pages_script_gets_answers_it_can_read(board: Any, khoat: str) -> None:
    client = board.client("lan")
    wants = {"Accept": "application/json"}
    refused = client.post(khoat + "quyet-dinh/", {"action": "reject"}, headers=wants)
    assert (refused.status_code, refused.json()["problem"]) == (400, "Chưa chọn lý do")
    done = client.post(khoat + "quyet-dinh/", {"action": "reject", "reason": "author"}, headers=wants)
    assert done.json() == {"next": f"/truong-hop/{board.case_id('Đỗ Thị Nhàn')}/"}


def test_a_case_can_be_held_longer_and_given_back(board: Any, khoat: str) -> None:
    client = board.client("lan")
    client.get(khoat)
    held = "SELECT claimed_until FROM candidates WHERE name = 'Vũ Đình Khoát'"
    first = board.value(held)
    assert client.post(khoat + "giu/").status_code == 204
    assert board.value(held) > first
    client.post(khoat + "tra-lai/")
    assert board.value(held) is None


def test_time_spent_is_kept(board: Any, khoat: str) -> None:
    client = board.client("lan")
    shown = re.search(r'name="shown" value="(\d+)"', text(client.get(khoat)))
    assert shown
    client.post(khoat + "quyet-dinh/", {"action": "confirm", "shown": str(int(shown[1]) - 30)})
    assert 30 <= board.value("SELECT seconds FROM decisions") < 60


def test_a_child_is_marked_as_one(board: Any) -> None:
    html = text(board.client("lan").get(f"/truong-hop/{board.case_id('Hoàng Bảo Ngân')}/"))
    assert "trẻ em" in html


def test_the_places_of_copies_are_linked_and_hostile_addresses_are_not(board: Any, khoat: str) -> None:
    article = board.value("SELECT article_id FROM article_versions WHERE text LIKE '%Vũ Đình Khoát%' LIMIT 1")
    for address in ("https://laocai.gov.vn/bai-9", "javascript:alert(1)"):
        board.store.run(
            "INSERT INTO articles (key, url, source, first_seen, last_seen, copy_of, copy_group) "
            "SELECT ?, ?, source, first_seen, last_seen, id, id FROM articles WHERE id = ?",
            (address, address, article),
        )
    html = text(board.client("lan").get(khoat))
    assert "Cũng đăng ở" in html
    assert 'href="https://laocai.gov.vn/bai-9"' in html
    assert 'href="javascript' not in html


def test_a_case_without_articles_opens_all_the_same(board: Any, khoat: str) -> None:
    board.store.run("UPDATE sightings SET superseded_at = '2026-01-01'")
    board.store.run("UPDATE candidates SET state = 'withdrawn'")
    assert "Không còn trong bài" in text(board.client("lan").get(khoat))


@pytest.mark.parametrize("address", ["/truong-hop/999/", "/truong-hop/999999999999999/", "/bai/999/", "/so/999/", "/van-ban/999/", "/nguon/dot/999/"])  # fmt: skip  # noqa: E501
def test_what_does_not_exist_is_not_found(board: Any, address: str) -> None:
    assert board.client("lan").get(address).status_code == 404


def test_an_action_opened_as_a_page_leads_to_the_start(board: Any, khoat: str) -> None:
    assert board.client("lan").get(khoat + "quyet-dinh/")["Location"] == "/"
