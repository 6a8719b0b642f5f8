"""The installation's registry and board, as every view sees them."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from domain.actors import Actor
from registry.sources import list_sources
from registry.store import Store, open_store
from registry.units import find_province
from review_app.accounts import actor_of


@lru_cache(maxsize=4)
def _opened(path: Path) -> Store:
    return open_store(path)


def registry() -> Store:
    """Return the open registry; one per process, one connection per thread. StoreProblem when it cannot be used."""
    return _opened(settings.GUONG.registry)


def board_province() -> str | None:
    """Return the key of the board's province as it is called today; None when unset or unknown."""
    name = settings.GUONG.province
    return find_province(registry(), name, timezone.localdate().isoformat()) if name else None


def source_names() -> dict[str, str]:
    """Return what each source is called, by its key."""
    return {source.key: source.name for source in list_sources(registry())}


def current_actor(request: Any) -> Actor:
    """Return who is logged in; asked once per request."""
    actor: Actor | None = getattr(request, "guong_actor", None)
    if actor is None:
        actor = actor_of(request.user)
        request.guong_actor = actor
    return actor
