"""Accounts that post what others wrote, and so are nobody's by-line."""

import re
from typing import Final

from domain.text import fold

_ACCOUNTS: Final = frozenset(
    "admin|administrator|adminstrator|quantri|quan tri|quan tri vien|quantrivien|webmaster|editor|user|root|superadmin"
    "|bientap|btv|super user|host".split("|")
)
_BEFORE: Final = re.compile(r"^(?:bởi|by|đăng bởi)\s+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[\d_.]+$")


def without_accounts(author: str) -> str:
    """Return a by-line, "" when it names no person but the account that posted: "admin", "Quản trị viên"."""
    return "" if _NUMBER.sub("", fold(_BEFORE.sub("", author))).strip() in _ACCOUNTS else author
