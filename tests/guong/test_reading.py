"""`guong extract` and `guong import`: the published contract, and files that cannot be read."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from guong.contract import from_json, json_schema, to_json
from guong.installation import create_installation
from registry.store import open_store

SCHEMA = Path(__file__).parents[2] / "docs" / "extraction.schema.json"
PAGE = (
    "Xã Nậm Cắt biểu dương người tốt, việc tốt\n"
    "Sáng 12/5/2024, UBND xã Nậm Cắt trao Giấy khen cho ông Lò Văn Inh vì đã hiến 1.200 m2 đất làm đường.\n"
    "Ông Quàng Văn Đôi, Chủ tịch UBND xã, phát biểu chúc mừng.\n"
    "Việc làm này thực hiện Kế hoạch số 18/KH-UBND ngày 15/01/2021 của UBND tỉnh Sơn La.\n"
)


def test_the_published_schema_is_the_one_of_the_records() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema(), "run: guong schema > docs/..."


def test_each_page_is_one_valid_json_line(guong: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(PAGE, encoding="utf-8")
    second.write_text("Thông báo lịch cắt điện.\n", encoding="utf-8")
    result = guong("extract", first, second)
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["source"] for row in rows] == [str(first), str(second)]
    for row in rows:
        jsonschema.validate(row, json_schema())
    page = rows[0]
    assert page["text"] == PAGE
    assert {p["name"]: p["role"] for p in page["people"]} == {"Lò Văn Inh": "exemplary", "Quàng Văn Đôi": "official"}
    assert [(c["kind"], c["name"]) for c in page["cases"]] == [("individual", "Lò Văn Inh")]
    evidence = page["cases"][0]["evidence"][0]
    assert PAGE[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert [(d["symbol"], d["date"], d["role"]) for d in page["documents"]] == [("18/KH-UBND", "2021-01-15", "cited")]
    assert from_json(json.dumps(page)).text == PAGE
    assert json.loads(to_json(from_json(json.dumps(page)))) == page


def test_every_item_of_a_page_carries_its_maker_and_its_place(guong: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE, encoding="utf-8")
    row = json.loads(guong("extract", path).stdout)
    for field in ("documents", "dates", "units", "organisations", "people", "cases"):
        assert row[field], field
        for item in row[field]:
            assert "@" in item["by"], item
            if "surface" in item:
                assert row["text"][item["start"] : item["end"]] == item["surface"]


def test_the_printed_source_of_a_syndicated_page_is_given_and_its_absence_is_null(guong: Any, tmp_path: Path) -> None:
    copied, own = tmp_path / "a.html", tmp_path / "b.html"
    title, *lines = PAGE.splitlines()
    body = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}%s</article></body></html>"
    copied.write_text(html % "<p>Nguồn tin: Báo Hoàng Liên</p>", encoding="utf-8")
    own.write_text(html % "<p>Ảnh: Báo Hoàng Liên</p>", encoding="utf-8")
    rows = [json.loads(line) for line in guong("extract", copied, own).stdout.splitlines()]
    for row in rows:
        jsonschema.validate(row, json_schema())
    assert [row["origin"] for row in rows] == ["Báo Hoàng Liên", None]
    older = {key: value for key, value in rows[0].items() if key != "origin"}
    assert from_json(json.dumps(older)).origin is None


def test_text_comes_from_standard_input_too(guong: Any) -> None:
    result = guong("extract", "-", input=PAGE.encode())
    assert json.loads(result.stdout)["source"] == "-"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("rong.txt", b"", "rỗng"),
        ("anh.txt", bytes(range(256)) * 40, "nhị phân"),
        ("hong.pdf", b"%PDF-1.4 broken", "hong.pdf"),
        ("thieu.txt", None, "thieu.txt"),
    ],
)
def test_an_unreadable_file_is_named_and_the_others_go_on(
    guong: Any, tmp_path: Path, name: str, content: bytes | None, word: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "tot.txt"
    if content is not None:
        bad.write_bytes(content)
    good.write_text(PAGE, encoding="utf-8")
    result = guong("extract", bad, good)
    assert result.exit_code == 1
    assert word in result.stderr
    assert "Traceback" not in result.output
    assert len(result.stdout.splitlines()) == 1


def test_a_page_in_another_language_carries_a_warning(guong: Any, tmp_path: Path) -> None:
    path = tmp_path / "en.txt"
    path.write_text("The committee met on Monday to discuss the budget of the coming year. " * 5, encoding="utf-8")
    row = json.loads(guong("extract", path).stdout)
    assert row["warnings"]
    assert not row["cases"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_installation(folder, "tỉnh Sơn La")
    return folder


def test_importing_twice_changes_nothing(guong: Any, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    rows = [{"text": PAGE.replace("Inh", "Panh"), "url": "https://vi-du.vn/1", "published": "2024-05-13"}, {"no": 1}]
    lines = tmp_path / "b.jsonl"
    lines.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    first = guong("import", "--data", data, folder, lines)
    assert first.exit_code == 1  # the second line has no text: it is named, the rest is in
    assert "b.jsonl:2" in first.stderr
    assert "2 mới" in first.stdout
    second = guong("import", "--data", data, folder, lines)
    assert "2 không đổi" in second.stdout
    store = open_store(data / "registry.sqlite3", read_only=True)
    assert store.value("SELECT count(*) FROM article_versions") == 2
    store.close()
