"""Syndicated copies in the registry: one story, one candidate, the preferred article shown."""

from datetime import timedelta
from typing import Any

import pytest

from registry.articles import load_article
from registry.backup import verify_store
from registry.cases import load_case
from registry.erasure import erase_person
from registry.schema import migrations
from registry.search import search
from registry.sources import SourceRow, save_sources
from registry.store import open_store

BODY = """Hơn hai mươi năm nay, con suối Ngòi Hút không còn ngăn được bước chân học trò bản Tà Ghênh đến lớp.
Người bắc cây cầu đầu tiên là ông Giàng A Tủa, nguyên dân quân của xã.
Ông bán con trâu lớn nhất nhà để mua bốn mươi mét cáp và thuê thợ hàn về tận bản làm suốt một mùa khô.
Mùa lũ năm ấy cầu trôi, ông cùng vợ lại dựng cây cầu thứ hai, rồi cây cầu thứ ba to và chắc hơn trước.
Đến nay học sinh của ba bản đều đi học bằng cây cầu ấy, không em nào phải bỏ học vì nước lũ nữa."""
SHORT = "\n".join(BODY.split("\n")[:3])
NAME = "Giàng A Tủa"


@pytest.fixture
def press(desk: Any) -> Any:
    """A desk that knows a paper, another paper and an official portal."""
    rows = [("bao", "Báo Rẻo Cao", "press"), ("bao-2", "Báo Bình Minh", "press"), ("cong", "Cổng tỉnh", "gov")]
    save_sources(desk.store, [SourceRow(key, name, "n37", kind) for key, name, kind in rows])
    return desk


def save(desk: Any, title: str, body: str, source: str, published: str, **fields: Any) -> int:
    text = f"{title}\n{body}"
    case = desk.case(text, NAME, unit=None, **fields)  # too weakly placed to be joined by anything but the text
    url = f"https://{source}.vn/{len(title)}"
    return int(desk.save(text, url=url, source=source, published=published, cases=(case,)).article_id)


def head_of(desk: Any, article_id: int) -> int:
    return int(desk.store.value("SELECT coalesce(copy_of, id) FROM articles WHERE id = ?", (article_id,)))


def test_shortened_and_retitled_copies_are_sightings_of_one_candidate(press: Any) -> None:
    first = save(press, "Người bắc cầu", BODY, "bao", "2026-11-10")
    second = save(press, "Ba cây cầu ở Tà Ghênh", f"(TTXVN) - {BODY}", "bao-2", "2026-11-11")
    third = save(press, "Ông Tủa bắc cầu", SHORT, "cong", "2026-11-12")
    assert (press.count("candidates"), press.count("sightings")) == (1, 3)
    assert {head_of(press, each) for each in (first, second, third)} == {third}
    case = load_case(press.store, press.id_of(NAME), now=press.now)
    assert case.item.articles == 1
    assert case.sightings[0].article_id == third
    assert set(load_article(press.store, third).copies) == {"https://bao.vn/13", "https://bao-2.vn/21"}


@pytest.mark.parametrize(
    ("saved", "preferred"),
    [
        ([("bao", "2026-11-10"), ("bao-2", "2026-11-09")], 1),  # published first
        ([("bao", "2026-11-10"), ("cong", "2026-11-12")], 1),  # official
        ([("cong", "2026-11-12"), ("bao", "2026-11-10")], 0),
        ([("bao", "2026-11-10"), ("bao-2", "2026-11-10")], 0),  # a tie: found first
        ([("bao", None), ("bao-2", "2026-11-20")], 1),  # a day is better than none
        ([("bao", "2026-11-10"), ("so.gov", "2026-11-12")], 1),  # official by its address
    ],
)
def test_the_official_article_is_preferred_else_the_earliest(press: Any, saved: Any, preferred: int) -> None:
    ids = [save(press, f"Tin {'x' * at}", BODY, source, day) for at, (source, day) in enumerate(saved)]
    assert {head_of(press, each) for each in ids} == {ids[preferred]}


def test_the_same_body_at_two_addresses_of_one_source_counts_as_one_article(press: Any) -> None:
    first = save(press, "Người bắc cầu", BODY, "bao", "2026-11-10")
    second = save(press, "Người bắc cầu (bản in)", BODY, "bao", "2026-11-10")
    assert load_article(press.store, first).copies == ("https://bao.vn/22",)
    assert head_of(press, second) == first
    assert [hit.title for hit in search(press.store, "ngoi hut").hits if hit.kind == "article"] == ["Người bắc cầu"]


