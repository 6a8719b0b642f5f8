"""Take the README's screenshot from a running app: tools/screenshots.py ADDRESS LINK [docs/screenshot.png].

ADDRESS and LINK are the two lines `make run` prints: the app's address and the one-time login. With `--page case`
the best open case is taken instead of the week's queue.
"""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
WIDTH: Final = 1280
HEIGHT: Final = 800
MOST_BYTES: Final = 300_000


def main() -> int:
    """Take the screenshot; return 1 with a line that says why when it cannot be taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="such as http://127.0.0.1:8765/")
    parser.add_argument("link", help="the one-time login, with or without the address in front")
    parser.add_argument("target", nargs="?", type=Path, default=Path("docs/screenshot.png"))
    parser.add_argument("--page", choices=("queue", "case"), default="queue")
    chosen = parser.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return _fail("no browser found; install one with: sudo apt-get install chromium")
    picture = _take(program, urljoin(chosen.address, chosen.link), chosen.page)
    if len(picture) > MOST_BYTES:
        return _fail(f"the picture has {len(picture)} bytes, more than {MOST_BYTES}")
    chosen.target.parent.mkdir(parents=True, exist_ok=True)
    chosen.target.write_bytes(picture)
    sys.stdout.write(f"{chosen.target}: {len(picture)} bytes\n")
    return 0


def _take(program: str, link: str, page: str) -> bytes:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            tab = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light").new_page()
            _enter(tab, link, page)
            picture: bytes = tab.screenshot()
            return picture
        finally:
            browser.close()


def _enter(tab: Any, link: str, page: str) -> None:
    tab.goto(link)
    tab.get_by_role("button", name="Vào Gương").click()
    tab.wait_for_url("**/hang-doi/*")
    if page == "case":
        tab.locator(".cases h2 a").first.click()
        tab.wait_for_url("**/truong-hop/**")
    # Nothing of the page should look touched.
    tab.evaluate("document.activeElement.blur()")


def _fail(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
