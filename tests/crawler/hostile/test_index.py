"""The table of hostile behaviours is complete and true."""

import re
from pathlib import Path

ROWS = re.compile(r"^\| (\d+) \|.*\| ([^|]+) \|$", re.MULTILINE)
TESTS = re.compile(r"^def (test_d\d\d\w+)\(", re.MULTILINE)


def test_all_thirty_behaviours_are_listed_with_the_tests_that_exist() -> None:
    folder = Path(__file__).parent
    table = (folder.parents[2] / "docs" / "hostile.md").read_text(encoding="utf-8")
    rows = {int(number): set(re.findall(r"`(test_\w+)`", tests)) for number, tests in ROWS.findall(table)}
    assert sorted(rows) == list(range(1, 31))
    written = {name for file in folder.glob("test_d*.py") for name in TESTS.findall(file.read_text(encoding="utf-8"))}
    assert set.union(*rows.values()) == written
    for number, tests in rows.items():
        assert tests, number
        assert all(f"d{number:02d}_" in name for name in tests), number
