import sqlite3
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.actors import Actor
from domain.errors import Conflict, NotAllowed, NotFound, UserMistake
from registry.audit import list_audit, record, verify_audit
from registry.backup import verify_store
from registry.cases import load_case
from registry.decisions import Verdict, decide, list_decisions, list_reasons, load_decision, undo, verify_chain
from registry.entries import EntryFilter, count_entries, list_entries, load_entry
from registry.queue import QueueFilter, claim, claim_next
from registry.store import Store

LATER = date(2026, 12, 1)


def test_a_decision_keeps_who_when_what_and_on_which_evidence(desk: Any) -> None:
    [candidate] = desk.fill("Nguyễn Văn Tấn")
    made = desk.decide(candidate, "reject", reason="official", note="  chủ tịch xã ")
    assert (made.action, made.actor_id, made.actor_name, made.at) == ("reject", "lan", "Lan", desk.now)
    assert (made.reason, made.reason_label) == ("official", "Cán bộ phát biểu, chủ trì hoặc trao thưởng")
    assert (made.note, made.name) == ("chủ tịch xã", "Nguyễn Văn Tấn")
    version = desk.store.row("SELECT id, text_sha256 FROM article_versions")
    assert (made.version_id, made.text_sha256, made.page_sha256) == (version["id"], version["text_sha256"], "0" * 64)
    assert made.model_version == "rules@1"
    assert list_decisions(desk.store, actor_id="lan") == [made]
    assert list_decisions(desk.store, actor_id="mai") == []


def test_reasons_have_vietnamese_labels(desk: Any) -> None:
    assert [reason.code for reason in list_reasons(desk.store, "reject")][:2] == ["not_exemplary", "official"]
    assert list_reasons(desk.store, "postpone")[0].label == "Chưa chắc chắn, cần xem lại"
    assert list_reasons(desk.store, "confirm") == []


INCOMPLETE = [
    Verdict("reject"),
    Verdict("reject", reason="unsure"),
    Verdict("reject", reason="no_such_code"),
    Verdict("reject", reason="other", note="  "),
    Verdict("reject", reason="official", until=LATER),
    Verdict("postpone", reason="unsure"),
    Verdict("postpone", reason="unsure", until=date(2026, 11, 16)),
    Verdict("postpone", until=LATER),
    Verdict("confirm", reason="official"),
    Verdict("confirm", until=LATER),
]


@pytest.mark.parametrize("verdict", INCOMPLETE, ids=repr)
def test_an_incomplete_verdict_is_refused_and_leaves_no_trace(desk: Any, verdict: Verdict) -> None:
    [candidate] = desk.fill("Một")
    with pytest.raises(UserMistake):
        decide(desk.store, desk.actor(), candidate, verdict, now=desk.now)
    assert [desk.count(table) for table in ("decisions", "decision_details", "audit_log", "entries")] == [0, 0, 0, 0]


@pytest.mark.parametrize("role", ["secretary", "researcher", "officer"])
def test_only_a_reviewer_decides(desk: Any, role: str) -> None:
    [candidate] = desk.fill("Một")
    with pytest.raises(NotAllowed):
        decide(desk.store, desk.actor("Lan", role), candidate, Verdict("confirm"), now=desk.now)
    assert desk.count("decisions") == 0


def test_what_is_decided_held_or_changed_is_a_conflict(desk: Any) -> None:
    first, second, third = desk.fill("Một", "Hai", "Ba")
    desk.decide(first, "confirm")
    with pytest.raises(Conflict, match="đã được quyết định"):
        desk.decide(first, "reject", by="Mai", reason="official")
    claim(desk.store, desk.actor("Mai"), second, now=desk.now)
    with pytest.raises(Conflict, match="Mai"):
        desk.decide(second, "confirm")
    shown = load_case(desk.store, third, now=desk.now).version
    text = "Tin mới\nÔng Ba được tặng thưởng thêm."
    desk.save(text, "Ba", url="https://a.vn/moi")
    with pytest.raises(Conflict, match="vừa thay đổi"):
        desk.decide(third, "confirm", seen_version=shown)
    desk.decide(third, "confirm", seen_version=load_case(desk.store, third, now=desk.now).version)
    with pytest.raises(NotFound):
        desk.decide(99, "confirm")


