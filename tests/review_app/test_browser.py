"""One reviewer's task each, in a real browser against the real server."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        told = "no browser found; install one with: sudo apt-get install chromium"
        (pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip)(told)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Desk:
    """A reviewer's screen: a page of the served installation, and what its console complained about."""

    page: Any
    address: str
    installation: Any
    complaints: list[str]

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def case(self, name: str) -> str:
        return f"/truong-hop/{self.installation.case_id(name)}/"

    def reads(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def now_at(self, path: str) -> None:
        self.page.wait_for_url(f"**{path}*")

    def value(self, sql: str) -> Any:
        return self.installation.value(sql)


@pytest.fixture(scope="module")
def site(
    copier: Callable[[Path], Any], serving: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Any]]:
    """One real server for all tests of this module, and its installation."""
    # Playwright runs an event loop in this thread, where Django refuses to work.
    with ThreadPoolExecutor(max_workers=1) as aside:
        installation = aside.submit(copier, tmp_path_factory.mktemp("site") / "data").result()
    with serving(installation.data) as (_, address):
        yield address, installation
    installation.store.close()


@pytest.fixture
def desk(browser: Any, site: tuple[str, Any], filled: tuple[Path, Any]) -> Iterator[Desk]:
    """Lan, logged in by a one-time link, before an installation as it was in the beginning."""
    from review_app import server

    address, installation = site
    for name in ("registry.sqlite3", "auth.sqlite3"):
        put_back(filled[0] / name, installation.data / name)
    with ThreadPoolExecutor(max_workers=1) as aside:
        link = aside.submit(server.make_login_link, installation.data, "lan").result()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + link)
    page.get_by_role("button", name="Vào Gương").click()
    page.wait_for_url("**/hang-doi/")
    yield Desk(page, address, installation, complaints)
    context.close()
    assert not [each for each in complaints if "Content Security Policy" in each]