def test_a_later_official_copy_does_not_make_the_candidate_anew(press: Any) -> None:
    save(press, "Người bắc cầu", BODY, "bao", "2026-11-10")
    before = press.id_of(NAME)
    save(press, "Cầu mới", BODY, "cong", "2026-11-12")
    text = f"Một tờ báo nữa\n{BODY}"
    press.save(text, url="https://bao-3.vn/9", source="bao-3", cases=(press.case(text, NAME, unit=None),))
    assert press.store.rows("SELECT id FROM candidates") == [{"id": before}]


def test_an_article_that_is_rewritten_leaves_its_group(press: Any) -> None:
    first = save(press, "Người bắc cầu", BODY, "bao", "2026-11-10")
    second = save(press, "Người bắc cầu hai", BODY, "bao-2", "2026-11-09")
    assert head_of(press, first) == second
    other = f"Người bắc cầu hai\nÔng {NAME} nay là chuyện khác hẳn. " + "Bài đã được viết lại từ đầu đến cuối. " * 8
    url = press.store.value("SELECT url FROM articles WHERE id = ?", (second,))
    press.save(other, url=url, source="bao-2", cases=(press.case(other, NAME, unit=None),))
    assert (head_of(press, first), head_of(press, second)) == (first, second)
    assert load_article(press.store, first).copies == ()
    # Its former text is found no longer, its new one is.
    third = save(press, "Bản thứ ba", BODY, "bao-3", "2026-11-13")
    assert head_of(press, third) == first


def test_saving_again_in_any_order_keeps_groups_and_candidates(press: Any) -> None:
    articles = [("Một bài", BODY, "bao", "2026-11-10"), ("Bài hai nữa", SHORT, "cong", "2026-11-12")]
    for title, body, source, day in articles:
        save(press, title, body, source, day)
    before = press.store.rows("SELECT id, copy_of, copy_group FROM articles")
    press.now += timedelta(days=1)
    for title, body, source, day in reversed(articles):
        save(press, title, body, source, day, score=0.7)  # another reading
    assert press.store.rows("SELECT id, copy_of, copy_group FROM articles") == before
    assert press.count("candidates") == 1


def test_a_template_with_other_people_makes_candidates_of_its_own(press: Any) -> None:
    save(press, "Người bắc cầu", BODY, "bao", "2026-11-10")
    text = "Người khác\n" + BODY.replace(NAME, "Vàng A Sử").replace("Ngòi Hút", "Nậm Kim")
    saved = press.save(
        text, url="https://bao-2.vn/7", source="bao-2", cases=(press.case(text, "Vàng A Sử", unit=None),)
    )
    assert load_article(press.store, saved.article_id).copies == ()
    assert press.count("candidates") == 2


def test_the_fingerprints_of_an_erased_text_are_forgotten(press: Any) -> None:
    save(press, "Người bắc cầu", BODY, "bao", "2026-11-10")
    assert press.count("article_prints") > 0
    erase_person(press.store, press.actor("Mai", "secretary"), press.id_of(NAME), now=press.now)
    assert press.count("article_prints") == 0
    assert verify_store(press.store).ok


def test_a_registry_from_before_learns_its_copies(path: Any, press: Any) -> None:
    first = save(press, "Người bắc cầu", BODY, "bao", "2026-11-10")
    for sql in (
        "DROP TABLE article_prints",
        "DROP INDEX articles_copy_group",
        "ALTER TABLE articles DROP COLUMN copy_group",
        "DELETE FROM _sqlite_migrations WHERE name = 'link_copies'",
    ):
        press.store.run(sql)
    assert [each.name for each in migrations.pending(press.store.db)] == ["link_copies"]
    store = open_store(path)
    assert migrations.pending(store.db) == []
    press.store = store
    assert head_of(press, save(press, "Bản đăng lại", SHORT, "bao-2", "2026-11-12")) == first
    store.close()


def test_a_set_phrase_of_many_articles_stays_cheap(press: Any) -> None:
    phrase = (
        "Thực hiện Chỉ thị về tiếp tục đổi mới phong trào thi đua yêu nước trên địa bàn toàn tỉnh trong giai đoạn mới, "
        * 2
    )
    for at in range(40):
        press.save(
            f"Tin {at}\n{phrase}\n" + f"Xóm số {at} có chuyện riêng không giống ai. " * 4, url=f"https://a.vn/{at}"
        )
    assert press.store.value("SELECT count(*) FROM articles WHERE copy_of IS NOT NULL") == 0
