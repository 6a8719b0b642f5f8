import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import BadRecord, NotFound
from domain.extraction import Evidence
from domain.pages import Attachment
from registry.articles import find_changes, list_versions, load_article
from registry.backup import verify_store
from registry.readings import load_reading
from registry.store import open_store

TABLES = (
    "articles", "article_versions", "readings", "candidates", "sightings", "evidence", "plans", "document_references",
    "unit_mentions", "date_mentions", "attachments",
)  # fmt: skip
TEXT = "Gương sáng Thanh Bình\nÔng Nguyễn Văn Tấn được tặng Bằng khen. Bà Lò Thị Hoa hiến đất làm đường."


def counts(desk: Any) -> dict[str, int]:
    return {table: desk.count(table) for table in TABLES}


def test_saving_the_same_page_again_adds_nothing(desk: Any) -> None:
    fields = {
        "documents": (desk.reference("661/KH-UBND", date="2026-04-07"),),
        "units": (desk.mention("n371", "Xã Thanh Bình"),),
        "dates": (desk.date("2026-04-07"),),
    }
    first = desk.save(TEXT, "Nguyễn Văn Tấn", "Lò Thị Hoa", **{**fields}, url="https://example.vn/1")
    assert (first.status, first.new_candidates, first.new_plans) == ("new", 2, 1)
    with_file = desk.save(TEXT, "Nguyễn Văn Tấn", "Lò Thị Hoa", **{**fields}).status
    assert with_file == "unchanged"
    before = counts(desk)
    desk.later(days=1)
    again = desk.save(TEXT, "Nguyễn Văn Tấn", "Lò Thị Hoa", **{**fields})
    assert (again.status, again.article_id, again.version_id) == ("unchanged", first.article_id, first.version_id)
    assert counts(desk) == before
    assert load_article(desk.store, first.article_id).last_seen == desk.now


@pytest.mark.parametrize(
    "url",
    [
        "http://example.vn/1",
        "https://EXAMPLE.vn:443/1#binh-luan",
        "https://example.vn/1?utm_source=zalo&fbclid=x",
    ],
)
def test_spellings_of_one_address_are_one_article(desk: Any, url: str) -> None:
    first = desk.save(TEXT, url="https://example.vn/1")
    assert desk.save(TEXT, url=url).article_id == first.article_id


@pytest.mark.parametrize("url", ["https://example.vn/2", "https://example.vn/1?id=2", "https://other.vn/1"])
def test_other_addresses_are_other_articles(desk: Any, url: str) -> None:
    first = desk.save(TEXT, url="https://example.vn/1")
    assert desk.save(TEXT, url=url).article_id != first.article_id


def test_without_address_the_source_and_the_text_are_the_article(desk: Any) -> None:
    first = desk.save(TEXT, url=None)
    assert desk.save(TEXT, url=None).article_id == first.article_id
    assert desk.save(TEXT + " Thêm.", url=None).article_id != first.article_id
    assert desk.save(TEXT, url=None, source="sonla").article_id != first.article_id


def test_a_changed_text_makes_a_version_and_the_change_can_be_shown(desk: Any) -> None:
    first = desk.save(TEXT, "Nguyễn Văn Tấn")
    desk.later(days=1)
    edited = TEXT.replace("Bằng khen", "Giấy khen") + "\nBiên tập lại."
    second = desk.save(edited, "Nguyễn Văn Tấn")
    assert second.status == "changed"
    assert second.article_id == first.article_id
    old, new = list_versions(desk.store, first.article_id)
    assert (old.n, new.n) == (1, 2)
    assert old.text == TEXT
    changes = find_changes(old, new)
    assert len(changes) == 1
    assert changes[0].after[-1] == "Biên tập lại."
    assert load_article(desk.store, first.article_id).current.id == new.id


def test_a_text_that_comes_back_is_the_old_version_again(desk: Any) -> None:
    first = desk.save(TEXT, "Nguyễn Văn Tấn")
    desk.save(TEXT + " Sửa.", "Nguyễn Văn Tấn")
    back = desk.save(TEXT, "Nguyễn Văn Tấn")
    assert (back.status, back.version_id) == ("changed", first.version_id)
    assert desk.count("article_versions") == 2
    assert len(desk.store.rows("SELECT 1 FROM sightings WHERE superseded_at IS NULL")) == 1