def test_an_entry_is_listed_by_a_confirmation_and_removed_by_its_undo(desk: Any) -> None:
    [candidate] = desk.fill("Nguyễn Văn Tấn")
    first = desk.decide(candidate, "confirm")
    [entry] = list_entries(desk.store, EntryFilter())
    assert (entry.name, entry.unit_name, entry.confirmed_by, entry.status) == (
        "Nguyễn Văn Tấn",
        "Xã Thanh Bình",
        "Lan",
        "listed",
    )
    assert (entry.quote, entry.url) == ("Nguyễn Văn Tấn được tặng Bằng khen.", "https://example.vn/Nguyễn Văn Tấn")
    desk.later(minutes=1)
    taken_back = undo(desk.store, desk.actor(), first.id, now=desk.now, note="nhầm người")
    assert (taken_back.undoes, load_decision(desk.store, first.id).undone_by) == (first.id, taken_back.id)
    assert list_entries(desk.store, EntryFilter()) == []
    assert count_entries(desk.store, EntryFilter(include_removed=True)) == 1
    assert [item.state for item in desk.queue()] == ["waiting"]
    second = desk.decide(candidate, "confirm", by="Mai")
    row, steps = load_entry(desk.store, entry.id)
    assert (row.confirmed_by, row.status) == ("Mai", "listed")
    assert [(step.status, step.decision_id) for step in steps] == [
        ("listed", first.id),
        ("removed", taken_back.id),
        ("listed", second.id),
    ]


@pytest.mark.parametrize(
    ("action", "fields"), [("reject", {"reason": "official"}), ("postpone", {"reason": "unsure", "until": LATER})]
)
def test_reject_and_postpone_can_be_undone_too(desk: Any, action: str, fields: dict[str, Any]) -> None:
    [candidate] = desk.fill("Một")
    made = desk.decide(candidate, action, **fields)
    assert desk.queue() == []
    undo(desk.store, desk.actor(), made.id, now=desk.now)
    assert [item.name for item in desk.queue()] == ["Một"]


def test_an_undo_is_for_the_newest_decision_once_by_its_maker_or_a_secretary(desk: Any) -> None:
    [candidate] = desk.fill("Một")
    first = desk.decide(candidate, "confirm")
    for other in (desk.actor("Mai"), desk.actor("Lan", "researcher")):
        with pytest.raises(NotAllowed):
            undo(desk.store, other, first.id, now=desk.now)
    taken_back = undo(desk.store, desk.actor("Mai", "secretary"), first.id, now=desk.now)
    for old in (first.id, taken_back.id):
        with pytest.raises(Conflict):
            undo(desk.store, desk.actor("Mai", "secretary"), old, now=desk.now)
    with pytest.raises(NotFound):
        undo(desk.store, desk.actor(), 99, now=desk.now)


def test_undoing_a_decision_about_a_page_that_no_longer_names_the_person_does_not_requeue(desk: Any) -> None:
    [candidate] = desk.fill("Một")
    made = desk.decide(candidate, "confirm")
    desk.save("Gương sáng\nĐã gỡ bài.", url="https://example.vn/Một")
    undo(desk.store, desk.actor(), made.id, now=desk.now)
    assert desk.queue() == []


