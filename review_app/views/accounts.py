"""Logging in, by password or one-time link, and one's own account."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from domain.actors import ROLES
from review_app.access import button, form_for_all, form_page
from review_app.accounts import find_link, take_link
from review_app.board import current_actor
from review_app.context import say

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@form_for_all
def log_in(request: Any) -> Any:
    """Ask for name and password; afterwards go where the person wanted to go, on this host only."""
    if request.user.is_authenticated:
        return redirect("home")
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_safe_target(request))
    # A page that sends a wrong password back is no success for whoever counts them.
    status = 200 if request.method != "POST" else 401
    return render(request, "login.html", {"form": form, "next": request.GET.get("next", "")}, status=status)


@form_for_all
def enter_by_link(request: Any, token: str) -> Any:
    """Ask for one click first: what fetches addresses by itself must not use the link up."""
    now = timezone.now()
    if request.method != "POST":
        link = find_link(token, now=now)
        status = 200 if link else 410
        name = (link.user.first_name or link.user.username) if link else ""
        return render(request, "link.html", {"works": link is not None, "name": name}, status=status)
    user = take_link(token, now=now)
    if user is None:
        return render(request, "link.html", {"works": False}, status=410)
    logout(request)
    login(request, user, backend=_BACKEND)
    return redirect("home")


@button
def log_out(request: Any) -> Any:
    """End the session."""
    logout(request)
    return redirect("login")


@form_page
def my_account(request: Any) -> Any:
    """Show one's roles and change one's password; all other sessions end with the old one."""
    form_type = PasswordChangeForm if request.user.has_usable_password() else SetPasswordForm
    form = form_type(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        say(request, "Đã đổi mật khẩu; các phiên khác của bạn đã kết thúc.")
        return redirect("account")
    roles = [ROLES[role] for role in ROLES if role in current_actor(request).roles]
    status = 200 if request.method != "POST" else 400
    return render(request, "account.html", {"form": form, "role_names": roles}, status=status)


def show_lockout(request: Any, response: Any = None, credentials: object = None) -> Any:
    """Tell that the account rests after wrong passwords (called by axes)."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "locked.html", {"limit": settings.AXES_FAILURE_LIMIT, "minutes": minutes}, status=429)


def _safe_target(request: Any) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else str(resolve_url(settings.LOGIN_REDIRECT_URL))
