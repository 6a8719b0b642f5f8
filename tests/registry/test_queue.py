import threading
from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import Conflict, NotAllowed, NotFound
from registry.queue import LEASE, QueueFilter, claim, claim_next, count_queue, list_queue, release
from registry.sessions import current_session, list_sessions, open_session
from registry.store import open_store

OWN = QueueFilter("n37")


def next_name(desk: Any, who: str, chosen: QueueFilter = OWN) -> str | None:
    item = claim_next(desk.store, desk.actor(who), chosen, now=desk.now)
    return item.name if item else None


def test_the_best_scored_comes_first_and_the_item_tells_why(desk: Any) -> None:
    desk.fill("Lò Thị Hoa", "Nguyễn Văn Tấn")
    first, second = list_queue(desk.store, OWN, now=desk.now)
    assert [first.name, second.name] == ["Lò Thị Hoa", "Nguyễn Văn Tấn"]
    assert (first.unit_name, first.province_name, first.week) == ("Xã Thanh Bình", "Tỉnh Ninh Bình", "2026-W47")
    assert (first.quote, first.articles, first.state) == ("Lò Thị Hoa được tặng Bằng khen.", 1, "waiting")


def test_the_queue_of_a_province_holds_its_predecessors_and_others_are_under_a_filter(desk: Any) -> None:
    for source, name in (
        ("hanam", "Người Hà Nam"),
        ("ninhbinh", "Người Ninh Bình"),
        ("sonla", "Người Sơn La"),
        ("x", "Người Lạ"),
    ):
        text = f"Tin {name}\nÔng {name} hiến đất."
        desk.save(text, source=source, url=f"https://{source}.vn/1", cases=(desk.case(text, name, unit=None),))
    open_session(desk.store, now=desk.now)
    names = {
        scope: {item.name for item in desk.queue(province="n37", scope=scope)} for scope in ("own", "other", "all")
    }
    assert names["own"] == {"Người Hà Nam", "Người Ninh Bình"}
    assert names["other"] == {"Người Sơn La", "Người Lạ"}
    assert names["all"] == names["own"] | names["other"]
    assert count_queue(desk.store, QueueFilter("n37", "other"), now=desk.now) == 2
    with pytest.raises(ValueError, match="needs a province"):
        count_queue(desk.store, QueueFilter(), now=desk.now)


def test_two_reviewers_get_different_candidates_and_a_reload_the_same(desk: Any) -> None:
    desk.fill("Một", "Hai", "Ba")
    assert [next_name(desk, who) for who in ("Lan", "Mai", "Lan", "Mai")] == ["Một", "Hai", "Một", "Hai"]
    claimed = desk.queue()[0]
    assert (claimed.state, claimed.claimed_name, claimed.claimed_until) == ("claimed", "Lan", desk.now + LEASE)


def test_a_lease_ends_after_fifteen_minutes(desk: Any) -> None:
    desk.fill("Một")
    assert next_name(desk, "Lan") == "Một"
    desk.later(minutes=14)
    assert next_name(desk, "Mai") is None
    desk.later(minutes=1)
    assert desk.queue()[0].state == "waiting"
    assert next_name(desk, "Mai") == "Một"


def test_a_released_candidate_is_free_and_nobody_releases_for_another(desk: Any) -> None:
    [candidate] = desk.fill("Một")
    claim(desk.store, desk.actor("Lan"), candidate, now=desk.now)
    release(desk.store, desk.actor("Mai"), candidate)
    with pytest.raises(Conflict, match="Lan"):
        claim(desk.store, desk.actor("Mai"), candidate, now=desk.now)
    release(desk.store, desk.actor("Lan"), candidate)
    assert claim(desk.store, desk.actor("Mai"), candidate, now=desk.now).claimed_by == "mai"


