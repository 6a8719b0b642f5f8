"""Copies are told from templates, digests and other tellings on texts altered as portals alter them."""

from benchmarks.copies import COPIES, TEMPLATES, measure


def test_copies_are_linked_and_what_only_resembles_them_is_not() -> None:
    found = measure(limit=90)
    for way in COPIES:
        pairs, _, linked = found["pairs"]["copies"][way]
        assert linked >= 0.95 * pairs > 0, way
    for way in TEMPLATES:
        pairs, _, linked = found["pairs"]["others"][way]
        assert linked == 0 < pairs, way
    assert found["precision"] >= 0.98
    assert found["recall"] >= 0.99
    assert found["gold"] == []  # the real pages are all different