def put_back(source: Path, target: Path) -> None:
    """Make the database in use at `target` what `source` is, without its users noticing."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as used:
        old.backup(used)


def test_a_reviewer_logs_in_with_a_password(desk: Desk, password: str) -> None:
    desk.page.get_by_role("button", name="Thoát").click()
    desk.now_at("/vao/")
    desk.open("/so/")  # asks to log in first, then leads there
    desk.page.get_by_label("Tên đăng nhập").fill("lan")
    desk.page.get_by_label("Mật khẩu").fill(password)
    desk.page.get_by_label("Mật khẩu").press("Enter")
    desk.now_at("/so/")


def test_a_reviewer_finds_a_case_and_reads_its_evidence(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Vũ Đình Khoát").click()
    desk.now_at(desk.case("Vũ Đình Khoát"))
    evidence = desk.page.locator("mark").all_inner_texts()
    assert "".join(evidence).startswith("Ông Vũ Đình Khoát, 62 tuổi")
    assert desk.page.locator("#chung-cu-1").is_visible()
    assert desk.page.locator(".mention").first.inner_text() == "ông Khoát"


def test_evidence_far_down_is_scrolled_into_view(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 360})
    desk.open(desk.case("Vũ Đình Khoát"))
    box = desk.page.locator("#chung-cu-1").bounding_box()
    assert box is not None
    assert 56 < box["y"] < 300


def test_a_reviewer_confirms_and_undoes(desk: Desk) -> None:
    desk.open(desk.case("Vũ Đình Khoát"))
    desk.page.get_by_role("button", name="Xác nhận").click()
    desk.now_at(desk.case("Đỗ Thị Nhàn"))
    desk.reads("Đã xác nhận: Vũ Đình Khoát")
    assert desk.value("SELECT count(*) FROM entries WHERE status = 'listed'") == 1
    desk.page.get_by_role("status").get_by_role("button", name="Hoàn tác").click()
    desk.now_at(desk.case("Vũ Đình Khoát"))
    assert desk.page.get_by_role("button", name="Xác nhận").is_visible()
    assert desk.value("SELECT count(*) FROM entries WHERE status = 'listed'") == 0


def test_a_reviewer_rejects_with_a_reason(desk: Desk) -> None:
    desk.open(desk.case("Phan Văn Tước"))
    desk.page.get_by_role("button", name="Cán bộ phát biểu").click()
    desk.reads("Đã loại: Phan Văn Tước")
    assert desk.value("SELECT reason FROM decisions") == "official"


def test_another_reason_asks_for_a_note_first(desk: Desk) -> None:
    desk.open(desk.case("Phan Văn Tước"))
    desk.page.keyboard.press("0")
    assert desk.page.evaluate("document.activeElement.id") == "ghi-chu"
    assert desk.value("SELECT count(*) FROM decisions") == 0
    desk.page.get_by_label("Ghi chú (khi loại)").fill("tên trong danh sách mời")
    desk.page.get_by_role("button", name="Lý do khác").click()
    desk.reads("Đã loại: Phan Văn Tước")
    assert desk.value("SELECT reason FROM decisions") == "other"


def test_a_reviewer_postpones(desk: Desk) -> None:
    desk.open(desk.case("Đỗ Thị Nhàn"))
    desk.page.get_by_role("link", name=re.compile("Hoãn")).click()
    desk.page.get_by_label("Lý do").select_option("ask_unit")
    desk.page.get_by_label("Xem lại từ ngày").fill("2099-01-02")
    desk.page.get_by_role("button", name="Hoãn", exact=True).click()
    desk.reads("Đã hoãn: Đỗ Thị Nhàn")
    assert desk.value("SELECT postponed_until FROM candidates WHERE state = 'postponed'") == "2099-01-02"


def test_the_whole_work_goes_by_keyboard(desk: Desk) -> None:
    press = desk.page.keyboard.press
    press("t")
    desk.now_at(desk.case("Vũ Đình Khoát"))
    press("x")
    desk.now_at(desk.case("Đỗ Thị Nhàn"))
    press("2")
    desk.now_at(desk.case("Hợp tác xã Rau sạch Thanh Bình"))
    press("z")  # takes the rejection back
    desk.now_at(desk.case("Đỗ Thị Nhàn"))
    desk.reads("Đã hoàn tác")
    press("h")
    press("Tab")
    press("Tab")  # reason and day are filled in; day, month, year are three stops of the day's field
    for _ in range(4):
        press("Tab")
    desk.page.keyboard.type("cho hoi xa")
    press("Tab")
    press("Enter")
    desk.reads("Đã hoãn: Đỗ Thị Nhàn")
    press("Slash")
    assert desk.page.evaluate("document.activeElement.name") == "q"
    actions = desk.installation.store.rows("SELECT action FROM decisions ORDER BY id")
    assert [row["action"] for row in actions] == ["confirm", "reject", "undo", "postpone"]


def test_letters_typed_into_a_note_decide_nothing(desk: Desk) -> None:
    """Telex writes marks with letters and VNI with digits: every shortcut's key is also part of a word."""
    desk.open(desk.case("Vũ Đình Khoát"))
    desk.page.keyboard.press("g")
    desk.page.keyboard.type("xhzetg 1234567890 khoong phair ddieenr hifnh", delay=2)
    assert desk.page.get_by_label("Ghi chú (khi loại)").input_value().startswith("xhzetg 1234567890")
    assert desk.page.url.endswith(desk.case("Vũ Đình Khoát"))
    assert desk.value("SELECT count(*) FROM decisions") == 0
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("1")  # out of the field the key is a shortcut again
    desk.reads("Đã loại: Vũ Đình Khoát")
    assert desk.value("SELECT json_extract(body, '$.note') FROM decision_details").startswith("xhzetg")


def test_shortcuts_can_be_turned_off(desk: Desk) -> None:
    desk.open("/tai-khoan/")
    desk.page.get_by_role("button", name="Tắt phím tắt").click()
    desk.open(desk.case("Vũ Đình Khoát"))
    desk.page.keyboard.press("x")
    desk.page.keyboard.press("1")
    desk.page.wait_for_timeout(300)
    assert desk.value("SELECT count(*) FROM decisions") == 0


def test_a_shortcut_with_ctrl_or_held_down_is_not_ours(desk: Desk) -> None:
    desk.open(desk.case("Vũ Đình Khoát"))
    for keys in ("Control+x", "Alt+x", "Shift+X"):
        desk.page.keyboard.press(keys)
    desk.page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyX', repeat: true, bubbles: true}))")
    desk.page.wait_for_timeout(300)
    assert desk.value("SELECT count(*) FROM decisions") == 0


def test_pressing_twice_decides_once(desk: Desk) -> None:
    desk.open(desk.case("Vũ Đình Khoát"))
    desk.page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('.confirm').click()")
    desk.now_at(desk.case("Đỗ Thị Nhàn"))
    assert desk.value("SELECT count(*) FROM decisions") == 1


