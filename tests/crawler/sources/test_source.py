from pathlib import Path

import pytest

from crawler.sources.source import Expected, find_source, load_sources, read_sources
from domain.errors import UserMistake

GOOD = """
[[source]]
name = "mau"
title = "Cổng mẫu"
unit = "15"
family = "nukeviet"
start = ["https://www.portal.vn/tin/"]
feeds = ["https://portal.vn/rss/"]
expected = { articles = 10, per_week = 2 }
"""

BAD = [
    ("[[source", "TOML"),
    ("x = 1", r"\[\[source\]\]"),
    (GOOD + "famly = 'x'", "family"),
    (GOOD.replace('"mau"', '"Mẫu 1"'), "name"),
    (GOOD.replace("https://portal.vn/rss/", "ftp://portal.vn/rss/"), "http"),
    (GOOD.replace('start = ["https://www.portal.vn/tin/"]', 'start = "https://x.vn"'), "start"),
    (GOOD + "delay_seconds = '2'", "delay_seconds"),
    (GOOD + "max_pages = 0", "max_pages"),
    (GOOD + "list_links = 'a[['", "list_links"),
    (GOOD.replace("nukeviet", "nukviet"), "nukviet"),
    (GOOD + "article_pattern = '('", "article_pattern"),
    (GOOD + "allow_loopback = 'yes'", "allow_loopback"),
    ('[[source]]\nname = "mau"\ntitle = "x"', "start"),
    ('[[source]]\ntitle = "x"', "name"),
]


def test_a_source_is_read_from_toml(tmp_path: Path) -> None:
    (tmp_path / "mau.toml").write_text(GOOD, encoding="utf-8")
    (source,) = load_sources(tmp_path)
    assert source.all_hosts() == {"portal.vn"}
    assert source.expected == Expected(articles=10, per_week=2)
    assert find_source([source], "mau") is source


@pytest.mark.parametrize(("text", "named"), BAD)
def test_a_mistake_names_the_file_and_what_is_wrong(text: str, named: str) -> None:
    with pytest.raises(UserMistake, match=named) as caught:
        read_sources(text, "cac-nguon.toml")
    assert "cac-nguon.toml" in str(caught.value)
    assert caught.value.remedy


def test_an_unknown_source_is_answered_with_the_nearest_names() -> None:
    sources = read_sources(GOOD, "x")
    with pytest.raises(UserMistake, match="mau"):
        find_source(sources, "mua")


def test_one_name_twice_and_a_missing_file_are_mistakes(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(UserMistake, match="hai lần"):
        load_sources(tmp_path)
    with pytest.raises(UserMistake, match="khong-co"):
        load_sources(tmp_path / "khong-co.toml")


def test_the_shipped_sources_load() -> None:
    from crawler.sources.source import SHIPPED

    assert all(source.seen_in for source in load_sources(SHIPPED))
