"""A page in an encoding of old is read as its clean twin is, by every way in; one without its letters is refused."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.articles.article import read_article
from crawler.pages.charset import decode_text
from domain.errors import UnreadableInput
from domain.pages import Page
from domain.text import normalise
from guong.cli_reading import pages_to_import
from guong.installation import create_installation
from tests.domain.old_encoders import as_seen, tcvn3, vni

TITLE = "Xã Nậm Cắt biểu dương gương người tốt, việc tốt"
LEAD = "Năm 2024, phong trào thi đua của xã có nhiều điển hình tiên tiến được khen thưởng kịp thời."
BODY = (
    "Sáng 12/5/2024, UBND xã Nậm Cắt trao Giấy khen cho ông Lò Văn Inh vì đã hiến 1.200 m2 đất làm đường.",
    "Bà Hoàng Thị Thưởng, thôn Nà Tường, được tặng Giấy khen vì cứu hai cháu nhỏ bị đuối nước trên suối.",
    "Ông Quàng Văn Đôi, Chủ tịch UBND xã, phát biểu chúc mừng và mong bà con học tập những tấm gương này.",
    "Việc làm này thực hiện Kế hoạch số 18/KH-UBND ngày 15/01/2021 của UBND tỉnh Sơn La.",
)
CAPTION = "Ông Lò Văn Inh bên con đường mới mở."


def _article(charset: str) -> str:
    paragraphs = "\n".join(f"<p>{line}</p>" for line in BODY)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{TITLE}</title>
<meta name="generator" content="NukeViet v4.5"></head><body><div class="news_column" itemtype="NewsArticle">
<h1 class="title" itemprop="headline">{TITLE}</h1><span class="h5">Chủ nhật - 12/05/2024 08:42</span>
<div class="hometext">{LEAD}</div><div id="news-bodyhtml" class="bodytext">{paragraphs}
<figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure></div></div></body></html>"""


def _plain(charset: str) -> str:
    """A page of no family, as word processors saved them."""
    paragraphs = "".join(f'<p><font face=".VnTime">{line}</font></p>' for line in (LEAD, *BODY, CAPTION))
    return (
        f'<html><head><meta charset="{charset}"><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{paragraphs}</body>'
    )


def _mojibake(text: str) -> bytes:
    return as_seen(text.encode("utf-8")).encode("utf-8")


def _twice(text: str) -> bytes:
    return _mojibake(as_seen(text.encode("utf-8")))


def _entities_of_bytes(text: str) -> bytes:
    """As web editors of the time wrote TCVN3: a named or numbered entity for each byte."""
    return "".join(chr(byte) if byte < 0x80 else f"&#{ord(as_seen(bytes([byte])))};" for byte in tcvn3(text)).encode()


