"""A form says a verdict, or is refused."""

from datetime import UTC, date, datetime

import pytest

from domain.errors import UserMistake
from registry.decisions import Verdict
from review_app.verdicts import read_verdict

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SHOWN = str(int(NOW.timestamp()) - 12)

CASES = [
    ({"action": "confirm", "seen": "3", "shown": SHOWN}, Verdict("confirm", seen_version=3, seconds=12.0)),
    ({"action": "reject", "reason": "official", "note": " x "}, Verdict("reject", "official", "x")),
    (
        {"action": "postpone", "reason": "unsure", "until": "2026-12-01"},
        Verdict("postpone", "unsure", until=date(2026, 12, 1)),
    ),
    # A button of the wrong form carries nothing over.
    ({"action": "confirm", "reason": "official", "until": "2026-12-01"}, Verdict("confirm")),
    ({"action": "reject", "reason": "other", "until": "2026-12-01", "note": "y\x00"}, Verdict("reject", "other", "y")),
    # Times that make no sense are no times.
    ({"action": "confirm", "shown": str(int(NOW.timestamp()) + 60), "seen": "-1"}, Verdict("confirm")),
    ({"action": "confirm", "shown": "12", "seen": "9" * 40}, Verdict("confirm")),
]
REFUSED = [
    {},
    {"action": "undo"},
    {"action": "confirm", "note": "x" * 2001},
    {"action": "postpone", "reason": "unsure", "until": "mai"},
]


@pytest.mark.parametrize(("form", "expected"), CASES)
def test_a_form_is_read(form: dict[str, str], expected: Verdict) -> None:
    assert read_verdict(form, now=NOW) == expected


@pytest.mark.parametrize("form", REFUSED)
def test_a_form_of_nobodys_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(UserMistake):
        read_verdict(form, now=NOW)
