from typing import Any

from domain.pages import Attachment
from registry.attachments import articles_awaiting, count_attachments, find_recognised, list_attachments
from registry.erasure import erase_person
from registry.plans import list_plans, load_plan
from registry.search import search
from registry.store import open_store

URL = "https://example.vn/1/kh.pdf"
TEXT = "Thông báo\nToàn văn xin xem tệp kèm."
PAGES = ("Số: 96/KH-UBND", "Phụ lục: tiêu chí xét chọn gương nông dân", "Ông Lò Văn Pánh được đề nghị.")
STARTS = (0, 15, 57)


def scanned(text: str = "\n".join(PAGES), **fields: Any) -> Attachment:
    plain = {"media_type": "application/pdf", "sha256": "1" * 64, "page_starts": STARTS, "state": "ocr", "note": "OCR"}
    return Attachment(URL, "kh.pdf", text=text, **{**plain, **fields})


WAITING = Attachment(URL, "kh.pdf", "application/pdf", "1" * 64, state="needs_ocr", note="bản quét")


def test_words_in_a_file_are_found_with_its_name_and_page(desk: Any) -> None:
    desk.save(TEXT, attachments=(scanned(), Attachment(URL + "2", "khac.pdf", text="nông dân", state="read")))
    [hit] = search(desk.store, "tieu chi xet chon").hits
    assert (hit.title, hit.file, hit.page) == ("Thông báo", "kh.pdf", 2)
    assert [hit.snippet[a:b] for a, b in hit.snippet_marks] == ["tiêu", "chí", "xét", "chọn"]
    [first] = search(desk.store, "96/KH-UBND", kinds=("article",)).hits
    assert (first.file, first.page) == ("kh.pdf", 1)
    [own] = search(desk.store, "Toàn văn").hits
    assert (own.file, own.page) == (None, None)


def test_a_title_that_holds_one_of_the_words_does_not_hide_the_file_that_holds_all(desk: Any) -> None:
    desk.save("Gương sáng\nXin xem tệp.", attachments=(scanned(),))
    [hit] = search(desk.store, "gương nông dân").hits
    assert (hit.file, hit.page) == ("kh.pdf", 2)


def test_a_file_that_waits_is_counted_and_completed_when_it_is_read(desk: Any) -> None:
    desk.save(TEXT, attachments=(WAITING,))
    assert count_attachments(desk.store) == {"needs_ocr": 1}
    assert articles_awaiting(desk.store, ["needs_ocr"]) == ["https://example.vn/1"]
    assert articles_awaiting(desk.store, ["needs_office"]) == []
    [row] = list_attachments(desk.store, 1)
    assert (row.state, row.note, row.pages) == ("needs_ocr", "bản quét", 0)
    desk.save(TEXT, attachments=(scanned(),))
    desk.save(TEXT, attachments=(WAITING,))  # the program went away again: what was read stays
    [row] = list_attachments(desk.store, 1)
    assert (row.state, row.note, row.pages) == ("ocr", "OCR", 3)
    assert articles_awaiting(desk.store, ["needs_ocr"]) == []


def test_what_was_recognised_is_remembered_by_its_bytes(desk: Any) -> None:
    desk.save(TEXT, attachments=(scanned(),))
    assert find_recognised(desk.store, "1" * 64) == scanned()
    assert find_recognised(desk.store, "2" * 64) is None
    desk.save("Hai\nTin.", url="https://example.vn/2", attachments=(scanned(state="read", sha256="3" * 64),))
    assert find_recognised(desk.store, "3" * 64) is None  # reading a text layer again costs nothing


def test_an_erased_name_leaves_the_files_too_and_does_not_come_back(desk: Any) -> None:
    text = "Gương sáng\nÔng Lò Văn Pánh được tặng Bằng khen."
    desk.save(text, "Lò Văn Pánh", attachments=(scanned(),))
    erase_person(desk.store, desk.actor("Thư", "secretary"), desk.id_of("Lò Văn Pánh"), now=desk.now)
    stored = "SELECT text FROM attachments"
    assert desk.store.value(stored) == "\n".join(PAGES).replace("Lò Văn Pánh", "██ ███ ████")
    for again in (scanned(), scanned("Trang mới\n" + PAGES[2], page_starts=(0, 10))):
        desk.save(text, "Lò Văn Pánh", attachments=(again,))
        assert "██ ███ ████" in desk.store.value(stored)
        assert "Pánh" not in desk.store.value(stored)
        assert search(desk.store, "Pánh", kinds=("article",)).hits == ()


