"""Whatever an address says, the queue shows something sensible."""

from urllib.parse import parse_qsl

import pytest

from review_app.filters import read_queue_view

CASES = [
    # address, board's province, scope, kind, week, shelf, what the next addresses carry
    ("", "n37", ("own", None, None, "open"), ""),
    ("", None, ("all", None, None, "open"), ""),
    ("vung=all", "n37", ("all", None, None, "open"), "vung=all"),
    ("vung=own", None, ("all", None, None, "open"), ""),  # without a province nothing is one's own
    ("vung=moon&loai=dragon&ngan=x&tuan=y", "n37", ("own", None, None, "open"), ""),
    ("loai=household&ngan=postponed", "n37", ("own", "household", None, "postponed"), "loai=household&ngan=postponed"),
    ("tuan=3&vung=other", "n37", ("other", None, 3, "open"), "vung=other&tuan=3"),
    ("tuan=99999999999999999999", "n37", ("own", None, None, "open"), ""),  # too long for the database
    ("tuan=٣", "n37", ("own", None, None, "open"), ""),  # a digit, but not one of ours
]


@pytest.mark.parametrize(("address", "province", "expected", "kept"), CASES)
def test_an_address_is_read_forgivingly(
    address: str, province: str | None, expected: tuple[object, ...], kept: str
) -> None:
    view = read_queue_view(dict(parse_qsl(address)), province)
    chosen = view.chosen
    assert (chosen.scope, chosen.kind, chosen.session_id, view.shelf) == expected
    assert view.text == kept
