"""Source files changed in place."""

import tomllib
from pathlib import Path

import pytest

from crawler.sources.source import SHIPPED, Source, load_sources
from domain.errors import UserMistake
from guong.source_files import append_source, copy_shipped, mark_verified

FILE = """\
# Các cổng của tỉnh
[[source]]
name = "mot"   # tên ngắn
title = "Một"
start = [
  "https://a.example/x",  # danh mục
]
verified = false  # chưa hỏi

# Báo tỉnh, hỏi chị Hoa
[[source]]
name = "hai"
title = "Hai"
feeds = ["https://b.example/rss"]
expected = { articles = 3 }

# Cổng này hay chậm
[[source]]
name = "ba"
title = "Ba"
start = ["https://c.example/"]
"""


def test_marking_keeps_comments_and_order(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FILE, encoding="utf-8")
    assert mark_verified(tmp_path, {"mot": "2026-11-21", "hai": "2026-11-21", "la": "2026-11-21"}) == ("mot", "hai")
    expected = FILE.replace(
        'name = "mot"   # tên ngắn\n', 'name = "mot"   # tên ngắn\nverified_on = "2026-11-21"\n'
    ).replace("verified = false  # chưa hỏi", "verified = true  # chưa hỏi")
    expected = expected.replace('name = "hai"\n', 'name = "hai"\nverified = true\nverified_on = "2026-11-21"\n')
    assert (tmp_path / "a.toml").read_text(encoding="utf-8") == expected


def test_a_file_without_the_sources_named_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(FILE, encoding="utf-8")
    path.chmod(0o400)
    before = path.stat().st_mtime_ns
    assert mark_verified(tmp_path, {"la": "2026-11-21"}) == ()
    assert path.stat().st_mtime_ns == before


def test_an_added_source_reads_back_as_it_was_and_leaves_the_others(tmp_path: Path) -> None:
    first = Source(name="ba", title='Ba “x” "y"', start=("https://c.example/",), delay_seconds=1.5, verified=True)
    second = Source(name="bon", title="Bốn", feeds=("https://d.example/rss",), unit="15", kind="newspaper")
    path = append_source(tmp_path, first)
    text = path.read_text(encoding="utf-8")
    assert append_source(tmp_path, second) == path
    assert path.read_text(encoding="utf-8").startswith(text.rstrip())
    assert load_sources(tmp_path) == (first, second)


def test_a_damaged_file_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "them.toml"
    path.write_text("[[source]\n", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"them\.toml"):
        append_source(tmp_path, Source(name="ba", title="Ba", start=("https://c.example/",)))
    assert path.read_text(encoding="utf-8") == "[[source]\n"


def test_shipped_tables_are_copied_whole_and_only_once(tmp_path: Path) -> None:
    shipped = SHIPPED / "lao-cai.toml"
    names = frozenset(table["name"] for table in tomllib.loads(shipped.read_text(encoding="utf-8"))["source"])
    assert set(copy_shipped([shipped], names, tmp_path)) == names
    assert load_sources(tmp_path) == load_sources(shipped)
    mark_verified(tmp_path, dict.fromkeys(names, "2026-11-21"))
    assert copy_shipped([shipped], names, tmp_path) == ()
    assert all(source.verified for source in load_sources(tmp_path))