def test_a_document_that_only_a_file_bears_becomes_a_plan_with_that_file(desk: Any) -> None:
    own = desk.reference("96/KH-UBND", date="2025-09-30", subject="nhân rộng điển hình", issuer="UBND tỉnh Ninh Bình")
    saved = desk.save(TEXT, attachments=(scanned(),), own_documents={URL: own})
    assert saved.new_plans == 1
    [plan] = list_plans(desk.store)
    assert (plan.symbol, plan.date, plan.subject, plan.issued_in) == (
        "96/KH-UBND",
        "2025-09-30",
        "nhân rộng điển hình",
        1,
    )
    [file] = load_plan(desk.store, plan.id).attachments
    assert (file.name, file.article_id, file.is_document, file.state) == ("kh.pdf", saved.article_id, True, "ocr")
    assert desk.store.value("SELECT page FROM attachment_references") == 1
    again = desk.save(TEXT, attachments=(scanned(),), own_documents={URL: own})
    assert (again.status, again.new_plans, len(list_plans(desk.store))) == ("unchanged", 0, 1)
    assert [hit.kind for hit in search(desk.store, "nhan rong dien hinh").hits] == ["plan"]
    desk.save(TEXT, attachments=(scanned(),), own_documents={URL: None})  # a better reader knows: it is none
    assert list_plans(desk.store) == []


def test_a_file_and_the_article_that_announces_it_mean_one_plan_and_the_article_is_believed_first(desk: Any) -> None:
    said = desk.reference("96/KH-UBND", date="2025-09-30", subject="về gương điển hình")
    # The letterhead names the issuer, which the article leaves out: still the same document.
    letterhead = "UBND xã Thanh Bình"
    read = desk.reference("96/KH-UBND", date="2025-09-30", subject="vê gưong điên hình", issuer=letterhead, year=2025)
    desk.save(TEXT, documents=(said,), attachments=(scanned(),), own_documents={URL: read})
    [plan] = list_plans(desk.store)
    assert (plan.subject, plan.issued_in, plan.issuer) == ("về gương điển hình", 1, letterhead)
    assert [file.is_document for file in load_plan(desk.store, plan.id).attachments] == [True]


def test_the_same_symbol_of_another_year_in_a_file_is_another_document(desk: Any) -> None:
    said = desk.reference("96/KH-UBND", date="2025-09-30", year=2025, role="cited")
    read = desk.reference("96/KH-UBND", date="2026-02-01", year=2026)
    desk.save(TEXT, documents=(said,), attachments=(scanned(),), own_documents={URL: read})
    assert sorted(plan.year for plan in list_plans(desk.store)) == ["2025", "2026"]


def test_files_of_an_older_registry_get_the_state_they_would_have_now(desk: Any) -> None:
    rows = {
        "a": ("application/pdf", "1" * 64, None, "needs_ocr"),
        "b": ("application/pdf", "1" * 64, "chữ", "read"),
        "c": ("", "", None, "waiting"),
        "d": ("application/x-ole-storage", "1" * 64, None, "needs_office"),
        "e": ("application/zip", "1" * 64, None, "unsupported"),
    }
    desk.save(TEXT)
    with desk.store.write():
        for name in ("state", "sha256"):
            desk.store.run(f"DROP INDEX attachments_{name}")
        desk.store.run("DROP TABLE attachment_references")
        for column in ("text_sha256", "page_starts", "state", "note"):
            desk.store.run(f"ALTER TABLE attachments DROP COLUMN {column}")
        desk.store.run("DELETE FROM _sqlite_migrations WHERE name = 'know_attached_files'")
        for url, (media_type, sha256, text, _) in rows.items():
            values = {
                "article_id": 1,
                "url": url,
                "name": url,
                "media_type": media_type,
                "sha256": sha256,
                "text": text,
            }
            desk.store.insert("attachments", values)
    desk.store.close()
    store = open_store(desk.store.path)
    states = {row["url"]: row["state"] for row in store.rows("SELECT url, state FROM attachments")}
    store.close()
    assert states == {url: row[3] for url, row in rows.items()}
