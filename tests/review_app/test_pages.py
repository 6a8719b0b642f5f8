"""Every page answers every role as it should."""

import re
from typing import Any

import pytest

PAGES = {
    "/hang-doi/": "lan thu",
    "/hang-doi/?ngan=decided&loai=household&vung=all": "lan thu",
    "/truong-hop/1/": "lan thu",
    "/so/": "lan thu nghien kythuat",
    "/tim/": "lan thu nghien kythuat",
    "/tim/?q=dien+hinh": "lan thu nghien kythuat",
    "/bai/1/": "lan thu nghien kythuat",
    "/van-ban/": "lan thu nghien kythuat",
    "/van-ban/1/": "lan thu nghien kythuat",
    "/do-phu/": "lan thu nghien kythuat",
    "/nguon/": "lan thu nghien kythuat",
    "/nguon/?muc=bad&q=son+la": "lan thu nghien kythuat",
    "/nguon/chi-tiet/?ten=sonla": "lan thu nghien kythuat",
    "/nguon/dot/1/": "lan thu nghien kythuat",
    "/lich-su/": "lan thu",
    "/nhat-ky/": "thu kythuat",
    "/tai-khoan/": "lan thu nghien kythuat",
}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("username", ["lan", "thu", "nghien", "kythuat"])
def test_a_page_opens_for_its_roles_and_no_other(board: Any, address: str, username: str) -> None:
    answer = board.client(username).get(address)
    assert answer.status_code == (200 if username in PAGES[address].split() else 403)
    html = answer.content.decode()
    assert '<html lang="vi">' in html
    assert not re.search(r"\sstyle=|\son\w+=|<script>|<style", html), "the policy forbids inline code and styles"


@pytest.mark.parametrize("address", PAGES)
def test_nobody_reads_without_logging_in(board: Any, address: str) -> None:
    answer = board.client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/vao/?next=")
