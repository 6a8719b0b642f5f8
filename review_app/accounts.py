"""Accounts: who may log in, in which roles, and one-time links. Django must be set up."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from axes.utils import reset
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from domain.actors import ROLES, Actor, ActorRole
from domain.errors import NotFound, UserMistake
from review_app.models import LoginLink

LINK_LIFE: Final = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Account:
    """One account as administrators see it; `has_password` is false while only links lead in."""

    username: str
    name: str
    roles: frozenset[ActorRole]
    active: bool
    has_password: bool
    last_login: datetime | None


def add_account(username: str, roles: Iterable[str], password: str | None, name: str = "") -> Account:
    """Create an account; without a password only one-time links lead in. UserMistake when it cannot be."""
    wanted = _checked_roles(roles)
    if User.objects.filter(username__iexact=username).exists():
        raise UserMistake(f"đã có tài khoản {username}", remedy="chọn tên khác, hoặc đổi tài khoản đang có")
    _check_username(username)
    user = User(username=username, first_name=name[:150])
    _put_password(user, password)
    with transaction.atomic():
        user.save()
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in wanted])
    return _account(user)


def change_roles(username: str, roles: Iterable[str]) -> Account:
    """Give the account exactly `roles`."""
    wanted = _checked_roles(roles)
    user = _user(username)
    with transaction.atomic():
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in wanted])
    return _account(user)


def change_password(username: str, password: str) -> None:
    """Set a new password; every session of the account ends."""
    user = _user(username)
    _put_password(user, password)
    user.save()


def set_active(username: str, *, active: bool) -> None:
    """Allow the account in, or shut it out at once; it is never deleted, for its decisions name it."""
    user = _user(username)
    user.is_active = active
    user.save(update_fields=["is_active"])
    LoginLink.objects.filter(user=user).delete()


def unlock(username: str) -> int:
    """Forget the failed attempts at this account; return how many were forgotten."""
    return int(reset(username=_user(username).username))


def list_accounts() -> list[Account]:
    """Return all accounts by username."""
    return [_account(user) for user in User.objects.prefetch_related("groups").order_by("username")]


def issue_link(username: str, *, now: datetime) -> str:
    """Return the token of a new one-time link; earlier links of the account stop working."""
    user = _user(username)
    if not user.is_active:
        raise UserMistake(f"tài khoản {username} đang bị khóa", remedy="mở lại tài khoản trước")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        LoginLink.objects.filter(user=user).delete()
        LoginLink.objects.filter(expires__lte=now).delete()
        LoginLink.objects.create(digest=_digest(token), user=user, expires=now + LINK_LIFE)
    return token


def find_link(token: str, *, now: datetime) -> LoginLink | None:
    """Return the link if it still works."""
    working = LoginLink.objects.filter(digest=_digest(token), expires__gt=now, user__is_active=True)
    link: LoginLink | None = working.select_related("user").first()
    return link


def take_link(token: str, *, now: datetime) -> User | None:
    """Use the link up; return whom it logs in, or None when it was used, replaced or too old."""
    with transaction.atomic():
        link = find_link(token, now=now)
        if link is None:
            return None
        # The one who deletes the row has it: two requests at once cannot both enter.
        deleted, _ = LoginLink.objects.filter(pk=link.pk).delete()
        return link.user if deleted else None


def actor_of(user: User) -> Actor:
    """Return who acts. The username is the stable id: accounts are shut, never deleted or renamed."""
    roles = {group.name for group in user.groups.all()} & ROLES.keys()
    return Actor(user.username, user.first_name or user.username, frozenset(cast("set[ActorRole]", roles)))


def _user(username: str) -> Any:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound(f"không có tài khoản {username}", remedy="xem danh sách bằng lệnh guong users")
    return user


def _account(user: User) -> Account:
    actor = actor_of(user)
    return Account(user.username, actor.name, actor.roles, user.is_active, user.has_usable_password(), user.last_login)


def _checked_roles(roles: Iterable[str]) -> list[str]:
    wanted = sorted(set(roles))
    unknown = [role for role in wanted if role not in ROLES]
    if unknown or not wanted:
        raise UserMistake(
            f"không có vai trò {', '.join(unknown)}" if unknown else "chưa chọn vai trò",
            remedy=f"chọn trong: {', '.join(ROLES)}",
        )
    return wanted


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise UserMistake(f"tên đăng nhập {username!r} không hợp lệ", remedy="dùng chữ, số và @ . + - _") from error
    if not username or len(username) > 150:
        raise UserMistake("tên đăng nhập trống hoặc quá dài", remedy="dùng 1 đến 150 ký tự")


def _put_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UserMistake("mật khẩu chưa đạt: " + " ".join(error.messages), remedy="chọn mật khẩu khác") from error
    user.set_password(password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