def test_only_reviewers_claim_and_only_what_is_open(desk: Any) -> None:
    [candidate] = desk.fill("Một")
    for role in ("secretary", "researcher", "officer"):
        with pytest.raises(NotAllowed):
            claim(desk.store, desk.actor("Lan", role), candidate, now=desk.now)
        with pytest.raises(NotAllowed):
            claim_next(desk.store, desk.actor("Lan", role), OWN, now=desk.now)
    with pytest.raises(NotFound):
        claim(desk.store, desk.actor(), 99, now=desk.now)
    desk.decide(candidate, "confirm")
    with pytest.raises(Conflict, match="đã được quyết định"):
        claim(desk.store, desk.actor(), candidate, now=desk.now)


def test_a_postponed_candidate_returns_on_its_day_in_vietnam(desk: Any) -> None:
    [candidate] = desk.fill("Một")
    desk.decide(candidate, "postpone", reason="unsure", until=date(2026, 11, 20))
    desk.now = desk.now.replace(day=19, hour=16, minute=59)  # 23:59 in Hanoi
    assert desk.queue() == []
    desk.later(minutes=1)
    assert [item.name for item in desk.queue()] == ["Một"]


def test_nobody_is_served_before_a_session_opens_and_leftovers_stay(desk: Any) -> None:
    desk.save("Tin\nÔng Một hiến đất.", "Một")
    assert current_session(desk.store) is None
    assert desk.queue() == []
    week = open_session(desk.store, now=desk.now)
    assert (week.week, week.added, week.decided) == ("2026-W47", 1, 0)
    desk.save("Tin hai\nÔng Hai hiến đất.", "Hai", url="https://a.vn/2")
    assert open_session(desk.store, now=desk.now).added == 2
    desk.later(days=7)
    desk.save("Tin ba\nÔng Ba hiến đất.", "Ba", url="https://a.vn/3")
    assert open_session(desk.store, now=desk.now).added == 1
    assert {item.name: item.week for item in desk.queue()} == {"Một": "2026-W47", "Hai": "2026-W47", "Ba": "2026-W48"}
    assert [item.name for item in desk.queue(session_id=week.id)] == ["Một", "Hai"]
    assert [session.week for session in list_sessions(desk.store)] == ["2026-W48", "2026-W47"]


def test_a_session_leaves_out_what_scores_too_low(desk: Any) -> None:
    desk.save("Tin\nÔng Một hiến đất.", "Một")
    open_session(desk.store, now=desk.now, min_score=0.9)
    assert desk.queue() == []


def test_pages_of_the_queue_do_not_overlap(desk: Any) -> None:
    names = [f"Người số {at}" for at in range(25)]
    desk.fill(*names)
    seen = [
        item.name
        for offset in range(0, 30, 10)
        for item in list_queue(desk.store, OWN, now=desk.now, limit=10, offset=offset)
    ]
    assert seen == names


def test_eight_threads_claim_and_decide_without_loss_or_double_claim(desk: Any, path: Any) -> None:
    total = 160
    desk.fill(*(f"Người số {at}" for at in range(total)))
    done: dict[str, list[int]] = {}
    failures: list[BaseException] = []

    all_hold_one = threading.Barrier(8)

    def review(who: str) -> None:
        mine = done.setdefault(who, [])
        own = type(desk)(store)
        own.now = desk.now + timedelta(seconds=len(mine))
        try:
            while (item := claim_next(store, own.actor(who), OWN, now=own.now)) is not None:
                if not mine:
                    all_hold_one.wait(timeout=60)
                own.decide(
                    item.id, ("confirm", "reject")[item.id % 2], by=who, reason=("official" if item.id % 2 else None)
                )
                mine.append(item.id)
        except BaseException as error:
            failures.append(error)

    store = open_store(path, wait_seconds=30)
    threads = [threading.Thread(target=review, args=(f"Người {letter}",)) for letter in "ABCDEFGH"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    decided = [each for ids in done.values() for each in ids]
    assert failures == []
    assert len(decided) == len(set(decided)) == total
    assert desk.count("decisions") == desk.count("audit_log") == total
    assert all(done.values())
