"""The installation is read from its environment."""

import stat
from pathlib import Path

import pytest

from domain.errors import StoreProblem, UserMistake
from review_app.environment import LOOPBACK, load_secret, read_environment


def test_only_this_machine_is_served_unless_told(tmp_path: Path) -> None:
    found = read_environment({"GUONG_DATA": str(tmp_path)})
    assert (found.hosts, found.https, found.proxied) == (LOOPBACK, False, False)


def test_hosts_and_proxy_are_taken_from_the_environment(tmp_path: Path) -> None:
    found = read_environment(
        {"GUONG_DATA": str(tmp_path), "GUONG_ALLOWED_HOSTS": "guong.example.vn, ", "GUONG_HTTPS": "1"}
    )
    assert (found.hosts, found.https) == (("guong.example.vn",), True)


def test_the_province_comes_from_the_file_unless_the_environment_names_one(tmp_path: Path) -> None:
    (tmp_path / "guong.toml").write_text('province = "tỉnh Lào Cai"\n', encoding="utf-8")
    assert read_environment({"GUONG_DATA": str(tmp_path)}).province == "tỉnh Lào Cai"
    assert read_environment({"GUONG_DATA": str(tmp_path), "GUONG_PROVINCE": "tỉnh Sơn La"}).province == "tỉnh Sơn La"


def test_a_damaged_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "guong.toml").write_text("province = ", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"guong\.toml"):
        read_environment({"GUONG_DATA": str(tmp_path)})


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = load_secret(tmp_path / "new")
    (file,) = (tmp_path / "new").iterdir()
    assert len(key) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_secret(tmp_path / "new") == key


def test_a_damaged_key_is_not_used(tmp_path: Path) -> None:
    load_secret(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text("short", encoding="ascii")
    with pytest.raises(StoreProblem, match=file.name):
        load_secret(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreProblem, match="file"):
        load_secret(tmp_path / "file" / "data")
