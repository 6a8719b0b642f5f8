"""The settings of one installation: what is written is read back, what is wrong is named and never shown."""

import stat
from pathlib import Path
from typing import Any

import pytest
import trustme

from crawler.sources.source import Source
from domain.errors import UserMistake
from guong.installation import contact_reminder, crawl_options, create_installation, open_installation
from guong.settings import Settings, load_settings, save_settings

PROXY = "http://ban:BiMat123@proxy.example:3128"


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    chosen = Settings(province="tỉnh Lào Cai", contact='a "b" \\c', proxy=PROXY, proxy_resolves=True, port=9000)
    path = save_settings(tmp_path, chosen)
    assert load_settings(tmp_path).model_dump() == chosen.model_dump()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600  # a password lies in it


def test_the_password_of_the_proxy_is_not_in_the_text_of_the_settings() -> None:
    assert "BiMat123" not in f"{Settings(proxy=PROXY)!r} {Settings(proxy=PROXY)}"
    assert "BiMat123" not in repr(crawl_options(Settings(proxy=PROXY)))


def test_a_second_init_forgets_no_setting(tmp_path: Path) -> None:
    create_installation(tmp_path, "tỉnh Lào Cai", proxy=PROXY, contact="ban@example.vn")
    create_installation(tmp_path, "tỉnh Lào Cai", contact="")  # as the command does without --contact
    settings = open_installation(tmp_path).settings
    assert (settings.proxy, settings.contact) == (PROXY, "ban@example.vn")


def test_a_variable_of_the_environment_wins(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "guong.toml").write_text('proxy = "http://trong-tep.example:1"\n', encoding="utf-8")
    monkeypatch.setenv("GUONG_PROXY", PROXY)
    assert load_settings(tmp_path).proxy == PROXY


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('proxi = "http://BiMat123@p:1"', ("proxi", "ý bạn là “proxy”")),
        ("port = 99999", ("port", "lớn hơn mức cho phép 65535")),
        ('port = "BiMat123"', ("port", "phải là số nguyên")),
        ("proxy = 3128", ("proxy", "phải là chuỗi")),
        ('proxy_resolves = "BiMat123"', ("proxy_resolves", "true hoặc false")),
        ("patience_seconds = -1", ("patience_seconds", "nhỏ hơn mức cho phép 0")),
    ],
)
def test_a_wrong_value_is_named_in_vietnamese_and_not_shown(tmp_path: Path, line: str, words: tuple[str, ...]) -> None:
    (tmp_path / "guong.toml").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"guong\.toml") as caught:
        load_settings(tmp_path)
    for word in words:
        assert word in str(caught.value)
    assert "BiMat123" not in str(caught.value)


def test_a_ca_file_is_looked_for_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(trustme.CA().cert_pem.bytes())
    (tmp_path / "guong.toml").write_text('ca_bundle = "ca.pem"\n', encoding="utf-8")
    assert crawl_options(load_settings(tmp_path)).egress.ca_bundle == tmp_path / "ca.pem"
    (tmp_path / "ca.pem").unlink()
    with pytest.raises(UserMistake, match=r"ca\.pem"):
        crawl_options(load_settings(tmp_path))


@pytest.mark.parametrize("address", ["proxy.example:3128", "socks5://BiMat123@p:1080", "http://BiMat123@p"])
def test_a_malformed_proxy_stops_the_crawl_before_it_begins(address: str) -> None:
    with pytest.raises(UserMistake, match="proxy") as caught:
        crawl_options(Settings(proxy=address))
    assert "BiMat123" not in str(caught.value)


def test_an_operator_without_contact_is_reminded_when_real_portals_are_asked() -> None:
    portal = Source("cong", "Cổng", start=("https://cong.example/",))
    local = Source("mau", "Mẫu", start=("http://127.0.0.1:9/",), allow_loopback=True)
    assert "contact" in contact_reminder(Settings(), [portal, local])[0]
    assert contact_reminder(Settings(), [local]) == ()
    assert contact_reminder(Settings(contact="mailto:it@example.vn"), [portal]) == ()