FORBIDDEN = [
    "UPDATE decisions SET action = 'reject', reason = 'official'",
    "UPDATE decisions SET actor_id = 'mai'",
    "DELETE FROM decisions",
    "INSERT OR REPLACE INTO decisions SELECT * FROM decisions WHERE id = 1",
    "UPDATE decision_details SET body = '{}'",
    "DELETE FROM decision_details",
    "UPDATE audit_log SET action = 'x'",
    "DELETE FROM audit_log",
    "DELETE FROM entry_history",
    "DELETE FROM entries",
    "INSERT INTO entries (candidate_id, decision_id, status, created_at, updated_at) VALUES (2, 1, 'listed', '', '')",
    "INSERT INTO entries (candidate_id, decision_id, status, created_at, updated_at) VALUES (2, 2, 'listed', '', '')",
    "UPDATE entries SET candidate_id = 2",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_database_itself_refuses_to_rewrite_history(desk: Any, path: Path, sql: str) -> None:
    first, second = desk.fill("Một", "Hai")
    desk.decide(first, "confirm")
    desk.decide(second, "reject", reason="official")
    # A plain connection, without the settings of ours.
    with sqlite3.connect(path) as plain, pytest.raises(sqlite3.IntegrityError):
        plain.execute(sql)
    plain.close()
    assert verify_store(desk.store).problems == ()


def test_an_entry_cannot_be_relisted_without_a_standing_confirmation(desk: Any) -> None:
    [candidate] = desk.fill("Một")
    undo(desk.store, desk.actor(), desk.decide(candidate, "confirm").id, now=desk.now)
    with pytest.raises(sqlite3.IntegrityError, match="confirm decision"):
        desk.store.run("UPDATE entries SET status = 'listed'")


def _drop_triggers(store: Store) -> None:
    for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        store.run(f"DROP TRIGGER {row['name']}")


def _edit_row(store: Store) -> None:
    store.run("UPDATE decisions SET actor_id = 'mai' WHERE id = 2")


def _edit_detail(store: Store) -> None:
    store.run("UPDATE decision_details SET body = replace(body, 'Hai', 'Khác') WHERE decision_id = 2")


def _remove_row(store: Store) -> None:
    store.run("PRAGMA foreign_keys = OFF")
    store.run("DELETE FROM decisions WHERE id = 2")


def _remove_detail(store: Store) -> None:
    store.run("DELETE FROM decision_details WHERE decision_id = 2")


@pytest.mark.parametrize("forge", [_edit_row, _edit_detail, _remove_row, _remove_detail])
def test_a_forger_who_drops_the_triggers_is_still_found(desk: Any, forge: Callable[[Store], None]) -> None:
    for candidate in desk.fill("Một", "Hai", "Ba"):
        desk.decide(candidate, "confirm")
    assert verify_chain(desk.store).ok
    _drop_triggers(desk.store)
    forge(desk.store)
    report = verify_chain(desk.store)
    assert not report.ok
    assert report.broken_at in (2, 3)
    assert not verify_store(desk.store).ok


def test_every_decision_has_its_audit_line_without_personal_text(desk: Any) -> None:
    [candidate] = desk.fill("Nguyễn Văn Tấn")
    made = desk.decide(candidate, "reject", reason="other", note="bí mật")
    undo(desk.store, desk.actor(), made.id, now=desk.now)
    record(desk.store, desk.actor("Mai"), "login", subject="user:mai", now=desk.now)
    lines = list_audit(desk.store)
    assert [(line.action, line.subject, line.actor_id) for line in lines] == [
        ("login", "user:mai", "mai"),
        ("undo", f"candidate:{candidate}", "lan"),
        ("reject", f"candidate:{candidate}", "lan"),
    ]
    assert "Tấn" not in str(lines)
    assert "bí mật" not in str(lines)
    assert verify_audit(desk.store).checked == 3
    assert list_audit(desk.store, before=2) == lines[2:]


def test_the_case_page_shows_evidence_history_and_namesakes(desk: Any) -> None:
    [candidate] = desk.fill("Nguyễn Văn Tấn")
    made = desk.decide(candidate, "reject", reason="weak_evidence")
    desk.later(days=1)
    text = "Tin mới\nÔng Nguyễn Văn Tấn lại hiến đất."
    desk.save(text, url="https://a.vn/2", cases=(desk.case(text, "Nguyễn Văn Tấn"),))
    desk.save(text, url="https://a.vn/3", cases=(desk.case(text, "Nguyễn Văn Tấn", unit="Xã Liêm Hà"),))
    view = load_case(desk.store, candidate, now=desk.now)
    assert [sighting.title for sighting in view.sightings] == ["Gương sáng", "Tin mới"]
    for sighting in view.sightings:
        for evidence in sighting.evidence:
            assert sighting.text[evidence.start : evidence.end] == evidence.quote
    assert view.decisions == (made,)
    assert (view.new_since, view.changed, view.entry_id) == (1, False, None)
    assert [(other.name, other.unit_text) for other in view.similar] == [("Nguyễn Văn Tấn", "Xã Liêm Hà")]
    desk.save("Gương sáng\nĐọc bằng luật mới.", url="https://example.vn/Nguyễn Văn Tấn")  # of the same bytes
    assert not load_case(desk.store, candidate, now=desk.now).changed
    desk.save("Gương sáng\nĐã sửa.", url="https://example.vn/Nguyễn Văn Tấn", sha256="1" * 64)
    assert load_case(desk.store, candidate, now=desk.now).changed
    with pytest.raises(NotFound):
        load_case(desk.store, 99, now=desk.now)


STEPS = ["confirm", "reject", "postpone", "undo", "claim", "wait", "save", "edit"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), min_size=4, max_size=24))
def test_a_decided_candidate_is_never_served_again_unless_undone(
    tmp_path: Path, make_desk: Any, steps: list[tuple[str, int]]
) -> None:
    desk = make_desk(tmp_path / f"{time.monotonic_ns()}.sqlite3")
    names = ["Một", "Hai", "Ba", "Bốn"]
    ids = desk.fill(*names)
    effective: dict[int, tuple[str, int]] = {}
    for step, at in steps:
        try:
            _take(desk, step, ids[at], names[at], effective)
        except Conflict:
            assert ids[at] in effective or step == "undo"
        served = {item.id for item in desk.queue()}
        final = {each for each, (action, _) in effective.items() if action in ("confirm", "reject")}
        assert served.isdisjoint(final)
        listed = {entry.candidate_id for entry in list_entries(desk.store, EntryFilter())}
        assert listed == {each for each, (action, _) in effective.items() if action == "confirm"}
        # Whoever asks next is not handed a decided one either.
        item = claim_next(desk.store, desk.actor(), QueueFilter(scope="all"), now=desk.now)
        assert item is None or item.id not in final
    assert verify_store(desk.store).problems == ()
    desk.store.close()


def _take(desk: Any, step: str, candidate: int, name: str, effective: dict[int, tuple[str, int]]) -> None:
    if step == "wait":
        desk.later(days=1)
    elif step == "claim":
        claim(desk.store, desk.actor(), candidate, now=desk.now)
    elif step in ("save", "edit"):
        text = f"Tin thêm\nÔng {name} lại hiến đất."
        desk.save(text + " Sửa." * (step == "edit"), name, url=f"https://a.vn/{name}")
    elif step == "undo":
        if candidate in effective:
            undo(desk.store, desk.actor(), effective[candidate][1], now=desk.now)
            del effective[candidate]
    else:
        fields: dict[str, Any] = {"reason": {"reject": "official", "postpone": "unsure"}.get(step)}
        if step == "postpone":
            fields["until"] = date.fromordinal(desk.now.date().toordinal() + 3)
        effective[candidate] = (step, desk.decide(candidate, step, **fields).id)


def test_an_actor_needs_an_id_and_known_roles() -> None:
    for bad in (("", frozenset()), ("lan", frozenset({"king"}))):
        with pytest.raises(ValueError, match="actor"):
            Actor(bad[0], "Lan", bad[1])  # type: ignore[arg-type]
