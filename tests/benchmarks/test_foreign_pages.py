# ruff: noqa: E501 - pages are written as they come
import gzip
import json
from pathlib import Path

import pytest

from benchmarks.foreign_pages import FALLBACK, OURS, load_foreign_pages, measure_foreign, score_shingles

PARAGRAPHS = [
    f"Đoạn {number}: bà con thôn Nậm Cần góp công làm đường, mỗi nhà hai ngày công một tháng." for number in range(9)
]
BODY = "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("expected", "found", "scores"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0)),
        ("a b c d e", "a, b c d", (1.0, 0.5)),
        ("a b c d", "a b c d e", (0.5, 1.0)),
        ("a b", "a b", (1.0, 1.0)),  # shorter than four words: one run of them all
        ("a b c d", "", (0.0, 0.0)),
        ("", "a b c d", (0.0, 0.0)),
        ("", "", (1.0, 1.0)),
    ],
)
def test_runs_of_four_words_are_compared(expected: str, found: str, scores: tuple[float, float]) -> None:
    assert score_shingles(expected, found) == scores


def test_both_readers_read_the_pages_of_a_folder(tmp_path: Path) -> None:
    html = f"<html><head><title>Làm đường</title></head><body><h1>Làm đường</h1><div>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</div></body></html>"
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a1.html.gz").write_bytes(gzip.compress(html.encode()))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a1": {"articleBody": BODY, "url": "http://xa.vn/1"}}))
    pages = load_foreign_pages(tmp_path)
    rows = measure_foreign(pages)
    assert [page.body for page in pages] == [BODY]
    assert rows.keys() == {OURS, FALLBACK}
    assert rows[OURS]["f1"] == 1.0
    assert rows[FALLBACK]["recall"] == 1.0
