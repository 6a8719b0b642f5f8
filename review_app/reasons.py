"""Reasons with the key that chooses each: 1 to 9, then 0."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.decisions import Reason

# The registry refuses these without a note (registry.decisions).
_ASK_NOTE = frozenset({"other", "postpone_other"})


@dataclass(frozen=True, slots=True)
class KeyedReason:
    """One reason; `key` is what the keyboard shows, "" beyond the tenth; `asks_note`: a note must come with it."""

    code: str
    label: str
    key: str
    asks_note: bool


def keyed(reasons: Sequence[Reason]) -> list[KeyedReason]:
    """Return the reasons in their order, each with its key."""
    keys = [*"1234567890"]
    return [
        KeyedReason(reason.code, reason.label, keys[at] if at < len(keys) else "", reason.code in _ASK_NOTE)
        for at, reason in enumerate(reasons)
    ]
