"""Where an article speaks of the person."""

import pytest

from review_app.mentions import find_mentions

TEXT = "Ông Vũ Đình Khoát hiến đất. Ông Khoát vui."
READ = {"people": [{"name": "Vũ Đình Khoát", "mentions": [[4, 17], [32, 37]]}, {"name": "An", "mentions": []}]}

CASES = [
    (READ, "Vũ Đình Khoát", [(4, 17), (32, 37)]),
    (None, "Vũ Đình Khoát", [(4, 17)]),
    (READ, "Khoát", [(12, 17), (32, 37)]),  # unknown to the reader: the name itself
    (READ, "An", []),
    (None, "Đình  Khoát", [(7, 17)]),
    (None, "ình", []),  # part of a word is no mention
    (None, " ", []),
    (None, "Kho(át", []),
]


@pytest.mark.parametrize(("reading", "name", "expected"), CASES)
def test_mentions_are_found(reading: object, name: str, expected: list[tuple[int, int]]) -> None:
    assert find_mentions(reading, name, TEXT) == expected  # type: ignore[arg-type]
