"""What logging in and out leaves behind: the session's start, and a line in the registry's log."""

from typing import Any

from django.utils import timezone

from registry import audit
from review_app.accounts import actor_of
from review_app.board import registry


def begin_session(request: Any, user: Any, **_: object) -> None:
    """Note when the session began, for its longest life, and log the log-in."""
    now = timezone.now()
    request.session["since"] = now.isoformat()
    audit.record(registry(), actor_of(user), "login", subject=f"account:{user.username}", now=now)


def end_session(user: Any, **_: object) -> None:
    """Log the log-out; a session that ran out has nobody to name."""
    if user is not None:
        audit.record(registry(), actor_of(user), "logout", subject=f"account:{user.username}", now=timezone.now())