def test_a_failed_save_is_told_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.open(desk.case("Vũ Đình Khoát"))
    note = desk.page.get_by_label("Ghi chú (khi loại)")
    note.fill("một ghi chú dài")
    desk.page.context.set_offline(True)
    desk.page.get_by_role("button", name="Cán bộ phát biểu").click()
    desk.reads("Chưa lưu: không nối được với máy chủ")
    assert note.input_value() == "một ghi chú dài"
    desk.page.context.set_offline(False)
    desk.page.get_by_role("button", name="Cán bộ phát biểu").click()
    desk.reads("Đã loại: Vũ Đình Khoát")


def test_a_session_that_ended_does_not_lose_the_note(desk: Desk) -> None:
    desk.open(desk.case("Vũ Đình Khoát"))
    desk.page.get_by_label("Ghi chú (khi loại)").fill("giữ lấy")
    desk.page.context.clear_cookies()
    desk.page.get_by_role("button", name="Cán bộ phát biểu").click()
    desk.page.locator("[data-failed]").wait_for()
    assert "Chưa lưu" in desk.page.locator("[data-failed]").inner_text()
    assert desk.page.get_by_label("Ghi chú (khi loại)").input_value() == "giữ lấy"


SEARCHES = [
    ("hiến đất", "Người nông dân hiến hơn nghìn mét vuông đất mở đường"),
    ("hien dat", "Người nông dân hiến hơn nghìn mét vuông đất mở đường"),
    ("661/KH-UBND", "661/KH-UBND"),
]


def test_a_reviewer_searches_with_and_without_marks_and_by_symbol(desk: Desk) -> None:
    for words, found in SEARCHES:
        desk.open("/hang-doi/")
        desk.page.keyboard.press("Slash")
        desk.page.keyboard.type(words)
        desk.page.keyboard.press("Enter")
        desk.now_at("/tim/")
        assert desk.page.locator("mark").count() > 0
        desk.page.get_by_role("heading", name=found).get_by_role("link").click()
        desk.page.get_by_role("heading", name=found).first.wait_for()


def test_the_work_can_be_done_without_scripts(browser: Any, desk: Desk, password: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.address + "/vao/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name=re.compile("Bắt đầu|Xem tiếp")).click()
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_text("Đã xác nhận: Vũ Đình Khoát").wait_for()
    page.get_by_role("status").get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("Đã hoàn tác").wait_for()
    context.close()


def test_sources_are_read_with_the_keyboard_alone(desk: Desk) -> None:
    desk.open("/nguon/")
    desk.page.get_by_label("Tìm nguồn").focus()
    desk.page.keyboard.type("im lang")
    desk.page.keyboard.press("Enter")
    desk.now_at("/nguon/?q=im+lang")
    desk.page.get_by_role("link", name="Báo Sơn La").focus()
    desk.page.keyboard.press("Enter")
    desk.now_at("/nguon/chi-tiet/?ten=sonla")
    desk.page.get_by_role("link", name=re.compile("Bị chặn")).focus()
    desk.page.keyboard.press("Enter")
    desk.now_at("/nguon/chi-tiet/?ten=sonla&ket=blocked")
    desk.reads("HTTP 403")


PAGES = ["/hang-doi/", "/truong-hop/1/", "/so/", "/tim/?q=dien+hinh", "/bai/1/", "/van-ban/", "/van-ban/1/", "/do-phu/", "/nguon/", "/nguon/?muc=bad", "/nguon/chi-tiet/?ten=sonla", "/nguon/dot/1/", "/lich-su/?cua=all", "/tai-khoan/"]  # fmt: skip  # noqa: E501
UNLABELLED = """[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
    .filter((each) => !each.labels.length && !each.getAttribute('aria-label')).map((each) => each.outerHTML)"""
UNNAMED = """[...document.querySelectorAll('a, button')]
    .filter((each) => !(each.textContent || each.ariaLabel || '').trim()).map((each) => each.outerHTML)"""


def test_every_page_fits_a_phone_and_names_its_controls(desk: Desk) -> None:
    for width in (390, 1280):
        desk.page.set_viewport_size({"width": width, "height": 844})
        for path in PAGES:
            desk.open(path)
            assert desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)
            assert desk.page.locator("h1").count() == 1, path
            assert desk.page.evaluate(UNLABELLED) == [], path
            if width == 1280:
                assert desk.page.evaluate(UNNAMED) == [], path
    assert desk.complaints == []