def test_a_new_reading_of_the_same_text_replaces_what_was_read(desk: Any) -> None:
    saved = desk.save(TEXT, "Nguyễn Văn Tấn", documents=(desk.reference("661/KH-UBND"),))
    again = desk.save(TEXT, "Nguyễn Văn Tấn", "Lò Thị Hoa", documents=(desk.reference("662/KH-UBND"),))
    assert (again.status, again.version_id, again.new_candidates) == ("reread", saved.version_id, 1)
    assert desk.store.rows("SELECT symbol FROM plans") == [{"symbol": "662/KH-UBND"}]
    assert desk.count("readings") == 1
    reading = load_reading(desk.store, saved.version_id)
    assert reading is not None
    assert [case["name"] for case in reading["cases"]] == ["Nguyễn Văn Tấn", "Lò Thị Hoa"]


def test_an_exact_copy_elsewhere_is_linked_to_the_first(desk: Any) -> None:
    body = "Một câu dài kể về việc làm tốt ở địa phương, không có gì lạ. " * 5
    first = desk.save("Tiêu đề một\n" + body, url="https://example.vn/1")
    copy = desk.save("Tiêu đề hai\n" + body, url="https://khac.vn/9")
    assert load_article(desk.store, first.article_id).copies == ("https://khac.vn/9",)
    assert load_article(desk.store, copy.article_id).copies == ("https://example.vn/1",)


def test_versions_cannot_be_changed_or_deleted(desk: Any) -> None:
    desk.save(TEXT)
    for sql in ("UPDATE article_versions SET text = 'khác'", "DELETE FROM article_versions"):
        with pytest.raises(Exception, match=r"immutable|never deleted"):
            desk.store.run(sql)


def test_attachment_text_may_come_later(desk: Any) -> None:
    url = "https://example.vn/kh.pdf"
    desk.save(TEXT, attachments=(Attachment(url, "kh.pdf"),))
    desk.save(TEXT, attachments=(Attachment(url, "kh.pdf", "application/pdf", "1" * 64, "Nội dung kế hoạch"),))
    desk.save(TEXT, attachments=(Attachment(url, "kh.pdf"),))
    assert desk.store.rows("SELECT text FROM attachments") == [{"text": "Nội dung kế hoạch"}]


def test_a_quote_that_is_not_in_the_text_refuses_the_whole_article(desk: Any) -> None:
    case = desk.case(TEXT, "Nguyễn Văn Tấn")
    wrong = replace(case, evidence=(Evidence(0, 5, "Không", "là"),))
    with pytest.raises(BadRecord, match="quote"):
        desk.save(TEXT, cases=(case, wrong))
    with pytest.raises(BadRecord, match="no evidence"):
        desk.save(TEXT, cases=(replace(case, evidence=()),))
    assert set(counts(desk).values()) == {0}


def test_an_unknown_article_is_not_found(desk: Any) -> None:
    with pytest.raises(NotFound):
        load_article(desk.store, 99)


PIECES = ["Ông Tấn hiến đất. ", "Bà Hoa được tặng Bằng khen. ", "Trời mưa. ", "Hội nghị biểu dương. "]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join), min_size=1, max_size=8))
def test_each_different_text_of_an_address_is_kept_once(tmp_path: Path, make_desk: Any, texts: list[str]) -> None:
    target = tmp_path / f"{time.monotonic_ns()}.sqlite3"
    desk = make_desk(target)
    for text in texts:
        desk.later(minutes=1)
        desk.save("Tin\n" + text)
    versions = list_versions(desk.store, 1)
    assert [version.text for version in versions] == list(dict.fromkeys("Tin\n" + text for text in texts))
    assert load_article(desk.store, 1).current.text == "Tin\n" + texts[-1]
    desk.store.close()


def test_a_killed_process_leaves_whole_articles_only(path: Path, make_desk: Any) -> None:
    make_desk(path).store.close()
    for delay_seconds in (0.02, 0.11, 0.23):
        saver = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("saver.py")), str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert saver.stdout is not None
        saver.stdout.readline()  # it has begun
        time.sleep(delay_seconds)
        saver.send_signal(signal.SIGKILL)
        saver.wait()
        saver.stdout.close()
    store = open_store(path)
    assert store.value("SELECT count(*) FROM articles") > 0
    assert verify_store(store).problems == ()
    broken = store.rows(
        "SELECT a.id FROM articles AS a WHERE (SELECT count(*) FROM sightings AS s "
        "WHERE s.version_id = a.current_version_id) <> 3 OR (SELECT count(*) FROM document_references AS r "
        "WHERE r.version_id = a.current_version_id) <> 2 OR NOT EXISTS (SELECT 1 FROM readings AS r "
        "WHERE r.version_id = a.current_version_id) OR (SELECT count(*) FROM article_fts WHERE rowid = "
        "a.current_version_id) <> 1"
    )
    assert broken == []
    store.close()
