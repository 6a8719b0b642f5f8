"""Which roles may open which page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from domain.actors import ROLES, ActorRole
from domain.errors import NotAllowed
from registry import audit
from review_app.board import current_actor, registry

View = Callable[..., Any]

READERS: Final[tuple[ActorRole, ...]] = ("reviewer", "secretary", "researcher", "officer")
JUDGES: Final[tuple[ActorRole, ...]] = ("reviewer", "secretary")
KEEPERS: Final[tuple[ActorRole, ...]] = ("secretary", "officer")


def page_for(*roles: ActorRole) -> Callable[[View], View]:
    """Make a view a page to read, for these roles."""
    return lambda view: _guarded(require_safe(view), view, roles)


def action_for(*roles: ActorRole) -> Callable[[View], View]:
    """Make a view an action: POST only, for these roles; the registry checks them again."""
    return lambda view: _guarded(_only_post(view), view, roles)


def form_for_all(view: View) -> View:
    """Make a view a form (GET and POST) for people who have not logged in yet."""
    form = form_page(view)
    form.login_required = False  # type: ignore[attr-defined]  # read by Django's LoginRequiredMiddleware
    return form


def form_page(view: View) -> View:
    """Make a view a form (GET and POST) for everybody logged in."""
    form: View = require_http_methods(["GET", "HEAD", "POST"])(view)
    return form


def button(view: View) -> View:
    """Make a view an action for everybody logged in: POST only."""
    return wraps(view)(_only_post(view))


def _only_post(view: View) -> View:
    # Logging in again after a session ran out leads to the address of the action: begin anew instead of a bare 405.
    return lambda request, *args, **values: (
        view(request, *args, **values) if request.method == "POST" else redirect("home")
    )


def _guarded(inner: View, view: View, roles: tuple[ActorRole, ...]) -> View:
    @wraps(view)
    def guarded(request: Any, *args: Any, **values: Any) -> Any:
        actor = current_actor(request)
        if not actor.has(*roles):
            name = view.__name__
            audit.record(registry(), actor, "denied", subject=f"page:{name}", now=timezone.now())
            allowed = ", ".join(ROLES[role] for role in roles)
            raise NotAllowed("trang này không dành cho vai trò của bạn", remedy=f"cần một trong các vai trò: {allowed}")
        return inner(request, *args, **values)

    return guarded