def _as_1258(text: str) -> bytes:
    """Hats are part of the letter, tones stand apart."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        out += unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tone
    return out.encode("cp1258")


WAYS: list[tuple[str, str, Callable[[str], bytes]]] = [
    ("windows-1252", "TCVN3", tcvn3),
    ("x-user-defined", "TCVN3", tcvn3),
    ("iso-8859-1", "TCVN3", tcvn3),
    ("utf-8", "TCVN3", lambda text: as_seen(tcvn3(text)).encode("utf-8")),
    ("utf-8", "TCVN3", _entities_of_bytes),
    ("windows-1252", "VNI", vni),
    ("x-user-defined", "VNI", vni),
    ("utf-8", "VNI", lambda text: as_seen(vni(text)).encode("utf-8")),
    ("utf-8", "đọc nhầm", _mojibake),
    ("utf-8", "đọc nhầm", _twice),
]
DAMAGED: list[Callable[[str], bytes]] = [
    lambda text: text.encode("ascii", "replace"),
    lambda text: "".join("\ufffd" if ord(letter) > 0x1000 else letter for letter in text).encode("utf-8"),
]


def _found(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"].lower(),
        "published": row["published"],
        "people": sorted((person["name"], person["role"]) for person in row["people"]),
        "documents": [(item["symbol"], item["date"], item["role"]) for item in row["documents"]],
        "dates": [item["value"] for item in row["dates"]],
        "cases": sorted((case["kind"], case["name"]) for case in row["cases"]),
    }


def _extract(guong: Any, path: Path, raw: bytes) -> dict[str, Any]:
    path.write_bytes(raw)
    result = guong("extract", path)
    assert result.exit_code == 0, result.output
    row: dict[str, Any] = json.loads(result.stdout)
    for item in (*row["documents"], *row["dates"], *row["units"]):
        assert row["text"][item["start"] : item["end"]] == item["surface"]
    return row


@pytest.mark.parametrize("layout", [_article, _plain])
@pytest.mark.parametrize(("charset", "named", "write"), WAYS)
def test_the_same_is_read_from_a_page_of_old_as_from_its_clean_twin(
    guong: Any,
    tmp_path: Path,
    layout: Callable[[str], str],
    charset: str,
    named: str,
    write: Callable[[str], bytes],
) -> None:
    clean = _extract(guong, tmp_path / "moi.html", layout("utf-8").encode("utf-8"))
    old = _extract(guong, tmp_path / "cu.html", write(layout(charset)))
    assert {"Lò Văn Inh", "Hoàng Thị Thưởng"} <= {person["name"] for person in clean["people"]}
    assert _found(old) == _found(clean)
    assert old["text"].lower() == clean["text"].lower()
    assert any(named in warning for warning in old["warnings"])
    assert clean["warnings"] == []


@pytest.mark.parametrize("write", [tcvn3, vni, _mojibake])
def test_a_text_file_keeps_every_line_and_is_only_converted(
    guong: Any, tmp_path: Path, write: Callable[[str], bytes]
) -> None:
    text = "\n\n  ".join((TITLE, LEAD, *BODY)) + "\n"
    row = _extract(guong, tmp_path / "bai.txt", write(text))
    assert row["text"].lower() == text.lower()
    assert "Lò Văn Inh" in {person["name"] for person in row["people"]}
    assert any(warning.startswith("đã chuyển từ") for warning in row["warnings"])


@pytest.mark.parametrize("write", DAMAGED)
def test_text_without_its_letters_is_refused_with_a_reason_and_never_mined(
    guong: Any, tmp_path: Path, write: Callable[[str], bytes]
) -> None:
    for name, page in {"a.html": _article("utf-8"), "b.txt": "\n".join((TITLE, *BODY))}.items():
        (tmp_path / name).write_bytes(write(page))
        result = guong("extract", tmp_path / name)
        assert result.exit_code != 0
        assert "không đọc được" in result.output
        assert "Unicode" in result.output
        assert not result.stdout.startswith("{")


def test_a_damaged_page_of_a_crawl_is_unreadable() -> None:
    with pytest.raises(UnreadableInput, match="mất chữ"):
        read_article(DAMAGED[0](_article("utf-8")), {"content-type": "text/html"}, "http://vi.du/bai.html")


def test_import_converts_text_and_title_of_a_json_line(guong: Any, tmp_path: Path) -> None:
    create_installation(tmp_path / "data", "Sơn La")
    lines = [
        {"title": as_seen(tcvn3(TITLE)), "text": as_seen(tcvn3("\n".join(BODY)))},
        {"title": "Tin", "text": DAMAGED[0]("\n".join(BODY)).decode()},
    ]
    path = tmp_path / "cu.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    page, refused = pages_to_import([path])
    assert isinstance(page, Page)
    assert isinstance(refused, UnreadableInput)
    assert page.title == TITLE
    assert page.text == "\n".join((TITLE, *BODY))
    assert page.warnings[0].startswith("đã chuyển từ")
    imported = guong("import", "--data", tmp_path / "data", path)
    assert "1 mới" in imported.output
    assert "không đọc được" in imported.output


@pytest.mark.parametrize("write", [str.encode, lambda text: text.encode("utf-16"), _as_1258])
def test_newer_encodings_are_not_taken_for_old_ones(write: Callable[[str], bytes]) -> None:
    text = f"{LEAD}\n{BODY[2]}"
    assert normalise(decode_text(write(text)).text) == text
