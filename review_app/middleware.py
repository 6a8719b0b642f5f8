"""What surrounds every request: privacy headers, session limits, and domain errors as pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone

from domain.errors import UserMistake
from review_app.views.errors import show_problem

Request = Any  # django.http.HttpRequest: Django has no types
Response = Any
Answer = Callable[[Request], Response]

# Writing the session at every click would queue readers behind each other in the accounts' file.
_TOUCH_EVERY: Final = timedelta(seconds=60)
_FEATURES: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def privacy(answer: Answer) -> Answer:
    """Keep pages out of caches and turn browser features off."""

    def middleware(request: Request) -> Response:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", _FEATURES)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class SessionLimits:
    """Ends a session after its longest life; counts idleness from the last click."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: Request) -> Response:
        """Check the session, then answer."""
        if request.user.is_authenticated:
            now = timezone.now()
            since = _moment(request.session.get("since"))
            if since is None or now - since > settings.SESSION_LONGEST:
                logout(request)
            elif now - (_moment(request.session.get("seen")) or since) > _TOUCH_EVERY:
                request.session["seen"] = now.isoformat()
        return self._answer(request)


class Problems:
    """Shows what the registry refuses as a page: what happened, what was kept, what to do."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: Request) -> Response:
        """Answer."""
        return self._answer(request)

    def process_exception(self, request: Request, error: Exception) -> Response | None:
        """Answer a UserMistake; anything else is our own bug."""
        return show_problem(request, error) if isinstance(error, UserMistake) else None


def client_address(request: Request) -> str:
    """Return the address of the person; behind our own proxy the one it saw, never what the client claims."""
    if settings.GUONG.proxied:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        last = str(forwarded).rsplit(",", maxsplit=1)[-1].strip()
        if last:
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
